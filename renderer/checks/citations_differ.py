"""The check of `citations-differ`.

Invariant: what some readers of a variant alone get, and a variant that says nothing, are not looked at.
"""

import re
from collections.abc import Iterator
from typing import Final

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity, Span
from renderer.editions.counterparts import DIFFERENCE_IS_MEANT, of_choice
from renderer.editions.variant_text import VariantText

_KEY: Final = re.compile(r"@[^\s\];,]+")


@check("citations-differ", Severity.WARNING)
def citations_differ(article: Article) -> Iterator[Found]:
    """One variant of a choice cites a source that another one does not cite.

    The same claim then rests on different evidence for different readers. Cite the source in both, or put
    the citation behind the choice, where it is for all. Where the difference is meant, give one of the
    variants the class `agrees`, which says that an editor looked.

        [a stroke [@who]]{.patient}[a stroke [@who; @aha]]{.else}    is a warning
        [a stroke]{.patient}[an infarct]{.else} [@who; @aha]    is none
    """
    source = article.document.source
    for choice, readers, place, index in article.choices:
        start, end = choice.span
        if "@" not in source.text[start:end] or _alike(
            [source.text[one.span.start : one.span.end] for one in choice.variants]
        ):
            continue
        group = of_choice(choice, readers, place, index)
        says = [
            (one, text) for one, text in zip(group.variants, group.wordings(source), strict=True) if text.says
        ]
        for key, (span, lacks) in _differing([text for _, text in says]).items():
            line, column = source.place(says[lacks][0].span.start)
            message = f"'{key}' is cited here and not in its counterpart at {source.path}:{line}:{column}"
            yield Found(span, message, f"cite `[@{key}]` in both or behind the choice; {DIFFERENCE_IS_MEANT}")


def _alike(texts: list[str]) -> bool:
    """Whether variants cannot differ in what they cite: a quick look at each `@` and what follows it."""
    first, *others = (set(_KEY.findall(text)) for text in texts)
    return all(first == other for other in others)


def _differing(wordings: list[VariantText]) -> dict[str, tuple[Span, int]]:
    """Return the keys that not all variants cite: their first place, and the first variant without."""
    found: dict[str, tuple[Span, int]] = {}
    for text in wordings:
        for key, span in text.keys.items():
            lacks = next((n for n, other in enumerate(wordings) if key not in other.keys), None)
            if lacks is not None:
                found.setdefault(key, (span, lacks))
    return found
