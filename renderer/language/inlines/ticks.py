"""Runs of backticks: where a code span that is opened here would close.

Invariant: the runs of a text are looked for once.
"""

import re
from bisect import bisect_left
from functools import cached_property
from typing import Final

_RUN: Final = re.compile(r"`+")


class Ticks:
    """The runs of backticks in one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _runs(self) -> dict[int, list[int]]:
        runs: dict[int, list[int]] = {}
        for found in _RUN.finditer(self._text):
            runs.setdefault(len(found.group()), []).append(found.start())
        return runs

    def run(self, at: int) -> int:
        """Return the offset after the run that begins at an offset."""
        found = _RUN.match(self._text, at)
        return found.end() if found else at

    def closing(self, length: int, position: int) -> int:
        """Return where the next run of exactly that length begins, -1 without one."""
        starts = self._runs.get(length, [])
        index = bisect_left(starts, position)
        return starts[index] if index < len(starts) else -1
