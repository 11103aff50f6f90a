"""How much of an article each of its readers has in common with all others, has adapted, or does not get.

Invariant: what is shared and adapted is together, for each reader, every word that this reader gets; what is
left out is words that somebody gets where this reader gets nothing.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Final, NamedTuple, TypeAlias

from renderer.audiences import Audience
from renderer.diagnostics import Span
from renderer.editions.reach import chosen
from renderer.editions.readers import places
from renderer.editions.runs import BARRIER, Piece, Run
from renderer.language.parse import Document
from renderer.language.tree import Choice

_WRITTEN_TOGETHER: Final = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
"""Chinese characters and kana: no white space parts their words, and each counts as one."""
_WORD: Final = re.compile(rf"[{_WRITTEN_TOGETHER}]|[^\s{_WRITTEN_TOGETHER}]+")
_PLAIN: Final = re.compile(r"\S+")
"""The same in a text of ASCII."""
_PART: Final = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
"""From the first letter or figure to the last."""


_Place: TypeAlias = tuple[int, int, str]
"""Where part of a word stands in the source; what it says, where the source writes it otherwise."""
_Word: TypeAlias = tuple[_Place, ...]
"""A word: its parts, at one place or at several."""


class Share(NamedTuple):
    """Words of an article as one reader has them: what all get, what only some get, and what others get."""

    shared: int
    adapted: int
    left_out: int

    @property
    def words(self) -> int:
        """How many words this reader gets."""
        return self.shared + self.adapted


def shares(
    editions: Sequence[Iterable[Run]], replaced: Sequence[Sequence[Span]] | None = None
) -> tuple[Share, ...]:
    """Return the share of each edition of one article, each given by its runs, in their order.

    A word is what stands between white space and holds a letter or a figure. Two editions share it if both
    have all of it from the same places of the source: a term that readers have in their own words is adapted,
    and so is a word of which only a part is for all.

    Args:
        editions: the runs of each edition.
        replaced: for each edition, the places of what its reader gets something else instead of.
    """
    said = [Counter(_words(runs)) for runs in editions]
    if not said:
        return ()
    shared, whole = reduce(and_, said).total(), reduce(or_, said)
    instead = replaced if replaced is not None else [()] * len(said)
    return tuple(
        Share(shared, one.total() - shared, _left_out(whole - one, one, spans))
        for one, spans in zip(said, instead, strict=True)
    )


def replacements(document: Document, audiences: Iterable[Audience]) -> dict[str, list[Span]]:
    """Return, by audience, the variants of choices of which it gets another one that is not empty."""
    found: dict[str, list[Span]] = {one.id: [] for one in audiences}
    for place in places(document, audiences):
        for node in place.siblings:
            if isinstance(node, Choice):
                for reader in place.readers:
                    got = chosen(node, reader)
                    if got and got[1].content:
                        found[reader.id] += [one.span for one in node.variants if one is not got[1]]
    return found


def _left_out(others: Mapping[_Word, int], own: Iterable[_Word], replaced: Iterable[Span]) -> int:
    """Return how many words of others stand where a reader has no part of a word, and nothing instead."""
    if not others:
        return 0
    covered = _joined([*(place[:2] for word in own for place in word), *replaced])
    starts, ends = [start for start, _ in covered], [end for _, end in covered]
    found = 0
    for word, count in others.items():
        for start, end, _ in word:
            before = bisect_left(starts, end) - 1
            if before >= 0 and ends[before] > start:
                break
        else:
            found += count
    return found


def _joined(spans: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Return stretches in their order, those that overlap or touch as one."""
    ends: dict[int, int] = {}
    first = last = -1
    for start, end in sorted(spans):
        if start > last:
            first, last = start, end
        elif end > last:
            last = end
        ends[first] = last
    return ends.items()


def _words(runs: Iterable[Run]) -> Iterator[_Word]:
    """Yield the words of runs by the places of their parts."""
    for run in runs:
        pieces, index, begin = run.pieces, 0, 0
        text, span, _ = pieces[0]
        for word in (_PLAIN if run.text.isascii() else _WORD).finditer(run.text):
            start, end = word.span()
            while begin + len(text) <= start:
                begin, index = begin + len(text), index + 1
                text, span, _ = pieces[index]
            shift = span.start - begin
            if end <= begin + len(text) and span.end - span.start == len(text) and word[0].isalnum():
                yield ((start + shift, end + shift, ""),)  # most words
            elif parts := tuple(_whole(_parts(pieces, index, start - begin, end - begin))):
                yield parts


def _parts(pieces: Sequence[Piece], index: int, start: int, end: int) -> Iterator[_Place]:
    """Yield the places of the parts of a stretch, which is counted from the beginning of a piece."""
    while end > 0:
        text, span, _ = pieces[index]
        at = max(0, start)
        yield from _part(text[at:end], span, at, len(text))
        start, end, index = start - len(text), end - len(text), index + 1


def _part(stretch: str, span: Span, at: int, length: int) -> Iterator[_Place]:
    """Yield the place of the letters and figures of a stretch of a piece; nothing where it has none.

    What a piece says that the source writes otherwise (an entity, a term) all comes from where it stands.
    """
    found = _PART.search(stretch.replace(BARRIER, " "))
    if found is None:
        return
    if span.end - span.start == length:
        yield span.start + at + found.start(), span.start + at + found.end(), ""
    else:
        yield span.start, span.end, found[0]


def _whole(parts: Iterable[_Place]) -> Iterator[_Place]:
    """Yield parts of a word, those that touch in the source as one."""
    last: _Place | None = None
    for one in parts:
        if last is not None and last[1] == one[0] and not (last[2] or one[2]):
            last = (last[0], one[1], "")
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last
