"""What tools that know nothing of sites are told of a diagnostic: its words, and the places that they name.

Invariant: a path of the site in the words has the same folder before it as the path of the place.
"""

import re

from renderer.diagnostics import Diagnostic


def told(one: Diagnostic, folder: str) -> str:
    """Return the message, whom it concerns and the help; `folder` leads from the repository to the site."""
    message = _places(one).sub(lambda found: folder + found.group(), one.message)
    readers = f" (for: {', '.join(one.audiences)})" if one.audiences else ""
    return f"{message}{readers}\n{one.help}" if one.help else f"{message}{readers}"


def other_places(one: Diagnostic) -> list[tuple[int, int]]:
    """Return the line and column of each other place of the same file that the message names."""
    return [(int(line), int(column)) for line, column in _places(one).findall(one.message)]


def _places(one: Diagnostic) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){re.escape(one.path)}:(\d+):(\d+)", re.ASCII)
