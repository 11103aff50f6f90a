"""The outputs of a build: every page, text and file, by its path.

Invariant: outputs follow from values alone, and only articles without errors are among them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from renderer.build.assets import used_files
from renderer.build.chrome import Chrome
from renderer.build.edition_pages import edition_page, page_path
from renderer.build.site_pages import Line, article_pages, line_of, site_pages, sitemap
from renderer.build.workspace import Finished
from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Edition
from renderer.site.manifest import EditionEntry
from renderer.value import value
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


@value
class Part:
    """One article's part of the outputs.

    `used` maps the files of the output that its editions need to the site's files that they come from.
    """

    outputs: Outputs
    line: Line
    used: Mapping[str, str]


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
    sources = chrome.workspace.assets.sources
    names = {path for one in scope.editions(article) for path in used_files(one, pictures=scope.html)}
    used = {name: sources[name] for name in sorted(names) if name in sources}
    return Part(outputs, line_of(chrome, article), used)


def gather(chrome: Chrome, parts: Sequence[Part]) -> Outputs:
    """Return all outputs of a build, of the parts of its articles in their order."""
    outputs = Outputs()
    for part in parts:
        outputs.files.update(part.outputs.files)
        outputs.editions.extend(part.outputs.editions)
        outputs.diagnostics.extend(part.outputs.diagnostics)
    if chrome.scope.html:
        for path, page in site_pages(chrome, [part.line for part in parts]):
            outputs.take(path, page)
        outputs.files.update((chrome.style, chrome.script))
    if chrome.settings.base_url:
        outputs.files["sitemap.xml"] = sitemap(chrome, _places(chrome, parts, outputs)).encode()
    outputs.files.update(_files(chrome, parts))
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


def _places(chrome: Chrome, parts: Sequence[Part], outputs: Outputs) -> list[str]:
    """Return the pages that a sitemap names: no redirect, no 404, texts only where there are no pages."""
    if not chrome.scope.html:
        return [one.path for one in outputs.editions]
    around = ("index.html", *(f"{one.id}/index.html" for one in chrome.scope.audiences))
    permalinks = (f"{part.line.article}/index.html" for part in parts)
    return [*around, *permalinks, *(one.path for one in outputs.editions if one.format == "html")]


def _files(chrome: Chrome, parts: Sequence[Part]) -> Iterator[tuple[str, bytes]]:
    """Yield what is copied: static files, and the files that these editions show or link to."""
    site, assets = chrome.workspace.site, chrome.workspace.assets
    for path in site.static:
        yield path, site.read_bytes(f"static/{path}")
    used = {name: source for part in parts for name, source in part.used.items()}
    words = chrome.words.files(chrome.scope.audiences, pictures=chrome.scope.html)
    used |= {name: assets.sources[name] for name in words if name in assets.sources}
    yield from ((name, assets.load(name, used[name])) for name in sorted(used))


def template_faults(chrome: Chrome) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a site's own templates, as making each page of its sound articles shows."""
    workspace = chrome.workspace
    if not has_own_templates(chrome) or not workspace.site.audiences or chrome.pages.problems():
        return ()  # what cannot even be read is said by `problems`
    finished = (workspace.finish(name) for name in workspace.articles)
    sound = (one for one in finished if one.sound and not one.prepared.draft)
    parts = [part for one in sound if (part := part_of(chrome, one))]
    return tuple(gather(chrome, parts).diagnostics)


def has_own_templates(chrome: Chrome) -> bool:
    """Whether the site has page templates of its own, which may have faults."""
    return any(name.endswith((".html", ".txt")) for name in chrome.workspace.site.templates)
