"""Diagnostics for people: the place and the problem on one line, the source line with a caret, the help.

Invariant: no character of a source reaches a terminal that could move the cursor or reorder the line, and
the caret stands under the words that are meant, whatever their width.
"""

import re
from collections import Counter
from itertools import accumulate
from typing import NamedTuple

from renderer.columns import is_narrow, measure
from renderer.diagnostics import Diagnostic, Severity
from renderer.reports.account import Account

WIDTH = 100
"""Display columns that a source line may take; a longer one is cut round the place."""

_MARK_WIDTH = 60
_INDENT = "    "
_MENDS = "`renderer check --fix` can do it"
_TAB = "    "
_CUT = "…"
# Controls, separators of lines, half surrogates, the marks that turn the direction of writing, and what has
# no width; but for joiners, without which pictures and scripts fall apart.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)


class _Ink(NamedTuple):
    """What to print before each part to colour it, and `off` after it."""

    place: str = ""
    error: str = ""
    warning: str = ""
    help: str = ""
    off: str = ""


_PLAIN = _Ink()
_COLOURED = _Ink("\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[36m", "\x1b[0m")


def write_human(account: Account) -> str:
    """Return the diagnostics of an account as lines for a terminal, closed by a summary."""
    ink = _COLOURED if account.colour else _PLAIN
    parts = ["\n".join(_lines(one, ink)) for one in account.diagnostics]
    return "\n\n".join([*parts, summary(account)]) + "\n"


def _lines(one: Diagnostic, ink: _Ink) -> list[str]:
    shade = ink.error if one.is_error else ink.warning
    place = f"{ink.place}{visible(one.path)}:{one.line}:{one.column}:{ink.off}"
    lines = [f"{place} {shade}{one.severity}[{one.code}]{ink.off}: {visible(one.message)}"]
    if one.excerpt.strip():
        words, caret = shown_source(one)
        lines += [_INDENT + words, f"{_INDENT}{shade}{caret}{ink.off}" if shade else _INDENT + caret]
    if one.help:
        first, *rest = one.help.splitlines()
        rest += [_MENDS] if one.mending else []
        lines.append(f"  {ink.help}help:{ink.off} {visible(first)}")
        lines += [f"        {visible(line)}".rstrip() for line in rest]
    if one.audiences:
        lines.append(f"  for: {', '.join(one.audiences)}")
    return lines


def shown_source(one: Diagnostic) -> tuple[str, str]:
    """Return a diagnostic's source line and the line of carets under what is meant."""
    end = one.end_column - one.skipped if one.end_line == one.line else len(one.excerpt) + 1
    return marked(one.excerpt, one.column - one.skipped - 1, end - 1)


def summary(account: Account) -> str:
    """Return a line that counts what was found, or, when it is nothing, what was looked at."""
    if not account.diagnostics:
        return f"No problems found in {counted(account.articles, 'article')}."
    found = Counter(one.severity for one in account.diagnostics)
    files = len({one.path for one in account.diagnostics})
    kinds = [counted(found[kind], kind.value) for kind in Severity if found[kind]]
    return f"{', '.join(kinds)} in {counted(files, 'file')}"


def counted(number: int, thing: str) -> str:
    """Return a number with the name of what it counts: "1 file", "2 files"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def visible(text: str) -> str:
    """Return a text with tabs as four spaces, and a dot for each character that a terminal would act on."""
    return _UNPRINTABLE.sub("·", text.replace("\t", _TAB))


def marked(line: str, start: int, end: int) -> tuple[str, str]:
    """Return a source line, cut round the place when it is long, and the line of carets under it.

    `start` and `end` are offsets in the line; an empty stretch gets one caret.
    """
    line = line.rstrip()
    start = min(start, len(line))
    end = max(start, min(end, len(line)))
    words = visible(line[start : min(end, start + WIDTH)])
    mark = _head(words, _MARK_WIDTH, more=end - start > WIDTH)
    # No more than WIDTH characters on either side can be shown: a line may be a whole file.
    before = visible(line[max(0, start - WIDTH) : start])
    after = visible(line[end : end + WIDTH]) if mark == words else ""
    room = WIDTH - measure(mark)
    left = min(measure(before), max(room // 2, room - measure(after)))
    shown = _tail(before, left, more=start > WIDTH)
    rest = _head(after, room - left, more=len(line) - end > WIDTH) if after else ""
    return f"{shown}{mark}{rest}".rstrip(), " " * measure(shown) + "^" * max(1, measure(mark))


def _head(text: str, room: int, *, more: bool) -> str:
    """Return as much of the start of a text as there is room for; `more` when the text itself goes on."""
    if measure(text) <= room and not more:
        return text
    return text[: _fitting(text, room)] + _CUT


def _tail(text: str, room: int, *, more: bool) -> str:
    """Return as much of the end of a text as there is room for; `more` when something stands before it."""
    if measure(text) <= room and not more:
        return text
    return _CUT + text[len(text) - _fitting(text[::-1], room) :]


def _fitting(text: str, room: int) -> int:
    """Return how many characters of a text leave one column of the room free."""
    if is_narrow(text):
        return max(0, min(len(text), room - 1))
    return sum(1 for columns in accumulate(map(measure, text)) if columns < room)
