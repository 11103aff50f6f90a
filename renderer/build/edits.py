"""Edits made one after another, seen from the text that stood there first.

Edits of one text are in order and do not overlap.

Invariant: to make the edits that were put together at once gives what making them one by one gives.
"""

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

from renderer.diagnostics import Edit, Span


class _Made(NamedTuple):
    """An edit, where its words stand in the text that was made, and by how much what stands before moved."""

    edit: Edit
    begin: int
    end: int
    shift: int

    @property
    def shift_after(self) -> int:
        return self.end - self.edit.span.end


def place_before(done: Sequence[Edit], offset: int) -> int:
    """Return where in a text stood what is at an offset after some edits of it."""
    shift = 0
    for one in _made(done):
        if offset < one.begin:
            break
        if offset < one.end:
            return min(one.edit.span.start + offset - one.begin, one.edit.span.end)
        shift = one.shift_after
    return offset - shift


def composed(done: Sequence[Edit], more: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits of a text that make what some edits of it, and then more of the result, make."""
    return reduce(_with, reversed(more), tuple(done))


def _made(done: Sequence[Edit]) -> list[_Made]:
    made, shift = list[_Made](), 0
    for edit in done:
        begin = edit.span.start + shift
        made.append(_Made(edit, begin, begin + len(edit.text), shift))
        shift = made[-1].shift_after
    return made


def _with(done: tuple[Edit, ...], edit: Edit) -> tuple[Edit, ...]:
    """Return edits with one more, which is of what they make; those that it touches become one with it."""
    (start, end), text = edit
    made = _made(done)
    before = [one for one in made if one.end < start]
    after = [one for one in made if one.begin > end]
    touched = made[len(before) : len(made) - len(after)]
    shift = before[-1].shift_after if before else 0
    span = Span(start - shift, end - shift)
    if touched:
        first, last = touched[0], touched[-1]
        text = (
            first.edit.text[: max(0, start - first.begin)] + text + last.edit.text[max(0, end - last.begin) :]
        )
        span = Span(
            min(start - first.shift, first.edit.span.start), max(end - last.shift_after, last.edit.span.end)
        )
    return (*(one.edit for one in before), Edit(span, text), *(one.edit for one in after))
