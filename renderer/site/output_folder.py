"""An output folder before a build: whether it may be written to, and what in it is whose.

Invariant: nothing here changes the disk, and a file that no build of ours is known to have made is foreign.
"""

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from renderer.site.disk import PublishError
from renderer.site.live import Live
from renderer.site.manifest import Manifest
from renderer.site.outputs import (
    ASSETS,
    KEPT,
    MANIFEST,
    PART,
    all_folders,
    folders_of,
    without_case,
)
from renderer.value import value

SOURCES = ("content", "audiences", "templates", "static", "approvals", ".renderer")


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
    for name in SOURCES:
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


def refuse_foreign(live: Live) -> None:
    """Raise OutputRefused when the folder is not empty and not one of ours."""
    if live.manifest is None and (live.tree.files or live.tree.empty):
        of_others = MANIFEST in live.tree.files
        why = "its manifest.json is not one of ours" if of_others else "no build made it"
        raise OutputRefused(f"{live.folder} is not empty, and {why}: give an empty or a new folder")


def survey(live: Live, wanted: Collection[str]) -> Standing:
    """Return what stands in the folder; `wanted` are the paths of the build to come.

    A file that the build before made and that this one does not want is ours only as it was made: somebody
    may have put another one in its place.

    Raises:
        OutputRefused: the folder is not empty and not one of ours.
    """
    refuse_foreign(live)
    manifest = live.manifest
    if manifest is None:
        return Standing()
    found = {*live.tree.files, *live.tree.empty}
    gone = found.intersection(manifest.files).difference(wanted)
    theirs = {path for path in gone if not live.is_as_made(path)}
    made = {*manifest.files, *_kept(live.folder), MANIFEST, KEPT, PART} - theirs
    emptied = all_folders(manifest.files).intersection(live.tree.empty) if live.tree.empty else set()
    ours = frozenset(made & found)
    return Standing(
        ours,
        frozenset(one for one in ours if one in manifest.files and one.startswith(f"{ASSETS}/")),
        tuple(sorted(found - made - emptied)),
        manifest,
    )


def kept_bytes(paths: Iterable[str]) -> bytes:
    """Return the file that lists the assets which only the build before used."""
    return (json.dumps({"assets": sorted(paths)}, ensure_ascii=False, indent=1) + "\n").encode()


def _kept(out: Path) -> tuple[str, ...]:
    try:
        value = json.loads((out / KEPT).read_bytes())["assets"]
        return tuple(one for one in value if isinstance(one, str) and one.startswith(f"{ASSETS}/"))
    except (OSError, ValueError, LookupError, TypeError):
        return ()


def refuse_clashes(foreign: Collection[str], wanted: Collection[str], live: Live) -> None:
    """Raise OutputRefused when a foreign file stands where a file of the build must."""
    folders = all_folders(wanted) if foreign else set()
    clashing = [
        path
        for path in foreign
        if path in wanted
        or any(one in wanted for one in folders_of(path))
        or (path in folders and path in live.tree.files)
    ]
    if clashing:
        raise OutputRefused(
            f"{live.folder} holds what no build made, where a page must stand: {', '.join(clashing)}; "
            "move it away, or give another folder"
        )


def check_path(path: str) -> None:
    """Raise ValueError for a path that leads out of the folder."""
    if not path or "\0" in path or any(part in {"", ".", ".."} for part in path.split("/")):
        raise ValueError(f"{path!r} is no path within an output folder")


def check_paths(paths: Iterable[str]) -> None:
    """Raise for a path that leads out of the folder, and for two that cannot stand in one."""
    seen: dict[str, str] = {}
    for path in sorted(paths):
        check_path(path)
        other = seen.setdefault(without_case(path), path)
        if other != path:
            raise PublishError(f"'{other}' and '{path}' cannot both be written: some disks know no case")
    for folder in all_folders(seen).intersection(seen):
        path = next(path for plain, path in seen.items() if plain.startswith(f"{folder}/"))
        raise PublishError(f"'{seen[folder]}' and '{path}' cannot both be written")
