"""Which ids the files in `content/` give, and which paths of the output are taken.

Invariant: two articles never have one id, and no static file stands where a page or an asset stands, on a
disk that knows no case either.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from unicodedata import normalize

from renderer.diagnostics import Diagnostic, Finding, Span
from renderer.site.read_problems import (
    article_id_taken,
    bad_article_id,
    not_an_article,
    references_file,
    static_clash,
)
from renderer.site.walk import at
from renderer.value import value

ASSETS = "assets"
"""The folder of the output for pictures and style sheets."""

MANIFEST = "manifest.json"
"""The file of the output that lists what the tool made there."""

PAGES = ("index.html", "404.html", MANIFEST, "sitemap.xml")
"""The files of the output that stand at its root."""

KEPT = ".previous-assets.json"
"""The file of the output that lists the assets which only the build before used."""

PART = ".renderer-part"
"""The name under which a file is written where the output folder cannot be exchanged as a whole."""

_START = Span(0, 0)
_MAP = re.compile(r"sitemap-[0-9]+\.xml")
_ID = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_REFERENCES = ("content/references.yaml", "content/references.json", "content/references.bib")
_ALMOST = {"references.yml", "references.yaml", "references.json", "references.bib"}


@value
class Content:
    """What the files in `content/` are, as paths from the site: articles by id, lists of references, others.

    `refused` maps the paths of Markdown files that cannot be articles to the ids that they would have.
    """

    articles: Mapping[str, str]
    refused: Mapping[str, str]
    references: tuple[str, ...]
    others: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def sort_content(paths: Iterable[str], audience_ids: Sequence[str]) -> Content:
    """Tell the files below `content/` apart; the ids are the folders that the output has for audiences."""
    articles: dict[str, str] = {}
    refused: dict[str, str] = {}
    others: list[str] = []
    diagnostics: list[Diagnostic] = []
    for path in paths:
        inner = path.removeprefix("content/")
        if not inner.lower().endswith(_MARKDOWN):
            others.append(path)
        elif not any(part.startswith("_") for part in inner.split("/")):
            name = _id_of(inner)
            finding = _article_fault(inner, name, articles, audience_ids)
            if finding is None:
                articles[name] = path
            else:
                refused[path] = name
                diagnostics.append(at(path, finding))
    references = tuple(path for path in _REFERENCES if path in others)
    diagnostics.extend(_reference_faults(others, references))
    return Content(dict(sorted(articles.items())), refused, references, tuple(others), tuple(diagnostics))


def _id_of(inner: str) -> str:
    return inner.rpartition(".")[0].removesuffix("/index")


def _article_fault(
    inner: str, name: str, taken: Mapping[str, str], audience_ids: Sequence[str]
) -> Finding | None:
    first = name.partition("/")[0]
    if not inner.endswith(".md"):
        return not_an_article(_START, inner)
    if inner == "index.md":
        return bad_article_id(_START, name, "would be the home page")
    if not _ID.fullmatch(name):
        return bad_article_id(_START, name, "has other characters than a to z, 0 to 9, '-' and '/'")
    if first in audience_ids or first == ASSETS:
        return bad_article_id(_START, name, f"begins with '{first}', which is a folder of the output")
    return article_id_taken(_START, name, taken[name]) if name in taken else None


def _reference_faults(paths: Iterable[str], found: Sequence[str]) -> Iterator[Diagnostic]:
    for path in paths:
        name = path.removeprefix("content/")
        if path in found[1:]:
            yield at(path, references_file(_START, name, f"stands beside {found[0].rpartition('/')[2]}"))
        elif name.lower() in _ALMOST and path not in found:
            yield at(path, references_file(_START, name, "is not a name that is read"))


def static_faults(
    paths: Iterable[str], audience_ids: Sequence[str], article_ids: Iterable[str]
) -> Iterator[Diagnostic]:
    """Yield the files below `static/` that would stand where something of the output stands."""
    roots = {*audience_ids, ASSETS, *PAGES, KEPT, PART}
    pages = {f"{name}/index.html" for name in article_ids}
    folders = {folder for page in pages for folder in folders_of(page)}
    seen: dict[str, str] = {}
    held: dict[str, str] = {}
    for path in paths:
        name = path.removeprefix("static/")
        plain = without_case(name)
        if plain.partition("/")[0] in roots or _MAP.fullmatch(plain):
            yield at(path, static_clash(_START, name, f"'{plain.partition('/')[0]}' is the tool's own there"))
        elif plain in pages or plain in folders or not pages.isdisjoint(folders_of(plain)):
            yield at(path, static_clash(_START, name, "an article's page stands there"))
        elif plain in seen:
            yield at(path, static_clash(_START, name, f"it differs from '{seen[plain]}' in case alone"))
        elif other := held.get(plain) or next((seen[one] for one in folders_of(plain) if one in seen), ""):
            why = f"a file and a folder of one name, but for its case, cannot stand side by side: '{other}'"
            yield at(path, static_clash(_START, name, why))
        seen.setdefault(plain, name)
        held.update((folder, name) for folder in folders_of(plain) if folder not in held)


def folders_of(path: str) -> tuple[str, ...]:
    """Return the folders that a path lies in, the nearest first."""
    folders = []
    at = path.rfind("/")
    while at >= 0:
        folders.append(path[:at])
        at = path.rfind("/", 0, at)
    return tuple(folders)


def all_folders(paths: Iterable[str]) -> set[str]:
    """Return the folders that any of the paths lies in, with the one that all lie in, which is ``."""
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def without_case(path: str) -> str:
    """Return what two paths have in common that a disk without case, or with composed letters, mixes up."""
    if path.isascii():  # nearly all are, and it saves most of the time
        return path.lower()
    return normalize("NFC", normalize("NFC", path).casefold())
