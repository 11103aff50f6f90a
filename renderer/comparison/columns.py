"""Passages set in columns of text: words with their marks, filled into lines of a width.

Invariant: a line is never wider than its room, and says its words in order.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from renderer.comparison.compare import Run, Said
from renderer.comparison.passages import Word
from renderer.writers.wrap import columns

Style: TypeAlias = Literal["plain", "word", "figure", "removed", "added"]

MARKS: Final[dict[Style, tuple[str, str]]] = {
    "plain": ("", ""),
    "word": ("{", "}"),
    "figure": ("{!", "!}"),
    "removed": ("[-", "-]"),
    "added": ("{+", "+}"),
}
"""What stands round words of a style where there are no colours."""
_BEFORE: Final = {"item": "- ", "caption": "Table: "}


class Piece(NamedTuple):
    """A word on a line. A line may end before it if it is `loose`, a space stands there if it is `spaced`."""

    text: str
    style: Style = "plain"
    spaced: bool = False
    loose: bool = False


def pieces(said: Said, room: int, *, marked: bool) -> Iterator[Piece]:
    """Yield the words of a passage; `marked` sets braces round those that differ."""
    passage = said.passage
    if passage is None:
        return
    if before := "#" * passage.level + " " if passage.level else _BEFORE.get(passage.kind, ""):
        yield Piece(before)
    for run in said.runs:
        for piece in run_of(run.words, _style(run), marked=marked):
            yield from cut(piece, room)


def _style(run: Run) -> Style:
    return "figure" if run.figure else "word" if run.differs else "plain"


def run_of(words: Sequence[Word], style: Style, *, marked: bool) -> Iterator[Piece]:
    """Yield neighbouring words of one style; `marked` sets its marks round them."""
    opening, closing = MARKS[style] if marked else ("", "")
    last = len(words) - 1
    for place, word in enumerate(words):
        text = (opening if place == 0 else "") + word.text + (closing if place == last else "")
        yield Piece(text, style, word.spaced, word.spaced or not word.text.isascii())


def cut(piece: Piece, room: int) -> Iterator[Piece]:
    """Yield a word, in several if it is wider than a line."""
    if columns(piece.text) <= room:
        yield piece
        return
    half = max(1, room // 2)  # characters; none is wider than two columns
    for start in range(0, len(piece.text), half):
        spaced = piece.spaced and start == 0
        yield Piece(piece.text[start : start + half], piece.style, spaced, loose=True)


def fill(words: Iterable[Piece], room: int) -> list[list[Piece]]:
    """Return words in lines of at most `room` columns; a space is a piece of its own."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for unit in _units(words):
        width = sum(columns(piece.text) for piece in unit)
        gap = 1 if unit[0].spaced and used else 0
        if used and used + gap + width > room:
            lines.append([])
            used = gap = 0
        lines[-1].extend((Piece(" "), *unit) if gap else unit)
        used += gap + width
    return lines


def _units(words: Iterable[Piece]) -> Iterator[Sequence[Piece]]:
    """Yield words that stay together on a line."""
    unit: list[Piece] = []
    for piece in words:
        if piece.loose and unit:
            yield unit
            unit = []
        unit.append(piece)
    if unit:
        yield unit
