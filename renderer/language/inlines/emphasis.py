"""Emphasis: which runs of `*` and `_` belong together.

The algorithm is CommonMark 0.31's "process emphasis", with a floor for each kind of closer below which no
opener can match, so that hostile runs cost no more than their length.

Invariant: emphasis never crosses a bracket; a bracket's pieces are resolved before its node is made.
"""

import unicodedata
from collections.abc import Callable

from renderer.language.inlines.pieces import Delimiter, Piece
from renderer.language.reading import Place
from renderer.language.tree import Emphasis, Strong, TaggedInline

Finish = Callable[[list[Piece]], tuple[TaggedInline, ...]]


def delimiter(text: str, start: int, end: int) -> Delimiter:
    """Return the run of marks at a stretch of the text, with what it may do (CommonMark's flanking rules)."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    left = _flanks(after, before)
    right = _flanks(before, after)
    mark = text[start]
    if mark == "*":
        return Delimiter(mark, start, end - start, left, right, end - start)
    opens = left and (not right or _is_punctuation(before))
    closes = right and (not left or _is_punctuation(after))
    return Delimiter(mark, start, end - start, opens, closes, end - start)


def resolve(pieces: list[Piece], place: Place, finish: Finish) -> list[Piece]:
    """Return the pieces with matching delimiters made emphasis; what matches nothing stays a delimiter."""
    out: list[Piece] = []
    openers: list[tuple[Delimiter, int]] = []
    floors: dict[tuple[str, bool, int], int] = {}
    for piece in pieces:
        if not isinstance(piece, Delimiter):
            out.append(piece)
            continue
        if piece.closes:
            _close(piece, out, openers, floors, (place, finish))
        if piece.count:
            if piece.opens:
                openers.append((piece, len(out)))
            out.append(piece)
    return out


def _close(
    closer: Delimiter,
    out: list[Piece],
    openers: list[tuple[Delimiter, int]],
    floors: dict[tuple[str, bool, int], int],
    making: tuple[Place, Finish],
) -> None:
    """Match a closer with as many openers as it has marks for."""
    kind = (closer.mark, closer.opens, closer.length % 3)
    while closer.count:
        index = _opener(closer, openers, floors.get(kind, 0))
        if index < 0:
            floors[kind] = len(openers)
            return
        opener, at = openers[index]
        del openers[index + 1 :]
        for key, floor in floors.items():
            floors[key] = min(floor, index + 1)
        _wrap(opener, closer, out, at, making)
        if not opener.count:
            openers.pop()
            out.pop(at)
            for key, floor in floors.items():
                floors[key] = min(floor, index)


def _opener(closer: Delimiter, openers: list[tuple[Delimiter, int]], floor: int) -> int:
    """Return the index of the nearest opener that the closer matches, -1 without one."""
    for index in range(len(openers) - 1, floor - 1, -1):
        opener = openers[index][0]
        if opener.mark == closer.mark and not _odd_match(opener, closer):
            return index
    return -1


def _odd_match(opener: Delimiter, closer: Delimiter) -> bool:
    """CommonMark's rule of three: runs that both open and close match only in certain lengths."""
    if not (opener.closes or closer.opens) or closer.length % 3 == 0:
        return False
    return (opener.length + closer.length) % 3 == 0


def _wrap(
    opener: Delimiter, closer: Delimiter, out: list[Piece], at: int, making: tuple[Place, Finish]
) -> None:
    """Make what stands between two delimiters emphasis, and take their marks."""
    place, finish = making
    marks = 2 if opener.count >= 2 and closer.count >= 2 else 1
    children = finish(out[at + 1 :])
    del out[at + 1 :]
    opener.count -= marks
    start, end = opener.at + opener.count, closer.at + marks
    closer.at += marks
    closer.count -= marks
    kind = Strong if marks == 2 else Emphasis
    out.append(kind(children, place.span(start, end)))


def _flanks(near: str, far: str) -> bool:
    """Whether a run clings to `near`.

    No white space there, and no punctuation unless the far side has some.
    """
    if near.isspace():
        return False
    return not _is_punctuation(near) or far.isspace() or _is_punctuation(far)


def _is_punctuation(character: str) -> bool:
    """Whether CommonMark counts a character as punctuation: Unicode's P and S."""
    return not character.isalnum() and unicodedata.category(character)[0] in "PS"
