"""The outputs of a build: every page, text and file, by its path.

Invariant: outputs follow from values alone, and only articles without errors are among them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from renderer.build.assets import used_files
from renderer.build.chrome import Chrome
from renderer.build.edition_pages import edition_page, page_path
from renderer.build.record import Used
from renderer.build.site_pages import Line, article_pages, line_of, site_pages
from renderer.build.workspace import Finished
from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Edition
from renderer.site.manifest import EditionEntry
from renderer.site.read import Site
from renderer.value import value
from renderer.writers import Writer
from renderer.writers.words import plain


@dataclass(slots=True, eq=False, repr=False)
class Outputs:
    """What is made: files by their path from the output's root, editions, and faults of templates."""

    files: dict[str, bytes] = field(default_factory=dict)
    editions: list[EditionEntry] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def take(self, path: str, page: str | Diagnostic) -> None:
        """Take a page, or what is wrong with its template."""
        if isinstance(page, Diagnostic):
            self.diagnostics.append(page)
        else:
            self.files[path] = page.encode()


@value
class Part:
    """One article's part of the outputs.

    `used` maps the files of the output that its editions need to the site's files that they come from.
    """

    outputs: Outputs
    line: Line
    used: Mapping[str, Used]


def part_of(chrome: Chrome, article: Finished) -> Part | None:
    """Return an article's part, which has no error; None when no edition of it is in this build."""
    scope, outputs = chrome.scope, Outputs()
    if not scope.editions(article):
        return None
    for edition in scope.editions(article):
        for writer in scope.writers:
            outputs.take(page_path(edition, writer), edition_page(chrome, article, edition, writer))
            outputs.editions.append(_entry(article, edition, writer))
    if scope.html:
        for path, page in article_pages(chrome, article):
            outputs.take(path, page)
    names = {path for one in scope.editions(article) for path in used_files(one, pictures=scope.html)}
    return Part(outputs, line_of(chrome, article), used_of(chrome, names))


def used_of(chrome: Chrome, names: Iterable[str]) -> dict[str, Used]:
    """Return where the files of the output come from that lie below `assets/` and are not the pages' own."""
    assets = chrome.workspace.assets
    placed = sorted(name for name in names if name in assets.sources)
    return {name: Used(assets.sources[name][0], assets.digests[name]) for name in placed}


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


def lists_of(chrome: Chrome, lines: Sequence[Line]) -> Outputs:
    """Return the pages that list articles, by what lists say of each."""
    outputs = Outputs()
    for path, page in site_pages(chrome, lines) if chrome.scope.html else ():
        outputs.take(path, page)
    return outputs


def mapped(chrome: Chrome, articles: Iterable[str], editions: Sequence[EditionEntry]) -> Iterator[str]:
    """Yield the pages that a sitemap names: no redirect, no 404, texts only where there are no pages."""
    if not chrome.scope.html:
        yield from (one.path for one in editions)
        return
    yield "index.html"
    yield from (f"{one.id}/index.html" for one in chrome.scope.audiences)
    yield from (f"{article}/index.html" for article in articles)
    yield from (one.path for one in editions if one.format == "html")


def template_faults(chrome: Chrome) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a site's own templates, as making each page of its sound articles shows."""
    workspace = chrome.workspace
    if not has_own_templates(workspace.site) or not workspace.site.audiences or chrome.pages.problems():
        return ()  # what cannot even be read is said by `problems`
    finished = (workspace.finish(name) for name in workspace.articles)
    sound = (one for one in finished if one.sound and not one.prepared.draft)
    parts = [part for one in sound if (part := part_of(chrome, one))]
    lists = lists_of(chrome, [one.line for one in parts])
    return (*(fault for one in parts for fault in one.outputs.diagnostics), *lists.diagnostics)


def has_own_templates(site: Site) -> bool:
    """Whether a site has page templates of its own, which may have faults."""
    return any(name.endswith((".html", ".txt")) for name in site.templates)
