"""A document with every variant in place, for showing to its author: who reads what, and why.

Each variant becomes a span, a div, an item or a row with an id of its own, `page-why-N`; what stands in it is
kept, whether the audience sees it or not. It is for the preview alone: no output of a build is made of it.

Invariant: what is said of a variant is `trace`'s own; annotating decides nothing.
"""

from collections.abc import Iterable, Iterator, Sequence

from renderer.audiences import Audience
from renderer.diagnostics import Span
from renderer.editions.trace import Step, step_of
from renderer.language.parse import Document
from renderer.language.tree import (
    Attributes,
    Block,
    BulletList,
    Cell,
    Choice,
    Citation,
    Code,
    CodeBlock,
    Column,
    Definition,
    Div,
    Emphasis,
    HardBreak,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    OrderedList,
    Paragraph,
    Phrase,
    PlainItem,
    PlainTable,
    Quote,
    Row,
    Section,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Table,
    TaggedBlock,
    TaggedColumn,
    TaggedInline,
    TaggedItem,
    TaggedRow,
    TaggedTable,
    Text,
    ThematicBreak,
    UntaggedBlock,
    Variant,
)
from renderer.value import value

MARK = "page-why"
HIDDEN = "page-why-hidden"
_NOTHING = Attributes()


@value
class Note:
    """What is to be said of one variant; `id` is that of the element which holds it."""

    id: str
    step: Step


@value
class Annotated:
    """A document's words with every variant in place, and a note on each."""

    title: tuple[Inline, ...]
    summary: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


def annotate(document: Document, audience: Audience, everybody: Iterable[Audience]) -> Annotated:
    """Return a document with all its variants, as for an audience; `everybody` are those who read it."""
    annotator = _Annotator(audience, tuple(everybody))
    title = annotator.words(document.title)
    summary = annotator.words(document.summary)
    blocks = tuple(annotator.blocks(document.blocks))
    return Annotated(title, summary, blocks, tuple(annotator.notes))


class _Annotator:
    def __init__(self, audience: Audience, everybody: tuple[Audience, ...]) -> None:
        self._audience = audience
        self._everybody = everybody
        self.notes: list[Note] = []

    # --------------------------------------------------------------------------------------------- marks

    def _mark(
        self, variant: Variant[object], choice: Choice[object] | None, given: Attributes = _NOTHING
    ) -> Attributes:
        """Note a variant, and return the attributes of the element that holds it."""
        step = self._step(variant, choice)
        name = f"{MARK}-{len(self.notes) + 1}"
        self.notes.append(Note(name, step))
        hidden = () if step.lets_in(self._audience.id) else (HIDDEN,)
        return given._replace(id=name, classes=(*given.classes, MARK, *hidden))

    def _step(self, variant: Variant[object], choice: Choice[object] | None) -> Step:
        return step_of(variant, choice, self._everybody)

    # -------------------------------------------------------------------------------------------- blocks

    def blocks(self, nodes: Iterable[TaggedBlock]) -> Iterator[Block]:
        """Yield blocks with their variants in place."""
        for node in nodes:
            match node:
                case Variant(_, content, span):
                    yield Div(self._mark(node, None), tuple(self.blocks(content)), span)
                case Choice(variants):
                    for one in variants:
                        yield Div(self._mark(one, node), tuple(self.blocks(one.content)), one.span)
                case Definition():
                    pass
                case (
                    Paragraph() | Section() | Quote() | Div() | BulletList() | OrderedList() | Table()
                    | CodeBlock() | ThematicBreak()
                ):  # fmt: skip
                    yield self._block(node)

    def _block(self, node: UntaggedBlock) -> Block:  # noqa: C901, PLR0911  # an arm for each node
        match node:
            case Paragraph(children, span):
                return Paragraph(self.words(children), span)
            case Section(heading, blocks, span):
                words = self.words(heading.children)
                head = Heading(heading.level, words, heading.attributes, heading.span)
                return Section(head, tuple(self.blocks(blocks)), span)
            case Quote(blocks, span):
                return Quote(tuple(self.blocks(blocks)), span)
            case Div(attributes, blocks, span):
                return Div(attributes, tuple(self.blocks(blocks)), span)
            case BulletList(items, tight, span):
                return BulletList(tuple(self._items(items)), tight, span)
            case OrderedList(items, tight, start, span):
                return OrderedList(tuple(self._items(items)), tight, start, span)
            case Table():
                return self._table(node)
            case CodeBlock() | ThematicBreak():
                return node

    def _items(self, items: Iterable[TaggedItem]) -> Iterator[PlainItem]:
        for item in items:
            match item:
                case Item(attributes, blocks, span):
                    yield Item(attributes, tuple(self.blocks(blocks)), span)
                case Variant(_, content):
                    yield from (self._item(one, item, None) for one in content)
                case Choice(variants):
                    for variant in variants:
                        yield from (self._item(one, variant, item) for one in variant.content)

    def _item(
        self, item: Item[TaggedBlock], variant: Variant[object], choice: Choice[object] | None
    ) -> PlainItem:
        marked = self._mark(variant, choice, item.attributes)
        return Item(marked, tuple(self.blocks(item.blocks)), item.span)

    def _table(self, table: TaggedTable) -> PlainTable:
        columns = tuple(self._column(column) for column in table.columns)
        hidden = [self._hides(column) for column in table.columns]
        caption = None if table.caption is None else self.words(table.caption)
        return Table(columns, tuple(self._rows(table.rows, hidden)), caption, table.span)

    def _column(self, column: TaggedColumn) -> Column[Inline]:
        """Return a column; that of a variant is marked in its header."""
        if isinstance(column, Column):
            return Column(self.words(column.header), column.align, column.span)
        inner = column.content[0]
        header = Phrase(self._mark(column, None), self.words(inner.header), column.span)
        return Column((header,), inner.align, inner.span)

    def _rows(self, rows: Iterable[TaggedRow], hidden: Sequence[bool]) -> Iterator[Row[Inline]]:
        """Yield rows; `hidden` says of each column whether the audience does not see it."""
        for row in rows:
            match row:
                case Row():
                    yield self._row(row, row.attributes, hidden)
                case Variant(_, content):
                    for one in content:
                        yield self._row(one, self._mark(row, None, one.attributes), hidden)
                case Choice(variants):
                    for variant in variants:
                        for one in variant.content:
                            yield self._row(one, self._mark(variant, row, one.attributes), hidden)

    def _row(self, row: Row[TaggedInline], attributes: Attributes, hidden: Sequence[bool]) -> Row[Inline]:
        cells = (
            Cell(self._cell(cell.children, cell.span, hidden=hides), cell.span)
            for cell, hides in zip(row.cells, hidden, strict=True)
        )
        return Row(attributes, tuple(cells), row.span)

    def _cell(self, nodes: Iterable[TaggedInline], span: Span, *, hidden: bool) -> tuple[Inline, ...]:
        """Return a cell's words; in a column that the audience does not see they are marked as hidden."""
        words = self.words(nodes)
        return (Phrase(Attributes(classes=(MARK, HIDDEN)), words, span),) if hidden else words

    def _hides(self, column: TaggedColumn) -> bool:
        return isinstance(column, Variant) and not self._step(column, None).lets_in(self._audience.id)

    # ------------------------------------------------------------------------------------------- inlines

    def words(self, nodes: Iterable[TaggedInline]) -> tuple[Inline, ...]:
        """Return inlines with their variants in place."""
        return tuple(one for node in nodes for one in self._inline(node))

    def _inline(self, node: TaggedInline) -> Iterator[Inline]:  # noqa: C901  # an arm for each node
        match node:
            case Variant(_, content, span):
                yield Phrase(self._mark(node, None), self.words(content), span)
            case Choice(variants):
                for one in variants:
                    yield Phrase(self._mark(one, node), self.words(one.content), one.span)
            case Text() | SoftBreak() | HardBreak() | Code() | Citation():
                yield node
            case Emphasis(children, span):
                yield Emphasis(self.words(children), span)
            case Strong(children, span):
                yield Strong(self.words(children), span)
            case Superscript(children, span):
                yield Superscript(self.words(children), span)
            case Subscript(children, span):
                yield Subscript(self.words(children), span)
            case Phrase(attributes, children, span):
                yield Phrase(attributes, self.words(children), span)
            case Link(target, title, children, definition, span):
                yield Link(target, title, self.words(children), definition, span)
            case Image(target, title, alt, definition, attributes, span):
                yield Image(target, title, self.words(alt), definition, attributes, span)
