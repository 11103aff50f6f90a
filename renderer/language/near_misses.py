"""What is plain Markdown and was almost certainly meant as markup of ours.

Each would show marks, or the words of a tag, to everybody, so each is an error and not a guess.

Invariant: these functions only report; what they look at is read the same with and without them.
"""

import re
from typing import Final

from renderer.diagnostics import Span
from renderer.language import problems
from renderer.language.reading import Place, Reading
from renderer.language.source import Source
from renderer.language.tree import BulletList, Choice, OrderedList, Variant

_TWO_COLONS: Final = re.compile(
    r"^(?:::(?!:)[ \t]*(?:$|\{|([\w-]+)[ \t:]*$)|[:\uff1a]*\uff1a[:\uff1a]+)", re.MULTILINE
)


def two_colons(words: str, place: Place, reading: Reading) -> None:
    """Report a line of a paragraph that was meant for a fence: its blocks would be everybody's."""
    for found in _TWO_COLONS.finditer(words) if ("::" in words or "\uff1a" in words) else ():
        known = reading.vocabulary
        if found[1] and found[1] not in known.words and not known.nearest(found[1]):
            continue
        span = place.span(*found.span())
        reading.report(problems.stray_fence(span, "write three colons: `::: patient` and `:::`"))


def late_caption(words: str, place: Place, below: list[str], reading: Reading) -> None:
    """Report a caption that is a later line of a paragraph before its table: it has no part in its tag.

    `below` are the types of the block tokens that follow.
    """
    at = words.rfind("\nTable:") + 1
    if at and (below[:1] == ["table"] or below[:2] == ["attribute_line", "table"]):
        reading.report(problems.stray_caption(place.span(at, len(words))))


def lost_indent(
    paragraph: Span,
    above: BulletList[object] | OrderedList[object],
    item_line: int,
    source: Source,
    reading: Reading,
) -> None:
    """Report a paragraph that is indented as if it belonged to the tagged item above it, and does not.

    A list that begins on `item_line`, the first line of the item round both, has its marker further right.
    """
    line = source.place(above.span.start)[0] - 1
    words = source.lines[line]
    marker = len(words) - len(words.lstrip(" \t>"))
    deeper = source.place(paragraph.start)[1] - 1 > marker and line != item_line
    if deeper and isinstance(above.items[-1], Variant | Choice):
        reading.report(problems.stray_indent(paragraph))
