"""Which lines of what was approved and of what stands there now are the same block, reworded.

The best pairing in order, by dynamic programming as in `align`: by the words that two lines have in common,
and by what kind of block they are.

Invariant: each line is in one pair, and both sides keep their order.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from renderer.comparison.canonical_words import Said

Pair: TypeAlias = tuple[Said | None, Said | None]

_ALIKE: Final = 0.4
"""The share of words in common from which lines of different kinds are one block."""
_LEAST: Final = 0.05
"""What two lines of one kind are worth that have nothing else in common."""
_MANY: Final = 250_000
"""So many possible pairs are not weighed; the lines are then told as removed and added."""


class _Weighed(NamedTuple):
    """What decides: a line's kind, and its words as numbers, each of them that stands twice as two."""

    kind: str
    structure: bool
    bag: frozenset[int]


def pairs(old: Sequence[Said], new: Sequence[Said]) -> Iterator[Pair]:
    """Yield lines that have nothing in the same words, those that belong together as pairs."""
    scores = _scores(old, new)
    left = right = 0
    while left < len(old) and right < len(new):
        here = scores[left][right]
        if here == scores[left + 1][right]:
            yield old[left], None
            left += 1
        elif here == scores[left][right + 1]:
            yield None, new[right]
            right += 1
        else:
            yield old[left], new[right]
            left, right = left + 1, right + 1
    yield from ((one, None) for one in old[left:])
    yield from ((None, one) for one in new[right:])


def _scores(old: Sequence[Said], new: Sequence[Said]) -> list[list[float]]:
    """Return the best score of what is left from each line of both on."""
    scores = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    if len(old) * len(new) > _MANY:
        return scores
    numbers: dict[tuple[str, int], int] = {}
    there = [_weighed(one, numbers) for one in new]
    for left in reversed(range(len(old))):
        here = _weighed(old[left], numbers)
        row, below = scores[left], scores[left + 1]
        for right in reversed(range(len(new))):
            pair = _likeness(here, there[right])
            best = max(below[right], row[right + 1])
            row[right] = max(best, below[right + 1] + pair) if pair else best
    return scores


def _weighed(one: Said, numbers: dict[tuple[str, int], int]) -> _Weighed:
    met: Counter[str] = Counter()
    bag = set()
    for word in one.words:
        met[word.key] += 1
        bag.add(numbers.setdefault((word.key, met[word.key]), len(numbers)))
    return _Weighed(one.kind, one.structure, frozenset(bag))


def _likeness(one: _Weighed, other: _Weighed) -> float:
    """Return how much two lines are a pair, from 0, which is not at all, to 1.05."""
    if one.structure != other.structure:
        return 0.0
    same = one.kind == other.kind
    if one.structure:
        alike = one.kind.split()[0] == other.kind.split()[0]
        return 2 * _LEAST if same else _LEAST if alike else 0.0
    total = len(one.bag) + len(other.bag)
    share = 2 * len(one.bag & other.bag) / total if total else 0.0
    if not same:
        return share if share >= _ALIKE else 0.0
    return _LEAST + share
