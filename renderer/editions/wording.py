"""How one audience reads the terms of one edition: in its own wording, and explained where it is first met.

Invariant: no wording comes from here but this audience's own, else the nearest of its fallbacks'; a term is
explained once in an edition.
"""

from types import MappingProxyType
from typing import Final

from renderer.audiences import Audience
from renderer.diagnostics import Span
from renderer.language.terms import Term, Terms, capitalised, listed, written
from renderer.language.tree import Phrase, TaggedInline
from renderer.value import value

NO_TERMS: Final[Terms] = MappingProxyType({})


@value
class Wording:
    """The words in a term's place, and what follows them where they are explained."""

    text: str
    explanation: str = ""


class Wordings:
    """The wordings of one edition. `_explained` says of each term where that is."""

    __slots__ = ("_audience", "_explained", "_terms")

    def __init__(self, terms: Terms, audience: Audience) -> None:
        self._terms = terms
        self._audience = audience
        self._explained: dict[str, Span] = {}

    def of(self, phrase: Phrase[TaggedInline], *, explains: bool) -> Wording | None:
        """Return what stands in a phrase's place; None when its own words do.

        `explains` says that the explanation may stand there, if none stands before.
        """
        if "term" not in phrase.attributes.classes or not self._terms:
            return None
        words = written(phrase.children)
        word = listed(words, self._terms) if words is not None else None
        term = self._term(word) if word is not None else None
        if word is None or term is None:
            return None
        text = term.text if words == word else capitalised(term.text)
        if not explains or not term.explanation:
            return Wording(text)
        first = self._explained.setdefault(word, phrase.span) == phrase.span
        return Wording(text, f" ({term.explanation})" if first else "")

    def _term(self, word: str) -> Term | None:
        wordings = self._terms[word]
        names = (self._audience.id, *self._audience.falls_back_to)
        return next((wordings[name] for name in names if name in wordings), None)

    @property
    def count(self) -> int:
        """How many terms have been explained."""
        return len(self._explained)

    def forget(self, count: int) -> None:
        """Take it that only the first so many were explained: what explained the others is not shown."""
        while len(self._explained) > count:
            self._explained.popitem()
