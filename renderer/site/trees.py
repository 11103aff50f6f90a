"""What is in a folder, told by one look at every entry and without reading a file.

Each file has a signature: its device and inode, size, time of change and time of status change, as text. The
last of them is set by the system alone, so a file that was changed has another signature than before, unless
it was changed within the tick of the clock in which the signature was taken. Who believes a signature must
therefore know that it was older than the clock when it was taken (`older`).

Invariant: nothing here changes the disk, and links are never followed.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from renderer.value import value


@value
class Tree:
    """A folder: the signatures of its files and links and the modes of its folders, by path with `/`.

    The folder itself is in `folders` as ``. `empty` are the folders with nothing in them.
    """

    files: Mapping[str, str]
    folders: Mapping[str, int]
    empty: tuple[str, ...] = ()


NOTHING = Tree({}, {})


def look(folder: Path) -> Tree:
    """Return what is in a folder; what goes while we look is not in it."""
    files: dict[str, str] = {}
    folders = {"": folder.lstat().st_mode}
    empty: list[str] = []
    waiting = [""]
    while waiting:
        at = waiting.pop()
        try:
            with os.scandir(f"{folder}/{at}") as found:
                inner = list(found)
        except FileNotFoundError:
            continue
        if at and not inner:
            empty.append(at[:-1])
        for one in inner:
            path = at + one.name
            try:
                said = one.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if one.is_dir(follow_symlinks=False):
                folders[path] = said.st_mode
                waiting.append(f"{path}/")
            else:
                files[path] = _signature(said)
    return Tree(files, folders, tuple(sorted(empty)))


def signature(path: str | Path) -> str:
    """Return the signature of one file or link; OSError when it is not there."""
    return _signature(os.lstat(path))


def _signature(said: os.stat_result) -> str:
    return f"{said.st_dev}:{said.st_ino} {said.st_size} {said.st_mtime_ns} {said.st_ctime_ns}"


def inode(signature: str) -> str:
    """Return which file it is, whatever is in it."""
    return signature.partition(" ")[0]


def content(signature: str) -> list[str]:
    """Return what is the same of a file under another name, and of a copy: its size and time of change."""
    return signature.split(" ")[1:3]


def older(signature: str, clock: int) -> bool:
    """Whether the file was last changed before the clock stood there.

    With a clock read before the signature was taken: whoever changes the file after that, changes the
    signature, because the times of one disk never run backwards.
    """
    return int(signature.rpartition(" ")[2]) < clock
