"""JSON to values with their places.

The standard library's reader tells no places, so the lists and maps of RFC 8259 are read here, and
its strings by the library.

Invariant: reading never raises, and what it cannot read is a finding at its place.
"""

from json import JSONDecodeError, JSONDecoder
from re import compile as pattern

from renderer.diagnostics import Finding, Span
from renderer.language.source import Source
from renderer.language.value_problems import broken_json, deep_values, duplicate_key
from renderer.language.values import NO_TEXT, Field, Fields, Items, Reading, Scalar, Value

DEEPEST = 20
"""How many lists and maps may lie in one another."""

_STRING = JSONDecoder()
_SPACE = pattern(r"[ \t\n\r]*")
_WORD = pattern(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


class _TooDeep(Exception):  # noqa: N818 - never leaves this module
    """The values lie deeper than they are read; holds the offset."""


def read_json(source: Source) -> Reading:
    """Return what the source's JSON says; its value is None when it cannot be read."""
    reader = _Reader(source)
    try:
        value = reader.whole()
    except JSONDecodeError as error:
        place = min(error.pos, max(len(source.text) - 1, 0))
        reason = error.msg[:1].lower() + error.msg[1:].removesuffix(" at").removesuffix(" starting")
        return Reading(None, (broken_json(Span(place, min(place + 1, len(source.text))), reason),))
    except _TooDeep as error:
        place = int(error.args[0])
        return Reading(None, (deep_values(Span(place, place + 1), DEEPEST),))
    return Reading(value, tuple(reader.findings))


class _Reader:
    """Reads one text from its start to its end; raises JSONDecodeError where it is not JSON."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.at = 0
        self.findings: list[Finding] = []

    def whole(self) -> Value:
        value = self._value(1)
        if self._peek():
            raise self._error("the values end here, and something follows")
        return value

    def _peek(self) -> str:
        """Skip white space and return the next character, an empty string at the end."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def _error(self, reason: str) -> JSONDecodeError:
        return JSONDecodeError(reason, self.text, self.at)

    def _take(self, characters: str, wanted: str) -> str:
        character = self._peek()
        if not character or character not in characters:
            raise self._error(f"{wanted} is missing")
        self.at += 1
        return character

    def _value(self, depth: int) -> Value:
        if depth > DEEPEST:
            raise _TooDeep(self.at)
        character = self._peek()
        if character == '"':
            return self._string()
        if character == "[":
            return self._items(depth)
        if character == "{":
            return self._fields(depth)
        found = _WORD.match(self.text, self.at)
        if found is None:
            raise self._error("a value is missing")
        self.at = found.end()
        return Scalar(found.group(), Span(found.start(), found.end()), plain=True)

    def _string(self) -> Scalar:
        start = self.at + 1
        text, self.at = _STRING.raw_decode(self.text, self.at)
        if NO_TEXT.search(text):
            raise JSONDecodeError("this string holds a character that is no text", self.text, start)
        exact = self.text[start : self.at - 1] == text
        return Scalar(text, Span(start, self.at - 1) if exact else Span(start - 1, self.at), exact)

    def _items(self, depth: int) -> Items:
        start = self.at
        self.at += 1
        values: list[Value] = []
        closed = self._peek() == "]"
        self.at += closed
        while not closed:
            values.append(self._value(depth + 1))
            closed = self._take(",]", "`,` or `]`") == "]"
        return Items(tuple(values), Span(start, self.at))

    def _fields(self, depth: int) -> Fields:
        start = self.at
        self.at += 1
        fields: dict[str, Field] = {}
        closed = self._peek() == "}"
        self.at += closed
        while not closed:
            self._field(fields, depth)
            closed = self._take(",}", "`,` or `}`") == "}"
        return Fields(tuple(fields.values()), Span(start, self.at))

    def _field(self, fields: dict[str, Field], depth: int) -> None:
        if self._peek() != '"':
            raise self._error("a key in double quotes is missing")
        key = self._string()
        self._take(":", "`:`")
        value = self._value(depth + 1)
        if key.text in fields:
            line, _ = self.source.place(fields[key.text].key.span.start)
            self.findings.append(duplicate_key(key.span, key.text, f"on line {line}"))
        else:
            fields[key.text] = Field(key, value)
