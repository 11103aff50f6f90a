"""What has changed in an edition, for a terminal: each block with its place and its words.

Removed words stand between `[-` and `-]`, added ones between `{+` and `+}`, as in `git diff --word-diff`; on
a terminal with colours they are red and green as well.

Invariant: blocks that say what was approved are left out, and no line is wider than the terminal.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Final
from unicodedata import category

from renderer.comparison.changes import Change, State
from renderer.comparison.columns import Piece, Style, cut, fill, run_of
from renderer.comparison.human import Shape
from renderer.diagnostics import Span
from renderer.language.source import Source
from renderer.reports.human import counted, visible
from renderer.value import value

_INDENT: Final = "    "
_NARROWEST: Final = 20
_JOINERS: Final = "\u200c\u200d"
"""What joins or parts neighbours where a script or a picture of several wants it."""
_STYLES: Final[dict[State, Style]] = {"same": "plain", "removed": "removed", "added": "added"}
_COLOURS: Final[dict[Style, str]] = {"removed": "\x1b[31m", "added": "\x1b[32m"}
_RESET: Final = "\x1b[0m"


@value
class Origin:
    """Where words come from: the article's text, and the entries of references by their keys."""

    source: Source
    entries: Mapping[str, tuple[Source, Span]] = field(default_factory=dict)

    def of(self, change: Change) -> tuple[Source, Span]:
        """Return the text in which a changed block stands, and where."""
        here = (self.source, change.span)
        kind, _, key = change.what.partition(" ")
        return self.entries.get(key, here) if kind == "reference" and change.kind != "removed" else here


def write_changes(changes: Iterable[Change], origin: Origin, shape: Shape) -> str:
    """Return changes as text, a paragraph for each."""
    return "\n".join(_change(one, origin, shape) for one in changes)


def _change(change: Change, origin: Origin, shape: Shape) -> str:
    lines = [f"{_place(*origin.of(change))} {_said(change)}"]
    room = max(_NARROWEST, shape.width - len(_INDENT))
    for filled in fill(_pieces(change, room), room) if change.parts else ():
        words = "".join([_shown(piece, colour=shape.colour) for piece in filled])
        lines.append(f"{_INDENT}{words}".rstrip())
    return "\n".join(lines) + "\n"


def _said(change: Change) -> str:
    what = visible(change.what)
    match change.kind:
        case "added":
            return f"{what}, new"
        case "removed":
            return f"{what}, removed after this"
        case "changed":
            was = f", was {visible(change.was)}" if change.was else ""
            return f"{what}{was}{', moved to another list, quote or box' if change.moved else ''}"


def _place(source: Source, span: Span) -> str:
    """Return where something stands: `content/asthma.md:12`, with the last line of several in brackets."""
    first, last = lines_of(source, span)
    return f"{source.path}:{first}" + (f" (to {last})" if last > first else "")


def lines_of(source: Source, span: Span) -> tuple[int, int]:
    """Return the first and the last line of a stretch of the source, from 1."""
    words = source.text[span.start : span.end].rstrip()
    return source.place(span.start)[0], source.place(span.start + max(0, len(words) - 1))[0]


def _pieces(change: Change, room: int) -> Iterator[Piece]:
    for part in change.parts:
        for piece in run_of(part.words, _STYLES[part.state], marked=True):
            yield from cut(piece._replace(text=_visible(piece)), room)


def _visible(piece: Piece) -> str:
    """Return a word with the names of characters that cannot be seen: of joiners, only where it changed."""
    if piece.text.isascii():
        return visible(piece.text)
    calm = _JOINERS if piece.style == "plain" else ""
    return visible("".join([one if one in calm else _seen(one) for one in piece.text]))


def _seen(character: str) -> str:
    return f"<U+{ord(character):04X}>" if category(character) == "Cf" else character


def _shown(piece: Piece, *, colour: bool) -> str:
    ink = _COLOURS.get(piece.style, "") if colour else ""
    return f"{ink}{piece.text}{_RESET}" if ink else piece.text


def words_changed(changes: Iterable[Change]) -> str:
    """Return how many words were removed and added."""
    found = tuple(changes)
    removed, added = (sum(one.count(state) for one in found) for state in ("removed", "added"))
    return f"{counted(removed, 'word')} removed, {added} added"
