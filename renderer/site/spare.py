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
from renderer.site.outputs import all_folders
from renderer.site.trees import Tree, inode, look, mode_in
from renderer.value import value


@value
class Wanted:
    """What the tree to come holds, by path: new files, those of the output folder, and empty folders.

    `same` has the signatures of the output folder's files, `folders` those of its folders.
    """

    fresh: Collection[str]
    same: Mapping[str, str]
    empty: Collection[str]
    folders: Mapping[str, str]


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
    folders = all_folders((*wanted.fresh, *wanted.same, *wanted.empty)) | {*wanted.empty}
    _take_away(beside.next, has, stays, folders)
    _make_folders(beside.next, folders.difference(has.folders))
    for path in wanted.fresh:
        if path not in stays:
            (beside.new / path).rename(beside.next / path)
    carried = wanted.same.keys() - stays
    for path in carried:
        carry(f"{beside.out}/{path}", f"{beside.next}/{path}")
    _set_modes(beside.next, folders, has.folders, wanted.folders)
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
    for folder, seen in has.folders.items():
        open_folder(f"{beside.next}/{folder}", mode_in(seen))
    return has


def _take_away(tree: Path, has: Tree, stays: set[str], folders: set[str]) -> None:
    for path in has.files.keys() - stays:
        (tree / path).unlink()
    for folder in sorted(has.folders.keys() - folders, reverse=True):
        (tree / folder).rmdir()


def _make_folders(tree: Path, folders: Iterable[str]) -> None:
    for folder in sorted(folders):
        (tree / folder).mkdir()


def _set_modes(tree: Path, folders: set[str], has: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Give folders the modes that they have in the output folder; at last, for one may be closed."""
    for folder in sorted(folders & wanted.keys(), reverse=True):
        mode = mode_in(wanted[folder])
        if folder == "":
            mode |= stat.S_IRWXU  # until the tree is in its place
        if folder not in has or mode != mode_in(has[folder]) | stat.S_IRWXU:
            (tree / folder).chmod(mode)
