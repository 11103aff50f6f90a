"""Terms: words that a site's `[terms]` lists, each with its wording per audience.

Invariant: a term is what stands in the list, letter by letter, but for a capital at its start and for its
spaces; nothing else is taken for one.
"""

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple, TypeAlias
from unicodedata import normalize

from renderer.language.tree import SoftBreak, TaggedInline, Text


class Term(NamedTuple):
    """How one audience reads a word: its wording, and what explains it (empty when nothing does)."""

    text: str
    explanation: str = ""


Terms: TypeAlias = Mapping[str, Mapping[str, Term]]
"""The wordings of each term, by audience id."""


def tidy(words: str) -> str:
    """Return words with single spaces, in one form of Unicode: as they are listed and looked for."""
    return normalize("NFC", " ".join(words.split()))


def written(nodes: Iterable[TaggedInline]) -> str | None:
    """Return the words of a term as they are written; None when there is more than plain words."""
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, Text):
            parts.append(node.text)
        elif isinstance(node, SoftBreak):
            parts.append(" ")
        else:
            return None
    return tidy("".join(parts))


def listed(words: str, terms: Container[str]) -> str | None:
    """Return the term that words are, which may begin with a capital where the list has none; or None."""
    if words in terms:
        return words
    small = words[:1].lower() + words[1:]
    return small if small in terms else None


def capitalised(words: str) -> str:
    """Return words with a capital at their start."""
    return words[:1].upper() + words[1:]
