"""Figures: words that say how much, how often or when, and which must not differ unseen.

Invariant: a word with a digit in it is a figure, whatever stands round it.
"""

from collections.abc import Sequence
from typing import Final
from unicodedata import name

from renderer.comparison.passages import Word
from renderer.quantities.dates import MONTHS
from renderer.quantities.hint import NUMBER_WORDS
from renderer.quantities.units import UNIT_WORDS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERS: Final = NUMBER_WORDS | {"double", "triple"}
_OFTEN: Final = _words("hourly daily nightly weekly fortnightly monthly quarterly yearly annually")
_MONTHS: Final = frozenset(MONTHS)
_UNITS: Final = UNIT_WORDS | _words(
    "\u2030 \xb0 hg pa cal j s tablet tablets pill pills capsule capsules drop drops puff puffs dose doses "
    "times degree degrees"
)
_SIGNS: Final = frozenset("<>\u2264\u2265\xb1~\u2248=")


def figures(words: Sequence[Word]) -> list[int]:
    """Return the places of the words that are figures: numbers, and units, months and signs beside them."""
    numbers = [is_number(word) and not _is_at_once(words, place) for place, word in enumerate(words)]
    return [place for place in range(len(words)) if numbers[place] or _belongs(words, numbers, place)]


def is_number(word: Word) -> bool:
    """Whether a word is a number, in digits or in letters, or says how often."""
    if word.key.startswith("@"):
        return False  # a citation, whose number says nothing
    said = word.text.lower()
    return any(one.isnumeric() and not _is_raised(one) for one in said) or said in _NUMBERS | _OFTEN


def _belongs(words: Sequence[Word], numbers: Sequence[bool], place: int) -> bool:
    """Whether a word belongs to the number beside it."""
    after_number = place > 0 and numbers[place - 1]
    before_number = place + 1 < len(words) and numbers[place + 1]
    said = words[place].key.lower()
    if said in _MONTHS:
        return after_number or before_number
    if said in _SIGNS:
        return before_number
    return after_number and bool(said) and all(part in _UNITS for part in said.split("/"))


def _is_at_once(words: Sequence[Word], place: int) -> bool:
    return place > 0 and (words[place - 1].key.lower(), words[place].key.lower()) == ("at", "once")


def _is_raised(character: str) -> bool:
    return "SUPERSCRIPT" in name(character, "") or "SUBSCRIPT" in name(character, "")
