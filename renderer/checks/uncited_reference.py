"""The check of `uncited-reference`.

Invariant: only entries of the article's own list are looked at; the site's list serves many articles.
"""

from collections.abc import Iterator

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity


@check("uncited-reference", Severity.WARNING)
def uncited_reference(article: Article) -> Iterator[Found]:
    """An entry of the article's own `references:` is cited by no edition.

    It is shown to nobody. Cite it with `[@key]`, or take it out.
    """
    cited = {key for edition in article.editions for key in edition.numbers}
    front = article.document.front_matter
    for reference in front.references:
        if reference.id not in cited:
            advice = f"cite it with `[@{reference.id}]`, or take it out"
            yield Found(front.places[reference.id], f"no edition cites '{reference.id}'", advice)
