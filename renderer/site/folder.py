"""A site's folder as it is found: which files it holds, and a digest of what each of them is.

Invariant: two folders with one fingerprint give the same site, wherever they lie and whoever owns them.
"""

import os
from functools import cached_property
from pathlib import Path

from renderer.site.digest import digest_of, digest_of_values
from renderer.site.load import Loaded, load
from renderer.site.walk import Walk, single, walk


class ReadError(Exception):
    """A file of the site that could be read a moment ago cannot be read now; the message says which."""


def find_site(start: Path) -> Path | None:
    """Return the nearest folder that holds `audiences/`, from `start` upward."""
    here = Path(os.path.abspath(start))  # noqa: PTH100 - keeps the way through links by which one came here
    return next((one for one in (here, *here.parents) if os.path.isdir(one / "audiences")), None)  # noqa: PTH112


class Folder:
    """The files of a site, by the folders that have a meaning; each is walked once, when it is asked for.

    `changed` says that a file was read since whose bytes are not those of its digest here any more.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.changed = False
        self._known: dict[str, str] = {}

    def load(self, path: str) -> Loaded:
        """Return the text of a file by its path from the site, as it is now."""
        loaded = load(self.root, path)
        if loaded.digest and self._known.setdefault(path, loaded.digest) != loaded.digest:
            self.changed = True
        return loaded

    @cached_property
    def settings(self) -> Walk:
        """`site.toml`, if it is there."""
        return single(self.root, "site.toml")

    @cached_property
    def audiences(self) -> Walk:
        """What lies in `audiences/`."""
        return walk(self.root, "audiences")

    @cached_property
    def content(self) -> Walk:
        """What lies in `content/`."""
        return walk(self.root, "content")

    @cached_property
    def static(self) -> Walk:
        """What lies in `static/`, hidden files included."""
        return walk(self.root, "static", hidden=True)

    @cached_property
    def templates(self) -> Walk:
        """What lies in `templates/`."""
        return walk(self.root, "templates")

    @cached_property
    def approvals(self) -> Walk:
        """What lies in `approvals/`."""
        return walk(self.root, "approvals")

    @property
    def walks(self) -> tuple[Walk, ...]:
        """All of them."""
        return (self.settings, self.audiences, self.content, self.static, self.templates, self.approvals)

    def digest(self, path: str) -> str:
        """Return the SHA-256 of a file in hex, empty for one that has gone."""
        known = self._known
        if not known.get(path):
            known[path] = digest_of(f"{self.root}/{path}", links=True) or ""
        return known[path]

    @cached_property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file in hex, by its path from the site; empty for one that has gone since.

        That of a file whose text was read is of the bytes that were read.
        """
        return {path: self.digest(path) for found in self.walks for path in found.files}

    @cached_property
    def fingerprint(self) -> str:
        """The digest of all that the site is; empty for one with files that cannot be read."""
        if any(found.diagnostics for found in self.walks) or "" in self.digests.values():
            return ""
        there = [found.exists for found in self.walks]
        return digest_of_values(there, sorted(self.digests.items()))
