"""How much of an article each of its readers has in common with all others, has adapted, or does not get.

Invariant: what is shared, adapted and left out is together, for each reader, every word of the article that
anybody gets.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Final, NamedTuple

from renderer.editions.runs import Run

_WORD: Final = re.compile(r"\w+(?:['\u2019.,-]\w+)*")


class Share(NamedTuple):
    """Words of an article as one reader has them: what all get, what only some get, and what others get."""

    shared: int
    adapted: int
    left_out: int

    @property
    def words(self) -> int:
        """How many words this reader gets."""
        return self.shared + self.adapted


def shares(editions: Sequence[Iterable[Run]]) -> tuple[Share, ...]:
    """Return the share of each edition of one article, each given by its runs, in their order.

    A word is one number or a run of letters, at one place of the source: two editions share it if both have
    it from there. A term that readers have in their own words is adapted.
    """
    said = [_words(runs) for runs in editions]
    if not said:
        return ()
    shared, whole = reduce(and_, said).total(), reduce(or_, said).total()
    return tuple(Share(shared, one.total() - shared, whole - one.total()) for one in said)


def _words(runs: Iterable[Run]) -> Counter[tuple[int, str]]:
    """Return how often each word comes from each offset of the source.

    Words of a piece that the source writes otherwise (an entity, a term) all come from where it begins.
    """
    found: Counter[tuple[int, str]] = Counter()
    for run in runs:
        for text, span, _ in run.pieces:
            exact = span.end - span.start == len(text)
            for word in _WORD.finditer(text):
                found[span.start + word.start() if exact else span.start, word[0]] += 1
    return found
