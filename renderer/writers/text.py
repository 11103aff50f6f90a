"""Plain text: the words of a page in lines of a given width, for a terminal, a mail, a printer.

Knows how blocks look without markup: headings underlined, `-` bullets, quotes with `>`, code indented.

Invariant: it says what the HTML says, in the same order; no line ends in a space, no control character but
line ends and the tabs of code comes out.
"""

from collections.abc import Sequence

from renderer.language.tree import (
    Block,
    BulletList,
    CodeBlock,
    Div,
    Heading,
    Inline,
    OrderedList,
    Paragraph,
    PlainItem,
    PlainTable,
    Quote,
    Table,
    ThematicBreak,
)
from renderer.writers.figure import take_apart
from renderer.writers.sections import Written, flat
from renderer.writers.text_inlines import line_of
from renderer.writers.text_table import write_table
from renderer.writers.view import View
from renderer.writers.wrap import GLUE, columns, hang, without_controls, wrap

_UNDERLINES = " =-~^\"'"
"""By a heading's level, from 1."""
_INDENT = "  "
_CODE_INDENT = "    "
_NARROWEST = 16
"""What deeply nested blocks are wrapped at when nothing is left of the width."""


def write_blocks(blocks: Sequence[Block], view: View) -> str:
    """Return the text of blocks, wrapped at the view's width, with a line end; nothing for no blocks."""
    lines = _blocks(blocks, view, view.width)
    return "\n".join([*lines, ""]).replace(GLUE, " ")


def write_inlines(nodes: Sequence[Inline], view: View) -> str:
    """Return the text of inlines on one line, not wrapped."""
    return " ".join(wrap(line_of(nodes, view), 1 << 30)).replace(GLUE, " ")


def _blocks(blocks: Sequence[Block], view: View, width: int, *, tight: bool = False) -> list[str]:
    """Return the lines of blocks, an empty one between two; in a tight item only between paragraphs."""
    width = max(width, _NARROWEST)
    if len(blocks) == 1 and isinstance(only := blocks[0], Paragraph):
        return _block(only, view, width)  # as in most items of lists
    lines: list[str] = []
    after_paragraph = False
    for block in flat(blocks):
        is_paragraph = isinstance(block, Paragraph)
        written = _block(block, view, width)
        if not written:
            continue
        if lines and (not tight or (is_paragraph and after_paragraph)):
            lines.append("")
        after_paragraph = is_paragraph
        lines += written
    return lines


def _block(block: Written, view: View, width: int) -> list[str]:
    """Return the lines of a block, which nobody may change: other editions may show the very same block."""
    key = (id(block), width)
    known = view.shared.get(key)
    if known is None:
        known = view.shared[key] = (block, _lines(block, view, width))
    return known[1]


def _lines(block: Written, view: View, width: int) -> list[str]:
    match block:
        case Paragraph():
            return wrap(line_of(block.children, view), width)
        case Heading():
            return _heading(block, view, width)
        case BulletList() | OrderedList():
            return _list(block, view, width)
        case Table():
            return _table(block, view, width)
        case Quote() | Div():
            return _container(block, view, width)
        case CodeBlock() | ThematicBreak():
            return _leaf(block)


def _container(node: Quote[Block] | Div[Block], view: View, width: int) -> list[str]:
    match node:
        case Quote():
            return hang(_blocks(node.blocks, view, width - 2), "> ", "> ")
        case Div():
            return _div(node, view, width)


def _leaf(node: CodeBlock | ThematicBreak) -> list[str]:
    match node:
        case CodeBlock(text):
            lines = [line.rstrip() for line in without_controls(text).removesuffix("\n").split("\n")]
            return hang(lines, _CODE_INDENT, _CODE_INDENT) if any(lines) else []
        case ThematicBreak():
            return ["* * *"]


def _heading(node: Heading[Inline], view: View, width: int) -> list[str]:
    lines = wrap(line_of(node.children, view), width)
    if lines:
        lines.append(_UNDERLINES[node.level] * columns(lines[-1]))
    return lines


def _list(node: BulletList[PlainItem] | OrderedList[PlainItem], view: View, width: int) -> list[str]:
    """Return a list's items with hanging indents; numbers end in one column."""
    lines: list[str] = []
    for item, marker in zip(node.items, _markers(node), strict=True):
        if lines and not node.tight:
            lines.append("")
        blocks = _blocks(item.blocks, view, width - len(marker), tight=node.tight)
        lines += hang(blocks or [""], marker, " " * len(marker))
    return lines


def _markers(node: BulletList[PlainItem] | OrderedList[PlainItem]) -> list[str]:
    match node:
        case BulletList(items):
            return ["- "] * len(items)
        case OrderedList(items, start=start):
            numbers = [f"{number}. " for number in range(start, start + len(items))]
            return [number.rjust(len(numbers[-1])) for number in numbers]


def _div(node: Div[Block], view: View, width: int) -> list[str]:
    """Return a div's blocks; those of a labelled kind stand indented under their label."""
    classes = node.attributes.classes
    if "figure" in classes:
        return _figure(node, view, width)
    labels = view.labels.above(classes)
    if not labels:
        return _blocks(node.blocks, view, width)
    above = [f"{label.upper() if kind == 'warning' else label}:" for kind, label in labels]
    return [*above, *hang(_blocks(node.blocks, view, width - len(_INDENT)), _INDENT, _INDENT)]


def _figure(node: Div[Block], view: View, width: int) -> list[str]:
    """Return an image and its caption with no empty line between: they are seen to go together."""
    before, image, after = take_apart(node.blocks)
    shown = wrap(line_of((image,), view), width) if image else []
    return [*_blocks(before, view, width), *shown, *_blocks(after, view, width)]


def _table(node: PlainTable, view: View, width: int) -> list[str]:
    header = [line_of(column.header, view) for column in node.columns]
    rows = [[line_of(cell.children, view) for cell in row.cells] for row in node.rows]
    lines = write_table(header, rows, [column.align for column in node.columns], width)
    caption = wrap(line_of(node.caption, view), width) if node.caption else []
    return [*caption, "", *lines] if caption else lines
