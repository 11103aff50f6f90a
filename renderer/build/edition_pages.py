"""The pages of editions, one in each format.

Invariant: a page says nothing that its edition, its audience and the site do not say.
"""

from collections.abc import Iterator

from renderer.build.chrome import Chrome, root_of, written
from renderer.build.workspace import Finished
from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Edition
from renderer.pages.views import ArticlePage, AudienceChoice, ReferenceEntry, reference_entry
from renderer.writers import Writer
from renderer.writers.view import View
from renderer.writers.words import words


def page_path(edition: Edition, writer: Writer) -> str:
    """Return where an edition lies in the output."""
    return f"{edition.audience.id}/{edition.article}/{writer.file}"


def edition_page(chrome: Chrome, article: Finished, edition: Edition, writer: Writer) -> str | Diagnostic:
    """Return an edition's page in a format, or what is wrong with its template."""
    path = page_path(edition, writer)
    view = chrome.edition_view(path, edition, writer)
    body = writer.blocks(edition.blocks, view)
    if writer.template is None:
        return body
    return chrome.pages.render(writer.template, _page(chrome, article, edition, writer, view, body))


def plain(text: str) -> str:
    """Return words on one line with single spaces."""
    return " ".join(text.split())


def _page(  # noqa: PLR0913, PLR0917  # what a page is made of
    chrome: Chrome, article: Finished, edition: Edition, writer: Writer, view: View, body: str
) -> ArticlePage:
    root = root_of(view.path)
    audience, scope = edition.audience, chrome.scope
    text = next((one for one in scope.writers if one.name == "text"), None)
    return ArticlePage(
        site=chrome.site_at(root, audience, writer),
        title=written(writer, writer.inlines(edition.title, view)),
        name=plain(words(edition.title)),
        root=root,
        stylesheet=chrome.stylesheet(writer),
        canonical=canonical(chrome, view.path),
        description=plain(words(edition.summary)),
        audience=audience.name,
        index_href=f"{root}{audience.id}/index.html" if scope.html else "",
        choices=tuple(_choices(chrome, article, edition, writer, root)),
        body=written(writer, body),
        review=edition.review,
        summary=written(writer, writer.inlines(edition.summary, view)),
        references=tuple(_references(chrome, edition, writer)),
        updated=chrome.day(edition.updated),
        disclaimer=chrome.disclaimer_at(root, audience, writer),
        text_href=text.file if text is not None and writer is not text else "",
    )


def canonical(chrome: Chrome, path: str) -> str:
    """Return a page's whole address, empty for a site without one."""
    base = chrome.settings.base_url
    return f"{base}/{path}" if base else ""


def _choices(
    chrome: Chrome, article: Finished, edition: Edition, writer: Writer, root: str
) -> Iterator[AudienceChoice]:
    """Yield all editions of an article, this one among them."""
    for other in chrome.scope.editions(article):
        one = other.audience
        href = f"{root}{page_path(other, writer)}"
        yield AudienceChoice(one.name, href, one.id == edition.audience.id, one.description)


def _references(chrome: Chrome, edition: Edition, writer: Writer) -> Iterator[ReferenceEntry]:
    for place, reference in enumerate(edition.references, 1):
        said = chrome.reference(edition.article, reference, writer)
        uses = edition.uses[reference.id]
        yield reference_entry(place, reference.kind, said, uses, chrome.strings)
