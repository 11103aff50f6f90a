"""The hidden folder beside an output folder, `.NAME.renderer/`, and the lock in it.

It holds `new/` (files of the build to come), `next/` (the tree that is about to be exchanged), `spare/` (the
build before), `old/` (for a moment, where folders cannot be exchanged), `signatures.json` and `lock`. What is
called `new` or `next` when a build begins was left by one that was killed: a tree's name says how far it was.

Invariant: one process at a time holds the folder; and when nothing in it is of use it is not there.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from renderer.site.disk import PublishError, is_folder, remove, remove_quietly, write
from renderer.site.output_folder import OutputRefused
from renderer.site.signatures import part_of
from renderer.site.trees import Clock

_IGNORED = ".gitignore"
_TRIES = 1000
_held: set[int] = set()


def _let_go() -> None:
    """In a copy of this process: a lock is the builder's, not that of those who work for it."""
    for handle in _held:
        os.close(handle)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


class Beside:
    """The hidden folder, while this build holds it."""

    def __init__(self, out: Path, handle: int) -> None:
        folder = folder_beside(out)
        self.out = out
        self.new = folder / "new"
        self.next = folder / "next"
        self.spare = folder / "spare"
        self.old = folder / "old"
        self.probe = folder / "probe"
        self.signatures = folder / "signatures.json"
        self._lock = folder / "lock"
        self._handle = handle

    def clock(self) -> Clock:
        """Return the disk's own time: no later change of a file on it gets an earlier one."""
        os.utime(self._handle)
        said = os.fstat(self._handle)
        return Clock(said.st_dev, said.st_ctime_ns)

    def must_be_held(self) -> None:
        """Raise PublishError when somebody removed the folder: then another build may be at work too."""
        if not _is_at(self._handle, self._lock):
            raise PublishError(f"{self._lock.parent} was removed while it was used: build again")

    def clear_away(self) -> None:
        """Mend what a killed build left: bring the old tree back if it is all there is, remove the rest."""
        former = [self.out.with_name(f".{self.out.name}.renderer-{what}") for what in ("old", "new", "lock")]
        for aside in (self.old, former[0]):
            if is_folder(aside) and not os.path.lexists(self.out):
                aside.rename(self.out)
        for left in (self.new, self.next, self.old, self.probe, part_of(self.signatures), *former):
            remove(left)
        if not os.path.lexists(self.out):
            self.forget()

    def forget(self) -> None:
        """Remove the build before, and what is known of the one that stands."""
        remove(self.signatures)
        remove(self.spare)

    def put_away(self) -> None:
        """Remove what a build that did not come to its end, or is done, has no more use for."""
        remove_quietly(self.new)
        remove_quietly(self.next)


def folder_beside(out: Path) -> Path:
    """Return the path of the hidden folder."""
    return out.with_name(f".{out.name}.renderer")


@contextmanager
def held(out: Path) -> Iterator[Beside]:
    """Hold the folder beside an output folder, made if it is not there, with the folders above it.

    Raises:
        PublishError: another build holds it.
        OutputRefused: something else has its name.
        OSError: the disk failed.
    """
    made = [one for one in out.parents if not os.path.lexists(one)]
    folder = folder_beside(out)
    try:
        handle = _acquire(folder)
        _held.add(handle)
        try:
            _ignore(folder)
            yield Beside(out, handle)
        finally:
            with suppress(OSError):
                _leave(folder)
            _held.discard(handle)
            os.close(handle)
    finally:
        with suppress(OSError):  # they stay when something stands in them
            for above in made:
                above.rmdir()


def _acquire(folder: Path) -> int:
    """Return a handle on the locked file in the folder, which is made with those above it."""
    for _ in range(_TRIES):
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = _attempt(folder)
        except FileNotFoundError:  # who held it removed it while we came
            continue
        except OSError:
            with suppress(OSError):
                _leave(folder)
            raise
        if handle is not None:
            return handle
    raise PublishError(f"{folder} cannot be made, or others make and remove it all the time")


def _attempt(folder: Path) -> int | None:
    with suppress(FileExistsError):
        folder.mkdir()
    if not is_folder(folder) and os.path.lexists(folder):
        raise OutputRefused(f"{folder} is in the way of the tool's own folder: move it away")
    return _lock(folder / "lock")


def _lock(path: Path) -> int | None:
    """Return a handle on the locked file, None when its holder removed it while we opened it."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise PublishError("another build is writing to this output folder: wait until it is done") from None
    except OSError:
        os.close(handle)
        raise
    if _is_at(handle, path):
        return handle
    os.close(handle)
    return None


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _ignore(folder: Path) -> None:
    """Keep the folder out of git; a site may have been set up before there was such a folder."""
    with suppress(FileExistsError):
        write(folder / _IGNORED, b"*\n")


def _leave(folder: Path) -> None:
    """Remove the folder when it holds nothing but what every build makes in it."""
    if set(os.listdir(folder)) <= {"lock", _IGNORED}:  # noqa: PTH208 - the names alone
        (folder / _IGNORED).unlink(missing_ok=True)
        (folder / "lock").unlink(missing_ok=True)
        folder.rmdir()
