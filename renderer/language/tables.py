"""Tables: rows and columns with their tags.

Invariant: every row of a table has as many cells as its header.
"""

from markdown_it.token import Token

from renderer.diagnostics import Span
from renderer.language import problems
from renderer.language.attributes import LIST, Listed
from renderer.language.choices import group_blocks
from renderer.language.hosts import Host, judge
from renderer.language.inlines.scanner import read_inlines
from renderer.language.level import NOTHING, tags
from renderer.language.reading import Reading, Shifted
from renderer.language.rules.table import RawCell
from renderer.language.tree import (
    Align,
    Cell,
    Column,
    Phrase,
    Row,
    Table,
    TaggedColumn,
    TaggedInline,
    TaggedRow,
    TaggedTable,
    Variant,
)


def read_table(token: Token, begin: int, span: Span, reading: Reading) -> TaggedTable:
    """Return a table; `begin` is the offset of the text that its cells' offsets count from."""
    header, rule, *body = [[RawCell(text, at + begin) for text, at in row] for row in token.meta["rows"]]
    before = reading.variants
    if len(header) != len(rule):
        reading.report(problems.table_cells(_span(rule), len(rule), len(header)))
        body = []
    aligns = [_align(cell.text) for cell in rule] + [None] * len(header)
    columns = tuple(_column(cell, align, reading) for cell, align in zip(header, aligns, strict=False))
    rows = [row for cells in body if (row := _row(cells, len(columns), reading)) is not None]
    grouped = group_blocks(rows, reading.report)
    return Table(columns, grouped, None, span, reading.variants > before or tags(grouped) or tags(columns))


def _column(cell: RawCell, align: Align | None, reading: Reading) -> TaggedColumn:
    listed, cell = _leading_list(cell, reading)
    before = reading.variants
    words = read_inlines(cell.text, Shifted(cell.at), reading, cell=True)
    tagged = reading.variants > before
    span = Span(cell.at, cell.at + len(cell.text))
    if listed is None:
        return Column(words, align, span, tagged)
    if listed.attributes != NOTHING:
        words = (Phrase(listed.attributes, words, span),)
    judge(listed, Host.COLUMN, reading)
    if listed.tag is not None and listed.tag.otherwise:
        reading.report(problems.stray_else(listed.span, "stands on a column, and columns make no choices"))
    column: Column[TaggedInline] = Column(words, align, span, tagged)
    whole = Span(listed.span.start, max(listed.span.end, span.end))
    return column if listed.tag is None else Variant(listed.tag, (column,), whole)


def _row(cells: list[RawCell], columns: int, reading: Reading) -> TaggedRow | None:
    """Return a row; None for one that has not as many cells as the table has columns, which is reported."""
    span = _span(cells)
    if len(cells) != columns:
        reading.report(problems.table_cells(span, len(cells), columns))
        return None
    listed, first = _leading_list(cells[0], reading)
    before = reading.variants
    kept = tuple([_cell(cell, reading) for cell in (first, *cells[1:])])
    tagged = reading.variants > before
    if listed is None:
        return Row(NOTHING, kept, span, tagged)
    judge(listed, Host.ROW, reading)
    row: Row[TaggedInline] = Row(listed.attributes, kept, span, tagged)
    return row if listed.tag is None else Variant(listed.tag, (row,), span)


def _cell(cell: RawCell, reading: Reading) -> Cell[TaggedInline]:
    before = reading.variants
    words = read_inlines(cell.text, Shifted(cell.at), reading, cell=True)
    return Cell(words, Span(cell.at, cell.at + len(cell.text)), reading.variants > before)


def _leading_list(cell: RawCell, reading: Reading) -> tuple[Listed | None, RawCell]:
    """Return the list that stands first in a cell, and the cell without it."""
    found = LIST.match(cell.text)
    if found is None:
        return None, cell
    listed = reading.lists.read(found.group(), Span(cell.at, cell.at + found.end()))
    rest = cell.text[found.end() :].lstrip(" \t")
    return listed, RawCell(rest, cell.at + len(cell.text) - len(rest))


def _align(dashes: str) -> Align | None:
    left, right = dashes.startswith(":"), dashes.endswith(":")
    if left and right:
        return "center"
    return "left" if left else "right" if right else None


def _span(cells: list[RawCell]) -> Span:
    return Span(cells[0].at, max(cells[0].at, cells[-1].at + len(cells[-1].text)))
