"""A line that holds one attribute list alone belongs to the block directly under it.

Invariant: it never ends a paragraph: inside one, braces are the inline parser's to judge.
"""

import re
from typing import Final

from markdown_it.rules_block import StateBlock

ALONE: Final = re.compile(r"""\{(?:[^{}"\n]|"[^"\n]*")*\}[ \t]*$""")


def attribute_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's form
    """Take a line of one attribute list."""
    first = state.bMarks[start] + state.tShift[start]
    if silent or not state.src.startswith("{", first):
        return False
    found = ALONE.match(state.src[first : state.eMarks[start]])
    if found is None:
        return False
    token = state.push("attribute_line", "", 0)
    token.content = found.group().rstrip()
    token.meta["at"] = first
    token.map = [start, start + 1]
    state.line = start + 1
    return True
