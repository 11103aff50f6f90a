"""The check of `unreachable`.

Invariant: what stands inside something unreachable is not reported again.
"""

from collections.abc import Iterator

from renderer.audiences import Audience
from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity
from renderer.editions.reach import chosen, is_torn, reach
from renderer.editions.readers import Node
from renderer.language.tree import Choice, Variant


@check("unreachable", Severity.WARNING)
def unreachable(article: Article) -> Iterator[Found]:
    """Tagged content is shown to nobody who can read its place.

    A tag inside another one, an article for fewer audiences, a `not-` that leaves nobody: whoever wrote the
    words meant them for somebody. Take them out, or mend the tags.

        ::: patient
        Only patients read here, so [this]{.clinician} is shown to nobody.
        :::
    """
    for place in article.places:
        for node in place.siblings:
            for variant in _unseen(node, place.readers):
                advice = "mend its tag or the one round it, or take it out"
                yield Found(variant.span, "nobody who can read this place sees this", advice)


def _unseen(node: Node, readers: tuple[Audience, ...]) -> Iterator[Variant[Node]]:
    """Yield the variants that reach no reader; an `else` that nobody needs is a precaution."""
    if isinstance(node, Choice) and not any(is_torn(node, reader) for reader in readers):
        got = [found[1].span for reader in readers if (found := chosen(node, reader))]
        yield from (one for one in node.variants if not one.tag.otherwise and one.span not in got)
    if isinstance(node, Variant) and not any(reach(node.tag, reader) for reader in readers):
        yield from () if node.tag.otherwise else (node,)
