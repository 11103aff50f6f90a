"""Whether two texts agree in their quantities: what both speak of and say differently.

Agreement is read generously and disagreement strictly. A quantity that the other text says too, in whatever
words, is done with; so is one whose like the other text does not mention. What is left on both sides is
opposed only when it measures the same and can be about the same.

Invariant: which of two texts comes first changes the order of each pair and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from renderer.quantities.quantity import Key, Quantity

_MANY: Final = 400
"""So many possible pairs of one kind are a table, and not opposed."""
_SELF_EVIDENT: Final = frozenset(
    {"number", "percent", "time", "age", "frequency", "date", "confidence", "interval", "ratio", "p", "fold"}
)
"""What is never said by a bare number, or is one."""


class Pair(NamedTuple):
    """Two quantities of two texts that say something different of the same."""

    one: Quantity
    other: Quantity


class Side(NamedTuple):
    """What one text says. `more` is for some of its readers: it may agree, and is opposed to nothing."""

    quantities: Sequence[Quantity]
    more: Sequence[Quantity] = ()


def disagreements(one: Side, other: Side, *, near: bool) -> list[Pair]:
    """Return what two texts say differently.

    `near` says that both are so short that they speak of one thing; in longer texts the words round two
    quantities must have one in common.
    """
    left, right = _Said(one), _Said(other)
    mine = _by_kind(each for each in one.quantities if not right.agrees(each))
    theirs = _by_kind(each for each in other.quantities if not left.agrees(each))
    pairs = [
        pair
        for kind in sorted(mine.keys() & theirs.keys())
        for pair in _opposed(mine[kind], theirs[kind], near=near)
    ]
    if near:
        pairs += _opposed(_limits(mine, bare=True), _limits(theirs, bare=False), near=True)
        pairs += _opposed(_limits(mine, bare=False), _limits(theirs, bare=True), near=True)
    return sorted(pairs, key=lambda pair: (pair.other.start, pair.one.start))


class _Said:
    """What a text says, for asking whether something agrees with it."""

    def __init__(self, side: Side) -> None:
        self._own: dict[Key, set[int]] = defaultdict(set)
        self._also: dict[Key, set[int]] = defaultdict(set)
        for one in (*side.quantities, *side.more):
            self._own[one.key].add(one.bound)
            for key in one.also:
                self._also[key].add(one.bound)

    def agrees(self, quantity: Quantity) -> bool:
        """Whether the text says the same, with no bound the other way."""
        bounds = set(self._also.get(quantity.key, ()))
        for key in quantity.also:
            bounds |= self._own.get(key, set())
        return any(quantity.bound * bound >= 0 for bound in bounds)


def _by_kind(quantities: Iterable[Quantity]) -> dict[str, list[Quantity]]:
    kinds: dict[str, list[Quantity]] = defaultdict(list)
    for one in quantities:
        kinds[one.kind].append(one)
    return kinds


def _limits(kinds: Mapping[str, Sequence[Quantity]], *, bare: bool) -> list[Quantity]:
    """Return the limits without a unit (`under 30`), or those with one that a reader may leave out."""
    if bare:
        return [one for one in kinds.get("number", ()) if one.bound and not one.nouns]
    return [one for kind in kinds if kind not in _SELF_EVIDENT for one in kinds[kind] if one.bound]


def _opposed(mine: Sequence[Quantity], theirs: Sequence[Quantity], *, near: bool) -> Iterator[Pair]:
    """Yield pairs of quantities, those that have most in common first; each is in one pair."""
    if len(mine) * len(theirs) > _MANY:
        return
    ranked = sorted(
        (-_in_common(one, other), one.bound != other.bound, abs(n - m), n + m, n, m)
        for n, one in enumerate(mine)
        for m, other in enumerate(theirs)
        if _may_be_one(one, other, near=near)
    )
    used: set[tuple[int, int]] = set()
    for *_, n, m in ranked:
        if (0, n) not in used and (1, m) not in used:
            used |= {(0, n), (1, m)}
            yield Pair(mine[n], theirs[m])


def _may_be_one(one: Quantity, other: Quantity, *, near: bool) -> bool:
    if one.bound * other.bound < 0:
        return False
    if one.kind == "number" and one.nouns and other.nouns and not one.nouns & other.nouns:
        return False
    return near or _in_common(one, other) > 0


def _in_common(one: Quantity, other: Quantity) -> int:
    return len(one.context & other.context)
