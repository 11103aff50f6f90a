"""Tables as text: columns in line where they fit, else a record for each row.

Knows cells as strings and nothing of the tree.

Invariant: every word of every cell and header is there; nothing is cut to make a table fit.
"""

from collections.abc import Sequence

from renderer.language.tree import Align
from renderer.writers.wrap import columns, hang, wrap

_GAP = "  "
_ANY_WIDTH = 1 << 30


def write_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], aligns: Sequence[Align | None], width: int
) -> list[str]:
    """Return the lines of a table; as many cells in each row as headers."""
    header, *rows = [["\n".join(wrap(cell, _ANY_WIDTH)) for cell in row] for row in (header, *rows)]
    widths = _widths([header, *rows], width)
    if widths is None:
        return _records(header, rows, width)
    lines = [_row(header, aligns, widths), _GAP.join(["-" * size for size in widths])]
    lines += [_row(row, aligns, widths) for row in rows]
    return [line for line in lines if line]


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """Return how wide the columns are, None when the table is too wide.

    Cells are not wrapped: lines of one cell between those of its neighbours would put words out of order.
    """
    cells = zip(*rows, strict=True)
    natural = [max(1, *[columns(cell) for cell in column]) for column in cells]
    fits = sum(natural) + len(_GAP) * (len(natural) - 1) <= width
    return natural if fits and not any("\n" in cell for row in rows for cell in row) else None


def _row(cells: Sequence[str], aligns: Sequence[Align | None], widths: Sequence[int]) -> str:
    line = [_aligned(*cell) for cell in zip(cells, aligns, widths, strict=True)]
    return _GAP.join(line).rstrip(" ")


def _aligned(text: str, align: Align | None, width: int) -> str:
    room = max(0, width - columns(text))
    match align:
        case "right":
            return " " * room + text
        case "center":
            return " " * (room // 2) + text + " " * (room - room // 2)
        case "left" | None:
            return text + " " * room


def _records(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return the rows as records, a line for each cell that begins with its header's words."""
    if not rows:
        return _record([""] * len(header), header, width)
    return _joined([_record(header, row, width) for row in rows])


def _record(header: Sequence[str], row: Sequence[str], width: int) -> list[str]:
    cells = [_labelled(name, cell) for name, cell in zip(header, row, strict=True)]
    return [line for cell in cells for line in _indented(cell, width)]


def _indented(text: str, width: int) -> list[str]:
    """Return the text's lines, those after the first indented."""
    lines = wrap(text, width)
    if len(lines) < 2:
        return lines
    rest = wrap(text[len(lines[0]) :], width - len(_GAP))
    return [lines[0], *hang(rest, _GAP, _GAP)]


def _labelled(name: str, cell: str) -> str:
    if not name:
        return cell
    return f"{name} {cell}" if name.endswith((":", "?")) else f"{name}: {cell}"


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of all records that say something, with an empty one between two."""
    return [line for row in rows if row for line in ("", *row)][1:]
