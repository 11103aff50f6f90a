"""Running jobs: in this process when there are few, in a pool of processes when there are many.

A process of a pool is a copy of this one (it is forked), so that it knows the site as it was read here, and
only results travel. Where processes cannot be copied, all work is done in this one.

Invariant: results are in the order of the articles, whoever made them.
"""

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Final

from renderer.build.job import Result, Worker
from renderer.build.judge import Looked
from renderer.diagnostics import Span, problem
from renderer.language.source import Source

_WORTH: Final = 50
"""With fewer articles than this for each process, starting one costs more than it saves."""
_BATCHES: Final = 8
"""So many batches a process: few enough to cost little, many enough that all end at about the same time."""


@problem("lost-article")
def lost_article() -> tuple[str, str]:
    """The process that worked on an article died: it ran out of memory, was killed, or crashed.

    All other articles were looked at. Build again with `--jobs 1` to see whether it was chance; if it happens
    again, the article is of a shape that nobody has thought of: please report it.
    """
    return "the process that worked on this article died", "build again with `--jobs 1`, and report it"


def run_all(worker: Worker, articles: Sequence[str], jobs: int | None = None) -> list[Result]:
    """Return what comes of each article; `jobs` is how many processes work, None for what pays."""
    count = _jobs(len(articles), jobs)
    if count < 2 or not _can_copy():
        return [worker.run(one) for one in articles]
    global _worker  # noqa: PLW0603 - the one way to hand something to a process that is a copy
    _worker = worker
    try:
        return list(_shared(worker, articles, count))
    finally:
        _worker = None


def _can_copy() -> bool:
    """Whether this system copies processes, and has the semaphores by which a pool takes turns."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return False
    try:
        multiprocessing.get_context("fork").Semaphore()
    except (ImportError, NotImplementedError, OSError):
        return False
    return True


def _jobs(articles: int, asked: int | None) -> int:
    """Return how many processes are to work."""
    return min(asked, articles) if asked is not None else min(_cores(), articles // _WORTH)


def _cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not everywhere
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_worker: Worker | None = None


def _shared(worker: Worker, articles: Sequence[str], count: int) -> Iterator[Result]:
    """Yield the results of articles that a pool works on, a batch at a time.

    The first is worked on here, so that the copies of this process have compiled templates.
    """
    first, *others = articles
    yield worker.run(first)
    size = max(1, -(-len(others) // (count * _BATCHES)))
    batches = [others[start : start + size] for start in range(0, len(others), size)]
    for batch, results in zip(batches, _in_pool(batches, count), strict=True):
        yield from results if results is not None else _again(worker, batch)


def _in_pool(batches: Sequence[Sequence[str]], count: int) -> list[list[Result] | None]:
    """Return the results of each batch; None for one that was lost because a process died."""
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("fork"), _begin)
    try:
        with _uninterrupted():
            futures = [pool.submit(_run, batch) for batch in batches]
        return [_result(future) for future in futures]
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while processes are copied, where Python would lose it; it comes after that."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _again(worker: Worker, batch: Sequence[str]) -> Iterator[Result]:
    """Yield the results of a batch that was lost; an article whose process dies again is at fault itself."""
    (results,) = _in_pool([batch], 1)
    if results is not None:
        yield from results
    elif len(batch) > 1:
        for article in batch:
            yield from _again(worker, [article])
    else:
        source = worker.whole.workspace.read(batch[0]).source or Source(batch[0], "")
        yield Result(Looked((source.diagnose(lost_article(Span(0, 0))),)))


def _begin() -> None:
    """Leave Ctrl-C to the process that waits for this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(articles: Sequence[str]) -> list[Result]:
    assert _worker is not None, "a pool is started with something to do"
    return [_worker.run(one) for one in articles]


def _result(future: "Future[list[Result]]") -> list[Result] | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None
