"""What a build is about to do to its output folder, before anything is done.

Invariant: every file of a plan is staged with the bytes that its manifest speaks of, or stands so already.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from renderer.site.digest import digest_of
from renderer.site.disk import PublishError
from renderer.site.live import Live
from renderer.site.manifest import EditionEntry, Manifest, manifest_bytes
from renderer.site.output_folder import (
    Standing,
    check_paths,
    kept_bytes,
    refuse_clashes,
    survey,
)
from renderer.site.outputs import KEPT, MANIFEST
from renderer.site.spare import Wanted
from renderer.value import named_value


@named_value
class Plan:
    """A build against what stands in its folder.

    `lists` are the bytes of the files that are made of the others: the manifest and the list of kept assets.
    `unchanged` stand there already. `kept` are the assets of the build before that stay for this one.
    `narrower` is whether this build was asked to leave out something that the build before had.
    """

    lists: Mapping[str, bytes]
    fresh: frozenset[str]
    unchanged: frozenset[str]
    removed: frozenset[str]
    kept: tuple[str, ...]
    standing: Standing
    narrower: bool

    @property
    def changes_nothing(self) -> bool:
        """Whether all of it stands there, and nothing else of ours."""
        return not self.fresh and not self.removed


def plan(
    live: Live,
    staged: Mapping[str, str],
    files: Mapping[str, str],
    editions: Iterable[EditionEntry],
    leaves_out: Callable[[Manifest], bool],
) -> Plan:
    """Return what is to be done; the errors are those of `Publisher.finish`."""
    check_paths({*files, MANIFEST})
    lists = {MANIFEST: manifest_bytes(files, editions)}
    standing = survey(live, {*files, MANIFEST})
    before = standing.manifest
    narrower = before is not None and leaves_out(before)
    kept = () if narrower else tuple(sorted(standing.assets.difference(files)))
    if kept:
        lists[KEPT] = kept_bytes(kept)
    wanted = {*files, *lists}
    refuse_clashes(standing.foreign, wanted, live)
    unchanged = {path for path, digest in files.items() if live.holds(path, digest)}
    unchanged.update(path for path, data in lists.items() if _says(live, path, data))
    _check_staged(live, staged, {path: files[path] for path in files.keys() - unchanged})
    return Plan(
        lists=lists,
        fresh=frozenset(wanted - unchanged),
        unchanged=frozenset(unchanged),
        removed=standing.ours.difference(wanted, kept),
        kept=kept,
        standing=standing,
        narrower=narrower,
    )


def _says(live: Live, path: str, data: bytes) -> bool:
    """Whether a list stands there with these bytes."""
    return path in live.tree.files and digest_of(f"{live.folder}/{path}") == sha256(data).hexdigest()


def _check_staged(live: Live, staged: Mapping[str, str], fresh: Mapping[str, str]) -> None:
    """Raise when a file is not at hand: ValueError, PublishError if somebody changed it after it was held."""
    for path, digest in sorted(fresh.items()):
        if staged.get(path) != digest:
            if live.manifest is not None and live.manifest.files.get(path) == digest:
                raise PublishError(f"{live.folder}/{path} was changed while the site was built: build again")
            raise ValueError(f"'{path}' is neither staged nor held with the bytes of its digest")


def wanted(plan: Plan, live: Live) -> Wanted:
    """Return what the tree to come must hold."""
    seen = live.tree.files
    same = [*plan.unchanged, *plan.kept, *(path for path in plan.standing.foreign if path in seen)]
    return Wanted(
        plan.fresh,
        {path: seen[path] for path in same},
        [path for path in plan.standing.foreign if path not in seen],
        live.tree.folders,
    )
