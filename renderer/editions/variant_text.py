"""What a variant says, as one plain text in which numbers can be read, with its places in the source.

Code, link targets and ids say nothing. What has the class `agrees` was looked at by an editor and is left
out. What only some readers of the variant get is marked: a nested filter, the later variants of a choice.

Invariant: each stretch of the text has its place in the source.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from renderer.diagnostics import Span
from renderer.editions.readers import Node
from renderer.language.source import Source
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
    TaggedBlock,
    TaggedInline,
    TaggedItem,
    TaggedTable,
    Text,
    ThematicBreak,
    Variant,
)
from renderer.quantities.sentences import content_words

AGREES: Final = "agrees"
_NOTHING: Final = "\ufffc"
_END: Final = "\n"
_CELL: Final = " | "
_AROUND: Final = 64
_SHORT: Final = 25
_NOT_LONG: Final = 60


class VariantText:
    """What a variant says: `own` is its stretch of `text`, round it stand its neighbours.

    `keys` are the sources that it cites for all its readers, each with its first place.
    """

    def __init__(self, source: Source, told: "_Teller", own: Span) -> None:
        self.text: Final = "".join([words for words, _ in told.said])
        self.own: Final = own
        self.keys: Final = told.keys
        self._source = source
        self._some = told.some
        self._spans = [span for _, span in told.said]
        self._starts = [0, *accumulate(len(words) for words, _ in told.said)]

    @property
    def says(self) -> bool:
        """Whether the variant says anything: an empty one does not, nor one with `agrees`."""
        return bool(self.keys) or bool(self._said.strip(f" {_NOTHING}{_END}"))

    @property
    def content_words(self) -> frozenset[str]:
        """The stems of its words that say what it is about."""
        return content_words(self._said)

    @property
    def is_short(self) -> bool:
        """Whether it has so few words that all of them speak of one thing."""
        return self._words <= _SHORT

    @property
    def is_long(self) -> bool:
        """Whether it has so many words that it may speak of several things."""
        return self._words > _NOT_LONG

    @property
    def _words(self) -> int:
        return len(self._said.split())

    @property
    def _said(self) -> str:
        return self.text[self.own.start : self.own.end]

    def place(self, start: int, end: int) -> Span:
        """Return where a stretch of the text stands in the source."""
        return Span(self._place(start, end, start).start, self._place(start, end, end - 1).end)

    def is_for_some(self, start: int) -> bool:
        """Whether only some readers of the variant get what begins there."""
        return any(span.start <= start < span.end for span in self._some)

    def _place(self, start: int, end: int, at: int) -> Span:
        """Return the place of one character; of words that the source writes in another way, theirs."""
        index = bisect_right(self._starts, at) - 1
        begin, span = self._starts[index], self._spans[index]
        if self._starts[index + 1] - begin == span.end - span.start:
            return Span(span.start + at - begin, span.start + at - begin + 1)
        found = self._source.text.find(self.text[start:end], span.start, span.end)
        return span if found < 0 else Span(found, found + end - start)


def variant_text(source: Source, siblings: Sequence[Node], index: int, variant: Variant[Node]) -> VariantText:
    """Return what a variant says that stands at a place among siblings, which are the words round a span."""
    told = _Teller()
    told.around([*_words_before(siblings, index)])
    start = told.length
    told.nodes(variant.content)
    own = Span(start, told.length)
    told.around([*_words_after(siblings, index)])
    return VariantText(source, told, own)


def plain_words(nodes: Iterable[Node]) -> str:
    """Return the words of nodes without their marks."""
    told = _Teller()
    told.nodes(nodes)
    return " ".join("".join([words for words, _ in told.said]).split())


def _words_before(siblings: Sequence[Node], index: int) -> Iterator[tuple[str, Span]]:
    node = siblings[index - 1] if index else None
    if isinstance(node, SoftBreak) and index > 1:
        yield from _words_before(siblings, index - 1)
        yield " ", node.span
    elif isinstance(node, Text):
        exact = len(node.text) == node.span.end - node.span.start
        yield (
            node.text[-_AROUND:],
            Span(max(node.span.start, node.span.end - _AROUND), node.span.end) if exact else node.span,
        )


def _words_after(siblings: Sequence[Node], index: int) -> Iterator[tuple[str, Span]]:
    node = siblings[index + 1] if index + 1 < len(siblings) else None
    if isinstance(node, SoftBreak):
        yield " ", node.span
        yield from _words_after(siblings, index + 1)
    elif isinstance(node, Text):
        exact = len(node.text) == node.span.end - node.span.start
        yield (
            node.text[:_AROUND],
            Span(node.span.start, min(node.span.end, node.span.start + _AROUND)) if exact else node.span,
        )


class _Teller:
    """Collects the words of one variant, each with its place in the source."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Span]] = []
        self.some: list[Span] = []
        self.keys: dict[str, Span] = {}
        self.length = 0
        self._for_some = False

    def around(self, words: Iterable[tuple[str, Span]]) -> None:
        """Say words round the variant."""
        for said, span in words:
            self._say(said, span)

    def nodes(self, nodes: Iterable[Node]) -> None:
        """Say all that nodes say, in the order of reading."""
        for node in nodes:
            self._node(node)

    def _say(self, words: str, span: Span) -> None:
        self.said.append((words, span))
        self.length += len(words)

    def _node(self, node: Node) -> None:  # noqa: C901, PLR0912  # an arm for each node
        match node:
            case Text(text, span):
                self._say(text, span)
            case SoftBreak(span) | HardBreak(span):
                self._say(" ", span)
            case Code(_, span) | CodeBlock(_, _, span) | ThematicBreak(span):
                self._say(_NOTHING, span)
            case Citation(items):
                for item in items:
                    if not self._for_some:
                        self.keys.setdefault(item.key, item.span)
            case Superscript(children, span) | Subscript(children, span):
                self._say("^" if isinstance(node, Superscript) else "_", span)
                for child in children:
                    self._raised(child, span)
            case Emphasis(children) | Strong(children) | Link(_, _, children):
                self.nodes(children)
            case Variant() | Choice():
                self._tagged(node)
            case Definition():
                pass
            case Phrase() | Image() | Div() | Item() | Row() | Section():
                self._with_attributes(node)
            case Paragraph() | Quote() | BulletList() | OrderedList() | Table() | Column():
                self._holder(node)

    def _raised(self, node: TaggedInline, around: Span) -> None:
        """Say something raised or lowered; what is written to its end ends with the mark."""
        if isinstance(node, Text) and node.span.end == around.end - 1:
            self._say(node.text, Span(node.span.start, around.end))
        else:
            self._node(node)

    def _tagged(self, node: Variant[Node] | Choice[Node]) -> None:
        """Say the words of a nested filter as some readers', and of a nested choice all but the first so."""
        if isinstance(node, Choice):
            for first in node.variants[:1]:  # a choice that its author left empty has none
                self.nodes(first.content)
        rest = node.variants[1:] if isinstance(node, Choice) else (node,)
        for variant in rest:
            outer, self._for_some, start = self._for_some, True, self.length
            if isinstance(node, Choice):
                self._say(_END, variant.span)
            self.nodes(variant.content)
            if isinstance(node, Choice):
                self._say(_END, variant.span)
            self.some.append(Span(start, self.length))
            self._for_some = outer

    def _with_attributes(
        self,
        node: Phrase[TaggedInline]
        | Image[TaggedInline]
        | Div[TaggedBlock]
        | Item[TaggedBlock]
        | Row[TaggedInline]
        | Section[TaggedInline, TaggedBlock],
    ) -> None:
        """Say the words of what can have the class `agrees`, unless it has it."""
        attributes = node.heading.attributes if isinstance(node, Section) else node.attributes
        if AGREES in attributes.classes:
            self._say(_NOTHING, node.span)
            return
        match node:
            case Phrase(_, children) | Image(alt=children):
                self.nodes(children)
            case Div(_, blocks) | Item(_, blocks):
                self.nodes(blocks)
            case Row(_, cells):
                for cell in cells:
                    self.nodes(cell.children)
                    self._say(_CELL, cell.span)
                self._say(_END, node.span)
            case Section(heading, blocks):
                self._line(heading.children, heading.span)
                self.nodes(blocks)

    def _holder(
        self,
        node: Paragraph[TaggedInline]
        | Quote[TaggedBlock]
        | BulletList[TaggedItem]
        | OrderedList[TaggedItem]
        | TaggedTable
        | Column[TaggedInline],
    ) -> None:
        match node:
            case Paragraph(children, span) | Column(children, _, span):
                self._line(children, span)
            case Quote(blocks):
                self.nodes(blocks)
            case BulletList(items) | OrderedList(items):
                self.nodes(items)
            case Table(columns, rows, caption, span):
                self._line(caption or (), span)
                self.nodes((*columns, *rows))

    def _line(self, nodes: Iterable[TaggedInline], span: Span) -> None:
        """Say words that stand for themselves."""
        self.nodes(nodes)
        self._say(_END, span)
