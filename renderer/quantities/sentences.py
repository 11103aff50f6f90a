"""The sentences of a text: which words stand together, and which of them say what they are about.

Invariant: a sentence is looked at when somebody asks, and once.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BREAK: Final = re.compile(r"[.;!?](?=\s)|\n")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
EMPTY_WORDS: Final = _words(
    "the and for with that this these those from have has had not but are was were will your you our "
    "their its his her who than then when while which what into onto over under above below about "
    "around least most more less each every per can may must should take takes taken took give gives "
    "given gave use used daily day days week weeks month months year years hour hours minute minutes "
    "time times once twice between before after during until other others get gets need needs "
    "receive receives one two three four five half "
    "dozen hundred thousand million billion "
    "people patients also only they them there been being such some any all out off did does done"
)


def stem(word: str) -> str:
    """Return a word without what inflects it most often."""
    word = word.lower()
    if word.endswith("ies") and len(word) > 5:
        return word.removesuffix("ies") + "y"
    return word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word


class Sentences:
    """The sentences of a text, for asking which words stand round a place."""

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self._known: dict[int, frozenset[str]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def around(self, place: int) -> frozenset[str]:
        """Return the stems of the words of the sentence round a place that say what it is about."""
        index = bisect_right(self._starts, place) - 1
        if index not in self._known:
            end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
            self._known[index] = content_words(self.text[self._starts[index] : end])
        return self._known[index]


def parted(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two places."""
    return _BREAK.search(text, start, end) is not None


def content_words(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that say what it is about."""
    return frozenset(_stems(text))


def _stems(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text):
        if found[0].lower() not in EMPTY_WORDS:
            yield stem(found[0])
