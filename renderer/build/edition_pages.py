"""The pages of editions, one in each format.

Invariant: a page says nothing that its edition, its audience and the site do not say.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from markupsafe import Markup

from renderer.build.chrome import Chrome, root_of, written
from renderer.build.metadata import metadata
from renderer.build.workspace import Finished
from renderer.diagnostics import Diagnostic
from renderer.editions.bare import bare
from renderer.editions.edition import Edition
from renderer.language.tree import (
    Block,
    BulletList,
    CodeBlock,
    Div,
    Heading,
    Inline,
    OrderedList,
    Paragraph,
    Quote,
    Section,
    Table,
    ThematicBreak,
)
from renderer.pages.views import (
    ArticlePage,
    AudienceChoice,
    ReferenceEntry,
    SectionLink,
    Written,
    reference_entry,
)
from renderer.writers import Writer
from renderer.writers.view import View
from renderer.writers.words import plain

_FEW_SECTIONS = 4
"""What a reader finds the way among without a list of contents."""
_AS_LINK = 0
"""The width under which a heading's words in a list of contents are shared; no line is so narrow."""


def page_path(edition: Edition, writer: Writer) -> str:
    """Return where an edition lies in the output."""
    return f"{edition.audience.id}/{edition.article}/{writer.file}"


def edition_page(chrome: Chrome, article: Finished, edition: Edition, writer: Writer) -> str | Diagnostic:
    """Return an edition's page in a format, or what is wrong with its template."""
    path = page_path(edition, writer)
    view = chrome.edition_view(path, edition, writer)
    if writer.template is None:
        return writer.blocks(edition.blocks, view)
    return chrome.pages.render(writer.template, _page(chrome, article, edition, writer, view))


def _page(chrome: Chrome, article: Finished, edition: Edition, writer: Writer, view: View) -> ArticlePage:
    root, audience = root_of(view.path), edition.audience
    html = writer.name == "html"
    address = canonical(chrome, view.path)
    words = writer.blocks(edition.blocks, view)
    lead = writer.blocks(tuple(takewhile(_is_lead, edition.blocks)), view)
    return ArticlePage(
        site=chrome.site_at(root, audience, writer),
        title=written(writer, writer.inlines(edition.title, view)),
        name=plain(edition.title),
        root=root,
        stylesheet=chrome.style[0] if html else "",
        script=chrome.script[0] if html else "",
        canonical=address,
        description=plain(edition.summary),
        audience=audience.name,
        index_href=f"{root}{audience.id}/index.html" if chrome.scope.html else "",
        choices=tuple(edition_choices(chrome, article, writer, root, edition)),
        body=written(writer, words),
        review=edition.review,
        summary=written(writer, writer.inlines(edition.summary, view)),
        lead=written(writer, lead),
        rest=written(writer, words[len(lead) :].lstrip("\n")),  # cut off, as citations in it are counted on
        warning_href=_warning(edition.blocks) if "warning" in edition.contents.classes else "",
        references=tuple(_references(chrome, edition, writer)),
        updated=chrome.day(edition.updated),
        disclaimer=chrome.disclaimer_at(root, audience, writer),
        text_href=_twin(chrome) if html else "",
        sections=_sections(edition, writer, view),
        metadata=Markup(metadata(chrome, edition, address)) if html else "",  # noqa: S704  # it holds no mark
    )


def canonical(chrome: Chrome, path: str) -> str:
    """Return a page's whole address, empty for a site without one."""
    base = chrome.settings.base_url
    return f"{base}/{path}" if base else ""


def edition_choices(
    chrome: Chrome, article: Finished, writer: Writer, root: str, current: Edition | None = None
) -> Iterator[AudienceChoice]:
    """Yield the audiences of the site, each with the way to its edition of an article, if it has one.

    They are described where a reader is still to choose, so not on the page of an edition.
    """
    editions = {edition.audience.id: edition for edition in chrome.scope.editions(article)}
    for one in chrome.scope.audiences:
        edition = editions.get(one.id)
        href = f"{root}{page_path(edition, writer)}" if edition else ""
        here = current is not None and edition is current
        about = "" if current else one.description
        yield AudienceChoice(one.name, href, here, about, one.id)


def _is_lead(block: Block) -> bool:
    return not isinstance(block, Section)


def _warning(blocks: Sequence[Block], near: str = "#page-in-short") -> str:
    """Return the way to the nearest place with an id before the first warning; `near` is the one so far."""
    for block in blocks:
        found = ""
        match block:
            case Div(attributes, inner):
                place = f"#{attributes.id}" if attributes.id else near
                found = place if "warning" in attributes.classes else _warning(inner, place)
            case Section(heading, inner):
                found = _warning(inner, f"#{heading.attributes.id}" if heading.attributes.id else near)
            case Quote(inner):
                found = _warning(inner, near)
            case BulletList(items) | OrderedList(items):
                found = next((way for one in items if (way := _warning(one.blocks, near))), "")
            case Paragraph() | Table() | CodeBlock() | ThematicBreak():
                pass
        if found:
            return found
    return ""


def _twin(chrome: Chrome) -> str:
    """Return the way from a page to its text, empty when none is built."""
    return next((one.file for one in chrome.scope.writers if one.name == "text"), "")


def _sections(edition: Edition, writer: Writer, view: View) -> tuple[SectionLink, ...]:
    """Return the contents of a page with many sections."""
    headings = [block.heading for block in edition.blocks if isinstance(block, Section)]
    if len(headings) <= _FEW_SECTIONS:
        return ()
    return tuple([SectionLink(_short(one, writer, view), f"#{one.attributes.id}") for one in headings])


def _short(heading: Heading[Inline], writer: Writer, view: View) -> Written:
    """Return a heading's words as a link has them, which editions that hold the very same heading share."""
    key = (id(heading), _AS_LINK)
    if key not in view.shared:
        words = written(writer, writer.inlines(bare(heading.children), view))
        view.shared[key] = (heading, [words])
    return view.shared[key][1][0]


def _references(chrome: Chrome, edition: Edition, writer: Writer) -> Iterator[ReferenceEntry]:
    for place, reference in enumerate(edition.references, 1):
        said = chrome.reference(edition.article, reference, writer)
        uses = edition.uses[reference.id]
        yield reference_entry(place, reference.kind, said, uses, chrome.strings)
