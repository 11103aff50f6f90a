"""The words after a number: what bounds it and what it counts.

Invariant: a look at the words round a number goes a fixed way and no further, however long the text is.
"""

import re
from typing import Final

from renderer.quantities.quantity import AT_LEAST, AT_MOST, EXACTLY
from renderer.quantities.sentences import EMPTY_WORDS, stem

_OR_MORE: Final = re.compile(
    r"\s?(?:\+(?!\d)|(?:or|and)\s(?:more|higher|above|over|older|longer|greater|later|upwards)\b)",
    re.IGNORECASE,
)
_OR_LESS: Final = re.compile(
    r"\s(?:or|and)\s(?:less|fewer|lower|below|under|younger|shorter)\b", re.IGNORECASE
)

_CONFIDENCE: Final = re.compile(r"\s?(?:CI\b|confidence|credible)", re.IGNORECASE)
_OF_AGE: Final = re.compile(r"(?:\sof\sage\b|[\s-]old\b)", re.IGNORECASE)

_NOUN: Final = re.compile(r"[ \u00a0\n-]([^\W\d_]{3,})")
_NO_NOUN: Final = EMPTY_WORDS - {"people", "patients", "times", "other", "others"}


def bound_after(text: str, end: int) -> tuple[int, int]:
    """Return which bound the words after a number make it, and where they end."""
    if found := _OR_MORE.match(text, end):
        return AT_LEAST, found.end()
    if found := _OR_LESS.match(text, end):
        return AT_MOST, found.end()
    return EXACTLY, end


def is_confidence(text: str, end: int) -> bool:
    """Whether a percentage that ends at a place says how wide an interval is."""
    return _CONFIDENCE.match(text, end) is not None


def is_of_age(text: str, end: int) -> bool:
    """Whether a time that ends at a place is somebody's age: `6 years old`."""
    return _OF_AGE.match(text, end) is not None


def nouns_after(text: str, end: int) -> tuple[frozenset[str], int]:
    """Return what a number counts, the one or two words after it, and where the first of them ends."""
    found: list[str] = []
    shown = end
    while len(found) < 2 and (word := _NOUN.match(text, end)) and word[1].lower() not in _NO_NOUN:
        end = word.end()
        shown = shown if found else end
        found.append(stem(word[1]))
    return frozenset(found), shown
