"""Facts: where counterparts say different numbers.

Invariant: each number of a later variant is told once, with the first that it disagrees with.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from renderer.diagnostics import Span
from renderer.editions.counterparts import Counterparts
from renderer.editions.variant_text import VariantText
from renderer.language.source import Source
from renderer.quantities.agree import Side, disagreements, is_of_one
from renderer.quantities.quantity import Quantity
from renderer.quantities.read import read


class Said(NamedTuple):
    """A number that a variant says: where its own part of it stands in the source, and in what words."""

    span: Span
    words: str


class Differing(NamedTuple):
    """Where two wordings say different numbers of the same."""

    earlier: Said
    later: Said


def differing(group: Counterparts, source: Source) -> Iterator[Differing]:
    """Yield where counterparts say different numbers."""
    wordings = group.wordings(source)
    sides = [_side(one) for one in wordings]
    told: set[Span] = set()
    for (n, one), (m, other) in combinations(enumerate(wordings), 2):
        near = group.sure and one.is_short and other.is_short
        single = group.sure and not one.is_long and not other.is_long
        for pair in disagreements(sides[n], sides[m], near=near, single=single):
            later = _said(other, pair.other, source)
            if later.span not in told and (not group.headed or is_of_one(pair)):
                told.add(later.span)
                yield Differing(_said(one, pair.one, source), later)


def _said(text: VariantText, number: Quantity, source: Source) -> Said:
    """Return a number as it reads, without the marks in it; one with an exponent as the author wrote it."""
    own, start, end = text.own, number.start, number.shown
    span = text.place(max(start, own.start), min(end, own.end))
    words = text.text[start:end]
    if "^" in words and own.start <= start and end <= own.end:
        words = source.text[span.start : span.end]
    return Said(span, " ".join(words.split()))


def _side(text: VariantText) -> Side:
    own = [one for one in read(text.text) if one.start < text.own.end and text.own.start < one.end]
    some = [text.is_for_some(one.start) for one in own]
    return Side(
        [one for one, is_some in zip(own, some, strict=True) if not is_some],
        [one for one, is_some in zip(own, some, strict=True) if is_some],
    )
