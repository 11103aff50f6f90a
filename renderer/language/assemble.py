"""From block tokens to the tree: containers, divs, lists and their tags.

The tokens are flat; one walk goes through them container by container. A fence line opens or closes a level
in the container where it stands, and in no other.

Invariant: every token ends in the tree or in a finding; a div that is never closed is reported at its line.
"""

import re
from collections.abc import Callable
from typing import ClassVar, Final, TypeAlias

from markdown_it.token import Token

from renderer.diagnostics import Span
from renderer.language import near_misses, problems
from renderer.language.attributes import LIST, Listed, trailing_list
from renderer.language.choices import group_blocks
from renderer.language.code_blocks import code_fence, indented_code
from renderer.language.definitions import learn, read_definition
from renderer.language.divs import div_blocks, read_fence
from renderer.language.gathered import CAPTION, Raw
from renderer.language.headings import HeadingIds
from renderer.language.hosts import Host, judge
from renderer.language.inlines.scanner import read_inlines
from renderer.language.level import NOTHING, Level, tags
from renderer.language.reading import Reading, Shifted, place_of
from renderer.language.rules.depth import LIMIT
from renderer.language.source import Source
from renderer.language.tables import read_table
from renderer.language.tree import (
    Attributes,
    BulletList,
    Heading,
    Item,
    OrderedList,
    Paragraph,
    Quote,
    TaggedBlock,
    TaggedInline,
    TaggedItem,
    ThematicBreak,
    Variant,
)
from renderer.language.vocabulary import KINDS

Make: TypeAlias = Callable[["Assembler", Token], tuple[Raw, Listed | None]]
_CLOSING: Final = re.compile(r"(?:^|(?<=[ \t]))#+$")
"""A heading's closing marks, which stand before its list."""
_BLOCK_START: Final = re.compile(r"#{1,6}[ \t]|>|[-+*][ \t]|\d{1,9}[.)][ \t]|\[[^\]\n]+\]:|```|~~~|\|")


class Assembler:
    """Builds the tree of one text; `begin` is the offset of its first block.

    `ids` gives headings their ids; without it they have those alone that the author gave.
    """

    def __init__(
        self, source: Source, begin: int, tokens: list[Token], reading: Reading, ids: HeadingIds | None
    ) -> None:
        self._source = source
        self._begin = begin
        self._first_line = source.place(begin)[0] - 1
        self._tokens = tokens
        self._reading = reading
        self._ids = ids
        self._at = 0
        self._depth = 0
        self._item_line = -1

    def blocks(self) -> tuple[TaggedBlock, ...]:
        """Return the blocks of the whole text."""
        return self._container("").blocks(self._reading)

    # ----------------------------------------------------------------------------------------- containers

    def _container(self, until: str) -> Level:
        """Gather blocks up to the token that closes the container; divs end with it at the latest."""
        levels = [Level()]
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            kind = token.type
            if kind == until:
                break
            if kind in self.makers:
                self._block(token, levels[-1])
            else:
                self._other(token, levels)
        while len(levels) > 1:
            opened = levels[-1].opened
            if opened is not None:
                self._reading.report(problems.unclosed_fence(opened.span, opened.text))
            self._close_div(levels, 0)
        return levels[0]

    def _other(self, token: Token, levels: list[Level]) -> None:
        """Take a token that begins no block of the tree."""
        match token.type:
            case "fence_line":
                self._fence(token, levels)
            case "attribute_line":
                self._attribute_line(token, levels[-1])
            case "comment":
                pass
            case _:
                self._report(token, levels[-1])

    def _block(self, token: Token, level: Level) -> None:
        """Add the block that begins with a token to a level."""
        line = self._line(token)
        node, listed = self.makers[token.type](self, token)
        if isinstance(node, Paragraph) and not node.children:
            return
        self._judge_indent(token, level, node)
        level.add(node, line, self._reading, listed)

    def _judge_indent(self, token: Token, level: Level, node: Raw) -> None:
        """Report what looks like part of the tagged block above it and is not."""
        if level.entries:
            above = level.entries[-1]
            near_misses.lost_indent(node, above, self._item_line, self._source, self._reading)
            near_misses.lost_row(node, above, self._reading)
        if token.type == "code_block" and level.pending is not None:
            below = self._first_line + (token.map or [0, 0])[1]
            if below < len(self._source.lines) and self._source.lines[below].strip(" \t>"):
                self._reading.report(problems.indented_code(node.span))

    def _report(self, token: Token, level: Level) -> None:
        """Report a token that is no block: an underline, a comment without an end, a container too deep."""
        level.leave(self._reading)
        span = self._line_span(token)
        match token.type:
            case "underline":
                self._reading.report(problems.underlined_heading(span, self._source.text[slice(*span)]))
            case "unclosed_comment":
                self._reading.report(problems.unclosed_comment(Span(span.start, span.start + 4)))
            case _:
                self._reading.report(problems.too_deep(span))

    # ----------------------------------------------------------------------------------------------- divs

    def _fence(self, token: Token, levels: list[Level]) -> None:
        """Open a div, or close the innermost one of this container."""
        levels[-1].leave(self._reading)
        start = self._begin + int(token.meta["at"])
        opened = read_fence(token.content.rstrip(), start, self._reading)
        if opened is not None:
            levels.append(Level(opened))
            self._depth += 1
        elif len(levels) > 1:
            self._close_div(levels, start + len(token.content.rstrip()))
        else:
            advice = "open a div with `::: patient`, in the same list item or quote, or take the line out"
            span = Span(start, start + len(token.content.rstrip()))
            self._reading.report(problems.stray_fence(span, advice))

    def _close_div(self, levels: list[Level], end: int) -> None:
        """Close the innermost div; `end` is where its closing line ends, 0 without one."""
        level = levels.pop()
        self._depth -= 1
        if level.opened is None:
            return
        if self._depth >= LIMIT:
            if self._depth == LIMIT:
                self._reading.report(problems.too_deep(level.opened.span))
            return
        for block in div_blocks(level.opened, level, end, self._reading):
            levels[-1].add(block, -1, self._reading)

    # ------------------------------------------------------------------------------------------- one block

    def _attribute_line(self, token: Token, level: Level) -> None:
        """Keep a list that stands alone on a line for the block under it."""
        level.leave(self._reading)
        line = self._line(token)
        start = self._begin + int(token.meta["at"])
        listed = self._reading.lists.read(token.content, Span(start, start + len(token.content)))
        if self._may_stand_after(line, level):
            level.pending, level.pending_line = listed, line
            return
        advice = "leave an empty line above it"
        self._reading.report(problems.stray_attributes(listed.span, listed.text, advice))

    def _may_stand_after(self, line: int, level: Level) -> bool:
        """Whether an attribute line follows an empty line, a fence, a comment or nothing of its level."""
        above = self._source.lines[line - 1].strip(" \t>") if line else ""
        return not above or above.startswith(":::") or above.endswith("-->") or not level.entries

    def _paragraph(self, token: Token) -> tuple[Raw, Listed | None]:
        return self._words(token), None

    def _words(self, token: Token) -> Paragraph[TaggedInline]:
        """Make a paragraph; the two tokens behind it say nothing."""
        self._at += 2
        starts = [self._begin + int(start) for start in token.meta["starts"]]
        place = place_of(token.content, starts)
        if "::" in token.content or "\uff1a" in token.content:
            near_misses.two_colons(token.content, place, self._reading)
        if len(starts) > 1 and f"\n{CAPTION}" in token.content:
            below = [one.type for one in self._tokens[self._at : self._at + 2]]
            near_misses.late_caption(token.content, place, below, self._reading)
        before = self._reading.variants
        children = read_inlines(token.content, place, self._reading)
        span = Span(starts[0], starts[-1] + len(token.content.rpartition("\n")[2]))
        return Paragraph(children, span, self._reading.variants > before)

    def _heading(self, token: Token) -> tuple[Raw, Listed | None]:
        """Make a heading; a list after its last space is the heading's own."""
        content = self._tokens[self._at].content
        line = self._line_span(token)
        line = Span(self._source.text.index("#", line.start), line.end)
        start = line.start + len(token.markup)
        start = line.end - len(self._source.text[start : line.end].lstrip(" \t"))
        listed, words = None, content
        if (at := trailing_list(content)) >= 0:
            words = _CLOSING.sub("", content[:at].rstrip(" \t")).rstrip(" \t")
            listed = self._reading.lists.read(content[at:], Span(start + at, start + len(content)))
        if token.markup == "#":
            self._reading.report(problems.title_heading(line))
        before = self._reading.variants
        children = read_inlines(words, Shifted(start), self._reading)
        given = listed.attributes if listed else NOTHING
        classes = tuple([name for name in given.classes if name not in KINDS])
        name = self._ids.next(children, given.id) if self._ids else given.id
        attributes = Attributes(name, classes, given.lang)
        self._at += 2
        return Heading(len(token.markup), children, attributes, line, self._reading.variants > before), listed

    def _quote(self, token: Token) -> tuple[Raw, Listed | None]:
        blocks = self._inside("blockquote_close").blocks(self._reading)
        return Quote(blocks, self._span(token), tags(blocks)), None

    def _inside(self, until: str) -> Level:
        self._depth += 1
        level = self._container(until)
        self._depth -= 1
        return level

    # ----------------------------------------------------------------------------------------------- lists

    def _list(self, token: Token) -> tuple[Raw, Listed | None]:
        items: list[TaggedItem] = []
        tight = True
        closing = token.type.replace("open", "close")
        first = self._tokens[self._at]
        while self._tokens[self._at].type != closing:
            child = self._tokens[self._at]
            self._at += 1
            items.append(self._item(child))
            tight = tight and self._tight(child)
        self._at += 1
        grouped = group_blocks(items, self._reading.report)
        span = self._span(token)
        if token.type == "bullet_list_open":
            return BulletList(grouped, tight, span, tags(grouped)), None
        return OrderedList(grouped, tight, int(first.info), span, tags(grouped)), None

    def _tight(self, item: Token) -> bool:
        """Whether the paragraphs directly in an item, whose tokens have just been read, are hidden."""
        index = self._at - 1
        while self._tokens[index] is not item:
            token = self._tokens[index]
            if token.type == "paragraph_open" and token.level == item.level + 1:
                return token.hidden
            index -= 1
        return True

    def _item(self, token: Token) -> TaggedItem:
        """Make an item; a list first in it is the item's own."""
        listed = self._item_list(token)
        blocks = self._only_paragraph() if self._holds_one_paragraph() else self._item_blocks(token)
        attributes = listed.attributes if listed else NOTHING
        span = self._span(token)
        item: Item[TaggedBlock] = Item(attributes, blocks, span, tags(blocks))
        if listed is None:
            return item
        if not blocks:
            advice = "write the item's words after it, or indented on the next line"
            self._reading.report(problems.stray_attributes(listed.span, listed.text, advice))
        judge(listed, Host.ITEM, self._reading)
        return item if listed.tag is None else Variant(listed.tag, (item,), span)

    def _holds_one_paragraph(self) -> bool:
        """Whether the item whose first token is next has a paragraph in it and nothing else, as most have."""
        first = self._tokens[self._at]
        return first.type == "paragraph_open" and self._tokens[self._at + 3].type == "list_item_close"

    def _only_paragraph(self) -> tuple[TaggedBlock, ...]:
        token = self._tokens[self._at]
        self._at += 1
        paragraph = self._words(token)
        self._at += 1
        return (paragraph,) if paragraph.children else ()

    def _item_blocks(self, token: Token) -> tuple[TaggedBlock, ...]:
        outer, self._item_line = self._item_line, self._line(token)
        blocks = self._inside("list_item_close").blocks(self._reading)
        self._item_line = outer
        return blocks

    def _item_list(self, item: Token) -> Listed | None:
        """Take the attribute list that stands first in an item, on the item's first line."""
        child = self._tokens[self._at]
        if not child.map or not item.map or child.map[0] != item.map[0]:
            return None
        if child.type == "attribute_line":
            self._at += 1
            start = self._begin + int(child.meta["at"])
            return self._reading.lists.read(child.content, Span(start, start + len(child.content)))
        if child.type != "paragraph_open":
            return None
        found = LIST.match(child.content)
        if found is None:
            return None
        start = self._begin + int(child.meta["starts"][0])
        span = Span(start, start + found.end())
        self._cut(child, found.end())
        if _BLOCK_START.match(child.content) and "\n" not in found.group():
            advice = "write the block on the next line, indented under the item's first character"
            self._reading.report(problems.stray_attributes(span, found.group(), advice))
        return self._reading.lists.read(found.group(), span)

    def _cut(self, words: Token, end: int) -> None:
        """Take the list that an item's first paragraph begins with out of its words."""
        rest = words.content[end:].lstrip(" \t")
        words.meta["starts"][0] += len(words.content) - len(rest)
        words.content = rest
        if rest.startswith("\n"):
            words.content = rest[1:]
            del words.meta["starts"][0]

    # ---------------------------------------------------------------------------------------------- leaves

    def _code(self, token: Token) -> tuple[Raw, Listed | None]:
        return indented_code(token, self._source, self._span(token), self._reading), None

    def _code_fence(self, token: Token) -> tuple[Raw, Listed | None]:
        line = self._line_span(token)
        start = self._source.text.index(token.markup, line.start)
        return code_fence(token, self._span(token), Span(start, line.end), self._reading)

    def _table(self, token: Token) -> tuple[Raw, Listed | None]:
        return read_table(token, self._begin, self._span(token), self._reading), None

    def _break(self, token: Token) -> tuple[Raw, Listed | None]:
        return ThematicBreak(self._line_span(token)), None

    def _definition(self, token: Token) -> tuple[Raw, Listed | None]:
        return read_definition(token, self._span(token), self._reading), None

    def define(self) -> None:
        """Learn the link definitions before any words are read."""
        for token in self._tokens:
            if token.type == "definition":
                learn(token, self._span(token), self._source, self._reading)

    # ---------------------------------------------------------------------------------------------- places

    def _line(self, token: Token) -> int:
        """Return the source line, from 0, on which a token begins."""
        return self._first_line + (token.map[0] if token.map else 0)

    def _line_span(self, token: Token) -> Span:
        return self._source.line_span(self._line(token) + 1)

    def _span(self, token: Token) -> Span:
        """Return the span of a token's lines, without white space at their ends."""
        first, last = token.map or [0, 1]
        first, last = self._first_line + first, self._first_line + last
        if last == first + 1:
            return self._source.line_span(last)
        lines, starts = self._source.lines, self._source.line_starts
        while last > first + 1 and not lines[last - 1].strip(" \t>"):
            last -= 1
        start = self._source.line_span(first + 1).start
        return Span(start, max(start, starts[last - 1] + len(lines[last - 1].rstrip())))

    makers: ClassVar[dict[str, Make]] = {
        "paragraph_open": _paragraph,
        "heading_open": _heading,
        "blockquote_open": _quote,
        "bullet_list_open": _list,
        "ordered_list_open": _list,
        "code_block": _code,
        "fence": _code_fence,
        "table": _table,
        "hr": _break,
        "definition": _definition,
    }
