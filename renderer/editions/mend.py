"""Mending: what becomes of the spaces and marks round a place where words were taken away.

The rules are product.md's, one function each, applied to a hole until none of them fits any more. They see
the characters on both sides of the hole, whatever emphasis or link those stand in.

Invariant: mending takes away spaces, marks, and empty brackets and quotes; it never adds or moves a word.
"""

import unicodedata
from collections.abc import Callable
from typing import Final

from renderer.editions.flow import Cell, Closing, Flow, Hole, Leaf, Opening, Words
from renderer.language.tree import Citation, Code, HardBreak, Image, SoftBreak

_COMMAS: Final = ",;:"
_STOPS: Final = ".!?"
_SPACES: Final = " \t\u00a0\u202f"
_CLOSERS: Final = ")]}\u201d\u2019\u00bb\u203a\uff09\u300d\u300f\u3011\u300b"
_OPENERS: Final = "([{\u201c\u2018\u00ab\u2039\u201e\u201a\u00bf\u00a1\uff08\u300c\u300e\u3010\u300a"
_STRAIGHT: Final = "\"'"
_PAIRS: Final = {
    "(": ")", "[": "]", "{": "}", "\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb",
    "\u2039": "\u203a", "\u201e": "\u201c", "\u201a": "\u2018", '"': '"', "'": "'",
    "\u00bf": "?", "\u00a1": "!", "\uff08": "\uff09", "\u300c": "\u300d", "\u300e": "\u300f",
    "\u3010": "\u3011", "\u300a": "\u300b",
}  # fmt: skip
_BREAK: Final = "\n"
_THING: Final = "\ufffc"  # a citation: neither a word nor a mark


def mend(flow: Flow) -> None:
    """Mend a flow round all its holes."""
    changed = True
    while changed:
        changed = False
        for hole in flow.holes:
            mender = _Mender(flow, hole)
            while not hole.gone and mender.step():
                changed = True


def dashes_meet(flow: Flow) -> Hole | None:
    """Return a hole with a dash on both sides, or with one at the edge of a block, a line or a bracket."""
    for cell in (one for one in flow.holes if not one.gone):
        left, right = _past_spaces(cell, left=True), _past_spaces(cell, left=False)
        ends = _dash(right) or right[:1] in ("", _BREAK) or right[0] in _CLOSERS + _COMMAS + _STOPS
        begins = left in ("", _BREAK) or left in _OPENERS
        if (_dash(left) and ends) or (_dash(right) and begins):
            content = cell.content
            return content if isinstance(content, Hole) else None
    return None


def _dash(characters: str) -> bool:
    """Whether a dash stands first; one directly before a digit is a sign, and one between words is none."""
    if not characters or characters[1:2].isdigit():
        return False
    return characters[0] == "\u2212" or unicodedata.category(characters[0]) == "Pd"


def _past_spaces(cell: Cell, *, left: bool) -> str:
    """Return the nearest character that is no space, and for the right side the one after it."""
    side = _before(cell) if left else _after(cell)
    while side is not None and _character(side, last=left) == " ":
        content = side.content
        if isinstance(content, Words) and (text := content.left.strip()):
            return text[-1] if left else text[:2]
        side = _before(side) if left else _after(side)
    if side is None:
        return ""
    content = side.content
    if isinstance(content, Words) and not left:
        return content.left[:2]
    return _character(side, last=left)


class _Mender:
    """Looks at one hole: `left` and `right` are the characters on its sides, empty at the block's edges."""

    def __init__(self, flow: Flow, hole: Cell) -> None:
        self._flow = flow
        self._hole = hole

    def step(self) -> bool:
        """Apply the first rule that fits; return whether one did."""
        self._flow.absorb(self._hole)
        self._left_cell, self._right_cell = _before(self._hole), _after(self._hole)
        self.left = _character(self._left_cell, last=True)
        self.right = _character(self._right_cell, last=False)
        return any(rule(self) for rule in _RULES)

    # ------------------------------------------------------------------------------------------- rules

    def of_two_spaces_one_stays(self) -> bool:
        """Two spaces.

        The one inside emphasis or a link goes before the one outside, a space before a line end.
        """
        if self.left != " " or self.right != " ":
            return False
        right = self._right_cell
        line_end = right is not None and isinstance(right.content, SoftBreak) and self._left_is_words()
        if line_end or _closes_between(self._hole, right):
            self._drop_left()
        else:
            self._drop_right()
        return True

    def no_space_before_a_mark(self) -> bool:
        """A space before a mark, or at the end of a block, a bracket or a line."""
        if self.left == " " and (not self.right or self.right == _BREAK or self._right_is_mark()):
            self._drop_left()
            return True
        return False

    def no_space_at_the_start(self) -> bool:
        """A space at the start of a block, a bracket or a line."""
        if self.right == " " and (not self.left or self.left == _BREAK or self._left_opens()):
            self._drop_right()
            return True
        return False

    def empty_brackets_go(self) -> bool:
        """Brackets or quotes with nothing left between them."""
        if not self.left or _PAIRS.get(self.left) != self.right or not self._left_opens():
            return False
        if self.right in _STRAIGHT and not self._right_closes():
            return False
        self._drop_left()
        self._drop_right()
        return True

    def a_comma_before_a_mark_goes(self) -> bool:
        """Of two marks that meet, a comma, semicolon or colon before the other."""
        if self.left and self.left in _COMMAS and self._right_is_mark():
            self._drop_left()
            return True
        return False

    def a_stop_after_a_stop_goes(self) -> bool:
        """Of two marks that meet, a full stop after another end of a sentence."""
        if self.left and self.left in _STOPS and self.right == "." and self._right_is_mark():
            self._drop_right()
            return True
        return False

    def no_mark_at_the_start(self) -> bool:
        """A mark at the start of a block or a line, or after an opening bracket."""
        if (self.left in ("", _BREAK) or self._left_opens()) and self._right_is_mark():
            self._drop_right()
            return True
        return False

    def an_empty_line_goes(self) -> bool:
        """A line with nothing left goes with its hard break."""
        if self.right == _BREAK and self.left in ("", _BREAK):
            self._drop_right()
            return True
        if self.left == _BREAK and not self.right:
            self._drop_left()
            return True
        return False

    # ------------------------------------------------------------------------------------ what stands there

    def _left_is_words(self) -> bool:
        return self._left_cell is not None and isinstance(self._left_cell.content, Words)

    def _right_is_mark(self) -> bool:
        """Whether a mark stands on the right: one directly followed by a letter or digit is none.

        Nor are the dots of an ellipsis that a letter follows.
        """
        if not self.right:
            return False
        if self.right in _STRAIGHT:
            return self._right_closes()
        if self.right not in _COMMAS + _STOPS + _CLOSERS:
            return False
        return not (self._past_dots() if self.right == "." else self._following()).isalnum()

    def _right_closes(self) -> bool:
        """Whether a straight quote on the right closes: no letter, digit or opening mark follows it.

        What follows may be another hole, which says nothing yet: then one after a space opens.
        """
        if self._hole_follows() and (self.left in ("", " ", _BREAK) or self.left in _OPENERS):
            return False
        following = self._past_dots()
        return not following.isalnum() and following not in tuple(_OPENERS)

    def _hole_follows(self) -> bool:
        """Whether the character on the right is the last before another hole."""
        cell = self._right_cell
        if cell is None or not isinstance(cell.content, Words) or cell.content.end - cell.content.start > 1:
            return False
        after = cell.after
        while after is not None and isinstance(after.content, Opening | Closing):
            after = after.after
        return after is not None and isinstance(after.content, Hole)

    def _following(self) -> str:
        """Return the character after the one on the right, empty at the block's edge."""
        return self._rest()[:1] or _character(_after(self._right_cell), last=False)

    def _past_dots(self) -> str:
        """Return the character after the one on the right and after dots that follow it."""
        return self._rest().lstrip(".")[:1] or self._following()

    def _rest(self) -> str:
        """Return what stands right after the character on the right, in the same words."""
        content = self._right_cell.content if self._right_cell else None
        return content.text[content.start + 1 : content.end] if isinstance(content, Words) else ""

    def _left_opens(self) -> bool:
        """Whether an opening bracket or quote stands on the left; a straight one opens after a space."""
        if not self.left:
            return False
        if self.left not in _STRAIGHT:
            return self.left in _OPENERS
        cell = self._left_cell
        content = cell.content if cell is not None else None
        if isinstance(content, Words) and content.end - content.start > 1:
            preceding = content.text[content.end - 2]
        else:
            preceding = _character(_before(cell), last=True) if cell is not None else ""
        return preceding in ("", " ", _BREAK) or preceding in _OPENERS

    # ---------------------------------------------------------------------------------------------- taking

    def _drop_left(self) -> None:
        cell = self._left_cell
        if cell is not None and isinstance(cell.content, Words) and cell.content.end - cell.content.start > 1:
            cell.content.end -= 1
        elif cell is not None:
            self._flow.unlink(cell)

    def _drop_right(self) -> None:
        cell = self._right_cell
        if cell is not None and isinstance(cell.content, Words) and cell.content.end - cell.content.start > 1:
            cell.content.start += 1
        elif cell is not None:
            self._flow.unlink(cell)


_RULES: Final[tuple[Callable[[_Mender], bool], ...]] = (
    _Mender.of_two_spaces_one_stays,
    _Mender.an_empty_line_goes,
    _Mender.no_space_before_a_mark,
    _Mender.no_space_at_the_start,
    _Mender.empty_brackets_go,
    _Mender.a_comma_before_a_mark_goes,
    _Mender.a_stop_after_a_stop_goes,
    _Mender.no_mark_at_the_start,
)


def _closes_between(hole: Cell, right: Cell | None) -> bool:
    """Whether an inline that holds others ends between a hole and what stands on its right."""
    cell = hole.after
    while cell is not None and cell is not right:
        if isinstance(cell.content, Closing):
            return True
        cell = cell.after
    return False


def _before(cell: Cell | None) -> Cell | None:
    """Return the nearest cell to the left that a reader sees."""
    cell = cell.before if cell is not None else None
    while cell is not None and not _seen(cell):
        cell = cell.before
    return cell


def _after(cell: Cell | None) -> Cell | None:
    """Return the nearest cell to the right that a reader sees."""
    cell = cell.after if cell is not None else None
    while cell is not None and not _seen(cell):
        cell = cell.after
    return cell


def _seen(cell: Cell) -> bool:
    return not isinstance(cell.content, Opening | Closing | Hole)


def _character(cell: Cell | None, *, last: bool) -> str:
    """Return the last or first character of a cell as mending sees it; empty for the block's edge."""
    if cell is None:
        return ""
    match cell.content:
        case Words(text, _, start, end):
            character = text[end - 1] if last else text[start]
            return " " if character in _SPACES else character
        case Opening() | Closing() | Hole():
            return ""
        case (Code() | Citation() | Image() | SoftBreak() | HardBreak()) as leaf:
            return _stand_in(leaf)


def _stand_in(leaf: Leaf) -> str:
    """Return the character that a leaf counts as: code and pictures are words, a line end is a space."""
    match leaf:
        case SoftBreak():
            return " "
        case HardBreak():
            return _BREAK
        case Code() | Image():
            return "x"
        case Citation():
            return _THING
