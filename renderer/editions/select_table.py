"""Selection in tables: rows, columns, and what is left of both.

Invariant: every row keeps as many cells as its table keeps columns.
"""

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from renderer.audiences import Audience
from renderer.editions.reach import chosen, reach
from renderer.editions.words import WordSelector
from renderer.language.tree import (
    Cell,
    Choice,
    Column,
    Inline,
    PlainTable,
    Row,
    Table,
    TaggedColumn,
    TaggedInline,
    TaggedRow,
    TaggedTable,
    Variant,
)


def select_table(table: TaggedTable, audience: Audience, words: WordSelector) -> PlainTable | None:
    """Return what an audience sees of a table; None when nothing is left of it."""
    shown = [_column(column, audience) for column in table.columns]
    rows = [
        selected
        for row in _rows(table.rows, audience)
        if (selected := _row(row, [column is not None for column in shown], words)) is not None
    ]
    had = _had_content(table)
    kept = [
        index
        for index, column in enumerate(shown)
        if column is not None and (not had[index] or any(row.cells[index].children for row in rows))
    ]
    if not kept or (table.rows and not rows):
        return None
    columns = tuple(_header(column, words) for index in kept if (column := shown[index]) is not None)
    if len(kept) < len(shown):
        rows = [Row(row.attributes, tuple([row.cells[n] for n in kept]), row.span) for row in rows]
    caption = words.select(table.caption, table.span, explains=False) if table.caption is not None else None
    left = caption.inlines if caption is not None and not caption.emptied else None
    return Table(columns, tuple(rows), left, table.span)


def _column(column: TaggedColumn, audience: Audience) -> Column[TaggedInline] | None:
    """Return a column if the audience sees it."""
    if isinstance(column, Variant):
        return column.content[0] if reach(column.tag, audience) else None
    return column


def _header(column: Column[TaggedInline], words: WordSelector) -> Column[Inline]:
    if _is_plain_column(column):
        return column
    header = words.select(column.header, column.span, explains=False)
    return Column(header.inlines, column.align, column.span)


def _rows(rows: Iterable[TaggedRow], audience: Audience) -> Iterator[Row[TaggedInline]]:
    """Yield the rows that the audience sees."""
    for row in rows:
        match row:
            case Variant(tag, content):
                if reach(tag, audience):
                    yield from content
            case Choice():
                found = chosen(row, audience)
                yield from found[1].content if found else ()
            case Row():
                yield row


def _row(row: Row[TaggedInline], shown: list[bool], words: WordSelector) -> Row[Inline] | None:
    """Return a row with a cell for every column, hidden ones empty; None when selection emptied it."""
    if _is_plain_row(row) and all(shown):
        return row
    cells = [
        _cell(cell, words) if seen else Cell((), cell.span)
        for cell, seen in zip(row.cells, shown, strict=True)
    ]
    if any(cell.children for cell in row.cells) and not any(cell.children for cell in cells):
        return None
    return Row(row.attributes, tuple(cells), row.span)


def _cell(cell: Cell[TaggedInline], words: WordSelector) -> Cell[Inline]:
    return cell if _is_plain_cell(cell) else Cell(words.select(cell.children, cell.span).inlines, cell.span)


def _is_plain_cell(cell: Cell[TaggedInline]) -> TypeGuard[Cell[Inline]]:
    return not cell.tagged


def _is_plain_row(row: Row[TaggedInline]) -> TypeGuard[Row[Inline]]:
    return not row.tagged


def _is_plain_column(column: Column[TaggedInline]) -> TypeGuard[Column[Inline]]:
    return not column.tagged


def _had_content(table: TaggedTable) -> list[bool]:
    """Say of each column whether a body cell of the source has content."""
    rows = list(_every_row(table.rows))
    return [any(row.cells[index].children for row in rows) for index in range(len(table.columns))]


def _every_row(rows: Iterable[TaggedRow]) -> Iterator[Row[TaggedInline]]:
    for row in rows:
        match row:
            case Variant(_, content):
                yield from content
            case Choice(variants):
                yield from _every_row(variants)
            case Row():
                yield row
