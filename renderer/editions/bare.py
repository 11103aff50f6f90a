"""Words of an edition said again elsewhere, as a link: a title in a list, a heading in a page's contents.

Invariant: no link, id or citation is left, so that nothing stands in a link that may not, and no id twice.
"""

from collections.abc import Sequence
from dataclasses import replace

from renderer.language.tree import (
    Citation,
    Code,
    Emphasis,
    HardBreak,
    Image,
    Inline,
    Link,
    Phrase,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Text,
)


def bare(nodes: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return inlines with the words of links in the place of the links, and without ids and citations."""
    out: list[Inline] = []
    for node in nodes:
        match node:
            case Text() | SoftBreak() | HardBreak() | Code():
                out.append(node)
            case Citation():
                _close_up(out)
            case Link(children=children):
                out.extend(bare(children))
            case Image(attributes=attributes):
                out.append(replace(node, attributes=attributes._replace(id="")))
            case Phrase(attributes, children):
                out.append(replace(node, attributes=attributes._replace(id=""), children=bare(children)))
            case Emphasis(children) | Strong(children) | Superscript(children) | Subscript(children):
                out.append(replace(node, children=bare(children)))
    return tuple(out)


def _close_up(out: list[Inline]) -> None:
    """Take away the space before a citation that goes."""
    if out and isinstance(last := out[-1], Text):
        out[-1] = Text(last.text.rstrip(" "), last.span)
