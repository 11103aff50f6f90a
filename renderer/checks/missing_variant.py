"""The check of `missing-variant`.

Invariant: only audiences that can read the place of a choice can miss a variant of it.
"""

from collections.abc import Iterator

from renderer.checks.check import Article, Found, check


@check("missing-variant")
def missing_variant(article: Article) -> Iterator[Found]:
    """A choice leaves an audience that can read it without a variant.

    A choice gives each audience exactly one wording; here somebody would get none, in the middle of a
    sentence. Write a variant for them, or `else` as the last one. An empty variant, `[]{.student}`, says that
    there is to be nothing.

        [heart attack]{.patient}[myocardial infarction]{.clinician}    with an audience `nurse`: an error
        [heart attack]{.patient}[myocardial infarction]{.else}         gives everybody one
    """
    for choice, readers, *_ in article.choices:
        missing = tuple([reader for reader, offers in readers if offers.best is None])
        if missing:
            advice = "add a variant for them, or end the choice with `{.else}`"
            yield Found(choice.span, f"this choice has no variant for {', '.join(missing)}", advice, missing)
