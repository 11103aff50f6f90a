"""What `explain` says of an article: its choices, or the tags round a place, in words.

Invariant: every audience of the site is named at each step, so that nobody has to infer a silence.
"""

from collections.abc import Iterator
from itertools import chain

from renderer.audiences import Audience, Audiences
from renderer.build.workspace import Prepared
from renderer.diagnostics import Span
from renderer.editions.reach import Reason, Rule, chosen
from renderer.editions.readers import Node
from renderer.editions.trace import Chain, chains, choices
from renderer.editions.walk import inlines, within
from renderer.language.problems import short
from renderer.language.source import Source
from renderer.language.tree import Choice, Phrase, SoftBreak, Text
from renderer.writers.words import words


def explain_article(prepared: Prepared) -> str:
    """Return each choice of an article with who gets which variant."""
    lines = list(_choices(prepared)) or ["  no choices: everybody reads the same, but for what is tagged"]
    head = f"{prepared.path}: for {', '.join(prepared.audiences.ids)}"
    return "\n".join((head, *lines)) + "\n"


def explain_place(prepared: Prepared, line: int, column: int | None) -> str:
    """Return the chain of tags round a line, or round one place of it, and who sees it by which rule."""
    source = prepared.document.source
    if column is None:
        span = source.line_span(line)
    else:
        start = source.offset(line, column)
        span = Span(start, start + 1)
    found = list(dict.fromkeys(chains(prepared.document, prepared.audiences, span)))
    where = f"{source.path}:{line}" + (f":{column}" if column is not None else "")
    if not found:
        return f"{where}: no words of an edition stand here\n"
    everybody = ", ".join(prepared.audiences.ids)
    terms = "".join([f"{one}\n" for one in _terms(prepared, span)])
    if found == [()]:
        return f"{where}: {everybody} (no tag here)\n{terms}"
    blocks = [
        _chain(tags, source, prepared.audiences)
        if tags
        else f"  outside of the tags\n  seen by: {everybody}\n"
        for tags in found
    ]
    return f"{where}\n" + "\n".join(blocks) + terms


def _terms(prepared: Prepared, span: Span) -> Iterator[str]:
    """Yield the lines that say of each term at a place how those who see it read it."""
    said: dict[Span, list[str]] = {}
    for edition in prepared.editions:
        for node in chain(within(edition.title), within(edition.summary), inlines(edition.blocks)):
            if isinstance(node, Phrase) and "term" in node.attributes.classes and _meet(node.span, span):
                own = words([one for one in node.children if isinstance(one, Text | SoftBreak)])
                said.setdefault(node.span, []).append(f"    {edition.audience.id} reads: {own}")
    for place, lines in sorted(said.items()):
        line, column = prepared.document.source.place(place.start)
        yield f"  {line}:{column} a term: {_quoted(prepared.document.source, place)}"
        yield from lines


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _choices(prepared: Prepared) -> Iterator[str]:
    source = prepared.document.source
    for choice, readers in choices(prepared.document, prepared.audiences):
        line, column = source.place(choice.span.start)
        yield f"  {line}:{column} a choice of {len(choice.variants)}"
        yield from (f"    {one.id}: {_got(source, choice, one, readers)}" for one in prepared.audiences)


def _got(source: Source, choice: Choice[Node], audience: Audience, readers: tuple[Audience, ...]) -> str:
    """Say which variant of a choice an audience gets, and why."""
    if audience not in readers:
        return "does not come to this place"
    got = chosen(choice, audience)
    if got is None:
        return "nothing, which is an error"
    reason, variant = got
    return f"{_quoted(source, variant.span)} ({because(reason)})"


def _chain(tags: Chain, source: Source, audiences: Audiences) -> str:
    """Return one chain of tags, outermost first, and who is let in by all of them."""
    lines = []
    for step in tags:
        line, column = source.place(step.span.start)
        kind = "filter" if step.choice is None else "variant of a choice"
        lines.append(f"  {line}:{column} {kind}: {_quoted(source, step.span)}")
        lines.extend(f"    {one.audience}: {because(one.reason)}" for one in step.verdicts)
    seen = [one.id for one in audiences if all(step.lets_in(one.id) for step in tags)]
    lines.append(f"  seen by: {', '.join(seen) or 'nobody'}")
    return "\n".join(lines) + "\n"


def _quoted(source: Source, span: Span) -> str:
    words = short(source.text[slice(*span)])
    return f"`{words}`" if words else "nothing"


def because(reason: Reason | None) -> str:
    """Say by which rule an audience is reached."""
    if reason is None:
        return "no"
    match reason.rule:
        case Rule.NAMED:
            return "yes, it is named"
        case Rule.FALLBACK:
            return f"yes, it falls back on {reason.through}"
        case Rule.NOT_EXCLUDED:
            return "yes, it is not excluded"
        case Rule.ELSE:
            return "yes, by else"
