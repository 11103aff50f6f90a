"""`renderer check`: everything that is wrong, without building anything.

Invariant: what a build would refuse is found here too.
"""

from collections.abc import Iterable

from renderer.build.chrome import Chrome
from renderer.build.depends import States
from renderer.build.judge import judge
from renderer.build.maker import Maker, Nobody
from renderer.build.memory import Memory
from renderer.build.opening import OpenSite, surroundings
from renderer.build.outputs import has_own_templates, template_faults
from renderer.build.request import BuildRequest, Watch
from renderer.build.scope import Extent, Scope
from renderer.diagnostics import Diagnostic
from renderer.site.cache import Cache
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
    names = tuple(dict.fromkeys(map(site.article, articles)))
    with surroundings():
        if not names:
            return CheckOutcome(made(site).judged(strict=strict), len(site.workspace.names))
        diagnostics = _of_some(site, names, strict=strict)
    return CheckOutcome(_about(diagnostics, site.workspace.site, names), len(names))


def made(site: OpenSite) -> Maker:
    """Return the maker of a site that knows what is wrong with it and what its articles want of each other.

    Articles that a build or a check has judged are not judged again.

    Pages are made only to find what is wrong with templates, where the site has some of its own.
    """
    workspace, whole = site.workspace, site.scope()
    cache = Cache(workspace.site.root)
    tries = whole if has_own_templates(workspace.site) else Scope(whole.audiences, (), whole.default)
    maker = Maker(workspace, Extent(tries, whole), Memory(cache, States(workspace)), Nobody())
    maker.articles(BuildRequest(), Watch())
    if maker.worker.makes_pages:
        maker.lists()
    cache.sweep(maker.keys.name, maker.memory.used)
    return maker


def _of_some(site: OpenSite, names: Iterable[str], *, strict: bool) -> tuple[Diagnostic, ...]:
    chrome = Chrome(site.workspace, site.scope())
    return judge(chrome, names).final(strict=strict, more=template_faults(chrome))


def _about(found: Iterable[Diagnostic], site: Site, names: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that concern some articles: theirs, and those of no article."""
    mine = {site.articles.get(name, name) for name in names}
    others = {*site.articles.values(), *site.refused} - mine
    return tuple(one for one in found if one.path not in others)
