"""One build: every article judged, then every output made, and only then anything published.

Invariant: when there is an error, no output is made; outputs follow from values alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from renderer.build.chrome import Chrome
from renderer.build.edition_pages import edition_page, manifest_entry, page_path
from renderer.build.site_pages import site_pages, sitemap
from renderer.build.workspace import Finished, Workspace
from renderer.diagnostics import Diagnostic, problem
from renderer.editions.edition import Edition, ToFile
from renderer.editions.walk import images
from renderer.language.nearest import meant
from renderer.pages.strings import KEYS
from renderer.site.manifest import EditionEntry


@problem("alias-taken")
def alias_taken(alias: str, owner: str) -> tuple[str, str]:
    """A former address of an article is the address of something else, so it cannot lead to both.

    Take the alias out, or rename what stands there now.
    """
    return f"'{alias}' is already {owner}", "take the alias out of one of the two"


@problem("unknown-string")
def unknown_string(key: str) -> tuple[str, str]:
    """`[strings]` in site.toml holds a word that no page uses.

    The page would keep its English word. The names are those of `renderer/pages/strings.py`.
    """
    return f"no page has a string called '{key}'{meant(key, KEYS)}", "name one of the strings that pages use"


@dataclass(slots=True)
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


def judge(workspace: Workspace, articles: Iterable[str], chrome: Chrome) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with articles and with the site round them."""
    found = list(workspace.site.diagnostics)
    shared = next(iter(workspace.site.references), None)
    if shared is not None:
        found.extend(shared.diagnoses(workspace.references.findings))
    found.extend(_strings(workspace))
    if workspace.site.audiences:
        found.extend(chrome.words.diagnostics())
    found.extend(chrome.pages.problems())
    for article in articles:
        found.extend(workspace.finish(article).diagnostics)
    found.extend(_aliases(workspace, articles))
    found.extend(workspace.assets.diagnostics)
    return tuple(dict.fromkeys(found))


def make(chrome: Chrome, articles: Sequence[Finished]) -> Outputs:
    """Return all outputs of a build of these articles, which have no errors."""
    scope, outputs = chrome.scope, Outputs()
    shown = [article for article in articles if scope.editions(article)]
    for article in shown:
        for edition in scope.editions(article):
            for writer in scope.writers:
                outputs.take(page_path(edition, writer), edition_page(chrome, article, edition, writer))
                outputs.editions.append(manifest_entry(article, edition, writer))
    if scope.html:
        for path, page in site_pages(chrome, shown):
            outputs.take(path, page)
        outputs.files.__setitem__(*chrome.style)
    if chrome.settings.base_url:
        outputs.files["sitemap.xml"] = sitemap(chrome, _places(chrome, shown, outputs)).encode()
    outputs.files.update(_files(chrome, shown))
    return outputs


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
    editions = [one for article in articles for one in chrome.scope.editions(article)]
    for path in sorted({path for one in editions for path in _used(one, html=chrome.scope.html)}):
        if path in assets.data:
            yield path, assets.data[path]
    words = chrome.words.targets(chrome.scope.audiences)
    yield from ((path, assets.data[path]) for path in sorted(words) if path in assets.data)


def _used(edition: Edition, *, html: bool) -> Iterator[str]:
    """Yield the files that an edition needs: a text shows no pictures."""
    pictures = set() if html else {one.target for one in images(edition.blocks)}
    for target, to in edition.targets.items():
        if isinstance(to, ToFile) and target not in pictures:
            yield to.path


def _aliases(workspace: Workspace, articles: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a fault for each former address that something else has."""
    owners = {name: "an article" for name in (*workspace.articles, *workspace.site.unread)}
    owners |= {name: "an audience" for name in workspace.site.audiences.ids} | {"assets": "the assets' folder"}
    for article in articles:
        document = workspace.prepare(article).document
        for alias in document.front_matter.aliases:
            first = alias.text.partition("/")[0]
            owner = owners.get(alias.text) or (owners.get(first) if first not in workspace.articles else None)
            if owner is not None:
                yield document.source.diagnose(alias_taken(alias.span, alias.text, owner))
            owners[alias.text] = f"an alias of '{article}'"


def _strings(workspace: Workspace) -> Iterator[Diagnostic]:
    file = workspace.site.settings_file
    for key in file.settings.strings:
        if key not in KEYS and file.source is not None:
            yield file.source.diagnose(unknown_string(file.table.at("strings", key), key))
