"""Tracing: the chain of tags round a place, and what each says to each audience. The data of `explain`.

Invariant: a verdict is `reach`'s and `chosen`'s own; tracing decides nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from renderer.audiences import Audience
from renderer.diagnostics import Span
from renderer.editions.reach import Reason, chosen, reach
from renderer.editions.walk import Part, inline_runs, parts_of, within
from renderer.language.parse import Document
from renderer.language.tree import (
    BulletList,
    Choice,
    Citation,
    Code,
    CodeBlock,
    Column,
    Definition,
    Div,
    Emphasis,
    HardBreak,
    Image,
    Item,
    Link,
    OrderedList,
    Paragraph,
    Phrase,
    Quote,
    Row,
    Section,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Table,
    TaggedInline,
    Text,
    ThematicBreak,
    Variant,
)

Node = Part | TaggedInline


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one tag says to one audience: why it is let in, None when it is not."""

    audience: str
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Step:
    """One tag round a place, and its verdicts. `choice` is the span of the choice that it is a variant of."""

    span: Span
    verdicts: tuple[Verdict, ...]
    choice: Span | None = None

    def lets_in(self, audience: str) -> bool:
        """Whether the tag shows its content to an audience."""
        return any(one.audience == audience and one.reason is not None for one in self.verdicts)


def chains(document: Document, audiences: Iterable[Audience], span: Span) -> Iterator[tuple[Step, ...]]:
    """Yield the chain of tags, outermost first, of each tagged place that meets a span, deepest ones only."""
    everybody = tuple(audiences)
    nodes: tuple[Node, ...] = (*document.title, *document.summary, *document.blocks)
    yield from _chains(nodes, everybody, span, ())


def _chains(
    nodes: Iterable[Node], audiences: tuple[Audience, ...], span: Span, above: tuple[Step, ...]
) -> Iterator[tuple[Step, ...]]:
    found = False
    for node, choice in _candidates(nodes):
        if not _meets(node.span, span):
            continue
        found = True
        if isinstance(node, Variant):
            chain = (*above, _step(node, choice, audiences))
            yield from _chains(node.content, audiences, span, chain)
        else:
            yield from _chains(_children(node), audiences, span, above)
    if not found and above:
        yield above


def _candidates(nodes: Iterable[Node]) -> Iterator[tuple[Node, Choice[Node] | None]]:
    """Yield nodes, and the variants of choices with their choice."""
    for node in nodes:
        if isinstance(node, Choice):
            yield from ((variant, node) for variant in node.variants)
        else:
            yield node, None


def _step(variant: Variant[Node], choice: Choice[Node] | None, audiences: tuple[Audience, ...]) -> Step:
    verdicts = tuple(Verdict(one.id, _reason(variant, choice, one)) for one in audiences)
    return Step(variant.span, verdicts, None if choice is None else choice.span)


def _reason(variant: Variant[Node], choice: Choice[Node] | None, audience: Audience) -> Reason | None:
    if choice is None:
        return reach(variant.tag, audience)
    got = chosen(choice, audience)
    return got[0] if got is not None and got[1] is variant else None


def _meets(one: Span, other: Span) -> bool:
    return one.start < max(other.end, other.start + 1) and other.start < max(one.end, one.start + 1)


def _children(node: Node) -> tuple[Node, ...]:  # noqa: C901, PLR0911, PLR0912  # an arm for each node
    """Return what stands directly in a node that is no variant."""
    match node:
        case Paragraph(children):
            return children
        case Section(heading, blocks):
            return (*heading.children, *blocks)
        case Table(columns, rows, caption):
            return (*(caption or ()), *columns, *rows)
        case Row(_, cells):
            return tuple(child for cell in cells for child in cell.children)
        case Column(header):
            return header
        case Quote(blocks) | Div(_, blocks) | Item(_, blocks):
            return blocks
        case BulletList(items) | OrderedList(items):
            return items
        case Choice(variants):
            return variants
        case CodeBlock() | ThematicBreak() | Definition():
            return ()
        case Text() | SoftBreak() | HardBreak() | Code() | Citation():
            return ()
        case Image(alt=children):
            return children
        case Emphasis(children) | Strong(children) | Superscript(children) | Subscript(children):
            return children
        case Phrase(children=children) | Link(children=children):
            return children
        case Variant(content=content):
            return content


def choices(document: Document) -> Iterator[Choice[Node]]:
    """Yield every choice of a document: the title's and the summary's first, then in the order of reading."""
    yield from (node for node in within((*document.title, *document.summary)) if isinstance(node, Choice))
    yield from _choices(document.blocks)


def _choices(nodes: Iterable[Part]) -> Iterator[Choice[Node]]:
    for part in nodes:
        if isinstance(part, Choice):
            yield part
        if isinstance(part, Section):
            yield from (one for one in within(part.heading.children) if isinstance(one, Choice))
        elif not parts_of(part) or isinstance(part, Table):
            words = inline_runs((part,)) if not isinstance(part, Table) else iter((part.caption or (),))
            yield from (one for run in words for one in within(run) if isinstance(one, Choice))
        yield from _choices(parts_of(part))
