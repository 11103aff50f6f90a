"""A comparison for a terminal: the passages that differ, side by side, with the heading above each.

Words that not all editions have stand between braces, which no edition shows, and figures among them between
`{!` and `!}`. On a terminal with colours they are underlined, and figures reversed, instead.

Invariant: what all editions say alike is counted and not shown.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

from renderer.comparison.columns import Piece, Style, fill, pieces
from renderer.comparison.compare import Comparison, Opposite, Said
from renderer.comparison.passages import Passage
from renderer.language.source import Source
from renderer.writers.wrap import columns

_BAR: Final = " | "
_NARROWEST: Final = 12
_COLOURS: Final[dict[Style, str]] = {"plain": "", "word": "\x1b[4m", "figure": "\x1b[1;7m"}
_RESET: Final = "\x1b[0m"


class Shape(NamedTuple):
    """How wide a comparison is, in display columns, and whether its reader sees colours."""

    width: int = 80
    colour: bool = False


def write_human(comparison: Comparison, source: Source, shape: Shape) -> str:
    """Return a comparison as text; `source` is its article's."""
    names = " and ".join(one.id for one in comparison.audiences)
    different = comparison.different
    if not different:
        return f"{comparison.article} reads the same for {names}.\n"
    table = _Table(shape, len(comparison.audiences))
    lines = [table.line([[Piece(one.name)] for one in comparison.audiences]), table.rule("=")]
    for heading, line in _under_headings(comparison):
        if not line.alike:
            lines.extend((_place(heading, line, source), *table.passages(line.said), table.rule("-")))
    figures = comparison.figures
    lines.append(
        f"{len(different)} of {len(comparison.lines)} passages differ between {names}; "
        f"{figures} difference{'s' if figures != 1 else ''} in figures."
    )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _under_headings(comparison: Comparison) -> Iterator[tuple[Passage | None, Opposite]]:
    """Yield each line with the heading above it, in the words of the first edition that has it."""
    heading: Passage | None = None
    for line in comparison.lines:
        first = line.first
        heading = None if first.kind == "heading" else heading
        yield heading, line
        heading = first if first.kind == "heading" else heading


def _place(heading: Passage | None, line: Opposite, source: Source) -> str:
    """Say where a line stands in the source, and under which heading."""
    number, _ = source.place(line.first.span.start)
    return f"{source.path}:{number}{f' under: {heading.text}' if heading else ''}"


class _Table:
    """Columns of equal width with bars between them."""

    def __init__(self, shape: Shape, count: int) -> None:
        self._count = count
        self._room = max(_NARROWEST, (shape.width - len(_BAR) * (count - 1)) // count)
        self._colour = shape.colour

    def rule(self, mark: str) -> str:
        """Return a line across all columns."""
        return mark * (self._room * self._count + len(_BAR) * (self._count - 1))

    def passages(self, said: Sequence[Said]) -> Iterator[str]:
        """Yield the lines of passages that stand opposite each other."""
        filled = [fill(pieces(one, self._room, marked=not self._colour), self._room) for one in said]
        for cells in zip_longest(*filled, fillvalue=()):
            yield self.line(cells)

    def line(self, cells: Sequence[Sequence[Piece]]) -> str:
        """Return one line of all columns."""
        return _BAR.join(self._cell(cell) for cell in cells)

    def _cell(self, cell: Sequence[Piece]) -> str:
        room = self._room - sum(columns(piece.text) for piece in cell)
        return "".join(map(self._shown, cell)) + " " * room

    def _shown(self, piece: Piece) -> str:
        colour = _COLOURS[piece.style] if self._colour else ""
        return f"{colour}{piece.text}{_RESET}" if colour else piece.text
