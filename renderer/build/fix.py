"""`renderer check --fix`: what can be mended in one way alone is mended in the articles' files.

Where a mending is comes with the diagnostic; that it does no harm is tried before a file is written.

Invariant: no text is taken in which anything new is wrong, or an edition's words are others than before.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from difflib import unified_diff
from typing import NamedTuple

from renderer.build.check import check
from renderer.build.opening import OpenSite, surroundings
from renderer.build.workspace import Finished, Workspace
from renderer.diagnostics import Edit
from renderer.editions.double_spaces import double_spaces, may_hold_double_spaces
from renderer.language.source import Source
from renderer.site.rewrite import RewriteError, edited, read_text, rewrite
from renderer.value import value

DOUBLE_SPACE = "double-space"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ROUNDS = 8
"""How often a text is looked at again for what a mending left to be mended."""


@value
class Mended:
    """What was mended: the code of what was wrong, or `double-space`, and where it stood."""

    name: str
    path: str
    line: int
    column: int


@value
class FixOutcome:
    """What was mended, in order, what it changes as a unified diff, and why files could not be written."""

    mended: tuple[Mended, ...]
    diff: str
    failures: tuple[str, ...]


class Step(NamedTuple):
    """One edit of a text, and what it is called."""

    edit: Edit
    name: str


class _Text(NamedTuple):
    """A text with its line ends, and what is known of the article that it is."""

    text: str
    source: Source
    finished: Finished


def fix(site: OpenSite, articles: Sequence[str], *, write: bool) -> FixOutcome:
    """Mend articles, all where none is named; without `write` only say what would be done.

    Raises:
        UsageProblem: an unknown article.
        SurroundingsProblem: the disk failed.
    """
    workspace = site.workspace
    names = tuple(dict.fromkeys(map(site.article, articles))) or workspace.site.articles
    marked = {one.path for one in check(site, tuple(articles)).diagnostics if one.mending}
    mended: list[Mended] = []
    diffs: list[str] = []
    failures: list[str] = []
    with surroundings():
        for name in names if workspace.site.audiences else ():
            if name not in workspace.site.articles:
                continue
            try:
                done, diff = _fix(workspace, name, marked, write=write)
            except RewriteError as error:
                failures.append(str(error))
            else:
                mended += done
                diffs.append(diff)
    return FixOutcome(tuple(mended), "".join(diffs), tuple(failures))


def _fix(
    workspace: Workspace, name: str, marked: Container[str], *, write: bool
) -> tuple[tuple[Mended, ...], str]:
    """Mend one article if it is marked or may hold blanks to mend; return what was mended, and the change.

    It is read anew, since it may be another name of a file that was just mended.
    """
    source, _, digest = workspace.load(name)
    if source is None or not (source.path in marked or may_hold_double_spaces(source.text)):
        return (), ""
    root, path = workspace.site.root, source.path
    before = read_text(root, path, digest)
    after, mended = _Mender(workspace, name, path).mend(before)
    if write and mended:
        rewrite(root, path, digest, after)
    return mended, _diff(path, before, after)


class _Mender:
    """Mends the text of one article, round by round."""

    def __init__(self, workspace: Workspace, name: str, path: str) -> None:
        self._workspace = workspace
        self._name = name
        self._path = path

    def mend(self, text: str) -> tuple[str, tuple[Mended, ...]]:
        """Return a text with all mended that can be, and what that was."""
        now, mended = self._judged(text), list[Mended]()
        for _ in range(_ROUNDS):
            steps = tuple(apart(_steps(now)))
            kept, after = self._tried(now, (), steps)
            if not kept:
                break
            places = ((step.name, now.source.place(step.edit.span.start)) for step in kept)
            mended += [Mended(name, self._path, *place) for name, place in places]
            now = after
        return now.text, tuple(mended)

    def _judged(self, text: str) -> _Text:
        source = Source(self._path, text)
        return _Text(text, source, self._workspace.work_on(self._name, source)[0])

    def _tried(
        self, now: _Text, kept: tuple[Step, ...], more: tuple[Step, ...]
    ) -> tuple[tuple[Step, ...], _Text]:
        """Return those of more steps that do no harm with the ones kept, and the text that they give.

        They are tried together, and in halves where that fails.
        """
        steps = (*kept, *more)
        after = self._judged(edited(now.text, (one.edit for one in steps))) if steps else now
        if self._harmless(now, after, steps):
            return steps, after
        if len(more) == 1:
            return self._tried(now, (), kept)
        half = len(more) // 2
        first, _ = self._tried(now, kept, more[:half])
        return self._tried(now, first, more[half:])

    def _harmless(self, before: _Text, after: _Text, steps: Iterable[Step]) -> bool:
        """Whether what was mended is gone, nothing new is wrong, and every edition says what it said."""
        gone = Counter(one.name for one in steps if one.name != DOUBLE_SPACE)
        was, now = (Counter(one.code for one in text.finished.diagnostics) for text in (before, after))
        if not now <= was - gone:
            return False
        return not before.finished.sound or self._words(before.finished) == self._words(after.finished)

    def _words(self, finished: Finished) -> list[tuple[str, tuple[str, ...]]]:
        return [(one.audience.id, self._workspace.words(one)) for one in finished.editions]


def _steps(text: _Text) -> Iterator[Step]:
    """Yield what can be mended; blanks only once nothing is wrong, since the tree is then sure."""
    source, finished = text.source, text.finished
    for one in finished.diagnostics:
        if one.mending is not None:
            yield Step(source.edit(one.mending), one.code)
    if finished.sound:
        yield from (Step(one, DOUBLE_SPACE) for one in double_spaces(finished.prepared.document))


def apart(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield steps that do not touch one another; the rest is for the next round."""
    last = -1
    for step in sorted(set(steps)):
        if step.edit.span.start > last:
            last = step.edit.span.end
            yield step


def _diff(path: str, before: str, after: str) -> str:
    """Return a change as `patch` takes it, with the line ends as they are."""
    lines = unified_diff(_LINE.findall(before), _LINE.findall(after), path, path)
    return "".join(one if one.endswith("\n") else f"{one}\n\\ No newline at end of file\n" for one in lines)
