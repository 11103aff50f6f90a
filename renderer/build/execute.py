"""Running jobs: in this process when there are few, in a pool of processes when there are many.

A process of a pool is a copy of this one (it is forked), so that it knows the site as it was read here, and
only jobs and results travel. Where processes cannot be copied, all work is done in this one.

Invariant: results are in the order of the jobs, whoever made them, and no more of them are held at once than
are in work.
"""

import ctypes
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Final

from renderer.build.job import Job, Worker
from renderer.build.record import Record, Result
from renderer.diagnostics import Span, problem
from renderer.language.source import Source
from renderer.value import value

_WORTH: Final = 25
"""With fewer articles than this for each process, starting one costs more than it saves."""
_BATCH: Final = 16
"""The most articles that travel together: enough to cost little, few enough to be held in memory."""
_BATCHES: Final = 8
"""So many batches a process at least, so that all processes end at about the same time."""
_AHEAD: Final = 2
"""So many batches a process are handed out before the results of the first are taken."""
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG


@problem("lost-article")
def lost_article() -> tuple[str, str]:
    """The process that worked on an article died: it ran out of memory, was killed, or crashed.

    All other articles were looked at. Build again with `--jobs 1` to see whether it was chance; if it happens
    again, the article is of a shape that nobody has thought of: please report it.
    """
    return "the process that worked on this article died", "build again with `--jobs 1`, and report it"


@value
class Team:
    """Who works: how executors are started, what is submitted to them, and how many work at once.

    `start` takes how many workers there are to be; `work` is called by them with a batch of jobs, after what
    their executor gives it by itself; `lost` are the exceptions that say that a worker died, or that a batch
    was taken back because of it.
    """

    start: Callable[[int], Executor]
    work: Callable[..., list[Result]]
    workers: int
    lost: tuple[type[BaseException], ...] = (BrokenExecutor, CancelledError)


def run_all(worker: Worker, jobs: Iterable[Job], count: int, asked: int | None = None) -> Iterator[Result]:
    """Yield what comes of each job, done on this machine.

    `count` is how many there are; `asked` how many processes are to work, None for what pays.
    """
    processes = _processes(count, asked)
    if processes < 2 or not _can_copy():
        yield from map(worker.run, jobs)
        return
    global _worker  # noqa: PLW0603 - the one way to hand something to a process that is a copy
    _worker = worker
    try:
        yield from _shared(worker, iter(jobs), count, processes)
    finally:
        _worker = None


_worker: Worker | None = None


def _shared(worker: Worker, jobs: Iterator[Job], count: int, processes: int) -> Iterator[Result]:
    """Yield the results of a pool. The first is made here, so that the copies have compiled templates."""
    yield from map(worker.run, islice(jobs, 1))
    yield from run_in(Team(_pool, _work, processes), jobs, count)


def run_in(team: Team, jobs: Iterable[Job], count: int) -> Iterator[Result]:
    """Yield the results of so many jobs that a team works on."""
    crew, jobs = _Crew(team), iter(jobs)
    size = max(1, min(_BATCH, count // (team.workers * _BATCHES)))
    try:
        yield from crew.results(iter(lambda: tuple(islice(jobs, size)), ()))
    finally:
        crew.dismiss()


class _Crew:
    """A team at work: batches are handed out, and their results taken in the same order."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._executor: Executor | None = None
        self._waiting: deque[tuple[Sequence[Job], Future[list[Result]] | None]] = deque()

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

    def _hand_out(self, batch: Sequence[Job]) -> "Future[list[Result]] | None":
        """Submit a batch; None when a worker has died, and all others with it."""
        with _uninterrupted():
            if self._executor is None:
                self._executor = self._team.start(self._team.workers)
            try:
                return self._executor.submit(self._team.work, batch)
            except self._team.lost:
                return None

    def _next(self) -> Iterator[Result]:
        batch, future = self._waiting.popleft()
        results = _taken(self._team, future) if future else None
        if results is None:
            self.dismiss()
            yield from _alone(self._team, batch)
        else:
            yield from results


def _alone(team: Team, batch: Sequence[Job]) -> Iterator[Result]:
    """Yield the results of a batch that was lost; an article whose worker dies again is at fault itself."""
    with _uninterrupted():
        executor = team.start(1)
        future = executor.submit(team.work, batch)
    try:
        results = _taken(team, future)
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


def _taken(team: Team, future: "Future[list[Result]]") -> list[Result] | None:
    """Return the results of a batch, None when they are lost."""
    try:
        return future.result()
    except team.lost:
        return None


def _pool(workers: int) -> Executor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), _begin, (os.getpid(),))


def _begin(parent: int) -> None:
    """Leave Ctrl-C to the process that waits for this one, and do not outlive it where that can be asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(_libc := ctypes.CDLL(None), "prctl"):
        _libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _work(batch: Sequence[Job]) -> list[Result]:
    assert _worker is not None, "a pool is started with something to do"
    return [_worker.run(one) for one in batch]


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while processes are copied, where Python would lose it; it comes after that."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _can_copy() -> bool:
    """Whether this system copies processes, and has the semaphores by which a pool takes turns."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return False
    try:
        multiprocessing.get_context("fork").Semaphore()
    except (ImportError, NotImplementedError, OSError):
        return False
    return True


def _processes(articles: int, asked: int | None) -> int:
    """Return how many processes are to work."""
    return min(asked, articles) if asked is not None else min(_cores(), articles // _WORTH)


def _cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not everywhere
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
