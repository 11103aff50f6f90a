"""What each audience reads of a document: the contract's rules of selection, one function a rule.

Invariant: what a function gives is in reading order; None means that selection left nothing of the thing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import compress
from typing import TypeAlias

from tests.model.audiences import Crowd, Fault, Tag
from tests.model.tree import (
    Block,
    Break,
    Cite,
    Code,
    Comment,
    Definition,
    Div,
    Document,
    Gap,
    Group,
    Inline,
    Item,
    Items,
    Link,
    Mark,
    Note,
    Paragraph,
    Picture,
    Quote,
    Row,
    Section,
    Sibling,
    Table,
    Tagged,
    Trace,
    Word,
)

TOKEN = re.compile(r"[a-z]\d+q")
Token: TypeAlias = Word | Mark | Cite | Trace
Tokens: TypeAlias = list[Token] | None


@dataclass(frozen=True)
class Reader:
    """One audience of a site, reading."""

    crowd: Crowd
    name: str

    # -------------------------------------------------------------------------------------------- inlines

    def inlines(self, siblings: Sequence[Inline]) -> Tokens:
        """What is left of a run of inlines; None when it had something and nothing is left."""
        real = [one for one in siblings if not isinstance(one, Note)]
        tokens: list[Token] = []
        for run in runs(real):
            if isinstance(run[0], Tagged):
                tokens += self.variants(run)
            else:
                tokens += self.inline(run[0]) or []
        return tokens or (None if any(not isinstance(one, Gap | Break) for one in real) else [])

    def variants(self, run: Sequence[Inline]) -> list[Token]:
        """What neighbouring tagged inlines give: each choice one of its variants, each filter its words."""
        tokens: list[Token] = []
        for group in inline_groups(run):
            if len(group) == 1 and not group[0].tag.otherwise:
                shown = group if self.crowd.sees(group[0].tag, self.name) else []
            else:
                shown = [group[self.choice([one.tag for one in group])]]
            for one in shown:
                tokens += self.inline(one.content) or []
        return tokens

    def choice(self, tags: Sequence[Tag]) -> int:
        """Which variant this reader gets; `else` alone, or before the end, is a fault."""
        if any(tag.otherwise for tag in tags[:-1]) or len(tags) == 1:
            raise Fault("else outside a choice")
        return self.crowd.choose(tags, self.name)

    def inline(self, one: Inline) -> Tokens:
        """What is left of one inline."""
        match one:
            case Word() | Mark() | Cite():
                return [one]
            case Group(_, children, id):
                return traced(self.inlines(children), id)
            case Link(children, target, title):
                return traced(self.inlines(children), target.rpartition("/")[2], title)
            case Picture(alt):
                words = self.inlines(alt)
                if not any(isinstance(word, Word) for word in words or []):
                    raise Fault("stranded-text: an image without its words")
                return words
            case Gap() | Break() | Note():
                return []
            case Tagged():
                raise AssertionError("a tagged inline is read with its neighbours")

    def prose(self, siblings: Sequence[Inline]) -> Tokens:
        """What is left of a block's words; a fault when it is marks and citations alone."""
        tokens = self.inlines(siblings)
        if tokens and not any(isinstance(one, Word) for one in tokens):
            raise Fault("stranded-text: no words left")
        return tokens

    # --------------------------------------------------------------------------------------------- blocks

    def blocks(self, siblings: Sequence[Block], *, choose: bool = False) -> Tokens:
        """What is left of blocks in one container."""
        real = [one for one in siblings if not isinstance(one, Comment | Definition)]
        chosen = [real[self.choice(tags(real))]] if choose else self.shown(real)
        return self.joined([self.block(one) for one in chosen], had=bool(real))

    def shown(self, siblings: Sequence[Sibling]) -> Iterator[Sibling]:
        """Those of neighbouring siblings (blocks, items, rows) that this reader gets."""
        for group in block_groups(siblings):
            if group[-1].tag is not None and group[-1].tag.otherwise:
                yield group[self.choice(tags(group))]
            else:
                yield from (one for one in group if one.tag is None or self.crowd.sees(one.tag, self.name))

    @staticmethod
    def joined(parts: Sequence[Tokens], *, had: bool) -> Tokens:
        """The parts that are left, one after the other; None when none is and there was one."""
        left = [part for part in parts if part is not None]
        return [token for part in left for token in part] if left or not had else None

    def block(self, one: Sibling) -> Tokens:
        """What is left of one block, its own tag already judged."""
        match one:
            case Paragraph(children):
                return self.prose(children)
            case Code(words):
                return [Word(word) for word in words]
            case Quote(blocks) | Item(blocks):
                return self.blocks(blocks)
            case Div(blocks):
                empty = one.tag is not None and not blocks  # nothing, on purpose
                return None if empty else traced(self.blocks(blocks, choose=one.chooses), one.id)
            case Items(items):
                return self.joined([self.block(item) for item in self.shown(items)], had=True)
            case Table():
                return self.table(one)
            case Section():
                return self.section(one)
            case _:
                raise AssertionError("read by its container")

    def section(self, one: Section) -> Tokens:
        """A section goes with its heading when selection empties it."""
        body = self.blocks(one.blocks)
        if body is None:
            return None
        heading = self.prose(one.heading)
        if not heading:
            raise Fault("stranded-text: a section without its heading's words")
        return traced(heading + body, one.id)

    def table(self, one: Table) -> Tokens:
        """A row or column goes when no body cell of it has content left and one had."""
        kept = [
            place for place, column in enumerate(one.columns)
            if column.tag is None or self.crowd.sees(column.tag, self.name)
        ]  # fmt: skip
        rows = [row for row in self.shown(one.rows) if isinstance(row, Row)]
        cells = {(y, x): self.prose(row.cells[x]) for y, row in enumerate(rows) for x in kept}
        kept = [
            x for x in kept
            if any(cells[y, x] for y in range(len(rows))) or not any(row.cells[x] for row in one.rows)
        ]  # fmt: skip
        left = [
            y for y, row in enumerate(rows) if any(cells[y, x] for x in kept) or not any(row.cells)
        ]  # fmt: skip
        if not kept or (one.rows and not left):
            return None
        tokens = [*(self.prose(one.caption) or [])]
        for x in kept:
            tokens += self.prose(one.columns[x].header) or []
        for y in left:
            for x in kept:
                tokens += cells[y, x] or []
        return tokens


def tags(siblings: Sequence[Sibling]) -> list[Tag]:
    """The tags of siblings; an untagged one, which a choice cannot have, has an empty one."""
    return [one.tag or Tag() for one in siblings]


def traced(tokens: Tokens, *traces: str) -> Tokens:
    """Tokens and what stands on them; nothing when selection left nothing."""
    return [*tokens, *(Trace(text) for text in traces if text)] if tokens else tokens


def runs(siblings: Sequence[Inline]) -> Iterator[list[Inline]]:
    """Each untagged inline alone; tagged ones together with those that only white space parts from them."""
    run: list[Inline] = []
    for one in siblings:
        if isinstance(one, Tagged) or (run and isinstance(one, Gap)):
            run.append(one)
            continue
        if run:
            yield run
            run = []
        yield [one]
    if run:
        yield run


def inline_groups(run: Sequence[Inline]) -> Iterator[list[Tagged]]:
    """The choices and filters of one run: up to each `else` one choice, after the last those that touch."""
    part: list[Tagged | Gap] = []
    for one in run:
        if isinstance(one, Tagged | Gap):
            part.append(one)
        if isinstance(one, Tagged) and one.tag.otherwise:
            yield [each for each in part if isinstance(each, Tagged)]
            part = []
    touching: list[Tagged] = []
    for each in part:
        if isinstance(each, Tagged):
            touching.append(each)
        elif touching:
            yield touching
            touching = []
    if touching:
        yield touching


def block_groups(siblings: Sequence[Sibling]) -> Iterator[list[Sibling]]:
    """Neighbouring tagged siblings up to an `else` together, every other sibling alone."""
    run: list[Sibling] = []
    for one in siblings:
        if one.tag is None:
            yield from ([each] for each in run)
            yield [one]
            run = []
        elif one.tag.otherwise:
            yield [*run, one]
            run = []
        else:
            run.append(one)
    yield from ([each] for each in run)


@dataclass(frozen=True)
class Due:
    """What one edition must show (title, words in order, citation marks), and what else it may hold."""

    title: tuple[str, ...]
    words: tuple[str, ...]
    citations: tuple[str, ...]
    traces: frozenset[str]


def due(document: Document, name: str) -> Due:
    """What an audience must read of a document; Fault when the contract asks for an error instead."""
    reader = Reader(document.crowd, name)
    title = reader.prose(document.title) or []
    tokens = reader.blocks(document.blocks)
    if not tokens:
        raise Fault("empty-edition")
    numbers: dict[str, int] = {}
    marks: list[str] = []
    for token in tokens:
        if isinstance(token, Cite):
            pages = {numbers.setdefault(key, len(numbers) + 1): page for key, page in token.keys}
            marks.append(citation(pages))
    return Due(
        tuple(one.text for one in title if isinstance(one, Word)),
        tuple(one.text for one in tokens if isinstance(one, Word)),
        tuple(marks),
        frozenset(one.text for one in tokens if isinstance(one, Trace))
        | {document.references[key] for key in numbers},
    )


def in_tables(node: object, *, inside: bool = False) -> set[str]:
    """The words of a document that stand in tables, where a line of text crosses the cells."""
    inside = inside or isinstance(node, Table)
    if isinstance(node, Word):
        return {node.text} if inside else set()
    if isinstance(node, tuple):
        return set().union(*(in_tables(one, inside=inside) for one in node))
    if is_dataclass(node):
        return set().union(*(in_tables(getattr(node, one.name), inside=inside) for one in fields(node)))
    return {node} if inside and isinstance(node, str) and node.startswith("w") else set()


def open_to(node: object, document: Document, name: str) -> set[str]:
    """All that tags, each alone, would show to an audience: what no slip that breaks up a choice exceeds."""
    match node:
        case tuple():
            return set[str]().union(*(open_to(one, document, name) for one in node))
        case str():
            return set(TOKEN.findall(node)) | {document.references.get(node, "")}
        case Note() | Comment():
            return set()
        case Table() if node.tag is None or document.crowd.sees(node.tag, name):
            shown = [one.tag is None or document.crowd.sees(one.tag, name) for one in node.columns]
            cells = [replace(row, cells=tuple(compress(row.cells, shown))) for row in node.rows]
            return open_to((tuple(compress(node.columns, shown)), tuple(cells), node.caption), document, name)
    if not is_dataclass(node) or isinstance(node, type):
        return set()
    tag = getattr(node, "tag", None)
    if isinstance(tag, Tag) and not document.crowd.sees(tag, name):
        return set()
    return set[str]().union(*(open_to(getattr(node, one.name), document, name) for one in fields(node)))


def citation(pages: dict[int, str]) -> str:
    """A citation's mark: numbers ascend; `[1, 2]`, and `[1, p. 3; 2]` when one has a locator."""
    parts = [f"{number}, {pages[number]}" if pages[number] else str(number) for number in sorted(pages)]
    return f"[{('; ' if any(pages.values()) else ', ').join(parts)}]"
