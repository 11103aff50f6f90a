"""`renderer check`: everything that is wrong, without building anything.

Invariant: the diagnostics are the result, so they go to standard output in whatever form was asked for.
"""

from pathlib import Path

import click

from renderer.cli import complete, console, options
from renderer.reports import REPORTS, report_named
from renderer.reports.account import Account


@click.command("check")
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...", shell_complete=complete.articles)
@click.option(
    "--format",
    "form",
    type=click.Choice([one.name for one in REPORTS]),
    default=REPORTS[0].name,
    show_default=True,
    help="For people or for another tool.",
)
@options.strict
@options.site
def command(*, articles: tuple[str, ...], form: str, strict: bool, folder: Path | None) -> int:
    """Check the site, or ARTICLEs alone (ids or paths)."""
    from renderer.build import commands

    site = commands.open_site(folder, Path.cwd())
    outcome = commands.check(site, articles, strict=strict)
    colour = console.results_in_colour()
    account = Account(outcome.diagnostics, outcome.articles, colour, site.folder)
    console.result(report_named(form).write(account))
    return 1 if account.failed else 0
