"""Counterparts: variants that say the same thing to different readers.

Those of one choice do, and so do neighbouring filters of which no reader sees both, and filters to which an
author gave the same id.

Invariant: no reader gets two wordings that are held to be counterparts.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from renderer.audiences import Audience
from renderer.editions.reach import Offers, reach
from renderer.editions.readers import Kind, Node, Place, runs
from renderer.editions.variant_text import VariantText, variant_text
from renderer.language.source import Source
from renderer.language.tree import Choice, Div, Item, Row, Section, Variant
from renderer.value import value

DIFFERENCE_IS_MEANT: Final = "if the difference is meant, add `.agrees` to the tag of one"


@value
class Counterparts:
    """Variants that correspond, in their order; `siblings` are those among which the first of them stands.

    `sure` says that they are known to: an author made them a choice, or there are these two alone.
    """

    variants: tuple[Variant[Node], ...]
    siblings: tuple[Node, ...]
    index: int
    sure: bool

    def wordings(self, source: Source) -> list[VariantText]:
        """Return what each of them says."""
        return [variant_text(source, self.siblings, self.index, one) for one in self.variants]


def of_choice(
    choice: Choice[Node], readers: Sequence[tuple[str, Offers]], place: Place, index: int
) -> Counterparts:
    """Return the variants of a choice that somebody gets."""
    got = {offers.best[0] for _, offers in readers if offers.best}
    variants = tuple([one for n, one in enumerate(choice.variants) if n in got])
    return Counterparts(variants, place.siblings, index, sure=True)


def of_filters(place: Place) -> Iterator[Counterparts]:
    """Yield the pairs of neighbouring filters of a place of which no reader sees both; sections are none."""
    for run in runs(place):
        for one, other in pairwise(run):
            if not _is_section(one) and not _is_section(other) and not _shared(one, other, place.readers):
                yield Counterparts((one, other), (), 0, sure=len(run) == 2)


def of_ids(places: Iterable[Place]) -> Iterator[Counterparts]:
    """Yield the pairs of filters, one after the other, that have an id in common and no reader."""
    named: dict[str, list[tuple[Variant[Node], frozenset[str]]]] = {}
    for place in places:
        for node in place.siblings if place.kind is not Kind.INLINES else ():
            if isinstance(node, Variant) and (name := _id(node)):
                seen = frozenset(one.id for one in place.readers if reach(node.tag, one))
                named.setdefault(name, []).append((node, seen))
    for group in named.values():
        for (one, seen), (other, also) in pairwise(group):
            if not seen & also:
                yield Counterparts((one, other), (), 0, sure=False)


def _id(variant: Variant[Node]) -> str:
    """Return the id of a filter's block, section, item or row."""
    node = variant.content[0] if variant.content else None
    if isinstance(node, Section):
        return node.heading.attributes.id
    return node.attributes.id if isinstance(node, Div | Item | Row) and len(variant.content) == 1 else ""


def _is_section(variant: Variant[Node]) -> bool:
    return any(isinstance(node, Section) for node in variant.content)


def _shared(one: Variant[Node], other: Variant[Node], readers: Sequence[Audience]) -> bool:
    return any(reach(one.tag, reader) and reach(other.tag, reader) for reader in readers)
