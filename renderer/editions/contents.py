"""What an edition holds that others ask for: ids, links, pictures, citations, figures. Gathered in one walk.

Invariant: everything is in the order of reading, and nothing of a tree is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from renderer.diagnostics import Span
from renderer.language.tree import (
    Attributes,
    Block,
    BulletList,
    Citation,
    Code,
    CodeBlock,
    Div,
    Emphasis,
    HardBreak,
    Image,
    Inline,
    Link,
    OrderedList,
    Paragraph,
    Phrase,
    PlainItem,
    PlainTable,
    Quote,
    Section,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)


class Named(NamedTuple):
    """Something with an id that links can lead to."""

    id: str
    span: Span


@dataclass(slots=True, eq=False, repr=False)
class Contents:
    """What stands in an edition; it is filled by one walk and not changed after it.

    `classes` are those of its divs.
    """

    ids: list[Named] = field(default_factory=list)
    links: list[Link[Inline] | Image[Inline]] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    figures: list[Div[Block]] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)

    def blocks(self, blocks: Iterable[Block]) -> None:  # noqa: C901  # an arm for each node
        """Gather from blocks."""
        for block in blocks:
            match block:
                case Paragraph():
                    self.inlines(block.children)
                case BulletList() | OrderedList():
                    self._items(block.items)
                case Section():
                    self._named(block.heading.attributes, block.heading.span)
                    self.inlines(block.heading.children)
                    self.blocks(block.blocks)
                case Table():
                    self._table(block)
                case Div():
                    self._named(block.attributes, block.span)
                    self.classes.update(block.attributes.classes)
                    if "figure" in block.attributes.classes:
                        self.figures.append(block)
                    self.blocks(block.blocks)
                case Quote():
                    self.blocks(block.blocks)
                case CodeBlock() | ThematicBreak():
                    pass

    def _items(self, items: Iterable[PlainItem]) -> None:
        for item in items:
            self._named(item.attributes, item.span)
            self.blocks(item.blocks)

    def _table(self, table: PlainTable) -> None:
        self.inlines(table.caption or ())
        for column in table.columns:
            self.inlines(column.header)
        for row in table.rows:
            self._named(row.attributes, row.span)
            for cell in row.cells:
                self.inlines(cell.children)

    def inlines(self, nodes: Iterable[Inline]) -> None:
        """Gather from words."""
        for node in nodes:
            match node:
                case Text() | SoftBreak() | HardBreak() | Code():
                    pass
                case Citation():
                    self.citations.append(node)
                case Emphasis() | Strong() | Superscript() | Subscript():
                    self.inlines(node.children)
                case Link():
                    self.links.append(node)
                    self.inlines(node.children)
                case Phrase():
                    self._named(node.attributes, node.span)
                    self.inlines(node.children)
                case Image():
                    self._named(node.attributes, node.span)
                    self.links.append(node)
                    self.inlines(node.alt)

    def _named(self, attributes: Attributes, span: Span) -> None:
        if attributes.id:
            self.ids.append(Named(attributes.id, span))


def contents_of(blocks: Iterable[Block]) -> Contents:
    """Return what stands in blocks."""
    contents = Contents()
    contents.blocks(blocks)
    return contents
