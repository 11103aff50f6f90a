"""Mending the text of one article: what is offered is tried, and what does no harm is kept.

Invariant: no text is kept in which anything new is wrong, in the article or between it and others, or an
edition's words are others than before.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import Final, NamedTuple, TypeAlias

from renderer.build.edits import composed, place_before
from renderer.build.neighbours import Known, Neighbours
from renderer.build.workspace import Finished, Workspace
from renderer.diagnostics import Edit, Span
from renderer.editions.double_spaces import double_spaces
from renderer.language.source import Source
from renderer.site.rewrite import edited
from renderer.value import value

DOUBLE_SPACE: Final = "double-space"
HARM: Final = "mending it would make another problem"
TOO_OFTEN: Final = "too many others in this article cannot be mended"
_ROUNDS: Final = 8
"""How often a text is looked at again for what a mending left to be mended."""
_TRIALS: Final = 100
"""How many texts are tried for one article; each is worked on as a whole."""
_HIDDEN: Final = 3
"""How many problems may hide one another."""


@value
class Mended:
    """What was mended: the code of what was wrong, or `double-space`, and where it stood."""

    name: str
    path: str
    line: int
    column: int


@value
class Left:
    """What has a mending and was left: its code, where it stands, and why."""

    name: str
    path: str
    line: int
    column: int
    why: str


class Step(NamedTuple):
    """What mends a problem: edits of a text, and what they mend where, the problem itself first."""

    edits: tuple[Edit, ...]
    mends: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """The code of the problem, or `double-space`."""
        return self.mends[0][0]

    @property
    def span(self) -> Span:
        """From its first edit to its last one."""
        return Span(self.edits[0].span.start, self.edits[-1].span.end)


class _Text:
    """A text with its line ends, and what is known of the article that it is, by each of its names."""

    def __init__(self, text: str, workspace: Workspace, paths: dict[str, str]) -> None:
        self.text = text
        self._workspace = workspace
        self.finished, self.known = list[Finished](), dict[str, Known]()
        for name, path in paths.items():
            finished, entry, wants = workspace.work_on(name, Source(path, text))
            self.finished.append(finished)
            self.known[name] = Known(entry, wants)

    @property
    def source(self) -> Source:
        """It as a source by its first name."""
        return self.finished[0].prepared.document.source

    @cached_property
    def words(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """What its editions say."""
        editions = (one for finished in self.finished for one in finished.editions)
        return [(one.article, one.audience.id, self._workspace.words(one)) for one in editions]

    def steps(self) -> Iterator[Step]:
        """Yield what can be mended; blanks only once nothing is wrong, since the tree is then sure."""
        finished = self.finished[0]
        for one in finished.diagnostics:
            if one.mending is not None:
                place = self.source.offset(one.line, one.column)
                yield Step((self.source.edit(one.mending),), ((one.code, place),))
        if finished.sound:
            for edit in double_spaces(finished.prepared.document):
                yield Step((edit,), ((DOUBLE_SPACE, edit.span.start),))


_Tried: TypeAlias = tuple[tuple[Step, ...], _Text]
"""Steps that do no harm together, and the text that they give."""


class Mender:
    """Mends the text of one article, round by round.

    `names` are those under which its file is an article: one, or more where links lead to it. Places are told
    by the first, and as they were in the first text. `known` is what others may know of it as it is now.
    `objected` says that something was left for the sake of other articles.
    """

    def __init__(self, workspace: Workspace, neighbours: Neighbours, names: Sequence[str], text: str) -> None:
        self._workspace = workspace
        self._neighbours = neighbours
        self._paths = {name: workspace.site.articles[name] for name in names}
        self._first = Source(self._paths[names[0]], text)
        self._rounds: list[tuple[Edit, ...]] = []
        self._mended: list[tuple[int, str]] = []
        self._left: list[tuple[int, str, str]] = []
        self._trials = 0
        self._last: tuple[_Text, tuple[Edit, ...], _Text] | None = None
        self._refused: set[Step] = set()
        self.text = text
        self.known: dict[str, Known] = {}
        self.objected = False

    @property
    def mended(self) -> tuple[Mended, ...]:
        """What was mended so far."""
        place, path = self._first.place, self._first.path
        return tuple(Mended(name, path, *place(at)) for at, name in sorted(self._mended))

    @property
    def left(self) -> tuple[Left, ...]:
        """What was left when it was mended last."""
        place, path = self._first.place, self._first.path
        return tuple(Left(name, path, *place(at), why) for at, name, why in sorted(self._left))

    def mend(self) -> bool:
        """Mend in the text what can be; return whether there was anything."""
        now = _Text(self.text, self._workspace, self._paths)
        self._refused.clear()
        self.objected = False
        for _ in range(_ROUNDS):
            steps = tuple(apart(one for one in now.steps() if one not in self._refused))
            if not steps:
                break
            kept, after = self._kept((), now, now, steps)
            if kept:
                mends = chain.from_iterable(one.mends for one in kept)
                self._mended += [(self._place(offset), name) for name, offset in mends]
                self._rounds.append(_edits(kept))
                self._refused.clear()
                now = after
        changed = now.text != self.text
        self.text, self.known, self._last = now.text, now.known, None
        self._left = [
            (self._place(one.mends[0][1]), one.name, HARM if one in self._refused else TOO_OFTEN)
            for one in now.steps()
            if one.name != DOUBLE_SPACE
        ]
        return changed

    def _place(self, offset: int) -> int:
        """Return where in the first text stood what is at an offset now."""
        for edits in reversed(self._rounds):
            offset = place_before(edits, offset)
        return offset

    def _kept(self, kept: tuple[Step, ...], so_far: _Text, now: _Text, more: tuple[Step, ...]) -> _Tried:
        """Return those of more steps that do no harm with the ones kept, and the text that they give.

        They are tried together, and in halves where that fails. `so_far` is what the ones kept give.
        """
        after = self._harmless(now, (*kept, *more))
        if after is not None:
            return (*kept, *more), after
        if self._trials >= _TRIALS:
            return kept, so_far
        if len(more) > 1:
            half = len(more) // 2
            return self._kept(*self._kept(kept, so_far, now, more[:half]), now, more[half:])
        whole = self._with_hidden(now, more[0])
        after = self._harmless(now, (*kept, whole)) if whole else None
        if whole is None or after is None:
            self._refused.add(more[0])
            return kept, so_far
        return (*kept, whole), after

    def _with_hidden(self, now: _Text, step: Step) -> Step | None:
        """Return a step together with what mends the problems that it brings out, None when nothing does."""
        before = {one.mends for one in now.steps()}
        for _ in range(_HIDDEN):
            after = self._try(now, (step,))
            if after is None:
                return None
            found = [one for one in apart(after.steps()) if one.name != DOUBLE_SPACE]
            mends = [(one.name, place_before(step.edits, one.mends[0][1])) for one in found]
            hidden = [n for n, one in enumerate(mends) if (one,) not in before]
            if not hidden:
                break
            edits = composed(step.edits, [found[n].edits[0] for n in hidden])
            step = Step(edits, (*step.mends, *(mends[n] for n in hidden)))
        return step if len(step.mends) > 1 else None

    def _harmless(self, before: _Text, steps: tuple[Step, ...]) -> _Text | None:
        """Return the text that steps give, or None when they do harm.

        Harmless is what mends what it says, makes nothing new wrong, here and between articles,
        and leaves every edition saying what it said.
        """
        after = self._try(before, steps)
        if after is None:
            return None
        gone = Counter(one.name for one in steps if one.name != DOUBLE_SPACE)
        for was, now in zip(before.finished, after.finished, strict=True):
            if not _codes(now) <= _codes(was) - gone:
                return None
        if self._neighbours.worse(before.known, after.known):
            self.objected = True
            return None
        return after if not before.finished[0].sound or before.words == after.words else None

    def _try(self, before: _Text, steps: Iterable[Step]) -> _Text | None:
        """Return the text that steps give, None when they overlap or too many were tried."""
        edits = _edits(steps)
        if self._trials >= _TRIALS or any(one.span.end > other.span.start for one, other in pairwise(edits)):
            return None
        if self._last is None or self._last[:2] != (before, edits):
            self._trials += 1
            self._last = before, edits, _Text(edited(before.text, edits), self._workspace, self._paths)
        return self._last[2]


def apart(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield steps that do not touch one another; the rest is for the next round."""
    last = -1
    for step in sorted(set(steps)):
        if step.span.start > last:
            last = step.span.end
            yield step


def _edits(steps: Iterable[Step]) -> tuple[Edit, ...]:
    return tuple(sorted(chain.from_iterable(one.edits for one in steps)))


def _codes(finished: Finished) -> Counter[str]:
    return Counter(one.code for one in finished.diagnostics)
