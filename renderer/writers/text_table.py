"""Tables as text: columns in line where they fit, else a record for each row.

Knows cells as strings and nothing of the tree.

Invariant: every word of every cell and header is there; nothing is cut to make a table fit.
"""

from collections.abc import Sequence
from itertools import zip_longest

from renderer.language.tree import Align
from renderer.writers.wrap import columns, hang, longest, wrap

_GAP = "  "
_LEAST = 12
"""Columns that a column of long cells needs to be readable; narrower ones make a table worse than records."""


def write_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], aligns: Sequence[Align | None], width: int
) -> list[str]:
    """Return the lines of a table; as many cells in each row as headers."""
    widths = _widths([header, *rows], width)
    if widths is None:
        return _records(header, rows, width)
    lines = _row(header, aligns, widths) if any(header) else []
    lines.append(_GAP.join(["-" * size for size in widths]))
    written = [_row(row, aligns, widths) for row in rows]
    return lines + _joined(written, spaced=any(len(row) > 1 for row in written))


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """Return how wide the columns are, None when even wrapped cells do not fit."""
    cells = list(zip(*rows, strict=True))
    natural = [max(1, *[columns(line) for cell in column for line in cell.split("\n")]) for column in cells]
    room = width - len(_GAP) * (len(natural) - 1)
    if sum(natural) <= room:
        return natural
    least = [
        min(wanted, max(_LEAST, *[longest(cell) for cell in column]))
        for wanted, column in zip(natural, cells, strict=True)
    ]
    return _shared(natural, least, room) if sum(least) <= room else None


def _shared(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Share the room: each column at its least or more, none wider than its cells, the widest ones level."""
    wanted = list(zip(natural, least, strict=True))
    level = room
    while sum(widths := [max(low, min(high, level)) for high, low in wanted]) > room:
        level -= 1
    return widths


def _row(cells: Sequence[str], aligns: Sequence[Align | None], widths: Sequence[int]) -> list[str]:
    wrapped = [wrap(cell, size) for cell, size in zip(cells, widths, strict=True)]
    return [
        _GAP.join([_aligned(*cell) for cell in zip(line, aligns, widths, strict=True)]).rstrip(" ")
        for line in zip_longest(*wrapped, fillvalue="")
    ]


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
    return _joined([_record(header, row, width) for row in rows], spaced=True)


def _record(header: Sequence[str], row: Sequence[str], width: int) -> list[str]:
    cells = [_labelled(name, cell) for name, cell in zip(header, row, strict=True)]
    return [line for cell in cells for line in hang(wrap(cell, width - len(_GAP)), "", _GAP)]


def _labelled(name: str, cell: str) -> str:
    if not name:
        return cell
    return f"{name} {cell}" if name.endswith((":", "?")) else f"{name}: {cell}"


def _joined(rows: Sequence[Sequence[str]], *, spaced: bool) -> list[str]:
    """Return the lines of all rows, with an empty one between two that hold words."""
    lines: list[str] = []
    for row in rows:
        if spaced and lines and row:
            lines.append("")
        lines += row
    return lines
