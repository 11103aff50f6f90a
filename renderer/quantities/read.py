"""Reading: the quantities that a text says.

A numeral is looked at together with what stands round it: the next numeral (a range, a share, a blood
pressure), a unit, the words before and after it. Dates and how often are found first.

Invariant: each numeral is part of one quantity at most, and the time taken grows with the text and no faster.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from renderer.quantities.before import (
    bound_before,
    follows_age,
    follows_repeat,
    is_label,
    is_per_kilogram,
    next_in,
    role,
)
from renderer.quantities.dates import dates
from renderer.quantities.dilutions import dilutions
from renderer.quantities.numerals import Form, Numeral, numerals
from renderer.quantities.often import given_how_often, how_often, rate_after
from renderer.quantities.ones import ones
from renderer.quantities.quantity import Key, Quantity, ranged, scalar
from renderer.quantities.repeated import DOSES, repeat
from renderer.quantities.sentences import Sentences
from renderer.quantities.units import YEAR, Unit, unit_at
from renderer.quantities.words import bound_after, is_confidence, is_of_age, nouns_after

_NEAR: Final = 16
_RANGE: Final = re.compile(r"\s?(?:[-\u2010\u2011\u2012\u2013\u2014\u2212]|to)\s?")
_BETWEEN: Final = re.compile(r"\bbetween\s(?:about\s)?$", re.IGNORECASE)
_SHARED: Final = re.compile(r"\s(?:in|of|out of|of every|in every|out of every)\s", re.IGNORECASE)
_LISTED: Final = re.compile(r"(?:,\s?|,?\s(?:or|and|and/or)\s|/)", re.IGNORECASE)
_OR: Final = re.compile(r"\sor\s", re.IGNORECASE)
_OVER: Final = re.compile(r"/|\sover\s")
_TIMES: Final = re.compile(r"\s?[x\u00d7]\s?")
_TABLETS: Final = re.compile(r"[\s-](?:tablet|capsule|pill|sachet|caplet)s?\b", re.IGNORECASE)
_OF_TABLETS: Final = re.compile(r"\s(?:tablets|capsules|pills|puffs|sachets|caplets)\sof\s", re.IGNORECASE)
_FOLD: Final = re.compile(r"[\s-]?(?:fold\b|times\s(?:as|more|higher|greater|the)\b|as\s\w)", re.IGNORECASE)
_COUNTED: Final = re.compile(
    r"[\s-](?:an?\s|of an?\s)?(?:tablet|pill|capsule|puff|drop|dose|drink|minute|hour|day|week|month|year)"
    r"s?\b",
    re.IGNORECASE,
)
_AN: Final = re.compile(r"\s(?:of\s)?an?(?=\s)", re.IGNORECASE)
_A: Final = re.compile(r"\s(?:of\s)?an?\s", re.IGNORECASE)
_STRONG: Final = re.compile(
    r"\s(?:of\s)?an?\s\d[\d.,]{0,6}[\s-]?(?:mg|g|mcg|\u00b5g|micrograms?)\b", re.IGNORECASE
)
_WEIGHED: Final = frozenset({"mass", "volume", "units"})
_DEGREES: Final = re.compile(r"\sdegrees\b(?!\s(?:C|F|Cel|Fah|cen)|-)")
_CELSIUS: Final = Unit("temperature", 1.0)
"""What somebody has who has 38 degrees."""
_OLDEST: Final = 120
_GROWN_UP: Final = 16
_UNSAID: Final = {"percent": Unit("percent", 100.0), "age": Unit("time", YEAR)}
"""The units of half of all people and of people over 75."""


def read(text: str) -> list[Quantity]:
    """Return the quantities of a text in their order."""
    return _Reader(text).all()


class _Reader:
    """Reads one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = [*dates(text), *how_often(text), *dilutions(text), *ones(text)]
        self._found += given_how_often(text, {one.end for one in self._found})
        self._ends = {one.end for one in self._found}
        self._numerals = list(_outside(numerals(text), self._found))
        self._place = 0
        self._rate = (0, 0)

    def all(self) -> list[Quantity]:
        """Return what the text says."""
        while self._place < len(self._numerals):
            numeral = self._numerals[self._place]
            if not self._rate[0] <= numeral.start < self._rate[1]:
                self._one(numeral)
            self._place += 1
        self._found.sort(key=lambda one: one.start)
        sentences = Sentences(self._text)
        for one in self._found:
            one.sentences = sentences
        repeat(self._text, self._found)
        return self._found

    def _one(self, numeral: Numeral) -> None:
        """Read what begins at a numeral; `_place` then is at its last one."""
        place = self._place
        following = self._numerals[place + 1] if place + 1 < len(self._numerals) else None
        if following and following.start - numeral.end > _NEAR:
            following = None
        if (following and self._pair(numeral, following)) or not self._is_number(numeral):
            return
        unit = self._unit_at(numeral)
        end = unit[1] if unit else numeral.end
        last = numeral
        if following and self._is_range(numeral, following, end):
            own = self._unit_at(following)
            if not unit or not own or unit[0] == own[0]:
                last, self._place = following, place + 1
                unit = own or (unit and (unit[0], following.end))
                end = unit[1] if unit else following.end
        self._quantity(numeral, last, unit[0] if unit else self._shared_unit(), end)

    def _unit_at(self, numeral: Numeral) -> tuple[Unit, int] | None:
        """Return the unit of a numeral; half an hour has one too, and 38 degrees are a fever."""
        an = _AN.match(self._text, numeral.end) if numeral.form is Form.SHARE else None
        if 34 <= numeral.value <= 43 and (found := _DEGREES.match(self._text, numeral.end)):
            return _CELSIUS, found.end()
        return unit_at(self._text, an.end() if an else numeral.end)

    def _pair(self, one: Numeral, two: Numeral) -> bool:
        """Read two numerals that are one quantity: a share of people, a blood pressure."""
        between = self._text[one.end : two.start]
        if _SHARED.fullmatch(between) and 0 < one.value < two.value and not unit_at(self._text, two.end):
            share = 100 * one.value / two.value
            self._add(scalar("percent", share), one.start, two.end, frozenset(_rounded(share)))
        elif _OVER.fullmatch(between) and 60 <= one.value <= 300 and 30 <= two.value < one.value:
            unit = unit_at(self._text, two.end)
            end = unit[1] if unit and unit[0].kind == "pressure" else two.end
            self._add(ranged("blood pressure", one.value, two.value), one.start, end)
        else:
            return False
        self._place += 1
        return True

    def _is_number(self, numeral: Numeral) -> bool:
        """Whether a numeral is a number of something, and not a name, an ordinal or a pronoun."""
        text, end = self._text, numeral.end
        if numeral.form is Form.OFTEN:
            return numeral.value > 1 or follows_repeat(text, numeral.start)
        if unit_at(text, end):
            return True
        if numeral.form is Form.WORDS and numeral.value == 1:
            return _COUNTED.match(text, end) is not None
        attached = text[end : end + 1].isalpha() and text[end : end + 2].lower() != "x "
        return not attached and not is_label(text, numeral.start)

    def _is_range(self, one: Numeral, two: Numeral, end: int) -> bool:
        """Whether two numerals are a range, the first of which ends with its unit at a place."""
        between = self._text[end : two.start]
        if not one.value < two.value or Form.OFTEN in (one.form, two.form):
            return False
        if between.strip() == "and":
            return _BETWEEN.search(self._text[max(0, one.start - _NEAR) : one.start]) is not None
        return _RANGE.fullmatch(between) is not None

    def _shared_unit(self) -> Unit | None:
        """Return the unit that this numeral shares with the ones after it: `5, 10 or 20 mg`."""
        some = self._numerals[self._place : self._place + 6]
        for one, two in pairwise(some):
            between = self._text[one.end : two.start][:_NEAR]
            if not _LISTED.fullmatch(between) and not _RANGE.fullmatch(between):
                return None
            if found := unit_at(self._text, two.end):
                return found[0]
        return None

    def _quantity(self, one: Numeral, two: Numeral, unit: Unit | None, end: int) -> None:
        """Add a number, or a range from one to another."""
        if unit and unit.kind in _WEIGHED and is_per_kilogram(self._text, one.start):
            unit = Unit(f"{unit.kind}/mass", unit.factor / 1000)
        kind = self._kind(one, two, unit, end)
        if kind == "confidence":
            return
        if unit is None and kind in _UNSAID:
            unit = _UNSAID[kind]
        key = ranged(kind, _in(unit, one.value), _in(unit, two.value))
        quantity = self._add(key, one.start, end, frozenset(_also(key, one, two, unit)))
        quantity.factor = unit.factor if unit else 1.0
        self._alternatives(quantity)
        if kind == "number":
            self._count(quantity, one)
        if kind in DOSES:
            self._several(quantity)
            rate = rate_after(self._text, end)
            if rate and rate.end not in self._ends:
                self._found.append(rate)
                self._ends.add(rate.end)
                self._rate = (rate.start, rate.end)

    def _count(self, quantity: Quantity, one: Numeral) -> None:
        """Say what a number counts; `over 38` may be a fever."""
        text, end = self._text, quantity.end
        an = _AN.match(text, end) if one.form is Form.SHARE else None
        quantity.nouns, shown = nouns_after(text, an.end() if an else bound_after(text, end)[1])
        if one.form is Form.OFTEN:
            quantity.nouns |= {"time", "dose"}
        elif quantity.nouns:
            quantity.shown = shown
            if step := next_in(text, one.start, quantity.bound):
                quantity.also |= {scalar("number", one.value + step)}
        elif quantity.bound and 34 <= one.value <= 43:
            quantity.also |= {scalar("temperature", one.value)}

    def _is_age(self, one: Numeral, two: Numeral, unit: Unit | None, end: int) -> bool:
        """Whether a number is an age: what follows a word for it, or a limit or a wide range of years."""
        text, start = self._text, one.start
        if unit is None:
            return one.value <= _OLDEST and follows_age(text, start) and not nouns_after(text, end)[0]
        if unit.kind != "time":
            return False
        if is_of_age(text, end) or follows_age(text, start):
            return True
        limits = bound_before(text, start) != 0 or two.value >= one.value + _GROWN_UP
        return unit.factor == YEAR and one.value >= _GROWN_UP and limits

    def _kind(self, one: Numeral, two: Numeral, unit: Unit | None, end: int) -> str:
        """Return what a number measures."""
        text = self._text
        if self._is_age(one, two, unit, end):
            return "age"
        if unit is None:
            if _FOLD.match(text, end):
                return "fold"
            if one.form is Form.SHARE and not _COUNTED.match(text, end) and not _STRONG.match(text, end):
                return "percent"
            return role(text, one.start) or "number"
        if unit.kind == "percent" and is_confidence(text, end):
            return "confidence"
        return role(text, one.start) or unit.kind

    def _add(self, key: Key, start: int, end: int, also: frozenset[Key] = frozenset()) -> Quantity:
        after, _ = bound_after(self._text, end)
        bound = bound_before(self._text, start) or after
        quantity = Quantity(key, start, end, end, bound, also | {key})
        self._found.append(quantity)
        return quantity

    def _alternatives(self, quantity: Quantity) -> None:
        """Let `2 or 3 days` agree with 2 to 3 days."""
        before = self._found[-2] if len(self._found) > 1 else None
        if (
            before
            and before.kind == quantity.kind
            and _OR.fullmatch(self._text[before.end : quantity.start][:_NEAR])
        ):
            both = {ranged(quantity.kind, before.key.low, quantity.key.high)}
            before.also |= both
            quantity.also |= both

    def _several(self, quantity: Quantity) -> None:
        """Let two tablets of 500 mg agree with 1 g."""
        before = self._found[-2] if len(self._found) > 1 else None
        if before is None or before.kind != "number" or before.key.low != before.key.high:
            return
        if before.key.low < 1:
            self._part(before, quantity)
            return
        between = self._text[before.end : quantity.start] if quantity.start - before.end < 2 * _NEAR else "#"
        direct = between.isspace() and _TABLETS.match(self._text, quantity.end)
        if direct or _TIMES.fullmatch(between) or _OF_TABLETS.fullmatch(between):
            low, high = (before.key.low * number for number in quantity.key[1:])
            quantity.also |= {ranged(quantity.kind, low, high)}

    def _part(self, part: Quantity, quantity: Quantity) -> None:
        """Make half a tablet of 10 mg one quantity, 5 mg; it says nothing of whole tablets."""
        text = self._text
        tablet = _TABLETS.match(text, quantity.end)
        if tablet and _A.fullmatch(text[part.end : quantity.start]):
            quantity.key = ranged(quantity.kind, *(part.key.low * number for number in quantity.key[1:]))
            quantity.start, quantity.shown = part.start, tablet.end()
            quantity.also = frozenset({quantity.key})
            del self._found[-2]


def _outside(numbers: Iterable[Numeral], taken: Iterable[Quantity]) -> Iterator[Numeral]:
    """Yield the numerals that are no part of what was read already."""
    spans = iter(sorted((one.start, one.end) for one in taken))
    start, end = next(spans, (0, 0))
    for one in numbers:
        while end <= one.start and (start, end) != (0, 0):
            start, end = next(spans, (0, 0))
        if not (start <= one.start < end or start < one.end <= end):
            yield one


def _in(unit: Unit | None, number: float) -> float:
    return number if unit is None else (number + unit.shift) * unit.factor


def _also(key: Key, one: Numeral, two: Numeral, unit: Unit | None) -> Iterator[Key]:
    """Yield the other ways of saying a number or a range."""
    yield ranged("number", one.value, two.value)
    if unit and key.kind == "age":
        yield ranged("time", key.low, key.high)
    for length in unit.length if unit else ():
        yield ranged(key.kind, one.value * length, two.value * length)
    if key.kind == "percent" and one.form is Form.SHARE:
        yield from _rounded(key.low)
    if one.other is not None:
        yield scalar(key.kind, _in(unit, one.other))


def _rounded(share: float) -> Iterator[Key]:
    """Yield what one in three is said to be: 33%, 33.3%; what one decimal says in full is not rounded."""
    if abs(share - round(share, 1)) > 1e-9:
        yield from (scalar("percent", float(f"{share:.{digits}g}")) for digits in (2, 3))
