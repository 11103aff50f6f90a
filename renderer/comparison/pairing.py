"""Which lines of what was approved and of what stands there now are the same block, reworded.

They are paired by the words that two lines have in common, and by what kind of block they are.

Invariant: each line is in one pair, and both sides keep their order.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from renderer.comparison.canonical_words import Said
from renderer.comparison.pairs import pairs

Pair: TypeAlias = tuple[Said | None, Said | None]

_ALIKE: Final = 0.4
"""The share of words in common from which lines of different kinds are one block."""
_LEAST: Final = 0.05
"""What two lines of one kind are worth that have nothing else in common."""


class _Weighed(NamedTuple):
    """What decides: a line's kind, and its words as numbers, each of them that stands twice as two."""

    kind: str
    structure: bool
    bag: frozenset[int]


def paired(old: Sequence[Said], new: Sequence[Said]) -> Iterator[Pair]:
    """Yield lines that have nothing in the same words, those that belong together as pairs."""
    numbers: dict[tuple[str, int], int] = {}

    @cache  # of very many lines none is weighed
    def here(left: int) -> _Weighed:
        return _weighed(old[left], numbers)

    @cache
    def there(right: int) -> _Weighed:
        return _weighed(new[right], numbers)

    for left, right in pairs(len(old), len(new), lambda left, right: _likeness(here(left), there(right))):
        yield None if left is None else old[left], None if right is None else new[right]


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
