r"""GFM's tables, with the place of every cell.

The stock rule drops cells that a row has too many and forgets where cells stand after `\|`; ours keeps both,
because a lost cell is a lost dose. A row ends at every bar that no backslash escapes.

Invariant: each cell's words stand in the source exactly at its offset.
"""

import re
from typing import Final, NamedTuple

from markdown_it.rules_block import StateBlock

from renderer.language.rules.attribute_line import ALONE
from renderer.language.rules.paragraph import SILENT

_DASHES: Final = re.compile(r":?-+:?")
_CELL: Final = re.compile(r"(?:\\.|[^|\\]|\\$)*", re.DOTALL)
_CAPTION: Final = "Table:"


class RawCell(NamedTuple):
    """A cell's words without white space round them, and their offset."""

    text: str
    at: int


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's form
    """Take a header, the line of dashes under it and the rows that follow."""
    if start + 1 >= end or state.is_code_block(start) or not _rules(state, start + 1):
        return False
    header, rule = _cells(state, start), _cells(state, start + 1)
    bars = "|" in _line(state, start)
    if not bars or (len(header) != len(rule) and "|" not in _line(state, start + 1)):
        return False
    if silent:
        return True
    line = start + 2
    while line < end and _is_row(state, line):
        line += 1
    token = state.push("table", "", 0)
    token.map = [start, line]
    token.meta["rows"] = [_cells(state, n) for n in (start, start + 1, *range(start + 2, line))]
    token.meta["lines"] = [start, start + 1, *range(start + 2, line)]
    state.line = line
    return True


def _line(state: StateBlock, line: int) -> str:
    """Return a line's words in its container."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _rules(state: StateBlock, line: int) -> bool:
    """Whether a line is the line of dashes under a header.

    One with a bar, or with a colon for its only cell.
    """
    if state.sCount[line] < state.blkIndent or state.sCount[line] - state.blkIndent > 3:
        return False
    words = _line(state, line).rstrip()
    if not words or words[0] not in "|-:" or not ("|" in words or ":" in words):
        return False
    cells = words.removeprefix("|").removesuffix("|").split("|")
    return all(_DASHES.fullmatch(cell.strip(" \t")) for cell in cells)


def _is_row(state: StateBlock, line: int) -> bool:
    """Whether the table goes on at a line."""
    if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
        return False
    words = _line(state, line)
    if state.sCount[line] - state.blkIndent > 3 or words.startswith(_CAPTION) or ALONE.match(words):
        return False
    return not any(
        rule(state, line, state.lineMax, SILENT) for rule in state.md.block.ruler.getRules("blockquote")
    )


def _cells(state: StateBlock, line: int) -> list[RawCell]:
    """Return the cells of a line: what stands between its bars, the outer ones left out."""
    words = _line(state, line).rstrip()
    at = state.bMarks[line] + state.tShift[line]
    cells: list[RawCell] = []
    position = 1 if words.startswith("|") else 0
    while position < len(words) or not cells:
        found = _CELL.match(words, position)
        raw = found.group() if found else ""
        cells.append(RawCell(raw.strip(" \t"), at + position + len(raw) - len(raw.lstrip(" \t"))))
        position += len(raw) + 1
    return cells
