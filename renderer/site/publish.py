"""A build's files, put into the output folder: the one writer.

The new tree is made beside the folder (`.NAME.renderer-new`), with what has not changed linked from the old
one, and put in its place at once. Nothing of the old tree is changed before that.

Invariant: the folder holds one whole build, the old or the new one; and what the tool did not make stays.
"""

import errno
import fcntl
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from renderer.site.exchange import put, sync_below, sync_names
from renderer.site.manifest import EditionEntry, Manifest, manifest_bytes
from renderer.site.output_folder import (
    Standing,
    entries,
    is_folder,
    kept_bytes,
    real,
    refuse,
    refuse_clashes,
    survey,
)
from renderer.site.outputs import KEPT, MANIFEST, folders_of, without_case
from renderer.value import value


class PublishError(Exception):
    """The disk did not take the build; the message says why, and what stood there before still does."""


@value
class Published:
    """What publishing did: how many files were written, left as they were, and taken away.

    `kept` are the assets of the build before that stay for this one.
    """

    written: int
    unchanged: int
    removed: int
    kept: tuple[str, ...] = ()
    note: str = ""


def publish(
    files: Mapping[str, bytes],
    editions: Iterable[EditionEntry],
    out: Path,
    *,
    site: Path,
    leaves_out: Callable[[Manifest], bool] = lambda _: False,
) -> Published:
    """Put a build into its folder, whole or not at all.

    Args:
        files: the bytes of each file by its path from the folder, with `/`; the manifest is added to them.
        editions: what the manifest says of the pages among them.
        out: the folder; it is made when it is not there.
        site: the site's root, which the folder must not hold or lie in the sources of.
        leaves_out: whether this build leaves out, by what it was asked for, something that the build with
            that manifest had; its assets then do not stay for one more build.

    Raises:
        OutputRefused: the folder is not one to write to.
        PublishError: the disk failed, or another build is at it.
        ValueError: a path of a file is not one within the folder.
    """
    wanted = {**files, MANIFEST: manifest_bytes(files, editions)}
    _check_paths(wanted)
    refuse(out, site)
    out = real(out)
    with _plain_errors(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        with _locked(out):
            _clear_away(out)
            standing = survey(out, wanted)
            kept = _kept(standing, wanted, leaves_out)
            if kept:
                wanted[KEPT] = kept_bytes(kept)
            refuse_clashes(standing.foreign, wanted, out)
            return _replace(out, wanted, kept, standing)


def _kept(
    standing: Standing, wanted: Mapping[str, bytes], leaves_out: Callable[[Manifest], bool]
) -> list[str]:
    """Return the assets of the build before that stay for this one, for pages that readers have open."""
    if standing.manifest is None or leaves_out(standing.manifest):
        return []
    return sorted(standing.assets.difference(wanted))


def _replace(out: Path, wanted: Mapping[str, bytes], kept: list[str], standing: Standing) -> Published:
    unchanged = {path for path in wanted if path in standing.ours and _holds(out / path, wanted[path])}
    removed = standing.ours.difference(wanted, kept)
    result = Published(len(wanted) - len(unchanged), len(unchanged), len(removed), tuple(kept))
    if out.exists() and not result.written and not removed:
        return result
    new, aside = _beside(out, "new"), _beside(out, "old")
    try:
        _stage(new, out, wanted, {*unchanged, *kept, *standing.foreign})
        sync_below(new)
        old = put(new, out, aside)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    sync_names(out.parent)
    if old is not None:
        with suppress(OSError):
            _bring_late(old, out, standing)
            _remove(old)
    return result


def _stage(new: Path, out: Path, wanted: Mapping[str, bytes], same: set[str]) -> None:
    """Make the new tree: `same` are the paths that are taken from the old one as they are."""
    new.mkdir()
    root, made = f"{new}/", {""}
    for path in sorted({*wanted, *same}):
        if path.rpartition("/")[0] not in made:
            for folder in reversed(folders_of(path)):
                (new / folder).mkdir(exist_ok=True)
                made.add(folder)
        if path in same:
            _carry(out / path, new / path)
        else:
            _write(root + path, wanted[path])
    ours = {folder for path in wanted for folder in folders_of(path)}
    for folder in sorted(made - ours, reverse=True):  # at last: a folder may be closed to its owner too
        if (out / folder).is_dir():
            shutil.copymode(out / folder, new / folder)


def _write(path: str, data: bytes) -> None:
    """Write a new file; without Python's buffers it takes half the time, and a site has thousands."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


_NO_LINK = {
    errno.EXDEV,
    errno.EPERM,
    errno.EACCES,
    errno.EMLINK,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
}


def _carry(old: Path, new: Path) -> None:
    """Have in the new tree what is in the old one: by another name for it, or by a copy."""
    if is_folder(old):
        new.mkdir(exist_ok=True)
        shutil.copymode(old, new)
        return
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        shutil.copy2(old, new, follow_symlinks=False)


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file is a regular one with exactly these bytes."""
    try:
        found = path.lstat()
        return stat.S_ISREG(found.st_mode) and found.st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _bring_late(old: Path, out: Path, standing: Standing) -> None:
    """Carry over what somebody put into the old tree while the new one was made."""
    for path in set(entries(old)).difference(standing.ours, standing.foreign):
        if not os.path.lexists(out / path) and not is_folder(old / path):
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (old / path).rename(out / path)


def _beside(out: Path, what: str) -> Path:
    """Return the path beside the folder for a tree or a lock of ours."""
    return out.with_name(f".{out.name}.renderer-{what}")


def _clear_away(out: Path) -> None:
    """Mend what a killed build left: bring the old tree back if it is all there is, and remove the rest."""
    aside = _beside(out, "old")
    if is_folder(aside) and not os.path.lexists(out):
        aside.rename(out)
    for left in (aside, _beside(out, "new")):
        if os.path.lexists(left):
            _remove(left)


def _remove(tree: Path) -> None:
    """Remove a tree of ours, with the folders in it that somebody closed to writing."""
    for folder, inner, _ in os.walk(tree):
        for name in (folder, *(os.path.join(folder, one) for one in inner)):  # noqa: PTH118 - many, and quicker
            if not os.path.islink(name) and not os.access(name, os.W_OK | os.X_OK | os.R_OK):  # noqa: PTH114
                Path(name).chmod(0o700)
    shutil.rmtree(tree)


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Hold the lock beside the folder; PublishError when another build holds it."""
    path = _beside(out, "lock")
    handle = _lock(path)
    while handle is None:
        handle = _lock(path)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _lock(path: Path) -> int | None:
    """Return a handle on the locked file, None when its holder removed it while we opened it."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.lexists(path) and os.path.samestat(os.fstat(handle), path.lstat()):
            return handle
    except BlockingIOError:
        os.close(handle)
        raise PublishError("another build is writing to this output folder: wait until it is done") from None
    os.close(handle)
    return None


_WHY = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full for this user",
    errno.EACCES: "there is no permission to write there",
    errno.EPERM: "there is no permission to write there",
    errno.EROFS: "the disk is read-only",
    errno.EBUSY: "it is a mount point: give a folder inside of it",
    errno.EXDEV: "it is a mount point or lies on two disks: give a folder inside of it",
}


@contextmanager
def _plain_errors(out: Path) -> Iterator[None]:
    """Turn what the system says into one plain sentence."""
    try:
        yield
    except OSError as error:
        why = _WHY.get(error.errno or 0) or (error.strerror or str(error)).lower()
        raise PublishError(
            f"{out} could not be written: {why}; what stood there before is untouched"
        ) from error


def _check_paths(paths: Iterable[str]) -> None:
    """Raise for a path that leads out of the folder, and for two that cannot stand in one."""
    seen: dict[str, str] = {}
    for path in sorted(paths):
        if not path or "\0" in path or any(part in {"", ".", ".."} for part in path.split("/")):
            raise ValueError(f"{path!r} is no path within an output folder")
        other = seen.setdefault(without_case(path), path)
        if other != path:
            raise PublishError(f"'{other}' and '{path}' cannot both be written: some disks know no case")
    for plain, path in seen.items():
        for folder in folders_of(plain):
            if folder in seen:
                raise PublishError(f"'{seen[folder]}' and '{path}' cannot both be written")


class Publisher:
    """Shim."""

    def __init__(self, out: Path, site: Path) -> None:
        self.out, self.site, self.files = out, site, dict[str, bytes]()
        from renderer.site.manifest import manifest_in

        self.manifest: Manifest | None = manifest_in(out)

    def holds(self, path: str, digest: str) -> bool:
        from renderer.site.folder import digest_of

        if digest_of(self.out, path) == digest:
            self.files[path] = (self.out / path).read_bytes()
            return True
        return False

    def stands(self) -> bool:
        from renderer.site.folder import digest_of
        from renderer.site.manifest import manifest_in

        m = manifest_in(self.out)
        return (
            m is not None
            and not (self.out / KEPT).exists()
            and all(digest_of(self.out, p) == d for p, d in m.files.items())
        )

    def stage(self, path: str, data: bytes) -> None:
        self.files[path] = data

    def finish(
        self,
        files: Mapping[str, str],
        editions: Iterable[EditionEntry],
        leaves_out: Callable[[Manifest], bool] = lambda _: False,
    ) -> Published:
        return publish(
            {p: self.files[p] for p in files}, editions, self.out, site=self.site, leaves_out=leaves_out
        )


@contextmanager
def publishing(out: Path, *, site: Path) -> Iterator[Publisher]:
    refuse(out, site)
    survey(out)
    yield Publisher(out, site)
