"""Slots: the time of day or the people that a dose is for: `10 units at night`, `Children: 5 mL`.

Two texts with the same two doses say something different when they give them to each other's slots.

Invariant: a slot stands right beside its dose.
"""

import re
from typing import Final

_REACH: Final = 24
_AFTER: Final = re.compile(
    r"(?:\s(?:tablet|capsule|puff|drop|dose)s?)?\s(?:(?:(?:in|at|with|before|every|each)(?:\sthe)?\s"
    r"(?P<slot>morning|breakfast|noon|midday|lunch|dinner|evening|night|bedtime))|(?P<latin>mane|nocte))\b",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?<!\w)(?:(?P<who>adults|children|women|men|boys|girls)(?::|\s(?:take|get|need|have|use))?"
    r"|(?P<slot>morning|breakfast|noon|midday|lunch|dinner|evening|night|bedtime):)\s$",
    re.IGNORECASE,
)
_SAME: Final = {
    "breakfast": "morning",
    "midday": "noon",
    "lunch": "noon",
    "bedtime": "night",
    "evening": "night",
    "mane": "morning",
    "nocte": "night",
}
TIMES_OF_DAY: Final = frozenset({"morning", "noon", "dinner", "night"})


def slot_of(text: str, start: int, end: int) -> str:
    """Return what a dose at a place of a text is for; nothing when that is not said."""
    if found := _BEFORE.search(text[max(0, start - _REACH) : start]):
        slot = found["who"] or found["slot"]
    elif found := _AFTER.match(text, end):
        slot = found["slot"] or found["latin"]
    else:
        return ""
    return _SAME.get(slot.lower(), slot.lower())
