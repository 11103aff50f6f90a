"""The check of `numbers-differ`.

Invariant: what holds no number is not looked into, and a fact that one wording leaves out is no difference.
"""

from collections.abc import Iterable, Iterator

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity, Span
from renderer.editions.counterparts import DIFFERENCE_IS_MEANT, Counterparts, of_choice
from renderer.editions.readers import Node
from renderer.language.tree import Variant
from renderer.quantities.hint import may_hold_numbers


@check("numbers-differ", Severity.WARNING)
def numbers_differ(article: Article) -> Iterator[Found]:
    """Two wordings of one thing say different numbers.

    Readers of the one edition would take 500 mg and readers of the other 850 mg. Correct the one that is
    wrong. Numbers are compared with their units and in words: 1,000 mg is 1 g, one in four is 25%. What one
    wording leaves out is no difference. Where the difference is meant (a figure rounded for patients), give
    one of the wordings the class `agrees`, which says that an editor looked.

        [Take 500 mg]{.patient}[Give 850 mg]{.else}    is a warning
        [about a quarter]{.patient .agrees}[27%]{.else}    is none
    """
    told: set[Span] = set()
    for group in _groups(article):
        for found in _found(article, group):
            if found.span not in told:
                told.add(found.span)
                yield found


def _groups(article: Article) -> Iterator[Counterparts]:
    """Yield counterparts of which two at least may say a number."""
    text = article.document.source.text
    for choice, readers, place, at in article.choices:
        start, end = choice.span
        if may_hold_numbers(text[start:end]) and _two(text, choice.variants):
            yield of_choice(choice, readers, place, at)
    for group in article.counterparts:
        if _two(text, group.variants):
            yield group


def _two(text: str, variants: Iterable[Variant[Node]]) -> bool:
    spans = [one.span for one in variants]
    return len([1 for start, end in spans if may_hold_numbers(text[start:end])]) > 1


def _found(article: Article, group: Counterparts) -> Iterator[Found]:
    from renderer.editions.facts import differing  # noqa: PLC0415

    source = article.document.source
    for (earlier, said), (later, says) in differing(group, source):
        line, column = source.place(earlier.start)
        message = f"this says '{says}', and its counterpart at {source.path}:{line}:{column} says '{said}'"
        yield Found(later, message, f"correct one of them; {DIFFERENCE_IS_MEANT}")
