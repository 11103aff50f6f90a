"""What may happen to a build on its way to the disk: a call that fails, a kill, a reader who looks in."""

import errno
import fcntl
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from renderer.site import exchange, in_place, publish

_CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_OF_OS = ("open", "write", "mkdir", "rmdir", "link", "rename", "replace", "unlink", "chmod", "utime", "fsync")


@contextmanager
def before_each_write(happens: Callable[[int, str], None]) -> Iterator[None]:
    """Have something happen before each call that changes the disk: it is told the number and the name."""
    number = 0

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **rest: Any) -> Any:
            nonlocal number
            if name != "open" or args[1] & _CHANGES:
                number += 1
                happens(number, name)
            return real(*args, **rest)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in _OF_OS:
            patch.setattr(os, name, watched(name, getattr(os, name)))
        patch.setattr(shutil, "copy2", watched("copy", shutil.copy2))
        patch.setattr(fcntl, "flock", watched("flock", fcntl.flock))
        patch.setattr(exchange, "_exchange", watched("exchange", exchange._exchange))
        for module in (publish, in_place):
            patch.setattr(module, "sync_below", watched("sync", module.__dict__["sync_below"]))
        yield


def writes(work: Callable[[], object]) -> list[str]:
    """The calls that change the disk, in order."""
    names: list[str] = []
    with before_each_write(lambda _, name: names.append(name)):
        work()
    return names


def killed_before(call: int, work: Callable[[], object]) -> bool:
    """Have a copy of this process do the work, killed before one of its calls; whether it came to that."""

    def kill(number: int, _: str) -> None:
        if number == call:
            os.kill(os.getpid(), signal.SIGKILL)

    pid = os.fork()
    if pid == 0:
        with before_each_write(kill):
            work()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def failing_at(call: int, number: int, *, ever_after: bool) -> Callable[[int, str], None]:
    """Have a call fail with an error of the system, and with `ever_after` all that follow."""

    def fail(at: int, _: str) -> None:
        if at == call or (ever_after and at > call):
            raise OSError(number, os.strerror(number))

    return fail


def cannot_exchange(*_: object) -> None:
    raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))


def is_a_mount_point(*_: object) -> None:
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def wrong_files(folder: Path | int) -> list[str]:
    """The files that are not as the manifest says which stands beside them; `folder` may be an open one."""
    root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY) if isinstance(folder, Path) else folder
    try:
        files = json.loads(_read(root, "manifest.json"))["files"]
        return [path for path, digest in files.items() if sha256(_read(root, path)).hexdigest() != digest]
    finally:
        if isinstance(folder, Path):
            os.close(root)


def _read(root: int, path: str) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY, dir_fd=root), "rb") as file:
        return file.read()


def look_in(folder: Path) -> list[str] | None:
    """What is wrong in the folder for a reader who opens it once; None when it was exchanged meanwhile.

    The tree that a reader has open is the spare one after an exchange, and may be brought up to date while
    they read. It was theirs all the while if the folder has not been renamed.
    """
    root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        before = os.fstat(root)
        if not os.path.samestat(before, folder.stat()):
            return None
        try:
            wrong = wrong_files(root)
        except FileNotFoundError as gone:
            wrong = [str(gone)]
        same = os.fstat(root).st_ctime_ns == before.st_ctime_ns and os.path.samestat(before, folder.stat())
        return wrong if same else None
    finally:
        os.close(root)
