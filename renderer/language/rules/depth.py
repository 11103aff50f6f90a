"""Containers nested deeper than is read.

Invariant: no rule runs deeper than `LIMIT` levels, so that nothing above needs to fear recursion.
"""

from typing import Final

from markdown_it.rules_block import StateBlock

LIMIT: Final = 60


def depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's form
    """Take the rest of a container that lies too deep as one token, for the builder to report."""
    if silent or state.level < LIMIT:
        return False
    token = state.push("too_deep", "", 0)
    token.map = [start, end]
    state.line = end
    return True
