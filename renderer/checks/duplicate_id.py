"""The check of `duplicate-id`.

Invariant: one id may stand on several things as long as no edition holds two of them.
"""

from collections import Counter
from collections.abc import Iterator

from renderer.checks.check import Article, Found, check


@check("duplicate-id")
def duplicate_id(article: Article) -> Iterator[Found]:
    """An edition holds two things with the same id, so a link to it leads to the first by accident.

    Two things may share an id when no edition holds both, for instance a section in two wordings. Give one of
    them another id: `{#dose-2}`.
    """
    for edition in article.editions:
        last = {named.id: named.span for named in edition.contents.ids}
        counts = Counter(named.id for named in edition.contents.ids)
        for name in (name for name, count in counts.items() if count > 1):
            message = f"this edition has the id '{name}' {counts[name]} times"
            yield Found(last[name], message, "give one of them another id", (edition.audience.id,))
