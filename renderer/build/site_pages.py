"""The pages round the editions: home, audiences' lists, permalinks, redirects and 404.

A list needs no more of an article than its line, so that the articles themselves can be worked on elsewhere.

Invariant: a page outside an audience's folder speaks as one audience, and lists what this build holds alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypedDict

from renderer.audiences import Audience
from renderer.build.chrome import Chrome, root_of, written
from renderer.build.edition_pages import canonical, edition_choices, page_path
from renderer.build.listing import grouped
from renderer.build.workspace import Finished
from renderer.diagnostics import Diagnostic
from renderer.editions.bare import bare
from renderer.editions.edition import Edition
from renderer.language.tree import Inline
from renderer.pages.views import (
    ArticleLink,
    AudienceChoice,
    ChooserPage,
    HomePage,
    IndexPage,
    NotFoundPage,
    RedirectPage,
    SiteChrome,
    Written,
)
from renderer.writers import WRITERS
from renderer.writers.words import plain

HTML = WRITERS["html"]
Files = Iterator[tuple[str, str | Diagnostic]]


class Common(TypedDict):
    """What every page has."""

    site: SiteChrome
    root: str
    stylesheet: str
    script: str
    canonical: str


class Line(NamedTuple):
    """What lists say of an article: on the home page, and in the list of each audience that it is for."""

    article: str
    home: ArticleLink
    lists: Mapping[str, ArticleLink]


def site_pages(chrome: Chrome, lines: Sequence[Line]) -> Files:
    """Yield the pages that list articles, and 404, by their paths; a template's fault in a page's place."""
    yield "index.html", _home(chrome, lines)
    for audience in chrome.scope.audiences:
        yield f"{audience.id}/index.html", _index(chrome, audience, lines)
    yield "404.html", _not_found(chrome)


def article_pages(chrome: Chrome, article: Finished) -> Files:
    """Yield an article's neutral permalink, and the redirects from its former addresses."""
    yield f"{article.prepared.id}/index.html", chooser(chrome, article)
    yield from redirects(chrome, article)


def line_of(chrome: Chrome, article: Finished) -> Line:
    """Return what lists say of an article."""
    lists = {
        one.audience.id: _edition_link(chrome, one, f"{one.audience.id}/index.html")
        for one in chrome.scope.editions(article)
    }
    return Line(article.prepared.id, _article_link(chrome, article), lists)


def _home(chrome: Chrome, lines: Sequence[Line]) -> str | Diagnostic:
    common = _common(chrome, "index.html", chrome.scope.speaker)
    page = HomePage(
        **common,
        title=common["site"].title,
        name=common["site"].title,
        choices=tuple(_audience_choices(chrome, "")),
        groups=grouped((line.article, line.home) for line in lines),
    )
    return chrome.pages.render("home.html", page)


def _index(chrome: Chrome, audience: Audience, lines: Sequence[Line]) -> str | Diagnostic:
    path = f"{audience.id}/index.html"
    listed = ((line.article, line.lists.get(audience.id)) for line in lines)
    page = IndexPage(
        **_common(chrome, path, audience),
        title=audience.name,
        name=audience.name,
        lead=audience.description,
        choices=tuple(_audience_choices(chrome, root_of(path), audience)),
        groups=grouped((article, link) for article, link in listed if link is not None),
    )
    return chrome.pages.render("audience.html", page)


def chooser(chrome: Chrome, article: Finished) -> str | Diagnostic:
    """Return an article's neutral permalink."""
    edition = chrome.scope.spoken(article)
    path = f"{article.prepared.id}/index.html"
    page = ChooserPage(
        **_common(chrome, path, edition.audience),
        title=_written(chrome, edition, edition.title, path),
        name=plain(edition.title),
        summary=_written(chrome, edition, edition.summary, path),
        choices=tuple(edition_choices(chrome, article, HTML, root_of(path))),
        updated=chrome.day(edition.updated),
    )
    return chrome.pages.render("chooser.html", page)


def redirects(chrome: Chrome, article: Finished) -> Files:
    """Yield a redirect at each former address: the permalink's, and each audience's."""
    for alias in article.prepared.document.front_matter.aliases:
        edition = chrome.scope.spoken(article)
        yield _redirect(chrome, edition, f"{alias.text}/index.html", f"{article.prepared.id}/index.html")
        for one in chrome.scope.editions(article):
            yield _redirect(chrome, one, f"{one.audience.id}/{alias.text}/index.html", page_path(one, HTML))


def _redirect(chrome: Chrome, edition: Edition, path: str, to: str) -> tuple[str, str | Diagnostic]:
    common = _common(chrome, path, edition.audience)
    common["canonical"] = canonical(chrome, to)
    page = RedirectPage(
        **common,
        title=_written(chrome, edition, edition.title, path),
        name=plain(edition.title),
        href=root_of(path) + to,
    )
    return path, chrome.pages.render("redirect.html", page)


def _not_found(chrome: Chrome) -> str | Diagnostic:
    base = chrome.settings.base_url
    root = f"{base}/" if base else ""
    common = _common(chrome, "404.html", chrome.scope.speaker, root)
    common["canonical"] = ""
    title = chrome.strings.not_found
    page = NotFoundPage(**common, title=title, name=title, choices=tuple(_audience_choices(chrome, root)))
    return chrome.pages.render("404.html", page)


def _common(chrome: Chrome, path: str, audience: Audience, root: str | None = None) -> Common:
    """Return what every page has; `root` is the way to the output's root where the path does not say it."""
    root = root_of(path) if root is None else root
    return Common(
        site=chrome.site_at(root, audience, HTML),
        root=root,
        stylesheet=chrome.style[0],
        script=chrome.script[0],
        canonical=canonical(chrome, path),
    )


def _audience_choices(chrome: Chrome, root: str, current: Audience | None = None) -> Iterator[AudienceChoice]:
    for one in chrome.scope.audiences:
        about = "" if current else one.description
        yield AudienceChoice(one.name, f"{root}{one.id}/index.html", one is current, about, one.id)


def _article_link(chrome: Chrome, article: Finished) -> ArticleLink:
    edition = chrome.scope.spoken(article)
    return ArticleLink(
        title=_written(chrome, edition, edition.title, "index.html"),
        href=f"{article.prepared.id}/index.html",
        summary=_written(chrome, edition, edition.summary, "index.html"),
        updated=chrome.day(edition.updated),
        review=chrome.strings.status(edition.review),
        editions=tuple(one for one in edition_choices(chrome, article, HTML, "") if one.href),
    )


def _edition_link(chrome: Chrome, edition: Edition, path: str) -> ArticleLink:
    return ArticleLink(
        title=_written(chrome, edition, edition.title, path),
        href=root_of(path) + page_path(edition, HTML),
        summary=_written(chrome, edition, edition.summary, path),
        updated=chrome.day(edition.updated),
        review=chrome.strings.status(edition.review),
    )


def _written(chrome: Chrome, edition: Edition, nodes: tuple[Inline, ...], path: str) -> Written:
    """Return inlines outside their own page, where they are a link themselves."""
    view = chrome.view(path, edition.audience, edition)
    return written(HTML, HTML.inlines(bare(nodes), view))
