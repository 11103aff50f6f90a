"""Selection within a block: its words for one audience, mended.

Invariant: what comes out holds no variant; what an audience does not see leaves a hole and nothing else.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from renderer.audiences import Audience
from renderer.diagnostics import Finding, Span
from renderer.editions.flow import Flow, Hole, Make, Opening, Words
from renderer.editions.mend import dashes_meet, mend
from renderer.editions.problems import stranded_text
from renderer.editions.reach import chosen, reach
from renderer.editions.wording import Wording, Wordings
from renderer.language.tree import (
    Choice,
    Citation,
    Code,
    Emphasis,
    HardBreak,
    Image,
    Inline,
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


class Selected(NamedTuple):
    """The words of a block for one audience; `emptied` says that selection left nothing of them."""

    inlines: tuple[Inline, ...]
    emptied: bool


class WordSelector:
    """Selects the words of blocks for one audience; what cannot be mended goes to `report`."""

    __slots__ = ("_audience", "_explains", "_report", "wordings")

    def __init__(self, audience: Audience, wordings: Wordings, report: Callable[[Finding], None]) -> None:
        self._audience = audience
        self.wordings = wordings
        self._report = report
        self._explains = True

    def select(self, nodes: Iterable[TaggedInline], span: Span, *, explains: bool = True) -> Selected:
        """Return what the audience sees of the words of a block that stands at a span.

        `explains` says that a term may be explained there.
        """
        before, self._explains = self._explains, self._explains and explains
        selected = self._select(nodes, span)
        self._explains = before
        return selected

    def _select(self, nodes: Iterable[TaggedInline], span: Span) -> Selected:
        whole = self._whole(nodes)
        if whole is not None:
            return Selected(tuple(whole), emptied=False)
        flow = Flow()
        self._pour(nodes, flow)
        selected = self._mended(flow, span)
        flow.part()
        return selected

    def _mended(self, flow: Flow, span: Span) -> Selected:
        """Return the words of a flow that has holes, mended round them."""
        mend(flow)
        inlines = flow.inlines()
        if _is_empty(inlines):
            return Selected((), emptied=True)
        if not _has_words(inlines):
            self._report(stranded_text(span, "nothing but marks or citations is left of this block"))
        elif hole := dashes_meet(flow):
            self._report(stranded_text(hole.span, "a dash is left alone where these words go"))
        return Selected(inlines, emptied=False)

    def _whole(self, nodes: Iterable[TaggedInline]) -> list[Inline] | None:  # noqa: C901  # an arm for each node
        """Return the words when no hole is left in them, which needs no mending; None when one is."""
        out: list[Inline] = []
        for node in nodes:
            match node:
                case Text() | SoftBreak() | HardBreak() | Code() | Citation():
                    out.append(node)
                case Variant() | Choice():
                    seen = self._seen(node)
                    inner = self._whole(seen) if seen else None
                    if inner is None:
                        return None
                    out.extend(inner)
                case Image():
                    alt = self._quiet_whole(node.alt)
                    if alt is None:
                        return None
                    out.append(_with_alt(node, tuple(alt)))
                case Phrase() if worded := self.wordings.of(node, explains=self._explains):
                    out.extend(_said(node, worded))
                case Link():
                    inner = self._quiet_whole(node.children)
                    if inner is None:
                        return None
                    out.append(_maker(node)(tuple(inner)))
                case Emphasis() | Strong() | Superscript() | Subscript() | Phrase():
                    inner = self._whole(node.children)
                    if inner is None:
                        return None
                    out.append(_maker(node)(tuple(inner)))
        return out

    def _quiet_whole(self, nodes: Iterable[TaggedInline]) -> list[Inline] | None:
        """Return the same of words in which no term is explained: those of a link or a picture."""
        before, self._explains = self._explains, False
        whole = self._whole(nodes)
        self._explains = before
        return whole

    def _seen(self, node: Variant[TaggedInline] | Choice[TaggedInline]) -> tuple[TaggedInline, ...]:
        """Return what the audience sees of tagged words."""
        if isinstance(node, Variant):
            return node.content if reach(node.tag, self._audience) else ()
        found = chosen(node, self._audience)
        return found[1].content if found else ()

    def _pour(self, nodes: Iterable[TaggedInline], flow: Flow) -> None:  # noqa: C901  # an arm for each node
        """Put the words into a flow."""
        for node in nodes:
            match node:
                case Text(text, span):
                    if text:
                        flow.add(Words(text, span, 0, len(text)))
                case SoftBreak() | HardBreak() | Code() | Citation():
                    flow.add(node)
                case Variant() | Choice():
                    self._content(self._seen(node), node.span, flow)
                case Image():
                    flow.add(self._image(node))
                case Phrase() if worded := self.wordings.of(node, explains=self._explains):
                    self._term(node, worded, flow)
                case Emphasis() | Strong() | Superscript() | Subscript() | Phrase() | Link():
                    self._holder(node, flow)

    def _content(self, content: tuple[TaggedInline, ...], span: Span, flow: Flow) -> None:
        if content:
            self._pour(content, flow)
        else:
            flow.add(Hole(span))

    def _holder(
        self,
        node: Emphasis[TaggedInline]
        | Strong[TaggedInline]
        | Superscript[TaggedInline]
        | Subscript[TaggedInline]
        | Phrase[TaggedInline]
        | Link[TaggedInline],
        flow: Flow,
    ) -> None:
        """Put an inline that holds others into a flow."""
        flow.add(Opening(_maker(node)))
        before, self._explains = self._explains, self._explains and not isinstance(node, Link)
        self._pour(node.children, flow)
        self._explains = before
        flow.close(node.span)

    def _term(self, phrase: Phrase[TaggedInline], worded: Wording, flow: Flow) -> None:
        """Put a term's wording into a flow."""
        flow.add(Opening(_maker(phrase)))
        flow.add(Words(worded.text, phrase.span, 0, len(worded.text)))
        flow.close(phrase.span)
        if worded.explanation:
            flow.add(Words(worded.explanation, phrase.span, 0, len(worded.explanation)))

    def _image(self, image: Image[TaggedInline]) -> Image[Inline]:
        """Return an image with its alternative text selected; one that lost all of it is reported."""
        alt = self.select(image.alt, image.span, explains=False)
        if alt.emptied:
            self._report(stranded_text(image.span, "nothing is left of this image's alternative text"))
        return _with_alt(image, alt.inlines)


def _said(phrase: Phrase[TaggedInline], worded: Wording) -> Iterator[Inline]:
    """Yield a term in its wording, and what explains it."""
    yield Phrase(phrase.attributes, (Text(worded.text, phrase.span),), phrase.span)
    if worded.explanation:
        yield Text(worded.explanation, phrase.span)


def _with_alt(image: Image[TaggedInline], alt: tuple[Inline, ...]) -> Image[Inline]:
    return Image(image.target, image.title, alt, image.definition, image.attributes, image.span)


def _maker(
    node: Emphasis[TaggedInline]
    | Strong[TaggedInline]
    | Superscript[TaggedInline]
    | Subscript[TaggedInline]
    | Phrase[TaggedInline]
    | Link[TaggedInline],
) -> Make:
    """Return what makes the same inline of other children."""
    match node:
        case Emphasis(_, span):
            return lambda children: Emphasis(children, span)
        case Strong(_, span):
            return lambda children: Strong(children, span)
        case Superscript(_, span):
            return lambda children: Superscript(children, span)
        case Subscript(_, span):
            return lambda children: Subscript(children, span)
        case Phrase(attributes, _, span):
            return lambda children: Phrase(attributes, children, span)
        case Link(target, title, _, definition, span):
            return lambda children: Link(target, title, children, definition, span)


def _is_empty(inlines: tuple[Inline, ...]) -> bool:
    """Whether nothing but white space is left."""
    return all(
        isinstance(node, SoftBreak | HardBreak) or (isinstance(node, Text) and not node.text.strip())
        for node in inlines
    )


def _has_words(inlines: Iterable[Inline]) -> bool:
    """Whether there is more than citations, marks and white space."""
    return any(_is_word(node) for node in inlines)


def _is_word(node: Inline) -> bool:
    match node:
        case Text(text):
            return any(not c.isspace() and unicodedata.category(c)[0] != "P" for c in text)
        case Code() | Image():
            return True
        case SoftBreak() | HardBreak() | Citation():
            return False
        case Emphasis(children) | Strong(children) | Superscript(children) | Subscript(children):
            return _has_words(children)
        case Phrase(children=children) | Link(children=children):
            return _has_words(children)


def says(inlines: Iterable[Inline]) -> bool:
    """Whether there is a character to see among inlines, alternative texts included."""
    return any(_says(node) for node in inlines)


def _says(node: Inline) -> bool:
    match node:
        case Text(text) | Code(text):
            return any(unicodedata.category(c)[0] not in "CZ" for c in text)
        case SoftBreak() | HardBreak() | Citation():
            return False
        case Emphasis(children) | Strong(children) | Superscript(children) | Subscript(children):
            return says(children)
        case Phrase(children=children) | Link(children=children) | Image(alt=children):
            return says(children)
