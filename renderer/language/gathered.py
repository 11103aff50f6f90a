"""A block as it is gathered: not yet in its section or choice, the list that stands on it beside it.

Invariant: an entry's list is the only one on its block.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from renderer.language.attributes import Listed
from renderer.language.tree import Heading, Paragraph, TaggedBlock, TaggedInline, Text

CAPTION: Final = "Table:"
Raw: TypeAlias = TaggedBlock | Heading[TaggedInline]


@dataclass(slots=True, eq=False, repr=False)
class Entry:
    """A block and the list that stands on it."""

    node: Raw
    listed: Listed | None = None


def is_caption(node: object) -> bool:
    """Whether a block is a paragraph that begins with `Table:`."""
    if not isinstance(node, Paragraph) or not node.children:
        return False
    first = node.children[0]
    return isinstance(first, Text) and first.text.startswith(CAPTION)
