r"""Where a link leads: the target and title after a link's text, and labels.

Invariant: reading fails in time proportional to what it looks at; nothing is looked at twice for one bracket.
"""

import re
from typing import Final, NamedTuple

from markdown_it.common.utils import normalizeReference, unescapeAll

_SPACE: Final = re.compile(r"[ \t]*\n?[ \t]*")
_ANGLED: Final = re.compile(r"<((?:\\.|[^<>\\\n])*)>")
_PLAIN: Final = re.compile(r"(?:\\[!-/:-@\[-`{-~]|[^\x00-\x20\x7f()])+|[()]")
_TITLES: Final = {
    '"': re.compile(r'"((?:\\.|[^"\\])*)"', re.DOTALL),
    "'": re.compile(r"'((?:\\.|[^'\\])*)'", re.DOTALL),
    "(": re.compile(r"\(((?:\\.|[^()\\])*)\)", re.DOTALL),
}
_LABEL: Final = re.compile(r"\[((?:\\.|[^\[\]\\]){0,999})\]", re.DOTALL)
_MAX_PARENTHESES: Final = 32


class Target(NamedTuple):
    """A target and a title, escapes resolved, the offset after them, and the title as written."""

    target: str
    title: str
    end: int
    raw: str


class Targets:
    """Reads the targets of one text, remembering which kinds of title have no end any more."""

    __slots__ = ("_endless", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._endless: set[str] = set()

    def read(self, start: int) -> Target | None:
        """Return what stands in the round brackets that open at `start`, None when it is no target."""
        position = self._skip(start + 1)
        target, position = self._destination(position)
        if position < 0:
            return None
        after = self._skip(position)
        title = ""
        if after > position and self._text[after : after + 1] in _TITLES:
            title, after = self._title(after)
            if after < 0:
                return None
            after = self._skip(after)
        if self._text[after : after + 1] != ")":
            return None
        return Target(unescapeAll(target), unescapeAll(title), after + 1, title)

    def _skip(self, position: int) -> int:
        found = _SPACE.match(self._text, position)
        return found.end() if found else position

    def _destination(self, start: int) -> tuple[str, int]:
        """Return a destination and the offset after it, which is -1 when there is none."""
        if self._text[start : start + 1] == "<":
            found = _ANGLED.match(self._text, start)
            return (found[1], found.end()) if found else ("", -1)
        position, depth = start, 0
        while found := _PLAIN.match(self._text, position):
            if found.group() == "(":
                depth += 1
            elif found.group() == ")":
                if not depth:
                    break
                depth -= 1
            if depth > _MAX_PARENTHESES:
                return "", -1
            position = found.end()
        return (self._text[start:position], position) if not depth else ("", -1)

    def _title(self, start: int) -> tuple[str, int]:
        """Return a title and the offset after it, which is -1 when it has no end."""
        mark = self._text[start]
        found = None if mark in self._endless else _TITLES[mark].match(self._text, start)
        if found is None:
            if mark != "(":
                self._endless.add(mark)
            return "", -1
        return found[1], found.end()


def read_label(text: str, start: int) -> tuple[str, int] | None:
    """Return the label in the brackets that open at `start`, as written, and the offset after them."""
    found = _LABEL.match(text, start)
    return (found[1], found.end()) if found else None


def normalised(label: str) -> str:
    """Return a label as labels are compared: without regard to case and to white space."""
    return normalizeReference(label)
