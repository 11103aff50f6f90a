"""Blocks as they are written one after the other: a section is its heading, then its blocks.

Invariant: the order is the tree's, and nothing but the sections themselves is left out.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from renderer.language.tree import (
    Block,
    BulletList,
    CodeBlock,
    Div,
    Heading,
    Inline,
    OrderedList,
    Paragraph,
    PlainItem,
    PlainTable,
    Quote,
    Section,
    ThematicBreak,
)

Written: TypeAlias = (
    Paragraph[Inline]
    | Heading[Inline]
    | Quote[Block]
    | BulletList[PlainItem]
    | OrderedList[PlainItem]
    | CodeBlock
    | PlainTable
    | ThematicBreak
    | Div[Block]
)
"""A block as it is written: all but a section, whose parts stand for it."""


def flat(blocks: Sequence[Block]) -> Iterator[Written]:
    """Yield the blocks with every section, at any depth, replaced by its parts."""
    for block in blocks:
        if isinstance(block, Section):
            yield block.heading
            yield from flat(block.blocks)
        else:
            yield block
