"""What tools that know nothing of sites are told of a diagnostic: its words, and the places that they name.

Invariant: a path of the site in the words has the same folder before it as the path of the place.
"""

import re
from itertools import count

from renderer.diagnostics import Diagnostic

_BRACKET = re.compile(r"[\[\]\\]")


def told(one: Diagnostic, folder: str, *, links: bool = False) -> str:
    """Return the message, whom it concerns and the help; `folder` leads from the repository to the site.

    With `links` each other place is a link to its number, from 1, as SARIF writes them.
    """
    numbers = count(1)

    def named(found: re.Match[str]) -> str:
        place = folder + found.group()
        if not links:
            return place
        words = _BRACKET.sub(r"\\\g<0>", place)
        return f"[{words}]({next(numbers)})"

    message = _places(one).sub(named, one.message)
    readers = f" (for: {', '.join(one.audiences)})" if one.audiences else ""
    return f"{message}{readers}\n{one.help}" if one.help else f"{message}{readers}"


def other_places(one: Diagnostic) -> list[tuple[int, int]]:
    """Return the line and column of each other place of the same file that the message names."""
    return [(int(line), int(column)) for line, column in _places(one).findall(one.message)]


def _places(one: Diagnostic) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){re.escape(one.path)}:(\d+):(\d+)", re.ASCII)
