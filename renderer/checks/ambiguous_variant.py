"""The check of `ambiguous-variant`.

Invariant: two variants are ambiguous only for an audience that is offered both by the same rule.
"""

from collections.abc import Iterator

from renderer.checks.check import Article, Found, check


@check("ambiguous-variant")
def ambiguous_variant(article: Article) -> Iterator[Found]:
    """A choice offers an audience two variants at the same rank.

    Which one its readers get would be a guess. Name the audience on one of them alone.

        [a]{.patient .student}[b]{.student}[c]{.else}    is an error for students
    """
    for choice, readers, *_ in article.choices:
        torn = tuple([reader for reader, offers in readers if offers.torn])
        if torn:
            advice = "name each audience on one variant alone"
            message = f"this choice offers {', '.join(torn)} two variants at the same rank"
            yield Found(choice.span, message, advice, torn)
