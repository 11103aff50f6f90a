"""The closed vocabulary: every word that may stand as a class, and the nearest one to a word that may not.

Invariant: a word outside the vocabulary is never taken for one inside it; it is only suggested.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from renderer.language.nearest import nearest

KINDS = ("note", "warning", "key-points", "figure")
WORD_MARKS = ("term", "agrees")
RULES = ("else", "only", "choose")
_BRACES: Final = ("\uff5b", "\ufe5b", "\u2774")
_BRACKETS: Final = ("(", "<", "[")
_NAME: Final = re.compile(r"[\w-]+")
RESERVED = (*RULES, *KINDS, *WORD_MARKS)


@dataclass(frozen=True)
class Vocabulary:
    """The words of one site: its audiences' ids, the classes that its settings allow, and its terms."""

    audiences: tuple[str, ...]
    classes: tuple[str, ...] = ()
    terms: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every class that may be written."""
        without = (f"not-{name}" for name in self.audiences)
        return frozenset((*self.audiences, *without, *RESERVED, *self.classes))

    @cached_property
    def shown(self) -> frozenset[str]:
        """Every class that stands in a page."""
        return frozenset((*KINDS, *WORD_MARKS, *self.classes))

    def nearest(self, word: str) -> str:
        """Return the known word that is most like this one, or an empty string.

        A word that takes an audience away is never suggested for one that names it, nor the other way round.
        """
        known = self._without if word.lower().startswith("not") else self._with
        return _nearest(word, known)

    @cached_property
    def _with(self) -> tuple[str, ...]:
        return (*self.audiences, *RESERVED, *self.classes)

    @cached_property
    def _without(self) -> tuple[str, ...]:
        return tuple(f"not-{name}" for name in self.audiences)

    def meant(self, part: str) -> str:
        """Return the attribute list that somebody probably meant with something else, or an empty string."""
        away = part.startswith(("!", "-"))
        names = [name for name in _NAME.findall(part) if name not in ("class", "-")]
        found = [self._one(f"not-{name}" if away else name) for name in names]
        return "{" + " ".join(f".{name}" for name in found) + "}" if found and all(found) else ""

    @cached_property
    def _dotted(self) -> re.Pattern[str]:
        names = "|".join((*self.audiences, *self._without))
        return re.compile(rf"[.\uff0e]({names})(?![\w-])")

    def look_alike(self, text: str, *, after_inline: bool) -> str:
        """Return the audience that words name in what looks like a tag and is none, or an empty string.

        That is a dot and an audience, in any bracket but braces, right after a bracket or an inline's end.
        """
        if not self.audiences or ("." not in text and "\uff0e" not in text):
            return ""  # as of most words, which are many
        for found in self._dotted.finditer(text):
            before = text[: found.start()]
            if before.endswith(_BRACES):
                return found[1]
            if before.endswith(_BRACKETS):
                before = before[:-1]
            if before.endswith((")", "]")) or (after_inline and not before):
                return found[1]
        return ""

    def _one(self, name: str) -> str:
        return name if name in self.words else self.nearest(name)


@lru_cache(maxsize=4096)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    return nearest(word, known)


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
