"""One text file of the site: its bytes, decoded, or what is wrong with them.

Invariant: what is loaded is UTF-8 without control characters and no larger than the limit; nothing is guessed
or replaced.
"""

import re
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from renderer.diagnostics import Diagnostic, Finding, Span
from renderer.language.source import Source
from renderer.language.values import NO_TEXT
from renderer.site.read_problems import (
    control_character,
    not_utf_8,
    nul_character,
    too_large,
    unreadable_file,
)
from renderer.site.walk import at, reason

LIMIT = 2 * 1024 * 1024
"""The largest text file that is read, in bytes; a record of an approval may be larger."""
_RECORDS: Final = "approvals/"
_LARGER: Final = 16
"""How much larger: the record of a list of single letters has nine bytes for one of the article's."""
_FIRST: Final = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xC2, 0xED, 0xEF))
"""The bytes with which the characters of `NO_TEXT` begin in UTF-8, and a few others: most files have none."""


class Loaded(NamedTuple):
    """The text of a file, None when it could not be read, and why not.

    `digest` is the SHA-256 of its bytes in hex, empty where they could not be read whole.
    """

    source: Source | None
    diagnostics: tuple[Diagnostic, ...] = ()
    digest: str = ""


def load(root: Path, path: str) -> Loaded:
    """Return the text of a file by its path from the site, with `/`."""
    limit = LIMIT * _LARGER if path.startswith(_RECORDS) else LIMIT
    try:
        with open(f"{root}/{path}", "rb") as file:  # noqa: PTH123 - a path object for each is dear
            data = file.read(limit + 1)
    except OSError as error:
        return Loaded(None, (at(path, unreadable_file(Span(0, 0), reason(error))),))
    if len(data) > limit:
        return Loaded(None, (at(path, too_large(Span(0, 0), limit)),))
    return decode(path, data)._replace(digest=sha256(data).hexdigest())


def decode(path: str, data: bytes) -> Loaded:
    """Return the text that the bytes are, or where they are none."""
    try:
        source = Source(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _not_text(path, data, error.start)
    if len(data.translate(None, _FIRST)) == len(data):
        return Loaded(source)
    strange = tuple(source.diagnose(_strange(one)) for one in NO_TEXT.finditer(source.text))
    return Loaded(None, strange) if strange else Loaded(source)


def _strange(found: re.Match[str]) -> Finding:
    character, span = found.group()[0], Span(*found.span())
    return nul_character(span) if character == "\0" else control_character(span, character)


def _not_text(path: str, data: bytes, start: int) -> Loaded:
    """Point at the first byte that is no character, in the text with each such byte replaced."""
    source = Source(path, data.decode("utf-8", "replace"))
    offset = len(Source(path, data[:start].decode("utf-8")).text)
    more = source.text.count("\ufffd") - data.count("\ufffd".encode()) - 1
    return Loaded(None, (source.diagnose(not_utf_8(Span(offset, offset + 1), data[start], more)),))
