"""BibTeX's words in CSL's: entry types, fields, and the fields that say nothing to a reader.

From btxdoc ("BibTeXing", 1988) and the biblatex manual, with what reference managers write besides.

Invariant: every name is in lower case, as BibTeX compares them.
"""

from collections.abc import Mapping

TYPES: Mapping[str, str] = {
    "article": "article-journal",
    "book": "book",
    "booklet": "book",
    "bookinbook": "chapter",
    "collection": "book",
    "conference": "paper-conference",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "chapter",
    "jurisdiction": "legal_case",
    "legal": "legislation",
    "legislation": "legislation",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "online": "webpage",
    "phdthesis": "thesis",
    "reference": "book",
    "report": "report",
    "suppbook": "chapter",
    "techreport": "report",
    "thesis": "thesis",
    "www": "webpage",
}
"""CSL's type of an entry type; any other (misc, unpublished, manual) says no kind of source."""

SOURCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("title", ("title",)),
    ("container-title-short", ("shortjournal",)),
    ("container-title", ("journal", "journaltitle", "booktitle")),
    ("publisher", ("publisher", "institution", "school", "organization")),
    ("publisher-place", ("address", "location")),
    ("volume", ("volume",)),
    ("issue", ("issue",)),
    ("page", ("pages", "eid", "articleno")),
    ("edition", ("edition",)),
    ("kind", ("kind",)),
    ("DOI", ("doi",)),
    ("PMID", ("pmid",)),
    ("URL", ("url",)),
    ("accessed", ("urldate",)),
)
"""A field of CSL and the BibTeX fields that say it, the first that is there; `number` and dates are apart."""

VERBATIM = frozenset({"doi", "eprint", "kind", "pmid", "url"})
"""Fields in which `%`, `_` and `~` are characters."""

READ = frozenset(name for _, names in SOURCES for name in names) | frozenset(
    [
        "author",
        "crossref",
        "date",
        "day",
        "editor",
        "eprint",
        "eprinttype",
        "howpublished",
        "month",
        "number",
        "subtitle",
        "xdata",
        "year",
    ]
)

IGNORED = frozenset(
    [
        "abstract",
        "addendum",
        "annotation",
        "annote",
        "archiveprefix",
        "arxivid",
        "comment",
        "copyright",
        "eissn",
        "eventdate",
        "eventtitle",
        "file",
        "gender",
        "groups",
        "hyphenation",
        "isbn",
        "issn",
        "issuetitle",
        "journalsubtitle",
        "keyword",
        "keywords",
        "label",
        "langid",
        "language",
        "lccn",
        "maintitle",
        "mrnumber",
        "note",
        "numpages",
        "origdate",
        "owner",
        "pagetotal",
        "pmc",
        "pmcid",
        "primaryclass",
        "pubstate",
        "rating",
        "review",
        "series",
        "shorttitle",
        "shortauthor",
        "sortkey",
        "source",
        "timestamp",
        "titleaddon",
        "translator",
        "type",
        "urn",
        "version",
        "volumes",
    ]
)

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
