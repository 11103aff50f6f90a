"""`renderer review --stale`: variants of a choice that nobody has touched since another one was changed.

Git's history says when each line was changed. Where there is none, and for variants that share their lines,
approvals say whose words have changed and whose have not.

Invariant: a variant is called stale only with the place and the day of the one that is newer.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from renderer.audiences import Audience
from renderer.build.chrome import Chrome
from renderer.build.judge import around
from renderer.build.opening import OpenSite, surroundings
from renderer.build.review import EditionReview, reviewed
from renderer.build.workspace import Prepared, Workspace
from renderer.comparison.changes import Change
from renderer.comparison.changes_human import lines_of
from renderer.diagnostics import Diagnostic, Span
from renderer.editions.reach import chosen
from renderer.editions.readers import Node
from renderer.editions.trace import choices
from renderer.language.tree import Choice, Tag, Variant
from renderer.reports.account import judged
from renderer.site.history import History, Touch, history_of
from renderer.value import named_value, value


class Aged(NamedTuple):
    """A variant with its age: its lines, its tag, and the day with the commit or the person of that day."""

    line: int
    end_line: int
    tag: str
    day: date | None
    commit: str = ""
    by: str = ""


@value
class Stale:
    """A variant that is older than a sibling, in the article at a path, and how that is known."""

    path: str
    variant: Aged
    sibling: Aged
    known_by: Literal["git", "approvals"]

    @property
    def on_one_line(self) -> bool:
        """Whether the two variants stand on the same lines, so that their ages are one to git."""
        return self.variant[:2] == self.sibling[:2]


@named_value
class StaleOutcome:
    """What is stale. `by_git` and `by_approvals` are how many articles were judged by each.

    `by_both` is for how many of the first approvals were asked about variants that share their lines.
    `shallow` says that git has the newer part of the history alone, `no_git` why it could not be asked.
    """

    diagnostics: tuple[Diagnostic, ...]
    found: tuple[Stale, ...]
    by_git: int = 0
    by_approvals: int = 0
    by_both: int = 0
    shallow: bool = False
    no_git: str = ""


def stale(site: OpenSite, article: str | None, audiences: Sequence[str]) -> StaleOutcome:
    """Return the variants of an article, None for all, that are older than others of their choice.

    `audiences` leave out variants that none of them gets; () for all.

    Raises:
        UsageProblem: an unknown article or audience.
        SurroundingsProblem: the disk failed.
    """
    workspace = site.workspace
    names = workspace.names if article is None else (site.article(article),)
    looker = _Looker(workspace, history_of(site.files.root), tuple(site.audience(one) for one in audiences))
    with surroundings():
        looker.sound = not any(one.is_error for one in around(Chrome(workspace, site.scope())))
        for name in names:
            looker.look(name)
    return looker.outcome()


class _Looker:
    """Looks at one article after the other. `sound`: nothing round them has an error."""

    def __init__(self, workspace: Workspace, past: History | str, readers: Sequence[Audience]) -> None:
        self._workspace = workspace
        self._past = past
        self._readers = readers
        self._diagnostics: list[Diagnostic] = []
        self._found: list[Stale] = []
        self._counts = {"git": 0, "approvals": 0, "both": 0}
        self.sound = True

    def look(self, name: str) -> None:
        """Look at one article; one without a choice has nothing to be judged by."""
        loaded = self._workspace.read(name)
        self._diagnostics.extend(loaded.diagnostics)
        if loaded.source is None:
            return
        prepared, past = self._workspace.prepare(name), self._past
        if next(choices(prepared.document, prepared.audiences), None) is None:
            return
        touches = past.touches(prepared.path, loaded.source.lines) if isinstance(past, History) else None
        if isinstance(past, History) and touches is not None:
            self._counts["git"] += 1
            self._found.extend(_by_git(prepared, past, touches, self._readers))
            if self.sound and self._approved(prepared):
                self._counts["both"] += 1
                found = _by_approvals(self._workspace, prepared, self._readers)
                self._found.extend(one for one in found if one.on_one_line)
        elif self.sound:
            self._counts["approvals"] += 1
            self._found.extend(_by_approvals(self._workspace, prepared, self._readers))

    def _approved(self, prepared: Prepared) -> bool:
        of = self._workspace.site.approvals.of
        return any((prepared.id, one) in of for one in prepared.audiences.ids)

    def outcome(self) -> StaleOutcome:
        """Return what was found."""
        past = self._past
        return StaleOutcome(
            diagnostics=judged(self._diagnostics),
            found=tuple(sorted(dict.fromkeys(self._found), key=_order)),
            by_git=self._counts["git"],
            by_approvals=self._counts["approvals"],
            by_both=self._counts["both"],
            shallow=isinstance(past, History) and past.shallow,
            no_git=past if isinstance(past, str) else "",
        )


def _order(one: Stale) -> tuple[str, int, int, int, str]:
    return one.path, one.variant.line, one.variant.end_line, one.sibling.line, one.variant.tag


def _by_git(
    prepared: Prepared, past: History, touches: Sequence[Touch], readers: Sequence[Audience]
) -> Iterator[Stale]:
    """Yield the variants whose newest line is older than that of the newest variant of their choice."""
    for choice, _ in choices(prepared.document, prepared.audiences):
        ages = [past.newest(_lines(prepared, one.span, touches)) for one in choice.variants]
        newest = past.newest(ages)
        sibling = choice.variants[ages.index(newest)]
        for variant, age in zip(choice.variants, ages, strict=True):
            if past.is_newer(newest, age) and _is_for(choice, variant, readers):
                yield Stale(
                    prepared.path,
                    _aged(prepared, variant, age.day, commit=age.commit),
                    _aged(prepared, sibling, newest.day, commit=newest.commit),
                    "git",
                )


def _lines(prepared: Prepared, span: Span, touches: Sequence[Touch]) -> Iterator[Touch]:
    """Yield who touched the lines of a stretch, empty ones left out."""
    source = prepared.document.source
    first, last = lines_of(source, span)
    for number in range(first, last + 1):
        if number == first or source.lines[number - 1].strip():
            yield touches[number - 1]


def _is_for(choice: Choice[Node], variant: Variant[Node], readers: Sequence[Audience]) -> bool:
    """Whether one of some audiences, any when none is named, gets a variant."""
    got = (chosen(choice, one) for one in readers)
    return not readers or any(one is not None and one[1] is variant for one in got)


def _by_approvals(workspace: Workspace, prepared: Prepared, readers: Sequence[Audience]) -> Iterator[Stale]:
    """Yield the variants of approved editions of which another edition's variant has changed since."""
    finished = workspace.finish(prepared.id)
    if prepared.draft or not finished.sound:
        return
    reviews = [reviewed(workspace, finished, one) for one in finished.editions]
    for changed in (one for one in reviews if one.changes and one.last is not None):
        for held in (one for one in reviews if one.holding):
            yield from _left_behind(prepared, changed, held, readers)


def _left_behind(
    prepared: Prepared, changed: EditionReview, held: EditionReview, readers: Sequence[Audience]
) -> Iterator[Stale]:
    """Yield the variants that one edition has as they were approved, while the other edition's changed."""
    named = prepared.audiences.named
    for choice, _ in choices(prepared.document, prepared.audiences):
        new, old = chosen(choice, named(changed.audience)), chosen(choice, named(held.audience))
        if new is None or old is None or new[1] is old[1] or changed.last is None:
            continue
        if _touched(prepared, choice, new[1], changed.changes) and _is_for(choice, old[1], readers):
            by = held.holding[-1]
            yield Stale(
                prepared.path,
                _aged(prepared, old[1], by.on, by=by.by),
                _aged(prepared, new[1], changed.last.on, by=changed.last.by),
                "approvals",
            )


def _touched(
    prepared: Prepared, choice: Choice[Node], variant: Variant[Node], found: Iterable[Change]
) -> bool:
    """Whether a change lies in a variant: its block in it, or the block round it with words of it added."""
    text = prepared.document.source.text[slice(*variant.span)]
    for one in found:
        if one.kind != "removed" and variant.span.start <= one.span.start < variant.span.end:
            return True
        if one.span.start <= choice.span.start and choice.span.end <= one.span.end:
            added = [word.text for part in one.parts if part.state == "added" for word in part.words]
            if not added or any(word in text for word in added):
                return True
    return False


def _aged(
    prepared: Prepared, variant: Variant[Node], day: date | None, *, commit: str = "", by: str = ""
) -> Aged:
    first, last = lines_of(prepared.document.source, variant.span)
    return Aged(first, last, _named(variant.tag), day, commit, by)


def _named(tag: Tag) -> str:
    """Return a tag's words as they are written."""
    words = [*tag.names, *(f"not-{one}" for one in tag.without)]
    return " ".join([*words, *(["only"] if tag.only else []), *(["else"] if tag.otherwise else [])])
