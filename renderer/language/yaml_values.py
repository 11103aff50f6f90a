"""YAML to values with their places.

Only what an author can mean is read: text, lists and maps. Dates and numbers stay text until somebody asks
for them. The values are built from the parser's events, so that no alias is ever followed and no nesting can
exhaust the stack.

Invariant: reading never raises, and what it cannot read is a finding at its place.
"""

from re import compile as pattern
from typing import NamedTuple, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from renderer.diagnostics import Finding, Span
from renderer.language.source import Source
from renderer.language.value_problems import (
    broken_yaml,
    deep_values,
    duplicate_key,
    yaml_alias,
    yaml_key,
    yaml_tag,
)
from renderer.language.values import NO_TEXT, Field, Fields, Items, Reading, Scalar, Value

DEEPEST = 20
"""How many lists and maps may lie in one another."""

Loader: TypeAlias = type[yaml.SafeLoader] | type[yaml.CSafeLoader]
LOADER: Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's, which is ten times faster, where it is built."""

_QUOTES = frozenset("'\"")
_NO_KEYS = frozenset({"", "~", "null", "true", "false"})
_WORDS = frozenset({"title", "summary"})
_COMMENT = pattern(r"[ \t]+(#[^\n]*)")
_UNCLOSED_BRACKET = "this bracket is never closed"
_MOST_MENDED = 8
_VALUE_LINE = pattern(r" *(?:- +)*(?P<key>[A-Za-z][\w-]*):[ \t]+(?P<value>\S.*)")
_WORDS_LINE = pattern(r"(?:title|summary):[ \t]+(\S(?:.*\S)?)\s*")
_KEY_LINE = pattern(r"(?P<key>[^\s:#'\"-][^:\n]*):(?:[ \t]+(?P<value>\S.*))?")


def read_yaml(source: Source, span: Span, loader: Loader = LOADER) -> Reading:
    """Return what the YAML text at a span of the source says; its value is None when it cannot be read."""
    text = source.text[span.start : span.end]
    strange = tuple(
        _no_text(Span(span.start + one.start(), span.start + one.end()), one.group())
        for one in NO_TEXT.finditer(text)
    )
    if strange:
        return Reading(None, strange)
    broken: list[Finding] = []
    mended: dict[int, int] = {}
    while True:
        builder = _Builder(source, span, mended)
        try:
            events = yaml.parse(_patched(text, span.start, mended), Loader=loader)
            whole = all(map(builder.take, events))
        except yaml.YAMLError as error:
            line, finding = _broken(source, span, error)
            if finding in broken:  # mending the line was no help
                return Reading(None, (*broken, *builder.findings))
            broken.append(finding)
            if len(mended) == _MOST_MENDED or not _mend(source, line, mended):
                return Reading(None, (*broken, *builder.findings))
        else:
            return Reading(builder.value if whole else None, (*broken, *builder.findings))


def _mend(source: Source, line: int, mended: dict[int, int]) -> bool:
    """Note where the value of a broken line stands, to be taken for words; False if that is no way.

    So the faults after it are found too. A value that goes on below its line is left alone.
    """
    found = _VALUE_LINE.fullmatch(source.lines[line - 1].rstrip())
    if found is None:
        return False
    below = source.lines[line] if line < len(source.lines) else ""
    deeper = len(below) - len(below.lstrip()) > found.start("key")
    start = source.line_starts[line - 1] + found.start("value")
    bracket = found["value"][0] in "[{" and found["key"] not in _WORDS
    if deeper or bracket or start in mended:
        return False
    mended[start] = start + len(found["value"])
    return True


def _patched(text: str, start: int, mended: dict[int, int]) -> str:
    """Return the text with each mended value replaced by as many letters."""
    for begins, ends in mended.items():
        text = f"{text[: begins - start]}{'x' * (ends - begins)}{text[ends - start :]}"
    return text


def _no_text(span: Span, characters: str) -> Finding:
    name = f"U+{ord(characters[0]):04X}"
    return broken_yaml(span, f"the character {name} is no text", f"delete {name}")


class _Open(NamedTuple):
    """A list or map whose end has not come yet; the values of a map are its keys and values in turn."""

    event: SequenceStartEvent | MappingStartEvent
    values: list[Value]


class _Builder:
    """Takes the parser's events one by one and grows the value from them."""

    def __init__(self, source: Source, span: Span, mended: dict[int, int]) -> None:
        self.source = source
        self.mended = mended
        self.start = span.start
        self.findings: list[Finding] = []
        self.value: Value | None = None
        self._documents = 0
        self._open: list[_Open] = []

    def take(self, event: Event) -> bool:
        """Take the next event; False when the rest is not worth reading."""
        if isinstance(event, ScalarEvent):
            self._put(self._scalar(event))
        elif isinstance(event, (SequenceStartEvent, MappingStartEvent)):
            self._judge(event, event.tag)
            self._open.append(_Open(event, []))
            return len(self._open) <= DEEPEST or self._deep(event)
        elif isinstance(event, CollectionEndEvent):
            self._put(self._close(self._open.pop(), event))
        elif isinstance(event, AliasEvent):
            self._judge(event, None)
            self._put(Scalar(self._written(event), self._span(event)))
        elif isinstance(event, DocumentStartEvent):
            self._documents += 1
            return self._documents == 1 or self._second(event)
        return True

    def _judge(self, event: NodeEvent, tag: str | None) -> None:
        if event.anchor is not None:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            start = self._span(event).start
            word = sign + event.anchor
            self.findings.append(yaml_alias(Span(start, start + len(word)), word))
        if tag is not None:
            word = self._written(event).split(maxsplit=1)[0]
            start = self._span(event).start
            self.findings.append(yaml_tag(Span(start, start + len(word)), word))

    def _second(self, event: Event) -> bool:
        advice = "delete this line, or put what begins with `---` in quotes"
        self.findings.append(broken_yaml(self._span(event), "a second document begins here", advice))
        return False

    def _deep(self, event: Event) -> bool:
        self.findings.append(deep_values(self._span(event), DEEPEST))
        return False

    def _span(self, event: Event) -> Span:
        assert event.start_mark, "an event that comes from a parser has marks"
        assert event.end_mark, "an event that comes from a parser has marks"
        return Span(self.start + event.start_mark.index, self.start + event.end_mark.index)

    def _written(self, event: Event) -> str:
        span = self._span(event)
        return self.source.text[span.start : span.end]

    def _scalar(self, event: ScalarEvent) -> Scalar:
        self._judge(event, event.tag)
        value, style, span = event.value, event.style, self._span(event)
        text = self.source.text
        if not style and text[span.start : span.end] == value:
            return Scalar(value, span, True, True, self._cut(span.end))  # noqa: FBT003 - most end here; keywords are slow
        inner = Span(span.start + 1, span.end - 1)
        if style in _QUOTES and text[inner.start : inner.end] == value:
            return Scalar(value, inner)
        if span.start in self.mended:
            return Scalar(text[span.start : span.end], span)
        strange = NO_TEXT.search(value)
        if strange:
            self.findings.append(_no_text(span, strange.group()))
        return Scalar(value, span, exact=False, plain=not style, cut=None if style else self._cut(span.end))

    def _cut(self, end: int) -> Span | None:
        """Return where a comment stands that ended a text without quotes."""
        text = self.source.text
        comment = _COMMENT.match(text, end) if text.startswith((" ", "\t"), end) else None
        return Span(comment.start(1), comment.end()) if comment else None

    def _put(self, value: Value) -> None:
        if self._open:
            self._open[-1].values.append(value)
        else:
            self.value = value

    def _close(self, opened: _Open, event: Event) -> Value:
        # A block's end is only known when the next thing begins, so it ends with its last value.
        ends = self._span(event).end if opened.event.flow_style else opened.values[-1].span.end
        span = Span(self._span(opened.event).start, ends)
        if isinstance(opened.event, SequenceStartEvent):
            return Items(tuple(opened.values), span)
        return Fields(self._fields(opened.values), span)

    def _fields(self, values: list[Value]) -> tuple[Field, ...]:
        fields: dict[str, Field] = {}
        for key, value in zip(values[::2], values[1::2], strict=True):
            if not isinstance(key, Scalar) or (key.plain and (key.text in _NO_KEYS or key.text.isdecimal())):
                written = self.source.text[key.span.start : key.span.end]
                self.findings.append(yaml_key(key.span, written.partition("\n")[0]))
            elif key.plain and key.text == "<<":
                self.findings.append(yaml_alias(key.span, "<<"))
            elif key.text in fields:
                first, _ = self.source.place(fields[key.text].key.span.start)
                self.findings.append(duplicate_key(key.span, key.text, f"on line {first}"))
            else:
                fields[key.text] = Field(key, value)
        return tuple(fields.values())


def _broken(source: Source, span: Span, error: yaml.YAMLError) -> tuple[int, Finding]:
    """Return the line and the finding for the parser's error, at the place where the trouble began."""
    mark, reason = _trouble(error) if isinstance(error, yaml.MarkedYAMLError) else (None, "it cannot be read")
    offset = min(span.start + (mark.index if mark else 0), max(span.start, span.end - 1))
    line, _ = source.place(offset)
    words = source.line_span(line)
    finding = broken_yaml(
        Span(min(offset, words.end), words.end), reason, _advice(source, span, line, reason)
    )
    value = _WORDS_LINE.fullmatch(source.lines[line - 1])
    if value is None or _is_more(value[1]):
        return line, finding
    begins = source.line_starts[line - 1]
    place = Span(begins + value.start(1), begins + value.end(1))
    return line, finding.mended(in_quotes(value[1]), place)


def _is_more(value: str) -> bool:
    """Whether a value may be more than words that lack their quotes."""
    return value[0] in "'\"|>&*!{" or (value[0] == "[" and "]{" not in value) or " #" in value


def _trouble(error: yaml.MarkedYAMLError) -> tuple[yaml.error.Mark | None, str]:
    """Return where the trouble began, and the reason; the parser often sees it only lines later."""
    problem, context = error.problem or "it cannot be read", error.context or ""
    begun, seen = error.context_mark, error.problem_mark
    if begun is None or seen is None or begun.line == seen.line:
        return seen, problem
    if "quoted scalar" in context:
        return begun, "this quote is never closed"
    if "flow" in context:
        return begun, _UNCLOSED_BRACKET
    return (begun, "a key without a colon") if "simple key" in context else (seen, problem)


def _advice(source: Source, span: Span, line: int, reason: str) -> str:
    """Return what to type instead: most often the value of this line's key in quotes."""
    words = source.lines[line - 1]
    if words.startswith("\t"):
        return "indent with spaces; YAML takes no tab here"
    if "escape" in reason:
        return "write the character itself, or `\\\\` for a backslash"
    if reason == _UNCLOSED_BRACKET and words.partition(":")[0] not in _WORDS:
        return "close it with `]` or `}`"
    first, _ = source.place(span.start)
    owner = line
    while owner > first and (not source.lines[owner - 1] or source.lines[owner - 1][0] in " \t"):
        owner -= 1
    quoted = quoted_line(words.lstrip(" -")) or quoted_line(source.lines[owner - 1])
    return (
        f"put the value in quotes: `{quoted}`" if quoted else "write `key: value`, or put the value in quotes"
    )


def quoted_line(line: str) -> str:
    """Return a line `key: value` with its value in quotes, or an empty string for any other line."""
    found = _KEY_LINE.fullmatch(line.rstrip())
    if found is None or found["value"] is None:
        return ""
    value = found["value"]
    if value[0] in "'\"" and value.find(value[0], 1) in {-1, len(value) - 1}:
        value = value.strip(value[0])
    return f"{found['key']}: {in_quotes(value)}"


def in_quotes(words: str) -> str:
    """Return words of one line as a YAML string in double quotes."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
