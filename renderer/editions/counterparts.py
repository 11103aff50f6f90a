"""Counterparts: variants that say the same thing to different readers.

Those of one choice do, and so do neighbouring filters of which no reader sees both, sections of one heading,
cells of neighbouring columns, and filters to which an author gave the same id.

Invariant: no reader gets two wordings that are held to be counterparts.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from renderer.audiences import Audience
from renderer.editions.reach import Offers, reach
from renderer.editions.readers import Kind, Node, Place, runs
from renderer.editions.variant_text import AGREES, VariantText, plain_words, variant_text
from renderer.language.source import Source
from renderer.language.tree import (
    Cell,
    Choice,
    Column,
    Div,
    Item,
    Phrase,
    Row,
    Section,
    TaggedInline,
    Variant,
)
from renderer.quantities.sentences import content_words
from renderer.value import value

DIFFERENCE_IS_MEANT: Final = "if the difference is meant, add `.agrees` to the tag of one"


@value
class Counterparts:
    """Variants that correspond, in their order; `siblings` are those among which the first of them stands.

    `sure` says that they are known to: an author made them a choice, or there are these two alone. `named`
    says that an author gave them the same id, or that their columns are of one thing; `headed` that they are
    sections, in which much may stand.
    """

    variants: tuple[Variant[Node], ...]
    siblings: tuple[Node, ...]
    index: int
    sure: bool
    named: bool = False
    headed: bool = False

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


def of_others(places: Sequence[Place]) -> Iterator[Counterparts]:
    """Yield the pairs of counterparts that are no choice's."""
    for place in places:
        if place.tags > 1:
            yield from of_filters(place)
            yield from of_sections(place)
            yield from of_columns(place)
    yield from of_ids(places)


def of_filters(place: Place) -> Iterator[Counterparts]:
    """Yield the pairs of neighbouring filters of a place of which no reader sees both; sections are none."""
    for run in runs(place):
        for one, other in pairwise(run):
            if not _is_section(one) and not _is_section(other) and not _shared(one, other, place.readers):
                yield Counterparts((one, other), (), 0, sure=len(run) == 2)


def of_sections(place: Place) -> Iterator[Counterparts]:
    """Yield the pairs of sections of a place, one after the other, that have one heading and no reader."""
    headed: dict[str, list[Variant[Node]]] = {}
    for node in place.siblings if place.kind is Kind.BLOCKS else ():
        if isinstance(node, Variant) and node.content and isinstance(section := node.content[0], Section):
            headed.setdefault(plain_words(section.heading.children).casefold(), []).append(node)
    for group in headed.values():
        for one, other in pairwise(group):
            if not _shared(one, other, place.readers):
                yield Counterparts((one, other), (), 0, sure=len(group) == 2, headed=True)


def of_columns(place: Place) -> Iterator[Counterparts]:
    """Yield the pairs of cells of neighbouring columns, when no reader sees two columns of the run.

    A number without a word or a unit is of what its column's heading says, and corresponds to nothing.
    Columns are known to be of one thing by a word in both headings or a number in both cells of a row.
    """
    for start, run in _columns(place):
        if any(_shared(one, other, place.readers) for one, other in combinations(run, 2)):
            continue
        rows = [
            row.cells[start : start + len(run)]
            for row in place.rows
            if isinstance(row, Row) and AGREES not in row.attributes.classes
        ]
        known: dict[tuple[int, int], bool] = {}
        for cells in rows:
            said = [
                (n, Variant[Node](column.tag, cell.children, cell.span))
                for n, (column, cell) in enumerate(zip(run, cells, strict=True))
                if not _is_agreed(column) and not _is_bare(plain_words(cell.children))
            ]
            for (n, one), (m, other) in pairwise(said):
                if (n, m) not in known:
                    known[n, m] = _are_of_one(run[n], run[m], [(row[n], row[m]) for row in rows])
                yield Counterparts((one, other), (), 0, sure=known[n, m], named=known[n, m])


def _columns(place: Place) -> Iterator[tuple[int, list[Variant[Node]]]]:
    """Yield the runs of neighbouring tagged columns, each with the place of its first."""
    run: list[Variant[Node]] = []
    for index, node in enumerate((*place.siblings, None) if place.rows else ()):
        if isinstance(node, Variant):
            run.append(node)
        elif run:
            yield index - len(run), run
            run = []


def _are_of_one(
    one: Variant[Node], other: Variant[Node], cells: Iterable[tuple[Cell[TaggedInline], Cell[TaggedInline]]]
) -> bool:
    """Whether two columns are of one thing."""
    from renderer.quantities.alike import has_number_in_common  # noqa: PLC0415  # a table is rare

    heading, beside = (plain_words(column.content).casefold() for column in (one, other))
    if heading == beside or not content_words(heading).isdisjoint(content_words(beside)):
        return True
    return any(
        has_number_in_common(plain_words(mine.children), plain_words(theirs.children))
        for mine, theirs in cells
    )


def _is_agreed(column: Variant[Node]) -> bool:
    """Whether a column has the class `agrees`, which stands round the words of its heading."""
    node = column.content[0]
    words = node.header[0] if isinstance(node, Column) and len(node.header) == 1 else None
    return isinstance(words, Phrase) and AGREES in words.attributes.classes


def _is_bare(words: str) -> bool:
    return any(map(str.isdigit, words)) and not any(one.isalpha() or one == "%" for one in words)


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
                yield Counterparts((one, other), (), 0, sure=len(group) == 2, named=True)


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
