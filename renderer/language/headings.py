"""The ids of headings: Pandoc's automatic identifiers, made of untagged words alone.

Words of a variant and terms stay out, so that an id is the same in every edition and tells nobody what others
read.

Invariant: two headings of one article never get the same automatic id, nor one that the author gave.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from renderer.language.tree import (
    Choice,
    Citation,
    Code,
    Emphasis,
    HardBreak,
    Image,
    Link,
    Phrase,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    TaggedInline,
    Text,
    Variant,
)

_EXPLICIT: Final = re.compile(r"\{[^{}\n]*#([^\s{}]+)")
_DROPPED: Final = re.compile(r"[^\w\s.-]")
_TO_LETTER: Final = re.compile(r"^[\x00-@\[-`{-\xa9]+")


class HeadingIds:
    """Gives the headings of one article their ids, in the order of the source."""

    def __init__(self, text: str) -> None:
        self._taken = set(_EXPLICIT.findall(text))
        self._counts: dict[str, int] = {}
        self._number = 0

    def next(self, children: Iterable[TaggedInline], explicit: str) -> str:
        """Return the id of the next heading: its own, or one made of its words."""
        self._number += 1
        return explicit or self._free(_identifier("".join(_words(children))) or f"section-{self._number}")

    def _free(self, name: str) -> str:
        """Return the name, with a number after it when it is taken (Pandoc's way)."""
        if name.startswith("page-"):
            name = f"section-{name}"
        found = name
        while found in self._taken:
            self._counts[name] = self._counts.get(name, 0) + 1
            found = f"{name}-{self._counts[name]}"
        self._taken.add(found)
        return found


def _identifier(words: str) -> str:
    """Return Pandoc's identifier: lower case, words joined by hyphens, nothing before the first letter."""
    kept = _DROPPED.sub("", words.lower())
    return _TO_LETTER.sub("", "-".join(kept.split()))


def _words(nodes: Iterable[TaggedInline]) -> Iterator[str]:
    """Yield the untagged words."""
    for node in nodes:
        match node:
            case Text(text) | Code(text):
                yield text
            case SoftBreak() | HardBreak():
                yield " "
            case Variant() | Choice() | Citation():
                pass
            case Phrase(attributes) if "term" in attributes.classes:
                pass
            case Emphasis(children) | Strong(children) | Superscript(children) | Subscript(children):
                yield from _words(children)
            case Phrase(children=children) | Link(children=children) | Image(alt=children):
                yield from _words(children)
