"""The outputs of a build: every page, text and file, by its path.

Invariant: outputs follow from values alone, and only articles without errors are among them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from renderer.build.assets import used_files
from renderer.build.chrome import Chrome
from renderer.build.edition_pages import edition_page, page_path
from renderer.build.site_pages import site_pages, sitemap
from renderer.build.workspace import Finished
from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Edition
from renderer.site.manifest import EditionEntry
from renderer.writers import Writer
from renderer.writers.words import plain


@dataclass(slots=True, eq=False, repr=False)
class Outputs:
    """What a build makes: files by their path from the output's root, editions, and faults of templates."""

    files: dict[str, bytes] = field(default_factory=dict)
    editions: list[EditionEntry] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def take(self, path: str, page: str | Diagnostic) -> None:
        """Take a page, or what is wrong with its template."""
        if isinstance(page, Diagnostic):
            self.diagnostics.append(page)
        else:
            self.files[path] = page.encode()


def make(chrome: Chrome, articles: Sequence[Finished]) -> Outputs:
    """Return all outputs of a build of these articles, which have no errors."""
    scope, outputs = chrome.scope, Outputs()
    shown = [article for article in articles if scope.editions(article)]
    for article in shown:
        for edition in scope.editions(article):
            for writer in scope.writers:
                outputs.take(page_path(edition, writer), edition_page(chrome, article, edition, writer))
                outputs.editions.append(_entry(article, edition, writer))
    if scope.html:
        for path, page in site_pages(chrome, shown):
            outputs.take(path, page)
        outputs.files.update((chrome.style, chrome.script))
    if chrome.settings.base_url:
        outputs.files["sitemap.xml"] = sitemap(chrome, _places(chrome, shown, outputs)).encode()
    outputs.files.update(_files(chrome, shown))
    return outputs


def _entry(article: Finished, edition: Edition, writer: Writer) -> EditionEntry:
    """Return what the manifest says of an edition in a format."""
    return EditionEntry(
        path=page_path(edition, writer),
        article=edition.article,
        audience=edition.audience.id,
        format=writer.name,
        source=article.prepared.path,
        title=plain(edition.title),
        updated=edition.updated.isoformat() if edition.updated else None,
        review=edition.review.value,
    )


def _places(chrome: Chrome, articles: Sequence[Finished], outputs: Outputs) -> list[str]:
    """Return the pages that a sitemap names: no redirect, no 404, texts only where there are no pages."""
    if not chrome.scope.html:
        return [one.path for one in outputs.editions]
    around = ("index.html", *(f"{one.id}/index.html" for one in chrome.scope.audiences))
    permalinks = (f"{article.prepared.id}/index.html" for article in articles)
    return [*around, *permalinks, *(one.path for one in outputs.editions if one.format == "html")]


def _files(chrome: Chrome, articles: Sequence[Finished]) -> Iterator[tuple[str, bytes]]:
    """Yield what is copied: static files, and the files that these editions show or link to."""
    site, assets = chrome.workspace.site, chrome.workspace.assets
    for path in site.static:
        yield path, site.read_bytes(f"static/{path}")
    html = chrome.scope.html
    editions = (one for article in articles for one in chrome.scope.editions(article))
    used = {path for one in editions for path in used_files(one, pictures=html)}
    used |= chrome.words.files(chrome.scope.audiences, pictures=html)
    yield from ((path, assets.data[path]) for path in sorted(used) if path in assets.data)


def template_faults(chrome: Chrome) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a site's own templates, as making each page of its sound articles shows."""
    workspace = chrome.workspace
    own = any(name.endswith((".html", ".txt")) for name in workspace.site.templates)
    if not own or not workspace.site.audiences or chrome.pages.problems():
        return ()  # what cannot even be read is said by `problems`
    finished = (workspace.finish(name) for name in workspace.articles)
    return tuple(make(chrome, [one for one in finished if one.sound and not one.prepared.draft]).diagnostics)
