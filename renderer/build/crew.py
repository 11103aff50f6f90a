"""Handing jobs to the workers of an executor, in batches, and taking the results back.

Invariant: results are in the order of the jobs, whoever made them; no more of them are held at once than are
in work; and an article whose worker dies is named, while all others are worked on.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from itertools import islice
from typing import Final, TypeAlias

from renderer.build.interrupts import uninterrupted
from renderer.build.job import Job
from renderer.build.record import Record, Result
from renderer.diagnostics import Span, problem
from renderer.language.source import Source
from renderer.value import value

_BATCH: Final = 16
"""The most articles that travel together: enough to cost little, few enough to be held in memory."""
_BATCHES: Final = 8
"""So many batches a worker at least, so that all workers end at about the same time."""
_LONG: Final = 15.0
"""After so many seconds without the results of a batch it is asked whether anybody works on it."""
_AHEAD: Final = 2
"""So many batches a worker are handed out before the results of the first are taken."""


@problem("lost-article")
def lost_article() -> tuple[str, str]:
    """The process that worked on an article died: it ran out of memory, was killed, or crashed.

    All other articles were looked at. Build again to see whether it was chance; if it happens again, the
    article is of a shape that nobody has thought of: please report it. (A build in one process, of few
    articles or with `--jobs 1`, ends with such an article and cannot name it; `--jobs 2` does.)
    """
    return "the process that worked on this article died", "build again; if it dies again, report it"


@value
class Team:
    """Who works: how executors are started, what is submitted to them, and how many work at once.

    `start` takes how many workers there are to be; `work` is called by them with a batch of jobs, after what
    their executor gives it by itself; `lost` are the exceptions that say that an executor is of no more use,
    `fallen` those that say that a worker died of a batch, and that the others work on; `look` raises when
    nobody is left to do what takes long.
    """

    start: Callable[[int], Executor]
    work: Callable[..., list[Result]]
    workers: int
    lost: tuple[type[BaseException], ...] = (BrokenExecutor, CancelledError)
    fallen: tuple[type[BaseException], ...] = ()
    look: Callable[[Executor], None] = lambda _: None


def run_in(team: Team, jobs: Iterator[Job], count: int) -> Iterator[Result]:
    """Yield the results of so many jobs that a team works on."""
    crew = _Crew(team)
    size = max(1, min(_BATCH, count // (team.workers * _BATCHES)))
    try:
        yield from crew.results(iter(lambda: tuple(islice(jobs, size)), ()))
    finally:
        crew.dismiss()


_Handed: TypeAlias = "tuple[Executor, Future[list[Result]]]"
"""Whom a batch was handed to, and what will come of it."""


class _Crew:
    """A team at work: batches are handed out, and their results taken in the same order."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._executor: Executor | None = None
        self._waiting: deque[tuple[Sequence[Job], _Handed | None]] = deque()

    def results(self, batches: Iterable[Sequence[Job]]) -> Iterator[Result]:
        """Yield the results of batches, never more of them handed out than keep everybody at work."""
        for batch in batches:
            self._waiting.append((batch, self._hand_out(batch)))
            if len(self._waiting) >= self._team.workers * _AHEAD:
                yield from self._next()
        while self._waiting:
            yield from self._next()

    def dismiss(self) -> None:
        """End the workers; what they have not begun is not done."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None

    def _hand_out(self, batch: Sequence[Job]) -> "_Handed | None":
        """Submit a batch; None when a worker has died, and all others with it."""
        with uninterrupted():
            if self._executor is None:
                self._executor = self._team.start(self._team.workers)
            try:
                return self._executor, self._executor.submit(self._team.work, batch)
            except self._team.lost:
                return None

    def _next(self) -> Iterator[Result]:
        batch, handed = self._waiting.popleft()
        results = self._taken(*handed) if handed else None
        yield from _alone(self._team, batch) if results is None else results

    def _taken(self, executor: Executor, future: "Future[list[Result]]") -> list[Result] | None:
        """Return the results of a batch, None when they are lost, as all are whose executor was."""
        if executor is not self._executor:
            return None
        try:
            return _awaited(self._team, executor, future)
        except self._team.fallen:
            return None
        except self._team.lost:
            self.dismiss()
            return None


def _alone(team: Team, batch: Sequence[Job]) -> Iterator[Result]:
    """Yield the results of a batch that was lost; an article whose worker dies again is at fault itself."""
    with uninterrupted():
        executor = team.start(1)
        future = executor.submit(team.work, batch)
    try:
        results = _awaited(team, executor, future)
    except (*team.fallen, *team.lost):
        results = None
    finally:
        executor.shutdown(cancel_futures=True)
    if results is not None:
        yield from results
    elif len(batch) > 1:
        for job in batch:
            yield from _alone(team, (job,))
    else:
        source = batch[0].loaded.source or Source(batch[0].article, "")
        yield Result(Record((source.diagnose(lost_article(Span(0, 0))),)))


def _awaited(team: Team, executor: Executor, future: "Future[list[Result]]") -> list[Result]:
    """Return the results of a batch, however long they take while somebody works."""
    while True:
        try:
            return future.result(_LONG)
        except TimeoutError:
            if future.done():
                raise
            team.look(executor)
