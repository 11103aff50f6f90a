"""Putting one folder in the place of another at once, and onto the disk before that.

Invariant: at every moment, after a kill too, the place holds one of the two folders whole; only where the
system cannot exchange folders there is a moment without either, which the next build mends.
"""

import ctypes
import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from renderer.site.disk import open_folder

_HERE = -100  # AT_FDCWD: paths are as they stand, not relative to an open folder
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}

_libc = ctypes.CDLL(None, use_errno=True)


def put(new: Path, place: Path, aside: Path) -> Path | None:
    """Put the folder `new` at `place`; return where what stood there is now, None when nothing did.

    Without an exchange by the system the old folder is first renamed to `aside`. OSError when it cannot be
    done, with the old folder in its place.
    """
    if not os.path.lexists(place):
        new.rename(place)
        return None
    mode = stat.S_IMODE(place.lstat().st_mode)
    open_folder(place, mode)  # one that is closed to its owner cannot be moved into another folder
    try:
        return _change_places(new, place, aside)
    finally:
        with suppress(OSError):
            if stat.S_IMODE(place.lstat().st_mode) != mode:
                place.chmod(mode)


def _change_places(new: Path, place: Path, aside: Path) -> Path:
    try:
        _exchange(new, place)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    else:
        return new
    try:
        place.rename(aside)
        new.rename(place)
    except BaseException:
        if aside.exists() and not place.exists():
            aside.rename(place)
        raise
    return aside


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change places: renameat2 on Linux, renamex_np on macOS."""
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(_libc, "renameat2"):
        failed = _libc.renameat2(_HERE, first, _HERE, second, _EXCHANGE)
    elif hasattr(_libc, "renamex_np"):
        failed = _libc.renamex_np(first, second, _EXCHANGE)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


def sync_below(folder: Path) -> None:
    """Have everything on the folder's disk written; OSError when the disk could not."""
    if not hasattr(_libc, "syncfs"):
        os.sync()
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if _libc.syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)


def sync_names(folder: Path) -> None:
    """Have a folder's own list of names written; where that cannot be done nothing is lost but time."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
