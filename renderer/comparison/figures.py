"""Figures: words that say how much, how often or when, and which must not differ unseen.

Invariant: a word with a digit in it is a figure, whatever stands round it.
"""

from collections.abc import Sequence
from typing import Final
from unicodedata import name

from renderer.comparison.passages import Word


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERS: Final = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
    "million billion dozen half third quarter once twice thrice double triple"
)
_OFTEN: Final = _words("hourly daily nightly weekly fortnightly monthly quarterly yearly annually")
_MONTHS: Final = _words(
    "january february march april may june july august september october november december"
)
_UNITS: Final = _words(
    "% \u2030 \xb0 \xb0c \xb0f g kg mg \u03bcg mcg ng pg l dl ml \u03bcl mol mmol \u03bcmol nmol iu "
    "u meq unit units mm cm m km mmhg hg kpa pa bpm kcal cal kj j second seconds s minute minutes "
    "min hour hours h day days week weeks month months year years tablet tablets pill pills capsule "
    "capsules drop drops puff puffs dose doses times percent gram grams milligram milligrams "
    "microgram micrograms nanogram nanograms kilogram kilograms litre litres liter liters "
    "millilitre millilitres milliliter milliliters teaspoon teaspoons tablespoon tablespoons degree "
    "degrees"
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
