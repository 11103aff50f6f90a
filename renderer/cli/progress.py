"""How a build goes on, for whoever waits for it: a bar, lines, and where the time went.

Invariant: what is shown depends on time; what is built does not, because the build is told of none.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from renderer.build.request import Watch
from renderer.cli import console

_SOON = 1.0
"""After so many seconds a bar is worth its place."""
_LINES = 100
"""Where there is no bar, a line is written after each so many articles."""
_SLOWEST = 10


class Progress(Watch):
    """Shows a build's progress and keeps its times, in seconds by a clock that only goes on."""

    def __init__(
        self, *, quiet: bool = False, clock: Callable[[], float] = perf_counter, done: str = "made"
    ) -> None:
        """Begin; with `quiet` nothing is shown. `done` says what happens to an article."""
        self._done = done
        self._clock = clock
        self._quiet = quiet
        self._begun = self._last = clock()
        self._bar: console.Bar | None = None
        self._steps: list[tuple[str, float]] = [("start", self._begun)]
        self._articles: list[tuple[float, str]] = []

    @property
    def seconds(self) -> float:
        """How long the build has taken so far."""
        return self._clock() - self._begun

    def step(self, name: str) -> None:
        """Hear that a step begins."""
        self._last = self._clock()
        self._steps.append((name, self._last))

    def article(self, name: str, done: int, count: int) -> None:
        """Hear that an article was worked on, and show it."""
        now = self._clock()
        self._articles.append((now - self._last, name))
        self._last = now
        if self._quiet:
            return
        if not console.notes_on_terminal():
            if done % _LINES == 0:
                console.note(f"{done} of {count} articles {self._done}")
        elif self._bar is not None:
            self._bar.show(done)
        elif done < count and now - self._begun > _SOON:
            self._bar = console.Bar("articles", count)

    def end(self) -> None:
        """Take the bar away, if there is one."""
        if self._bar is not None:
            self._bar.end()
            self._bar = None

    def profile(self) -> Iterator[str]:
        """Yield lines that say where the time went; the articles' times are true of one process alone."""
        ends = [*(at for _, at in self._steps[1:]), self._clock()]
        whole = max(ends[-1] - self._begun, 1e-9)
        for (name, at), end in zip(self._steps, ends, strict=True):
            yield f"{name:<9} {end - at:8.3f} s {(end - at) / whole:5.0%}"
        for seconds, name in sorted(self._articles, reverse=True)[:_SLOWEST]:
            yield f"{seconds:18.3f} s  {name}"


@contextmanager
def shown(progress: Progress) -> Iterator[Progress]:
    """Show a build's progress, and take the bar away however the build ends."""
    try:
        yield progress
    finally:
        progress.end()
