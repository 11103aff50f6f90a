"""Whole documents at random: sections, lists, tables, figures, choices and filters inside one another.

The documents are ones that the contract has no error for; `reading` says so a second time, from the source's
own order, without knowing how they were put together.

Invariant: all chance comes from the `Random` that a maker is given: the same one makes the same document.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from random import Random
from typing import TypeVar

from tests.model.audiences import ELSE, Crowd, Tag
from tests.model.reading import Reader
from tests.model.tree import (
    Block,
    Break,
    Cite,
    Code,
    Column,
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
    Table,
    Tagged,
    Word,
)

S = TypeVar("S")
Readers = frozenset[str]

NAMES = ("patient", "clinician", "student", "nurse", "lay-carer", "surgeon2")
OUTERMOST = 2  # how deep the words of a block may nest
BARE = frozenset({"link", "cite", "picture"})  # what a link's or an image's words do not hold


def document(random: Random, size: int = 150) -> Document:
    """Make a document that needs no error, of about so many words."""
    return Maker(random, crowd(random), size).document()


def crowd(random: Random) -> Crowd:
    """Two to four audiences, each falling back on some of the others."""
    if random.random() < 0.4:
        return Crowd({"patient": (), "clinician": (), "student": ("clinician",)})
    names = random.sample(NAMES, random.randint(2, 4))
    chains = {}
    for one in names:
        others = [name for name in names if name != one]
        chains[one] = tuple(random.sample(others, min(random.choice((0, 0, 1, 1, 2)), len(others))))
    return Crowd(chains)


class Maker:
    """Makes one document; counts its words and remembers what it cites and defines."""

    def __init__(self, random: Random, crowd: Crowd, size: int) -> None:
        self.random = random
        self.size = size
        self.crowd = crowd
        self.count = 0
        self.references: dict[str, str] = {}
        self.definitions: list[Definition] = []

    # --------------------------------------------------------------------------------------------- chance

    def chance(self, percent: int) -> bool:
        return self.random.randint(1, 100) <= percent

    def pick(self, *weighted: tuple[int, S]) -> S:
        """One of the values, as often as the number before it says."""
        roll = self.random.randint(1, sum(weight for weight, _ in weighted))
        for weight, value in weighted:
            roll -= weight
            if roll <= 0:
                return value
        raise AssertionError

    def token(self, kind: str) -> str:
        """A word that stands nowhere else in the document."""
        self.count += 1
        return f"{kind}{self.count}q"

    def word(self) -> Word:
        return Word(self.token("w"))

    @property
    def full(self) -> bool:
        """Whether the document is long enough."""
        return self.count > self.size

    # ----------------------------------------------------------------------------------------------- tags

    def tag(self) -> Tag:
        """A filter, of any spelling."""
        names = self.some(self.pick((2, 0), (6, 1), (2, 2)))
        without = self.some(self.pick((7, 0), (3, 1)) if names else self.pick((4, 1), (1, 2)))
        return Tag(names, without, only=self.chance(15))

    def some(self, count: int) -> tuple[str, ...]:
        return tuple(self.random.sample(self.crowd.ids, min(count, len(self.crowd.ids))))

    def seeing(self, tag: Tag, readers: Readers) -> Readers:
        return frozenset(one for one in readers if self.crowd.sees(tag, one))

    def choice(self, readers: Readers, *, ends_in_else: bool) -> list[tuple[Tag, Readers]]:
        """The tags of a choice that is whole for those readers, each with those who get it."""
        tags: list[Tag] = []
        for _ in range(self.pick((5, 1), (4, 2), (2, 3))):
            tag = self.tag()
            if all(self.clear([*tags, tag], one) for one in self.crowd.ids):
                tags.append(tag)
        covered = all(any(self.crowd.sees(tag, one) for tag in tags) for one in readers)
        if ends_in_else or not covered or len(tags) < 2:
            tags = [*(tags or [Tag((self.crowd.ids[0],))]), ELSE]
        getting = {one: self.crowd.choose(tags, one) for one in readers}
        return [
            (tag, frozenset(one for one, place in getting.items() if place == mine))
            for mine, tag in enumerate(tags)
        ]  # fmt: skip

    def clear(self, tags: Sequence[Tag], reader: str) -> bool:
        """Whether no two of the tags are at one rank for a reader."""
        ranks = [rank for tag in tags if (rank := self.crowd.rank(tag, reader)) is not None]
        return len(set(ranks)) == len(ranks)

    def siblings(
        self, readers: Readers, count: int, make: Callable[[Tag | None, Readers], S], *, follows: bool = False
    ) -> tuple[list[S], bool]:
        """Neighbours, some tagged; no run that ends in `else` begins where tagged ones came before.

        `follows` says whether a tagged sibling comes before; the second part of the answer, whether one ends.
        """
        made: list[S] = []
        for _ in range(count):
            what = self.pick((10, "plain"), (4, "filter"), (3, "run"))
            if what == "run" and follows:
                what = "plain"
            if what == "plain":
                made.append(make(None, readers))
            elif what == "filter":
                tag = self.tag()
                made.append(make(tag, self.seeing(tag, readers)))
            else:
                made += [make(tag, few) for tag, few in self.choice(readers, ends_in_else=True)]
            follows = what == "filter"
        return made, follows

    # -------------------------------------------------------------------------------------------- inlines

    def prose(
        self, readers: Readers, *, flat: bool = False, without: Iterable[str] = (), length: int = 5
    ) -> tuple[Inline, ...]:
        """The words of a block: whoever reads anything of it reads a word."""
        made = self.sentence(readers, OUTERMOST, flat=flat, without=frozenset(without), length=length)
        for one in sorted(readers):
            tokens = Reader(self.crowd, one).inlines(made)
            if tokens and not any(isinstance(each, Word) for each in tokens):
                return (self.word(), Gap(), *made)
        return made

    def sentence(
        self, readers: Readers, depth: int, *, flat: bool, without: frozenset[str], length: int
    ) -> tuple[Inline, ...]:
        """Words, groups and choices one after the other."""
        made: list[Inline] = []
        follows = False
        last = 0 if self.full else self.random.randint(0, length - 1)
        for place in range(last + 1):
            if place:
                made.append(self.gap(flat=flat))
                follows = follows and isinstance(made[-1], Gap)
            part, tail = self.part(readers, depth, flat=flat, without=without, follows=follows)
            wrapped = self.chance(5)
            made += [Mark("("), *part, Mark(")")] if wrapped else part
            follows = tail and not wrapped
            if self.chance(12) and (place < last or depth == OUTERMOST):
                made.append(Mark(self.random.choice(",;.!?" if isinstance(made[-1], Cite) else ",;:.!?")))
                follows = False
        return tuple(made)

    def gap(self, *, flat: bool) -> Inline:
        kinds: list[tuple[int, Inline]] = [(10, Gap()), (3, Gap("\n")), (1, Break())]
        return Gap() if flat else self.pick(*kinds)

    def part(
        self, readers: Readers, depth: int, *, flat: bool, without: frozenset[str], follows: bool
    ) -> tuple[list[Inline], bool]:
        """One part of a sentence, and whether it ends in a tagged inline that is no `else`."""
        what = self.pick((8, "plain"), (4, "filter"), (4, "touching"), (2, "run"), (6, "dressed"))

        def content(few: Readers, *, may_be_empty: bool = True) -> Word | Cite | Group | Link | Picture:
            if may_be_empty and self.chance(12):
                return Group("[", ())
            return self.content(few, depth - 1, flat=flat, without=without)

        if what == "filter":
            tag = self.tag()
            return [Tagged(tag, content(self.seeing(tag, readers), may_be_empty=False))], True
        if what in {"touching", "run"}:
            tags = self.choice(readers, ends_in_else=what == "run")
            made: list[Inline] = [] if not (follows and tags[-1][0].otherwise) else [self.word(), Gap()]
            for place, (tag, few) in enumerate(tags):
                apart = place and what == "run" and self.chance(50)
                made += [*([Gap()] if apart else []), Tagged(tag, content(few))]
            return made, not tags[-1][0].otherwise
        if what == "dressed":
            return self.dressed(readers, depth, flat=flat, without=without), False
        return [self.word()], False

    def dressed(self, readers: Readers, depth: int, *, flat: bool, without: frozenset[str]) -> list[Inline]:
        """An untagged inline that is more than a word."""
        match self.pick((2, "raised"), (1, "lowered"), (1, "note"), (4, "content"), (1, "anchor")):
            case "raised":
                return [self.word(), Word(self.token("w"), "^")]
            case "lowered":
                return [self.word(), Word(self.token("w"), "~")]
            case "note":
                return [self.word(), Note(self.token("c"))]
            case "anchor" if "link" not in without:
                inner = self.sentence(readers, depth - 1, flat=flat, without=without, length=2)
                return [Group("[", inner, self.token("i"))]
            case _:
                one = self.content(readers, depth, flat=flat, without=without | {"span"})
                return [self.word() if isinstance(one, Group) and one.kind == "[" else one]

    def content(
        self, readers: Readers, depth: int, *, flat: bool, without: frozenset[str]
    ) -> Word | Cite | Group | Link | Picture:
        """An inline that a tag can stand on."""
        kinds = [(5, "span"), (2, "*"), (2, "**"), (1, "code"), (1, "link"), (1, "cite"), (1, "picture")]
        what = self.pick(*(pair for pair in kinds if pair[1] not in without))
        if self.full or depth < 1:
            return Group("[", (self.word(),))
        match what:
            case "span":
                inner = self.sentence(readers, depth - 1, flat=flat, without=without, length=3)
                return Group("[", inner)
            case "code":
                return Word(self.token("w"), "`")
            case "link":
                return self.link(self.words(readers, depth, without | BARE))
            case "cite":
                return self.cite()
            case "picture":
                return Picture(self.words(readers, depth, without | BARE))
            case _:
                inner = self.sentence(readers, depth - 1, flat=flat, without=without, length=2)
                return Group(what, (self.word(), Gap(), *inner, Gap(), self.word()))

    def words(self, readers: Readers, depth: int, without: frozenset[str]) -> tuple[Inline, ...]:
        """A word and what may follow it on one line."""
        if self.chance(60):
            return (self.word(),)
        return (self.word(), Gap(), *self.sentence(readers, depth - 1, flat=True, without=without, length=2))

    def link(self, words: tuple[Inline, ...]) -> Link:
        target = f"https://example.org/{self.token('u')}"
        if self.chance(20):
            self.definitions.append(Definition(self.token("d"), target))
            return Link(words, target, label=self.definitions[-1].label)
        return Link(words, target, self.token("t") if self.chance(30) else "")

    def cite(self) -> Cite:
        keys = self.random.sample(
            [f"key{number}" for number in range(1, 6)], self.pick((6, 1), (3, 2), (1, 3))
        )
        for key in keys:
            self.references.setdefault(key, self.token("r"))
        return Cite(tuple((key, "p. 3" if self.chance(15) else "") for key in keys))

    def heading(self, readers: Readers) -> tuple[Inline, ...]:
        """A heading's words: one that all read, then anything on one line."""
        if self.chance(40):
            return (self.word(),)
        more = self.sentence(readers, 1, flat=True, without=BARE, length=2)
        if self.chance(30):
            whole = [(tag, Group("[", (self.word(),))) for tag, _ in self.choice(readers, ends_in_else=True)]
            return tuple(Tagged(tag, group) for tag, group in whole)
        return (self.word(), Gap(), *more)

    # --------------------------------------------------------------------------------------------- blocks

    def blocks(self, readers: Readers, depth: int, level: int) -> tuple[Block, ...]:
        """The blocks of a container, sections last; `level` is the highest that a heading may have."""
        count = 1 if self.full else self.pick((4, 1), (4, 2), (2, 3))
        made, follows = self.siblings(
            readers, count, lambda tag, few: self.block(tag, few, depth), follows=False
        )
        if self.chance(10):
            made.insert(self.random.randint(1, len(made)), Comment(self.token("c")))
        if depth > 0 and level <= 6 and not self.full and self.chance(45):
            made += self.sections(readers, depth, level, follows=follows)
        return tuple(captioned(made))

    def sections(self, readers: Readers, depth: int, level: int, *, follows: bool) -> list[Block]:
        """Neighbouring sections: none has a lower heading than the one before, or it would stand in it."""
        highest = self.random.randint(level, 6)
        made: list[Block] = []
        for _ in range(self.random.randint(1, 2)):
            make = partial(self.section, depth=depth - 1, level=highest)
            some, follows = self.siblings(readers, 1, make, follows=follows)
            made += some
            highest = self.random.randint(level, highest)
        return made

    def section(self, tag: Tag | None, readers: Readers, depth: int, level: int) -> Section:
        inner = () if self.chance(8) else self.blocks(readers, depth, level + 1)
        return Section(level, self.heading(readers), inner, self.token("i") if self.chance(10) else "", tag)

    def block(self, tag: Tag | None, readers: Readers, depth: int) -> Block:
        """One block that is no section."""
        kinds = [(8, self.paragraph), (2, self.code), (3, self.table), (1, self.figure)]
        if depth > 0 and not self.full:
            kinds += [(3, self.quote), (4, self.list), (5, self.div), (3, self.choose)]
        return self.pick(*kinds)(tag, readers, depth - 1)

    def paragraph(self, tag: Tag | None, readers: Readers, depth: int) -> Block:
        del depth
        return Paragraph(self.prose(readers), tag)

    def code(self, tag: Tag | None, readers: Readers, depth: int) -> Block:
        del readers, depth
        return Code((self.word().text, self.word().text), self.chance(50), tag)

    def quote(self, tag: Tag | None, readers: Readers, depth: int) -> Block:
        return Quote(self.blocks(readers, depth, 2), tag)

    def div(self, tag: Tag | None, readers: Readers, depth: int) -> Block:
        words = self.pick((4, ()), (1, ("note",)), (1, ("warning",)), (1, ("key-points",)))
        words = words if tag else words or ("note",)
        inner = () if tag and self.chance(8) else self.blocks(readers, depth, 2)
        return Div(
            inner, words, self.chance(50), self.chance(50), self.token("i") if self.chance(8) else "", tag
        )

    def choose(self, tag: Tag | None, readers: Readers, depth: int) -> Block:
        """A choice among blocks; a tagged one stands in a div of its own."""
        few = self.choice(readers, ends_in_else=self.chance(50))
        children: Sequence[Block]
        if self.chance(30):
            children = [self.section(one, some, depth, 3) for one, some in few]
        else:
            children = [self.block(one, some, depth) for one, some in few]
        chosen = Div(tuple(captioned(children)), ("choose",), self.chance(50))
        return Div((chosen,), (), self.chance(50), tag=tag) if tag else chosen

    def list(self, tag: Tag | None, readers: Readers, depth: int) -> Block:
        tight = self.chance(50)

        def item(its: Tag | None, few: Readers) -> Item:
            inner = self.few(few, depth) if tight else self.blocks(few, depth, 2)
            lead = inner[0]
            if lead.tag or (its and not isinstance(lead, Paragraph)):
                inner = (Paragraph(self.prose(few)), *inner)
            return Item(inner, its, self.chance(20))

        items, _ = self.siblings(readers, self.random.randint(1, 3), item)
        return Items(tuple(items), tight, self.pick((3, None), (1, 1), (1, 4)), tag)

    def few(self, readers: Readers, depth: int) -> tuple[Block, ...]:
        """What an item of a tight list holds: words, and at times a tight list."""
        words = Paragraph(self.prose(readers))
        if depth < 1 or self.full or self.chance(70):
            return (words,)

        def item(tag: Tag | None, few: Readers) -> Item:
            return Item((Paragraph(self.prose(few)),), tag)

        items, _ = self.siblings(readers, self.random.randint(1, 2), item)
        return (words, Items(tuple(items), tight=True, start=self.pick((3, None), (1, 1))))

    def table(self, tag: Tag | None, readers: Readers, depth: int) -> Block:
        del depth
        marks = [self.tag() if self.chance(20) else None for _ in range(self.random.randint(1, 3))]
        seen = [self.seeing(one, readers) if one else readers for one in marks]
        columns = tuple(Column((self.word(),), one) for one in marks)

        def row(its: Tag | None, few: Readers) -> Row:
            cells = [self.cell(few & these) for these in seen]
            return Row((cells[0] or (self.word(),), *cells[1:]) if its else tuple(cells), its)

        rows, _ = self.siblings(readers, self.random.randint(1, 3), row)
        caption = () if self.chance(60) else self.prose(readers, flat=True, without=BARE, length=2)
        if caption and not isinstance(caption[0], Word):
            caption = (self.word(), Gap(), *caption)
        return Table(columns, tuple(rows), caption, self.chance(50), self.chance(50), tag)

    def cell(self, readers: Readers) -> tuple[Inline, ...]:
        return (
            () if self.chance(12) else self.prose(readers, flat=True, length=2, without={"picture", "link"})
        )

    def figure(self, tag: Tag | None, readers: Readers, depth: int) -> Block:
        del depth
        if self.chance(60):
            image: tuple[Inline, ...] = (Picture(self.words(readers, 1, BARE)),)
        else:
            few = self.choice(readers, ends_in_else=False)
            image = tuple(Tagged(one, Picture(self.words(some, 1, BARE))) for one, some in few)
        caption = () if self.chance(30) else (Paragraph(self.prose(readers, without={"picture"})),)
        return Div((Paragraph(image), *caption), ("figure",), self.chance(50), self.chance(50), tag=tag)

    # ------------------------------------------------------------------------------------------- articles

    def document(self) -> Document:
        """The whole of it."""
        ids = self.crowd.ids
        few = tuple(sorted(self.some(self.random.randint(1, len(ids))), key=ids.index))
        readers = few if self.chance(15) else ids
        title = (self.word(), Gap(), *self.sentence(frozenset(readers), 1, flat=True, without=BARE, length=2))
        blocks = self.blocks(frozenset(readers), 3, 2)
        if any(self.is_blank(blocks, one) for one in readers):
            blocks = (Paragraph((self.word(),)), *blocks)
        return Document(self.crowd, readers, title, (*self.definitions, *blocks), self.references)

    def is_blank(self, blocks: Sequence[Block], name: str) -> bool:
        return not Reader(self.crowd, name).blocks(blocks)


def captioned(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, no caption above a table where a bare table before would take it."""
    made: list[Block] = []
    bare = False
    for one in blocks:
        takes = bare and isinstance(one, Table) and one.above
        made.append(replace(one, above=False) if takes and isinstance(one, Table) else one)
        if not isinstance(one, Comment):
            bare = isinstance(one, Table) and not one.caption
    return made
