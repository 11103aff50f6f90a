"""Code blocks: fenced ones with what their first line says, and indented ones.

Invariant: nothing in a code block is markup, and one that swallows what looks like markup is a finding.
"""

import re
from typing import Final

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from renderer.diagnostics import Span
from renderer.language import problems
from renderer.language.attributes import Listed
from renderer.language.near_misses import lost_braces
from renderer.language.reading import Reading
from renderer.language.source import Source
from renderer.language.tree import CodeBlock

_LIST: Final = re.compile(r"""\{(?:[^{}"]|"[^"\n]*")*\}$""")
_MARKUP: Final = re.compile(r"[{}]|:::")


def code_fence(token: Token, span: Span, line: Span, reading: Reading) -> tuple[CodeBlock, Listed | None]:
    """Return a fenced block and the list that stands last on its first line, which lies at `line`."""
    if not _is_closed(token):
        reading.report(problems.unclosed_code(line, token.markup))
    info = token.info.strip()
    listed = None
    if found := _LIST.search(info):
        start = line.end - len(found.group())
        listed = reading.lists.read(found.group(), Span(start, line.end))
        info = info[: found.start()].rstrip()
    if set("{}") & set(info) or ":::" in info:
        advice = "write one list last on the line: ```` ```python {.clinician} ````"
        start = line.start + next((n for n, mark in enumerate(token.markup + token.info) if mark in "{}:"), 0)
        reading.report(
            problems.bad_attributes(
                Span(start, line.end), f"'{info}'", "holds a brace that is no list", advice
            )
        )
    language = unescapeAll(info).split()[0] if info else ""
    if set("{}") & set(info):
        return CodeBlock(token.content, "", span), listed
    lost_braces(info, line, reading)
    return CodeBlock(token.content, language, span), listed


def indented_code(token: Token, source: Source, span: Span, reading: Reading) -> CodeBlock:
    """Return an indented block; a brace or `:::` in it is reported at its place."""
    if _MARKUP.search(token.content):
        found = _MARKUP.search(source.text, span.start)
        place = Span(*found.span()) if found else span
        reading.report(problems.indented_code(place))
    return CodeBlock(token.content, "", span)


def _is_closed(token: Token) -> bool:
    """Whether the lines of a fenced block are one more than its code and its first line."""
    start, end = token.map or [0, 0]
    code = token.content.count("\n") + (not token.content.endswith("\n") and token.content != "")
    return end - start == code + 2
