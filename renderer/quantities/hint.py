"""Whether a text may say a number: a quick look before it is read.

Invariant: a text in which a number can be read gets a yes.
"""

import re
from typing import Final

SMALL: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES: Final = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
COUNTS: Final = {"once": 1, "twice": 2, "thrice": 3}
PARTS: Final = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
CHART: Final = {
    "bid": 2,
    "bd": 2,
    "b.i.d.": 2,
    "b.d.": 2,
    "tid": 3,
    "tds": 3,
    "t.i.d.": 3,
    "t.d.s.": 3,
    "qid": 4,
    "qds": 4,
    "q.i.d.": 4,
    "q.d.s.": 4,
}
GLYPHS: Final = "\u00bd\u00bc\u00be\u2153\u2154"
NUMBER_WORDS: Final = frozenset((*SMALL, *TENS, *SCALES, *COUNTS, *PARTS))

_DIGIT: Final = re.compile(rf"(?<!\w)\d|[{GLYPHS}]")
_ONE: Final = re.compile(
    r"an?\s(?:minute|hour|week|fortnight|month|year|tablet|capsule|pill|sachet|puff|drop)"
)
_WORDS: Final = re.compile(r"[a-z]+")
_SAID: Final = frozenset(
    (*NUMBER_WORDS, *(part for one in NUMBER_WORDS for part in (f"{one}s",)), *CHART, "b", "t", "q")
) | frozenset(["every", "hourly", "daily", "nightly", "weekly", "monthly", "yearly", "annually", "qh"])


def may_hold_numbers(text: str) -> bool:
    """Whether a text may say a number, in digits or in words; the digits of a key or a name are none."""
    return (
        _DIGIT.search(text) is not None
        or not _SAID.isdisjoint(_WORDS.findall(text.lower()))
        or _ONE.search(text) is not None
    )
