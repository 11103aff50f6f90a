"""The file that a report goes to, written over only where it is one.

Invariant: no file that is not a report of ours is lost, and nobody finds half of one.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from renderer.site.output_folder import SOURCES

MARK: Final = '<meta name="generator" content="renderer report">'
"""What a report says of itself near its beginning."""
_BEGINNING: Final = 400
"""Bytes of a file in which the mark stands."""


def why_not(file: Path, site: Path) -> str:
    """Return why a report of a site may not go to a file.

    Nothing where there is none, or an empty one, or a report, in no folder that the site is read from.

    Raises:
        OSError: it cannot be read.
    """
    if not file.name.strip():
        return "--out names no file"
    within = next((one for one in SOURCES if file.resolve().is_relative_to((site / one).resolve())), "")
    if within:
        return f"{file} would be a part of the site, in {within}/: name a file elsewhere with --out"
    if not file.parent.is_dir():
        return f"there is no folder '{file.parent}': make it first"
    if not os.path.lexists(file):
        return ""
    return _what_is_there(file)


def _what_is_there(file: Path) -> str:
    other = "name another file with --out"
    if file.is_dir():
        return f"{file} is a folder: {other}"
    if file.is_symlink() or not file.is_file():
        return f"{file} is no plain file: {other}; standard output is `--out -`"
    with file.open("rb") as opened:
        begins = opened.read(_BEGINNING)
    return "" if not begins or MARK.encode() in begins else f"{file} is there and is no report: {other}"


def write_report(file: Path, text: str) -> None:
    """Write a report, at once and whole.

    Raises:
        OSError: the disk failed; it speaks of this file.
    """
    fresh = file.with_name(f".report.{os.getpid()}.new")
    try:
        fresh.write_text(text, "utf-8", newline="\n")
        os.replace(fresh, file)  # noqa: PTH105 - at once, so that nobody finds half of it
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
