"""What the tool has to say about a source: codes, findings and diagnostics.

A *finding* speaks of character offsets in one text; a *diagnostic* is a finding with its place, ready to be
shown. Both are values that steps pass along; a problem in the content is never an exception.

Invariant: a code has one severity and one manual, and both stand where its words are made.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import wraps
from inspect import cleandoc
from types import MappingProxyType
from typing import Concatenate, NamedTuple, ParamSpec

from renderer.value import value

P = ParamSpec("P")


class Severity(StrEnum):
    """How much a problem matters: an error leaves an article without editions, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Span(NamedTuple):
    """A stretch of one text: offsets in characters from 0, `end` exclusive."""

    start: int
    end: int


class Edit(NamedTuple):
    """A stretch of one text, and what is to stand there instead; no line end is put in."""

    span: Span
    text: str


class Mending(NamedTuple):
    """An edit with its place, as a diagnostic has one."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@value
class Code:
    """One kind of problem: its name (words joined by hyphens), its severity, its manual (Markdown)."""

    name: str
    severity: Severity
    manual: str


@value
class Finding:
    """One problem in one text. `audiences` are the editions it concerns; none means all of them.

    `mending` is what to type instead, where that can be one thing alone.
    """

    code: Code
    span: Span
    message: str
    help: str
    audiences: tuple[str, ...] = ()
    mending: Edit | None = None

    def mended(self, text: str | None, span: Span | None = None) -> "Finding":
        """Return it with what is to stand at its span, or at another one; with None as it is."""
        return self if text is None else replace(self, mending=Edit(span or self.span, text))


@value
class Diagnostic:
    """A finding with its place: path relative to the site with `/`, lines and columns from 1 in characters.

    `end_column` is exclusive; `excerpt` is the source line at `line`, without its line end; of a very long
    line it is what stands round the place, after `skipped` characters. `passage` is the text from the place
    on, a hundred characters at most: what tells it from another place with such a line.
    """

    code: str
    severity: Severity
    message: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    help: str
    audiences: tuple[str, ...]
    excerpt: str
    mending: Mending | None = None
    passage: str = ""
    skipped: int = 0

    @property
    def is_error(self) -> bool:
        """Whether it leaves what it speaks of without an edition."""
        return self.severity is Severity.ERROR

    @property
    def order(self) -> tuple[str, int, int, int, int, str, str]:
        """What diagnostics are sorted by: the place, then the code and the words."""
        return (self.path, self.line, self.column, self.end_line, self.end_column, self.code, self.message)


_CODES: dict[str, Code] = {}


def register(name: str, severity: Severity, manual: str) -> Code:
    """Make a code known, so that `explain` can print its manual; ValueError when another has its name."""
    code = Code(name, severity, cleandoc(manual))
    if _CODES.setdefault(name, code).manual != code.manual:
        raise ValueError(name)
    _CODES[name] = code
    return _CODES[name]


def problem(
    name: str, severity: Severity = Severity.ERROR
) -> Callable[[Callable[P, tuple[str, str]]], Callable[Concatenate[Span, P], Finding]]:
    """Turn a function that words a problem into one that finds it at a span.

    The decorated function returns the message (one sentence) and the help (what to type instead, or an empty
    string); its docstring is the code's manual. The result takes the span first.
    """

    def decorate(words: Callable[P, tuple[str, str]]) -> Callable[Concatenate[Span, P], Finding]:
        code = register(name, severity, words.__doc__ or "")

        @wraps(words)
        def find(span: Span, /, *args: P.args, **kwargs: P.kwargs) -> Finding:
            message, advice = words(*args, **kwargs)
            return Finding(code, span, message, advice)

        return find

    return decorate


def codes() -> Mapping[str, Code]:
    """Every code whose module has been imported, by name."""
    return MappingProxyType(_CODES)
