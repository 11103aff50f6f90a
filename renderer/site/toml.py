"""TOML with places: what a file says, and where each key and each value of it stands.

The standard library's tomllib decides what the file says; a small scan of the text that it accepted finds the
places. A place that the scan does not find is that of the table round it.

Invariant: the values are tomllib's own, and every item has a span, whatever the file looks like.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from renderer.diagnostics import Finding, Span, problem
from renderer.language.source import Source
from renderer.language.values import NO_TEXT
from renderer.value import value

Path: TypeAlias = tuple[str | int, ...]


class TomlText(NamedTuple):
    """A text of a file: what it says, and the span of its words without their quotes.

    `exact` says whether the words stand in the file as they are, so that the offset of a word in `text` is
    its offset in the file less `span.start`; with an escape in them only the span as a whole is right.
    """

    text: str = ""
    span: Span = Span(0, 0)
    exact: bool = True


NO_WORDS = TomlText()


@value
class Text:
    """A string. `key` is the span of its key (of itself in an array), `span` that of its value."""

    words: TomlText
    key: Span
    span: Span


@value
class Scalar:
    """A number, a truth value, a date or a time."""

    value: object
    key: Span
    span: Span


@value
class Array:
    """A list."""

    items: tuple["Item", ...]
    key: Span
    span: Span


@value
class Table:
    """A table, also one inside a line; `span` is that of its heading or its braces."""

    items: Mapping[str, "Item"]
    key: Span
    span: Span

    def at(self, *path: str) -> Span:
        """Return the span of a key down this table, as far as it goes."""
        span, here = self.key, self
        for name in path:
            found = here.items.get(name)
            span = found.key if found else span
            if not isinstance(found, Table):
                break
            here = found
        return span


NOTHING = Table({}, Span(0, 0), Span(0, 0))
"""The table of a file that says nothing."""

Item: TypeAlias = Text | Scalar | Array | Table


@value
class TomlFile:
    """What a file says. One that tomllib refuses has an empty table and the finding that says why."""

    table: Table
    findings: tuple[Finding, ...] = ()


@problem("broken-toml")
def broken_toml(what: str) -> tuple[str, str]:
    """A settings file that is not TOML: nothing of it can be read.

    ```toml
    title = Our articles        # wrong: a text stands in quotes
    title = "Our articles"      # right
    ```

    A key that stands twice in one table is such an error too: keep one of the two.
    """
    return (
        f"this is not TOML: {what}",
        'write `key = "text"`, `key = 12` or `key = ["one", "two"]`, each key once, one to a line',
    )


class _Place(NamedTuple):
    key: Span
    value: Span


_START = _Place(Span(0, 0), Span(0, 0))
_BLANK = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r'"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'" r"|[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_OTHER = re.compile(r"[^,\]}\n#]+")


class _Lost(Exception):  # noqa: N818 - no error: the scan gives up, and what it found so far stands
    """The scan met what it does not know."""


class _Scan:
    """Finds the places of keys and values in TOML that tomllib accepted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.last_key = Span(0, 0)
        self.places: dict[Path, _Place] = {}
        self.counts: dict[Path, int] = {}

    def run(self) -> dict[Path, _Place]:
        table: Path = ()
        try:
            while not self.skip(_BLANK).at_end:
                if self.text[self.at] == "[":
                    table = self.heading()
                else:
                    self.pair(table)
        except _Lost:
            pass
        return self.places

    @property
    def at_end(self) -> bool:
        return self.at >= len(self.text)

    def skip(self, blank: re.Pattern[str]) -> "_Scan":
        self.take(blank)
        return self

    def take(self, pattern: re.Pattern[str]) -> Span:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise _Lost
        start, self.at = self.at, found.end()
        return Span(start, self.at)

    def mark(self, mark: str) -> bool:
        found = self.text.startswith(mark, self.at)
        self.at += len(mark) if found else 0
        return found

    def demand(self, mark: str) -> None:
        if not self.mark(mark):
            raise _Lost

    def keys(self) -> list[tuple[str, Span]]:
        found = []
        while True:
            self.skip(_SPACE)
            self.last_key = self.take(_KEY)
            found.append((_key_of(self.text[slice(*self.last_key)]), self.last_key))
            self.skip(_SPACE)
            if not self.mark("."):
                return found

    def heading(self) -> Path:
        start = self.at
        many = self.mark("[[") or not self.mark("[")
        path: Path = ()
        named = self.keys()
        self.demand("]]" if many else "]")
        for number, (name, span) in enumerate(named, 1):
            path = (*path, name)
            self.places.setdefault(path, _Place(span, Span(start, self.at)))
            if many and number == len(named):
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
                self.places.setdefault(path, _Place(span, Span(start, self.at)))
        return path

    def pair(self, table: Path) -> None:
        path = table
        named = self.keys()
        for name, span in named:
            path = (*path, name)
            self.places.setdefault(path, _Place(span, span))
        self.demand("=")
        self.skip(_SPACE)
        self.places[path] = _Place(named[-1][1], self.value(path))

    def value(self, path: Path) -> Span:
        start = self.at
        if self.mark("["):
            self.array(path)
        elif self.mark("{"):
            self.inline_table(path)
        elif self.text[start : start + 1] in {'"', "'"}:
            self.take(_STRING)
        else:
            span = self.take(_OTHER)
            self.at = span.start + len(self.text[slice(*span)].rstrip())
        return Span(start, self.at)

    def array(self, path: Path) -> None:
        number = 0
        while not self.skip(_BLANK).mark("]"):
            here = (*path, number)
            span = self.value(here)
            self.places[here] = _Place(span, span)
            number += 1
            self.skip(_BLANK).mark(",")

    def inline_table(self, path: Path) -> None:
        while not self.skip(_BLANK).mark("}"):
            self.pair(path)
            self.skip(_BLANK).mark(",")


def _key_of(raw: str) -> str:
    """Return the key that a written key stands for: tomllib reads its escapes."""
    if raw[0] not in {'"', "'"}:
        return raw
    try:
        return next(iter(tomllib.loads(f"{raw} = 0")))
    except tomllib.TOMLDecodeError:
        return raw


def read_toml(source: Source) -> TomlFile:
    """Return what a file says, with places; what is no TOML becomes a finding."""
    try:
        values = tomllib.loads(source.text)
        places = _Scan(source.text).run()
        table = _Maker(source.text, places).table(values, (), _START)
    except RecursionError:
        return TomlFile(NOTHING, (broken_toml(Span(0, 1), "its lists or tables are nested too deep"),))
    except tomllib.TOMLDecodeError as error:
        return TomlFile(NOTHING, (_broken(source, str(error)),))
    except ValueError:  # a number with more digits than Python takes
        return TomlFile(NOTHING, (broken_toml(Span(0, 1), "a number has too many digits"),))
    return TomlFile(table, tuple(_strange(table)))


def _strange(item: Item) -> Iterator[Finding]:
    """Yield the texts that an escape puts a control character into."""
    match item:
        case Text(words, _, span):
            if found := NO_TEXT.search(words.text):
                yield broken_toml(span, f"the character U+{ord(found.group()[0]):04X} is no text")
        case Array(items):
            for one in items:
                yield from _strange(one)
        case Table(items):
            for one in items.values():
                yield from _strange(one)
        case Scalar():
            pass


_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_TWICE = re.compile(r"overwrite|twice|[Dd]uplicate|mutate")


def _broken(source: Source, message: str) -> Finding:
    """Return the finding for tomllib's message, which carries the place in its words."""
    where = _WHERE.search(message)
    what = _WHERE.sub("", message)
    offset = source.offset(int(where[1]), int(where[2])) if where and where[1] else len(source.text)
    if _TWICE.search(what):
        scan = _Scan(source.text[:offset])
        scan.run()
        name = source.text[slice(*scan.last_key)]
        return broken_toml(scan.last_key, f"{name} stands here a second time")
    line = source.line_span(source.place(offset)[0])
    return broken_toml(Span(offset, max(offset, line.end)), what[:1].lower() + what[1:])


class _Maker:
    """Makes items of tomllib's values and the places found for them."""

    def __init__(self, text: str, places: Mapping[Path, _Place]) -> None:
        self.text = text
        self.places = places

    def item(self, value: object, path: Path, round_it: _Place) -> Item:
        place = self.places.get(path, round_it)
        match value:
            case str():
                return Text(self.words(value, place.value), *place)
            case list():
                return Array(tuple(self.item(one, (*path, i), place) for i, one in enumerate(value)), *place)
            case dict():
                return self.table(value, path, place)
            case _:
                return Scalar(value, *place)

    def table(self, values: Mapping[str, object], path: Path, place: _Place) -> Table:
        return Table({key: self.item(value, (*path, key), place) for key, value in values.items()}, *place)

    def words(self, value: str, span: Span) -> TomlText:
        raw = self.text[slice(*span)]
        quotes = 3 if raw.startswith(('"""', "'''")) else 1
        start = span.start + quotes + (quotes == 3 and raw[3:4] == "\n")
        end = max(start, span.end - quotes)
        exact = self.text[start:end] == value
        return TomlText(value, Span(start, end), exact)
