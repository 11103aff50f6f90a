"""A line of three or more `*`, `-` or `_`, with blanks between them or not.

The stock rule reads such a line mark by mark, and each item of a list begins with a mark.

Invariant: a line that holds anything else is left to the other rules.
"""

import re
from typing import Final

from markdown_it.rules_block import StateBlock

_BREAK: Final = re.compile(r"([*_-])[ \t]*(?:\1[ \t]*){2,}")


def thematic_break(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's form
    """Take a line of marks."""
    first = state.bMarks[start] + state.tShift[start]
    if not _BREAK.fullmatch(state.src, first, state.eMarks[start]) or state.is_code_block(start):
        return False
    if silent:
        return True
    token = state.push("hr", "hr", 0)
    token.map = [start, start + 1]
    state.line = start + 1
    return True
