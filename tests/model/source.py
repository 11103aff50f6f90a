"""A document's source: the Markdown, front matter and audience files that an author would have written.

Invariant: what this module writes is markup of the contract alone, without an error that it knows of.
"""

import json
from collections.abc import Sequence

from tests.model.audiences import Tag
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
    Table,
    Tagged,
    Word,
)

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><path d="M0 0h4v2z"/></svg>\n'


def attributes(tag: Tag | None, *, anchor: str = "", classes: Sequence[str] = ()) -> str:
    """An attribute list, or nothing."""
    named = [f".{word}" for word in (*(tag.words if tag else ()), *classes)]
    listed = [*([f"#{anchor}"] if anchor else []), *named]
    return f"{{{' '.join(listed)}}}" if listed else ""


# ------------------------------------------------------------------------------------------------ inlines


def inlines(siblings: Sequence[Inline]) -> str:
    """Inlines as an author types them; a line end in them is one of the source."""
    return "".join(map(inline, siblings))


def inline(one: Inline) -> str:
    """One inline."""
    match one:
        case Gap(text) | Mark(text):
            return text
        case Break():
            return "\\\n"
        case Note(text):
            return f"<!-- {text} -->"
        case Tagged(tag, Group("[", children, id)):
            return f"[{inlines(children)}]{attributes(tag, anchor=id)}"
        case Tagged(tag, content):
            return words(content) + attributes(tag)
        case _:
            return words(one)


def words(one: Word | Cite | Group | Link | Picture) -> str:
    """An inline that a tag can stand on."""
    match one:
        case Word(text, dress):
            return f"{dress}{text}{dress}"
        case Cite(keys):
            return f"[{'; '.join(f'@{key}, {page}' if page else f'@{key}' for key, page in keys)}]"
        case Group("[", children, id):
            return f"[{inlines(children)}]{attributes(None, anchor=id)}"
        case Group(kind, children):
            return f"{kind}{inlines(children)}{kind}"
        case Link():
            return f"[{inlines(one.children)}]{address(one)}"
        case Picture(alt):
            return f"![{inlines(alt)}](picture.svg)"


def address(one: Link) -> str:
    """Where a link leads: a definition's label, or an address and its title."""
    if one.label:
        return f"[{one.label}]"
    return f'({one.target} "{one.title}")' if one.title else f"({one.target})"


# ------------------------------------------------------------------------------------------------- blocks


def blocks(siblings: Sequence[Block]) -> list[str]:
    """The lines of neighbouring blocks, with blank lines between them except round a div that wants none."""
    lines: list[str] = []
    before: Block | None = None
    lists = 0
    for one in siblings:
        lists += isinstance(one, Items)
        written = block(one, lists)
        if before is not None and not close(before) and not close(one):
            lines.append("")
        lines += written
        before = one
    return lines


def close(one: Block) -> bool:
    """Whether its fences need no blank line round them."""
    return isinstance(one, Div) and not one.airy


def block(one: Block, lists: int = 0) -> list[str]:
    """The lines of one block; `lists` counts the lists before it, which take turns with their markers."""
    match one:
        case Comment(text):
            return [f"<!-- {text} -->"]
        case Definition(label, target):
            return [f"[{label}]: {target}"]
        case Div():
            return div(one)
        case Section(level, heading, inner, id, tag):
            title = f"{'#' * level} {inlines(heading)} {attributes(tag, anchor=id)}".rstrip()
            return [title, "", *blocks(inner)] if inner else [title]
        case _:
            return lined(one, lists)


def lined(one: Paragraph | Code | Quote | Items | Table, lists: int) -> list[str]:
    """The lines of a block whose tag stands on a line above it."""
    match one:
        case Paragraph(children, tag):
            return above(tag) + inlines(children).split("\n")
        case Code(words, inside, tag):
            info = f" text {attributes(tag)}" if inside and tag else "text"
            return [*([] if inside else above(tag)), f"```{info}", *words, "```"]
        case Quote(inner, tag):
            return above(tag) + [f"> {line}".rstrip() for line in blocks(inner)]
        case Items():
            return items(one, lists)
        case Table():
            return table(one)


def above(tag: Tag | None) -> list[str]:
    """The attribute line above a block."""
    return [attributes(tag)] if tag else []


def items(one: Items, lists: int) -> list[str]:
    """A list; neighbouring lists differ in their markers, or they would be one."""
    lines = above(one.tag)
    for place, item in enumerate(one.items):
        bullet = "-*+"[(lists - 1) % 3] + " "
        marker = bullet if one.start is None else f"{one.start + place}{'.)'[(lists - 1) % 2]} "
        if place and not one.tight:
            lines.append("")
        inner = tight(item) if one.tight else blocks(item.blocks)
        if item.tag and item.under:
            inner = [attributes(item.tag), *inner]
        elif item.tag:
            inner = [f"{attributes(item.tag)} {inner[0]}", *inner[1:]]
        indent = " " * len(marker)
        lines += [marker + inner[0], *(indent + line if line else "" for line in inner[1:])]
    return lines


def tight(item: Item) -> list[str]:
    """The lines of an item in a tight list: no blank line between its blocks."""
    return [line for place, inner in enumerate(item.blocks) for line in block(inner, place)]


def div(one: Div) -> list[str]:
    """A fenced div, its classes bare or in braces."""
    tag = one.tag.words if one.tag else ()
    if one.braced or one.id:
        opening = f"::: {attributes(one.tag, anchor=one.id, classes=one.words)}"
    else:
        opening = f"::: {' '.join((*one.words, *tag))}"
    inner = blocks(one.blocks)
    return [opening, "", *inner, "", ":::"] if one.airy and inner else [opening, *inner, ":::"]


def table(one: Table) -> list[str]:
    """A table and its caption."""
    header = row([(column.tag, column.header) for column in one.columns])
    rule = f"|{'|'.join(('---', ':--', '--:', ':-:')[place % 4] for place in range(len(one.columns)))}|"
    lines = [
        *above(one.tag),
        header,
        rule,
        *(row([(each.tag, each.cells[0]), *plain(each)]) for each in one.rows),
    ]
    if not one.caption:
        return lines
    caption = [f"Table: {inlines(one.caption)}"]
    parted = [] if one.near and not (one.tag and one.above) else [""]
    return [*caption, *parted, *lines] if one.above else [*lines, *parted, *caption]


def plain(one: Row) -> list[tuple[Tag | None, tuple[Inline, ...]]]:
    """The cells of a row after its first."""
    return [(None, cell) for cell in one.cells[1:]]


def row(cells: Sequence[tuple[Tag | None, tuple[Inline, ...]]]) -> str:
    """One line of a table."""
    return f"| {' | '.join(f'{attributes(tag)} {inlines(words)}'.strip() for tag, words in cells)} |"


# -------------------------------------------------------------------------------------------------- files


def files(document: Document) -> dict[str, str]:
    """Everything the site holds, by name: the article, the audiences, a picture."""
    given = {"article.md": front_matter(document) + "\n".join(blocks(document.blocks)) + "\n"}
    for order, (name, chain) in enumerate(document.crowd.chains.items()):
        given[f"audiences/{name}.toml"] = (
            f"name = {json.dumps(name.title())}\norder = {order}\nfalls_back_to = {json.dumps(list(chain))}\n"
        )
    return {**given, "picture.svg": PICTURE}


def front_matter(document: Document) -> str:
    """Title, audiences and references, as YAML."""
    lines = ["---", f"title: {json.dumps(inlines(document.title))}"]
    if document.readers != document.crowd.ids:
        lines.append(f"audiences: [{', '.join(document.readers)}]")
    if document.references:
        lines.append("references:")
    for key, title in document.references.items():
        lines += [f"- id: {key}", "  kind: research", f"  title: {title}", "  issued: 2020"]
    return "\n".join([*lines, "---", "", ""])
