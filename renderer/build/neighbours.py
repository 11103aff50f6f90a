"""What the other articles of a site want of one that is to change: their links to it, and their addresses.

Invariant: what could not be read may hold anything, so that no link to it is dead.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from renderer.build.addresses import addresses_of
from renderer.build.record import Record
from renderer.editions.index import Entry, Want
from renderer.site.read import Site


class Known(NamedTuple):
    """What an article offers to others, and what it wants of them."""

    entry: Entry
    wants: tuple[Want, ...]


class Neighbours:
    """The articles of a site as they are known to each other."""

    def __init__(self, site: Site, records: Mapping[str, Record]) -> None:
        self._site = site
        self._named = site.named
        self._known: dict[str, Known] = {}
        self._wanted: dict[str, set[tuple[str, Want]]] = {}
        self._claimed: dict[str, set[str]] = {}
        self.take({name: Known(one.entry, one.wants) for name, one in records.items() if one.entry})

    def take(self, changed: Mapping[str, Known]) -> None:
        """Know articles from now on as they have become."""
        for name, one in changed.items():
            if before := self._known.get(name):
                for want in before.wants:
                    self._wanted[want.article].discard((name, want))
            self._known[name] = one
            for want in one.wants:
                self._wanted.setdefault(want.article, set()).add((name, want))
            for alias in one.entry.aliases:
                self._claimed.setdefault(alias, set()).add(name)

    def worse(self, before: Mapping[str, Known], after: Mapping[str, Known]) -> bool:
        """Whether more is wrong between articles once some of them have become what they are after."""
        if not frozenset(self._dead(after)) <= frozenset(self._dead(before)):
            return True
        was, now = _claims(before), _claims(after)
        if was == now:
            return False  # as after most changes
        aliases = {alias for _, some in (*was, *now) for alias in some}
        return not self._shared(after, aliases) <= self._shared(before, aliases)

    def _dead(self, changed: Mapping[str, Known]) -> Iterator[tuple[str, Want]]:
        """Yield the links that lead nowhere, of the changed articles and of others to them."""
        mine = ((name, want) for name, one in changed.items() for want in one.wants)
        others = (one for name in changed for one in self._wanted.get(name, ()) if one[0] not in changed)
        for name, want in (*mine, *others):
            known = changed.get(want.article) or self._known.get(want.article)
            unread = known is None and want.article in self._named
            if not unread and not want.met_by(known and known.entry):
                yield name, want

    def _shared(self, changed: Mapping[str, Known], aliases: Iterable[str]) -> frozenset[tuple[str, str]]:
        """Return those of some former addresses that something else has too, with their articles."""
        names = {*changed, *(name for alias in aliases for name in self._claimed.get(alias, ()))}
        entries = {name: (changed.get(name) or self._known[name]).entry for name in names}
        addresses = addresses_of(self._site, entries.items())
        return frozenset(
            (name, alias)
            for name, entry in entries.items()
            for alias in aliases
            if alias in entry.aliases and addresses.owner(name, alias)
        )


def _claims(changed: Mapping[str, Known]) -> list[tuple[bool, tuple[str, ...]]]:
    """Return what decides whose addresses are whose; few changes touch it."""
    return [(one.entry.draft, one.entry.aliases) for one in changed.values()]
