"""The best pairing of two lists in order, by how much their members are alike.

By dynamic programming (Needleman and Wunsch, J Mol Biol 1970;48:443-53), without a penalty for gaps.

Invariant: each member of both lists is in one pair, and both keep their order.
"""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

Likeness: TypeAlias = Callable[[int, int], float]
"""How much two members are a pair, by their places in the two lists: 0 is not at all."""

_MANY: Final = 250_000
"""So many possible pairs are not weighed; the members then stand one after the other."""


def pairs(left_count: int, right_count: int, likeness: Likeness) -> Iterator[tuple[int | None, int | None]]:
    """Yield the pairs of two lists of so many members, by their places; None is a gap."""
    scores = _scores(left_count, right_count, likeness)
    left = right = 0
    while left < left_count and right < right_count:
        here = scores[left][right]
        if here == scores[left + 1][right]:
            yield left, None
            left += 1
        elif here == scores[left][right + 1]:
            yield None, right
            right += 1
        else:
            yield left, right
            left, right = left + 1, right + 1
    yield from ((one, None) for one in range(left, left_count))
    yield from ((None, one) for one in range(right, right_count))


def _scores(left_count: int, right_count: int, likeness: Likeness) -> list[list[float]]:
    """Return the best score of what is left from each member of both on."""
    scores = [[0.0] * (right_count + 1) for _ in range(left_count + 1)]
    if left_count * right_count > _MANY:
        return scores
    for left in reversed(range(left_count)):
        row, below = scores[left], scores[left + 1]
        for right in reversed(range(right_count)):
            pair = likeness(left, right)
            best = max(below[right], row[right + 1])
            row[right] = max(best, below[right + 1] + pair) if pair else best
    return scores
