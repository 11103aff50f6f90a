"""The tree: what an article's source says, once read.

Two closed unions, `Block` and `Inline`, are all that a writer ever sees. `TaggedBlock` and `TaggedInline` are
the same with `Variant` and `Choice` among them, at any depth: what a `Document` holds and selection takes.

Invariant: no node is changed after it is made.
"""

from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from renderer.diagnostics import Span
from renderer.value import value

N = TypeVar("N", covariant=True)  # a child
I = TypeVar("I", covariant=True)  # an inline child
C = TypeVar("C", covariant=True)  # a table's column
R = TypeVar("R", covariant=True)  # a table's row

Kind: TypeAlias = Literal["note", "warning", "key-points", "figure"]
Align: TypeAlias = Literal["left", "center", "right"]


class Tag(NamedTuple):
    """Whom a tag names: audience ids, those of `not-<audience>`, and whether it says `only` or `else`.

    `else` stands alone; `only` comes with a name (the parser reports any other).
    """

    names: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    only: bool = False
    otherwise: bool = False


class Attributes(NamedTuple):
    """An attribute list without its tag. `classes` are block kinds, `term`, `agrees` and the site's own."""

    id: str = ""
    classes: tuple[str, ...] = ()
    lang: str = ""
    width: str = ""
    height: str = ""


@value
class Variant(Generic[N]):
    """Tagged content: siblings that some audiences see. No content is a decision too: nothing, on purpose."""

    tag: Tag
    content: tuple[N, ...]
    span: Span


@value
class Choice(Generic[N]):
    """Variants of which each audience gets exactly one."""

    variants: tuple[Variant[N], ...]
    span: Span


# ------------------------------------------------------------------------------------------------ inlines


@value
class Text:
    """Words as a reader sees them: escapes and entities resolved, no line end in it."""

    text: str
    span: Span


@value
class SoftBreak:
    """A line end of the source: a space to a reader."""

    span: Span


@value
class HardBreak:
    """A line end that a reader sees."""

    span: Span


@value
class Code:
    """A code span: shown as it is, nothing in it is markup."""

    text: str
    span: Span


class Cited(NamedTuple):
    """One key in a citation and its locator as written (`p. 3`), empty when there is none."""

    key: str
    locator: str
    span: Span


@value
class Citation:
    """`[@a; @b, p. 3]`: sources cited at one place."""

    items: tuple[Cited, ...]
    span: Span


@value
class Emphasis(Generic[I]):
    """`*words*`."""

    children: tuple[I, ...]
    span: Span


@value
class Strong(Generic[I]):
    """`**words**`."""

    children: tuple[I, ...]
    span: Span


@value
class Superscript(Generic[I]):
    """`^2^`."""

    children: tuple[I, ...]
    span: Span


@value
class Subscript(Generic[I]):
    """`~2~`."""

    children: tuple[I, ...]
    span: Span


@value
class Phrase(Generic[I]):
    """Inlines with attributes: an id, a language, `term`, `agrees` or a class of the site."""

    attributes: Attributes
    children: tuple[I, ...]
    span: Span


@value
class Link(Generic[I]):
    """A link: `target` as written, escapes resolved; `definition` is the label it went through, or empty."""

    target: str
    title: str
    children: tuple[I, ...]
    definition: str
    span: Span


@value
class Image(Generic[I]):
    """An image. `alt` may hold inlines (their words are the alternative text); empty means decorative."""

    target: str
    title: str
    alt: tuple[I, ...]
    definition: str
    attributes: Attributes
    span: Span


# ------------------------------------------------------------------------------------------------- blocks
# `tagged` says that something for selection is inside; a block without is shared between editions.


@value
class Paragraph(Generic[I]):
    """A paragraph of words."""

    children: tuple[I, ...]
    span: Span
    tagged: bool = False


@value
class Heading(Generic[I]):
    """A heading: level 1 to 6, and the id that links lead to (the same in every edition)."""

    level: int
    children: tuple[I, ...]
    attributes: Attributes
    span: Span
    tagged: bool = False


@value
class Section(Generic[I, N]):
    """A heading and what belongs to it: all up to the next of its level or higher in the same container."""

    heading: Heading[I]
    blocks: tuple[N, ...]
    span: Span
    tagged: bool = False


@value
class Quote(Generic[N]):
    """A block quote."""

    blocks: tuple[N, ...]
    span: Span
    tagged: bool = False


@value
class Item(Generic[N]):
    """One item of a list."""

    attributes: Attributes
    blocks: tuple[N, ...]
    span: Span
    tagged: bool = False


@value
class BulletList(Generic[N]):
    """A list with bullets. In a tight one paragraphs stand without space between them."""

    items: tuple[N, ...]
    tight: bool
    span: Span
    tagged: bool = False


@value
class OrderedList(Generic[N]):
    """A numbered list and the number it starts with."""

    items: tuple[N, ...]
    tight: bool
    start: int
    span: Span
    tagged: bool = False


@value
class CodeBlock:
    """Code, shown as it is (`text` ends with a line end unless empty); `language` may be empty."""

    text: str
    language: str
    span: Span
    tagged: bool = False


@value
class Cell(Generic[I]):
    """One cell of a table's body."""

    children: tuple[I, ...]
    span: Span
    tagged: bool = False


@value
class Column(Generic[I]):
    """A column: its header's words and its alignment, None when none was asked for."""

    header: tuple[I, ...]
    align: Align | None
    span: Span
    tagged: bool = False


@value
class Row(Generic[I]):
    """A row of a table's body, as many cells as the table has columns."""

    attributes: Attributes
    cells: tuple[Cell[I], ...]
    span: Span
    tagged: bool = False


@value
class Table(Generic[I, C, R]):
    """A table. `caption` is None when it has none."""

    columns: tuple[C, ...]
    rows: tuple[R, ...]
    caption: tuple[I, ...] | None
    span: Span
    tagged: bool = False


@value
class ThematicBreak:
    """A line between blocks."""

    span: Span
    tagged: bool = False


@value
class Div(Generic[N]):
    """Blocks with attributes: a block kind, an id, a language or a class of the site."""

    attributes: Attributes
    blocks: tuple[N, ...]
    span: Span
    tagged: bool = False


@value
class Definition:
    """`[label]: target "title"`: shows nothing; whoever sees its place may use it. `label` is normalised."""

    label: str
    target: str
    title: str
    span: Span
    tagged: bool = True


# --------------------------------------------------------------------------------------------- the unions

Inline: TypeAlias = (
    Text | SoftBreak | HardBreak | Code | Citation
    | Emphasis["Inline"] | Strong["Inline"] | Superscript["Inline"] | Subscript["Inline"]
    | Phrase["Inline"] | Link["Inline"] | Image["Inline"]
)  # fmt: skip
TaggedInline: TypeAlias = (
    Text | SoftBreak | HardBreak | Code | Citation
    | Emphasis["TaggedInline"] | Strong["TaggedInline"]
    | Superscript["TaggedInline"] | Subscript["TaggedInline"]
    | Phrase["TaggedInline"] | Link["TaggedInline"] | Image["TaggedInline"]
    | Variant["TaggedInline"] | Choice["TaggedInline"]
)  # fmt: skip

PlainItem: TypeAlias = Item["Block"]
TaggedItem: TypeAlias = Item["TaggedBlock"] | Variant[Item["TaggedBlock"]] | Choice[Item["TaggedBlock"]]
PlainTable: TypeAlias = Table[Inline, Column[Inline], Row[Inline]]
TaggedColumn: TypeAlias = Column[TaggedInline] | Variant[Column[TaggedInline]]
TaggedRow: TypeAlias = Row[TaggedInline] | Variant[Row[TaggedInline]] | Choice[Row[TaggedInline]]
TaggedTable: TypeAlias = Table[TaggedInline, TaggedColumn, TaggedRow]

Block: TypeAlias = (
    Paragraph[Inline] | Section[Inline, "Block"] | Quote["Block"]
    | BulletList[PlainItem] | OrderedList[PlainItem]
    | CodeBlock | PlainTable | ThematicBreak | Div["Block"]
)  # fmt: skip
UntaggedBlock: TypeAlias = (
    Paragraph[TaggedInline] | Section[TaggedInline, "TaggedBlock"] | Quote["TaggedBlock"]
    | BulletList[TaggedItem] | OrderedList[TaggedItem]
    | CodeBlock | TaggedTable | ThematicBreak | Div["TaggedBlock"]
)  # fmt: skip
TaggedBlock: TypeAlias = UntaggedBlock | Definition | Variant["TaggedBlock"] | Choice["TaggedBlock"]
