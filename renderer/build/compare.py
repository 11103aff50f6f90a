"""`renderer compare`: where the editions of one article differ.

Invariant: nothing is compared of an article with an error, nor while the site round it has one.
"""

from collections.abc import Sequence

from renderer.build.chrome import Chrome
from renderer.build.judge import presentable
from renderer.build.opening import OpenSite, UsageProblem, surroundings
from renderer.build.show import edition_for
from renderer.comparison.compare import Comparison, compare
from renderer.comparison.html import write_html
from renderer.comparison.human import Shape, write_human
from renderer.comparison.json import write_json
from renderer.diagnostics import Diagnostic
from renderer.language.source import Source
from renderer.value import value


@value
class CompareOutcome:
    """A comparison and its article's source; both are None when there is none, for the errors named."""

    diagnostics: tuple[Diagnostic, ...]
    comparison: Comparison | None = None
    source: Source | None = None


def compare_editions(site: OpenSite, article: str, audiences: Sequence[str]) -> CompareOutcome:
    """Return where an article's editions for two or more audiences differ.

    Raises:
        UsageProblem: an unknown article or audience, one twice, or one that the article is not for.
        SurroundingsProblem: the disk failed.
    """
    workspace, name = site.workspace, site.article(article)
    readers = [site.audience(one) for one in audiences]
    if len({one.id for one in readers}) < len(readers):
        raise UsageProblem("name different audiences: an edition does not differ from itself")
    with surroundings():
        found = presentable(Chrome(workspace, site.scope()), name)
    if found.article is None:
        return CompareOutcome(found.diagnostics)
    document = found.article.prepared.document
    editions = [edition_for(found.article, one) for one in readers]
    return CompareOutcome(found.diagnostics, compare(document, editions), document.source)


def comparison_as(outcome: CompareOutcome, form: str, width: int, *, colour: bool) -> str | None:
    """Return a comparison in a form (`human`, `json`, `html`), None when there is none.

    `width`, in display columns, and `colour` are for people at a terminal.
    """
    if outcome.comparison is None or outcome.source is None:
        return None
    match form:
        case "json":
            return write_json(outcome.comparison, outcome.source)
        case "html":
            return write_html(outcome.comparison, outcome.source)
        case _:
            return write_human(outcome.comparison, outcome.source, Shape(width, colour))
