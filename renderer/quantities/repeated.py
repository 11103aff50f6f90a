"""Doses that are taken more than once: `500 mg twice a day` makes 1 g a day, and is not 1 g twice a day.

Invariant: how often is said of one dose at most, the one before it or else the one after it.
"""

from collections.abc import Sequence
from typing import Final

from renderer.quantities.quantity import Quantity, ranged
from renderer.quantities.sentences import parted

DOSES: Final = frozenset({"mass", "units", "volume", "substance", "number", "mass/mass"})
"""The kinds of what is taken."""
_BESIDE: Final = 32
_FAR: Final = 120
_A_WHILE: Final = 6 * 3600


def repeat(text: str, found: Sequence[Quantity]) -> None:
    """Say of each dose of a text how many times a day it is taken, and what that makes a day."""
    said_of_last = False
    for place, often in enumerate(found):
        if often.kind != "frequency":
            said_of_last = False
            continue
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        if before and not said_of_last and _is_of(text, before.end, often.start) and _is_taken(before):
            _repeat(before, often, is_beside=often.start - before.end < _BESIDE)
        elif after and _is_of(text, often.end, after.start) and not _has_own(found, place + 1):
            _repeat(after, often, is_beside=False)
        said_of_last = True


def _is_of(text: str, end: int, start: int) -> bool:
    return start - end < _FAR and not parted(text, end, start)


def _is_taken(one: Quantity) -> bool:
    return one.kind in DOSES or (one.kind == "time" and one.key.high <= _A_WHILE)


def _has_own(found: Sequence[Quantity], place: int) -> bool:
    """Whether how often stands behind a dose."""
    return place + 1 < len(found) and found[place + 1].kind == "frequency"


def _repeat(dose: Quantity, often: Quantity, *, is_beside: bool) -> None:
    """Let 500 mg twice a day be 1 g a day, and half an hour on five days a week 150 minutes a week."""
    if not _is_taken(dose):
        return
    times = often.key.low
    totals = [total for total in (times, times * 7 if dose.kind == "time" else 0) if total > 1]
    dose.times = max([dose.times, *totals])
    if is_beside:
        dose.totals = frozenset(
            ranged(key.kind, key.low * total, key.high * total)
            for key in dose.also
            for total in totals
            if key.kind == dose.kind
        )
