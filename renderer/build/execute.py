"""Who does the jobs of a build: this process when there are few, a pool of processes when there are many.

Where processes cannot be copied, all work is done in this one.

Invariant: results are in the order of the jobs, whoever made them.
"""

import os
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from renderer.build.job import Job, Worker
from renderer.build.record import Result

Run: TypeAlias = Callable[[Iterator[Job], int], Iterator[Result]]
"""Does so many jobs, and gives what comes of each in their order."""

_WORTH: Final = 25
"""With fewer articles than this for each process, starting one costs more than it saves."""


def on_this_machine(worker: Worker, asked: int | None = None) -> Run:
    """Return what does jobs here; `asked` is how many processes are to work, None for what pays."""

    def run(jobs: Iterator[Job], count: int) -> Iterator[Result]:
        processes = _processes(count, asked)
        if processes > 1:
            from renderer.build.pool import can_copy, run_in_pool  # noqa: PLC0415 - few articles need none

            if can_copy():
                worker.prepare()
                yield from run_in_pool(worker, jobs, count, processes)
        yield from map(worker.run, jobs)

    return run


def _processes(articles: int, asked: int | None) -> int:
    """Return how many processes are to work; 1 is this one, so whoever asks for more gets two at least."""
    if asked is None:
        return min(_cores(), articles // _WORTH)
    return asked if asked < 2 else max(2, min(asked, articles))


def _cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not everywhere
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
