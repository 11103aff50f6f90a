"""Figures: words that say how much, how often or when, and which must not differ unseen.

Invariant: a word with a digit in it is a figure, whatever stands round it.
"""

from typing import Final

from renderer.comparison.passages import Word


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERS: Final = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
    "million billion dozen half third quarter once twice thrice double triple"
)
_MONTHS: Final = _words(
    "january february march april may june july august september october november december"
)
_UNITS: Final = _words(
    "% \u2030 \xb0 \xb0c \xb0f g kg mg \xb5g \u03bcg mcg ng l dl ml \xb5l \u03bcl mol mmol \xb5mol \u03bcmol "
    "iu u unit units mm cm m km mmhg hg kpa bpm kcal cal kj j second seconds minute minutes min hour hours h "
    "day days week weeks month months year years daily weekly monthly yearly tablet tablets capsule capsules "
    "drop drops dose doses times percent"
)


def is_number(word: Word) -> bool:
    """Whether a word is a number, in digits or in letters."""
    return any(character.isdecimal() for character in word.text) or word.text.lower() in _NUMBERS


def is_figure(word: Word, before: Word | None) -> bool:
    """Whether a word is a number, or the unit or month of the number before it."""
    if word.key.startswith("@"):
        return False  # a citation, whose number says nothing
    if before is not None and (before.key.lower(), word.key.lower()) == ("at", "once"):
        return False
    if is_number(word):
        return True
    return before is not None and is_number(before) and word.text.lower() in _UNITS | _MONTHS
