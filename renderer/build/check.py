"""`renderer check`: everything that is wrong, without building anything.

Invariant: what a build would refuse is found here too.
"""

from collections.abc import Iterable

from renderer.build.chrome import Chrome
from renderer.build.judge import judge
from renderer.build.opening import OpenSite, surroundings
from renderer.build.outputs import template_faults
from renderer.diagnostics import Diagnostic
from renderer.site.read import Site
from renderer.value import value


@value
class CheckOutcome:
    """What is wrong, in order; `articles` is how many were looked at."""

    diagnostics: tuple[Diagnostic, ...]
    articles: int


def check(site: OpenSite, articles: tuple[str, ...], *, strict: bool = False) -> CheckOutcome:
    """Return everything that is wrong with the site, or with some of its articles and what is round them.

    Raises:
        UsageProblem: an unknown article.
        SurroundingsProblem: the disk failed.
    """
    workspace = site.workspace
    names = tuple(dict.fromkeys(map(site.article, articles))) or workspace.names
    with surroundings():
        chrome = Chrome(workspace, site.scope())
        found = judge(chrome, names)
        diagnostics = found.final(strict=strict, more=template_faults(chrome))
    if articles:
        diagnostics = _about(diagnostics, workspace.site, names)
    return CheckOutcome(diagnostics, len(names))


def _about(found: Iterable[Diagnostic], site: Site, names: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that concern some articles: theirs, and those of no article."""
    mine = {site.articles.get(name, name) for name in names}
    others = {*site.articles.values(), *site.refused} - mine
    return tuple(one for one in found if one.path not in others)
