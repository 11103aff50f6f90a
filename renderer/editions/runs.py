"""The running words of an edition: what a reader reads in one go, each run with its places in the source.

A run is the title, the summary, a heading, a paragraph, a cell, a caption, an alternative text or the title
of a link or picture. Emphasis, links and line ends do not part it. What is no prose (code, a citation, a
picture, words in another language) stands in it as one `BARRIER`.

Invariant: every word that an edition says outside code and references is in one run, once, in the order of
reading.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from enum import Enum, auto
from typing import Final, NamedTuple

from renderer.diagnostics import Span
from renderer.editions.edition import Edition
from renderer.language.tree import (
    Attributes,
    Block,
    BulletList,
    Citation,
    Code,
    CodeBlock,
    Div,
    Emphasis,
    HardBreak,
    Image,
    Inline,
    Link,
    OrderedList,
    Paragraph,
    Phrase,
    PlainTable,
    Quote,
    Section,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)

BARRIER: Final = "\ufffc"
_NONE: Final = frozenset[int]()


class Part(Enum):
    """What a run is of its edition."""

    TITLE = auto()
    SUMMARY = auto()
    HEADING = auto()
    PARAGRAPH = auto()
    TABLE = auto()
    ALT = auto()


class Piece(NamedTuple):
    """Words of a run that stand together in the source; `term` says that the site's `[terms]` worded them."""

    text: str
    span: Span
    term: bool


class Run:
    """Some words in one go: `text`, and where each of them stands in the source.

    `raised` are the indexes of pieces that are set above the line.
    """

    __slots__ = ("_starts", "part", "pieces", "raised", "text")

    def __init__(self, part: Part, pieces: Sequence[Piece], raised: Set[int] = _NONE) -> None:
        self.part = part
        self.pieces = pieces
        self.raised = raised
        self.text = "".join([piece.text for piece in pieces])
        self._starts: list[int] | None = None

    def span(self, start: int, end: int) -> Span:
        """Return where a stretch of the text stands: exactly, but for pieces that are written otherwise."""
        first, last = self._index(start), self._index(max(start, end - 1))
        return Span(self._offset(first, start).start, self._offset(last, max(start, end - 1)).end)

    def in_term(self, start: int, end: int) -> bool:
        """Whether some of a stretch is a term."""
        return any(one.term for one in self.pieces[self._index(start) : self._index(end - 1) + 1])

    def piece(self, offset: int) -> tuple[int, Piece]:
        """Return the piece that holds a character of the text, and where in the text it begins."""
        index = self._index(offset)
        return (self._starts or [0])[index], self.pieces[index]

    def raised_from(self, offset: int) -> int | None:
        """Return where the raised piece that holds a character begins in the text, None for any other."""
        index = self._index(offset)
        return (self._starts or [0])[index] if index in self.raised else None

    def _index(self, offset: int) -> int:
        if self._starts is None:
            self._starts, at = [], 0
            for piece in self.pieces:
                self._starts.append(at)
                at += len(piece.text)
        return bisect_right(self._starts, offset) - 1

    def _offset(self, index: int, offset: int) -> Span:
        """Return the place of one character."""
        text, span, _ = self.pieces[index]
        starts = self._starts or [0]
        if span.end - span.start != len(text):
            return span
        at = span.start + offset - starts[index]
        return Span(at, at + 1)


def runs(edition: Edition, language: str | None = "en") -> Iterator[Run]:
    """Yield the runs of an edition, in a language (`en`): of words marked as another one nothing is said.

    With None, words of every language are.
    """
    speaker = _Speaker(language)
    yield from speaker.run(Part.TITLE, edition.title)
    yield from speaker.run(Part.SUMMARY, edition.summary)
    yield from speaker.blocks(edition.blocks)


def sections(blocks: Iterable[Block]) -> Iterator[Section[Inline, Block]]:
    """Yield every section, outer before inner."""
    for block in blocks:
        match block:
            case Section(_, inner):
                yield block
                yield from sections(inner)
            case Div(_, inner) | Quote(inner):
                yield from sections(inner)
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from sections(item.blocks)
            case Paragraph() | Table() | CodeBlock() | ThematicBreak():
                pass


class _Speaker:
    """Gathers runs; `_pieces` and `_alts` are those of the run that is being gathered."""

    def __init__(self, language: str | None) -> None:
        self._language = language.lower().partition("-")[0] if language is not None else None
        self._pieces: list[Piece] = []
        self._alts: list[tuple[Inline, ...]] = []
        self._titles: list[Piece] = []
        self._raised: set[int] = set()

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Run]:  # noqa: C901  # an arm for each node
        """Yield the runs of blocks."""
        for block in blocks:
            match block:
                case Paragraph(children):
                    yield from self.run(Part.PARAGRAPH, children)
                case Section(heading, inner):
                    yield from self.run(Part.HEADING, heading.children)
                    yield from self.blocks(inner)
                case BulletList(items) | OrderedList(items):
                    for item in items:
                        yield from self.blocks(item.blocks)
                case Table():
                    yield from self._table(block)
                case Div(attributes, inner):
                    if not self._foreign(attributes):
                        yield from self.blocks(inner)
                case Quote(inner):
                    yield from self.blocks(inner)
                case CodeBlock() | ThematicBreak():
                    pass

    def _table(self, table: PlainTable) -> Iterator[Run]:
        yield from self.run(Part.TABLE, table.caption or ())
        for column in table.columns:
            yield from self.run(Part.TABLE, column.header)
        for row in table.rows:
            for cell in row.cells:
                yield from self.run(Part.TABLE, cell.children)

    def run(self, part: Part, nodes: Sequence[Inline]) -> Iterator[Run]:
        """Yield the run of some inlines, then those of the alternative texts and titles in them."""
        self._pieces, self._alts, self._titles, self._raised = [], [], [], set()
        self._add(nodes, term=False)
        pieces, alts, titles = self._pieces, self._alts, self._titles
        if pieces:
            yield Run(part, pieces, self._raised)
        yield from (Run(Part.ALT, [title]) for title in titles)
        for alt in alts:
            yield from self.run(Part.ALT, alt)

    def _add(self, nodes: Sequence[Inline], *, term: bool) -> None:  # noqa: C901  # an arm for each node
        put = self._pieces.append
        for node in nodes:
            match node:
                case Text(text, span):
                    if text:
                        put(Piece(text, span, term))
                case SoftBreak(span) | HardBreak(span):
                    put(Piece(" ", span, term))
                case Code(_, span) | Citation(_, span):
                    put(Piece(BARRIER, span, term))
                case Image(title=title, alt=alt, span=span):
                    put(Piece(BARRIER, span, term))
                    self._alts.append(alt)
                    self._title(title, span)
                case Phrase(attributes, children, span):
                    if self._foreign(attributes):
                        put(Piece(BARRIER, span, term))
                    else:
                        self._add(children, term=term or "term" in attributes.classes)
                case Link(title=title, children=children, span=span):
                    self._add(children, term=term)
                    self._title(title, span)
                case Superscript(children):
                    below = len(self._pieces)
                    self._add(children, term=term)
                    self._raised.update(range(below, len(self._pieces)))
                case Emphasis(children) | Strong(children) | Subscript(children):
                    self._add(children, term=term)

    def _title(self, title: str, span: Span) -> None:
        if title:
            self._titles.append(Piece(title, span, term=False))

    def _foreign(self, attributes: Attributes) -> bool:
        """Whether something is marked as words of another language."""
        if self._language is None:
            return False
        return bool(attributes.lang) and attributes.lang.lower().partition("-")[0] != self._language
