"""An article's file written anew: the one place where words that an author wrote are changed.

Invariant: a file is replaced whole and at once, and only while it holds the bytes that were looked at.
"""

import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from errno import EACCES
from hashlib import sha256
from os.path import realpath
from pathlib import Path

from renderer.diagnostics import Edit
from renderer.site.walk import reason

_CHARACTER = re.compile(r"\r\n|.", re.DOTALL)
_MARK = "\ufeff"


class RewriteError(Exception):
    """A file that could not be written anew and is as it was; the message says which and why."""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a file's text with edits whose offsets count as a source's do, and nothing else changed.

    A mark of the byte order at the start does not count, and a line end counts as one character.
    """
    begin = len(_MARK) if text.startswith(_MARK) else 0
    starts = [one.start() for one in _CHARACTER.finditer(text, begin)] + [len(text)]
    parts, done = list[str](), 0
    for (start, end), words in sorted(edits):
        parts += text[done : starts[start]], words
        done = starts[end]
    return "".join((*parts, text[done:]))


def read_text(root: Path, path: str, digest: str) -> str:
    """Return the text of a file with its line ends, while its bytes have a digest.

    Raises:
        RewriteError: it has gone, or other bytes.
    """
    return _read(root, path, digest).decode()


def real_path(root: Path, path: str) -> str:
    """Return where a path of the site leads: a path in the site, or an absolute one outside of it."""
    real, site = realpath(root / path), realpath(root).rstrip("/") + "/"
    return real.removeprefix(site) if real.startswith(site) else real


def may_be_written(root: Path, path: str) -> None:
    """Do nothing, if a file of the site may be written anew as far as can be told without writing.

    Raises:
        RewriteError: it may not.
    """
    real = real_path(root, path)
    if Path(real).is_absolute():
        raise RewriteError(f"{path} is not mended: its link leads out of the site")
    try:
        found = os.stat(root / real)  # noqa: PTH116 - so that one mistake has one message
    except OSError as error:
        raise RewriteError(f"{path} is not mended: {reason(error)}") from error
    if not found.st_mode & 0o222 or not os.access(root / real, os.W_OK):
        raise RewriteError(f"{path} is not mended: it is read-only")
    if not os.access((root / real).parent, os.W_OK | os.X_OK):
        raise RewriteError(f"{path} is not mended: {reason(PermissionError(EACCES, os.strerror(EACCES)))}")


def rewrite(root: Path, path: str, digest: str, text: str) -> None:
    """Write a file of the site anew, through a link too, if its bytes still have a digest.

    Raises:
        RewriteError: it may not be changed, it has changed since, or the disk failed.
    """
    may_be_written(root, path)
    try:
        _replace(root, path, digest, root / real_path(root, path), text.encode())
    except OSError as error:
        raise RewriteError(f"{path} is not mended: {reason(error)}") from error


def _replace(root: Path, path: str, digest: str, real: Path, data: bytes) -> None:
    """Put other bytes in the place of a file, which keeps its mode and, where that can be, its owner."""
    before = real.stat()
    fresh = real.with_name(f".{real.name}.{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            with suppress(OSError):
                os.fchown(handle, before.st_uid, before.st_gid)
            os.fchmod(handle, stat.S_IMODE(before.st_mode))
            os.fsync(handle)  # an author has no other copy
        _read(root, path, digest)
        os.replace(fresh, real)  # noqa: PTH105 - at once, so that nobody finds half of it
    finally:
        fresh.unlink(missing_ok=True)


def _read(root: Path, path: str, digest: str) -> bytes:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        raise RewriteError(f"{path} is not mended: {reason(error)}") from error
    if sha256(data).hexdigest() != digest:
        raise RewriteError(f"{path} is not mended: it has changed meanwhile")
    return data
