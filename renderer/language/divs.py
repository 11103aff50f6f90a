"""Fenced divs: what a fence line says, and what the blocks between two of them are.

Invariant: a fence line that cannot be read still opens a div, so that its closing line is not called stray.
"""

from renderer.diagnostics import Span
from renderer.language import problems
from renderer.language.attributes import LIST, Listed
from renderer.language.choices import group_blocks
from renderer.language.hosts import Host, judge
from renderer.language.level import NOTHING, Level, choose, tags
from renderer.language.reading import Reading
from renderer.language.tree import Div, TaggedBlock, Variant


def read_fence(text: str, start: int, reading: Reading) -> Listed | None:
    """Return what a fence line that stands at an offset says of the div it opens; None when it closes one."""
    inside = text.strip(": \t")
    if not inside:
        return None
    listed = _inside(inside, start + text.index(inside), reading)
    span = Span(start, start + len(text))
    return Listed(listed.tag, listed.choose, listed.attributes, text, span, listed.readable, listed.meant)


def _inside(words: str, at: int, reading: Reading) -> Listed:
    """Read what a fence line holds: one attribute list, or bare words."""
    span = Span(at, at + len(words))
    if not words.startswith("{"):
        return reading.lists.words(words, span)
    found = LIST.match(words)
    if found is not None and found.end() == len(words):
        return reading.lists.read(words, span)
    advice = "write one list: `::: {.patient .warning}`"
    reading.report(problems.bad_attributes(span, f"'{words}'", "is no single list", advice))
    return reading.lists.unread(words, span)


def div_blocks(opened: Listed, level: Level, end: int, reading: Reading) -> tuple[TaggedBlock, ...]:
    """Return what a div that ends at an offset is: blocks with attributes, a variant, or a choice."""
    judge(opened, Host.DIV, reading)
    children = level.siblings(reading)
    made = choose(children, opened.span, reading) if opened.choose else None
    blocks = group_blocks(children, reading.report) if made is None else made
    last = max([opened.span.end, end, *(block.span.end for block in blocks)])
    span = Span(opened.span.start, last)
    if _stands_for_itself(opened) and (blocks or opened.tag is None):
        blocks = (Div(opened.attributes, blocks, span, tags(blocks)),)
    if opened.tag is None:
        return blocks
    reading.variants += 1
    return (Variant(opened.tag, blocks, span),)


def _stands_for_itself(opened: Listed) -> bool:
    """Whether a div is more than its tag or its choice."""
    return opened.attributes != NOTHING or (opened.tag is None and not opened.choose)
