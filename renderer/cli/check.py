"""`renderer check`: everything that is wrong, without building anything.

Invariant: the diagnostics are the result, so they go to standard output in whatever form was asked for; a dry
run's result is its diff.
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderer.cli import complete, console, options
from renderer.reports import REPORTS, SARIF, report_named, sarif
from renderer.reports.account import Account
from renderer.reports.human import counted

if TYPE_CHECKING:
    from renderer.build.fix import FixOutcome


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
@click.option("--fix", "mend", is_flag=True, help="First mend in the articles what has one safe mending.")
@click.option(
    "--dry-run", "dry", is_flag=True, help="With --fix: write nothing, and print what would change."
)
@options.strict
@options.site
def command(  # noqa: PLR0913 - one for each flag
    *, articles: tuple[str, ...], form: str, mend: bool, dry: bool, strict: bool, folder: Path | None
) -> int:
    """Check the site, or ARTICLEs alone (ids or paths)."""
    from renderer.build import commands

    if dry and (not mend or form != REPORTS[0].name):
        raise click.UsageError("--dry-run goes with --fix, and prints a diff: leave --format out")
    site, failed = commands.open_site(folder, Path.cwd()), False
    if mend:
        fixed = commands.fix(site, articles, write=not dry)
        _tell(fixed, dry=dry)
        failed = bool(fixed.failures)
        site = commands.open_site(folder, Path.cwd())  # as it is now
    outcome = commands.check(site, articles, strict=strict)
    way = site.way(os.environ.get("GITHUB_WORKSPACE", ""))
    account = Account(outcome.diagnostics, outcome.articles, console.results_in_colour(), way)
    if not dry:
        _give(account, form)
    return 1 if account.failed or failed else 0


def _give(account: Account, form: str) -> None:
    """Write the result, and say what code scanning would not take of it."""
    if form == SARIF:
        from renderer.build.commands import all_codes

        account = replace(account, codes=all_codes())
        found = len(account.diagnostics)
        if found > sarif.LIMIT:
            console.note(
                f"Warning: of {found:,} results the log holds {sarif.LIMIT:,}, errors first: "
                "GitHub takes no more."
            )
    give = console.result_for_people if form == REPORTS[0].name else console.result
    give(report_named(form).write(account))


def _tell(fixed: "FixOutcome", *, dry: bool) -> None:
    """Say what was mended, left and not written, a line each; a dry run's diff is the result."""
    did = "would mend" if dry else "mended"
    for one in fixed.mended:
        console.note(f"{one.path}:{one.line}:{one.column}: {did} {one.name}")
    for each in fixed.left:
        console.note(f"{each.path}:{each.line}:{each.column}: left {each.name}: {each.why}")
    for failure in fixed.failures:
        console.note(f"Error: {failure}")
    files = len({one.path for one in fixed.mended})
    console.note(f"{did} {len(fixed.mended)} in {counted(files, 'file')}".capitalize())
    if dry:
        console.result(fixed.diff)
