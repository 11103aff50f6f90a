"""Where editions of one article differ: aligned passages, and in each the words that others do not have.

Invariant: words that every edition of a line has are never marked, and all others are.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from renderer.audiences import Audience
from renderer.comparison.align import Choices, Line, align
from renderer.comparison.figures import figures
from renderer.comparison.passages import Passage, Word, passages
from renderer.editions.edition import Edition
from renderer.editions.walk import parts
from renderer.language.parse import Document
from renderer.language.tree import Choice
from renderer.value import value


@value
class Run:
    """Neighbouring words of one passage that are alike in this.

    `differs`: not all editions have them here. `figure`: they say a number, dose or date that an edition with
    such a passage does not have in it, or not in that order.
    """

    words: tuple[Word, ...]
    differs: bool
    figure: bool = False


@value
class Said:
    """One edition's passage in a line, its words in runs; a gap has no passage."""

    passage: Passage | None
    runs: tuple[Run, ...] = ()


@value
class Opposite:
    """Passages that stand opposite each other, one for each audience of the comparison."""

    said: tuple[Said, ...]

    @property
    def first(self) -> Passage:
        """The passage of the first edition that has one here."""
        return next(one.passage for one in self.said if one.passage is not None)

    @property
    def alike(self) -> bool:
        """Whether all editions say the same here."""
        return all(one.passage is not None and not any(run.differs for run in one.runs) for one in self.said)

    @property
    def figures(self) -> int:
        """How many runs with a figure in them differ, in the edition that has most of them."""
        return max(sum(run.figure for run in one.runs) for one in self.said)


@value
class Comparison:
    """Editions of one article side by side, in the order of `audiences`."""

    article: str
    audiences: tuple[Audience, ...]
    lines: tuple[Opposite, ...]

    @property
    def different(self) -> tuple[Opposite, ...]:
        """The lines in which not all editions say the same."""
        return tuple(line for line in self.lines if not line.alike)

    @property
    def figures(self) -> int:
        """How many differences in figures there are."""
        return sum(line.figures for line in self.different)


def compare(document: Document, editions: Sequence[Edition]) -> Comparison:
    """Return where two or more editions of a document differ."""
    choices = Choices(part.span for part in parts(document.blocks) if isinstance(part, Choice))
    lines = align([passages(one) for one in editions], choices)
    return Comparison(
        editions[0].article,
        tuple(one.audience for one in editions),
        tuple(Opposite(tuple(_said(line))) for line in lines),
    )


def _said(line: Line) -> Iterator[Said]:
    """Yield each edition's words of a line in runs; without an opposite all of them differ."""
    for place, passage in enumerate(line):
        if passage is None:
            yield Said(None)
            continue
        others = [other for index, other in enumerate(line) if index != place]
        common = [_common(passage, other) for other in others]
        shared = [all(marks) for marks in zip(*common, strict=True)] if passage.words else []
        yield Said(passage, tuple(_runs(passage.words, shared, _missed(passage, others))))


def _common(passage: Passage, other: Passage | None) -> list[bool]:
    """Return for each word of a passage whether the other one has it at that place."""
    has = [False] * len(passage.words)
    if other is None:
        return has
    if passage.words == other.words:
        return [True] * len(has)
    matcher = SequenceMatcher(None, passage.keys, other.keys, autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        has[start : start + size] = [True] * size
    return has


def _missed(passage: Passage, others: Iterable[Passage | None]) -> frozenset[int]:
    """Return the places of a passage's figures that one opposite does not have, or not in that order."""
    places = figures(passage.words)
    mine = [passage.words[place].key for place in places]
    missed: set[int] = set()
    for other in others:
        if other is not None:
            theirs = [other.words[place].key for place in figures(other.words)]
            matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
            kept = {n for start, _, size in matcher.get_matching_blocks() for n in range(start, start + size)}
            missed.update(place for n, place in enumerate(places) if n not in kept)
    return frozenset(missed)


def _runs(words: Sequence[Word], shared: Sequence[bool], missed: frozenset[int]) -> Iterator[Run]:
    """Yield words in runs: those that all editions have, those that not all have, and figures among these."""

    def kind(place: int) -> tuple[bool, bool]:
        figure = place in missed
        return (figure or not shared[place], figure)

    for (differs, figure), places in groupby(range(len(words)), key=kind):
        yield Run(tuple(words[place] for place in places), differs, figure)
