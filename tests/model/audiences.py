"""Who sees a tag, and which variant of a choice each audience gets: the contract's own words as functions.

Invariant: these functions know names and fallbacks alone, never a document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class Fault(Exception):  # noqa: N818 - what an author did, not what went wrong here
    """The contract asks for an error here: an audience without a variant, or with two at one rank."""


@dataclass(frozen=True)
class Tag:
    """What an attribute list says of audiences; `otherwise` is `else`."""

    names: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    only: bool = False
    otherwise: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The classes that an author writes for it."""
        if self.otherwise:
            return ("else",)
        return (*self.names, *(f"not-{name}" for name in self.without), *(["only"] if self.only else []))


ELSE = Tag(otherwise=True)


@dataclass(frozen=True)
class Crowd:
    """The audiences of a site: each id with those that it falls back on, nearest first."""

    chains: Mapping[str, tuple[str, ...]]

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them, in order."""
        return tuple(self.chains)

    def named(self, name: str, reader: str, *, only: bool) -> bool:
        """Whether what is tagged with a name is shown to a reader: by its own name or by fallback."""
        return reader == name or (not only and name in self.chains[reader])

    def sees(self, tag: Tag, reader: str) -> bool:
        """Whether a tag, as a filter, shows its content to a reader."""
        if tag.otherwise:
            return True
        if any(self.named(name, reader, only=tag.only) for name in tag.without):
            return False
        return not tag.names or any(self.named(name, reader, only=tag.only) for name in tag.names)

    def rank(self, tag: Tag, reader: str) -> int | None:
        """How near a variant is to a reader, 0 the nearest; None when it is not offered."""
        chain = self.chains[reader]
        if not self.sees(tag, reader):
            return None
        if tag.otherwise:
            return len(chain) + 2
        if not tag.names:
            return len(chain) + 1
        return next(place for place, name in enumerate((reader, *chain)) if name in tag.names)

    def choose(self, tags: Sequence[Tag], reader: str) -> int:
        """Which variant a reader gets, by its place; Fault when there is none or not one alone."""
        ranks = [
            (rank, place) for place, tag in enumerate(tags) if (rank := self.rank(tag, reader)) is not None
        ]
        if not ranks:
            raise Fault(f"missing-variant: {reader}")
        if len({rank for rank, _ in ranks}) < len(ranks):
            raise Fault(f"ambiguous-variant: {reader}")
        return min(ranks)[1]
