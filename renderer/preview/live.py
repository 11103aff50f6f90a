"""The site as it is now: read when something changed, each output made when somebody asks for it.

A page that cannot be made any more stays as it last was, beside what is wrong with it.

Invariant: one version of the site is read once, and one output of it made once.
"""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from renderer.build.chrome import Chrome
from renderer.build.judge import around
from renderer.build.lookup import Found, Lookup
from renderer.build.opening import OpenSite, SurroundingsProblem, UsageProblem, open_site, surroundings
from renderer.build.workspace import Finished, Workspace
from renderer.diagnostics import Diagnostic
from renderer.reports.account import judged
from renderer.value import value

INDEX = "index.html"


class Seen(NamedTuple):
    """What is shown at a path: the newest bytes that could be made, None when there never were any.

    `problems` are those of the site as it is now; with an error among them the bytes are older. `trouble` is
    said when the site cannot even be read.
    """

    data: bytes | None
    problems: tuple[Diagnostic, ...] = ()
    trouble: str = ""
    known: bool = True


@value
class Snapshot:
    """The site at one version: what was read, and its outputs; or why it could not be read."""

    site: OpenSite | None
    lookup: Lookup | None
    problems: tuple[Diagnostic, ...] = ()
    trouble: str = ""


class LiveSite:
    """A site's folder over time; every method may be called from any thread."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._shown: dict[str, Seen] = {}
        self._last: dict[str, bytes] = {}
        self._assets: dict[str, bytes] = {}
        self._chrome: Chrome | None = None
        self._asked = ""

    def changed(self, paths: Iterable[Path]) -> bool:
        """Take note that files changed; return whether one of them counts for the site.

        Articles that were there and still are need no new look at the folder.
        """
        with self._lock:
            kinds = {self._kind(path) for path in paths} - {"nothing"}
            if not kinds:
                return False
            self._shown = {}
            snapshot, self._snapshot = self._snapshot, None
            if kinds == {"article"} and snapshot and snapshot.site:
                self._snapshot = self._read(snapshot.site)
            return True

    def _kind(self, path: Path) -> str:
        """Say what a changed path is: `article`, `nothing` (a file of an editor's own), or `other`."""
        site = self._snapshot.site if self._snapshot else None
        if site is None:
            return "other"
        name = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else ""
        if name in set(site.workspace.site.articles.values()):
            return "article" if path.is_file() else "other"
        known = name in site.workspace.site.files or path.exists() or path.suffix in {".toml", ".html", ".md"}
        return "other" if known else "nothing"

    def snapshot(self) -> Snapshot:
        """Return the site as it is now."""
        with self._lock:
            return self._current()

    def _current(self) -> Snapshot:
        if self._snapshot is None:
            self._snapshot = self._read(None)
        return self._snapshot

    def _read(self, before: OpenSite | None) -> Snapshot:
        """Read the site; `before` is the same one when only words of its articles changed."""
        try:
            site = open_site(self.root, self.root) if before is None else _again(before)
            with surroundings():
                chrome = Chrome(site.workspace, site.scope(), self._chrome)
                problems = judged((*around(chrome), *chrome.pages.problems()))
        except (UsageProblem, SurroundingsProblem, OSError) as trouble:
            return Snapshot(None, None, trouble=str(trouble))
        self._chrome = chrome
        return Snapshot(site, Lookup(chrome), problems)

    def at(self, path: str) -> Seen:
        """Return what is shown at a path of the output."""
        with self._lock:
            if path.endswith((".html", ".txt")):
                self._asked = path
            return self._at(path)

    def newest(self, focus: str) -> Seen:
        """Return what is shown at the page that was asked for last, before that at `focus`.

        Without either it is what can be said of the site, with no page of it.
        """
        with self._lock:
            path = self._asked or focus
            if path:
                return self._at(path)
            snapshot = self._current()
            return Seen(None, snapshot.problems, snapshot.trouble)

    def _at(self, path: str) -> Seen:
        if path not in self._shown:
            self._shown[path] = self._look(path)
        return self._shown[path]

    def _look(self, path: str) -> Seen:
        snapshot = self._current()
        if snapshot.lookup is None:
            return Seen(self._last.get(path), trouble=snapshot.trouble)
        if any(one.is_error for one in snapshot.problems):
            return Seen(self._last.get(path, self._assets.get(path)), snapshot.problems)
        try:
            with surroundings():
                found = snapshot.lookup.at(path)
        except SurroundingsProblem as trouble:
            return Seen(self._last.get(path), snapshot.problems, str(trouble))
        self._assets.update(snapshot.lookup.chrome.workspace.assets.data)
        if found is None:
            return Seen(self._assets.get(path), snapshot.problems, known=path in self._assets)
        return self._remembered(path, found, snapshot)

    def _remembered(self, path: str, found: Found, snapshot: Snapshot) -> Seen:
        problems = judged((*snapshot.problems, *found.diagnostics))
        if found.data is not None:
            self._last[path] = found.data
        return Seen(self._last.get(path), problems)

    def finished(self, article: str) -> Finished | None:
        """Return an article whose editions may be shown, None when there is none."""
        with self._lock:
            lookup = self._current().lookup
            if lookup is None or article not in lookup.chrome.workspace.names:
                return None
            with surroundings():
                finished = lookup.finished(article)
        return finished if isinstance(finished, Finished) else None


def _again(site: OpenSite) -> OpenSite:
    """Return a site whose articles are to be read anew, and all else is as it was."""
    return OpenSite(Workspace(site.workspace.site), site.cwd)
