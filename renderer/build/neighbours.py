"""What the other articles of a site want of one that is to change: their links to it, and their addresses.

Invariant: what could not be read may hold anything, so that no link to it is dead.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from renderer.build.addresses import addresses_of
from renderer.build.record import Record
from renderer.build.work import entries_of
from renderer.editions.index import Entry, Want
from renderer.site.read import Site


class Known(NamedTuple):
    """What an article offers to others, and what it wants of them."""

    entry: Entry
    wants: tuple[Want, ...]


Objection: TypeAlias = tuple[str, Want | str]
"""An article, and its link that leads nowhere or its former address that something else has too."""


class Neighbours:
    """The articles of a site as they are known to each other."""

    def __init__(self, site: Site, records: Mapping[str, Record]) -> None:
        self._site = site
        self._entries = entries_of(records)
        self._wants = {name: one.wants for name, one in records.items()}
        self._wanted: dict[str, set[tuple[str, Want]]] = {}
        self._taken: dict[tuple[tuple[str, bool, tuple[str, ...]], ...], frozenset[Objection]] = {}
        for name, wants in self._wants.items():
            self._note(name, wants)

    def take(self, changed: Mapping[str, Known]) -> None:
        """Know articles from now on as they have become."""
        for name, (entry, wants) in changed.items():
            for want in self._wants.get(name, ()):
                self._wanted[want.article].discard((name, want))
            self._entries[name], self._wants[name] = entry, wants
            self._note(name, wants)
        self._taken.clear()

    def objections(self, changed: Mapping[str, Known]) -> frozenset[Objection]:
        """Return what is wrong between articles, were some of them to become what is given."""
        return frozenset(self._dead(changed)) | self._addresses(changed)

    def _note(self, name: str, wants: Iterable[Want]) -> None:
        for want in wants:
            self._wanted.setdefault(want.article, set()).add((name, want))

    def _dead(self, changed: Mapping[str, Known]) -> Iterator[Objection]:
        """Yield the links that lead nowhere, of the changed articles and of others to them."""
        entries = self._with(changed)
        mine = ((name, want) for name, one in changed.items() for want in one.wants)
        others = (one for name in changed for one in self._wanted.get(name, ()) if one[0] not in changed)
        for name, want in (*mine, *others):
            unread = want.article in self._site.named and want.article not in entries
            if not unread and not want.met_by(entries.get(want.article)):
                yield name, want

    def _addresses(self, changed: Mapping[str, Known]) -> frozenset[Objection]:
        """Return the former addresses that something else has too; many changes leave them as they are."""
        key = tuple((name, one.entry.draft, one.entry.aliases) for name, one in changed.items())
        if key not in self._taken:
            entries = self._with(changed)
            addresses = addresses_of(self._site, entries.items())
            self._taken[key] = frozenset(
                (name, alias)
                for name, entry in entries.items()
                for alias in entry.aliases
                if addresses.owner(name, alias)
            )
        return self._taken[key]

    def _with(self, changed: Mapping[str, Known]) -> Mapping[str, Entry]:
        return ChainMap({name: one.entry for name, one in changed.items()}, self._entries)
