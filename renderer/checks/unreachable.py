"""The check of `unreachable`.

Invariant: what stands inside something unreachable is not reported again.
"""

from collections.abc import Iterator

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity
from renderer.editions.reach import reach
from renderer.editions.readers import Node
from renderer.language.tree import Variant


@check("unreachable", Severity.WARNING)
def unreachable(article: Article) -> Iterator[Found]:
    """Tagged content is shown to nobody who can read its place.

    A tag inside another one, an article for fewer audiences, a `not-` that leaves nobody: whoever wrote the
    words meant them for somebody. Take them out, or mend the tags.

        ::: patient
        Only patients read here, so [this]{.clinician} is shown to nobody.
        :::
    """
    for variant in (*_filters(article), *_variants(article)):
        if not variant.tag.otherwise:  # one that nobody needs is a precaution
            advice = "mend its tag or the one round it, or take it out"
            yield Found(variant.span, "nobody who can read this place sees this", advice)


def _filters(article: Article) -> Iterator[Variant[Node]]:
    """Yield the filters that reach no reader."""
    for place in article.places:
        for node in place.siblings:
            if isinstance(node, Variant) and not any(reach(node.tag, reader) for reader in place.readers):
                yield node


def _variants(article: Article) -> Iterator[Variant[Node]]:
    """Yield the variants that no reader gets; of a choice that offers somebody two that is not certain."""
    for choice, readers, *_ in article.choices:
        if not any(offers.torn for _, offers in readers):
            got = [choice.variants[offers.best[0]].span for _, offers in readers if offers.best]
            yield from (one for one in choice.variants if one.span not in got)
