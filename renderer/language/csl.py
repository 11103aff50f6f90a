"""CSL's words: the variables of an entry, the types of a source, and which kind of source a type is.

From the CSL 1.0.2 specification, appendices III and IV, and its JSON schema.

Invariant: every name here is spelt as CSL spells it; our own words for kinds are in `SourceKind`.
"""

from collections.abc import Mapping

from renderer.language.references import SourceKind

NAMES = frozenset(
    [
        "author",
        "chair",
        "collection-editor",
        "compiler",
        "composer",
        "container-author",
        "contributor",
        "curator",
        "director",
        "editor",
        "editor-translator",
        "editorial-director",
        "executive-producer",
        "guest",
        "host",
        "illustrator",
        "interviewer",
        "narrator",
        "organizer",
        "original-author",
        "performer",
        "producer",
        "recipient",
        "reviewed-author",
        "script-writer",
        "series-creator",
        "translator",
    ]
)
DATES = frozenset(["accessed", "available-date", "event-date", "issued", "original-date", "submitted"])
TEXTS = frozenset(
    [
        "DOI",
        "ISBN",
        "ISSN",
        "PMCID",
        "PMID",
        "URL",
        "abstract",
        "annote",
        "archive",
        "archive-place",
        "archive_collection",
        "archive_location",
        "authority",
        "call-number",
        "categories",
        "chapter-number",
        "citation-key",
        "citation-label",
        "citation-number",
        "collection-number",
        "collection-title",
        "container-title",
        "container-title-short",
        "custom",
        "dimensions",
        "division",
        "edition",
        "event",
        "event-place",
        "event-title",
        "first-reference-note-number",
        "genre",
        "id",
        "issue",
        "journalAbbreviation",
        "jurisdiction",
        "keyword",
        "language",
        "license",
        "locator",
        "medium",
        "note",
        "number",
        "number-of-pages",
        "number-of-volumes",
        "original-publisher",
        "original-publisher-place",
        "original-title",
        "page",
        "page-first",
        "part-number",
        "part-title",
        "printing-number",
        "publisher",
        "publisher-place",
        "references",
        "reviewed-genre",
        "reviewed-title",
        "scale",
        "section",
        "shortTitle",
        "source",
        "status",
        "supplement-number",
        "title",
        "title-short",
        "type",
        "version",
        "volume",
        "volume-title",
        "volume-title-short",
        "year-suffix",
    ]
)
VARIABLES = NAMES | DATES | TEXTS
"""Every field that an entry may have, besides our own `kind`."""

SPELT: Mapping[str, str] = {name.lower(): name for name in ("DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL")}
"""Names that CSL writes in capitals and people in small letters."""

MEANT: Mapping[str, str] = {
    "address": "publisher-place",
    "authors": "author",
    "booktitle": "container-title",
    "category": "kind",
    "date": "issued",
    "editors": "editor",
    "journal": "container-title",
    "key": "id",
    "link": "URL",
    "pages": "page",
    "place": "publisher-place",
    "website": "URL",
    "year": "issued",
}
"""What people write for a field of CSL's."""

KINDS: Mapping[str, SourceKind] = {
    "article": SourceKind.RESEARCH,
    "article-journal": SourceKind.RESEARCH,
    "article-magazine": SourceKind.RESEARCH,
    "paper-conference": SourceKind.RESEARCH,
    "thesis": SourceKind.RESEARCH,
    "review": SourceKind.REVIEW,
    "book": SourceKind.BOOK,
    "chapter": SourceKind.BOOK,
    "entry-dictionary": SourceKind.BOOK,
    "entry-encyclopedia": SourceKind.BOOK,
    "report": SourceKind.REPORT,
    "bill": SourceKind.LAW,
    "hearing": SourceKind.LAW,
    "legal_case": SourceKind.LAW,
    "legislation": SourceKind.LAW,
    "regulation": SourceKind.LAW,
    "treaty": SourceKind.LAW,
    "post": SourceKind.WEB,
    "post-weblog": SourceKind.WEB,
    "webpage": SourceKind.WEB,
}
"""The kind of source that a type says."""

OTHER_TYPES = frozenset(
    [
        "article-newspaper",
        "broadcast",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "event",
        "figure",
        "graphic",
        "interview",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
    ]
)
"""The types of CSL that say none of our kinds."""

NAME_PARTS = frozenset(
    [
        "comma-suffix",
        "dropping-particle",
        "family",
        "given",
        "literal",
        "non-dropping-particle",
        "parse-names",
        "static-ordering",
        "suffix",
    ]
)
DATE_PARTS = frozenset(["circa", "date-parts", "literal", "raw", "season"])
