"""The words after a number and round it: what bounds it, what it counts, what its sentence is about.

Invariant: a look at the words round a number goes a fixed way and no further, however long the text is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from renderer.quantities.quantity import AT_LEAST, AT_MOST, EXACTLY


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OR_MORE: Final = re.compile(
    r"\s?(?:\+(?!\d)|(?:or|and)\s(?:more|higher|above|over|older|longer|greater|later|upwards)\b)",
    re.IGNORECASE,
)
_OR_LESS: Final = re.compile(
    r"\s(?:or|and)\s(?:less|fewer|lower|below|under|younger|shorter)\b", re.IGNORECASE
)

_CONFIDENCE: Final = re.compile(r"\s?(?:CI\b|confidence|credible)", re.IGNORECASE)
_OF_AGE: Final = re.compile(r"(?:\sof\sage\b|[\s-]old\b)", re.IGNORECASE)

_BREAK: Final = re.compile(r"[.;!?](?=\s)|\n")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_STOP: Final = _words(
    "the and for with that this these those from have has had not but are was were will your you our "
    "their its his her who than then when while which what into onto over under above below about "
    "around least most more less each every per can may must should take takes taken took give gives "
    "given gave use used daily day days week weeks month months year years hour hours minute minutes "
    "time times once twice between before after during until other others one two three four five half "
    "people patients also only they them there been being such some any all out off did does done"
)
_NOUN: Final = re.compile(r"[ \u00a0\n-]([^\W\d_]{3,})")
_NO_NOUN: Final = _STOP - {"people", "patients", "times", "other", "others"}


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


def stem(word: str) -> str:
    """Return a word without what inflects it most often."""
    word = word.lower()
    if word.endswith("ies") and len(word) > 5:
        return word.removesuffix("ies") + "y"
    return word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word


class Sentences:
    """The sentences of a text, for asking which words stand round a place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        self._known: dict[int, frozenset[str]] = {}

    def around(self, place: int) -> frozenset[str]:
        """Return the stems of the words of the sentence round a place that say what it is about."""
        index = bisect_right(self._starts, place) - 1
        if index not in self._known:
            end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self._text)
            self._known[index] = frozenset(_stems(self._text[self._starts[index] : end]))
        return self._known[index]


def _stems(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text):
        if found[0].lower() not in _STOP:
            yield stem(found[0])
