"""What the publisher asks of the disk and what the disk says to it, in plain words.

Invariant: a file is written whole or an error is raised, and no file is ever changed where it stands.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class PublishError(Exception):
    """The disk did not take the build; the message says why, and what stood there before still does."""


_WHY = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full for this user",
    errno.EACCES: "there is no permission to write there",
    errno.EPERM: "there is no permission to write there",
    errno.EROFS: "the disk is read-only",
}
_NO_LINK = {
    errno.EXDEV,
    errno.EPERM,
    errno.EACCES,
    errno.EMLINK,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
}
_OPEN = stat.S_IRWXU


@contextmanager
def plain_errors(out: Path, left: str = "what stood there before is untouched") -> Iterator[None]:
    """Turn what the system says into one plain sentence, with what is left in the folder."""
    try:
        yield
    except OSError as error:
        why = _WHY.get(error.errno or 0) or (error.strerror or str(error)).lower()
        raise PublishError(f"{out} could not be written: {why}; {left}") from error


def write(path: str | Path, data: bytes) -> None:
    """Write a new file; without Python's buffers it takes half the time, and a site has thousands."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def carry(old: str, new: str) -> None:
    """Have in one tree what is in another: by another name for it, or by a copy."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        shutil.copy2(old, new, follow_symlinks=False)


def is_folder(path: Path) -> bool:
    """Whether it is a folder, and no link to one."""
    return path.is_dir() and not path.is_symlink()


def open_folder(path: str | Path, mode: int) -> None:
    """Let its owner change a folder of ours whose mode is this."""
    if mode & _OPEN != _OPEN:
        os.chmod(path, stat.S_IMODE(mode) | _OPEN)  # noqa: PTH101 - of a text, of which there are thousands


def remove(tree: Path) -> None:
    """Remove what is ours, a tree with the folders in it that somebody closed, a file or a link."""
    if not is_folder(tree):
        with suppress(FileNotFoundError):
            tree.unlink()
        return
    open_folder(tree, tree.lstat().st_mode)
    for folder, inner, _ in os.walk(tree):
        for name in inner:
            path = f"{folder}/{name}"
            mode = os.lstat(path).st_mode
            if stat.S_ISDIR(mode):
                open_folder(path, mode)
    shutil.rmtree(tree)


def remove_quietly(tree: Path) -> None:
    """Remove what is ours as far as that can be done; the next build does the rest."""
    with suppress(OSError):
        remove(tree)
