"""Making the articles of a site and the lists of them, for a build or only to judge them.

Invariant: everything that is wrong is found, whatever was remembered.
"""

from collections.abc import Iterable, Mapping

from renderer.build.execute import Run, on_this_machine
from renderer.build.job import Worker, chromes
from renderer.build.judge import Looked, judgement, round_articles
from renderer.build.keys import Keys
from renderer.build.memory import Memory
from renderer.build.opening import SurroundingsProblem, UsageProblem
from renderer.build.record import Output, Record, Result
from renderer.build.request import BuildRequest, Watch
from renderer.build.scope import Extent
from renderer.build.work import Taker, entries_of, recall, settle, work
from renderer.build.workspace import Workspace
from renderer.diagnostics import Diagnostic
from renderer.site.codec import BadRecord


class Nobody:
    """Takes nothing: what is made is only to be judged."""

    def lacks(self, output: Output) -> bool:  # noqa: ARG002 - none is wanted
        """Return that no output is wanted."""
        return False

    def take(self, result: Result) -> None:
        """Let it go."""


class Maker:
    """Makes all articles of a site and their lists; `records` are those of the articles, once they are made.

    `reused` is how many articles with editions were remembered.
    """

    def __init__(self, workspace: Workspace, extent: Extent, memory: Memory, taker: Taker) -> None:
        """Begin; while something round the articles has an error, nothing is remembered."""
        self._workspace = workspace
        self._extent = extent
        self._taker = taker
        self.memory = memory
        self.keys = Keys(workspace.site, extent)
        memory.remember_approvals(workspace.site.approvals)
        self._remembered = recall(workspace.site, self._known_keys(), memory, taker)
        self.reused = sum(bool(one.editions) for one in self._remembered.values())
        workspace.known = entries_of(self._remembered)
        chrome, whole = chromes(workspace, extent)
        self._round = round_articles(whole)
        memory.closed = any(one.is_error for one in self._round)
        makes_pages = bool(workspace.site.audiences) and not whole.pages.problems()
        self.worker = Worker(
            chrome, whole, tries_all=extent.tries_all, makes_pages=makes_pages, tries=memory.closed
        )
        self.records: Mapping[str, Record] = {}
        self._wrong: tuple[Diagnostic, ...] = ()

    def _known_keys(self) -> tuple[Keys, ...]:
        """Return the keys of what may be remembered; where no pages are made, those with pages serve too."""
        everything = Extent(self._extent.whole, self._extent.whole)
        without_pages = not self._extent.scope.writers
        return (self.keys, Keys(self._workspace.site, everything)) if without_pages else (self.keys,)

    def articles(self, request: BuildRequest, watch: Watch) -> None:
        """Make the articles that are not remembered, and judge what they say of each other."""
        names, found = self._workspace.names, dict(self._remembered)
        missing = [name for name in names if name not in found]
        run = self._on_cluster(request) if request.scheduler and missing else self._here(request)
        made = work(self._workspace, self.keys, self.memory, missing, run)
        for done, (name, result) in enumerate(made, 1):
            self._taker.take(result)
            found[name] = result.record
            watch.article(name, done, len(missing))
        self.records = settle(self._workspace.site, {name: found[name] for name in names})

    def _here(self, request: BuildRequest) -> Run:
        return on_this_machine(self.worker, request.jobs)

    def _on_cluster(self, request: BuildRequest) -> Run:
        try:
            from renderer.build.cluster import on_cluster  # noqa: PLC0415 - dear, and an extra
        except ImportError as error:
            raise UsageProblem("for --scheduler, install the tool with Dask: `renderer[dask]`") from error
        return on_cluster(request.scheduler, self.worker, self._extent)

    def lists(self) -> None:
        """Make the pages that list articles, unless they are remembered."""
        lines = [one.line for one in self.records.values() if one.line]
        whole = [one.whole_line for one in self.records.values() if one.whole_line]
        key = self.keys.lists((*lines, "", *whole))
        result = self.memory.recall(key, self._taker.lacks)
        if result is None:
            result = self._made_lists(lines, whole)
            self.memory.remember(key, result)
        self._wrong = result.record.diagnostics
        self._taker.take(result)

    def _made_lists(self, lines: list[str], whole: list[str]) -> Result:
        try:
            return self.worker.lists(lines, whole)
        except BadRecord as error:
            raise SurroundingsProblem("the cache holds what no build wrote: delete .renderer/") from error

    def judged(self, *, strict: bool, more: Iterable[Diagnostic] = ()) -> tuple[Diagnostic, ...]:
        """Return everything that is wrong, in order, with what somebody else found."""
        looked = (Looked(one.diagnostics, one.draft) for one in self.records.values())
        return judgement(self._round, looked).final(strict=strict, more=(*self._wrong, *more))
