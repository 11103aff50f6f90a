"""What one reading of a text knows and collects while its tree is built.

Invariant: it lives for one text; what it collected leaves it as frozen values.
"""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NamedTuple, Protocol

from renderer.diagnostics import Finding, Span
from renderer.language.attributes import Listed, Reader
from renderer.language.tree import Citation, Definition
from renderer.language.vocabulary import Vocabulary


class Mention(NamedTuple):
    """A bare `@key` in running text: no citation, but perhaps meant as one."""

    key: str
    span: Span


@dataclass(slots=True, eq=False, repr=False)
class Reading:
    """The state of one reading. `citing` is false where citations cannot stand (titles, summaries).

    `lists` reads attribute lists; `variants` counts the variants and terms made so far.
    """

    vocabulary: Vocabulary
    citing: bool = True
    definitions: dict[str, Definition] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    variants: int = 0
    _unfit: set[Span] = field(init=False, default_factory=set)
    lists: Reader = field(init=False)

    def __post_init__(self) -> None:
        self.lists = Reader(self.vocabulary, self.findings.append)

    def report(self, finding: Finding) -> None:
        """Take a finding."""
        self.findings.append(finding)

    def unfit(self, listed: Listed) -> None:
        """Take back the mending of a list that could not stand where it is."""
        if listed.meant is not None:
            self._unfit.add(listed.meant.span)

    def found(self) -> tuple[Finding, ...]:
        """Return what was found, with the mendings that are left."""
        if not self._unfit:
            return tuple(self.findings)
        return tuple(
            replace(one, mending=None) if one.mending and one.mending.span in self._unfit else one
            for one in self.findings
        )


class Place(Protocol):
    """Where words stand in their source."""

    def span(self, start: int, end: int) -> Span:
        """Return the span in the source of a stretch of the words."""
        ...


class Shifted:
    """Words that stand in the source as they are, on one line."""

    __slots__ = ("_by",)

    def __init__(self, by: int) -> None:
        self._by = by

    def span(self, start: int, end: int) -> Span:
        """Return the stretch, moved to where the words begin."""
        return Span(start + self._by, end + self._by)


class Lines:
    """Words of several lines, each of which begins at its own offset in the source."""

    __slots__ = ("_begins", "_shifts")

    def __init__(self, words: str, starts: list[int]) -> None:
        lengths = (len(line) + 1 for line in words.split("\n"))
        self._begins = list(accumulate(lengths, initial=0))[:-1]
        self._shifts = [start - begin for start, begin in zip(starts, self._begins, strict=False)]

    def span(self, start: int, end: int) -> Span:
        """Return the stretch from the source offset of its first character to just after its last."""
        first = self._shifts[bisect_right(self._begins, start) - 1]
        last = self._shifts[bisect_right(self._begins, max(start, end - 1)) - 1]
        return Span(start + first, end + last)


class Whole:
    """Words that do not stand in the source letter by letter: all of them have one span."""

    __slots__ = ("_whole",)

    def __init__(self, whole: Span) -> None:
        self._whole = whole

    def span(self, _start: int, _end: int) -> Span:
        """Return the span of the whole."""
        return self._whole


def place_of(words: str, starts: list[int]) -> Place:
    """Return the place of words whose lines begin at the given offsets."""
    return Shifted(starts[0]) if len(starts) == 1 else Lines(words, starts)
