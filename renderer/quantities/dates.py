"""Dates in running text: a day, a month or a year, in the usual forms.

Invariant: a date that can be read in two ways agrees with both readings and claims the first.
"""

import re
from collections.abc import Iterator
from typing import Final

from renderer.quantities.quantity import Key, Quantity, scalar

MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NAMES: Final = [one.capitalize() for one in MONTHS]
_MONTH: Final = "|".join([*_NAMES, *(f"{one[:3]}\\b\\.?" for one in _NAMES), "Sept\\b\\.?"])
_DATE: Final = re.compile(
    rf"""
    (?<![\w.,/-]) (?:
        (?P<iso>\d{{4}}-\d\d-\d\d)
      | (?P<a>\d{{1,2}})[/.](?P<b>\d{{1,2}})[/.](?P<y>(?:19|20)\d\d)
      | (?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?)?\b(?P<m>{_MONTH})
        (?:\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?
        (?:,?\s(?P<my>(?:19|20)\d\d))?
      | (?P<year>(?<=\b[Ii]n\s)(?:19|20)\d\d | (?<=\b[Ss]ince\s)(?:19|20)\d\d | (?<=\bof\s)(?:19|20)\d\d
          | (?<=\bfrom\s)(?:19|20)\d\d | (?<=\buntil\s)(?:19|20)\d\d | (?<=\bby\s)(?:19|20)\d\d
          | (?<=[(])(?:19|20)\d\d(?=[),;]))
    )(?![\w%]|[.,/]\d|-\d)
    """,
    re.VERBOSE,
)
_HINT: Final = re.compile("|".join([r"[-/.][12]\d|(?:19|20)\d\d", *(one[:3] for one in _NAMES)]))
_COUNTED: Final = re.compile(
    r"\s(?:people|patients|adults|women|men|children|participants|readings|mg|g|ml)\b"
)


def dates(text: str) -> Iterator[Quantity]:
    """Yield the dates of a text."""
    if not _HINT.search(text):
        return
    for found in _DATE.finditer(text):
        ways = [one for one in _ways(found) if one is not None]
        if ways and not (found["year"] and _COUNTED.match(text, found.end())):
            also = frozenset(key for way in ways for key in _coarser(way))
            yield Quantity(_key(ways[0]), found.start(), found.end(), found.end(), also=also)


def _ways(found: re.Match[str]) -> Iterator[tuple[int, int, int] | None]:
    """Yield year, month and day of each reading; what is not said is 0."""
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
        yield _checked(year, month, day)
    elif found["a"]:
        yield _checked(int(found["y"]), int(found["b"]), int(found["a"]))
        yield _checked(int(found["y"]), int(found["a"]), int(found["b"]))
    elif found["year"]:
        yield (int(found["year"]), 0, 0)
    elif found["my"] or found["d1"] or found["d2"]:
        name = found["m"][:3].lower()
        month = next(n for n, one in enumerate(MONTHS, 1) if one.startswith(name))
        yield _checked(int(found["my"] or 0), month, int(found["d1"] or found["d2"] or 0))


def _checked(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    return (year, month, day) if 1 <= month <= 12 and day <= 31 else None


def _key(way: tuple[int, int, int]) -> Key:
    year, month, day = way
    return scalar("date", float(year * 10000 + month * 100 + day))


def _coarser(way: tuple[int, int, int]) -> Iterator[Key]:
    """Yield the keys of a date and of the same with less said: without its day, without its year."""
    year, month, day = way
    yield _key(way)
    yield _key((year, month, 0))
    yield _key((year, 0, 0))
    if month and day:
        yield _key((0, month, day))
