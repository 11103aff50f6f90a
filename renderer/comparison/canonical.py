"""The words of an edition in a form that only a change of what it says can change: what an approval is for.

Version 1 is a line for each title, heading, paragraph, caption, cell and block of code, indented by the
lists, quotes and blocks of a kind round it. These have lines of their own: of what kind they are, and where
numbers begin. Words are in NFC with single spaces. In them stand `[@key, p. 3]` for a citation,
`[words](<where it leads>)` for a link and `![words](sha256:...)` for a picture with the digest of its bytes;
a character that could be taken for one of these has a backslash before it. At the end stands a line for each
reference that is cited. Emphasis, dates and the page round the words are not in it. Its digest is the
SHA-256 of these lines, each with a line end, in UTF-8.

Invariant: editions that say the same have the same form, and those that do not have another.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final
from unicodedata import normalize

from renderer.editions.bibliography import format_reference
from renderer.editions.edition import Edition, ToArticle, ToFile, ToWeb
from renderer.language.references import Reference
from renderer.language.tree import (
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
from renderer.writers.words import plain

VERSION: Final = "words of an edition, version 1"
_SIGNS: Final = re.compile(r"[\\\[\]<>@^~!]")


def canonical(edition: Edition, pictures: Mapping[str, str]) -> tuple[str, ...]:
    """Return the canonical lines of an edition whose targets are resolved.

    `pictures` maps the path of a file in the output to the SHA-256 of its bytes, in hex.
    """
    writer = _Writer(edition, pictures)
    return (
        VERSION,
        f"title: {writer.words(edition.title)}",
        *((f"summary: {writer.words(edition.summary)}",) if edition.summary else ()),
        *writer.blocks(edition.blocks, ""),
        *map(_reference, edition.references),
    )


def _reference(one: Reference) -> str:
    return f"reference {one.id}: {one.kind}. {_tidy(plain(format_reference(one)))}"


def digest(lines: Iterable[str]) -> str:
    """Return the SHA-256 of canonical lines, in hex."""
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


class _Writer:
    """Writes the canonical lines of one edition."""

    def __init__(self, edition: Edition, pictures: Mapping[str, str]) -> None:
        self._targets = edition.targets
        self._pictures = pictures

    def blocks(self, blocks: Iterable[Block], indent: str) -> Iterator[str]:  # noqa: C901  # an arm for each node
        """Yield the lines of blocks."""
        inner = f"{indent}  "
        for block in blocks:
            match block:
                case Paragraph(children):
                    yield f"{indent}paragraph: {self.words(children)}"
                case Section(heading, below):
                    yield f"{indent}heading {heading.level}: {self.words(heading.children)}"
                    yield from self.blocks(below, indent)
                case Quote(below):
                    yield f"{indent}quote:"
                    yield from self.blocks(below, inner)
                case Div(attributes, below):
                    yield f"{indent}block {' '.join(sorted(attributes.classes))}:"
                    yield from self.blocks(below, inner)
                case BulletList(items):
                    yield f"{indent}list:"
                    yield from self._items(items, inner)
                case OrderedList(items, _, start):
                    yield f"{indent}list from {start}:"
                    yield from self._items(items, inner)
                case Table():
                    yield f"{indent}table:"
                    yield from self._table(block, inner)
                case CodeBlock(text):
                    yield f"{indent}code: {json.dumps(normalize('NFC', text), ensure_ascii=False)}"
                case ThematicBreak():
                    yield f"{indent}line"

    def _items(self, items: Iterable[PlainItem], indent: str) -> Iterator[str]:
        for item in items:
            yield f"{indent}item:"
            yield from self.blocks(item.blocks, f"{indent}  ")

    def _table(self, table: PlainTable, indent: str) -> Iterator[str]:
        if table.caption is not None:
            yield f"{indent}caption: {self.words(table.caption)}"
        for column in table.columns:
            yield f"{indent}header: {self.words(column.header)}"
        for row in table.rows:
            yield f"{indent}row:"
            yield from (f"{indent}  cell: {self.words(cell.children)}" for cell in row.cells)

    def words(self, nodes: Sequence[Inline]) -> str:
        """Return inlines on one line."""
        return _tidy("".join(map(self._inline, nodes)))

    def _inline(self, node: Inline) -> str:  # noqa: C901, PLR0911  # an arm for each node
        match node:
            case Text(text) | Code(text):
                return _SIGNS.sub(r"\\\g<0>", text)
            case SoftBreak() | HardBreak():
                return " "
            case Emphasis(children) | Strong(children) | Phrase(children=children):
                return "".join(map(self._inline, children))
            case Superscript(children):
                return f"^({''.join(map(self._inline, children))})"
            case Subscript(children):
                return f"~({''.join(map(self._inline, children))})"
            case Citation(items):
                cited = (f"@{one.key}, {one.locator}" if one.locator else f"@{one.key}" for one in items)
                return f"[{'; '.join(sorted(cited))}]"
            case Link(target, title, children):
                return f"[{''.join(map(self._inline, children))}](<{self._target(target)}>{_titled(title)})"
            case Image(target, title, alt):
                return f"![{''.join(map(self._inline, alt))}]({self._target(target)}{_titled(title)})"

    def _target(self, target: str) -> str:
        """Return where a target leads, a file by its bytes."""
        match self._targets.get(target):
            case ToWeb(url):
                return url
            case ToArticle(article, fragment):
                return f"{article}#{fragment}"
            case ToFile(path, fragment=fragment):
                return f"sha256:{self._pictures.get(path, path)}#{fragment}"
            case None:
                return target


def _titled(title: str) -> str:
    return f" {json.dumps(title, ensure_ascii=False)}" if title else ""


def _tidy(words: str) -> str:
    return " ".join(normalize("NFC", words).split())
