"""One article's source to its document: every variant still in it, and every problem found on the way.

Invariant: parsing never raises, whatever the text; what it could not read is in the findings.
"""

from renderer.diagnostics import Finding
from renderer.language.assemble import Assembler
from renderer.language.front_matter import FrontMatter, Words, read_front_matter
from renderer.language.inlines.scanner import read_inlines
from renderer.language.reading import Mention, Place, Reading, Shifted, Whole
from renderer.language.rules import block_tokens
from renderer.language.source import Source
from renderer.language.tree import Citation, TaggedBlock, TaggedInline
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
    findings = (*front.findings, *outside.findings, *inside.findings)
    mentions = (*outside.mentions, *inside.mentions)
    return Document(source, front, title, summary, blocks, tuple(inside.citations), mentions, findings)


def parse_fragment(source: Source, vocabulary: Vocabulary) -> Document:
    """Return the document of Markdown without front matter that is no article: a disclaimer, a setting."""
    reading = Reading(vocabulary, citing=False)
    blocks = _blocks(source, 0, reading)
    return Document(
        source, FrontMatter(), (), (), blocks, (), tuple(reading.mentions), tuple(reading.findings)
    )


def _blocks(source: Source, begin: int, reading: Reading) -> tuple[TaggedBlock, ...]:
    assembler = Assembler(source, begin, block_tokens(source.text[begin:]), reading)
    assembler.define()
    return assembler.blocks()


def _words(words: Words | None, reading: Reading) -> tuple[TaggedInline, ...]:
    if words is None:
        return ()
    place: Place = Shifted(words.span.start) if words.exact else Whole(words.span)
    return read_inlines(words.text.strip(), place, reading)
