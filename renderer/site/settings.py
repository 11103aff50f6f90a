"""The settings of a site, read from `site.toml`.

Invariant: settings are whole whatever the file looks like; a value that does not fit is left at its default
and is an error.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from urllib.parse import urlsplit

from renderer.diagnostics import Finding, problem
from renderer.language.schemas import ID_FORM
from renderer.language.source import Source
from renderer.language.terms import Term, Terms, tidy
from renderer.language.vocabulary import one_edit_apart
from renderer.site.fields import (
    bad_setting,
    faults,
    repeated,
    tables,
    text,
    text_table,
    texts,
    whole,
    words,
)
from renderer.site.ids import id_fault, no_audience
from renderer.site.shapes import (
    LINE,
    NAME,
    TEXT,
    AudienceId,
    Field,
    Several,
    Texts,
    Whole,
    Wordings,
    Words,
    fits,
)
from renderer.site.toml import NO_WORDS, NOTHING, Array, Item, Scalar, Table, Text, TomlText, read_toml
from renderer.value import value

_LANGUAGE = r"(?:[a-zA-Z]{2,3}|[a-zA-Z]{5,8})(?:-[a-zA-Z0-9]{1,8})*"
"""The shape of a language tag (BCP 47, RFC 5646 section 2.1), not whether it is registered."""


def is_web(url: str) -> bool:
    """Whether it is a whole http or https URL, with a host, and without a user's name and blanks."""
    try:
        parts = urlsplit(url)
        port_reads = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and parts.username is None  # `https://known.example@other.example` leads to the other one
        and port_reads
        and not re.search(f"[{_BLANK}]", url)
    )


def _is_web_if_http(url: str) -> bool:
    return is_web(url) if url.lower().startswith("http") else True


_BLANK = r'\x00-\x20\x7f\s"<>\\^`{|}'  # and what no URL may hold unescaped (RFC 3986)
_HOST = rf"[hH][tT][tT][pP][sS]?://[^/?#@{_BLANK}]+"
_MAIL_OR_PATH = rf"mailto:[^@{_BLANK}]+@[^@{_BLANK}]+|/(?!/)[^{_BLANK}]*"
_RUNS = "[dD][aA][tT][aA]|[jJ][aA][vV][aA][sS][cC][rR][iI][pP][tT]|[vV][bB][sS][cC][rR][iI][pP][tT]"

_BASE = Words(rf"(?:{_HOST}(?:/[^?#{_BLANK}]*)?)?", _is_web_if_http)
"""The URL below which the site lies: no query and no fragment; or empty."""
_LINK = Words(rf"(?:{_HOST}(?:[/?#][^{_BLANK}]*)?|{_MAIL_OR_PATH})?", _is_web_if_http)
"""A web URL, a mail address (`mailto:`) or a path from the site's root; or empty."""
_EDITOR = Words(rf"(?:(?!(?:{_RUNS}):)[a-zA-Z][a-zA-Z0-9+.-]*:[^\n]+)?")
"""A URL with a scheme that opens a program, not one that runs in the page; or empty."""

_A_LINK = "a whole URL (http or https), `mailto:` with an address, or a path that begins with one `/`"

_A_TERM = '[terms.hypertension]` and below it `patient = "high blood pressure"'
_A_WORDING = 'patient = { text = "high blood pressure", explanation = "the force of the blood" }'
_WORDING = {
    "text": Field(
        "How the audience reads the word.",
        "a text that is not empty",
        'text = "high blood pressure"',
        NAME,
        required=True,
    ),
    "explanation": Field(
        "Follows where an edition first says the word.",
        "a text",
        'explanation = "the force of the blood on the vessels"',
        TEXT,
    ),
}

FIELDS: Mapping[str, Field] = {
    "title": Field("The site's name.", "a text on one line", 'title = "Our articles"', LINE),
    "base_url": Field(
        "Where the site will lie, for the sitemap and canonical links.",
        "a whole URL (http or https) without `?` and `#`",
        'base_url = "https://example.org/articles"',
        _BASE,
    ),
    "language": Field(
        "The language of the pages.",
        'a language tag such as "en" or "en-GB"',
        'language = "en"',
        Words(_LANGUAGE),
    ),
    "default_audience": Field(
        "The audience that a reader without a choice is led to.",
        "the id of an audience",
        'default_audience = "patient"',
        AudienceId(),
    ),
    "publisher": Field(
        "Who publishes the site.", "a text on one line", 'publisher = "The Example Trust"', LINE
    ),
    "advisory_board": Field(
        "Stands under the title of every article.",
        "a text on one line (inline Markdown)",
        'advisory_board = "Reviewed by [our board](/board.html)."',
        LINE,
    ),
    "editorial_policy_url": Field(
        "Every article links to it.", _A_LINK, 'editorial_policy_url = "https://example.org/policy"', _LINK
    ),
    "follow_up_url": Field(
        "Where readers ask what an article leaves open.",
        _A_LINK,
        'follow_up_url = "mailto:questions@example.org"',
        _LINK,
    ),
    "classes": Field(
        "Classes of the site's own, which the markup may use and its style sheet knows.",
        "a list of words",
        'classes = ["wide"]',
        Several(NAME, ID_FORM),
    ),
    "text_width": Field(
        "The display columns of a line in the plain-text files.",
        "a whole number from 20 to 200",
        "text_width = 72",
        Whole(20, 200),
    ),
    "reviewers": Field(
        "Who may approve; anybody may where it names nobody.",
        "a list of names",
        'reviewers = ["Dr Ada Example"]',
        Several(NAME),
    ),
    "terms": Field(
        "Words that each audience reads in its own wording, where an article marks them `.term`.",
        "a table of tables, one a word",
        _A_TERM,
        Wordings(_WORDING),
    ),
    "strings": Field(
        "The pages' own words, in other words.",
        "a table of texts",
        'strings = { references = "Sources" }',
        Texts(),
    ),
    "editor": Field(
        "Where a place in the preview leads.",
        "the URL that opens an editor",
        'editor = "vscode://file/{path}:{line}:{column}"',
        _EDITOR,
    ),
}
"""The keys of `site.toml`."""


@problem("not-an-audience")
def not_an_audience(word: str, ids: Sequence[str]) -> tuple[str, str]:
    """A setting names an audience that the site does not have.

    An audience is a file `audiences/<id>.toml`, and its id the file's name.

    ```toml
    default_audience = "patiant"    # wrong
    default_audience = "patient"    # right
    ```
    """
    return no_audience(word, ids), f"the audiences are {', '.join(ids)}" if ids else ""


@problem("bad-class")
def bad_class(word: str, why: str) -> tuple[str, str]:
    """One of the site's own classes that cannot be one.

    A class looks like an audience in the markup. So it is `a` to `z`, `0` to `9` and `-`, first a letter; it
    is no audience, no word that the markup has a meaning for, and not one slip of a finger from an audience:
    with a class `patients` and an audience `patient`, a slip would show words to everybody.

    ```toml
    classes = ["patients"]      # wrong beside the audience `patient`
    classes = ["wide"]          # right
    ```
    """
    return f"'{word}' cannot be a class: it {why}", "choose another word"


@value
class Settings:
    """What `site.toml` sets. An empty text is a setting that is not set.

    `base_url` has no `/` at its end. `text_width` is in display columns. `terms` maps a word to its wording
    by audience id. `advisory_board` is inline Markdown with its place in the file.
    """

    title: str = ""
    base_url: str = ""
    language: str = "en"
    default_audience: str = ""
    publisher: str = ""
    advisory_board: TomlText = NO_WORDS
    editorial_policy_url: str = ""
    follow_up_url: str = ""
    classes: tuple[str, ...] = ()
    text_width: int = 72
    reviewers: tuple[str, ...] = ()
    terms: Terms = field(default_factory=dict)
    strings: Mapping[str, str] = field(default_factory=dict)
    editor: str = ""


@value
class SettingsFile:
    """The settings, what is wrong with their file, and the file itself for what is checked elsewhere.

    `table.at("strings", "key")` is the span of a key in `source`, which is None when there is no file.
    """

    settings: Settings
    findings: tuple[Finding, ...] = ()
    source: Source | None = None
    table: Table = NOTHING


def read_settings(source: Source | None, audience_ids: Sequence[str]) -> SettingsFile:
    """Return what the file sets, all defaults when there is none; the ids are the site's audiences."""
    if source is None:
        return SettingsFile(Settings())
    toml = read_toml(source)
    findings = toml.findings or (*faults(toml.table, FIELDS), *_faults(toml.table, tuple(audience_ids)))
    return SettingsFile(_settings(toml.table, tuple(audience_ids)), findings, source, toml.table)


def _settings(table: Table, ids: tuple[str, ...]) -> Settings:
    fitting = {
        key: item for key, item in table.items.items() if key in FIELDS and fits(item, FIELDS[key].shape)
    }
    good = Table(fitting, table.key, table.span)
    default = text(good, "default_audience").text
    classes = words(table, "classes")  # also when one entry is wrong: the others are still the site's
    return Settings(
        title=text(good, "title").text.strip(),
        base_url=text(good, "base_url").text.rstrip("/"),
        language=text(good, "language").text or "en",
        default_audience=default if default in ids else "",
        publisher=text(good, "publisher").text.strip(),
        advisory_board=text(good, "advisory_board"),
        editorial_policy_url=text(good, "editorial_policy_url").text,
        follow_up_url=text(good, "follow_up_url").text,
        classes=tuple(one for one in classes if not _class_fault(one, ids)),
        text_width=whole(good, "text_width", 72),
        reviewers=words(good, "reviewers"),
        terms={tidy(word): _wordings(item, ids) for word, item in tables(good, "terms").items()},
        strings=text_table(good, "strings"),
        editor=text(good, "editor").text,
    )


def _wordings(word: Item, ids: tuple[str, ...]) -> dict[str, Term]:
    found = {}
    for audience, item in (word.items if isinstance(word, Table) else {}).items():
        match item:
            case Text(wording):
                found[audience] = Term(tidy(wording.text))
            case Table():
                found[audience] = Term(tidy(text(item, "text").text), tidy(text(item, "explanation").text))
            case Scalar() | Array():
                continue
    return {audience: term for audience, term in found.items() if audience in ids and term.text}


def _faults(table: Table, ids: tuple[str, ...]) -> Iterator[Finding]:
    yield from repeated(table, "classes")
    yield from repeated(table, "reviewers")
    for word in texts(table, "classes"):
        why = _class_fault(word.text, ids)
        if why:
            yield bad_class(word.span, word.text, why)
    default = text(table, "default_audience")
    if default.text.strip() and default.text not in ids:
        yield not_an_audience(default.span, default.text, ids)
    for term, item in tables(table, "terms").items():
        yield from _term_faults(term, item, ids)


def _class_fault(word: str, ids: tuple[str, ...]) -> str:
    alike = next((one for one in ids if one_edit_apart(one, word)), "")
    fault = "is an audience" if word in ids else id_fault(word)
    return fault or (f"is one edit from the audience '{alike}'" if alike else "")


def _term_faults(word: str, item: Item, ids: tuple[str, ...]) -> Iterator[Finding]:
    if not word.strip() or not isinstance(item, Table):
        yield bad_setting(item.key, word, "a table of wordings, one an audience", _A_TERM)
        return
    for audience, wording in item.items.items():
        if audience not in ids:
            yield not_an_audience(wording.key, audience, ids)
        if isinstance(wording, Table):
            yield from faults(wording, _WORDING)
        elif not fits(wording, NAME):
            yield bad_setting(wording.span, audience, "a wording, or a table with a `text`", _A_WORDING)
