"""One of something, said with an article: `for a week`, `Take a tablet`.

Most times `a week` counts nothing (`twice a week`), so that it is read behind a word alone that says how long
or how many.

Invariant: what is found here holds no other number.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from renderer.quantities.before import bound_before
from renderer.quantities.quantity import Key, Quantity, ranged, scalar
from renderer.quantities.units import Unit, unit_at
from renderer.quantities.words import bound_after

_REACH: Final = 24
_TIME: Final = re.compile(
    r"an?\s(?P<unit>minute|hour|week|fortnight|month|year)(?P<half>\sand\sa\shalf)?(?![\w'\u2019-]|\sor\s(?:two|three|so)\b)"
)
_SO_LONG: Final = re.compile(
    r"(?<!\w)(?:for|after|within|wait|another|about|around|nearly|almost|up to|at (?:the )?(?:least|most)"
    r"|lasts?|takes?|(?:more|less|longer) than|(?:back|again|return|reviewed|review) in)\s$",
    re.IGNORECASE,
)
_ROUGHLY: Final = re.compile(r"(?<!\w)(?:about|around|nearly|almost)\s$", re.IGNORECASE)
_NOUN: Final = re.compile(r"a\s(?P<noun>tablet|capsule|pill|sachet|puff|drop)(?![\w'\u2019-])")
_TAKE: Final = re.compile(
    r"(?:^|[.;:,\n]\s?|\b(?:and|then)\s)(?:take|give|swallow|chew|suck)\s$", re.IGNORECASE
)


def ones(text: str) -> Iterator[Quantity]:
    """Yield what a text says one of."""
    for found in _TIME.finditer(text):
        unit, _ = unit_at(found["unit"], 0) or (None, 0)
        if unit and _follows(_SO_LONG, found):
            number = 3 / 2 if found["half"] else float(1)
            one = _quantity(found, scalar(unit.kind, number * unit.factor), _lengths(number, unit))
            one.is_rough = _follows(_ROUGHLY, found)
            yield one
    for found in _NOUN.finditer(text):
        if _follows(_TAKE, found):
            quantity = _quantity(found, scalar("number", float(1)))
            quantity.nouns = frozenset({found["noun"]})
            yield quantity


def _follows(before: re.Pattern[str], found: re.Match[str]) -> bool:
    start = found.start()
    return before.search(found.string[max(0, start - _REACH) : start]) is not None


def _lengths(number: float, unit: Unit) -> Iterator[Key]:
    for length in unit.length:
        yield ranged(unit.kind, number * length, number * length)


def _quantity(found: re.Match[str], key: Key, also: Iterable[Key] = ()) -> Quantity:
    start, end = found.span()
    after, _ = bound_after(found.string, end)
    bound = bound_before(found.string, start) or after
    return Quantity(key, start, end, end, bound, frozenset({key, *also}))
