"""What `explain` says of an article: its choices, or the tags round a place, in words.

Invariant: every audience of the site is named at each step, so that nobody has to infer a silence.
"""

from collections.abc import Iterator

from renderer.audiences import Audiences
from renderer.build.workspace import Prepared
from renderer.diagnostics import Span
from renderer.editions.reach import Reason, Rule, chosen
from renderer.editions.trace import Step, chains, choices
from renderer.language.problems import short
from renderer.language.source import Source


def explain_article(prepared: Prepared) -> str:
    """Return each choice of an article with who gets which variant."""
    source = prepared.document.source
    lines = list(_choices(prepared))
    head = f"{source.path}: for {', '.join(prepared.audiences.ids)}"
    return (
        "\n".join([head, *(lines or ["  no choices: everybody reads the same, but for what is tagged"])])
        + "\n"
    )


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
    blocks = [_chain(chain, source, prepared.audiences) for chain in found]
    if not blocks:
        return f"{where}: {', '.join(prepared.audiences.ids)} (no tag here)\n"
    return f"{where}\n" + "\n".join(blocks)


def _choices(prepared: Prepared) -> Iterator[str]:
    source = prepared.document.source
    for choice in choices(prepared.document):
        line, column = source.place(choice.span.start)
        yield f"  {line}:{column} a choice of {len(choice.variants)}"
        for audience in prepared.audiences:
            got = chosen(choice, audience)
            if got is None:
                yield f"    {audience.id}: nothing, which is an error"
                continue
            reason, variant = got
            yield f"    {audience.id}: {_quoted(source, variant.span)} ({_because(reason)})"


def _chain(chain: tuple[Step, ...], source: Source, audiences: Audiences) -> str:
    """Return one chain of tags, outermost first, and who is let in by all of them."""
    lines = []
    for step in chain:
        line, column = source.place(step.span.start)
        kind = "filter" if step.choice is None else "variant of a choice"
        lines.append(f"  {line}:{column} {kind}: {_quoted(source, step.span)}")
        lines.extend(f"    {one.audience}: {_because(one.reason)}" for one in step.verdicts)
    seen = [one.id for one in audiences if all(step.lets_in(one.id) for step in chain)]
    lines.append(f"  seen by: {', '.join(seen) or 'nobody'}")
    return "\n".join(lines) + "\n"


def _quoted(source: Source, span: Span) -> str:
    words = short(source.text[slice(*span)])
    return f"`{words}`" if words else "nothing"


def _because(reason: Reason | None) -> str:
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
