"""Putting a build into a folder that cannot be exchanged, because it is a mount point or on another disk.

Files are replaced one at a time, so a reader may find pages of both builds side by side. The manifest lists
the files of both meanwhile; whatever happens, the next build knows which are ours and mends the rest.

Invariant: each file is whole, the old or the new one, and every file of ours is in the manifest.
"""

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from renderer.site.disk import is_folder, remove, write
from renderer.site.exchange import sync_below
from renderer.site.manifest import Manifest, manifest_bytes, manifest_data, read_manifest
from renderer.site.outputs import KEPT, MANIFEST, PART, all_folders, folders_of

CANNOT_MOVE = {errno.EBUSY, errno.EXDEV}


def is_elsewhere(folder: Path, probe: Path) -> bool:
    """Whether a file of an output folder cannot have another name there: they are on two disks or mounts."""
    try:
        remove(probe)
        os.link(folder / MANIFEST, probe, follow_symlinks=False)
        probe.unlink()
    except OSError as error:
        return error.errno == errno.EXDEV
    return False


def put_in_place(
    new: Path, place: Path, fresh: frozenset[str], gone: frozenset[str], before: Manifest | None
) -> None:
    """Put the new files of a build into a folder and take away those that went.

    Args:
        new: the folder with the new files.
        place: the output folder.
        fresh: their paths.
        gone: the files of the build before that this one does not have.
        before: what that build said of itself.
    """
    after = read_manifest(manifest_data(new)) if MANIFEST in fresh else None
    if before is not None and after is not None:
        _put(place, MANIFEST, manifest_bytes({**before.files, **after.files}, after.editions))
    in_the_way = _in_the_way(fresh, gone)
    _take_away(place, in_the_way)
    for path in sorted(fresh - {MANIFEST, KEPT}):
        _put(place, path, (new / path).read_bytes())
    _take_away(place, gone - in_the_way - {KEPT})
    _take_away(place, gone & {KEPT})  # at last: what it lists is in no manifest
    for path in (KEPT, MANIFEST):
        if path in fresh:
            sync_below(place)
            _put(place, path, (new / path).read_bytes())
    sync_below(place)


def _in_the_way(fresh: Iterable[str], gone: Iterable[str]) -> frozenset[str]:
    """Return the files that went and stand where a folder must, or in a folder where a file must."""
    folders, files = all_folders(fresh), set(fresh)
    return frozenset(one for one in gone if one in folders or not files.isdisjoint(folders_of(one)))


def _put(place: Path, path: str, data: bytes) -> None:
    """Write a file by another name first, so that nobody finds a part of it."""
    remove(place / PART)
    (place / path).parent.mkdir(parents=True, exist_ok=True)
    write(place / PART, data)
    if is_folder(place / path):  # emptied by a build that was killed then
        for folder, _, _ in os.walk(place / path, topdown=False):
            Path(folder).rmdir()
    (place / PART).replace(place / path)


def _take_away(place: Path, paths: Iterable[str]) -> None:
    for path in paths:
        (place / path).unlink(missing_ok=True)
    for folder in sorted(all_folders(paths) - {""}, reverse=True):
        with suppress(OSError):  # it stays when something stands in it
            (place / folder).rmdir()
