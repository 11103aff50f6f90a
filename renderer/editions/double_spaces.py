"""Blanks that stand twice where one says the same: what nobody is told of and `check --fix` takes away.

They are no fault: many people type two after a full stop, and no reader sees them.

Invariant: a blank is taken from running words and attribute lists alone; code, comments, tables, the ends of
lines (two blanks there are a line break) and what stands before a line's first word stay as they are.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from renderer.diagnostics import Edit, Span
from renderer.editions.walk import Part, inlines, parts, within
from renderer.language.parse import Document
from renderer.language.tree import Code, CodeBlock, Paragraph, Section, Table, Text

_TWICE: Final = re.compile(r"(?<=[^ \t\n]) {2,}(?=[^ \t\n])")
_PART: Final = r"""(?:[.#][\w.:-]+|[A-Za-z][\w-]*=(?:"[^"\s]*"|[^\s"={}]+))"""
_LIST: Final = re.compile(rf"\{{ *{_PART}(?: +{_PART})* *\}}")
_COMMENT: Final = re.compile(r"(?<!\\)(?:\\\\)*(<!(?=--).*?(?:-->|\Z))", re.DOTALL)


def may_hold_double_spaces(text: str) -> bool:
    """Whether to look closer: most texts hold none."""
    return _TWICE.search(text) is not None


def double_spaces(document: Document) -> tuple[Edit, ...]:
    """Return what makes one blank of several between words and in attribute lists, in order."""
    text = _masked(document)
    lists = (one.span() for one in _LIST.finditer(text, document.front_matter.body))
    found = {
        Span(*one.span())
        for start, end in chain(_words(document.blocks), lists)
        for one in _TWICE.finditer(text, start, end + 1)  # what stands behind is looked at, and never taken
    }
    return tuple(Edit(one, " ") for one in sorted(found))


def _masked(document: Document) -> str:
    """Return the text with a letter for each character that is to stay."""
    text = _with_letters(document.source.text, _kept(document.blocks))
    comments = (Span(*one.span(1)) for one in _COMMENT.finditer(text, document.front_matter.body))
    return _with_letters(text, comments)  # once no code is left that looks like one


def _with_letters(text: str, places: Iterable[Span]) -> str:
    characters = list(text)
    for start, end in places:
        characters[start:end] = "x" * (end - start)
    return "".join(characters)


def _words(blocks: Iterable[Part]) -> Iterator[Span]:
    """Yield the places of running words in headings and paragraphs."""
    for part in parts(blocks):
        if isinstance(part, Paragraph):
            nodes = part.children
        elif isinstance(part, Section):
            nodes = part.heading.children
        else:
            continue
        yield from (node.span for node in within(nodes) if isinstance(node, Text))


def _kept(blocks: Iterable[Part]) -> Iterator[Span]:
    """Yield the places of tables and code."""
    yield from (part.span for part in parts(blocks) if isinstance(part, Table | CodeBlock))
    yield from (node.span for node in inlines(blocks) if isinstance(node, Code))
