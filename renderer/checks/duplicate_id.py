"""The check of `duplicate-id`.

Invariant: one id may stand on several things as long as no edition holds two of them.
"""

from collections import Counter
from collections.abc import Iterator

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Span
from renderer.editions.edition import Edition
from renderer.editions.index import ids
from renderer.editions.walk import Part, inlines, parts
from renderer.language.tree import Div, Image, Item, Phrase, Row, Section


@check("duplicate-id")
def duplicate_id(article: Article) -> Iterator[Found]:
    """An edition holds two things with the same id, so a link to it leads to the first by accident.

    Two things may share an id when no edition holds both, for instance a section in two wordings.
    """
    for edition in article.editions:
        counts = Counter(ids(edition.blocks))
        for name in (name for name, count in counts.items() if count > 1):
            span = _last(edition, name)
            message = f"this edition has the id '{name}' {counts[name]} times"
            yield Found(span, message, "give one of them another id", (edition.audience.id,))


def _last(edition: Edition, name: str) -> Span:
    """Return the span of the last thing that has an id."""
    found = [_span(part) for part in parts(edition.blocks) if _id(part) == name]
    words = (node for node in inlines(edition.blocks) if isinstance(node, Phrase | Image))
    found += [node.span for node in words if node.attributes.id == name]
    return max(found)


def _span(part: Part) -> Span:
    return part.heading.span if isinstance(part, Section) else part.span


def _id(part: Part) -> str:
    match part:
        case Section(heading):
            return heading.attributes.id
        case Div(attributes) | Item(attributes) | Row(attributes):
            return attributes.id
        case _:
            return ""
