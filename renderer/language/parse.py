"""One article's source to its document: every variant still in it, and every problem found on the way.

Invariant: parsing never raises, whatever the text; what it could not read is in the findings.
"""

from renderer.diagnostics import Finding, Span
from renderer.language.assemble import Assembler
from renderer.language.front_matter import FrontMatter, Words, read_front_matter
from renderer.language.headings import HeadingIds
from renderer.language.inlines.scanner import read_inlines
from renderer.language.reading import Mention, Place, Reading, Shifted, Whole
from renderer.language.rules import block_tokens
from renderer.language.source import Source
from renderer.language.tree import Citation, Paragraph, TaggedBlock, TaggedInline
from renderer.language.vocabulary import Vocabulary
from renderer.value import value


@value
class Document:
    """One article's source as a tree.

    `citations` are all that stand in it, whoever sees them, and `mentions` bare `@key`s in running text.
    """

    source: Source
    front_matter: FrontMatter
    title: tuple[TaggedInline, ...]
    summary: tuple[TaggedInline, ...]
    blocks: tuple[TaggedBlock, ...]
    citations: tuple[Citation, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]


def parse(source: Source, vocabulary: Vocabulary) -> Document:
    """Return the document of an article's source, which begins with its front matter."""
    front = read_front_matter(source, vocabulary.audiences)
    outside = Reading(vocabulary, citing=False)
    title = _words(front.title, outside)
    summary = _words(front.summary, outside)
    inside = Reading(vocabulary)
    blocks = _blocks(source, front.body, inside)
    findings = (*front.findings, *outside.found(), *inside.found())
    mentions = (*outside.mentions, *inside.mentions)
    return Document(source, front, title, summary, blocks, tuple(inside.citations), mentions, findings)


def parse_fragment(source: Source, vocabulary: Vocabulary, *, named: bool = True) -> Document:
    """Return the document of Markdown without front matter that is no article: a disclaimer.

    `named` gives its headings ids.
    """
    reading = Reading(vocabulary, citing=False)
    return _fragment(source, _blocks(source, 0, reading, named=named), reading)


def parse_line(source: Source, vocabulary: Vocabulary) -> Document:
    """Return the document of inline Markdown, one paragraph: a setting of one line."""
    reading = Reading(vocabulary, citing=False)
    words = read_inlines(source.text.strip(), Shifted(len(source.text) - len(source.text.lstrip())), reading)
    line = Paragraph(words, Span(0, len(source.text)), tagged=reading.variants > 0)
    return _fragment(source, (line,), reading)


def _fragment(source: Source, blocks: tuple[TaggedBlock, ...], reading: Reading) -> Document:
    return Document(source, FrontMatter(), (), (), blocks, (), tuple(reading.mentions), reading.found())


def _blocks(source: Source, begin: int, reading: Reading, *, named: bool = True) -> tuple[TaggedBlock, ...]:
    ids = HeadingIds(source.text) if named else None
    assembler = Assembler(source, begin, block_tokens(source.text[begin:]), reading, ids)
    assembler.define()
    return assembler.blocks()


def _words(words: Words | None, reading: Reading) -> tuple[TaggedInline, ...]:
    if words is None:
        return ()
    place: Place = Shifted(words.span.start) if words.exact else Whole(words.span)
    return read_inlines(words.text.strip(), place, reading)
