"""`renderer show`: one edition to standard output.

Invariant: standard output gets the whole edition or nothing.
"""

from pathlib import Path

import click

from renderer.cli import complete, console, options


@click.command("show")
@click.argument("article", shell_complete=complete.articles)
@options.audience
@click.option(
    "-f",
    "--format",
    "form",
    default="html",
    show_default=True,
    metavar="FORMAT",
    shell_complete=complete.one_of("html", "text", "json"),
    help="html, text or json.",
)
@click.option("--fragment", is_flag=True, help="The body alone, without the page round it; json has none.")
@options.site
def command(*, article: str, audience: str, form: str, fragment: bool, folder: Path | None) -> int:
    """Show ARTICLE, an id or a path, as one audience reads it."""
    from renderer.build import commands

    site = commands.open_site(folder, Path.cwd())
    outcome = commands.show(site, article, audience=audience, format=form, fragment=fragment)
    console.note_all(outcome.diagnostics)
    if outcome.text is None:
        console.note("No edition is shown while there are errors; a draft's are named as warnings.")
        return 1
    console.result(outcome.text)
    return 0
