"""Lines of text: wrapped by display columns, of which a wide character takes two and a combining one none.

Knows where a line may end: at a space; in Chinese and Japanese also between characters, but not before a
closing mark nor after an opening one; after a zero-width space. A no-break space is no space here. A word is
never cut, so one that is wider than the line stands on a line of its own.

Invariant: the lines of a text, joined again by spaces, are its words; only control characters are dropped.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from renderer.columns import NARROW, measure

GLUE = "\x1f"
"""A space at which a line ends only if there is no other. It is in no content, which has no controls."""

# No space beside GLUE. To match all of a text is three times faster than to search it for another character.
_COMMON = f"[\n{NARROW}]"
_NARROW = re.compile(f"{_COMMON}*(?:(?<! ){GLUE}(?! ){_COMMON}+)*").fullmatch
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1e\x7f-\x9f]+")
_SPACES = f" {GLUE}"
_SPACE = re.compile(f"[{_SPACES}]")
_BLANKS = re.compile("[ \t]{2,}|\t")
_BLANKS_AT_GLUE = re.compile(f" *{GLUE}[ {GLUE}]*")

_IDEOGRAPH = (
    "\u2e80-\u2fdf\u3041-\u3096\u30a1-\u30fa\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9d\U00020000-\U0003ffff"
)
_OPENING = "「『（［｛〔〈《【〘〖〝"  # noqa: RUF001 (meant to be the wide ones)
_CLOSING = (
    "、。，．・：；？！）］｝〕〉》」』】〙〗〟ーヽヾゝゞ々〻ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ…‥’”"  # noqa: RUF001 (as above)
    "\u3000\u3099\u309a\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef)\\]},.;:!?%"
)
# What a line does not end in, in a word with ideographs: marks that open, a character or a run of others,
# marks that close, and a citation right after them. The last alternatives see to it that nothing is left.
_UNIT = (
    rf"[{_OPENING}(\[{{]*(?:[{_IDEOGRAPH}]|[^{_IDEOGRAPH}{_OPENING}\u200b{GLUE}]+)"
    rf"[{_CLOSING}]*(?:\[[^\[\]]*\][{_CLOSING}]*)*\u200b?"
    rf"|[{_OPENING}]+|\u200b"
)


def wrap(text: str, width: int) -> list[str]:
    """Return the text's lines, each at most `width` columns wide where its words allow it.

    A line end in the text is one in the result, but no line is empty. Runs of spaces and tabs become one
    space. Lines may hold GLUE, which is one column wide: whoever writes them out makes it a space.
    """
    stripped = text.strip(_SPACES)
    if _is_plain(stripped):
        return _fill(stripped, width) if stripped else []
    fill = _fill
    if _NARROW(text) is None:
        text = _tidied(text)
        fill = _fill if _NARROW(text) else _fill_wide
    elif "  " in text:
        text = _tidied(text)
    if "\n" in text:
        parts = [part.strip(_SPACES) for part in text.split("\n")]
        return [line for part in parts if part for line in fill(part, width)]
    text = text.strip(_SPACES)
    return fill(text, width) if text else []


def hang(lines: Iterable[str], first: str, rest: str) -> list[str]:
    """Return the lines with `first` before the first one and `rest` before the others; no space ends one."""
    prefix = first
    hanging = []
    for line in lines:
        hanging.append(prefix + line if line else prefix.rstrip(" "))
        prefix = rest
    return hanging


def columns(text: str) -> int:
    """Return how many columns one line takes."""
    return len(text) if (text.isascii() and text.isprintable()) or _NARROW(text) else _measured(text)


def longest(text: str) -> int:
    """Return the columns of the widest part of a text that no line should end in."""
    words = _tidied(text).replace("\n", " ").split(" ")
    return max([size for word in words for _, size in _pieces(word)])


def without_controls(text: str) -> str:
    """Return the text without the control characters that a terminal would obey; line ends and tabs stay."""
    return _CONTROLS.sub("", text)


def _is_plain(text: str) -> bool:
    """Whether a text is one line of ASCII with single spaces, as most are: it is told in no time."""
    text = text.replace(GLUE, " ")
    return text.isascii() and text.isprintable() and "  " not in text


def _tidied(text: str) -> str:
    return _BLANKS_AT_GLUE.sub(GLUE, _BLANKS.sub(" ", without_controls(text)))


def _fill(text: str, width: int) -> list[str]:
    """Fill lines with text of one column a character, spaces single: a search backwards for each line."""
    lines = []
    start, size = 0, len(text)
    while size - start > width:
        end = text.rfind(" ", start, start + width + 1)
        if end < 0:
            end = _end_of_long(text, start, width)
            if end < 0:
                break
        lines.append(text[start:end])
        start = end + 1
    lines.append(text[start:])
    return lines


def _end_of_long(text: str, start: int, width: int) -> int:
    """Return where a line ends that has no space within the width, -1 at the end of the text."""
    glued = text.rfind(GLUE, start, start + width + 1)
    if glued >= 0:
        return glued
    after = _SPACE.search(text, start + width)
    return after.start() if after else -1


def _fill_wide(text: str, width: int) -> list[str]:
    """Fill lines with any text, measuring each piece."""
    lines = []
    line, filled = "", 0
    for word in _words(text, width):
        gap = " " if line else ""
        for piece, size in _pieces(word):
            if line and filled + len(gap) + size > width:
                lines.append(line)
                line, filled = piece, size
            else:
                line += gap + piece
                filled += len(gap) + size
            gap = ""
    lines.append(line)
    return lines


def _words(text: str, width: int) -> Iterator[str]:
    """Yield what stands between spaces, and between GLUE too where it would not fit otherwise."""
    for word in text.split(" "):
        if GLUE in word and longest(word) > width:
            yield from word.split(GLUE)
        else:
            yield word


@cache
def _splits() -> re.Pattern[str]:
    """Return what a line may end in or after; compiled late, since it is dear and few texts need it."""
    return re.compile(rf"[{_IDEOGRAPH}\u200b]")


@cache
def _piece() -> re.Pattern[str]:
    """Return a part of a word between two places where a line may end."""
    return re.compile(f"(?:{_UNIT})(?:{GLUE}(?:{_UNIT}))*|{GLUE}")


def _pieces(word: str) -> tuple[tuple[str, int], ...]:
    """Return the parts of a word between which a line may end, with their columns."""
    if _splits().search(word) is None:
        return ((word, columns(word)),)
    return tuple([(piece, columns(piece)) for piece in _piece().findall(word)])


@lru_cache(maxsize=8192)
def _measured(text: str) -> int:
    return measure(_tidied(text).replace(GLUE, " "))
