"""The closed vocabulary: every word that may stand as a class, and the nearest one to a word that may not.

Invariant: a word outside the vocabulary is never taken for one inside it; it is only suggested.
"""

from dataclasses import dataclass
from functools import cached_property

from renderer.language.nearest import nearest

KINDS = ("note", "warning", "key-points", "figure")
WORD_MARKS = ("term", "agrees")
RULES = ("else", "only", "choose")
RESERVED = (*RULES, *KINDS, *WORD_MARKS)


@dataclass(frozen=True)
class Vocabulary:
    """The words of one site: its audiences' ids and the classes that its settings allow."""

    audiences: tuple[str, ...]
    classes: tuple[str, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every class that may be written."""
        without = (f"not-{name}" for name in self.audiences)
        return frozenset((*self.audiences, *without, *RESERVED, *self.classes))

    def nearest(self, word: str) -> str:
        """Return the known word that is most like this one, or an empty string."""
        return nearest(word, (*self.audiences, *sorted(self.words.difference(self.audiences))))


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter more, less, changed or swapped with its neighbour turns one word into the other."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (swapped and one[start + 2 :] == other[start + 2 :])
