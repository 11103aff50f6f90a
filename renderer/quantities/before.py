"""The words before a number: what bounds it, what makes it a name, an age or a ratio.

Each pattern has a hint, a few letters that stand in all that it matches, for looking at most numbers is
waste. A hint leaves out first letters, which may be capitals.

Invariant: a look goes a fixed way back and no further, however long the text is.
"""

import re
from typing import Final, NamedTuple

from renderer.quantities.quantity import AT_LEAST, AT_MOST, EXACTLY

_REACH: Final = 48


class _Ending(NamedTuple):
    """What the words before a number may end in."""

    hint: re.Pattern[str]
    whole: re.Pattern[str]

    def ends(self, before: str) -> bool:
        return self.hint.search(before) is not None and self.whole.search(before) is not None


def _ending(hint: str, whole: str, flags: int = re.IGNORECASE) -> _Ending:
    return _Ending(re.compile(hint), re.compile(f"(?:{whole})$", flags))


_TO_NUMBER: Final = r"(?: (?:a total of|about|around|the|of))?\s*"
_MOST: Final = _ending(
    r"[<\u2264]|ax|o[trs]t? |ever |han|nder|elow|ithin|p to",
    r"(?:\bat (?:the )?most|\bup to|\bmax(?:imum|\.)?(?: \w+){0,3}:?|\bunder|\bbelow|\bwithin|[<\u2264]=?"
    r"|\b(?:no|not|never) (?:\w+ ){0,2}?(?:more|higher|longer|greater|over|above|later)(?: than)?"
    r"|\b(?:less|fewer|lower|shorter|younger|smaller) than"
    r"|\bmost (?:that \w+ )?(?:in|a|per) (?:one )?day(?: is)?)" + _TO_NUMBER,
)
_LEAST: Final = _ending(
    r"[>\u2265]|in(?:imum)?[ .:]|east|han|ver|bove|xceed|eyond",
    r"(?:\bat (?:the )?least|\b(?:no|not) (?:less|fewer|lower) than|\bmin(?:imum|\.)?(?: \w+){0,3}:?"
    r"|\b(?:more|higher|greater|longer|older|larger) than|\bover|\babove|\bexceed(?:s|ing|ed)?|\bbeyond"
    r"|[>\u2265]=?)" + _TO_NUMBER,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAMES: Final = _words(
    "type types stage stages step steps phase phases grade grades class table tables figure figures fig "
    "section sections chapter chapters part parts question questions number no nos page pages p pp group groups arm "
    "arms level levels line lines version versions visit visits trimester article regulation directive "
    "schedule factor category tier covid omega vitamin cohort appendix box item rule day days week weeks "
    "month months"
)
_NOT_BEFORE: Final = _words("a an each every per one")
_LISTED: Final = _words("and or to ,")
_ROLES: Final = tuple(
    (name, _ending(hint, rf"(?:{before})(?:\s(?:of|was|is|about))?[\s:=,(\[]*", 0))
    for name, hint, before in (
        ("interval", "CI|nterval", r"\bCI|[Cc]onfidence intervals?"),
        (
            "ratio",
            "[HRO]R|atio|isk",
            r"\b(?:[Hh]azard|[Rr]isk|[Oo]dds|[Rr]ate) ratios?|[Rr]elative risk|\ba?[HRO]R",
        ),
        ("p", r"[Pp]\b", r"\b[Pp](?:[- ]value)?\s?[<>=\u2264]?"),
    )
)
_WHO: Final = (
    "babies|infants|children|child|girls|boys|teenagers|adults|people|anyone|those|women|men|patients|elderly"
)
_AGED: Final = _ending(
    "ge|abi|nfan|hild|irl|oys|eena|dult|eopl|nyon|hose|men|atient|lder",
    rf"(?:\bage[sd]?(?: of| range)?|\b(?:{_WHO}) ?\(?(?= |[<>\u2264\u2265]))"
    r"(?: (?:aged|under|over|below|above|from|older than|younger than))* ?[<>\u2264\u2265]?=? ?",
)
_NO_AGE: Final = _ending("", rf"(?:{_WHO}) ?\(? ?")


def bound_before(text: str, start: int) -> int:
    """Return which bound the words before a number make it."""
    before = text[max(0, start - _REACH) : start]
    if _MOST.ends(before):
        return AT_MOST
    return AT_LEAST if _LEAST.ends(before) else EXACTLY


def is_label(text: str, start: int) -> bool:
    """Whether a number at a place is a name's: `type 2`, `stages 1 and 2`, `UKPDS 34`."""
    before = text[max(0, start - _REACH) : start].replace("-", " ").replace("\u2013", " ")
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
    return next((name for name, ending in _ROLES if ending.ends(before)), "")


def follows_age(text: str, start: int) -> bool:
    """Whether the words before a number make it somebody's age."""
    before = text[max(0, start - _REACH) : start]
    return _AGED.ends(before) and not _NO_AGE.ends(before)
