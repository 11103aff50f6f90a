"""HTML: what CommonMark's reference gives for its markup, and plain semantic elements for the rest.

Knows elements and attributes, and nothing of the page round a body. There are no inline styles: a page may
forbid them.

Invariant: every character of the content passes `escape`; ids that the writer makes begin with `page-`.
"""

from collections.abc import Sequence

from renderer.editions.edition import ToFile
from renderer.language.tree import (
    Attributes,
    Block,
    BulletList,
    Citation,
    Code,
    CodeBlock,
    Div,
    Emphasis,
    HardBreak,
    Heading,
    Image,
    Inline,
    Link,
    OrderedList,
    Paragraph,
    Phrase,
    PlainItem,
    PlainTable,
    Quote,
    Row,
    Section,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)
from renderer.writers.address import address
from renderer.writers.figure import take_apart
from renderer.writers.sections import flat
from renderer.writers.view import View
from renderer.writers.words import cited, words


def write_blocks(blocks: Sequence[Block], view: View) -> str:
    """Return the HTML of blocks. Uses of a reference are counted from 1 within one call."""
    body = _Body(view)
    body.blocks(blocks)
    return "".join(body.out)


def write_inlines(nodes: Sequence[Inline], view: View) -> str:
    """Return the HTML of inlines, without a paragraph round them."""
    body = _Body(view)
    body.inlines(nodes)
    return "".join(body.out)


def escape(text: str) -> str:
    """Return the text with `&`, `<`, `>` and `"` written as CommonMark's reference writes them."""
    # To look first costs a third of four replacements, and most words have nothing to replace.
    if "&" in text or "<" in text or ">" in text or '"' in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text


class _Body:
    """A body while it is written: its pieces so far, and how often each reference was cited."""

    __slots__ = ("out", "put", "uses", "view")

    def __init__(self, view: View) -> None:
        self.view = view
        self.out: list[str] = []
        self.put = self.out.append
        self.uses: dict[int, int] = {}

    # ---------------------------------------------------------------------------------------------- blocks

    def blocks(self, blocks: Sequence[Block]) -> None:
        put = self.put
        for block in blocks:
            match block:
                case Paragraph():
                    put("<p>")
                    self.inlines(block.children)
                    put("</p>\n")
                case Section():
                    self.heading(block.heading)
                    self.blocks(block.blocks)
                case BulletList() | OrderedList():
                    self.list(block)
                case Table():
                    self.table(block)
                case Quote() | Div():
                    self.container(block)
                case CodeBlock() | ThematicBreak():
                    self.leaf(block)

    def heading(self, node: Heading[Inline]) -> None:
        self.put(f"<h{node.level}{_attributes(node.attributes)}>")
        self.inlines(node.children)
        self.put(f"</h{node.level}>\n")

    def leaf(self, node: CodeBlock | ThematicBreak) -> None:
        match node:
            case CodeBlock(text, language):
                name = f' class="language-{escape(language)}"' if language else ""
                self.put(f"<pre><code{name}>{escape(text)}</code></pre>\n")
            case ThematicBreak():
                self.put("<hr />\n")

    def container(self, node: Quote[Block] | Div[Block]) -> None:
        match node:
            case Quote():
                self.put("<blockquote>\n")
                self.blocks(node.blocks)
                self.put("</blockquote>\n")
            case Div(attributes):
                if "figure" in attributes.classes:
                    self.figure(node)
                else:
                    self.div(node)

    def div(self, node: Div[Block]) -> None:
        """Write a div; the label of its kind is a paragraph, which a screen reader says before the rest."""
        labels = self.view.labels.above(node.attributes.classes)
        role = ' role="note"' if any(kind != "key-points" for kind, _ in labels) else ""
        self.put(f"<div{_attributes(node.attributes)}{role}>\n")
        for _, label in labels:
            self.put(f'<p class="page-label">{escape(label)}</p>\n')
        self.blocks(node.blocks)
        self.put("</div>\n")

    def figure(self, node: Div[Block]) -> None:
        """Write a figure. What stands beside its image is its caption: what comes after it, else before."""
        classes = tuple([name for name in node.attributes.classes if name != "figure"])
        before, image, after = take_apart(node.blocks)
        self.put(f"<figure{_attributes(node.attributes._replace(classes=classes))}>\n")
        if after or not image:
            self.blocks(before)
        else:
            self.caption(before)
        if image:
            self.inlines((image,))
            self.put("\n")
        self.caption(after)
        self.put("</figure>\n")

    def caption(self, blocks: Sequence[Block]) -> None:
        if blocks:
            self.put("<figcaption>\n")
            self.blocks(blocks)
            self.put("</figcaption>\n")

    # ----------------------------------------------------------------------------------------------- lists

    def list(self, node: BulletList[PlainItem] | OrderedList[PlainItem]) -> None:
        start, end = _list_tags(node)
        self.put(start)
        for item in node.items:
            self.put(f"<li{_attributes(item.attributes)}>")
            if node.tight:
                self.tight(item.blocks)
            elif item.blocks:
                self.put("\n")
                self.blocks(item.blocks)
            self.put("</li>\n")
        self.put(end)

    def tight(self, blocks: Sequence[Block]) -> None:
        """Write what a tight item holds: its paragraphs bare, unless one follows another."""
        if len(blocks) == 1 and isinstance(only := blocks[0], Paragraph):
            self.inlines(only.children)  # as in most items
            return
        bare = False
        line_is_open = True
        for block in flat(blocks):
            bare = isinstance(block, Paragraph) and not bare
            if bare and isinstance(block, Paragraph):
                self.inlines(block.children)
            else:
                if line_is_open:
                    self.put("\n")
                if isinstance(block, Heading):
                    self.heading(block)
                else:
                    self.blocks((block,))
            line_is_open = bare

    # ---------------------------------------------------------------------------------------------- tables

    def table(self, node: PlainTable) -> None:
        """Write a table in a box that a keyboard can scroll; such a box needs a name.

        It is a group and no region: pages with many tables would have as many landmarks.
        """
        headers = [words(column.header) for column in node.columns]
        name = words(node.caption or ()).strip() or ", ".join([header for header in headers if header])
        group = f' role="group" tabindex="0" aria-label="{escape(name)}"' if name else ""
        aligns = [f' class="align-{column.align}"' if column.align else "" for column in node.columns]
        self.put(f'<div class="table"{group}>\n<table>\n')
        if node.caption:
            self.put("<caption>")
            self.inlines(node.caption)
            self.put("</caption>\n")
        self.put("<thead>\n<tr>\n")
        for column, align in zip(node.columns, aligns, strict=True):
            self.put(f'<th scope="col"{align}>' if column.header else f"<td{align}>")
            self.inlines(column.header)
            self.put("</th>\n" if column.header else "</td>\n")
        self.put("</tr>\n</thead>\n")
        if node.rows:
            self.put("<tbody>\n")
            self.rows(node.rows, aligns)
            self.put("</tbody>\n")
        self.put("</table>\n</div>\n")

    def rows(self, rows: Sequence[Row[Inline]], aligns: Sequence[str]) -> None:
        for row in rows:
            self.put(f"<tr{_attributes(row.attributes)}>\n")
            for cell, align in zip(row.cells, aligns, strict=True):
                self.put(f"<td{align}>")
                self.inlines(cell.children)
                self.put("</td>\n")
            self.put("</tr>\n")

    # --------------------------------------------------------------------------------------------- inlines

    def inlines(self, nodes: Sequence[Inline]) -> None:
        put = self.put
        for node in nodes:
            match node:
                case Text():
                    put(escape(node.text))
                case SoftBreak():
                    put("\n")
                case Citation():
                    self.citation(node)
                case Link():
                    self.link(node)
                case Code() | HardBreak() | Image():
                    put(self.piece(node))
                case Emphasis() | Strong() | Superscript() | Subscript() | Phrase():
                    start, end = _element(node)
                    put(start)
                    self.inlines(node.children)
                    put(end)

    def piece(self, node: Code | HardBreak | Image[Inline]) -> str:
        match node:
            case Code(text):
                return f"<code>{escape(text)}</code>"
            case HardBreak():
                return "<br />\n"
            case Image():
                return _image(node, self.view)

    def link(self, node: Link[Inline]) -> None:
        self.put(f'<a href="{escape(address(node.target, self.view))}"{_title(node.title)}>')
        self.inlines(node.children)
        self.put("</a>")

    def citation(self, node: Citation) -> None:
        items, between = cited(node, self.view.numbers)
        links = []
        for number, locator in items:
            use = self.uses[number] = self.uses.get(number, 0) + 1
            more = f", {escape(locator)}" if locator else ""
            links.append(
                f'<a href="#page-ref-{number}" id="page-cite-{number}-{use}" '
                f'role="doc-biblioref">{number}</a>{more}'
            )
        self.put(f'<span class="citation">[{between.join(links)}]</span>')


def _list_tags(node: BulletList[PlainItem] | OrderedList[PlainItem]) -> tuple[str, str]:
    match node:
        case BulletList():
            return "<ul>\n", "</ul>\n"
        case OrderedList(start=start):
            return "<ol>\n" if start == 1 else f'<ol start="{start}">\n', "</ol>\n"


def _element(
    node: Emphasis[Inline] | Strong[Inline] | Superscript[Inline] | Subscript[Inline] | Phrase[Inline],
) -> tuple[str, str]:
    match node:
        case Emphasis():
            return "<em>", "</em>"
        case Strong():
            return "<strong>", "</strong>"
        case Superscript():
            return "<sup>", "</sup>"
        case Subscript():
            return "<sub>", "</sub>"
        case Phrase(attributes):
            return f"<span{_attributes(attributes)}>", "</span>"


def _image(node: Image[Inline], view: View) -> str:
    """Return an image; one whose target is known is loaded when it comes into sight."""
    lazy = ' loading="lazy"' if node.target in view.targets else ""
    width, height = _size(node, view)
    size = (f' width="{width}"' if width else "") + (f' height="{height}"' if height else "")
    return (
        f'<img src="{escape(address(node.target, view))}" alt="{escape(words(node.alt))}"{_title(node.title)}'
        f"{_attributes(node.attributes)}{size}{lazy} />"
    )


def _size(node: Image[Inline], view: View) -> tuple[int | None, int | None]:
    """Return an image's width and height in CSS pixels, so that its place is kept before it has loaded.

    What the author says counts; a side that is not said follows from the picture's own shape.
    """
    width, height = _pixels(node.attributes.width), _pixels(node.attributes.height)
    file = view.targets.get(node.target)
    if not isinstance(file, ToFile) or not file.width or not file.height:
        return width, height
    if width is None:
        width = file.width if height is None else round(file.width * height / file.height)
    if height is None:
        height = round(file.height * width / file.width)
    return width, height


def _pixels(length: str) -> int | None:
    number = length.removesuffix("px")
    return int(number) if number.isascii() and number.isdecimal() else None


def _title(title: str) -> str:
    return f' title="{escape(title)}"' if title else ""


_NONE = Attributes()


def _attributes(attributes: Attributes) -> str:
    """Return id, classes and language, each with a space before it; the size is an image's own affair."""
    if attributes == _NONE:
        return ""
    written = f' id="{escape(attributes.id)}"' if attributes.id else ""
    if attributes.classes:
        written += f' class="{escape(" ".join(attributes.classes))}"'
    return f'{written} lang="{escape(attributes.lang)}"' if attributes.lang else written
