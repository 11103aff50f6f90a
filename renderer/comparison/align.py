"""Alignment: which passage of one edition stands opposite which of the others.

What comes from the same place of the source is the same passage. Between two such, passages are paired by
what they say; those that are variants of one choice stand opposite each other whatever they say.

Invariant: each passage is in one line, and each column keeps its order.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from renderer.comparison.pairs import pairs
from renderer.comparison.passages import Passage
from renderer.diagnostics import Span

Line: TypeAlias = tuple[Passage | None, ...]
"""Passages that stand opposite each other, one for each edition; None is a gap."""

_ALIKE: Final = 0.4
"""The share of words in common from which passages without a choice in common are a pair."""


class Choices:
    """The choices among a document's blocks, for asking in which of them a passage stands."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)

    def around(self, passage: Passage) -> Span | None:
        """Return the innermost choice round a passage, None outside all."""
        at = passage.span.start
        for span in reversed(self._spans[: bisect_right(self._spans, (at, at + (1 << 60)))]):
            if span.end > at:
                return span
        return None


def align(columns: Sequence[Sequence[Passage]], choices: Choices) -> tuple[Line, ...]:
    """Return the passages of some editions in lines, one column for each edition."""
    lines: list[Line] = [(one,) for one in columns[0]]
    for column in columns[1:]:
        lines = list(_joined(lines, column, choices))
    return tuple(lines)


def _joined(lines: Sequence[Line], column: Sequence[Passage], choices: Choices) -> Iterator[Line]:
    """Yield the lines with one more column, which may bring lines of its own."""
    empty: Line = (None,) * len(lines[0]) if lines else ()
    places = {one.place: index for index, one in enumerate(column)}
    done, pending = 0, []
    for line in lines:
        pending.append(line)
        met = next((places[one.place] for one in line if one and one.place in places), None)
        if met is not None and met >= done:
            yield from _paired(pending[:-1], column[done:met], empty, choices)
            yield (*line, column[met])
            done, pending = met + 1, []
    yield from _paired(pending, column[done:], empty, choices)


def _paired(
    lines: Sequence[Line], column: Sequence[Passage], empty: Line, choices: Choices
) -> Iterator[Line]:
    """Yield lines and passages that have no place in common, paired where they say the same."""

    @cache  # of very many lines none is weighed
    def here(left: int) -> list[_Weighed]:
        return [_weighed(one, choices) for one in lines[left] if one is not None]

    @cache
    def there(right: int) -> _Weighed:
        return _weighed(column[right], choices)

    def likeness(left: int, right: int) -> float:
        return max(_likeness(one, there(right)) for one in here(left))

    for left, right in pairs(len(lines), len(column), likeness):
        yield (*(empty if left is None else lines[left]), None if right is None else column[right])


class _Weighed(NamedTuple):
    """What decides with whom a passage is paired: its kind, its words, and the choice in which it stands."""

    kind: str
    bag: Counter[str]
    choice: Span | None


def _weighed(passage: Passage, choices: Choices) -> _Weighed:
    return _Weighed(passage.kind, Counter(passage.keys), choices.around(passage))


def _likeness(one: _Weighed, other: _Weighed) -> float:
    """Return how much two passages are a pair, from 0, which is not at all, to 1.6."""
    total = one.bag.total() + other.bag.total()
    share = 2 * (one.bag & other.bag).total() / total if total else 1.0
    if one.choice is None or one.choice != other.choice:
        return share if one.kind == other.kind and share >= _ALIKE else 0.0
    return 0.1 + share + (0.5 if one.kind == other.kind else 0.0)
