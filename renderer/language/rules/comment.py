"""An HTML comment that has whole lines for itself: an author's note, in no edition.

One that shares its last line with words is left to the inline parser, so that the words are kept (the stock
HTML rule swallows them).

One that holds `<!--` again was never closed: its end is another's.

Invariant: a comment without an end takes one line alone, so that nothing after it vanishes unseen.
"""

from bisect import bisect_left

from markdown_it.rules_block import StateBlock


def comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's form
    """Take a comment from the start of a line to the end of the line on which it is closed."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<!--", first) or state.is_code_block(start):
        return False
    closing = _next_closing(state, first + 2)
    last = bisect_left(state.eMarks, closing) if closing >= 0 else end
    closed = last < end and (last == start or state.sCount[last] >= state.blkIndent)
    closed = closed and state.src.find("<!--", first + 4, closing) < 0
    if closed and state.src[closing + 3 : state.eMarks[last]].strip():
        return False
    if silent:
        return True
    token = state.push("comment" if closed else "unclosed_comment", "", 0)
    token.meta["at"] = first
    state.line = last + 1 if closed else start + 1
    token.map = [start, state.line]
    return True


def _next_closing(state: StateBlock, position: int) -> int:
    """Return the offset of the next `-->`, -1 without one; looked for once, however many comments ask."""
    asked, found = state.env.get("closing", (0, -2))
    if found == -2 or not (asked <= position and (found == -1 or position <= found)):
        found = state.src.find("-->", position)
        state.env["closing"] = (position, found)
    return int(found)
