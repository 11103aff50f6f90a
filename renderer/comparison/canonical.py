"""The words of an edition in a form that only a change of what it says can change: what an approval is for.

Version 1 is a line for each title, heading, paragraph, caption, cell and block of code, indented by the
lists, quotes and blocks of a kind round it. These have lines of their own: of what kind they are, where
numbers begin, and to what a link of the edition itself leads. Words are in NFC with single spaces. In them
stand `[@key, p. 3]` for a citation, `[words](<where it leads>)` for a link and `![words](sha256:...)` for a
picture with the digest of its bytes, wherever in the site it lies; a character that could be taken for one of
these has a backslash before it. At the end stands a line for each reference that is cited. Emphasis, ids that
no link of the edition leads to, languages, the site's own classes, dates and the page round the words are not
in it. Its digest is the SHA-256 of these lines, each with a line end, in UTF-8.

Invariant: editions that say the same have the same form, and those that do not have another.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, TypeAlias
from unicodedata import normalize
from urllib.parse import quote

from renderer.comparison.passages import span_of
from renderer.diagnostics import Span
from renderer.editions.bibliography import format_reference
from renderer.editions.edition import Edition, ToArticle, ToFile, ToWeb
from renderer.editions.walk import inlines
from renderer.language.references import Reference
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
from renderer.language.vocabulary import KINDS
from renderer.writers.words import plain

VERSION: Final = "words of an edition, version 1"
_NOWHERE: Final = Span(0, 0)
_SIGNS: Final = re.compile(r"[\\\[\]<>@^~!]")
_ADDRESS: Final = "".join(map(chr, range(0x21, 0x7F)))
"""What stands in a link's address as it is: blanks and accents would not outlast the form of words."""

DigestOf: TypeAlias = Callable[[str], str]
"""The SHA-256 of a file's bytes in hex, by its path in the output."""


class Line(NamedTuple):
    """A canonical line, and where in the source that stands which it says."""

    text: str
    span: Span


def canonical(edition: Edition, digest_of: DigestOf) -> tuple[str, ...]:
    """Return the canonical lines of an edition whose targets are resolved."""
    return (VERSION, *(line.text for line in _lines(edition, digest_of, {})))


def located(edition: Edition, digest_of: DigestOf) -> tuple[Line, ...]:
    """Return the same lines, but for the first, which is the version's, with their places.

    A reference's place is where it is cited first.
    """
    places: dict[str, Span] = {}
    for node in inlines(edition.blocks):
        if isinstance(node, Citation):
            for one in node.items:
                places.setdefault(one.key, one.span)
    return tuple(_lines(edition, digest_of, places))


def _lines(edition: Edition, digest_of: DigestOf, places: Mapping[str, Span]) -> Iterator[Line]:
    writer = _Writer(edition, digest_of)
    yield Line(f"title: {writer.words(edition.title)}", span_of(edition.title))
    if edition.summary:
        yield Line(f"summary: {writer.words(edition.summary)}", span_of(edition.summary))
    yield from writer.blocks(edition.blocks, "")
    yield from (Line(_reference(one), places.get(one.id, _NOWHERE)) for one in edition.references)


def _reference(one: Reference) -> str:
    return f"reference {one.id}: {one.kind}. {_tidy(plain(format_reference(one)))}"


def digest(lines: Iterable[str]) -> str:
    """Return the SHA-256 of canonical lines, in hex."""
    return sha256("\n".join((*lines, "")).encode()).hexdigest()


class _Writer:
    """Writes the canonical lines of one edition."""

    def __init__(self, edition: Edition, digest_of: DigestOf) -> None:
        self._article = edition.article
        self._targets = edition.targets
        self._led_to = {
            to.fragment
            for to in edition.targets.values()
            if isinstance(to, ToArticle) and to.article == edition.article and to.fragment
        }
        self._digest_of = digest_of

    def blocks(self, blocks: Iterable[Block], indent: str) -> Iterator[Line]:  # noqa: C901  # an arm for each node
        """Yield the lines of blocks."""
        inner = f"{indent}  "
        for block in blocks:
            match block:
                case Paragraph(children, span):
                    yield Line(f"{indent}paragraph: {self.words(children)}", span)
                case Section(heading, below):
                    yield from self._place(heading.attributes, heading.span, indent)
                    yield Line(
                        f"{indent}heading {heading.level}: {self.words(heading.children)}", heading.span
                    )
                    yield from self.blocks(below, indent)
                case Quote(below, span):
                    yield Line(f"{indent}quote:", span)
                    yield from self.blocks(below, inner)
                case Div(attributes, below, span):
                    yield from self._place(attributes, span, indent)
                    yield from self._kind(attributes, span, indent)
                    yield from self.blocks(below, inner if _kinds(attributes) else indent)
                case BulletList(items, _, span):
                    yield Line(f"{indent}list:", span)
                    yield from self._items(items, inner)
                case OrderedList(items, _, start, span):
                    yield Line(f"{indent}list from {start}:", span)
                    yield from self._items(items, inner)
                case Table(span=span):
                    yield Line(f"{indent}table:", span)
                    yield from self._table(block, inner)
                case CodeBlock(text, _, span):
                    code = json.dumps(normalize("NFC", text), ensure_ascii=False)
                    yield Line(f"{indent}code: {code}", span)
                case ThematicBreak(span):
                    yield Line(f"{indent}line", span)

    def _items(self, items: Iterable[PlainItem], indent: str) -> Iterator[Line]:
        for item in items:
            yield Line(f"{indent}item:", item.span)
            yield from self._place(item.attributes, item.span, f"{indent}  ")
            yield from self._kind(item.attributes, item.span, f"{indent}  ")
            yield from self.blocks(item.blocks, f"{indent}  ")

    def _table(self, table: PlainTable, indent: str) -> Iterator[Line]:
        if table.caption is not None:
            yield Line(f"{indent}caption: {self.words(table.caption)}", span_of(table.caption))
        for column in table.columns:
            yield Line(f"{indent}header: {self.words(column.header)}", column.span)
        for row in table.rows:
            yield Line(f"{indent}row:", row.span)
            yield from self._place(row.attributes, row.span, f"{indent}  ")
            yield from self._kind(row.attributes, row.span, f"{indent}  ")
            yield from (Line(f"{indent}  cell: {self.words(one.children)}", one.span) for one in row.cells)

    def _place(self, attributes: Attributes, span: Span, indent: str) -> Iterator[Line]:
        """Yield a line for a place that a link of the edition leads to."""
        if attributes.id in self._led_to:
            yield Line(f"{indent}place {attributes.id}", span)

    def _kind(self, attributes: Attributes, span: Span, indent: str) -> Iterator[Line]:
        """Yield a line for what is shown as a box."""
        if kinds := _kinds(attributes):
            yield Line(f"{indent}block {kinds}:", span)

    def words(self, nodes: Sequence[Inline]) -> str:
        """Return inlines on one line."""
        return _tidy("".join(map(self._inline, nodes)))

    def _inline(self, node: Inline) -> str:  # noqa: C901, PLR0911  # an arm for each node
        match node:
            case Text(text) | Code(text):
                return _SIGNS.sub(r"\\\g<0>", text)
            case SoftBreak() | HardBreak():
                return " "
            case Emphasis(children) | Strong(children):
                return "".join(map(self._inline, children))
            case Phrase(attributes, children):
                return f"{self._mark(attributes)}{''.join(map(self._inline, children))}"
            case Superscript(children):
                return f"^({''.join(map(self._inline, children))})"
            case Subscript(children):
                return f"~({''.join(map(self._inline, children))})"
            case Citation(items):
                cited = (f"@{one.key}, {one.locator}" if one.locator else f"@{one.key}" for one in items)
                return f"[{'; '.join(sorted(cited))}]"
            case Link(target, title, children):
                return f"[{''.join(map(self._inline, children))}](<{self._target(target)}>{_titled(title)})"
            case Image(target, title, alt, attributes=attributes):
                picture = f"![{''.join(map(self._inline, alt))}]({self._target(target)}{_titled(title)})"
                return f"{self._mark(attributes)}{picture}"

    def _mark(self, attributes: Attributes) -> str:
        """Return what stands before words that a link of the edition leads to."""
        return f"[](<place {attributes.id}>)" if attributes.id in self._led_to else ""

    def _target(self, target: str) -> str:
        """Return where a target leads, a file by its bytes."""
        match self._targets.get(target):
            case ToWeb(url):
                return quote(url, safe=_ADDRESS)
            case ToArticle(article, fragment):
                return f"{'' if article == self._article else article}#{fragment}"
            case ToFile(path, fragment=fragment):
                return f"sha256:{self._digest_of(path)}#{fragment}"
            case None:
                return target


def _kinds(attributes: Attributes) -> str:
    return " ".join(sorted(set(KINDS).intersection(attributes.classes)))


def _titled(title: str) -> str:
    return f" {json.dumps(title, ensure_ascii=False)}" if title else ""


def _tidy(words: str) -> str:
    return " ".join(normalize("NFC", words).split())
