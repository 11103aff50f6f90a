"""The check of `overlapping-variants`.

Invariant: sections never overlap: a reader expects to find several of them.
"""

from collections.abc import Iterator

from renderer.audiences import Audience
from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity, Span
from renderer.editions.reach import Reason, Rule, chosen, reach
from renderer.editions.readers import Kind, Node, neighbours
from renderer.language.tree import Choice, Section, Variant


@check("overlapping-variants", Severity.WARNING)
def overlapping_variants(article: Article) -> Iterator[Found]:
    """An audience sees two tagged neighbours: one because it is named, the other only by fallback.

    Often the author meant the first instead of the second. There are three ways out: make them a choice (end
    the run with `{.else}`, or put them into a `::: choose`), restrict the other with `only`, or name the
    audience on both.

        ::: clinician              students fall back on clinicians and see both
        Give 500 mg.
        :::
        ::: student
        The usual dose is 500 mg.
        :::
    """
    for place in article.places:
        if place.kind not in (Kind.BLOCKS, Kind.ITEMS, Kind.INLINES):
            continue
        for run in neighbours(place):
            for reader in place.readers:
                seen = [(one, reason.rule) for reason, one in _seen(run, reader) if not _is_section(one)]
                if {Rule.NAMED, Rule.FALLBACK} <= {rule for _, rule in seen}:
                    both = [one for one, rule in seen if rule in (Rule.NAMED, Rule.FALLBACK)]
                    span = Span(both[0].span.start, both[-1].span.end)
                    message = f"{reader.id} sees one of these because it is named, another only by fallback"
                    advice = "make them a choice, add `.only` to the other, or name the audience on both"
                    yield Found(span, message, advice, (reader.id,))


def _seen(
    run: list[Variant[Node] | Choice[Node]], reader: Audience
) -> Iterator[tuple[Reason, Variant[Node]]]:
    """Yield the variants of a run that a reader sees, one of each choice, and why."""
    for one in run:
        match one:
            case Variant(tag):
                if reason := reach(tag, reader):
                    yield reason, one
            case Choice():
                if found := chosen(one, reader):
                    yield found


def _is_section(variant: Variant[Node]) -> bool:
    return bool(variant.content) and isinstance(variant.content[0], Section)
