"""The settings of a site, read from `site.toml`.

Invariant: settings are whole whatever the file looks like; a value that does not fit is left at its default
and is an error.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from urllib.parse import urlsplit

from renderer.diagnostics import Finding, problem
from renderer.language.source import Source
from renderer.language.terms import Term, Terms, tidy
from renderer.language.vocabulary import one_edit_apart
from renderer.site.fields import (
    Field,
    bad_setting,
    faults,
    is_line,
    is_name,
    is_names,
    is_table,
    is_text,
    is_text_table,
    is_whole,
    repeated,
    tables,
    text,
    text_table,
    texts,
    whole,
    words,
)
from renderer.site.ids import id_fault, no_audience
from renderer.site.toml import NO_WORDS, NOTHING, Array, Item, Scalar, Table, Text, TomlText, read_toml
from renderer.value import value

WIDTHS = range(20, 201)
"""The widths that a text may have, in display columns."""

_LANGUAGE = re.compile(r"(?:[a-zA-Z]{2,3}|[a-zA-Z]{5,8})(?:-[a-zA-Z0-9]{1,8})*")
"""The shape of a language tag (BCP 47, RFC 5646 section 2.1), not whether it is registered."""


def is_width(item: Item) -> bool:
    """Whether it is a width that a text may have."""
    return is_whole(item) and getattr(item, "value", 0) in WIDTHS


def is_language(item: Item) -> bool:
    """Whether it has the shape of a language tag."""
    return isinstance(item, Text) and bool(_LANGUAGE.fullmatch(item.words.text))


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
        and not _BLANK.search(url)
    )


_BLANK = re.compile(r'[\s\x00-\x20\x7f"<>\\^`{|}]')  # and what no URL may hold unescaped (RFC 3986)
_MAIL_OR_PATH = re.compile(r"mailto:[^@]+@[^@]+|/(?!/).*")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):.")
_RUNS = frozenset({"data", "javascript", "vbscript"})


def is_base(item: Item) -> bool:
    """Whether it is the URL below which the site lies: no query and no fragment; or empty."""
    url = item.words.text if isinstance(item, Text) else None
    return url == "" or (url is not None and is_web(url) and not set("?#") & set(url))


def is_link(item: Item) -> bool:
    """Whether it is a web URL, a mail address (`mailto:`) or a path from the site's root; or empty."""
    url = item.words.text if isinstance(item, Text) else " "
    if _BLANK.search(url):
        return False
    return not url or is_web(url) or bool(_MAIL_OR_PATH.fullmatch(url))


def is_editor(item: Item) -> bool:
    """Whether it is a URL with a scheme that opens a program, not one that runs in the page; or empty."""
    url = item.words.text if isinstance(item, Text) else " "
    scheme = _SCHEME.match(url)
    return not url or (is_line(item) and scheme is not None and scheme[1].lower() not in _RUNS)


_A_LINK = "a whole URL (http or https), `mailto:` with an address, or a path that begins with one `/`"

_A_TERM = '[terms.hypertension]` and below it `patient = "high blood pressure"'
_A_WORDING = 'patient = { text = "high blood pressure", explanation = "the force of the blood" }'

FIELDS: Mapping[str, Field] = {
    "title": Field("a text on one line", 'title = "Our articles"', is_line),
    "base_url": Field(
        "a whole URL (http or https) without `?` and `#`",
        'base_url = "https://example.org/articles"',
        is_base,
    ),
    "language": Field('a language tag such as "en" or "en-GB"', 'language = "en"', is_language),
    "default_audience": Field("the id of an audience", 'default_audience = "patient"', is_name),
    "publisher": Field("a text on one line", 'publisher = "The Example Trust"', is_line),
    "advisory_board": Field(
        "a text on one line (inline Markdown)",
        'advisory_board = "Reviewed by [our board](/board.html)."',
        is_line,
    ),
    "editorial_policy_url": Field(_A_LINK, 'editorial_policy_url = "https://example.org/policy"', is_link),
    "follow_up_url": Field(_A_LINK, 'follow_up_url = "mailto:questions@example.org"', is_link),
    "classes": Field("a list of words", 'classes = ["wide"]', is_names),
    "text_width": Field("a whole number from 20 to 200", "text_width = 72", is_width),
    "reviewers": Field("a list of names", 'reviewers = ["Dr Ada Example"]', is_names),
    "terms": Field("tables, one a word", _A_TERM, is_table),
    "strings": Field("a table of texts", 'strings = { references = "Sources" }', is_text_table),
    "editor": Field(
        "the URL that opens an editor", 'editor = "vscode://file/{path}:{line}:{column}"', is_editor
    ),
}
"""The keys of `site.toml`."""

_WORDING = {
    "text": Field("a text that is not empty", 'text = "high blood pressure"', is_name, required=True),
    "explanation": Field("a text", 'explanation = "the force of the blood on the vessels"', is_text),
}


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
    fitting = {key: item for key, item in table.items.items() if key in FIELDS and FIELDS[key].fits(item)}
    fits = Table(fitting, table.key, table.span)
    default = text(fits, "default_audience").text
    classes = words(table, "classes")  # also when one entry is wrong: the others are still the site's
    return Settings(
        title=text(fits, "title").text.strip(),
        base_url=text(fits, "base_url").text.rstrip("/"),
        language=text(fits, "language").text or "en",
        default_audience=default if default in ids else "",
        publisher=text(fits, "publisher").text.strip(),
        advisory_board=text(fits, "advisory_board"),
        editorial_policy_url=text(fits, "editorial_policy_url").text,
        follow_up_url=text(fits, "follow_up_url").text,
        classes=tuple(one for one in classes if not _class_fault(one, ids)),
        text_width=whole(fits, "text_width", 72),
        reviewers=words(fits, "reviewers"),
        terms={tidy(word): _wordings(item, ids) for word, item in tables(fits, "terms").items()},
        strings=text_table(fits, "strings"),
        editor=text(fits, "editor").text,
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
        elif not is_name(wording):
            yield bad_setting(wording.span, audience, "a wording, or a table with a `text`", _A_WORDING)
