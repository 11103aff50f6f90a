"""An output folder before a build: whether it may be written to, and what in it is whose.

Invariant: nothing here changes the disk, and a file that no build of ours is known to have made is foreign.
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from renderer.site.manifest import Manifest, manifest_in
from renderer.site.outputs import ASSETS, KEPT, MANIFEST, folders_of
from renderer.value import value

_SOURCES = ("content", "audiences", "templates", "static", "approvals")


class OutputRefused(Exception):  # noqa: N818 - the refusal of a folder, not a fault in it
    """The output folder is one that a build must not write to; the message says why."""


@value
class Standing:
    """What stands in an output folder, as paths from it with `/`.

    `ours` are the files that the build before made, `assets` those of them below `assets/`; both only as far
    as they are still there. `foreign` is everything else: files, links, and folders with nothing in them.
    `manifest` is what the build before said of itself, None when there was none.
    """

    ours: frozenset[str] = frozenset()
    assets: frozenset[str] = frozenset()
    foreign: tuple[str, ...] = ()
    manifest: Manifest | None = None


def refuse(out: Path, site: Path) -> None:
    """Raise OutputRefused when building there would write over the site itself, or through a link."""
    out, site = real(out), site.resolve()
    if any(_same(out, one) for one in (site, *site.parents)):
        raise OutputRefused(f"{out} holds the site itself: give another folder, such as site/ in it")
    for name in _SOURCES:
        if any(_same(one, site / name) for one in (out, *out.parents)):
            raise OutputRefused(f"{out} lies in the site's {name}/: give a folder outside of it")
    if out.is_symlink():
        raise OutputRefused(f"{out} is a symbolic link: give the folder that it leads to")
    if out.exists() and not out.is_dir():
        raise OutputRefused(f"{out} is a file, not a folder")


def real(out: Path) -> Path:
    """Return the folder's path without links in the folders above it."""
    out = Path.cwd() / out
    return (out.parent.resolve() / out.name) if out.name not in {"", ".."} else out.resolve()


def _same(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False


def survey(out: Path, wanted: Collection[str] | None = None) -> Standing:
    """Return what stands in the folder; `wanted` are the paths of the build to come, when they are known.

    A file that the build before made and that this one does not want is ours only as it was made: somebody
    may have put another one in its place.

    Raises:
        OutputRefused: the folder is not empty and not one of ours.
    """
    found = tuple(entries(out)) if out.exists() else ()
    manifest = manifest_in(out)
    if manifest is None:
        if found:
            why = "its manifest.json is not one of ours" if MANIFEST in found else "no build made it"
            raise OutputRefused(f"{out} is not empty, and {why}: give an empty or a new folder")
        return Standing()
    made = {*manifest.files, *_kept(out), MANIFEST, KEPT}
    if wanted is not None:
        gone = made.intersection(found).difference(wanted)
        made -= {path for path in gone if _changed(out, path, manifest)}
    folders = {folder for path in manifest.files for folder in folders_of(path)}
    ours = frozenset(made.intersection(found))
    return Standing(
        ours,
        frozenset(one for one in ours if one in manifest.files and one.startswith(f"{ASSETS}/")),
        tuple(
            one
            for one in sorted(found)
            if one not in made and not (one in folders and is_folder(out / one))  # one of ours, emptied
        ),
        manifest,
    )


def _changed(out: Path, path: str, manifest: Manifest) -> bool:
    """Whether a file is not the one that the manifest speaks of."""
    made = manifest.files.get(path)
    try:
        return made is not None and sha256((out / path).read_bytes()).hexdigest() != made
    except OSError:
        return True


def entries(folder: Path) -> Iterator[str]:
    """Yield all files, links and empty folders below a folder; links are not followed."""
    waiting = [""]
    while waiting:
        path = waiting.pop()
        with os.scandir(folder / path) as found:
            inner = [(f"{path}/{one.name}".lstrip("/"), one.is_dir(follow_symlinks=False)) for one in found]
        if path and not inner:
            yield path
        waiting.extend(one for one, opens in inner if opens)
        yield from (one for one, opens in inner if not opens)


def kept_bytes(paths: Iterable[str]) -> bytes:
    """Return the file that lists the assets which only the build before used."""
    return (json.dumps({"assets": sorted(paths)}, ensure_ascii=False, indent=1) + "\n").encode()


def _kept(out: Path) -> tuple[str, ...]:
    try:
        value = json.loads((out / KEPT).read_bytes())["assets"]
        return tuple(one for one in value if isinstance(one, str))
    except (OSError, ValueError, LookupError, TypeError):
        return ()


def refuse_clashes(foreign: Iterable[str], wanted: Mapping[str, bytes], out: Path) -> None:
    """Raise OutputRefused when a foreign file stands where a file of the build must."""
    folders = {folder for path in wanted for folder in folders_of(path)}
    clashing = [
        path
        for path in foreign
        if path in wanted
        or any(one in wanted for one in folders_of(path))
        or (path in folders and not is_folder(out / path))
    ]
    if clashing:
        raise OutputRefused(
            f"{out} holds what no build made, where a page must stand: {', '.join(clashing)}; "
            "move it away, or give another folder"
        )


def is_folder(path: Path) -> bool:
    """Whether it is a folder, and no link to one."""
    return path.is_dir() and not path.is_symlink()
