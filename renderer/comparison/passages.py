"""What an edition says, in the units in which editions are compared: passages of words.

A passage is a heading, a paragraph, a line of a table, a caption or a block of code. A word is what stands
between spaces without its punctuation, a mark, a character of Chinese or Japanese, a citation, a picture or
where a link leads.

Invariant: every word of title, summary and blocks is in one passage, in the order of reading.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal, NamedTuple, TypeAlias
from unicodedata import normalize

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
    PlainItem,
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
from renderer.value import value
from renderer.writers.words import shifted, words

PassageKind: TypeAlias = Literal[
    "title", "summary", "heading", "paragraph", "item", "header", "row", "caption", "code", "break"
]

_IDEOGRAPH: Final = "[\u2e80-\u9fff\uf900-\ufaff]"
_LETTER: Final = rf"(?!{_IDEOGRAPH})\w"
_NUMBER: Final = r"(?<![\w)\]])[-+\u2212]?(?:\d+(?:[.,:/]\d+)*|\.\d+)(?!\w)"
_WORD: Final = re.compile(
    rf"{_IDEOGRAPH}|{_NUMBER}|(?:{_LETTER})+(?:[.,:/'\u2019\u2010\u2011-](?:{_LETTER})+)*|\S"
)
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")


class Word(NamedTuple):
    """A word as it is shown, whether a space stands before it, and the key by which it is compared.

    The key of a citation names its sources, whose numbers may differ between editions.
    """

    text: str
    spaced: bool
    key: str


@value
class Passage:
    """Some words of an edition and where they stand in the source.

    `anchor` is an offset in the source that is the same for this passage in every edition that has it.
    `within` is the block kind or quote right around it, or empty; `level` is a heading's.
    """

    kind: PassageKind
    words: tuple[Word, ...]
    span: Span
    anchor: int
    within: str = ""
    level: int = 0

    @property
    def place(self) -> tuple[str, int]:
        """What makes it the same passage in several editions."""
        return (self.kind, self.anchor)

    @property
    def keys(self) -> tuple[str, ...]:
        """What is compared of it."""
        return tuple([word.key for word in self.words])

    @property
    def text(self) -> str:
        """What it says."""
        return spoken(self.words)


def spoken(words: Sequence[Word]) -> str:
    """Return what some words say, with the spaces between them."""
    return "".join([f" {word.text}" if word.spaced else word.text for word in words]).strip()


def passages(edition: Edition) -> tuple[Passage, ...]:
    """Return what an edition says, title and summary first."""
    return tuple(_Reader(edition).all())


class _Reader:
    """Reads one edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._speaker = _Speaker(edition)

    def all(self) -> Iterator[Passage]:
        edition = self._edition
        yield replace(self._passage("title", edition.title, span_of(edition.title)), anchor=0)
        if edition.summary:
            yield replace(self._passage("summary", edition.summary, span_of(edition.summary)), anchor=0)
        yield from self._blocks(edition.blocks, "")

    def _blocks(self, blocks: Iterable[Block], within: str) -> Iterator[Passage]:
        for block in blocks:
            yield from self._block(block, within)

    def _block(self, block: Block, within: str) -> Iterator[Passage]:  # noqa: C901  # an arm for each node
        match block:
            case Paragraph(children, span):
                yield self._passage("paragraph", children, span, within)
            case Section(heading, blocks):
                said = self._passage("heading", heading.children, heading.span, within)
                yield replace(said, level=heading.level)
                yield from self._blocks(blocks, within)
            case Quote(blocks):
                yield from self._blocks(blocks, "quote")
            case Div(attributes, blocks):
                yield from self._blocks(blocks, _name(attributes) or within)
            case BulletList(items) | OrderedList(items):
                yield from self._items(items, within)
            case Table():
                yield from self._table(block, within)
            case CodeBlock(text, _, span):
                yield Passage("code", tuple(split(text)), span, span.start, within)
            case ThematicBreak(span):
                yield Passage("break", (), span, span.start, within)

    def _items(self, items: Iterable[PlainItem], within: str) -> Iterator[Passage]:
        """Yield the passages of a list; the first paragraph of an item stands for its mark too."""
        for item in items:
            first, *others = item.blocks or (Paragraph((), item.span),)
            if isinstance(first, Paragraph):
                yield self._passage("item", first.children, first.span, within)
            else:
                yield from self._block(first, within)
            yield from self._blocks(others, within)

    def _table(self, table: PlainTable, within: str) -> Iterator[Passage]:
        top = table.span.start
        if table.caption is not None:
            said = self._passage("caption", table.caption, span_of(table.caption), within)
            yield replace(said, anchor=top)
        header = Span(table.columns[0].span.start, table.columns[-1].span.end)
        cells = [column.header for column in table.columns]
        yield Passage("header", tuple(self._line(cells)), header, top, within)
        for row in table.rows:
            cells = [cell.children for cell in row.cells]
            yield Passage("row", tuple(self._line(cells)), row.span, row.span.start, within)

    def _line(self, cells: Iterable[Sequence[Inline]]) -> Iterator[Word]:
        """Yield the words of a line of a table, with bars between its cells."""
        for place, cell in enumerate(cells):
            if place:
                yield Word("|", spaced=True, key="|")
            for index, word in enumerate(self._speaker.said(cell)):
                yield word if index else word._replace(spaced=True)

    def _passage(self, kind: PassageKind, nodes: Sequence[Inline], span: Span, within: str = "") -> Passage:
        return Passage(kind, tuple(self._speaker.said(nodes)), span, span.start, within)


class _Speaker:
    """Makes words of one edition's inlines; `_running` is what has been said and not yet been split."""

    def __init__(self, edition: Edition) -> None:
        self._numbers = edition.numbers
        self._words: list[Word] = []
        self._running = ""

    def said(self, nodes: Sequence[Inline]) -> list[Word]:
        """Return the words of some inlines."""
        self._words = []
        self._add(nodes)
        self._split()
        return self._words

    def _add(self, nodes: Sequence[Inline]) -> None:  # noqa: C901  # an arm for each node
        for node in nodes:
            match node:
                case Text(text) | Code(text):
                    self._running += text
                case SoftBreak() | HardBreak():
                    self._running += " "
                case Emphasis(children) | Strong(children):
                    self._add(children)
                case Phrase(children=children):
                    self._add(children)
                case Superscript(children) | Subscript(children):
                    self._running += shifted(node, words(children))
                case Citation():
                    self._citation(node)
                case Link(target, title, children):
                    self._add(children)
                    self._whole(f"<{target}>", _target(target, title), spaced=True)
                case Image(target, title):
                    alt = words(node.alt)
                    self._whole(f"[{alt}]", f"[{alt}]{_target(target, title)}")

    def _citation(self, node: Citation) -> None:
        items = [
            (self._numbers.get(key, 0), f", {locator}" if locator else "", key)
            for key, locator, _ in node.items
        ]
        items.sort()
        shown = "; ".join(f"{number}{locator}" for number, locator, _ in items)
        self._whole(f"[{shown}]", "; ".join(sorted(f"@{key}{locator}" for _, locator, key in items)))

    def _whole(self, text: str, key: str, *, spaced: bool = False) -> None:
        """Add something that is compared as a whole."""
        before = spaced or self._running.endswith(" ")
        self._split()
        self._words.append(Word(text, before, key))

    def _split(self) -> None:
        self._words.extend(split(self._running))
        self._running = ""


def _target(target: str, title: str) -> str:
    return f'<{target} "{title}">' if title else f"<{target}>"


def split(text: str) -> Iterator[Word]:
    """Yield the words and marks of a text."""
    for found in _WORD.finditer(text):
        spaced = text[found.start() - 1 : found.start()].isspace()
        yield Word(found.group(), spaced, _key(found.group()))


def _key(word: str) -> str:
    """Return what a word is compared by: `1,000` and `1000` are one, and letters that look the same."""
    return _THOUSANDS.sub("", normalize("NFC", word).replace("\xb5", "\u03bc"))


def span_of(nodes: Sequence[Inline]) -> Span:
    """Return where some words stand, from the first to the last."""
    return Span(nodes[0].span.start, nodes[-1].span.end) if nodes else Span(0, 0)


def _name(attributes: Attributes) -> str:
    return attributes.classes[0] if attributes.classes else ""
