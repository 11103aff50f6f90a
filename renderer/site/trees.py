"""What is in a folder, told by one look at every entry and without reading a file.

Each file has a signature: its device and inode, size, time of change and time of status change, as text. The
last of them is set by the system alone, so a file that was changed has another signature than before, unless
it was changed within the tick of the clock in which the signature was taken. Who believes a signature must
therefore know that it was older than the clock when it was taken (`older`).

Invariant: nothing here changes the disk, and links are never followed.
"""

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from renderer.value import value


@value
class Tree:
    """A folder: the signatures of its files and links, and of its folders, by path with `/`.

    A folder's has its mode in the place of a size. The folder itself is in `folders` as ``. `empty` are the
    folders with nothing in them.
    """

    files: Mapping[str, str]
    folders: Mapping[str, str]
    empty: tuple[str, ...] = ()


NOTHING = Tree({}, {})


@value
class Clock:
    """A time by a disk's own clock, in nanoseconds; of other disks it says nothing."""

    device: int
    time: int


NEVER = Clock(0, 0)


def look(folder: Path) -> Tree:
    """Return what is in a folder; what goes while we look is not in it."""
    files: dict[str, str] = {}
    folders = {"": _of_folder(folder.lstat())}
    empty: list[str] = []
    waiting = [""]
    while waiting:
        at = waiting.pop()
        found = _entries(folder, at)
        if at and not found:
            empty.append(at[:-1])
        for path, is_folder, said in found:
            if is_folder:
                folders[path] = _of_folder(said)
                waiting.append(f"{path}/")
            else:
                files[path] = _of_file(said)
    return Tree(files, folders, tuple(empty))


def _entries(folder: Path, at: str) -> list[tuple[str, bool, os.stat_result]]:
    """Return what is in one folder below another: paths, whether they are folders, and their status."""
    entries: list[tuple[str, bool, os.stat_result]] = []
    with suppress(FileNotFoundError), os.scandir(f"{folder}/{at}") as found:
        for one in found:
            try:
                said = one.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            entries.append((at + one.name, stat.S_ISDIR(said.st_mode), said))
    return entries


def still_holds(folder: Path, seen: Tree, clock: Clock) -> bool:
    """Whether the same files, links and folders are in a folder as were seen at a time.

    It asks each folder whether its list of names was changed since; the folder itself may have been renamed.
    Whether somebody changed a file where it stands is not asked.
    """
    for path, before in seen.folders.items():
        if path and (not older(before, clock) or _now(f"{folder}/{path}") != before):
            return False
    top = {path: inode(_of_file(said)) for path, _, said in _entries(folder, "")}
    before_that = (*seen.files.items(), *seen.folders.items())
    return top == {path: inode(one) for path, one in before_that if path and "/" not in path}


def _now(folder: str) -> str:
    try:
        return _of_folder(os.lstat(folder))
    except OSError:
        return ""


def signature(path: str | Path) -> str:
    """Return the signature of one file or link; OSError when it is not there."""
    return _of_file(os.lstat(path))


def _of_file(said: os.stat_result) -> str:
    return f"{said.st_dev}:{said.st_ino} {said.st_size} {said.st_mtime_ns} {said.st_ctime_ns}"


def _of_folder(said: os.stat_result) -> str:
    mode = stat.S_IMODE(said.st_mode)
    return f"{said.st_dev}:{said.st_ino} {mode} {said.st_mtime_ns} {said.st_ctime_ns}"


def mode_in(signature: str) -> int:
    """Return the mode in the signature of a folder."""
    return int(signature.split(" ", 2)[1])


def inode(signature: str) -> str:
    """Return which file it is, whatever is in it."""
    return signature.partition(" ")[0]


def content(signature: str) -> list[str]:
    """Return what is the same of a file under another name, and of a copy: its size and time of change."""
    return signature.split(" ")[1:3]


def older(signature: str, clock: Clock) -> bool:
    """Whether the file was last changed before the clock stood there.

    With a clock read before the signature was taken: whoever changes the file after that, changes the
    signature, because the times of one disk never run backwards.
    """
    return int(signature.rpartition(" ")[2]) < clock.time and signature.startswith(f"{clock.device}:")
