"""The check of `citations-differ`.

Invariant: what some readers of a variant alone get, and a variant that says nothing, are not looked at.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity, Span
from renderer.editions.counterparts import DIFFERENCE_IS_MEANT, Counterparts, of_choice
from renderer.editions.readers import Node
from renderer.editions.variant_text import VariantText
from renderer.language.source import Source
from renderer.language.tree import Variant

_KEY: Final = re.compile(r"@[^\s\];,]+")


@check("citations-differ", Severity.WARNING)
def citations_differ(article: Article) -> Iterator[Found]:
    """One wording of a thing cites a source that another one does not cite.

    The same claim then rests on different evidence for different readers. Cite the source in both, or put
    the citation behind the choice, where it is for all. Where the difference is meant, give one of the
    wordings the class `agrees`, which says that an editor looked.

        [a stroke [@who]]{.patient}[a stroke [@who; @aha]]{.else}    is a warning
        [a stroke]{.patient}[an infarct]{.else} [@who; @aha]    is none
    """
    source = article.document.source
    told: set[Span] = set()
    for choice, readers, place, index in article.choices:
        start, end = choice.span
        if "@" in source.text[start:end] and not _alike(source, choice.variants):
            group = of_choice(choice, readers, place, index)
            says = [
                (one, text)
                for one, text in zip(group.variants, group.wordings(source), strict=True)
                if text.says
            ]
            yield from _found(source, says, "in both or behind the choice", told)
    for group in article.counterparts:
        if not _alike(source, group.variants):
            wordings = group.wordings(source)
            if _correspond(group, *wordings):
                yield from _found(source, list(zip(group.variants, wordings, strict=True)), "in both", told)


def _alike(source: Source, variants: Iterable[Variant[Node]]) -> bool:
    """Whether variants cannot differ in what they cite: a quick look at each `@` and what follows it."""
    spans = [one.span for one in variants]
    first, *others = (set(_KEY.findall(source.text, start, end)) for start, end in spans)
    return all(first == other for other in others)


def _correspond(group: Counterparts, one: VariantText, other: VariantText) -> bool:
    """Whether both of two wordings cite, and are about the same, as far as one can know."""
    if not one.keys or not other.keys:
        return False
    return group.named or not one.keys.keys().isdisjoint(other.keys) or _are_near(group, one, other)


def _are_near(group: Counterparts, one: VariantText, other: VariantText) -> bool:
    is_near = group.headed or not one.content_words.isdisjoint(other.content_words)
    return group.sure and one.is_short and other.is_short and is_near


def _found(
    source: Source, says: Sequence[tuple[Variant[Node], VariantText]], where: str, told: set[Span]
) -> Iterator[Found]:
    for key, (span, lacks) in _differing([text for _, text in says]).items():
        if span not in told:
            told.add(span)
            line, column = source.place(says[lacks][0].span.start)
            message = f"'{key}' is cited here and not in its counterpart at {source.path}:{line}:{column}"
            yield Found(span, message, f"cite `[@{key}]` {where}; {DIFFERENCE_IS_MEANT}")


def _differing(wordings: list[VariantText]) -> dict[str, tuple[Span, int]]:
    """Return the keys that not all variants cite: their first place, and the first variant without."""
    found: dict[str, tuple[Span, int]] = {}
    for text in wordings:
        for key, span in text.keys.items():
            lacks = next((n for n, other in enumerate(wordings) if key not in other.keys), None)
            if lacks is not None:
                found.setdefault(key, (span, lacks))
    return found
