"""What a quantity is: what is measured, how much of it, and every way of saying the same.

Invariant: two quantities are compared by their keys and bounds, never by their words.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from renderer.quantities.sentences import Sentences
from renderer.quantities.slots import slot_of

AT_MOST: Final = -1
EXACTLY: Final = 0
AT_LEAST: Final = 1


class Key(NamedTuple):
    """One way of saying a quantity: what is measured, and from where to where. `ranged` makes it."""

    kind: str
    low: float
    high: float


@dataclass(slots=True)
class Quantity:
    """A quantity in a text, at `start` to `end`; with what is counted it goes to `shown`.

    `also` are the ways of saying it, its own key among them: the bare number, half a year in months.
    `times` is how often a day a dose is taken, when that is said and more than once; `totals` is what it then
    makes a day, which a dose without `times` may say.
    `bound` says whether it is a least or a most; `nouns` are what is counted.
    `is_rough` says that it is an hour or a week more or less.
    `factor` tells its unit from others of its kind.
    """

    key: Key
    start: int
    end: int
    shown: int
    bound: int = EXACTLY
    also: frozenset[Key] = frozenset()
    nouns: frozenset[str] = frozenset()
    factor: float = 1.0
    is_rough: bool = False
    times: float = 1.0
    totals: frozenset[Key] = frozenset()
    sentences: Sentences | None = None

    @property
    def context(self) -> frozenset[str]:
        """The stems of the words that stand in a sentence with it."""
        return self.sentences.around(self.start) if self.sentences else frozenset()

    @property
    def slot(self) -> str:
        """The time of day or the people that it is for, if that is said beside it."""
        return slot_of(self.sentences.text, self.start, self.end) if self.sentences else ""

    def ways(self, other: "Quantity") -> frozenset[Key]:
        """Return the ways of saying it that another quantity may use: its total is no single dose's."""
        return self.also if other.times > 1 else self.also | self.totals

    @property
    def kind(self) -> str:
        """What it measures."""
        return self.key.kind


def scalar(kind: str, number: float) -> Key:
    """Return the key of one number."""
    return ranged(kind, number, number)


def ranged(kind: str, low: float, high: float) -> Key:
    """Return the key of a range; what arithmetic adds behind the ninth digit is no difference."""
    return Key(kind, float(f"{low:.9g}"), float(f"{high:.9g}"))
