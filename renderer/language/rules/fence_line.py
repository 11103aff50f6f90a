"""A line that begins with `:::` opens or closes a div. Pairing them is the builder's work.

Making each fence *line* a block of its own, and pairing them afterwards, is what lets nested fences of equal
length, unclosed and stray ones be told apart with exact places.

Invariant: a fence line ends whatever stood before it, and is one block of one line.
"""

from markdown_it.rules_block import StateBlock


def fence_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's form
    """Take a line of three or more colons and what follows them."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", first) or state.is_code_block(start):
        return False
    if silent:
        return True
    token = state.push("fence_line", "", 0)
    token.content = state.src[first : state.eMarks[start]]
    token.meta["at"] = first
    token.map = [start, start + 1]
    state.line = start + 1
    return True
