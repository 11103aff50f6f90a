"""Opening a site for a command: which folder it is, and what the names that somebody typed mean in it.

Invariant: a mistake of the caller is a UsageProblem, the disk's a SurroundingsProblem, the content's a value.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from os.path import abspath
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.audiences import Audience
from renderer.language.nearest import meant
from renderer.site.folder import Folder, ReadError, find_site

if TYPE_CHECKING:  # what a build needs none of while nothing has changed
    from renderer.build.scope import Scope
    from renderer.build.workspace import Workspace
    from renderer.site.verified import Verified


class UsageProblem(Exception):  # noqa: N818  # it speaks to whoever typed the command
    """The command cannot be carried out as it was given; the message says why."""


class SurroundingsProblem(Exception):  # noqa: N818  # what failed is the disk
    """The disk did not do what was asked; the message says what."""


class OpenSite:
    """A site's folder, and the folder from which its articles are named; it is read when that is needed.

    `files` is the site's folder as it is found on the disk. One that `forgets` reads everything anew.
    """

    def __init__(self, files: Folder, cwd: Path, workspace: "Workspace | None" = None) -> None:
        self.files = files
        self.cwd = cwd
        self.forgets = False
        self._workspace = workspace

    @property
    def workspace(self) -> "Workspace":
        """The site, read; SurroundingsProblem when the disk failed."""
        if self._workspace is None:
            from renderer.build.workspace import Workspace  # noqa: PLC0415 - see above
            from renderer.site.read import read_site  # noqa: PLC0415 - see above

            with surroundings():
                self._workspace = Workspace(read_site(self.files, self._verified()))
        return self._workspace

    def _verified(self) -> "Mapping[str, Verified]":
        """Return the files of approvals that need not be read again; a site without any is not asked."""
        if self.forgets or not self.files.approvals.files:
            return {}
        from renderer.site.cache import Cache  # noqa: PLC0415 - see above
        from renderer.site.verified import recall_verified  # noqa: PLC0415 - see above

        return recall_verified(Cache(self.files.root, writes=False))

    def way(self, workspace: str) -> str:
        """Return the way from the repository to the site, ending in `/`, or nothing.

        `workspace` is what a code host calls the folder of its work, empty where there is none.
        """
        from renderer.site.repository import way_to_site  # noqa: PLC0415 - see above

        return way_to_site(self.files.root, self.cwd, workspace)

    def article(self, name: str) -> str:
        """Return the article that an id or a path names, as the workspace calls it.

        Raises:
            UsageProblem: there is none.
        """
        site = self.workspace.site
        if name in site.articles:
            return name
        by_path = {path: one for one, path in site.articles.items()} | {one: one for one in site.refused}
        for path in (*self._inner(name), name, f"content/{name}", f"content/{name}.md"):
            if path in by_path:
                return by_path[path]
        raise UsageProblem(f"there is no article '{name}'{meant(name, site.articles)}")

    def _inner(self, name: str) -> Iterator[str]:
        """Yield what a path on the disk is within the site: as it is written, and with its links followed."""
        written, root = Path(abspath(self.cwd / name)), self.files.root  # noqa: PTH100 - keeps links
        for path, folder in ((written, Path(abspath(root))), (written.resolve(), root.resolve())):  # noqa: PTH100
            if path.is_relative_to(folder):
                yield path.relative_to(folder).as_posix()

    def audience(self, name: str) -> Audience:
        """Return the audience of that id; UsageProblem when the site has none."""
        audiences = self.workspace.site.audiences
        if name not in audiences:
            raise UsageProblem(f"there is no audience '{name}'{meant(name, audiences.ids)}")
        return audiences.named(name)

    def scope(
        self, audiences: tuple[str, ...] = (), formats: tuple[str, ...] = (), also: tuple[str, ...] = ()
    ) -> "Scope":
        """Return the scope of some audiences and formats; none stands for all.

        `also` are formats that the command has besides, for the message.

        Raises:
            UsageProblem: there is no such audience, or no such format.
        """
        from renderer.build.scope import Scope  # noqa: PLC0415 - see above
        from renderer.writers import WRITERS  # noqa: PLC0415 - see above

        site = self.workspace.site
        wanted = site.audiences.only(tuple(self.audience(name).id for name in audiences))
        for one in formats:
            if one not in WRITERS:
                known = (*WRITERS, *also)
                named = ", ".join(known)
                raise UsageProblem(f"there is no format '{one}'{meant(one, known)} (the formats are {named})")
        writers = tuple(writer for writer in WRITERS.values() if not formats or writer.name in formats)
        return Scope(wanted if audiences else site.audiences, writers, site.settings.default_audience)


def open_site(folder: Path | None, cwd: Path) -> OpenSite:
    """Find a site: the given folder, or the nearest one upward from `cwd` that holds `audiences/`.

    Raises:
        UsageProblem: there is none.
    """
    root = find_site(cwd) if folder is None else cwd / folder
    if root is None:
        raise UsageProblem(
            f"no site found: no folder from {cwd} upward holds audiences/; give one with --site"
        )
    if not (root / "audiences").is_dir():
        raise UsageProblem(f"{folder} is no site: it holds no audiences/")
    return OpenSite(Folder(root), cwd)


@contextmanager
def surroundings() -> Iterator[None]:
    """Turn a file of the site that went while it was worked on into a SurroundingsProblem."""
    try:
        yield
    except ReadError as failure:
        raise SurroundingsProblem(str(failure)) from failure
