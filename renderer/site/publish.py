"""A build's files, put into the output folder: the one writer.

Files are staged one at a time, on the disk and out of the way. When all are there, the tree of the build
before the last is brought up to date with them, and changes places with the one that readers have.

Invariant: the folder holds one whole build, the old or the new one; and what the tool did not make stays.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from renderer.site import signatures
from renderer.site.beside import Beside, held
from renderer.site.disk import PublishError, plain_errors, remove, write
from renderer.site.exchange import put, sync_below, sync_names
from renderer.site.in_place import CANNOT_MOVE, is_elsewhere, put_in_place
from renderer.site.late import bring_late
from renderer.site.live import Live
from renderer.site.manifest import EditionEntry, Manifest
from renderer.site.output_folder import check_path, check_paths, real, refuse, refuse_foreign
from renderer.site.outputs import KEPT, MANIFEST
from renderer.site.plan import Plan, plan, wanted
from renderer.site.spare import make_next
from renderer.site.trees import content, older, signature, still_holds
from renderer.value import value

__all__ = ["PublishError", "Published", "Publisher", "publish", "publishing"]

NOT_AT_ONCE = "folders cannot change places on this disk, so the output folder was not there for a moment"
ONE_BY_ONE = (
    "the output folder is a mount point or on another disk than the folder above it, so its files were "
    "replaced one by one; give a folder inside of it to have them replaced at once"
)


@value
class Published:
    """What publishing did: how many files were written, left as they were, and taken away.

    `kept` are the assets of the build before that stay for this one. `note` says what could not be promised
    of the output folder on this disk, and is empty nearly everywhere.
    """

    written: int
    unchanged: int
    removed: int
    kept: tuple[str, ...] = ()
    note: str = ""


@contextmanager
def publishing(out: Path, *, site: Path) -> Iterator["Publisher"]:
    """Hold an output folder for one build, locked from here on.

    Left without `finish`, everything that was staged is taken away and the folder is as it was, as are the
    folders above it.

    Args:
        out: the folder; it is made when it is not there.
        site: the site's root, which the folder must not hold or lie in the sources of.

    Raises:
        OutputRefused: the folder is not one to write to.
        PublishError: the disk failed, or another build is at it.
    """
    refuse(out, site)
    out = real(out)
    with ExitStack() as stack:
        with plain_errors(out):
            beside = stack.enter_context(held(out))
            stack.callback(beside.put_away)
            beside.clear_away()
            publisher = Publisher(beside)
        yield publisher


def publish(
    files: Mapping[str, bytes],
    editions: Iterable[EditionEntry],
    out: Path,
    *,
    site: Path,
    leaves_out: Callable[[Manifest], bool] = lambda _: False,
) -> Published:
    """Put a build whose files are all at hand into its folder: see `publishing` and `Publisher.finish`."""
    check_paths({*files, MANIFEST})
    with publishing(out, site=site) as publisher:
        return publisher.finish(publisher.take(files), editions, leaves_out)


class Publisher:
    """An output folder that is held for one build."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self._out = beside.out
        self._live = Live(beside.out)
        self._live.believe(signatures.load(beside.signatures, self._live.manifest_digest))
        self._live.look(beside.clock())
        refuse_foreign(self._live)
        self._staged: dict[str, str] = {}
        self._folders: set[str] = set()

    @property
    def manifest(self) -> Manifest | None:
        """What the build before said of itself, None when there was none."""
        return self._live.manifest

    def holds(self, path: str, digest: str) -> bool:
        """Whether the build before left this file, and it is still there with exactly these bytes.

        Args:
            path: the file's path from the folder, with `/`.
            digest: the SHA-256 of its bytes, in hex.
        """
        return self._live.holds(path, digest)

    def stands(self) -> bool:
        """Whether every file of the build before is there as its manifest says, and none waits to go.

        A build that would make the same files then has nothing to do, and need not `finish`.
        """
        stands = self._live.stands() and KEPT not in self._live.tree.files
        if stands:
            self._remember_what_was_read()
        return stands

    def stage(self, path: str, data: bytes) -> None:
        """Take a file of the build to come: it is on the disk when this returns.

        Raises:
            PublishError: the disk did not take it.
            ValueError: the path is not one within the folder, or was staged before.
        """
        check_path(path)
        if path in self._staged:
            raise ValueError(f"'{path}' was staged before")
        with plain_errors(self._out):
            self._write_new(path, data)
        self._staged[path] = sha256(data).hexdigest()

    def take(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Stage those of some files that are not held; return the SHA-256 of each in hex."""
        digests = {path: sha256(data).hexdigest() for path, data in files.items()}
        for path, digest in digests.items():
            if not self.holds(path, digest):
                self.stage(path, files[path])
        return digests

    def _write_new(self, path: str, data: bytes) -> None:
        folder = path.rpartition("/")[0]
        try:
            if folder not in self._folders:
                (self._beside.new / folder).mkdir(parents=True, exist_ok=True)
                self._folders.add(folder)
            write(f"{self._beside.new}/{path}", data)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise PublishError(f"'{path}' cannot be written: another file stands in its way") from error

    def would(
        self,
        files: Mapping[str, str],
        editions: Iterable[EditionEntry],
        leaves_out: Callable[[Manifest], bool] = lambda _: False,
    ) -> Plan:
        """Return what `finish` would do with these, of which none need be staged; the errors are its own."""
        lacking = {path: digest for path, digest in files.items() if not self.holds(path, digest)}
        with plain_errors(self._out):
            return plan(self._live, lacking, files, editions, leaves_out)

    def finish(
        self,
        files: Mapping[str, str],
        editions: Iterable[EditionEntry],
        leaves_out: Callable[[Manifest], bool] = lambda _: False,
    ) -> Published:
        """Put the build into its folder, whole or not at all; nothing can be staged after that.

        Args:
            files: the SHA-256 in hex of all files of the build by path, each of them staged or held; the
                manifest is added to them.
            editions: what the manifest says of the pages among them.
            leaves_out: whether this build leaves out, by what it was asked for, something that the build
                with that manifest had; nothing of that build is then kept for one more, in the folder or
                beside it.

        Raises:
            OutputRefused: something of somebody else stands where a page must.
            PublishError: the disk failed, or somebody changed a page that was held.
            ValueError: a path of a file is not one within the folder, or a file is neither staged nor held.
        """
        with plain_errors(self._out):
            self._live.look_again(self._beside.clock())
            todo = plan(self._live, self._staged, files, editions, leaves_out)
            if todo.narrower:
                remove(self._beside.spare)
            note = ""
            if todo.changes_nothing and os.path.lexists(self._out):
                self._remember_what_was_read()
            else:
                note = self._replace(todo, files)
        return Published(len(todo.fresh), len(todo.unchanged), len(todo.removed), todo.kept, note)

    def _replace(self, todo: Plan, files: Mapping[str, str]) -> str:
        """Put the new tree in the place of the old one; return what could not be promised."""
        for path in todo.fresh.intersection(todo.lists):
            self._write_new(path, todo.lists[path])
        if todo.standing.manifest is not None and is_elsewhere(self._out, self._beside.probe):
            return self._put_in_place(self._beside.new, todo, files)
        moved = make_next(self._beside, wanted(todo, self._live), from_spare=not todo.narrower)
        self._must_be_the_same(moved.intersection(todo.unchanged))
        sync_below(self._beside.next)
        self._beside.must_be_held()
        try:
            old = put(self._beside.next, self._out, self._beside.old)
        except OSError as error:
            if error.errno not in CANNOT_MOVE:
                raise
            return self._put_in_place(self._beside.next, todo, files)
        with suppress(OSError):  # the build is in its place: what fails now costs the next one some time
            sync_names(self._out.parent)
            sync_names(self._beside.next.parent)
            if old is not None:
                self._keep_spare(old, todo)
            self._remember(todo, files, moved)
        return NOT_AT_ONCE if old == self._beside.old else ""

    def _put_in_place(self, new: Path, todo: Plan, files: Mapping[str, str]) -> str:
        with plain_errors(self._out, "some of its files are those of the new build: build again"):
            put_in_place(new, self._out, todo.fresh, todo.removed, todo.standing.manifest)
        with suppress(OSError):
            self._remember(todo, files, set())
        return ONE_BY_ONE

    def _must_be_the_same(self, paths: Iterable[str]) -> None:
        """Raise PublishError when a page is not the one any more that we looked at."""
        for path in paths:
            if content(signature(self._beside.next / path)) != content(self._live.tree.files[path]):
                raise PublishError(f"{self._out}/{path} was changed while the site was built: build again")

    def _keep_spare(self, old: Path, todo: Plan) -> None:
        """Keep the tree that stood there for the next build, unless it has what this one leaves out."""
        ours = todo.standing.ours - todo.removed | todo.fresh
        if not still_holds(old, self._live.tree, self._live.clock):
            bring_late(old, self._out, self._live.tree, ours, todo.standing.foreign)
        if todo.narrower:
            remove(old)
        else:
            old.rename(self._beside.spare)

    def _remember(self, todo: Plan, files: Mapping[str, str], moved: Collection[str]) -> None:
        """Keep the signatures of what stands there now.

        A file that was moved has another one than before; so has each that lost its other name with the tree
        that was removed.
        """
        clock = self._beside.clock()
        known: dict[str, str] = {}
        for path in files:
            before = None if path in todo.fresh else self._live.signature(path)
            seen = before
            if path in todo.fresh or (before is not None and (todo.narrower or path in moved)):
                seen = signature(self._out / path)
                if not older(seen, clock) or (before is not None and content(before) != content(seen)):
                    continue
            if seen is not None:
                known[path] = seen
        signatures.save(self._beside.signatures, sha256(todo.lists[MANIFEST]).hexdigest(), known)

    def _remember_what_was_read(self) -> None:
        """Keep the signatures of files that had to be read, so that the next build need not."""
        if self._live.has_read and self._live.manifest is not None:
            signed = ((path, self._live.signature(path)) for path in self._live.manifest.files)
            known = {path: seen for path, seen in signed if seen is not None}
            signatures.save(self._beside.signatures, self._live.manifest_digest, known)
