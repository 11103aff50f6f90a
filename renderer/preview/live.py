"""The site as it is now: read when something changed, each output made when somebody asks for it.

A page that cannot be made any more stays as it last was, beside what is wrong with it.

Invariant: one version of the site is read once, and one output of it made once.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from renderer.build.chrome import Chrome
from renderer.build.judge import round_articles
from renderer.build.lookup import Found, Lookup
from renderer.build.opening import OpenSite, SurroundingsProblem, UsageProblem, open_site, surroundings
from renderer.build.workspace import Finished, Workspace
from renderer.diagnostics import Diagnostic
from renderer.preview.why import why
from renderer.reports.account import judged
from renderer.site.folder import ReadError
from renderer.site.outputs import ASSETS
from renderer.site.read import Site
from renderer.value import value

INDEX = "index.html"


class _Page(NamedTuple):
    """A page by its path in the output; `why` shows every variant in it."""

    path: str
    why: bool = False


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
    """A site's folder over time; every method may be called from any thread.

    `editor` is the address that opens a file where the site's settings name none, or empty.
    """

    def __init__(self, root: Path, editor: str = "") -> None:
        self.root = root
        self.editor = editor
        self._lock = Lock()
        self._lists_lock = Lock()
        self._snapshot: Snapshot | None = None
        self._shown: dict[_Page, Seen] = {}
        self._last: dict[_Page, bytes] = {}
        self._assets: dict[str, bytes] = {}
        self._assets_before: Mapping[str, bytes] = {}
        self._chrome: Chrome | None = None
        self._asked: _Page | None = None

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
            else:  # pages that are open still show the pictures of before, and none older
                self._assets_before, self._assets = self._assets, {}
            return True

    def _kind(self, path: Path) -> str:
        """Say what a changed path is: `article`, `nothing` (a file of an editor's own), or `other`."""
        site = self._snapshot.site if self._snapshot else None
        if site is None:
            return "other"
        name = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else ""
        if path.is_file() and name in set(site.workspace.site.articles.values()):
            return "article"
        gone = any(one == name or one.startswith(f"{name}/") for one in _paths(site.workspace.site))
        return "other" if gone or path.exists() else "nothing"

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
                problems = judged(round_articles(chrome))
        except (UsageProblem, SurroundingsProblem, OSError) as trouble:
            return Snapshot(None, None, trouble=str(trouble))
        self._chrome = chrome
        return Snapshot(site, Lookup(chrome), problems)

    def at(self, path: str, *, why: bool = False) -> Seen:
        """Return what is shown at a path of the output; with `why` an edition's page with every variant."""
        page = _Page(path, why)
        with self._lock:
            if path.endswith((".html", ".txt")):
                self._asked = page
            snapshot = self._current()
            if snapshot.lookup is None or not snapshot.lookup.lists(path):
                return self._at(page)
        return self._list(page, snapshot)

    def _list(self, page: _Page, snapshot: Snapshot) -> Seen:
        """Return a page that asks for every article: made of a copy of the site, while others go on."""
        with self._lists_lock:
            with self._lock:
                if page in self._shown and snapshot is self._snapshot:
                    return self._shown[page]
            copy = self._read(_again(snapshot.site)) if snapshot.site else snapshot
            seen = self._look(page, copy)
            with self._lock:
                if snapshot is self._snapshot:
                    self._shown[page] = seen
            return seen

    def newest(self, focus: str) -> Seen:
        """Return what is shown at the page that was asked for last, before that at the path `focus`.

        Without either, and of a list, it is what can be said of the site, with no page of it.
        """
        with self._lock:
            page, snapshot = self._asked or (_Page(focus) if focus else None), self._current()
            if page and (snapshot.lookup is None or not snapshot.lookup.lists(page.path)):
                return self._at(page)
            return Seen(None, snapshot.problems, snapshot.trouble)

    def _at(self, page: _Page) -> Seen:
        if page not in self._shown:
            self._shown[page] = self._look(page, self._current())
        return self._shown[page]

    def _look(self, page: _Page, snapshot: Snapshot) -> Seen:
        asset = self._assets.get(page.path, self._assets_before.get(page.path))
        last = self._last.get(page, asset)
        if snapshot.lookup is None:
            return Seen(last, trouble=snapshot.trouble)
        if any(one.is_error for one in snapshot.problems):
            return Seen(last, snapshot.problems)
        try:
            with surroundings():
                found = self._found(snapshot.lookup, page)
        except SurroundingsProblem as trouble:
            return Seen(last, snapshot.problems, str(trouble))
        self._hold_assets(snapshot.lookup)
        if found is None:
            return Seen(asset, snapshot.problems, known=asset is not None)
        if found.data is not None and not page.path.startswith(f"{ASSETS}/"):
            self._last[page] = found.data
        return Seen(found.data or last, judged((*snapshot.problems, *found.diagnostics)))

    def _hold_assets(self, lookup: Lookup) -> None:
        """Keep the pictures that pages show, for when their files change under an open page."""
        assets = lookup.chrome.workspace.assets
        for name in set(assets.sources).difference(self._assets):
            with suppress(ReadError):  # it changed just now: the next version shows the new one
                self._assets[name] = assets.data(name)

    def _found(self, lookup: Lookup, page: _Page) -> Found | None:
        if not page.why:
            return lookup.at(page.path)
        audience, _, article = page.path.removesuffix(f"/{INDEX}").partition("/")
        return why(lookup, article, audience) if article in lookup.chrome.workspace.names else None

    def finished(self, article: str) -> Finished | None:
        """Return an article whose editions may be shown, None when there is none."""
        with self._lock:
            lookup = self._current().lookup
            if lookup is None or article not in lookup.chrome.workspace.names:
                return None
            try:
                with surroundings():
                    finished = lookup.finished(article)
            except SurroundingsProblem:  # said of the page, which needs the same files
                return None
        return finished if isinstance(finished, Finished) else None


def _paths(site: Site) -> Iterator[str]:
    """Yield the paths of all that was read of a site; a folder is known by what lay in it."""
    yield "site.toml"
    yield from site.articles.values()
    yield from site.refused
    yield from site.files
    yield from (f"templates/{name}" for name in site.templates)
    yield from (one.path for one in site.audience_files.sources.values())
    yield from (one.path for one in site.references)
    yield from (one.path for each in site.approvals.of.values() for one in each)
    yield from (one.path for one in site.diagnostics)


def _again(site: OpenSite) -> OpenSite:
    """Return a site whose articles are to be read anew, and all else is as it was."""
    return OpenSite(site.files, site.cwd, Workspace(site.workspace.site))
