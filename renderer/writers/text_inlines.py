"""Inlines as text: one string, its line ends hard ones, still to be wrapped.

Invariant: a citation is glued to the word before it; a link's target stands behind its words, once.
"""

from collections.abc import Sequence

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
from renderer.writers.address import address, encoded
from renderer.writers.view import View
from renderer.writers.words import cited, shifted, words
from renderer.writers.wrap import GLUE


def line_of(nodes: Sequence[Inline], view: View) -> str:
    """Return what the inlines say, for `wrap`: hard breaks are line ends, spaces that hold together GLUE."""
    if len(nodes) == 1 and isinstance(only := nodes[0], Text):
        return only.text
    parts: list[str] = []
    _add(parts, nodes, view)
    return "".join(parts)


def _add(parts: list[str], nodes: Sequence[Inline], view: View) -> None:
    put = parts.append
    for node in nodes:
        match node:
            case Text() | Code():
                put(node.text)
            case SoftBreak():
                put(" ")
            case Citation():
                _add_citation(parts, node, view)
            case Link():
                _add_link(parts, node, view)
            case Emphasis() | Strong() | Phrase():
                _add(parts, node.children, view)
            case HardBreak() | Image() | Superscript() | Subscript():
                put(_piece(node, view))


def _add_citation(parts: list[str], node: Citation, view: View) -> None:
    items, between = cited(node, view.numbers)
    if parts and parts[-1].endswith(" "):
        parts[-1] = parts[-1][:-1] + GLUE
    bracket = between.join([f"{number}, {locator}" if locator else str(number) for number, locator in items])
    parts.append(f"[{bracket}]".replace(" ", GLUE))


def _add_link(parts: list[str], node: Link[Inline], view: View) -> None:
    """Add a link's words, then its target unless the words are the target or it leads to this page."""
    label = line_of(node.children, view)
    target = address(node.target, view)
    title = f"({node.title})" if node.title else ""
    shown = "" if target.startswith("#") or _is_address(label, target) else f"<{target}>"
    parts.append(" ".join([part for part in (label, shown, title) if part]))


def _is_address(label: str, target: str) -> bool:
    """Whether a link's words are its target, as in an automatic link (whose `mailto:` is not shown)."""
    return bool(label) and encoded(label) in {target, target.removeprefix("mailto:")}


def _piece(node: HardBreak | Image[Inline] | Superscript[Inline] | Subscript[Inline], view: View) -> str:
    match node:
        case HardBreak():
            return "\n"
        case Image():
            return _image(node, view)
        case Superscript() | Subscript():
            return shifted(node, line_of(node.children, view))


def _image(node: Image[Inline], view: View) -> str:
    alt = words(node.alt)
    title = f"({node.title})" if node.title else ""
    said = " ".join([part for part in (alt, title) if part])
    return f"[{view.labels.image}: {said}]" if said else ""
