"""What the scanner leaves behind before emphasis and attribute lists have found what they belong to.

Invariant: no piece but a node of the tree is left once `finish` has seen them.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from renderer.diagnostics import Span
from renderer.language.attributes import Listed
from renderer.language.reading import Mention
from renderer.language.tree import Attributes, TaggedInline


@dataclass(slots=True, eq=False, repr=False)
class Delimiter:
    """A run of `*` or `_` that may open or close emphasis; `at` is where what is left of it begins."""

    mark: str
    at: int
    count: int
    opens: bool
    closes: bool
    length: int


@dataclass(slots=True, eq=False, repr=False)
class Script:
    """A single `^` or `~` that may open a superscript or subscript; `note`: a bracket follows it."""

    mark: str
    at: int
    note: bool


Piece: TypeAlias = TaggedInline | Delimiter | Script | Listed

NOTHING = Attributes()


@dataclass(slots=True, eq=False, repr=False)
class Frame:
    """An open bracket and what stands in it so far.

    `at` is the offset of its `[` or `![`, `inside` of the first character in it. `links` says that a link
    stands in it, `cites` holds the places of its citations, and `floors` says for `^` and `~` before which
    piece none is open.
    """

    at: int
    inside: int
    image: bool = False
    pieces: list[Piece] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    links: bool = False
    floors: dict[str, int] = field(default_factory=dict)
    cites: list[Span] = field(default_factory=list)
