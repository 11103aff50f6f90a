"""Walking trees, tagged or selected: what stands in them, in the order of reading.

Invariant: a walk goes through every part of a tree, captions, headers and alternative texts too.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

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
    TaggedItem,
    TaggedRow,
    TaggedTable,
    Text,
    ThematicBreak,
    Variant,
)

Part: TypeAlias = TaggedBlock | TaggedItem | TaggedRow | TaggedColumn


def inlines(parts: Iterable[Part]) -> Iterator[TaggedInline]:
    """Yield every inline of blocks, outer before inner, variants and choices among them."""
    for words in inline_runs(parts):
        yield from within(words)


def within(nodes: Iterable[TaggedInline]) -> Iterator[TaggedInline]:
    """Yield inlines and all that stand in them, outer before inner."""
    for node in nodes:
        yield node
        match node:
            case Text() | SoftBreak() | HardBreak() | Code() | Citation():
                pass
            case Image(alt=children) | Variant(content=children):
                yield from within(children)
            case Choice(variants):
                yield from within(variants)
            case Emphasis(children) | Strong(children) | Superscript(children) | Subscript(children):
                yield from within(children)
            case Phrase(children=children) | Link(children=children):
                yield from within(children)


def inline_runs(parts: Iterable[Part]) -> Iterator[tuple[TaggedInline, ...]]:  # noqa: C901  # an arm for each node
    """Yield the words of each block, heading, cell and caption."""
    for part in parts:
        match part:
            case Paragraph(children):
                yield children
            case Section(heading, blocks):
                yield heading.children
                yield from inline_runs(blocks)
            case Table():
                yield from _table_runs(part)
            case Column(header):
                yield header
            case Row(_, cells):
                yield from (cell.children for cell in cells)
            case CodeBlock() | ThematicBreak() | Definition():
                pass
            case Quote() | Div() | Item() | BulletList() | OrderedList() | Variant() | Choice():
                yield from inline_runs(parts_of(part))


def _table_runs(table: TaggedTable) -> Iterator[tuple[TaggedInline, ...]]:
    if table.caption is not None:
        yield table.caption
    yield from inline_runs(table.columns)
    yield from inline_runs(table.rows)


def parts_of(part: Part) -> tuple[Part, ...]:
    """Return the blocks, items, rows and columns that stand directly in one."""
    match part:
        case Section(_, blocks) | Quote(blocks) | Div(_, blocks) | Item(_, blocks):
            return blocks
        case BulletList(items) | OrderedList(items):
            return items
        case Table(columns, rows):
            return (*columns, *rows)
        case Variant(_, content):
            return content
        case Choice(variants):
            return variants
        case Paragraph() | CodeBlock() | ThematicBreak() | Definition() | Column() | Row():
            return ()


def parts(roots: Iterable[Part]) -> Iterator[Part]:
    """Yield blocks and all blocks, items, rows and columns in them, outer before inner."""
    for part in roots:
        yield part
        yield from parts(parts_of(part))


def images(roots: Iterable[Part]) -> Iterator[Image[TaggedInline]]:
    """Yield every image."""
    return (node for node in inlines(roots) if isinstance(node, Image))
