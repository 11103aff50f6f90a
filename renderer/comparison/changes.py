"""What has changed in an edition since its words were approved, block by block and word by word.

Invariant: of each pair of blocks, what stays and what is removed are the words that were approved, what stays
and what is added are those that stand there now; and whenever two editions differ, something is told.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple, TypeAlias

from renderer.comparison.canonical import VERSION, Line
from renderer.comparison.canonical_words import Placed, Said, said
from renderer.comparison.pairing import paired
from renderer.comparison.passages import Word
from renderer.diagnostics import Span
from renderer.value import value

State: TypeAlias = Literal["same", "removed", "added"]
_MANY: Final = 16_000_000
"""So many possible pairs of lines or words are not compared; all are then told as removed and added."""


class Part(NamedTuple):
    """Some neighbouring words of a block that were all removed, all added, or neither."""

    state: State
    words: tuple[Word, ...]


@value
class Change:
    """A block that was approved otherwise, that was not there, or that is there no more.

    `what` is what kind of block it is, and `was` what it was when that is something else. `moved`: it stands
    in other lists, quotes or boxes. `span` is where it stands; of one that was removed, what stands before.
    """

    kind: Literal["changed", "added", "removed"]
    what: str
    parts: tuple[Part, ...]
    span: Span
    was: str = ""
    moved: bool = False

    def count(self, state: State) -> int:
        """Return how many words are in a state; marks do not count."""
        words = (word for part in self.parts if part.state == state for word in part.words)
        return sum(any(map(str.isalnum, word.text)) for word in words)


_Pair: TypeAlias = tuple[Said | None, Said | None]


def changes(before: tuple[str, ...], now: Sequence[Line]) -> tuple[Change, ...]:
    """Return what differs between approved canonical lines and those of now, in the order of reading."""
    old = said(Placed(one) for one in (before[1:] if before[:1] == (VERSION,) else before))
    new = said(Placed(*one) for one in now)
    return tuple(_told(tuple(_paired(old, new))))


def _paired(old: Sequence[Said], new: Sequence[Said]) -> Iterator[_Pair]:
    """Yield the lines of both, those that belong together as pairs."""
    if len(old) * len(new) > _MANY:
        yield from ((one, None) for one in old)
        yield from ((None, one) for one in new)
        return
    matcher = SequenceMatcher(None, [one.exact for one in old], [one.exact for one in new], autojunk=False)
    for kind, left, left_end, right, right_end in matcher.get_opcodes():
        here, there = old[left:left_end], new[right:right_end]
        yield from zip(here, there, strict=True) if kind == "equal" else paired(here, there)


def _told(pairs: Sequence[_Pair]) -> Iterator[Change]:
    """Yield what is to be told; a list or a row that came or went is told by what stands in it."""
    place = Span(0, 0)
    for index, (old, new) in enumerate(pairs):
        after = pairs[index + 1] if index + 1 < len(pairs) else (None, None)
        if new is not None:
            place = new.span
        one = new or old
        if one is None or (old is not None and new is not None and old.exact == new.exact):
            continue
        if one.structure and _speaks_for((old, new), after):
            continue
        yield _change(old, new, place)


def _speaks_for(pair: _Pair, after: _Pair) -> bool:
    """Whether the next pair tells all that this one could: it came or went too, and stands within it."""
    match pair, after:
        case (Said() as one, None), (Said() as inner, None):
            return inner.depth > one.depth
        case (None, Said() as one), (None, Said() as inner):
            return inner.depth > one.depth
        case _:
            return False


def _change(old: Said | None, new: Said | None, place: Span) -> Change:
    if new is None:
        assert old is not None
        return Change("removed", old.what, _whole("removed", old), place)
    if old is None:
        return Change("added", new.what, _whole("added", new), place)
    was, moved = (old.what if old.kind != new.kind else ""), old.depth != new.depth
    same = old.keys == new.keys
    no_word = same and not was and not moved  # but line ends in code, or a character of the form
    if no_word or (not same and len(old.words) * len(new.words) > _MANY):
        return Change("changed", new.what, (*_whole("removed", old), *_whole("added", new)), place)
    return Change("changed", new.what, tuple(_parts(old, new)), place, was, moved)


def _whole(state: State, one: Said) -> tuple[Part, ...]:
    return (Part(state, one.words),) if one.words else ()


def _parts(old: Said, new: Said) -> Iterator[Part]:
    """Yield the words of two lines, those that were removed before those that were added there."""
    matcher = SequenceMatcher(None, old.keys, new.keys, autojunk=False)
    for kind, left, left_end, right, right_end in matcher.get_opcodes():
        if kind == "equal":
            yield Part("same", new.words[right:right_end])
            continue
        if left < left_end:
            yield Part("removed", old.words[left:left_end])
        if right < right_end:
            yield Part("added", new.words[right:right_end])
