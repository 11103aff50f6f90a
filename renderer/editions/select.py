"""Selection: one document for one audience, its terms in this audience's wording.

What selection empties goes: list items, lists, rows, columns, tables, quotes, divs, and sections with their
headings. What the author left empty stays. Blocks without a tag in them are shared between editions.

Invariant: this is the only maker of editions, and no step after it decides who sees what.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeGuard

from renderer.audiences import Audience
from renderer.diagnostics import Finding, Span
from renderer.editions.contents import contents_of
from renderer.editions.edition import Edition
from renderer.editions.problems import empty_edition, stranded_text
from renderer.editions.reach import chosen, reach
from renderer.editions.review import review_of
from renderer.editions.select_table import select_table
from renderer.editions.walk import images
from renderer.editions.wording import NO_TERMS, Wordings
from renderer.editions.words import WordSelector, says
from renderer.language.front_matter_problems import missing_title
from renderer.language.parse import Document
from renderer.language.terms import Terms
from renderer.language.tree import (
    Block,
    BulletList,
    Choice,
    CodeBlock,
    Definition,
    Div,
    Heading,
    Inline,
    Item,
    OrderedList,
    Paragraph,
    PlainItem,
    Quote,
    Section,
    Table,
    TaggedBlock,
    TaggedInline,
    TaggedItem,
    ThematicBreak,
    UntaggedBlock,
    Variant,
)


def select(document: Document, article: str, audience: Audience, terms: Terms = NO_TERMS) -> Edition:
    """Return a document's edition for an audience; `article` is its id, `terms` are the site's.

    The edition has no numbers and targets yet, and its `findings` speak of this audience.
    """
    selector = _Selector(audience, terms)
    front = document.front_matter
    top = front.title.span if front.title else Span(0, 0)
    title = selector.words.select(document.title, top, explains=False)
    if title.emptied:
        selector.findings.append(stranded_text(top, "nothing is left of the title"))
    elif front.title and not says(title.inlines):
        selector.findings.append(missing_title(top, "has a title without words"))
    under = front.summary.span if front.summary else top
    summary = selector.words.select(document.summary, under, explains=False)
    blocks = selector.blocks(document.blocks)
    if not blocks:
        selector.findings.append(empty_edition(top))
    return Edition(
        article,
        audience,
        title.inlines,
        summary.inlines,
        blocks,
        contents_of(blocks),
        definitions=frozenset(selector.definitions),
        updated=front.updated,
        review=review_of(front, audience.id),
        findings=tuple(replace(one, audiences=(audience.id,)) for one in selector.findings),
    )


class _Selector:
    """Selects for one audience, and gathers the link definitions it sees and what cannot be mended."""

    def __init__(self, audience: Audience, terms: Terms) -> None:
        self._audience = audience
        self.definitions: set[str] = set()
        self.findings: list[Finding] = []
        self.words = WordSelector(audience, Wordings(terms, audience), self.findings.append)

    def blocks(self, nodes: Iterable[TaggedBlock]) -> tuple[Block, ...]:
        """Return what the audience sees of blocks."""
        out: list[Block] = []
        for node in nodes:
            self._add(node, out)
        return tuple(out)

    def _add(self, node: TaggedBlock, out: list[Block]) -> None:
        """Add what the audience sees of a block to those before it."""
        if _is_plain(node):
            out.append(node)
            return
        match node:
            case Variant(tag, content):
                if reach(tag, self._audience):
                    out.extend(self.blocks(content))
            case Choice():
                found = chosen(node, self._audience)
                out.extend(self.blocks(found[1].content) if found else ())
            case Definition(label):
                self.definitions.add(label)
            case (
                Paragraph() | Section() | Quote() | Div() | BulletList() | OrderedList() | Table()
                | CodeBlock() | ThematicBreak()
            ):  # fmt: skip
                block = self._block(node)
                if block is not None:
                    out.append(block)

    def _block(self, node: UntaggedBlock) -> Block | None:  # noqa: C901, PLR0911  # an arm for each node
        """Return what the audience sees of a block that holds tags; None when nothing is left of it."""
        match node:
            case Paragraph(children, span):
                words = self.words.select(children, span)
                return None if words.emptied else Paragraph(words.inlines, span)
            case Section():
                return self._section(node)
            case Quote(blocks, span):
                left = self.blocks(blocks)
                return Quote(left, span) if left or not _shows(blocks) else None
            case Div():
                return self._div(node)
            case BulletList(items, tight, span):
                kept = self._items(items)
                return BulletList(kept, tight, span) if kept else None
            case OrderedList(items, tight, start, span):
                kept = self._items(items)
                return OrderedList(kept, tight, start, span) if kept else None
            case Table():
                return select_table(node, self._audience, self.words)
            case CodeBlock() | ThematicBreak():
                return node

    def _section(self, section: Section[TaggedInline, TaggedBlock]) -> Block | None:
        """Return a section; one that lost its blocks goes with its heading."""
        blocks = self.blocks(section.blocks)
        if not blocks and _shows(section.blocks):
            return None
        heading = section.heading
        if _is_plain_heading(heading):
            return Section(heading, blocks, section.span)
        words = self.words.select(heading.children, heading.span, explains=False)
        if words.emptied:
            self.findings.append(stranded_text(heading.span, "nothing is left of this heading's words"))
        selected = Heading(heading.level, words.inlines, heading.attributes, heading.span)
        return Section(selected, blocks, section.span)

    def _div(self, div: Div[TaggedBlock]) -> Block | None:
        """Return a div; a figure whose image is not for this audience goes with its caption."""
        explained = self.words.wordings.count
        blocks = self.blocks(div.blocks)
        if not blocks and _shows(div.blocks):
            return None
        is_figure = "figure" in div.attributes.classes
        if is_figure and next(images(blocks), None) is None and next(images(div.blocks), None) is not None:
            self.words.wordings.forget(explained)
            return None
        return Div(div.attributes, blocks, div.span)

    def _items(self, items: Iterable[TaggedItem]) -> tuple[PlainItem, ...]:
        """Return the items of a list."""
        kept: list[PlainItem] = []
        for item in items:
            if _is_plain_item(item):
                kept.append(item)
                continue
            match item:
                case Variant(tag, content):
                    kept.extend(self._items(content) if reach(tag, self._audience) else ())
                case Choice():
                    found = chosen(item, self._audience)
                    kept.extend(self._items(found[1].content) if found else ())
                case Item(attributes, blocks, span):
                    left = self.blocks(blocks)
                    if left or not _shows(blocks):
                        kept.append(Item(attributes, left, span))
        return tuple(kept)


def _is_plain(node: TaggedBlock) -> TypeGuard[Block]:
    """Whether there is nothing for selection in a block, so that it can be shared."""
    return not isinstance(node, (Variant, Choice)) and not node.tagged


def _is_plain_heading(heading: Heading[TaggedInline]) -> TypeGuard[Heading[Inline]]:
    return not heading.tagged


def _is_plain_item(item: TaggedItem) -> TypeGuard[PlainItem]:
    return isinstance(item, Item) and not item.tagged


def _shows(blocks: Iterable[TaggedBlock]) -> bool:
    """Whether the source has anything but link definitions there."""
    return any(not isinstance(block, Definition) for block in blocks)
