"""A figure's parts: its image, and the words before and after it.

Invariant: the parts hold every inline of the figure but the white space round the image, in the same order.
"""

from collections.abc import Sequence
from typing import NamedTuple

from renderer.language.tree import (
    Block,
    Emphasis,
    HardBreak,
    Image,
    Inline,
    Link,
    Paragraph,
    Phrase,
    SoftBreak,
    Strong,
    Text,
)


class Figure(NamedTuple):
    """The image, with the link or phrase that holds it alone; None when words or lists stand round it."""

    before: tuple[Block, ...]
    image: Inline | None
    after: tuple[Block, ...]


def take_apart(blocks: Sequence[Block]) -> Figure:
    """Return the parts of a figure; the image is looked for in its own paragraphs."""
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        for place, inline in enumerate(block.children):
            if _is_image(inline):
                before = (*blocks[:index], *_paragraph(block, block.children[:place]))
                after = (*_paragraph(block, block.children[place + 1 :]), *blocks[index + 1 :])
                return Figure(before, inline, after)
    return Figure(tuple(blocks), None, ())


def _is_image(inline: Inline) -> bool:
    if isinstance(inline, Link | Phrase | Emphasis | Strong):
        return len(inline.children) == 1 and _is_image(inline.children[0])
    return isinstance(inline, Image)


def _paragraph(whole: Paragraph[Inline], children: Sequence[Inline]) -> tuple[Block, ...]:
    """Return a paragraph of some of its children, without white space round them, if any is left."""
    kept = list(children)
    while kept and _is_space(kept[0]):
        del kept[0]
    while kept and _is_space(kept[-1]):
        del kept[-1]
    if not kept:
        return ()
    if isinstance(first := kept[0], Text):
        kept[0] = Text(first.text.lstrip(" "), first.span)
    if isinstance(last := kept[-1], Text):
        kept[-1] = Text(last.text.rstrip(" "), last.span)
    return (Paragraph(tuple(kept), whole.span),)


def _is_space(inline: Inline) -> bool:
    if isinstance(inline, Text):
        return not inline.text.strip(" ")
    return isinstance(inline, SoftBreak | HardBreak)
