"""From pieces to nodes: emphasis made, attribute lists put on what they stand on, choices grouped.

Invariant: what comes out is made of the tree's nodes alone, with no two texts side by side.
"""

from collections.abc import Iterator

from renderer.diagnostics import Finding, Span
from renderer.language import problems
from renderer.language.attributes import Listed
from renderer.language.choices import group_inlines
from renderer.language.hosts import Host, faults, judge
from renderer.language.inlines.emphasis import resolve
from renderer.language.inlines.pieces import NOTHING, Delimiter, Piece, Script
from renderer.language.reading import Place, Reading
from renderer.language.terms import listed as is_listed
from renderer.language.terms import written
from renderer.language.tree import (
    Attributes,
    Choice,
    Citation,
    Code,
    Emphasis,
    HardBreak,
    Image,
    Link,
    Phrase,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    TaggedInline,
    Text,
    Variant,
)


class Finisher:
    """Finishes the pieces of one text. `made` counts the inlines that hold others."""

    __slots__ = ("_place", "_reading", "made")

    def __init__(self, reading: Reading, place: Place) -> None:
        self._reading = reading
        self._place = place
        self.made = 0

    def finish(self, pieces: list[Piece]) -> tuple[TaggedInline, ...]:
        """Return the nodes that the pieces of one bracket, or of the whole text, make."""
        self.made += 1
        if len(pieces) == 1 and isinstance(pieces[0], Text):
            return (pieces[0],)
        for piece in pieces:
            if isinstance(piece, Delimiter):
                return self._nodes(resolve(pieces, self._place, self._nodes))
        return self._nodes(pieces)

    def _nodes(self, pieces: list[Piece]) -> tuple[TaggedInline, ...]:
        """Return the nodes that pieces with their emphasis made are."""
        self.made += 1
        nodes: list[TaggedInline] = []
        words: list[Text] = []
        variants = phrases = False
        for piece in pieces:
            match piece:
                case Text():
                    words.append(piece)
                case Delimiter() | Script():
                    words.append(self._mark(piece))
                case Listed():
                    self._say(words, nodes)
                    variants |= self._attach(piece, nodes)
                case node:
                    self._say(words, nodes)
                    nodes.append(node)
                    phrases |= isinstance(node, Phrase)
        self._say(words, nodes)
        if phrases:
            nodes = list(_unwrapped(nodes))
        return group_inlines(nodes, self._reading.report) if variants else tuple(nodes)

    def _mark(self, piece: Delimiter | Script) -> Text:
        """Return a mark that opened and closed nothing as the character it is."""
        if isinstance(piece, Delimiter):
            return Text(piece.mark * piece.count, self._place.span(piece.at, piece.at + piece.count))
        if piece.note:
            self._reading.report(problems.footnote(self._place.span(piece.at, piece.at + 2), "^["))
        return Text(piece.mark, self._place.span(piece.at, piece.at + 1))

    def _say(self, words: list[Text], nodes: list[TaggedInline]) -> None:
        """Put the words gathered so far among the nodes, as one text."""
        if not words:
            return
        text = words[0]
        if len(words) > 1:
            span = Span(text.span.start, words[-1].span.end)
            text = Text("".join([one.text for one in words]), span)
        if found := self._reading.vocabulary.look_alike(text.text, after_inline=bool(nodes)):
            advice = f"write `{{.{found}}}` for the tag, or a space before the dot"
            self._reading.report(
                problems.bad_attributes(text.span, f"'.{found}'", "looks like a tag", advice)
            )
        nodes.append(text)
        words.clear()

    def _attach(self, listed: Listed, nodes: list[TaggedInline]) -> bool:
        """Put a list on the inline that ends where it begins; return whether that made a variant."""
        if not listed.readable:
            if listed.meant is not None and not self._fits(listed.meant, nodes):
                self._reading.unfit(listed)
            return False
        if not nodes or isinstance(nodes[-1], (Text, SoftBreak, HardBreak)):
            advice = f"write it after words in brackets: `[words]{' '.join(listed.text.split())}`"
            self._reading.report(problems.stray_attributes(listed.span, listed.text, advice))
            return False
        if isinstance(nodes[-1], Variant) or _listed_already(nodes[-1]):
            advice = "write one list: `[words]{.patient #id}`"
            self._reading.report(problems.stray_attributes(listed.span, listed.text, advice))
            return False
        judge(listed, _host(nodes[-1]), self._reading)
        is_term = "term" in listed.attributes.classes
        if is_term and (fault := self._term_fault(listed, nodes[-1])):
            self._reading.report(fault)
        nodes[-1] = _with(listed, nodes[-1])
        self._reading.variants += is_term or listed.tag is not None
        return listed.tag is not None

    def _fits(self, meant: Listed, nodes: list[TaggedInline]) -> bool:
        """Whether nothing would be reported of a list, were it attached as it is meant."""
        if not nodes or isinstance(nodes[-1], (Text, SoftBreak, HardBreak, Variant)):
            return False
        node = nodes[-1]
        if _listed_already(node) or any(faults(meant, _host(node))):
            return False
        return "term" not in meant.attributes.classes or self._term_fault(meant, node) is None

    def _term_fault(self, listed: Listed, node: TaggedInline) -> Finding | None:
        """Return the fault of a term that the site's list lacks: nobody knows how its readers are to read it.

        Without any list `term` is a class like another, for the look of the page.
        """
        known = self._reading.vocabulary.terms
        if isinstance(node, Image) or not known:
            return None  # an image has been reported
        words = written(node.children) if isinstance(node, Phrase) else None
        if words is None or is_listed(words, known) is None:
            return problems.unknown_term(Span(node.span.start, listed.span.end), words, known)
        return None


def _host(node: TaggedInline) -> Host:
    return Host.IMAGE if isinstance(node, Image) else Host.WORDS


def _listed_already(node: TaggedInline) -> bool:
    return isinstance(node, (Phrase, Image)) and node.attributes != NOTHING


def _with(listed: Listed, node: TaggedInline) -> TaggedInline:
    """Return the inline with what its list says."""
    span = Span(node.span.start, listed.span.end)
    content: tuple[TaggedInline, ...] = (node,)
    match node:
        case Phrase() if listed.attributes == NOTHING:
            content = node.children
        case Phrase():
            content = (Phrase(listed.attributes, node.children, span),)
        case Image(target, title, alt, definition, _):
            content = (Image(target, title, alt, definition, listed.attributes, span),)
        case _ if listed.attributes != NOTHING:
            content = (Phrase(listed.attributes, (node,), span),)
        case _:
            pass
    if listed.tag is not None:
        return Variant(listed.tag, content, span)
    return content[0] if len(content) == 1 else Phrase(Attributes(), content, span)


def _unwrapped(nodes: list[TaggedInline]) -> Iterator[TaggedInline]:
    """Yield the nodes; brackets whose list was refused lose their brackets (the article has no edition)."""
    for node in nodes:
        if isinstance(node, Phrase) and node.attributes == NOTHING:
            yield from node.children
        else:
            yield node


def depth_of(nodes: tuple[TaggedInline, ...]) -> int:
    """Return how many levels deep inlines are nested, without recursion."""
    depth, level = 0, list(nodes)
    while level:
        depth += 1
        level = [child for node in level for child in _children(node)]
    return depth


def _children(node: TaggedInline) -> tuple[TaggedInline, ...]:
    match node:
        case Text() | SoftBreak() | HardBreak() | Code() | Citation():
            return ()
        case Image(alt=children) | Variant(content=children):
            return children
        case Choice(variants):
            return variants
        case (
            Emphasis(children) | Strong(children) | Superscript(children) | Subscript(children)
            | Phrase(children=children) | Link(children=children)
        ):  # fmt: skip
            return children
