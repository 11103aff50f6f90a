"""How often: `twice a day`, `every 8 hours`, `3 x daily`, `bid`, and `500 mg a day`.

`Every 8 hours` and `three times a day` are the same number of doses in a day, and agree: a prescription is
counted in doses. A dose `a day` says the day alone, which agrees with any number of times in a day.

Invariant: what says how often is never read as a length of time.
"""

import re
from collections.abc import Container, Iterator
from typing import Final

from renderer.quantities.hint import CHART, COUNTS, SMALL
from renderer.quantities.quantity import Key, Quantity, scalar
from renderer.quantities.units import DAY, YEAR, Unit, unit_at

_PERIODS: Final = {
    "hourly": "hour", "daily": "day", "nightly": "day", "night": "day", "weekly": "week", "monthly": "month",
    "yearly": "year", "annually": "year", "morning": "day", "evening": "day",
}  # fmt: skip
_NUMBERS: Final = {word: number for number, word in enumerate(SMALL) if 0 < number < 13} | COUNTS
_COUNT: Final = "|".join(_NUMBERS)
_WEEKDAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PERIOD: Final = (
    r"(?:(?:(?:a|an|per|each|every|in\san?|of\sthe)\s|/\s?)(?P<period>hour|day|night|week|month|year)\b"
    r"|(?P<ly>hourly|daily|nightly|weekly|monthly|yearly|annually)\b"
    r"|(?:per\s|each\s|/\s?)(?P<day>24[\s-]?(?:h|hrs?|hours?)\b))"
)
_OFTEN: Final = re.compile(
    rf"""
    (?=[\dotefsnbq]) (?<![\w.]) (?:
        (?:(?P<times>\d{{1,3}}|{_COUNT})\s?(?:times|x|\u00d7|days|nights)\s?|(?P<word>once|twice|thrice)\s(?:only\s)?){_PERIOD}
      | (?:once\s)?every\s(?:(?P<other>other|second)\s(?P<one>day|week|month)\b
          |(?P<every>\d{{1,3}}|{_COUNT})(?=[\s-]\w))
      | (?P<between>\d{{1,2}}|{_COUNT})[-\u2010\u2011](?P<each>(?:hour|week|month|year)ly)\b
      | every\s(?P<on>{_WEEKDAY})\b(?!(?:,|\s(?:and|or))\s(?:on\s)?{_WEEKDAY})
      | q\s?(?P<q>\d{{1,2}})\s?h\b
      | (?P<chart>{"|".join(re.escape(one) for one in CHART)})(?!\w)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RATE: Final = re.compile(
    rf"(?:\s(?:of\s)?[\w-]+(?:\s[\w-]+){{0,2}}?)?,?\s?(?P<all>{_PERIOD})", re.IGNORECASE
)

_SIMPLY: Final = re.compile(
    r"(?:(?P<ly>daily|weekly|monthly)|every\s(?P<period>day|week|month))"
    r"(?=[.,;)\n]|\s*$|\s(?:and|with|without|for|in|at|until|after|before|to|on)\b)"
)
_REACH: Final = 40
_ANNUALLY: Final = re.compile(r"\bannually\b", re.IGNORECASE)
_DONE: Final = re.compile(
    r"(?<!\w)(?:scan(?:ned|s)?|test(?:ed|s)?|screen(?:ed|ing)?|review(?:ed|s)?|repeat(?:ed)?|check(?:ed|s)?|done|seen)"
    r"(?:\s[a-z]{1,12}){0,2}\s$",
    re.IGNORECASE,
)
_GIVEN: Final = re.compile(
    r"(?<!\w)(?:tak|giv|us|appl|inject|administer)(?:e|es|en|ing|y|ed)?(?:\s[a-z]{1,12}){0,2}\s$",
    re.IGNORECASE,
)


def how_often(text: str) -> Iterator[Quantity]:
    """Yield what a text says about how often."""
    for found in _OFTEN.finditer(text):
        if found["every"]:
            yield from _every(text, found)
        elif found["q"]:
            yield from _quantity(found.start(), found.end(), 24 / max(int(found["q"]), 1), DAY)
        elif found["chart"]:
            yield from _quantity(found.start(), found.end(), float(CHART[found["chart"].lower()]), DAY)
        elif found["other"]:
            yield from _quantity(found.start(), found.end(), float(1), 2 * _length(found["one"]).factor)
        elif found["between"]:
            yield from _apart(found.start(), found.end(), _number(found["between"]), _length(found["each"]))
        elif found["on"]:
            yield from _quantity(found.start(), found.end(), float(1), 7 * DAY)
        else:
            count = _number(found["times"] or found["word"])
            yield from _quantity(found.start(), found.end(), count, _period(found))


def rate_after(text: str, end: int) -> Quantity | None:
    """Return the day, week or year that a dose which ends at a place is for: `500 mg a day`."""
    found = _RATE.match(text, end)
    if found is None:
        return None
    rate = _rated(found.start("all"), found.end(), _period(found))
    if found["day"]:
        rate.also |= {scalar("time", DAY)}
    return rate


def given_how_often(text: str, known: Container[int]) -> Iterator[Quantity]:
    """Yield how often something is taken or done (`Take it weekly.`), but for what ends at `known`."""
    for found in _SIMPLY.finditer(text):
        start, end = found.span()
        if end not in known and _GIVEN.search(text[max(0, start - _REACH) : start]):
            yield _rated(start, end, _length(found["period"] or found["ly"]).factor)
    for found in _ANNUALLY.finditer(text):
        start, end = found.span()
        if end not in known and _DONE.search(text[max(0, start - _REACH) : start]):
            yield from _quantity(start, end, float(1), YEAR)


def _rated(start: int, end: int, period: float) -> Quantity:
    key = _rate(period)
    return Quantity(key, start, end, end, also=frozenset({key}))


def _period(found: re.Match[str]) -> float:
    return _length(found["period"] or found["ly"] or "day").factor


def _every(text: str, found: re.Match[str]) -> Iterator[Quantity]:
    """Yield `every 8 hours`; of `every 2 to 4 weeks` the weeks are read, as a length of time."""
    unit = unit_at(text, found.end())
    if unit and unit[0].kind == "time":
        yield from _apart(found.start(), unit[1], _number(found["every"]), unit[0])


def _apart(start: int, end: int, count: float, unit: Unit) -> Iterator[Quantity]:
    count = max(count, float(1))
    for one in _quantity(start, end, float(1), count * unit.factor):
        one.also |= {_times(float(1), count * length) for length in unit.length}
        yield one


def _quantity(start: int, end: int, times: float, period: float) -> Iterator[Quantity]:
    key = _times(times, period)
    yield Quantity(key, start, end, end, also=frozenset({key, _rate(period)}))


def _times(times: float, period: float) -> Key:
    """Return the key of so many times in a period, counted in a day."""
    return scalar("frequency", times * DAY / period)


def _rate(period: float) -> Key:
    """Return the key of a period without a number of times: below zero, where no number of times is."""
    return scalar("frequency", -period)


def _number(said: str) -> float:
    return float(int(said)) if said.isdigit() else float(_NUMBERS[said.lower()])


def _length(period: str) -> Unit:
    name = period.lower()
    found = unit_at(_PERIODS.get(name, name), 0)
    assert found is not None, "each period is a unit"
    return found[0]
