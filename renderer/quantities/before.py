"""The words before a number: what bounds it, what makes it a name, an age or a ratio.

Most numbers are none of these, and the last word before them shows it.

Invariant: a look goes a fixed way back and no further, however long the text is.
"""

import re
from typing import Final

from renderer.quantities.quantity import AT_LEAST, AT_MOST, EXACTLY

_REACH: Final = 48


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TO_NUMBER: Final = r"(?: (?:a total of|about|around|the|of))?\s*$"
_MOST: Final = re.compile(
    r"(?:\bat (?:the )?most|\bup to|\bmax(?:imum|\.)?(?: \w+){0,3}:?|\b(?:under|below|within|first)"
    r"|[<\u2264]=?|\b(?:no|not|never) (?:\w+ ){0,2}?(?:more|higher|longer|greater|over|above|later)(?: than)?"
    r"|\b(?:no|not|never) (?:\w+ ){0,2}?exceed(?:ing)?"
    r"|\b(?:less|fewer|lower|shorter|younger|smaller) than"
    r"|\bmost (?:that \w+ )?(?:in|a|per) (?:one )?day(?: is)?)" + _TO_NUMBER,
    re.IGNORECASE,
)
_LEAST: Final = re.compile(
    r"(?:\bat (?:the )?least|\b(?:no|not) (?:less|fewer|lower) than|\bmin(?:imum|\.)?(?: \w+){0,3}:?"
    r"|\b(?:more|higher|greater|longer|older|larger) than|\bover|\babove|\bexceed(?:s|ing|ed)?|\bbeyond"
    r"|[>\u2265]=?)" + _TO_NUMBER,
    re.IGNORECASE,
)
_LAST_OF_BOUNDS: Final = _words(
    "most least to than under below within over above beyond exceed exceeds exceeded exceeding more higher "
    "longer greater later first day is of about around the < > <= >= \u2264 \u2265"
)
_MORE: Final = re.compile(r"(?:>|\b(?:more than|over|above|exceed(?:s|ing|ed)?|beyond)) ?$", re.IGNORECASE)
_FEWER: Final = re.compile(r"(?:<|\b(?:(?:fewer|less) than|under|below)) ?$", re.IGNORECASE)
_EXTREME: Final = re.compile(r"ax(?:imum)?[. :]|in(?:imum|\.|:)[. :]")
_SIGNS: Final = "<>=\u2264\u2265"
_NAMES: Final = _words(
    "type types stage stages step steps phase phases grade grades class table tables figure figures fig "
    "section sections chapter chapters part parts question questions number no nos page pages p pp "
    "group groups arm arms level levels line lines version versions visit visits trimester article "
    "regulation directive schedule factor category tier covid omega vitamin cohort appendix box item "
    "rule day days week weeks month months"
)
_NOT_BEFORE: Final = _words("a an each every per one")
_LISTED: Final = _words("and or to ,")
_PARTED: Final = str.maketrans("-\u2013/", "   ")
_ROLES: Final = tuple(
    (name, re.compile(rf"(?:{before})(?:\s(?:of|was|is|about))?[\s:=,(\[]*$"))
    for name, before in (
        ("interval", r"\bCI|[Cc]onfidence intervals?"),
        ("ratio", r"\b(?:[Hh]azard|[Rr]isk|[Oo]dds|[Rr]ate) ratios?|[Rr]elative risk|\ba?[HRO]R"),
        ("p", r"\b[Pp](?:[- ]value)?\s?[<>=\u2264]?"),
    )
)
_A_ROLE: Final = re.compile(r"CI|nterval|[HRO]R|atio|isk|[Pp]\b")
_REPEATED: Final = re.compile(
    r"\b(?:repeat(?:ed|s)?(?:\s(?:it|this|the\s\w+))?|(?:more|less) than)\s$", re.IGNORECASE
)
_FOR_EACH_KILOGRAM: Final = re.compile(
    r"\bfor (?:each|every) (?:kilogram|kilo|kg)(?: (?:of|you|they|your|the|child|body|weighs?|weight)){0,4}"
    r"[,:]?(?: (?:take|give|use|is|about))? ?$",
    re.IGNORECASE,
)
_WHO: Final = (
    "babies|infants|children|child|girls|boys|teenagers|adults|people|anyone|everyone|everybody|those|women"
    "|men|patients|elderly"
)
_AGED: Final = re.compile(
    rf"(?:\bage[sd]?(?: of| range)?|\b(?:{_WHO}) ?\(?(?= |[<>\u2264\u2265]))"
    r"(?: (?:aged|under|over|below|above|from|older than|younger than))* ?[<>\u2264\u2265]?=? ?$",
    re.IGNORECASE,
)
_LAST_OF_AGES: Final = _words("age ages aged of range under over below above from than")


def bound_before(text: str, start: int) -> int:
    """Return which bound the words before a number make it."""
    before = text[max(0, start - _REACH) : start]
    last = _last(before)
    if last not in _LAST_OF_BOUNDS and last[-1:] not in _SIGNS and not _EXTREME.search(before):
        return EXACTLY
    if _MOST.search(before):
        return AT_MOST
    return AT_LEAST if _LEAST.search(before) else EXACTLY


def next_in(text: str, start: int, bound: int) -> int:
    """Return how far a count is from the first that its bound lets in: more than 2 is 3 or more."""
    strict = {AT_MOST: _FEWER, AT_LEAST: _MORE}.get(bound)
    return bound if strict and strict.search(text[max(0, start - _REACH) : start]) else 0


def _last(before: str) -> str:
    words = before[-_REACH // 2 :].split()
    return words[-1].lower().lstrip("(") if words else " "


def is_label(text: str, start: int) -> bool:
    """Whether a number at a place is a name's: `type 2`, `stages 1 and 2`, `UKPDS 34`."""
    before = text[max(0, start - _REACH) : start].translate(_PARTED)
    words = before.split()
    if not words or not before[-1].isspace():
        return False
    while len(words) > 1 and _is_small(words[-2 if words[-1] in _LISTED else -1]):
        words.pop()
    last = words[-1]
    if last.isupper() and last.isalpha() and len(last) >= 4:
        return True
    return last.rstrip(".").lower() in _NAMES and _NOT_BEFORE.isdisjoint(words[-2:-1])


def _is_small(word: str) -> bool:
    return word[0].isdigit() and len(word) < 4


def role(text: str, start: int) -> str:
    """Return what the words before a number make it, if not a plain number: an interval, a ratio, p."""
    before = text[max(0, start - _REACH) : start]
    if not _A_ROLE.search(before):
        return ""
    return next((name for name, ending in _ROLES if ending.search(before)), "")


def follows_repeat(text: str, start: int) -> bool:
    """Whether the words before `once` make it a number: `Repeat once`."""
    return _REPEATED.search(text[max(0, start - _REACH) : start]) is not None


def is_per_kilogram(text: str, start: int) -> bool:
    """Whether the words before a dose say what it is for: `for each kilogram you weigh`."""
    return _FOR_EACH_KILOGRAM.search(text[max(0, start - _REACH) : start]) is not None


def follows_age(text: str, start: int) -> bool:
    """Whether the words before a number make it somebody's age."""
    before = text[max(0, start - _REACH) : start]
    last = _last(before)
    return (last in _LAST_OF_AGES or last[-1:] in _SIGNS) and _AGED.search(before) is not None
