"""A document as data: what the generator makes, the reading reads and the source writes.

Invariant: every word of a document is a token of its own (`w12q`), so that an edition can be searched for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tests.model.audiences import Crowd, Tag

# ------------------------------------------------------------------------------------------------ inlines


@dataclass(frozen=True)
class Word:
    """A word, or one in another dress: `` ` `` for code, `^` or `~` for raised and lowered."""

    text: str
    dress: str = ""


@dataclass(frozen=True)
class Gap:
    """White space between two siblings: a space or a line end."""

    text: str = " "


@dataclass(frozen=True)
class Mark:
    """A punctuation mark."""

    text: str


@dataclass(frozen=True)
class Break:
    """A hard line break."""


@dataclass(frozen=True)
class Note:
    """An author's comment, which nobody reads."""

    text: str


@dataclass(frozen=True)
class Cite:
    """A citation: keys, each with a page or none."""

    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """Inlines together: `*` emphasis, `**` strong, `[` a plain bracket, which only a tag or an id makes."""

    kind: str
    children: "tuple[Inline, ...]"
    id: str = ""


@dataclass(frozen=True)
class Link:
    """A link; `label` is the definition's name when it is written `[text][label]`."""

    children: "tuple[Inline, ...]"
    target: str
    title: str = ""
    label: str = ""


@dataclass(frozen=True)
class Picture:
    """An image; its alternative text may hold inlines."""

    alt: "tuple[Inline, ...]"


@dataclass(frozen=True)
class Tagged:
    """A tagged inline."""

    tag: Tag
    content: "Word | Cite | Group | Link | Picture"


Inline: TypeAlias = Word | Gap | Mark | Break | Note | Cite | Group | Link | Picture | Tagged


@dataclass(frozen=True)
class Trace:
    """What a reader's page may hold without being read in order: where a link leads, its title, an id."""

    text: str


# ------------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    children: tuple[Inline, ...]
    tag: Tag | None = None


@dataclass(frozen=True)
class Code:
    """A fenced code block; `inside` writes its tag into the fence, else it stands on a line above."""

    words: tuple[str, ...]
    inside: bool = False
    tag: Tag | None = None


@dataclass(frozen=True)
class Quote:
    """A block quote."""

    blocks: "tuple[Block, ...]"
    tag: Tag | None = None


@dataclass(frozen=True)
class Item:
    """A list item; `under` writes its words on the line under its tag."""

    blocks: "tuple[Block, ...]"
    tag: Tag | None = None
    under: bool = False


@dataclass(frozen=True)
class Items:
    """A list: `start` is None for bullets."""

    items: tuple[Item, ...]
    tight: bool
    start: int | None = None
    tag: Tag | None = None


@dataclass(frozen=True)
class Div:
    """A fenced div: `words` are its classes besides the tag. `airy` puts blank lines round its fences."""

    blocks: "tuple[Block, ...]"
    words: tuple[str, ...] = ()
    airy: bool = True
    braced: bool = False
    id: str = ""
    tag: Tag | None = None

    @property
    def chooses(self) -> bool:
        """Whether it is a choice among its children."""
        return "choose" in self.words


@dataclass(frozen=True)
class Row:
    """A row of a table's body."""

    cells: tuple[tuple[Inline, ...], ...]
    tag: Tag | None = None


@dataclass(frozen=True)
class Column:
    """A column's header."""

    header: tuple[Inline, ...]
    tag: Tag | None = None


@dataclass(frozen=True)
class Table:
    """A table; `above` says where its caption stands, `near` that no blank line parts them."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    above: bool = False
    near: bool = False
    tag: Tag | None = None


@dataclass(frozen=True)
class Section:
    """A heading and what belongs to it."""

    level: int
    heading: tuple[Inline, ...]
    blocks: "tuple[Block, ...]"
    id: str = ""
    tag: Tag | None = None


@dataclass(frozen=True)
class Comment:
    """An author's note between blocks: no sibling."""

    text: str
    tag: None = None


@dataclass(frozen=True)
class Definition:
    """A link definition: no sibling."""

    label: str
    target: str
    tag: None = None


Block: TypeAlias = (
    Paragraph | Code | Quote | Items | Div | Table | Section | Comment | Definition
)  # fmt: skip
Sibling: TypeAlias = Block | Item | Row


@dataclass(frozen=True)
class Document:
    """An article and the site it stands in; `readers` is a subset of the audiences, or all of them."""

    crowd: Crowd
    readers: tuple[str, ...]
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    references: Mapping[str, str]
