"""The file that a report goes to, written over only where it is one.

Invariant: no file that is not a report of ours is lost, and nobody finds half of one.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

MARK: Final = '<meta name="generator" content="renderer report">'
"""What a report says of itself near its beginning."""
_BEGINNING: Final = 400
"""Bytes of a file in which the mark stands."""


def may_be_written(file: Path) -> bool:
    """Whether a report may go to a file: there is none, or it is a report.

    Raises:
        OSError: it cannot be read.
    """
    if not os.path.lexists(file):
        return True
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return MARK.encode() in opened.read(_BEGINNING)


def write_report(file: Path, text: str) -> None:
    """Write a report, at once and whole.

    Raises:
        OSError: the disk failed.
    """
    fresh = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        fresh.write_text(text, "utf-8", newline="\n")
        os.replace(fresh, file)  # noqa: PTH105 - at once, so that nobody finds half of it
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
