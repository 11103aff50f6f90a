"""What tools that know nothing of sites are told of a diagnostic: its words, and the places that they name.

Invariant: a path of the site in the words has the same folder before it as the path of the place.
"""

import re
from itertools import count

from renderer.diagnostics import Diagnostic

_BRACKET = re.compile(r"[\[\]\\]")
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")


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

    message = _places(one).sub(named, _plain(one.message) if links else one.message)
    advice = _plain(one.help) if links else one.help
    readers = f" (for: {', '.join(one.audiences)})" if one.audiences else ""
    return f"{message}{readers}\n{advice}" if advice else f"{message}{readers}"


def other_places(one: Diagnostic) -> list[tuple[int, int]]:
    """Return the line and column of each other place of the same file that the message names.

    Most messages name none: words of an article that look like one are no place.
    """
    return [(int(line), int(column)) for line, column in _places(one).findall(one.message)]


def _places(one: Diagnostic) -> re.Pattern[str]:
    return re.compile(rf"(?<= counterpart at ){re.escape(one.path)}:([1-9]\d*):([1-9]\d*)", re.ASCII)


def _plain(text: str) -> str:
    """Return a text in which nothing is taken for a link of SARIF's."""
    return _LINK.sub(r"\\\g<0>", text)
