"""What is plain Markdown and was almost certainly meant as markup of ours.

Each would show marks, or the words of a tag, to everybody, so each is an error and not a guess.

Invariant: these functions only report; what they look at is read the same with and without them.
"""

import re
from typing import Final

from renderer.diagnostics import Span
from renderer.language import problems
from renderer.language.gathered import CAPTION, Entry, Raw, is_caption
from renderer.language.reading import Place, Reading
from renderer.language.source import Source
from renderer.language.tree import (
    BulletList,
    Choice,
    Definition,
    Div,
    OrderedList,
    Paragraph,
    Quote,
    Table,
    TaggedInline,
    Text,
    Variant,
)
from renderer.language.vocabulary import one_edit_apart

_TWO_COLONS: Final = re.compile(
    r"^(?:::(?!:)[ \t]*(?:$|\{|([\w-]+)[ \t:]*$)|[:\uff1a]*\uff1a[:\uff1a]+)", re.MULTILINE
)


def two_colons(words: str, place: Place, reading: Reading) -> None:
    """Report a line of a paragraph that was meant for a fence: its blocks would be everybody's."""
    for found in _TWO_COLONS.finditer(words):
        known = reading.vocabulary
        if found[1] and found[1] not in known.words and not known.nearest(found[1]):
            continue
        span = place.span(*found.span())
        reading.report(problems.stray_fence(span, "write three colons: `::: patient` and `:::`"))


def late_caption(words: str, place: Place, below: list[str], reading: Reading) -> None:
    """Report a caption that is a later line of a paragraph before its table: it has no part in its tag.

    `below` are the types of the block tokens that follow.
    """
    at = words.rfind(f"\n{CAPTION}") + 1
    if at and (below[:1] == ["table"] or below[:2] == ["attribute_line", "table"]):
        reading.report(problems.stray_caption(place.span(at, len(words))))


def lost_indent(block: Raw, above: Entry, item_line: int, source: Source, reading: Reading) -> None:
    """Report a block that is indented as if it belonged to the tagged list or item above it, and does not.

    A list that begins on `item_line`, the first line of the item round both, has its marker further right.
    """
    held = above.node
    if not isinstance(held, (BulletList, OrderedList)):
        return
    line = source.place(held.span.start)[0] - 1
    whole = above.listed is not None and above.listed.tag is not None
    if line == item_line or not (whole or isinstance(held.items[-1], Variant | Choice)):
        return
    if _indent(block, source) > _width(source.lines[line], " \t>"):
        reading.report(problems.stray_indent(block.span))


def _indent(block: Raw, source: Source) -> int:
    """Return how far from its line's start a block begins, in characters; a quote begins at its `>`."""
    line, column = source.place(block.span.start)
    if isinstance(block, Paragraph):
        return column - 1
    return _width(source.lines[line - 1], " \t" if isinstance(block, Quote) else " \t>")


def _width(words: str, blank: str) -> int:
    return len(words) - len(words.lstrip(blank))


def lost_row(block: Raw, above: Entry, reading: Reading) -> None:
    """Report what looks like a row of the table above it and is not: it has no part in a column's tag."""
    if isinstance(above.node, Table) and isinstance(block, Paragraph) and _begins(block, "|"):
        reading.report(problems.stray_row(block.span))


def lost_captions(entries: list[Entry], reading: Reading) -> None:
    """Report captions beside a table that is not theirs, or beside what was meant for one."""
    shown = [one for one in entries if not isinstance(one.node, Definition)]
    for before, entry, after in zip([None, *shown], shown, [*shown[1:], None], strict=False):
        if is_caption(entry.node) and (_like_table(before) or _like_table(after)):
            reading.report(problems.stray_caption(entry.node.span))


def _like_table(entry: Entry | None) -> bool:
    """Whether a neighbour is a table, a div with one in it, or a paragraph of bars."""
    node = None if entry is None else entry.node
    if isinstance(node, Paragraph):
        return _begins(node, "|")
    inner = node.content if isinstance(node, Variant) else node.blocks if isinstance(node, Div) else (node,)
    return any(isinstance(one, Table) for one in inner)


def _begins(paragraph: Paragraph[TaggedInline], mark: str) -> bool:
    first = paragraph.children[0] if paragraph.children else None
    return isinstance(first, Text) and first.text.startswith(mark)


def lost_braces(info: str, line: Span, reading: Reading) -> None:
    """Report a code fence whose words name an audience without braces: its code would be everybody's."""
    known = reading.vocabulary
    language, *others = info.split() or [""]
    for word in (language, *others):
        name = word.strip(".[](){},;:")
        near = known.nearest(name)
        named = name in known.audiences or name.removeprefix("not-") in known.audiences or name == "else"
        slip = near in known.audiences and one_edit_apart(name, near)
        if named or slip:
            advice = f"write `{{.{name if named else near}}}` last on the line"
            reading.report(problems.bad_attributes(line, f"'{word}'", "is no language of code", advice))
            return
