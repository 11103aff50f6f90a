"""A paragraph, with the place of each line's first character, and the underline that would make it a heading.

Invariant: the words of a paragraph are those of the source without indents; nothing else is taken away.
"""

import re
from typing import Final

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

SILENT: Final = True
"""A rule asked in silence only says whether its block begins at a line."""
_NOTHING: Final = Token("inline", "", 0)
_UNDERLINE: Final = re.compile(r"(=+|-+)[ \t]*$")


def paragraph(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:  # noqa: FBT001  # markdown-it's form
    """Take lines up to an empty one or to one that begins another block."""
    before, state.parentType = state.parentType, "paragraph"
    line = start + 1
    underlined = False
    while line < state.lineMax and not state.isEmpty(line):
        underlined = _is_underline(state, line)
        if underlined or _ends(state, line):
            break
        line += 1
    state.parentType = before
    state.line = line + underlined
    _push(state, start, line)
    if underlined:
        token = state.push("underline", "", 0)
        token.map = [line, line + 1]
    return True


def _is_underline(state: StateBlock, line: int) -> bool:
    """Whether CommonMark would read the line as the underline of a heading above it."""
    if not state.blkIndent <= state.sCount[line] <= state.blkIndent + 3:
        return False
    first = state.bMarks[line] + state.tShift[line]
    return state.src[first] in "=-" and bool(_UNDERLINE.match(state.src[first : state.eMarks[line]]))


def _ends(state: StateBlock, line: int) -> bool:
    """Whether another block begins at the line; one indented as code, or judged by a quote, does not."""
    if state.sCount[line] - state.blkIndent > 3 or state.sCount[line] < 0:
        return False
    return any(
        rule(state, line, state.lineMax, SILENT) for rule in state.md.block.ruler.getRules("paragraph")
    )


def _push(state: StateBlock, start: int, end: int) -> None:
    """Push the paragraph: one token with its words and the places of their lines in `starts`.

    The list rule looks for three tokens a paragraph; the other two are always the same and say nothing.
    """
    starts = [state.bMarks[line] + state.tShift[line] for line in range(start, end)]
    words = [state.src[at : state.eMarks[start + n]] for n, at in enumerate(starts)]
    token = Token("paragraph_open", "p", 0)
    token.level = state.level
    token.map = [start, end]
    token.content = "\n".join(words).rstrip(" \t")
    token.meta["starts"] = starts
    state.tokens += (token, _NOTHING, _NOTHING)
