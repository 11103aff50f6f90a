"""A pool of processes that are copies of this one (they are forked).

A copy knows the site as it was read here, so that only jobs and results travel.

Invariant: no process of a pool outlives the one that started it, where the system lets that be asked.
"""

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import Final

from renderer.build.crew import Team, run_in
from renderer.build.job import Job, Worker
from renderer.build.record import Result

_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG

_worker: Worker | None = None


def run_in_pool(worker: Worker, jobs: Iterator[Job], count: int, processes: int) -> Iterator[Result]:
    """Yield what comes of so many jobs, worked on by so many copies of this process."""
    global _worker  # noqa: PLW0603 - the one way to hand something to a process that is a copy
    _worker = worker
    try:
        yield from run_in(Team(_pool, _work, processes), jobs, count)
    finally:
        _worker = None


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


def can_copy() -> bool:
    """Whether this system copies processes, and has the semaphores by which a pool takes turns."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return False
    try:
        multiprocessing.get_context("fork").Semaphore()
    except (ImportError, NotImplementedError, OSError):
        return False
    return True
