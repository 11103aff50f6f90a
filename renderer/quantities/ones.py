"""One of something, said with an article: `for a week`, `Take a tablet`.

Most times `a week` counts nothing (`twice a week`), so that it is read behind a word alone that says how long
or how many.

Invariant: what is found here holds no other number.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from renderer.quantities.quantity import Key, Quantity, ranged, scalar
from renderer.quantities.units import Unit, unit_at

_LONG: Final = re.compile(
    r"(?<!\w)(?:for|after|within|wait|another|about|around|up to|at (?:the )?(?:least|most)|lasts?|takes?"
    r"|(?:more|less|longer) than)\s(?:about\s)?"
    r"(?P<one>an?\s(?P<unit>minute|hour|week|month|year)(?P<half>\sand\sa\shalf)?)(?![\w'\u2019-]|\sor\s(?:two|three|so)\b)",
    re.IGNORECASE,
)
_TAKE: Final = re.compile(
    r"(?:^|[.;:,\n]\s?|\b(?:and|then)\s)(?:take|give|swallow|chew|suck)\s"
    r"(?P<one>a\s(?P<noun>tablet|capsule|pill|sachet|puff|drop))(?![\w'\u2019-])",
    re.IGNORECASE,
)


def ones(text: str) -> Iterator[Quantity]:
    """Yield what a text says one of."""
    for found in _LONG.finditer(text):
        unit, _ = unit_at(found["unit"], 0) or (None, 0)
        number = 3 / 2 if found["half"] else float(1)
        if unit:
            yield _quantity(found, scalar(unit.kind, number * unit.factor), _lengths(number, unit))
    for found in _TAKE.finditer(text):
        quantity = _quantity(found, scalar("number", float(1)))
        quantity.nouns = frozenset({found["noun"].lower()})
        yield quantity


def _lengths(number: float, unit: Unit) -> Iterator[Key]:
    for length in unit.length:
        yield ranged(unit.kind, number * length, number * length)


def _quantity(found: re.Match[str], key: Key, also: Iterable[Key] = ()) -> Quantity:
    start, end = found.span("one")
    return Quantity(key, start, end, end, also=frozenset({key, *also}))
