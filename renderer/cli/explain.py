"""`renderer explain`: who sees a place of an article and why, or what a code means.

Invariant: a code is explained anywhere, also where there is no site.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from renderer.cli import complete, console, options
from renderer.diagnostics import Code
from renderer.language.nearest import nearest


@click.command("explain")
@click.argument(
    "place", required=False, metavar="[ARTICLE[:LINE[:COLUMN]] | CODE]", shell_complete=complete.places
)
@options.site
def command(place: str | None, folder: Path | None) -> int:
    """Explain who sees what and why, or what a code means.

    An article: each of its choices, and who gets which variant. A line or a place in it: the tags round it,
    and by which rule each audience sees it or not. A code: what is wrong, why it matters and what to write.
    Nothing: the list of codes. An article that is called like a code goes by its path.
    """
    from renderer.build import commands

    if place is None:
        console.result(_list_of(commands.all_codes()))
        return 0
    code = commands.code_named(place)
    if code is not None:
        console.result(f"{code.name} ({code.severity})\n\n{code.manual}\n")
        return 0
    try:
        outcome = commands.explain(commands.open_site(folder, Path.cwd()), place)
    except commands.UsageProblem as problem:
        raise commands.UsageProblem(f"{problem}{_or_code(place, commands.all_codes())}") from problem
    console.note_all(outcome.diagnostics)
    console.result(outcome.text or "")
    return 1 if any(one.is_error for one in outcome.diagnostics) else 0


def _or_code(place: str, known: Iterable[Code]) -> str:
    """Return a line that names the code that was perhaps meant, or nothing."""
    near = nearest(place, (one.name for one in known))
    return f"\nOr did you mean the code '{near}'?" if near else ""


def _list_of(known: Sequence[Code]) -> str:
    """Return a line for each code: its name, its severity and the first sentence of its manual."""
    room = max(len(one.name) for one in known)
    lines = [f"{one.name:{room}}  {one.severity:7}  {one.manual.partition(chr(10))[0]}" for one in known]
    return "\n".join(lines) + "\n"
