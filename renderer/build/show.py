"""`renderer show`: one edition of one article, in one format.

Invariant: no edition is shown of an article with an error, nor while the site round it has one.
"""

from dataclasses import replace

from renderer.audiences import Audience
from renderer.build.chrome import Chrome
from renderer.build.edition_pages import edition_page, page_path
from renderer.build.judge import presentable
from renderer.build.opening import OpenSite, UsageProblem, surroundings
from renderer.build.workspace import Finished
from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Edition
from renderer.reports.account import judged
from renderer.value import value

JSON = "json"
"""The format that is no page: an edition's tree as data."""


@value
class ShowOutcome:
    """An edition in a format; `text` is None when there is none, for the errors in `diagnostics`.

    A draft's errors are warnings there, and it has no edition all the same.
    """

    diagnostics: tuple[Diagnostic, ...]
    text: str | None


def show(site: OpenSite, article: str, *, audience: str, format: str, fragment: bool) -> ShowOutcome:  # noqa: A002  # the flag's name
    """Return one edition in a format: its page, or with `fragment` its body alone.

    Raises:
        UsageProblem: an unknown article, audience or format, or an article that is not for that audience.
        SurroundingsProblem: the disk failed.
    """
    workspace, name = site.workspace, site.article(article)
    reader = site.audience(audience)
    scope = site.scope(formats=() if format == JSON else (format,), also=(JSON,))
    with surroundings():
        chrome = Chrome(workspace, scope)
        found = presentable(chrome, name)
        outcome = ShowOutcome(found.diagnostics, None)
        if found.article is None:
            return outcome
        edition = edition_for(found.article, reader)
        page = _written(chrome, found.article, edition, form=format, fragment=fragment)
    if isinstance(page, Diagnostic):
        return replace(outcome, diagnostics=judged((*outcome.diagnostics, page)))
    return replace(outcome, text=page)


def edition_for(finished: Finished, reader: Audience) -> Edition:
    """Return the edition of an article for an audience; UsageProblem when it is not for it."""
    for one in finished.editions:
        if one.audience.id == reader.id:
            return one
    known = ", ".join(finished.prepared.audiences.ids)
    raise UsageProblem(f"'{finished.prepared.id}' is not for {reader.id}: its audiences are {known}")


def _written(
    chrome: Chrome, finished: Finished, edition: Edition, *, form: str, fragment: bool
) -> str | Diagnostic:
    """Return an edition in a format, or what is wrong with the template of its page."""
    if form == JSON:
        from renderer.writers.json import write_json  # noqa: PLC0415 - no page needs it

        return write_json(edition)
    writer = chrome.scope.writers[0]
    if not fragment:
        return edition_page(chrome, finished, edition, writer)
    view = chrome.view(page_path(edition, writer), edition.audience, edition)
    return writer.blocks(edition.blocks, view)
