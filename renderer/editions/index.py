"""What articles know of each other, edition by edition: which exist, and what can be linked to in them.

Invariant: an index holds ids and places, never words; nothing of one edition reaches another through it.
"""

from collections.abc import Iterable, Mapping

from renderer.editions.edition import Edition
from renderer.value import value


@value
class Entry:
    """One article.

    The ids that each of its editions holds, by audience. A draft has no edition to link to.
    """

    ids: Mapping[str, frozenset[str]]
    draft: bool = False


@value
class Index:
    """The articles of a site by id, and the paths of its other files (`content/x.svg`)."""

    articles: Mapping[str, Entry]
    files: frozenset[str]
    unread: frozenset[str] = frozenset()


def entry_of(editions: Iterable[Edition], *, draft: bool) -> Entry:
    """Return what others may know of an article."""
    return Entry(
        {one.audience.id: frozenset(named.id for named in one.contents.ids) for one in editions}, draft
    )
