"""What articles know of each other, edition by edition: which exist, and what can be linked to in them.

Invariant: an index holds ids and places, never words; nothing of one edition reaches another through it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from renderer.editions.edition import Edition
from renderer.editions.walk import Part, inlines, parts
from renderer.language.tree import Div, Image, Item, Phrase, Row, Section


@dataclass(frozen=True, slots=True)
class Entry:
    """One article: the ids that each of its editions holds, by audience. A draft has no edition to link to."""

    ids: Mapping[str, frozenset[str]]
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """The articles of a site by id, and the paths of its other files (`content/x.svg`, `static/robots.txt`)."""

    articles: Mapping[str, Entry]
    files: frozenset[str]
    unread: frozenset[str] = frozenset()


def entry_of(editions: Iterable[Edition], *, draft: bool) -> Entry:
    """Return what others may know of an article."""
    return Entry({one.audience.id: frozenset(ids(one.blocks)) for one in editions}, draft)


def ids(roots: Iterable[Part]) -> Iterator[str]:
    """Yield the ids in blocks, in the order of reading; one that stands twice comes twice."""
    blocks = tuple(roots)
    for part in parts(blocks):
        match part:
            case Section(heading):
                yield heading.attributes.id
            case Div(attributes) | Item(attributes) | Row(attributes) if attributes.id:
                yield attributes.id
            case _:
                pass
    for node in inlines(blocks):
        if isinstance(node, Phrase | Image) and node.attributes.id:
            yield node.attributes.id
