"""Whether two texts agree in their quantities: what both speak of and say differently.

Agreement is read generously and disagreement strictly. A quantity that the other text says too, in whatever
words, is done with; so is one whose like the other text does not mention. What is left on both sides is
opposed only when it measures the same and can be about the same.

Invariant: which of two texts comes first changes the order of each pair and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import isclose
from typing import Final, NamedTuple

from renderer.quantities.quantity import AT_LEAST, AT_MOST, EXACTLY, Key, Quantity, scalar
from renderer.quantities.slots import TIMES_OF_DAY
from renderer.quantities.units import YEAR

_MANY: Final = 400
"""So many possible pairs of one kind are a table, and not opposed; so many ranges are looked into."""
_SEVERAL: Final = 30
"""So many of a kind are compared one by one."""
_ALIKE: Final = 4
"""So many times as many people, readings or tablets are not the same ones."""
_MANY_PEOPLE: Final = 10
"""From here on a bare number counts what the other one counts."""
_SELF_EVIDENT: Final = frozenset(
    {"percent", "time", "age", "frequency", "date", "confidence", "interval", "ratio", "p", "fold"}
)
"""What is never said by a bare number."""

_NO_DOSE: Final = 100
"""So many grams are nobody's dose."""
_NEXT: Final = 0.005
_ROUGH: Final = 0.1
_FAR_APART: Final = 50
"""What is done so many times as often is something else."""
_TAKEN: Final = frozenset({"dose", "tablet", "capsule", "pill", "puff", "drop", "sachet", "injection"})


class Pair(NamedTuple):
    """Two quantities of two texts that say something different of the same."""

    one: Quantity
    other: Quantity


class Side(NamedTuple):
    """What one text says. `more` is for some of its readers: it may agree, and is opposed to nothing."""

    quantities: Sequence[Quantity]
    more: Sequence[Quantity] = ()


def disagreements(one: Side, other: Side, *, near: bool, single: bool = False) -> list[Pair]:
    """Return what two texts say differently.

    `near` says that both are so short that they speak of one thing; in longer texts the words round two
    quantities must have one in common, or all others of their kind must be the same in both. `single` says
    that they are short enough for the one dose of each to be the same one's.
    """
    left, right = _Said(one), _Said(other)
    mine, theirs = _by_kind(one.quantities), _by_kind(other.quantities)
    found = _Pairs()
    for kind in sorted(mine.keys() & theirs.keys()):
        rest = [each for each in mine[kind] if not right.agrees(each)]
        others = [each for each in theirs[kind] if not left.agrees(each)]
        found.take(_opposed(rest, others, near=near))
        found.take(_odd_ones(mine[kind], theirs[kind], left, right))
        if single and kind == "mass" and len(mine[kind]) == len(theirs[kind]) == 1:
            found.take(pair for pair in map(Pair, rest, others) if _may_be_one_dose(*pair))
    limits, their_limits = _limits(one.quantities), _limits(other.quantities)
    if _is_bare(limits) or _is_bare(their_limits):
        found.take(_odd_ones(limits, their_limits, left, right))
        rest = [each for each in limits if not right.agrees(each)]
        others = [each for each in their_limits if not left.agrees(each)]
        found.take(pair for pair in _opposed(rest, others, near=near) if _is_bare(pair))
    if near or single:
        found.take(_swapped(one.quantities, other.quantities))
    if near:
        found.take(_bare_age(one.quantities, other.quantities))
        found.take(_bare_age(other.quantities, one.quantities, turned=True))
    return sorted(found.pairs, key=lambda pair: (pair.other.start, pair.one.start))


class _Pairs:
    """Pairs in which no quantity stands twice."""

    def __init__(self) -> None:
        self.pairs: list[Pair] = []
        self._used: set[int] = set()

    def take(self, pairs: Iterable[Pair]) -> None:
        """Take pairs, but for those of which one half is in a pair already."""
        for pair in pairs:
            if not {id(pair.one), id(pair.other)} & self._used:
                self._used |= {id(pair.one), id(pair.other)}
                self.pairs.append(pair)


class _Said:
    """What a text says, for asking whether something agrees with it."""

    def __init__(self, side: Side) -> None:
        self._own: dict[Key, set[int]] = defaultdict(set)
        self._once: dict[Key, set[int]] = defaultdict(set)
        self._also: dict[Key, set[int]] = defaultdict(set)
        self._totals: dict[Key, set[int]] = defaultdict(set)
        self._sums = _sums((*side.quantities, *side.more))
        self._ranges: list[Quantity] = []
        self._single: list[Quantity] = []
        for one in (*side.quantities, *side.more):
            self._own[one.key].add(one.bound)
            if one.times <= 1:
                self._once[one.key].add(one.bound)
            for key in one.also:
                self._also[key].add(one.bound)
            for key in one.totals:
                self._totals[key].add(one.bound)
            (self._ranges if one.key.low < one.key.high else self._single).append(one)

    def agrees(self, quantity: Quantity) -> bool:
        """Whether the text says the same, with no bound the other way; a number in a range is the same."""
        bounds = set(self._also.get(quantity.key, ()))
        if quantity.times <= 1:
            bounds |= self._totals.get(quantity.key, set())
        for own, keys in ((self._own, quantity.also), (self._once, quantity.totals)):
            for key in keys:
                bounds |= own.get(key, set())
        if any(quantity.bound * bound >= 0 for bound in bounds) or self.adds_up_to(quantity):
            return True
        return self._is_near(quantity)

    def adds_up_to(self, quantity: Quantity) -> bool:
        """Whether the doses that the text gives to times of day make a quantity that is for none of them."""
        return quantity.key in self._sums and not quantity.slot

    def _is_near(self, quantity: Quantity) -> bool:
        """Whether the text says a range or a limit that what it does not say itself fits."""
        if quantity.key.low < quantity.key.high:
            edges = {one.bound for one in self._single[:_MANY] if _borders(one, quantity)}
            return (
                len(edges) > 1
                or any(_is_in(one, quantity) for one in self._single[:_MANY])
                or any(_meet(quantity, one) for one in self._ranges[:_MANY])
            )
        return any(_is_in(quantity, one) or _borders(quantity, one) for one in self._ranges[:_MANY]) or any(
            _is_about(quantity, one) for one in self._single[:_MANY]
        )


def _sums(quantities: Sequence[Quantity]) -> frozenset[Key]:
    """Return what the doses of several times of day make together: one in the morning and two at night."""
    if len(quantities) > _SEVERAL:
        return frozenset()
    slots = _by_slot(quantities)
    given = [slots[one] for one in slots.keys() & TIMES_OF_DAY if slots[one].key.low == slots[one].key.high]
    kinds = {kind: some for kind, some in _by_kind(given).items() if len(some) > 1}
    return frozenset(scalar(kind, sum(one.key.low for one in some)) for kind, some in kinds.items())


def _borders(one: Quantity, range_: Quantity) -> bool:
    """Whether a limit begins where a range ends: 60 to 100 is normal, >100 and <60 are not."""
    edge = {AT_MOST: range_.key.low, AT_LEAST: range_.key.high}.get(one.bound)
    return one.kind == range_.kind and edge == one.key.low and range_.bound == EXACTLY


def _is_about(one: Quantity, other: Quantity) -> bool:
    """Whether one of two is what the other rounds: 58 minutes are about an hour."""
    return (
        (one.is_rough or other.is_rough)
        and one.kind == other.kind
        and one.bound * other.bound >= 0
        and isclose(one.key.low, other.key.low, rel_tol=_ROUGH)
    )


def _is_in(one: Quantity, range_: Quantity) -> bool:
    """Whether a number lies in a range of its kind; a bare one may lie in any that has a unit."""
    if range_.kind == "number" or one.kind not in ("number", range_.kind) or _counts(one):
        return False
    return any(key.kind == one.kind and key.low <= one.key.low <= key.high for key in range_.ways(one))


def _meet(one: Quantity, other: Quantity) -> bool:
    """Whether two ranges are one, of which the next begins at once: 18.5 to 25 is 18.5 to 24.9."""
    return any(
        mine.kind == theirs.kind and mine.low == theirs.low and isclose(mine.high, theirs.high, rel_tol=_NEXT)
        for mine in one.ways(other)
        for theirs in other.ways(one)
    )


def _counts(one: Quantity) -> bool:
    """Whether a quantity is so many of what is taken, which no unit can measure."""
    return not one.nouns.isdisjoint(_TAKEN)


def _by_kind(quantities: Iterable[Quantity]) -> dict[str, list[Quantity]]:
    kinds: dict[str, list[Quantity]] = defaultdict(list)
    for one in quantities:
        kinds[one.kind].append(one)
    return kinds


def _limits(quantities: Iterable[Quantity]) -> list[Quantity]:
    """Return limits and ranges of what is measured, and those without a unit, which may be the same."""
    return [
        one
        for one in quantities
        if (one.bound or one.key.low != one.key.high) and not one.nouns and one.kind not in _SELF_EVIDENT
    ]


def _swapped(mine: Sequence[Quantity], theirs: Sequence[Quantity]) -> Iterator[Pair]:
    """Yield what two texts give at one time or to some people, when they give the same two the other way."""
    if not 2 <= len(mine) <= _SEVERAL or not 2 <= len(theirs) <= _SEVERAL:
        return
    left, right = _by_slot(mine), _by_slot(theirs)
    for slot, then in combinations([slot for slot in left if slot in right], 2):
        given = [_bare(one) for one in (left[slot], left[then], right[then], right[slot])]
        if None not in given and given[:2] == given[2:] and given[0] != given[1]:
            yield Pair(left[slot], right[slot])


def _by_slot(quantities: Iterable[Quantity]) -> dict[str, Quantity]:
    """Return the one quantity of each slot that has one alone."""
    found: dict[str, list[Quantity]] = defaultdict(list)
    for one in quantities:
        if slot := one.slot:
            found[slot].append(one)
    return {slot: some[0] for slot, some in found.items() if len(some) == 1}


def _bare(one: Quantity) -> tuple[float, float] | None:
    """Return a quantity without its unit, which only the first of two may have."""
    return next((key[1:] for key in one.also if key.kind == "number"), None)


def _bare_age(bare: Sequence[Quantity], aged: Sequence[Quantity], *, turned: bool = False) -> Iterator[Pair]:
    """Yield a limit without a unit and one of age, when two short texts say these alone: `over 50`."""
    if len(bare) != 1 or len(aged) != 1 or aged[0].kind != "age" or not _is_limit_of_age(bare[0]):
        return
    years = aged[0].key.low / YEAR
    if bare[0].bound == aged[0].bound and float(f"{years:.9g}") != bare[0].key.low:
        yield Pair(aged[0], bare[0]) if turned else Pair(bare[0], aged[0])


def _is_limit_of_age(one: Quantity) -> bool:
    return one.kind == "number" and bool(one.bound) and not one.nouns and one.key.low == one.key.high


def _is_bare(limits: Iterable[Quantity]) -> bool:
    return any(one.kind == "number" for one in limits)


def _odd_ones(
    mine: Sequence[Quantity], theirs: Sequence[Quantity], left: _Said, right: _Said
) -> Iterator[Pair]:
    """Yield the one pair of two texts that say as many of a kind, when all but one of them are the same."""
    if not 2 <= len(mine) == len(theirs) <= _SEVERAL:
        return
    rest, others = list(mine), list(theirs)
    for one in mine:
        same = sorted((o for o in others if _same(one, o)), key=lambda o: o.bound != one.bound)
        if same:
            rest.remove(one)
            others.remove(same[0])
    if len(rest) != 1 or len(others) != 1 or rest[0].bound * others[0].bound < 0:
        return
    if _are_other_things(rest[0], others[0]) or right.adds_up_to(rest[0]) or left.adds_up_to(others[0]):
        return
    if not right.agrees(rest[0]) or not left.agrees(others[0]):
        yield Pair(rest[0], others[0])


def _same(one: Quantity, other: Quantity) -> bool:
    return one.bound * other.bound >= 0 and (one.key in other.ways(one) or other.key in one.ways(other))


def _opposed(mine: Sequence[Quantity], theirs: Sequence[Quantity], *, near: bool) -> list[Pair]:
    """Return pairs of quantities of one kind, those that have most in common first."""
    if len(mine) * len(theirs) > _MANY:
        return []
    ranked = sorted(
        (
            -_in_common(one, other),
            one.bound != other.bound,
            one.factor != other.factor,
            abs(n - m),
            n + m,
            n,
            m,
        )
        for n, one in enumerate(mine)
        for m, other in enumerate(theirs)
        if _may_be_one(one, other, near=near)
    )
    return [Pair(mine[n], theirs[m]) for *_, n, m in ranked]


def _may_be_one(one: Quantity, other: Quantity, *, near: bool) -> bool:
    if one.bound * other.bound < 0 or _are_apart(one, other):
        return False
    if one.kind == "number" and (one.nouns or other.nouns) and not one.nouns & other.nouns:
        return not (one.nouns and other.nouns) and _are_many(one, other)
    if (_is_vague(one) or _is_vague(other)) and (one.context or other.context):
        near = False
    return near or _in_common(one, other) > 0


def is_of_one(pair: Pair) -> bool:
    """Whether a pair is of one thing, and no 2 weeks of rest and 6 hours to a test."""
    one, other = pair
    return one.kind != "time" or _alike(one, other) or not one.context.isdisjoint(other.context)


def _are_apart(one: Quantity, other: Quantity) -> bool:
    """Whether two are a dose and the most of it, or what is done each day and what each year."""
    if one.kind == "frequency":
        low, high = sorted((one.key.low, other.key.low))
        return 0 < low * _FAR_APART < high
    return one.bound != other.bound and _counts(one) and _counts(other) and not _alike(one, other)


def _may_be_one_dose(one: Quantity, other: Quantity) -> bool:
    return (
        max(one.key.high, other.key.high) < _NO_DOSE and one.bound * other.bound >= 0 and _alike(one, other)
    )


def _are_other_things(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities count what is taken and something else: puffs and uses."""
    if not one.nouns or not other.nouns or one.nouns & other.nouns:
        return False
    return _counts(one) or _counts(other)


def _are_many(one: Quantity, other: Quantity) -> bool:
    return _alike(one, other) and min(one.key.low, other.key.low) >= _MANY_PEOPLE


def _is_vague(one: Quantity) -> bool:
    """Whether a quantity does not say what it is of: a bare number, a year."""
    return (one.kind == "number" and not one.bound) or (one.kind == "date" and one.key.low % 10000 == 0)


def _in_common(one: Quantity, other: Quantity) -> int:
    """Return how many words two quantities have in common; what both count is one of them."""
    return len(one.context & other.context) + (bool(one.nouns & other.nouns) and _alike(one, other))


def _alike(one: Quantity, other: Quantity) -> bool:
    return max(one.key.high, other.key.high) < _ALIKE * min(one.key.low, other.key.low)
