"""`renderer review --stale`: variants of a choice that nobody has touched since another one was changed.

Invariant: a choice of whose variants nobody can tell the ages is never passed over in silence.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial

from renderer.audiences import Audience
from renderer.build.ages import Ages, Record, Stale, Unjudged
from renderer.build.chrome import Chrome
from renderer.build.judge import around
from renderer.build.opening import OpenSite, surroundings
from renderer.build.review import changes_since
from renderer.build.workspace import Prepared, Workspace
from renderer.comparison.canonical import digest
from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Edition
from renderer.editions.trace import choices
from renderer.reports.account import judged
from renderer.site.approvals import Approval, later_than
from renderer.site.history import Histories, History
from renderer.value import named_value


@named_value
class StaleOutcome:
    """What is stale, and of which choices nobody can tell.

    `future` are approvals that are dated later than today, which count for nothing here. `by_git` and
    `by_approvals` are how many articles were judged by each, `by_both` how many of the first have approvals,
    which were asked too. `shallow` says that git has the newer part of a history alone, `no_git` why it could
    not be asked about some.
    """

    diagnostics: tuple[Diagnostic, ...]
    found: tuple[Stale, ...]
    unjudged: tuple[Unjudged, ...] = ()
    future: tuple[Approval, ...] = ()
    by_git: int = 0
    by_approvals: int = 0
    by_both: int = 0
    shallow: bool = False
    no_git: str = ""


def stale(site: OpenSite, article: str | None, audiences: Sequence[str], today: date) -> StaleOutcome:
    """Return the variants of an article, None for all, that are older than others of their choice.

    `audiences` leave out variants that none of them gets; () for all.

    Raises:
        UsageProblem: an unknown article or audience.
        SurroundingsProblem: the disk failed.
    """
    workspace = site.workspace
    names = workspace.names if article is None else (site.article(article),)
    readers = tuple(site.audience(one) for one in audiences)
    looker = _Looker(workspace, Histories(site.files.root), readers, today)
    with surroundings():
        looker.sound = not any(one.is_error for one in around(Chrome(workspace, site.scope())))
        for name in names:
            looker.look(name)
    return looker.outcome()


class _Looker:
    """Looks at one article after the other. `sound`: nothing round them has an error."""

    def __init__(
        self, workspace: Workspace, past: Histories, readers: Sequence[Audience], today: date
    ) -> None:
        self._workspace = workspace
        self._past = past
        self._readers = readers
        self._today = today
        self._future: list[Approval] = []
        self._diagnostics: list[Diagnostic] = []
        self._found: list[Stale | Unjudged] = []
        self._counts = {"git": 0, "approvals": 0, "both": 0}
        self._shallow = False
        self._no_git: dict[str, None] = {}
        self.sound = True

    def look(self, name: str) -> None:
        """Look at one article; one without a choice has nothing to be judged by."""
        loaded = self._workspace.read(name)
        self._diagnostics.extend(loaded.diagnostics)
        if loaded.source is None:
            return
        prepared = self._workspace.prepare(name)
        if next(choices(prepared.document, prepared.audiences), None) is None:
            return
        past, records = self._past.of(prepared.path, loaded.source.lines), self._records(prepared)
        if isinstance(past, History):
            self._counts["git"] += 1
            self._counts["both"] += bool(records)
            self._shallow |= past.shallow
        else:
            self._counts["approvals"] += 1
            self._no_git[past.why] = None
        history = past if isinstance(past, History) else None
        self._found.extend(Ages(prepared, history, records).judged(self._readers))

    def _records(self, prepared: Prepared) -> dict[str, Record]:
        """Return how an article's editions were approved, {} where nobody has approved any."""
        of = self._workspace.site.approvals.of
        approved = any((prepared.id, one) in of for one in prepared.audiences.ids)
        if not approved or not self.sound or prepared.draft:
            return {}
        finished = self._workspace.finish(prepared.id)
        editions = finished.editions if finished.sound else ()
        records = ((one.audience.id, self._record(one)) for one in editions)
        return {audience: record for audience, record in records if record is not None}

    def _record(self, edition: Edition) -> Record | None:
        approvals = self._workspace.site.approvals.of.get((edition.article, edition.audience.id), ())
        future = later_than(approvals, self._today)
        self._future.extend(future)
        past = [one for one in approvals if one not in future]
        if not past:
            return None
        mark = digest(self._workspace.words(edition))
        return Record(past, mark, partial(changes_since, self._workspace, edition))

    def outcome(self) -> StaleOutcome:
        """Return what was found."""
        return StaleOutcome(
            diagnostics=judged(self._diagnostics),
            found=tuple(sorted((one for one in self._found if isinstance(one, Stale)), key=_order)),
            unjudged=tuple(sorted(one for one in self._found if isinstance(one, Unjudged))),
            future=tuple(self._future),
            by_git=self._counts["git"],
            by_approvals=self._counts["approvals"],
            by_both=self._counts["both"],
            shallow=self._shallow,
            no_git="; ".join(self._no_git),
        )


def _order(one: Stale) -> tuple[str, int, int, int, str]:
    return one.path, one.variant.line, one.variant.end_line, one.sibling.line, one.variant.tag
