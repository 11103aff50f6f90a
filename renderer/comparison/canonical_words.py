"""Canonical lines read back into words, so that they can be compared word by word and shown to people.

Invariant: two lines that differ differ in their kind, their depth, their words, or in `exact`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from renderer.comparison.passages import Word, split
from renderer.diagnostics import Span
from renderer.value import value

_STRUCTURE: Final = re.compile(r"quote|block .+|list(?: from \d+)?|item|table|row|line")
_MARKUP: Final = re.compile(
    r"""\\(?P<escaped>.)
    | (?P<citation> \[@ [^\]]* \])
    | (?P<link> \]\( <[^>]*> (?:\ "(?:[^"\\]|\\.)*")? \))
    | (?P<picture> \]\( [^\s()<"]+ (?:\ "(?:[^"\\]|\\.)*")? \))
    | (?P<opening> !?\[ | [\^~]\( )""",
    re.VERBOSE,
)
_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{12})[0-9a-f]*#?")


_WHITE: Final = re.compile(r"(\s+)")
_LINE_END: Final = "\u23ce"
_SHOWN: Final = {"\t": "\u21e5"}
"""What is shown of white space in code: a blank as an open box."""


@value
class Said:
    """A line of an edition's canonical form: what kind of block it is, how deep it stands, its words.

    `what` is its name for people. A structure (a list, a row, a box) has no words of its own; `exact` is the
    line itself.
    """

    what: str
    kind: str
    depth: int
    words: tuple[Word, ...]
    exact: str
    span: Span

    @property
    def structure(self) -> bool:
        """Whether it only holds others."""
        return bool(_STRUCTURE.fullmatch(self.kind))

    @property
    def keys(self) -> tuple[tuple[bool, str], ...]:
        """What is compared of it: its words, and where spaces stand between them."""
        return tuple([(word.spaced and index > 0, word.key) for index, word in enumerate(self.words)])


class Placed(NamedTuple):
    """A canonical line and its place; of lines that stand in the source no more, any place."""

    text: str
    span: Span = Span(0, 0)


def said(lines: Iterable[Placed]) -> tuple[Said, ...]:
    """Return lines as what they say."""
    return tuple(_said(lines))


def _said(lines: Iterable[Placed]) -> Iterator[Said]:
    before = ""
    for text, span in lines:
        body = text.lstrip(" ")
        head, found, words = body.partition(": ")
        kind = head if found else head.removesuffix(":")
        what = "list item" if before == "item" and kind == "paragraph" else _named(kind)
        yield Said(what, kind, len(text) - len(body), tuple(_words(kind, words)), text, span)
        before = kind


def _named(kind: str) -> str:
    """Return what people call a kind of line."""
    match kind.split(" ", 1):
        case ["block", names]:
            return f"box ({names})"
        case ["item"]:
            return "list item"
        case ["line"]:
            return "line between blocks"
        case ["place", name]:
            return f"place of links (#{name})"
        case _:
            return kind


def _words(kind: str, text: str) -> Iterator[Word]:
    """Yield the words of a line; a mark of links, pictures and citations is one, compared as it stands."""
    if kind == "code":
        yield from _code_words(_code(text))
        return
    running = ""
    for piece, shown in _pieces(text):
        if not shown:
            running += piece
            continue
        yield from _exact(running)
        yield Word(shown, running[-1:].isspace(), piece)
        running = ""
    yield from _exact(running)


def _exact(text: str) -> Iterator[Word]:
    return (word._replace(key=word.text) for word in split(text))


def _code_words(text: str) -> Iterator[Word]:
    """Yield the words of code; white space that is more than one blank between words is a word, and shown."""
    for number, line in enumerate(text.removesuffix("\n").split("\n")):
        if number:
            yield Word(_LINE_END, spaced=True, key="\n")
        spaced, parts = number > 0, _WHITE.split(line)
        for place, part in enumerate(parts):
            if part == " " and parts[place - 1] and parts[place + 1]:
                spaced = True
            elif part.isspace():
                yield Word("".join([_SHOWN.get(one, "\u2423") for one in part]), spaced, part)
                spaced = False
            elif part:
                first, *more = _exact(part)
                yield from (first._replace(spaced=spaced), *more)
                spaced = False


def _code(text: str) -> str:
    try:
        code: object = json.loads(text)
    except ValueError:
        return text
    return code if isinstance(code, str) else text


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield stretches of a line, each with what is shown of it when it is a mark, else with nothing."""
    at = 0
    for mark in _MARKUP.finditer(text):
        if mark.start() > at:
            yield text[at : mark.start()], ""
        at = mark.end()
        if mark["escaped"]:
            yield mark["escaped"], ""
        else:
            yield mark.group(), _DIGEST.sub(r"picture \1" if mark["picture"] else r"file \1", mark.group())
    if at < len(text):
        yield text[at:], ""
