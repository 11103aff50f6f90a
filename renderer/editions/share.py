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
from renderer.editions.runs import BARRIER, Run
from renderer.language.parse import Document
from renderer.language.tree import Choice

_WRITTEN_TOGETHER: Final = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
"""Chinese characters and kana: no white space parts their words, and each counts as one."""
_WORD: Final = re.compile(rf"[{_WRITTEN_TOGETHER}]|[^\s{_WRITTEN_TOGETHER}]+")
_PART: Final = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
"""From the first letter or figure to the last."""


class _Place(NamedTuple):
    """Where part of a word stands in the source; `text` says it where the source writes it otherwise."""

    start: int
    end: int
    text: str = ""


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
    covered = _joined([*((place.start, place.end) for word in own for place in word), *replaced])
    return sum(
        count for word, count in others.items() if not any(_overlaps(covered, place) for place in word)
    )


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches in their order, those that overlap or touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _overlaps(covered: Sequence[tuple[int, int]], place: _Place) -> bool:
    at = bisect_left(covered, (place.end, 0)) - 1
    return at >= 0 and covered[at][1] > place.start


def _words(runs: Iterable[Run]) -> Iterator[_Word]:
    """Yield the words of runs by the places of their parts."""
    for run in runs:
        pieces, index, begin = run.pieces, 0, 0
        for word in _WORD.finditer(run.text):
            parts = list[_Place]()
            while begin + len(pieces[index].text) <= word.start():
                begin, index = begin + len(pieces[index].text), index + 1
            at, offset = index, begin
            while offset < word.end():
                text, span, _ = pieces[at]
                stretch = text[max(0, word.start() - offset) : word.end() - offset]
                parts += _part(stretch, span, max(0, word.start() - offset), len(text))
                at, offset = at + 1, offset + len(text)
            if parts:
                yield tuple(_whole(parts))


def _part(stretch: str, span: Span, at: int, length: int) -> Iterator[_Place]:
    """Yield the place of the letters and figures of a stretch of a piece; nothing where it has none.

    What a piece says that the source writes otherwise (an entity, a term) all comes from where it stands.
    """
    found = _PART.search(stretch.replace(BARRIER, " "))
    if found is None:
        return
    if span.end - span.start == length:
        yield _Place(span.start + at + found.start(), span.start + at + found.end())
    else:
        yield _Place(*span, found[0])


def _whole(parts: Iterable[_Place]) -> Iterator[_Place]:
    """Yield parts of a word, those that touch in the source as one."""
    last: _Place | None = None
    for one in parts:
        if last is not None and not last.text and not one.text and last.end == one.start:
            last = _Place(last.start, one.end)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last
