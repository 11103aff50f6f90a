"""The blocks of one container, or of one div in it, while they are gathered.

Here a block meets the attribute line above it, a table its caption, a heading its section, and tagged
neighbours become choices.

Invariant: every list that was read ends on exactly one block, or in a finding.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from renderer.diagnostics import Span
from renderer.language import problems
from renderer.language.attributes import Listed
from renderer.language.choices import choice_of, group_blocks
from renderer.language.gathered import CAPTION, Entry, Raw, is_caption
from renderer.language.hosts import Host, judge
from renderer.language.near_misses import lost_captions
from renderer.language.reading import Reading
from renderer.language.tree import (
    Attributes,
    Choice,
    Definition,
    Div,
    Heading,
    Paragraph,
    Section,
    Table,
    Tag,
    TaggedBlock,
    TaggedInline,
    Text,
    ThematicBreak,
    Variant,
)
from renderer.language.vocabulary import KINDS

NOTHING = Attributes()


@dataclass(slots=True, eq=False, repr=False)
class Level:
    """What stands in one div, or in a container outside any. `opened` is the line that opened the div."""

    opened: Listed | None = None
    entries: list[Entry] = field(default_factory=list)
    pending: Listed | None = None
    pending_line: int = -1

    def add(self, node: Raw, line: int, reading: Reading, listed: Listed | None = None) -> None:
        """Take a block that begins on a line; a list directly above it is its own."""
        above, self.pending = self.pending, None
        if above is not None and (listed is not None or not self._takes(node, line)):
            stray_line(above, reading, node)
        elif above is not None:
            listed = above
        if listed is not None:
            listed = _fit(listed, node, reading)
        self.entries.append(Entry(node, listed))

    def _takes(self, node: Raw, line: int) -> bool:
        """Whether a list on the line above belongs to the block."""
        return (
            line == self.pending_line + 1
            and not isinstance(node, (Heading, Definition, ThematicBreak))
            and not is_caption(node)
        )

    def leave(self, reading: Reading) -> None:
        """Report a list that has no block under it."""
        if self.pending is not None:
            stray_line(self.pending, reading)
            self.pending = None

    def blocks(self, reading: Reading) -> tuple[TaggedBlock, ...]:
        """Return the blocks gathered, with their sections and choices."""
        return group_blocks(self.siblings(reading), reading.report)

    def siblings(self, reading: Reading) -> list[TaggedBlock]:
        """Return the blocks gathered, with their sections, before choices are made."""
        self.leave(reading)
        if len(self.entries) == 1 and not isinstance(only := self.entries[0].node, Heading):
            return [wrap(self.entries[0].listed, only)]  # as in most items of lists
        entries = _captioned(self.entries)
        lost_captions(entries, reading)
        return _sectioned(entries, reading)


def stray_line(listed: Listed, reading: Reading, below: Raw | None = None) -> None:
    """Report a list on a line of its own that no block follows directly; `below` is what follows."""
    if not listed.readable:
        reading.unfit(listed)
        return
    advice = "put it on the line directly above a paragraph, list, table, quote, code block or image"
    if isinstance(below, Heading):
        advice = f"put it at the heading's end: `## Words {listed.text}`"
    elif is_caption(below):
        advice = "put it directly above the table; the caption shares its tag"
    reading.report(problems.stray_attributes(listed.span, listed.text, advice))


def tags(nodes: Iterable[object]) -> bool:
    """Whether there is something for selection in any of the nodes."""
    for node in nodes:  # noqa: SIM110  # a generator costs more here
        if isinstance(node, (Variant, Choice)) or getattr(node, "tagged", False):
            return True
    return False


def choose(children: list[TaggedBlock], span: Span, reading: Reading) -> tuple[TaggedBlock, ...]:
    """Return the choice that a `choose` div is; link definitions in it stay before it."""
    variants: list[TaggedBlock] = []
    untagged: Span | None = None
    for child in children:
        if isinstance(child, Variant):
            variants.append(child)
        elif not isinstance(child, Definition):
            reading.report(problems.untagged_variant(child.span))
            untagged = child.span
    for variant in variants[:-1]:
        if isinstance(variant, Variant) and variant.tag.otherwise:
            reading.report(problems.stray_else(variant.span, "is not the last variant of its choice"))
    if untagged is not None and not any(isinstance(one, Variant) and one.tag.otherwise for one in variants):
        variants.append(Variant(Tag(otherwise=True), (), untagged))
    definitions = tuple(child for child in children if isinstance(child, Definition))
    choice: TaggedBlock = choice_of(variants) if variants else Choice((), span)
    return (*definitions, choice)


def wrap(listed: Listed | None, node: TaggedBlock) -> TaggedBlock:
    """Return a block with what its list says."""
    if listed is None:
        return node
    span = Span(min(listed.span.start, node.span.start), max(listed.span.end, node.span.end))
    if listed.attributes != NOTHING:
        node = Div(listed.attributes, (node,), span, tags((node,)))
    return node if listed.tag is None else Variant(listed.tag, (node,), span)


def _fit(listed: Listed, node: Raw, reading: Reading) -> Listed:
    """Report what a block cannot have, and return the rest; a heading's own list keeps block kinds alone."""
    judge(listed, Host.BLOCK, reading)
    if isinstance(node, Heading):
        kinds = tuple(name for name in listed.attributes.classes if name in KINDS)
        return listed._replace(attributes=Attributes(classes=kinds))
    return listed


def _captioned(entries: list[Entry]) -> list[Entry]:
    """Return the entries with each caption in its table.

    The one before it without one, else the one after.
    """
    kept: list[Entry] = []
    waiting: Entry | None = None
    for entry in entries:
        if is_caption(entry.node):
            if waiting is not None:
                kept.append(waiting)
                waiting = None
            if kept and _wants_caption(kept[-1]):
                _give(kept[-1], entry)
            else:
                waiting = entry
            continue
        if waiting is not None:
            if _wants_caption(entry):
                _give(entry, waiting)
            else:
                kept.append(waiting)
            waiting = None
        kept.append(entry)
    return kept if waiting is None else [*kept, waiting]


def _wants_caption(entry: Entry) -> bool:
    return isinstance(entry.node, Table) and entry.node.caption is None


def _give(entry: Entry, caption: Entry) -> None:
    """Put a caption's words into a table."""
    table, paragraph = entry.node, caption.node
    if not isinstance(table, Table) or not isinstance(paragraph, Paragraph):
        return
    first, *rest = paragraph.children
    words: tuple[TaggedInline, ...] = tuple(rest)
    if isinstance(first, Text) and (text := first.text.removeprefix(CAPTION).lstrip()):
        words = (Text(text, Span(first.span.end - len(text), first.span.end)), *rest)
    entry.node = Table(table.columns, table.rows, words, table.span, table.tagged or paragraph.tagged)


def _sectioned(entries: list[Entry], reading: Reading) -> list[TaggedBlock]:
    """Return the blocks; each heading takes what follows it, to the next of its level or higher."""
    out: list[TaggedBlock] = []
    index = 0
    while index < len(entries):
        entry = entries[index]
        index += 1
        if not isinstance(entry.node, Heading):
            out.append(wrap(entry.listed, entry.node))
            continue
        end = _section_end(entries, index, entry.node.level)
        inner = group_blocks(_sectioned(entries[index:end], reading), reading.report)
        last = inner[-1].span.end if inner else entry.node.span.end
        span = Span(entry.node.span.start, max(last, entry.node.span.end))
        section: TaggedBlock = Section(entry.node, inner, span, entry.node.tagged or tags(inner))
        out.append(wrap(entry.listed, section))
        index = end
    return out


def _section_end(entries: list[Entry], start: int, level: int) -> int:
    for index in range(start, len(entries)):
        node = entries[index].node
        if isinstance(node, Heading) and node.level <= level:
            return index
    return len(entries)
