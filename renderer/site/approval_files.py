"""The files in which approvals lie: their form, where they go, and the quick way to read them.

The first approval of some words is `<digest>.toml`; whoever approves the same words after that has a file
beside it, with a mark of the name, and who approves them again on a later day one with a mark of name and
day. In a file each person has one line, and git is told to keep the lines of both sides
(`approvals/.gitattributes`), so that two who were first on two branches are both kept.

Invariant: what is read the quick way is exactly what this module would write, so that TOML says the same.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from json import JSONEncoder
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import normalize

from renderer.language.values import NO_TEXT

FOLDER: Final = "approvals"
_ATTRIBUTES: Final = (
    "# Written by `renderer approve`: of two who approve the same words on two branches, both are kept.\n"
    "*.toml merge=union\n"
)
_json = JSONEncoder(ensure_ascii=False).encode
_HEAD: Final = "# Written by `renderer approve`. Its name is the words' digest: leave them as they are.\n"
_FILE: Final = re.compile(
    re.escape(_HEAD) + r"approved = \[\n((?:  \{ [^\n]* \},\n)+)\]\nwords = \[\n((?:  \"[^\n]*\",\n)+)\]\n"
)
_STRING: Final = r'"(?:[^"\\\n]|\\.)*"'
_ESCAPE: Final = re.compile(r'\\[^\\"]')
"""What JSON and TOML may read differently; all else of a string they read alike."""
_BLANK: Final = re.compile(r'"\s*"')
_LINE: Final = re.compile(rf"  \{{ by = ({_STRING}), on = ([\d-]{{10}})(?:, note = ({_STRING}))? \}},\n")


class Signed(NamedTuple):
    """Who approved, when, and what they said of it."""

    by: str
    on: date
    note: str = ""


def write_approval(  # noqa: PLR0913 - a record is all of these
    root: Path,
    edition: tuple[str, str],
    digest: str,
    signed: Signed,
    words: Sequence[str],
    *,
    again: bool = False,
) -> str:
    """Write an approval of an edition (article and audience) into the site, and return its path there.

    `again`: the same person approved the same words on an earlier day.

    Raises:
        OSError: the disk failed.
    """
    article, audience = edition
    folder = f"{FOLDER}/{article}/{audience}"
    (root / folder).mkdir(parents=True, exist_ok=True)
    _put_new(root / FOLDER / ".gitattributes", _ATTRIBUTES)  # unless the site says itself how to merge
    text = "".join(_lines((signed,), words))
    mark = _mark(f"{signed.by}\n{signed.on.isoformat()}" if again else signed.by)
    first, other = f"{folder}/{digest}.toml", f"{folder}/{digest}-{mark}.toml"
    if not again and _put_new(root / first, text):
        return first
    _put_new(root / other, text)
    return other


def _mark(name: str) -> str:
    return sha256(normalize("NFC", name).encode()).hexdigest()[:16]


def _put_new(file: Path, text: str) -> bool:
    """Write a file, at once and whole, unless there is one; return whether it was written."""
    if os.path.lexists(file):
        return False
    fresh = file.with_name(f".{file.name}.{os.getpid()}.new")
    fresh.write_text(text, "utf-8", newline="\n")
    try:
        os.link(fresh, file)  # fails where somebody else was faster
    except FileExistsError:
        return False
    except OSError:  # a disk without hard links
        os.replace(fresh, file)  # noqa: PTH105 - at once, so that nobody finds half of it
    finally:
        fresh.unlink(missing_ok=True)
    return True


def _lines(people: Sequence[Signed], words: Sequence[str]) -> Iterator[str]:
    yield f"{_HEAD}approved = [\n"
    for by, on, note in people:
        said = f", note = {_quoted(note)}" if note else ""
        yield f"  {{ by = {_quoted(by)}, on = {on.isoformat()}{said} }},\n"
    yield "]\nwords = [\n"
    yield from (f"  {_quoted(line)},\n" for line in words)
    yield "]\n"


def _quoted(words: str) -> str:
    """Return words as a TOML string, whose escapes are JSON's."""
    return _json(words).replace("\x7f", "\\u007f")


def as_written(text: str) -> tuple[tuple[Signed, ...], tuple[str, ...]] | None:
    """Return the people and the words of a file that is as this module writes it, None for any other.

    The text holds no character that no value may hold: no file with one is read.

    A site keeps its approvals, and to read thousands of them as any TOML takes seconds.
    """
    found = _FILE.fullmatch(text)
    if found is None:
        return None
    lines = tuple(_LINE.finditer(found[1]))
    try:
        people = tuple(_signed(*one.groups()) for one in lines)
        words: list[str] = json.loads(f"[{found[2].rstrip()[:-1]}]")
    except ValueError:
        return None
    if "".join([one[0] for one in lines]) != found[1]:
        return None
    strange = _ESCAPE.search(text) or _BLANK.search(text)
    if strange and not _would_be_written(text, people, words):
        return None
    return people, tuple(words)


def _would_be_written(text: str, people: Sequence[Signed], words: Sequence[str]) -> bool:
    said = [*words, *(one.by for one in people)]
    if any("\n" in one or not one.strip() for one in said):
        return False
    notes = (one.note for one in people)
    return not any(map(NO_TEXT.search, (*said, *notes))) and "".join(_lines(people, words)) == text


def _signed(by: str, on: str, note: str | None) -> Signed:
    return Signed(json.loads(by), date.fromisoformat(on), json.loads(note) if note else "")


def removable(root: Path, path: str) -> str:
    """Return what is to be removed for a record that is to go: a link on the way to it, or its file."""
    way = (*reversed(_folders(path)), Path(path))
    return next((one.as_posix() for one in way if (root / one).is_symlink()), path)


def _folders(path: str) -> Sequence[Path]:
    """Return the folders below `approvals/` that a record lies in, the nearest first."""
    return Path(path).parents[:-2]


def remove(root: Path, paths: Sequence[str]) -> None:
    """Remove files of approvals from the site, and the folders below `approvals/` that this leaves empty.

    Raises:
        OSError: the disk failed.
    """
    for path in paths:
        (root / path).unlink(missing_ok=True)
        for folder in _folders(path):
            with suppress(OSError):  # something else lies in it
                (root / folder).rmdir()
