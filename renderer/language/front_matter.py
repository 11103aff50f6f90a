"""Front matter: what an article says about itself before its first line of words.

Invariant: reading never raises; a value that is wrong is left out and stands in the findings, and the text
that `exact` words hold is the source's own.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import NamedTuple, TypeAlias, TypeVar

from renderer.diagnostics import Finding, Span
from renderer.language.entries import read_entries
from renderer.language.front_matter_keys import ALIAS_FORM, KEYS, ReviewState
from renderer.language.front_matter_problems import (
    bad_alias,
    missing_title,
    no_front_matter,
    review_approved,
    title_cut,
    unclosed_front_matter,
    unknown_audience,
    unknown_review,
    unquoted_words,
)
from renderer.language.references import Reference
from renderer.language.source import Source
from renderer.language.value_problems import empty_value, listed_twice, unknown_key, wrong_type
from renderer.language.values import Field, Fields, Scalar, Value, as_day, as_text, as_texts, not_a, said
from renderer.language.yaml_values import in_quotes, quoted_line, read_yaml
from renderer.value import value

T = TypeVar("T")
ReviewStates: TypeAlias = ReviewState | Mapping[str, ReviewState]

_ELSEWHERE = {
    "date": "write `updated: 2025-10-29`",
    "lastmod": "write `updated: 2025-10-29`",
    "description": "write `summary: `",
    "abstract": "write `summary: `",
    "bibliography": "list the sources under `references:`, or once for the site in content/references.yaml",
    "status": "write `review: submitted`, `review: under-review` or `draft: true`",
}
_OPENING = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_BLANK_ABOVE = re.compile(r"\s+(?=^---[ \t]*$)", re.MULTILINE)
_TAG = re.compile(r"\]\{[.#]")
_SAID_OTHERWISE = {
    **dict.fromkeys(("yes", "Yes", "YES", "True", "TRUE"), "true"),
    **dict.fromkeys(("no", "No", "NO", "False", "FALSE"), "false"),
}
_BELOW = re.compile(r"\s*\n[ \t]+(#[^\n]*)")
"""A comment below a value, indented as if it were a part of it."""
_ID = re.compile(ALIAS_FORM)


_NOT_SAID: ReviewStates = ReviewState.SUBMITTED


class Words(NamedTuple):
    """A text of the front matter and where it stands.

    `exact` says that the source holds this very text at the span (which then leaves quotes out), so that
    offsets in the text are offsets in the source. Otherwise the span is the whole value's.
    """

    text: str
    span: Span
    exact: bool


@value
class FrontMatter:
    """What an article says about itself; `body` is the offset of the first character after it.

    `audiences` are in the site's order, None for all of them; `audience_places` are the spans of their names.
    `review` is one state for all audiences, or one for each that it names; the others' is `submitted`.
    `places` maps the id of each entry of `references` to the span of its id, faulty entries included, and
    `keys` each key that stands there to its span. `body` is the end of the text when the front matter is
    never closed: nothing after it can then be told from it. `unread` says that it could not be read whole.
    """

    title: Words | None = None
    summary: Words | None = None
    updated: date | None = None
    audiences: tuple[str, ...] | None = None
    references: tuple[Reference, ...] = ()
    places: Mapping[str, Span] = field(default_factory=dict)
    review: ReviewStates = ReviewState.SUBMITTED
    draft: bool = False
    aliases: tuple[Words, ...] = ()
    audience_places: Mapping[str, Span] = field(default_factory=dict)
    keys: Mapping[str, Span] = field(default_factory=dict)
    body: int = 0
    findings: tuple[Finding, ...] = ()
    unread: bool = False


def read_front_matter(source: Source, audiences: tuple[str, ...]) -> FrontMatter:
    """Return what the article says about itself and what is wrong with it; `audiences` are the site's."""
    opening = _OPENING.match(source.text)
    if opening is None:
        first = Span(0, len(source.lines[0].rstrip()))
        finding = no_front_matter(first, _where_to_write(source.text))
        above = _BLANK_ABOVE.match(source.text)
        return FrontMatter(findings=(finding.mended("", Span(*above.span())) if above else finding,))
    closing = _CLOSING.search(source.text, opening.end())
    if closing is None:
        finding = unclosed_front_matter(source.line_span(1))
        return FrontMatter(body=len(source.text), findings=(finding,), unread=True)
    reading = read_yaml(source, Span(opening.end(), closing.start()))
    body = closing.end()
    if reading.value is None and reading.findings:
        return FrontMatter(body=body, findings=reading.findings, unread=True)
    value = Fields((), Span(0, 3)) if reading.value is None else reading.value
    if not isinstance(value, Fields):
        finding = wrong_type(value.span, "front matter", "lines `key: value`", said(value), "`title: Asthma`")
        return FrontMatter(body=body, findings=(*reading.findings, finding))
    return _Reader(source, audiences, list(reading.findings)).whole(value, body)


def _where_to_write(text: str) -> str:
    if text.lstrip().startswith("---"):
        return "delete what stands above `---`: it must be the first line"
    if text.startswith("+++"):
        return "write YAML between two lines `---`"
    return "begin the file with a line `---`, a line `title: ` and a line `---`"


class _Reader:
    """Reads the keys of one front matter and gathers what is wrong with them."""

    def __init__(self, source: Source, audiences: tuple[str, ...], findings: list[Finding]) -> None:
        self.source = source
        self.audiences = audiences
        self.findings = findings

    def whole(self, fields: Fields, body: int) -> FrontMatter:
        self._known_keys(fields)
        if fields.named("title") is None:
            self.findings.append(missing_title(self.source.line_span(1), "has no title"))
        named = self._read(fields, "audiences", self._audiences, None)
        entries = self._read(fields, "references", read_entries, read_entries(None))
        return FrontMatter(
            title=self._read(fields, "title", self._title, None),
            summary=self._read(fields, "summary", self._words, None),
            updated=self._read(fields, "updated", self._updated, None),
            audiences=None if named is None else tuple(one for one in self.audiences if one in named),
            references=entries.entries,
            places=entries.places,
            review=self._read(fields, "review", self._review, _NOT_SAID),
            draft=self._read(fields, "draft", self._draft, otherwise=False),
            aliases=self._read(fields, "aliases", self._aliases, ()),
            audience_places=named or {},
            keys={one.key.text: one.key.span for one in fields.fields},
            body=body,
            findings=(*self.findings, *entries.findings),
        )

    def _read(self, fields: Fields, key: str, reader: Callable[[Field], T], otherwise: T) -> T:
        field = fields.named(key)
        return otherwise if field is None else reader(field)

    def _kept(self, result: T | Finding) -> T | None:
        """Return a result; for a finding, keep it and return None."""
        if isinstance(result, Finding):
            self.findings.append(result)
            return None
        return result

    def _known_keys(self, fields: Fields) -> None:
        for key, _ in fields.fields:
            if key.text not in KEYS:
                advice = _ELSEWHERE.get(key.text, "")
                finding = unknown_key(key.span, key.text, "the front matter", tuple(KEYS), advice)
                small = key.text.lower()
                self.findings.append(finding.mended(small if small in KEYS and key.exact else None))

    def _title(self, field: Field) -> Words | None:
        before = len(self.findings)
        words = self._words(field)
        if words is None and len(self.findings) == before:
            self.findings.append(missing_title(field.key.span, "has an empty title"))
        return words

    def _words(self, field: Field) -> Words | None:
        """Return a title or a summary; None, and a finding where one is due, when there are no words."""
        key, value = field
        advice = self._in_quotes(field)
        if not isinstance(value, Scalar):
            flow = self.source.text[value.span.start] in "[{"
            self.findings.append(self._unquoted(field, advice) if flow else not_a(field, "text"))
            return None
        below = _BELOW.match(self.source.text, value.span.end) if value.plain else None
        cut = Span(*below.span(1)) if below else value.cut
        if cut is not None:
            self.findings.append(title_cut(cut, key.text, value.text, advice))
            return None
        if value.is_null or not value.text.strip():
            return None
        return Words(value.text if value.exact else value.text.strip(), value.span, value.exact)

    def _unquoted(self, field: Field, advice: str) -> Finding:
        """Return the finding that words have no quotes; with a tag in them they can be nothing else."""
        key, value = field
        line, column = self.source.place(value.span.start)
        written = self.source.lines[line - 1][column - 1 :].rstrip()
        finding = unquoted_words(value.span, key.text, said(value), advice)
        if not advice or not _TAG.search(written):
            return finding
        return finding.mended(in_quotes(written), Span(value.span.start, value.span.start + len(written)))

    def _in_quotes(self, field: Field) -> str:
        """Return what the field looks like in quotes, if it stands on one line."""
        line, _ = self.source.place(field.key.span.start)
        last, _ = self.source.place(field.value.span.end)
        quoted = quoted_line(self.source.lines[line - 1]) if line == last else ""
        return f": `{quoted}`" if quoted else ""

    def _updated(self, field: Field) -> date | None:
        text = self._kept(as_text(field))
        return None if text is None else self._kept(as_day(text))

    def _texts(self, field: Field, example: str) -> tuple[Scalar, ...]:
        """Return a list's texts, each once."""
        found: dict[str, Scalar] = {}
        texts = as_texts(field, example)
        if isinstance(texts, Finding):
            texts = texts.mended(self._listed(field))
        for text in self._kept(texts) or ():
            one = self._kept(text)
            if one is not None and one.text in found:
                self.findings.append(listed_twice(one.span, field.key.text, one.text))
            elif one is not None:
                found[one.text] = one
        return tuple(found.values())

    def _listed(self, field: Field) -> str | None:
        """Return the list that words without brackets must be: audiences' names, or one former id."""
        value = field.value
        if not isinstance(value, Scalar) or not value.plain or not value.exact or value.cut:
            return None
        if field.key.text != "audiences":
            sound = _ID.fullmatch(value.text) and not self._is_taken(value.text)
            return f"[{value.text}]" if sound else None
        names = [one.strip() for one in value.text.split(",")]
        sound = all(one in self.audiences for one in names) and len({*names}) == len(names)
        return f"[{', '.join(names)}]" if sound else None

    def _audiences(self, field: Field) -> Mapping[str, Span]:
        names = self._texts(field, f"`audiences: [{', '.join(self.audiences[:2])}]`")
        if not isinstance(field.value, Scalar | Fields) and not field.value.values:
            self.findings.append(empty_value(field.value.span, "audiences", "the audiences that it is for"))
        return {name.text: name.span for name in names if self._is_audience(name)}

    def _is_audience(self, name: Scalar) -> bool:
        if name.text in self.audiences:
            return True
        self.findings.append(unknown_audience(name.span, name.text, self.audiences))
        return False

    def _review(self, field: Field) -> ReviewStates:
        if not isinstance(field.value, Fields):
            return self._state(field, field.value) or ReviewState.SUBMITTED
        states = {
            one.key.text: self._state(one, one.value)
            for one in field.value.fields
            if self._is_audience(one.key)
        }
        return {audience: state for audience, state in states.items() if state is not None}

    def _state(self, field: Field, value: Value) -> ReviewState | None:
        known = [str(one) for one in ReviewState]
        if not isinstance(value, Scalar) or value.is_null:
            self.findings.append(not_a(field, "`submitted` or `under-review`"))
        elif value.text == "approved":
            self.findings.append(review_approved(value.span))
        elif value.text in known:
            return ReviewState(value.text)
        else:
            self.findings.append(unknown_review(value.span, value.text, known))
        return None

    def _draft(self, field: Field) -> bool:
        if isinstance(field.value, Scalar) and field.value.is_boolean:
            return field.value.text == "true"
        word = field.value.text if isinstance(field.value, Scalar) and field.value.plain else ""
        finding = not_a(field, "true or false", "`draft: true`")
        self.findings.append(finding.mended(_SAID_OTHERWISE.get(word)))
        return False

    def _aliases(self, field: Field) -> tuple[Words, ...]:
        texts = self._texts(field, "`aliases: [former-id]`")
        meant = Counter(self._meant_id(one.text) for one in texts)
        return tuple(Words(*one[:3]) for one in texts if self._is_id(one, meant))

    def _is_id(self, alias: Scalar, meant: Mapping[str, int]) -> bool:
        """Whether an alias is an id; `meant` says how often its list means each: none is to stand twice."""
        if not _ID.fullmatch(alias.text):
            better = self._meant_id(alias.text)
            certain = alias.exact and meant[better] == 1 and better == _without_ending(alias.text)
            finding = bad_alias(alias.span, alias.text, "is no id of an article", better)
            self.findings.append(finding.mended(better if better and certain else None))
            return False
        if self._is_taken(alias.text):
            reason = "begins with a folder of the output"
            self.findings.append(bad_alias(alias.span, alias.text, reason, ""))
            return False
        return True

    def _meant_id(self, written: str) -> str:
        """Return the id that an alias is or probably means, or an empty string."""
        if _ID.fullmatch(written):
            return written
        better = _without_ending(written.strip()).lower().replace(" ", "-").replace("_", "-")
        better = re.sub("^content/|(?:^|/)index$", "", better)  # the path of a file, not its id
        return better if _ID.fullmatch(better) and not self._is_taken(better) else ""

    def _is_taken(self, written: str) -> bool:
        first = written.partition("/")[0]
        return first == "assets" or first in self.audiences


def _without_ending(alias: str) -> str:
    return alias.strip("/").removesuffix(".md")
