"""The words of one block as a flat run of cells, with a hole where selection took words away.

A sentence does not stop at the edge of its emphasis, so mending looks at the run and not at the tree.
Cells are linked, so that what goes costs no more than what stays.

Invariant: an opening cell has its closing cell after it, whatever goes between them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from renderer.diagnostics import Span
from renderer.language.tree import Citation, Code, HardBreak, Image, Inline, SoftBreak, Text

Make: TypeAlias = Callable[[tuple[Inline, ...]], Inline]
Leaf: TypeAlias = Code | Citation | Image[Inline] | SoftBreak | HardBreak


@dataclass(slots=True, eq=False, repr=False)
class Words:
    """Words that may lose characters at their ends: `start` and `end` say what is left, without a copy."""

    text: str
    span: Span
    start: int
    end: int

    @property
    def left(self) -> str:
        """What is left of the words."""
        return self.text[self.start : self.end]

    @property
    def place(self) -> Span:
        """Where what is left stands; all of them where they are written otherwise, with an escape."""
        begin, end = self.span
        if end - begin != len(self.text):
            return self.span
        return Span(begin + self.start, begin + self.end)


@dataclass(slots=True, eq=False, repr=False)
class Opening:
    """Where an inline that holds others begins; `make` makes it again from what is left in it."""

    make: Make
    holed: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Closing:
    """Where the innermost open inline ends."""


@dataclass(slots=True, eq=False, repr=False)
class Hole:
    """Where selection took words away, or an author said: nothing here."""

    span: Span


Content: TypeAlias = Words | Leaf | Opening | Closing | Hole


@dataclass(slots=True, eq=False, repr=False)
class Cell:
    """One link of a flow; `gone` says that it was taken out."""

    content: Content
    before: "Cell | None" = None
    after: "Cell | None" = None
    gone: bool = False


class Flow:
    """The cells of one block, in order."""

    def __init__(self) -> None:
        self.first: Cell | None = None
        self._last: Cell | None = None
        self._open: list[Cell] = []
        self.holes: list[Cell] = []

    def add(self, content: Content) -> None:
        """Put a cell at the end; a hole next to a hole is one with it."""
        if isinstance(content, Hole) and not self._widen():
            return
        cell = Cell(content, before=self._last)
        if self._last is None:
            self.first = cell
        else:
            self._last.after = cell
        self._last = cell
        if isinstance(content, Hole):
            self.holes.append(cell)
        elif isinstance(content, Opening):
            self._open.append(cell)
        elif isinstance(content, Closing):
            self._open.pop()

    def _widen(self) -> bool:
        """Say to every open inline that it has a hole; False when the last cell is one already."""
        for opening in self._open:
            if isinstance(opening.content, Opening):
                opening.content.holed = True
        return self._last is None or not isinstance(self._last.content, Hole)

    def close(self, span: Span) -> None:
        """End the innermost open inline; one of nothing but a hole and white space is a hole itself."""
        opening = self._open[-1]
        inside = list(self._blank_after(opening))
        if not any(isinstance(cell.content, Hole) for cell in inside) or inside[-1] is not self._last:
            self.add(Closing())
            return
        self._open.pop()
        for cell in (opening, *inside):
            self.unlink(cell)
        self.add(Hole(span))
        if len(inside) > 1:
            self.add(Words(" ", span, 0, 1))

    def _blank_after(self, cell: Cell) -> Iterator[Cell]:
        """Yield the holes and the white space that follow a cell, up to the first word."""
        following = cell.after
        while following is not None and _is_blank(following.content):
            yield following
            following = following.after

    def unlink(self, cell: Cell) -> None:
        """Take a cell out."""
        cell.gone = True
        before, after = cell.before, cell.after
        if before is None:
            self.first = after
        else:
            before.after = after
        if after is None:
            self._last = before
        else:
            after.before = before

    def absorb(self, hole: Cell) -> None:
        """Make one hole of a hole and what lies empty beside it: other holes, and inlines round it."""
        while True:
            before, after = hole.before, hole.after
            if after is not None and isinstance(after.content, Hole):
                self.unlink(after)
            elif before is not None and isinstance(before.content, Hole):
                self.unlink(before)
            elif _opens(before) and _closes(after) and before is not None and after is not None:
                self.unlink(before)
                self.unlink(after)
            else:
                return

    def cells(self) -> Iterator[Cell]:
        """Yield the cells from the first to the last."""
        cell = self.first
        while cell is not None:
            yield cell
            cell = cell.after

    def part(self) -> None:
        """Part the cells, which point at each other, so that they need no search for garbage."""
        for cell in self.cells():
            cell.before = None

    def inlines(self) -> tuple[Inline, ...]:
        """Return the inlines that the cells make; one that lost all its words is left out."""
        stack: list[tuple[Opening | None, list[Inline]]] = [(None, [])]
        for cell in self.cells():
            match cell.content:
                case Words() as words:
                    stack[-1][1].append(Text(words.left, words.place))
                case Opening() as opening:
                    stack.append((opening, []))
                case Closing():
                    self._made(stack)
                case Hole():
                    pass
                case (Code() | Citation() | Image() | SoftBreak() | HardBreak()) as leaf:
                    stack[-1][1].append(leaf)
        return tuple(stack[0][1])

    def _made(self, stack: list[tuple[Opening | None, list[Inline]]]) -> None:
        opening, children = stack.pop()
        if opening is None:
            return
        if opening.holed and all(isinstance(child, Text) and not child.text.strip() for child in children):
            stack[-1][1].extend(children)
        else:
            stack[-1][1].append(opening.make(tuple(children)))


def _opens(cell: Cell | None) -> bool:
    return cell is not None and isinstance(cell.content, Opening)


def _closes(cell: Cell | None) -> bool:
    return cell is not None and isinstance(cell.content, Closing)


def _is_blank(content: Content) -> bool:
    """Whether a cell shows nothing but white space."""
    if isinstance(content, Words):
        return not content.left.strip()
    return isinstance(content, Hole | SoftBreak | HardBreak)
