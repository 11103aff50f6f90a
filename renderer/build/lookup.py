"""One output of a site by its path, made when somebody asks for it: what a build would put there.

Invariant: what is found at a path is, byte for byte, what a build of the whole site has there.
"""

from collections.abc import Callable, Iterator
from functools import partial

from renderer.build.chrome import Chrome
from renderer.build.edition_pages import edition_page
from renderer.build.site_pages import chooser, line_of, redirects, site_pages
from renderer.build.workspace import Finished
from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Edition
from renderer.value import value
from renderer.writers import Writer


@value
class Found:
    """An output: its bytes, None when there is none for the errors in `diagnostics`.

    `article` is the id of the article whose page it is, empty for any other.
    """

    data: bytes | None
    diagnostics: tuple[Diagnostic, ...] = ()
    article: str = ""


class Lookup:
    """The outputs of one site as it was read."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome
        self._round: dict[str, str | Diagnostic] | None = None

    def at(self, path: str) -> Found | None:
        """Return what lies at a path of the output, None where nothing does."""
        for name, data in (self.chrome.style, self.chrome.script):
            if path == name:
                return Found(data)
        site, assets = self.chrome.workspace.site, self.chrome.workspace.assets
        if path in assets.sources:
            return Found(assets.data(path))
        if f"static/{path}" in site.files:
            return Found(site.read_bytes(f"static/{path}"))
        return self._page(path) if path.endswith((".html", ".txt")) else None

    def _page(self, path: str) -> Found | None:
        audience, _, rest = path.partition("/")
        if audience in self.chrome.scope.audiences:
            article, _, file = rest.rpartition("/")
            writer = next((one for one in self.chrome.scope.writers if one.file == file), None)
            if article in self.chrome.workspace.names and writer is not None:
                return self.edition(article, audience, partial(self._page_in, writer))
        name = path.removesuffix("/index.html")
        if name in self.chrome.workspace.site.articles:
            return self._chooser(name)
        return self._around(path) if self.lists(path) else self._redirect(path)

    def _page_in(self, writer: Writer, finished: Finished, edition: Edition) -> str | Diagnostic:
        return edition_page(self.chrome, finished, edition, writer)

    def lists(self, path: str) -> bool:
        """Whether a page lists articles or audiences, so that making it asks for every article."""
        ids = self.chrome.scope.audiences.ids
        return path in {"index.html", "404.html", *(f"{one}/index.html" for one in ids)}

    def _redirect(self, path: str) -> Found | None:
        """Return the redirect at a path; only articles that speak of former addresses are looked into."""
        workspace = self.chrome.workspace
        for name in workspace.site.articles:
            source, _, _ = workspace.read(name)
            article = self.finished(name) if source is not None and "aliases:" in source.text else None
            if isinstance(article, Finished) and not article.prepared.draft:
                for place, page in redirects(self.chrome, article):
                    if place == path:
                        return _found(page)
        return None

    def finished(self, article: str) -> Finished | tuple[Diagnostic, ...]:
        """Return an article whose editions may be shown, or what is wrong with it."""
        source, faults, _ = self.chrome.workspace.read(article)
        if source is None:
            return faults
        finished = self.chrome.workspace.finish(article)
        return finished if finished.sound else finished.diagnostics

    def edition(
        self, article: str, audience: str, page: Callable[[Finished, Edition], str | Diagnostic]
    ) -> Found | None:
        """Return the page that a function makes of an edition; None when there is no such edition."""
        finished = self.finished(article)
        if not isinstance(finished, Finished):
            return Found(None, finished, article)
        for edition in finished.editions:
            if edition.audience.id == audience:
                return _found(page(finished, edition), finished.diagnostics, article)
        return None

    def _chooser(self, article: str) -> Found | None:
        finished = self.finished(article)
        if not isinstance(finished, Finished):
            return Found(None, finished, article)
        return _found(chooser(self.chrome, finished), finished.diagnostics, article)

    def _around(self, path: str) -> Found | None:
        """Return a page that lists articles; the first asks for every one of them."""
        if self._round is None:
            lines = [line_of(self.chrome, one) for one in self._built()]
            self._round = dict(site_pages(self.chrome, lines))
        page = self._round.get(path)
        return None if page is None else _found(page)

    def _built(self) -> Iterator[Finished]:
        """Yield the articles that a build would have: sound, and no drafts."""
        for name in self.chrome.workspace.articles:
            match self.finished(name):
                case Finished() as one if not one.prepared.draft and self.chrome.scope.editions(one):
                    yield one
                case _:
                    pass


def _found(page: str | Diagnostic, diagnostics: tuple[Diagnostic, ...] = (), article: str = "") -> Found:
    if isinstance(page, Diagnostic):
        return Found(None, (*diagnostics, page), article)
    return Found(page.encode(), diagnostics, article)
