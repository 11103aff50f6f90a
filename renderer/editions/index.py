"""What articles know of each other, edition by edition: which exist, and what can be linked to in them.

Invariant: an index holds ids and places, never words; nothing of one edition reaches another through it.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from renderer.editions.edition import Edition
from renderer.value import value


@value
class Entry:
    """One article.

    The ids that each of its editions holds, by audience, and its former addresses. A draft has no edition to
    link to, and no address yet.
    """

    ids: Mapping[str, frozenset[str]]
    draft: bool = False
    aliases: tuple[str, ...] = ()


class Want(NamedTuple):
    """A link to another article, or to a place in it: it wants an edition for the same audience there."""

    article: str
    audience: str
    fragment: str

    def met_by(self, entry: Entry | None) -> bool:
        """Whether an article, None when there is none, has what the link leads to."""
        if entry is None or entry.draft or self.audience not in entry.ids:
            return False
        return not self.fragment or self.fragment in entry.ids[self.audience]


@value
class Index:
    """The articles of a site by id, and the paths of its other files (`content/x.svg`).

    `unread` are the ids of articles that are there and may be unreadable.
    """

    articles: Mapping[str, Entry]
    files: frozenset[str]
    unread: frozenset[str] = frozenset()


def entry_of(editions: Iterable[Edition], *, draft: bool, aliases: Iterable[str] = ()) -> Entry:
    """Return what others may know of an article."""
    ids = {one.audience.id: frozenset(named.id for named in one.contents.ids) for one in editions}
    return Entry(ids, draft, tuple(aliases))
