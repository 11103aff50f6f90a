"""What a check is: a function from an article to what it finds, whose docstring is its code's manual.

Invariant: a check looks at one article and what is known of the others; it changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from renderer.audiences import Audiences
from renderer.diagnostics import Code, Finding, Severity, Span, register
from renderer.editions.counterparts import Counterparts, of_others
from renderer.editions.edition import Edition
from renderer.editions.reach import Offers, offered
from renderer.editions.readers import Node, Place, places
from renderer.editions.runs import Run, runs
from renderer.language.parse import Document
from renderer.language.references import Reference
from renderer.language.tree import Choice


class Offered(NamedTuple):
    """A choice, what it offers each audience that can read its place, by their ids, and where it stands.

    `at` is its place among the siblings of `place`.
    """

    choice: Choice[Node]
    readers: tuple[tuple[str, Offers], ...]
    place: Place
    at: int


@dataclass(frozen=True)
class Article:
    """One article as checks see it.

    `audiences` are those that it is for, `editions` theirs in the same order. `references` are all sources
    that it may cite, the site's among them; `faulty` are the keys of entries that could not be read, which
    has been reported, and `unread` says that a whole list could not. `language` is the site's (`en-GB`).
    """

    document: Document
    audiences: Audiences
    editions: tuple[Edition, ...]
    references: Mapping[str, Reference]
    faulty: frozenset[str] = frozenset()
    unread: bool = False
    language: str = "en"

    def runs(self, edition: Edition) -> tuple[Run, ...]:
        """Return the running words of one of the editions."""
        name = edition.audience.id
        if name not in self._runs:
            self._runs[name] = tuple(runs(edition, self.language))
        return self._runs[name]

    @cached_property
    def _runs(self) -> dict[str, tuple[Run, ...]]:
        return {}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every place of the document that holds tags, with who can read it."""
        return tuple(places(self.document, self.audiences))

    @cached_property
    def counterparts(self) -> tuple[Counterparts, ...]:
        """Every pair of filters, sections or cells that say the same thing to different readers."""
        return tuple(of_others(self.places))

    @cached_property
    def choices(self) -> tuple[Offered, ...]:
        """Every choice that somebody can read."""
        return tuple(
            Offered(
                node, tuple([(reader.id, offered(node, reader)) for reader in place.readers]), place, index
            )
            for place in self.places
            for index, node in enumerate(place.siblings)
            if isinstance(node, Choice)
        )


class Found(NamedTuple):
    """One thing that a check found: where, in what words, what to do, and for which audiences (none: all)."""

    span: Span
    message: str
    help: str
    audiences: tuple[str, ...] = ()


Look: TypeAlias = Callable[[Article], Iterator[Found]]


class Check(NamedTuple):
    """A check and its code."""

    code: Code
    look: Look

    def findings(self, article: Article) -> Iterator[Finding]:
        """Yield what the check finds in an article."""
        for found in self.look(article):
            yield Finding(self.code, found.span, found.message, found.help, found.audiences)


def check(name: str, severity: Severity = Severity.ERROR) -> Callable[[Look], Check]:
    """Turn a function into the check of a code."""

    def decorate(look: Look) -> Check:
        return Check(register(name, severity, look.__doc__ or ""), look)

    return decorate
