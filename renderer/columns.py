"""How many columns a line of text takes in a terminal.

Invariant: it is what `wcwidth` says, whose tables are loaded only for a text that may have characters of more
or fewer columns than one.
"""

import re

NARROW = (
    " -~\xa0-\u02ff\u0370-\u0482\u048a-\u052f\u1d00-\u1dbf\u1e00-\u1fff"
    "\u2010-\u2027\u202f-\u205e\u2070-\u20cf\u2100-\u2319"
)
"""The characters of one column each of which most text is made, as a set of a regular expression."""
_narrow = re.compile(f"[{NARROW}]*").fullmatch


def measure(text: str) -> int:
    """Return how many columns a text takes: two for a wide character, none for an accent."""
    if is_narrow(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - its tables cost a tenth of a second, and few lines need them

    return max(0, wcswidth(text))


def is_narrow(text: str) -> bool:
    """Whether each character is known to take one column."""
    return text.isascii() or _narrow(text) is not None
