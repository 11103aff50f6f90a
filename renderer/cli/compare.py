"""`renderer compare`: what differs between two editions of an article, side by side.

Invariant: a difference is a result and no failure; the exit code tells only whether there are editions.
"""

from pathlib import Path

import click

from renderer.cli import complete, console, options

FORMS = ("human", "json", "html")


@click.command("compare")
@click.argument("article", shell_complete=complete.articles)
@click.argument("audiences", nargs=2, metavar="AUDIENCE AUDIENCE", shell_complete=complete.audiences)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default=FORMS[0],
    show_default=True,
    help="For people, for another tool, or as a page.",
)
@options.site
def command(*, article: str, audiences: tuple[str, str], form: str, folder: Path | None) -> int:
    """Show where two editions of ARTICLE differ, side by side.

    Passages from the same place of the source, and variants of one choice, stand opposite each other. Words
    that differ are marked, and figures (numbers, doses, dates) are marked apart.
    """
    from renderer.build import commands

    site = commands.open_site(folder, Path.cwd())
    outcome = commands.compare_editions(site, article, audiences)
    console.note_all(outcome.diagnostics)
    text = commands.comparison_as(outcome, form, console.result_width(), colour=console.results_in_colour())
    if text is None:
        console.note("Nothing is compared while there are errors; a draft's are named as warnings.")
        return 1
    console.result(text)
    return 0
