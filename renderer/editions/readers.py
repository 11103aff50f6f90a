"""Who can read which place of a document: every row of siblings, with the audiences that come to it.

Invariant: an audience is among the readers of a place exactly if its edition shows that place.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import Enum, auto
from typing import TypeAlias, TypeVar

from renderer.audiences import Audience
from renderer.editions.reach import chosen, reach
from renderer.editions.walk import Part
from renderer.language.parse import Document
from renderer.language.tree import (
    BulletList,
    Choice,
    Citation,
    Code,
    CodeBlock,
    Column,
    Definition,
    Div,
    Emphasis,
    HardBreak,
    Image,
    Item,
    Link,
    OrderedList,
    Paragraph,
    Phrase,
    Quote,
    Row,
    Section,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Table,
    TaggedBlock,
    TaggedColumn,
    TaggedInline,
    TaggedRow,
    Text,
    ThematicBreak,
    UntaggedBlock,
    Variant,
)
from renderer.value import value


class Kind(Enum):
    """What kind of siblings stand in a row."""

    INLINES = auto()
    BLOCKS = auto()
    ITEMS = auto()
    ROWS = auto()
    COLUMNS = auto()


Node: TypeAlias = Part | TaggedInline
Untagged: TypeAlias = (
    UntaggedBlock | Definition | Item[TaggedBlock] | Column[TaggedInline] | Row[TaggedInline]
)
N = TypeVar("N")
M = TypeVar("M")


@value
class Place:
    """Siblings in their order, and the audiences that can read the place where they stand.

    `tags` is how many of the siblings are tagged; `rows` are those of the table whose columns they are.
    """

    siblings: tuple[Node, ...]
    kind: Kind
    readers: tuple[Audience, ...]
    tags: int
    rows: tuple[TaggedRow, ...] = ()


def places(document: Document, audiences: Iterable[Audience]) -> Iterator[Place]:
    """Yield the places of a document that hold tags, outer before inner; a place nobody reads is left out."""
    everybody = tuple(audiences)
    for words in (document.title, document.summary):
        yield from _inline_places(words, everybody)
    yield from _block_places(document.blocks, Kind.BLOCKS, everybody)


def _block_places(siblings: tuple[Part, ...], kind: Kind, readers: tuple[Audience, ...]) -> Iterator[Place]:
    """Yield the place of siblings, and those inside them."""
    if not readers:
        return
    if tags := _tags(siblings):
        yield Place(siblings, kind, readers, tags)
    for node in _to_enter(siblings):
        match node:
            case Variant(tag, content):
                seen = tuple(one for one in readers if reach(tag, one))
                yield from _block_places(content, kind, seen)
            case Choice():
                for variant, seen in _shared_out(node, readers):
                    yield from _block_places(variant.content, kind, seen)
            case (
                Paragraph() | Section() | Quote() | BulletList() | OrderedList() | Item() | CodeBlock()
                | Table() | Column() | Row() | ThematicBreak() | Div() | Definition()
            ):  # fmt: skip
                yield from _within(node, readers)


def _to_enter(siblings: tuple[Part, ...]) -> list[Part]:
    """Return those that are tagged or hold something that is."""
    return [node for node in siblings if isinstance(node, (Variant, Choice)) or node.tagged]


def _tags(siblings: tuple[Node, ...]) -> int:
    return len([node for node in siblings if isinstance(node, (Variant, Choice))])


def _shared_out(
    choice: Choice[N], readers: tuple[Audience, ...]
) -> Iterator[tuple[Variant[N], tuple[Audience, ...]]]:
    """Yield each variant of a choice with the readers that get it."""
    got = [(one, found[1]) for one in readers if (found := chosen(choice, one))]
    for variant in choice.variants:
        yield variant, tuple(one for one, its in got if its is variant)


def _within(node: Untagged, readers: tuple[Audience, ...]) -> Iterator[Place]:
    """Yield the places inside a block that is not itself tagged and holds something that is."""
    match node:
        case Paragraph(children):
            yield from _inline_places(children, readers)
        case Section(heading, blocks):
            yield from _inline_places(heading.children, readers)
            yield from _block_places(blocks, Kind.BLOCKS, readers)
        case Table(columns, rows, caption):
            yield from _inline_places(caption or (), readers)
            yield from _column_places(columns, rows, readers)
            yield from _block_places(rows, Kind.ROWS, readers)
            yield from _cell_places(rows, columns, readers)
        case Column(header):
            yield from _inline_places(header, readers)
        case BulletList(items) | OrderedList(items):
            yield from _block_places(items, Kind.ITEMS, readers)
        case Quote(blocks) | Div(_, blocks) | Item(_, blocks):
            yield from _block_places(blocks, Kind.BLOCKS, readers)
        case Row() | CodeBlock() | ThematicBreak() | Definition():
            pass


def _column_places(
    columns: tuple[TaggedColumn, ...], rows: tuple[TaggedRow, ...], readers: tuple[Audience, ...]
) -> Iterator[Place]:
    """Yield the place of a table's columns, which knows their rows, and those inside their headings."""
    for place in _block_places(columns, Kind.COLUMNS, readers):
        yield replace(place, rows=rows) if place.siblings is columns else place


def _cell_places(
    rows: tuple[TaggedRow, ...], columns: tuple[TaggedColumn, ...], readers: tuple[Audience, ...]
) -> Iterator[Place]:
    """Yield the places in a table's cells: whoever reads one reads its row and its column."""
    for row in rows:
        match row:
            case Variant(tag, content):
                seen = tuple(one for one in readers if reach(tag, one))
                yield from _cell_places(content, columns, seen)
            case Choice():
                for variant, seen in _shared_out(row, readers):
                    yield from _cell_places(variant.content, columns, seen)
            case Row(_, cells):
                for cell, column in zip(cells, columns, strict=True):
                    if cell.tagged:
                        yield from _inline_places(cell.children, _who_sees(column, readers))


def _who_sees(column: TaggedColumn, readers: tuple[Audience, ...]) -> tuple[Audience, ...]:
    if isinstance(column, Variant):
        return tuple(one for one in readers if reach(column.tag, one))
    return readers


def _inline_places(nodes: tuple[TaggedInline, ...], readers: tuple[Audience, ...]) -> Iterator[Place]:  # noqa: C901  # an arm for each node
    """Yield the place of inline siblings, and those inside them."""
    if not readers:
        return
    if tags := _tags(nodes):
        yield Place(nodes, Kind.INLINES, readers, tags)
    for node in nodes:
        match node:
            case Text() | SoftBreak() | HardBreak() | Code() | Citation():
                pass
            case Variant(tag, content):
                yield from _inline_places(content, tuple(one for one in readers if reach(tag, one)))
            case Choice():
                for variant, seen in _shared_out(node, readers):
                    yield from _inline_places(variant.content, seen)
            case Image(alt=children):
                yield from _inline_places(children, readers)
            case Emphasis() | Strong() | Superscript() | Subscript() | Phrase() | Link():
                yield from _inline_places(node.children, readers)


def runs(place: Place) -> Iterator[list[Variant[Node]]]:
    """Yield the runs of two or more neighbouring filters of a place; a choice ends one."""
    return _runs(place, lambda node: node if isinstance(node, Variant) else None)


def neighbours(place: Place) -> Iterator[list[Variant[Node] | Choice[Node]]]:
    """Yield the runs of two or more neighbouring tagged siblings of a place, filters and choices."""
    return _runs(place, lambda node: node if isinstance(node, (Variant, Choice)) else None)


def _runs(place: Place, member: Callable[[Node], M | None]) -> Iterator[list[M]]:
    """Yield the runs of two or more siblings that are members; white space and definitions end none."""
    if place.tags < 2:
        return
    run: list[M] = []
    for node in place.siblings:
        if (one := member(node)) is not None:
            run.append(one)
        elif not _is_gap(node):
            if len(run) > 1:
                yield run
            run = []
    if len(run) > 1:
        yield run


def _is_gap(node: Node) -> bool:
    if isinstance(node, (Definition, SoftBreak)):
        return True
    return isinstance(node, Text) and node.text.isspace()
