"""The tree that is to take the output folder's place: the build before, brought up to date.

Two trees change places with each build, so that an update costs what has changed. A file that did not change
is the same file in both, by two names. Where there is no build before, the folder with the new files becomes
the tree, and all others are linked into it.

Invariant: a file of the spare tree stays in it only if it is the very file that stands in the output folder;
so it matters to nobody what else was in it, or who changed it.
"""

import stat
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from renderer.site.beside import Beside
from renderer.site.disk import carry, is_folder, open_folder, remove
from renderer.site.trees import Tree, inode, look
from renderer.value import value


@value
class Wanted:
    """What the tree to come holds, by path: new files, those of the output folder, and empty folders.

    `same` has the signatures of the output folder's files, `modes` the modes of its folders.
    """

    fresh: Collection[str]
    same: Mapping[str, str]
    empty: Collection[str]
    modes: Mapping[str, int]


def make_next(beside: Beside, wanted: Wanted, *, from_spare: bool) -> set[str]:
    """Make `next/` hold exactly what is wanted, and return the files that were put into it.

    OSError when the disk failed, with `next/` half made.
    """
    has = _opened(beside) if from_spare else None
    if has is None:
        beside.new.mkdir(exist_ok=True)
        beside.new.rename(beside.next)
        has = look(beside.next)
        stays = set(wanted.fresh)
    else:
        stays = {path for path, seen in wanted.same.items() if inode(has.files.get(path, "")) == inode(seen)}
    folders = _folders(wanted)
    _take_away(beside.next, has, stays, folders)
    _make_folders(beside.next, folders.difference(has.folders))
    for path in wanted.fresh:
        if path not in stays:
            (beside.new / path).rename(beside.next / path)
    carried = wanted.same.keys() - stays
    for path in carried:
        carry(f"{beside.out}/{path}", f"{beside.next}/{path}")
    _set_modes(beside.next, folders, has.folders, wanted.modes)
    return {*wanted.fresh, *carried}


def _opened(beside: Beside) -> Tree | None:
    """Return what is in the spare tree, now called `next` and open to its owner; None without one."""
    if not is_folder(beside.spare):
        return None
    try:
        has = look(beside.spare)
    except OSError:
        remove(beside.spare)
        return None
    beside.spare.rename(beside.next)
    for folder, mode in has.folders.items():
        open_folder(f"{beside.next}/{folder}", mode)
    return Tree(has.files, {folder: mode | stat.S_IRWXU for folder, mode in has.folders.items()})


def _folders(wanted: Wanted) -> set[str]:
    """Return the folders that the tree needs."""
    needed = {"", *wanted.empty}
    for path in (*wanted.fresh, *wanted.same, *wanted.empty):
        folder = path.rpartition("/")[0]
        while folder not in needed:
            needed.add(folder)
            folder = folder.rpartition("/")[0]
    return needed


def _take_away(tree: Path, has: Tree, stays: set[str], folders: set[str]) -> None:
    for path in has.files.keys() - stays:
        (tree / path).unlink()
    for folder in sorted(has.folders.keys() - folders, reverse=True):
        (tree / folder).rmdir()


def _make_folders(tree: Path, folders: Iterable[str]) -> None:
    for folder in sorted(folders):
        (tree / folder).mkdir()


def _set_modes(tree: Path, folders: Iterable[str], has: Mapping[str, int], modes: Mapping[str, int]) -> None:
    """Give folders the modes that they have in the output folder; at last, for one may be closed."""
    for folder in sorted(folders, reverse=True):
        mode = modes.get(folder)
        if mode is not None and mode != has.get(folder):
            opened = stat.S_IRWXU if folder == "" else 0  # until the tree is in its place
            (tree / folder).chmod(stat.S_IMODE(mode) | opened)
