"""Tracing: the chain of tags round a place, and what each says to each audience. The data of `explain`.

Invariant: a verdict is `reach`'s and `chosen`'s own; tracing decides nothing.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from renderer.audiences import Audience
from renderer.diagnostics import Span
from renderer.editions.reach import Reason, chosen, reach
from renderer.editions.readers import Node, places
from renderer.language.parse import Document
from renderer.language.tree import (
    BulletList,
    Choice,
    Citation,
    Code,
    CodeBlock,
    Column,
    Definition,
    Div,
    Emphasis,
    HardBreak,
    Image,
    Item,
    Link,
    OrderedList,
    Paragraph,
    Phrase,
    Quote,
    Row,
    Section,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Table,
    TaggedColumn,
    TaggedRow,
    TaggedTable,
    Text,
    ThematicBreak,
    Variant,
)
from renderer.value import value


@value
class Verdict:
    """What one tag says to one audience: why it is let in, None when it is not."""

    audience: str
    reason: Reason | None


@value
class Step:
    """One tag round a place, and its verdicts. `choice` is the span of the choice that it is a variant of."""

    span: Span
    verdicts: tuple[Verdict, ...]
    choice: Span | None = None

    def lets_in(self, audience: str) -> bool:
        """Whether the tag shows its content to an audience."""
        return any(one.audience == audience and one.reason is not None for one in self.verdicts)


Chain: TypeAlias = tuple[Step, ...]
"""The tags round a place, outermost first; none where everybody reads."""


def chains(document: Document, audiences: Iterable[Audience], span: Span) -> Iterator[Chain]:
    """Yield the chain of tags of each stretch of words that meets a span; nothing where no words stand."""
    nodes: tuple[Node, ...] = (*document.title, *document.summary, *document.blocks)
    yield from _Tracer(document.source.text, tuple(audiences), span).walk(nodes, ())


def choices(
    document: Document, audiences: Iterable[Audience]
) -> Iterator[tuple[Choice[Node], tuple[Audience, ...]]]:
    """Yield every choice that somebody comes to, with the audiences that do, in the order of the source."""
    found = [
        (node, place.readers)
        for place in places(document, audiences)
        for node in place.siblings
        if isinstance(node, Choice)
    ]
    yield from sorted(found, key=lambda one: one[0].span)


class _Tracer:
    """Looks for the places that meet a span, for some audiences."""

    def __init__(self, text: str, audiences: tuple[Audience, ...], span: Span) -> None:
        self._text = text
        self._audiences = audiences
        self._span = span

    def walk(self, nodes: Iterable[Node], above: Chain) -> Iterator[Chain]:
        """Yield the chains of the places in some nodes; `above` are the tags round them."""
        for node in nodes:
            if self._meets(node.span):
                yield from self._node(node, above)

    def _node(self, node: Node, above: Chain) -> Iterator[Chain]:  # noqa: C901, PLR0912  # an arm for each node
        match node:
            case Variant():
                yield from self._variant(node, None, above)
            case Choice(variants):
                for variant in variants:
                    if self._meets(variant.span):
                        yield from self._variant(variant, node, above)
            case Table():
                yield from self._table(node, above)
            case Section(heading, blocks):
                if self._meets(heading.span):
                    yield from self._deepest(heading.children, above)
                yield from self.walk(blocks, above)
            case Quote(children) | Div(_, children) | Item(_, children):
                yield from self.walk(children, above)
            case BulletList(children) | OrderedList(children):
                yield from self.walk(children, above)
            case Paragraph(children) | Column(children) | Image(alt=children):
                yield from self._deepest(children, above)
            case Emphasis(children) | Strong(children) | Superscript(children) | Subscript(children):
                yield from self._deepest(children, above)
            case Phrase(children=children) | Link(children=children):
                yield from self._deepest(children, above)
            case Text() | Code() | SoftBreak() | HardBreak() | Citation():
                yield above
            case CodeBlock() | ThematicBreak() | Definition() | Row():
                yield above

    def _deepest(self, nodes: Iterable[Node], above: Chain) -> Iterator[Chain]:
        """Yield the chains in some nodes, or the one round them where none is met: on their markup."""
        met = tuple(self.walk(nodes, above))
        yield from met or (() if self._in_comment() else (above,))

    def _in_comment(self) -> bool:
        """Whether a place where no words stand is an author's note, which is in no edition."""
        start = self._span.start
        opened = self._text.rfind("<!--", 0, start + len("<!--"))
        return opened >= 0 and self._text.find("-->", opened) + len("-->") > start

    def _variant(self, variant: Variant[Node], choice: Choice[Node] | None, above: Chain) -> Iterator[Chain]:
        yield from self._deepest(variant.content, (*above, self._step(variant, choice)))

    def _table(self, table: TaggedTable, above: Chain) -> Iterator[Chain]:
        """Yield the chains in a table: a cell's are those of its row, then that of its column."""
        yield from self.walk(table.caption or (), above)
        yield from self._headers(table.columns, above)
        columns = [self._step(one, None) if isinstance(one, Variant) else None for one in table.columns]
        for row, tags in self._rows(table.rows, above):
            cells = [
                chain
                for cell, column in zip(row.cells, columns, strict=True)
                if self._meets(cell.span)
                for chain in self._deepest(cell.children, (*tags, column) if column else tags)
            ]
            yield from cells or (tags,)

    def _headers(self, columns: Iterable[TaggedColumn], above: Chain) -> Iterator[Chain]:
        """Yield the chains in a table's header."""
        for column in columns:
            match column:
                case Column():
                    yield from self.walk((column,), above)
                case Variant(span=span):
                    if self._meets(span):
                        yield from self._variant(column, None, above)

    def _rows(self, rows: Iterable[TaggedRow], above: Chain) -> Iterator[tuple[Row[Node], Chain]]:
        """Yield the rows that are met, with the tags round each."""
        for row in rows:
            match row:
                case Row() if self._meets(row.span):
                    yield row, above
                case Variant() if self._meets(row.span):
                    yield from ((one, (*above, self._step(row, None))) for one in row.content)
                case Choice(variants):
                    for variant in variants:
                        if self._meets(variant.span):
                            yield from ((one, (*above, self._step(variant, row))) for one in variant.content)
                case Row() | Variant():
                    pass

    def _meets(self, span: Span) -> bool:
        mine = self._span
        return span.start < max(mine.end, mine.start + 1) and mine.start < max(span.end, span.start + 1)

    def _step(self, variant: Variant[Node], choice: Choice[Node] | None) -> Step:
        return step_of(variant, choice, self._audiences)


def step_of(variant: Variant[object], choice: Choice[object] | None, audiences: Iterable[Audience]) -> Step:
    """Return what a variant, perhaps one of a choice, says to some audiences."""
    verdicts = tuple(Verdict(one.id, _reason(variant, choice, one)) for one in audiences)
    return Step(variant.span, verdicts, None if choice is None else choice.span)


def _reason(variant: Variant[object], choice: Choice[object] | None, audience: Audience) -> Reason | None:
    if choice is None:
        return reach(variant.tag, audience)
    got = chosen(choice, audience)
    return got[0] if got is not None and got[1] is variant else None
