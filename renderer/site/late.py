"""What somebody did to their own files in the output folder while a build was about to replace it.

Invariant: nothing here touches a file of the build.
"""

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from renderer.site.trees import Tree, content, inode, look


def bring_late(old: Path, place: Path, seen: Tree, ours: Collection[str], foreign: Collection[str]) -> None:
    """Do to the new tree what was done to the old one after we had looked at it.

    Args:
        old: the tree that stood in the output folder.
        place: the output folder.
        seen: what we saw in the old tree.
        ours: the files of the build.
        foreign: the files and empty folders of others that were carried into the new tree.
    """
    now = look(old)
    for path, signature in now.files.items():
        before = seen.files.get(path, "")
        if path not in ours and (inode(before) != inode(signature) or content(before) != content(signature)):
            with suppress(OSError):
                _move(old, place, path)
    for path in set(now.empty).difference(seen.folders):
        with suppress(OSError):
            (place / path).mkdir(parents=True, exist_ok=True)
    gone = [path for path in foreign if path not in now.files and path not in now.folders]
    _take_away(place, gone)


def _move(old: Path, place: Path, path: str) -> None:
    (place / path).parent.mkdir(parents=True, exist_ok=True)
    os.replace(old / path, place / path)  # noqa: PTH105 - as in `disk`


def _take_away(place: Path, gone: Iterable[str]) -> None:
    for path in gone:
        with suppress(OSError):
            if (place / path).is_dir() and not (place / path).is_symlink():
                (place / path).rmdir()
            else:
                (place / path).unlink()
