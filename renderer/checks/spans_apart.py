"""The check of `spans-apart`.

Invariant: only spans in one line of words are looked at; blocks apart are extra content.
"""

from collections.abc import Iterator

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity, Span
from renderer.editions.reach import reach
from renderer.editions.readers import Kind, runs


@check("spans-apart", Severity.WARNING)
def spans_apart(article: Article) -> Iterator[Found]:
    """Spans with only white space between them leave an audience with none of them.

    They look like a choice and are none: a choice's variants touch, or end in `else`.

        [heart attack]{.patient} [infarction]{.clinician}    two filters
        [heart attack]{.patient}[infarction]{.clinician}     a choice
    """
    for place in article.places:
        if place.kind is not Kind.INLINES:
            continue
        for run in runs(place):
            none = tuple(
                reader.id for reader in place.readers if not any(reach(one.tag, reader) for one in run)
            )
            if none:
                span = Span(run[0].span.start, run[-1].span.end)
                advice = "let them touch to make a choice, or end them with `[…]{.else}`"
                yield Found(span, f"these spans leave {', '.join(none)} with none of them", advice, none)
