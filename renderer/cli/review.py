"""`renderer review`: what changed since somebody approved it, what waits, and what was left behind.

Invariant: what waits or has changed is a result and no failure; the exit code tells only of errors.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderer.cli import complete, console, options

if TYPE_CHECKING:
    from renderer.build.opening import OpenSite

FORMS = ("human", "json")


@click.command("review")
@click.argument("article", required=False, shell_complete=complete.articles)
@options.audiences("Whose edition; may be repeated.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default=FORMS[0],
    show_default=True,
    help="For people or for another tool.",
)
@click.option("--stale", is_flag=True, help="Say which variants are older than others of their choice.")
@click.option("--prune", is_flag=True, help="Remove approvals of articles and audiences that are gone.")
@click.option("--dry-run", "dry", is_flag=True, help="With --prune: list them and remove nothing.")
@options.site
def command(  # noqa: PLR0913 - one for each flag
    *,
    article: str | None,
    audiences: tuple[str, ...],
    form: str,
    stale: bool,
    prune: bool,
    dry: bool,
    folder: Path | None,
) -> int:
    """Show what waits for approval, or what changed in ARTICLE.

    Without ARTICLE: every edition that waits, oldest first. With it: which words of its editions changed
    since they were approved, and where they stand.
    """
    from renderer.build import commands

    if prune and (article or audiences or stale or form != FORMS[0]):
        raise click.UsageError("--prune is about the whole site, and goes with --dry-run alone")
    if dry and not prune:
        raise click.UsageError("--dry-run goes with --prune")
    site = commands.open_site(folder, Path.cwd())
    if prune:
        return _prune(site, dry=dry)
    if stale:
        return _stale(site, article, audiences, form)
    return _review(site, article, audiences, form)


def _review(site: "OpenSite", article: str | None, audiences: tuple[str, ...], form: str) -> int:
    from renderer.build import commands, review_forms
    from renderer.comparison.human import Shape

    today = date.today()  # noqa: DTZ011 - the day on which somebody looks
    if article is None:
        outcome = commands.waiting(site, audiences, today)
    else:
        outcome = commands.review(site, article, audiences, today)
    console.note_all(outcome.diagnostics)
    console.note_future(outcome.future)
    if not outcome.whole:
        console.note("What has errors, or stands in a site with errors round it, has no edition to review.")
    if outcome.whole or outcome.editions:
        shape = Shape(console.result_width(), console.results_in_colour())
        text = review_forms.as_list(outcome) if article is None else review_forms.as_text(outcome, shape)
        console.result(review_forms.as_json(outcome) if form == "json" else text)
    return 0 if outcome.whole else 1


def _stale(site: "OpenSite", article: str | None, audiences: tuple[str, ...], form: str) -> int:
    from renderer.build import commands, stale_forms

    today = date.today()  # noqa: DTZ011 - as above
    outcome = commands.stale(site, article, audiences, today)
    console.note_all(outcome.diagnostics)
    console.note_future(outcome.future)
    if form == "json":
        console.result(stale_forms.as_json(outcome))
    else:
        console.result(stale_forms.as_text(outcome))
    return 1 if any(one.is_error for one in outcome.diagnostics) else 0


def _prune(site: "OpenSite", *, dry: bool) -> int:
    """List the approvals that are lost, then remove them."""
    from renderer.build import commands
    from renderer.reports.human import counted

    found = commands.lost(site)
    if found.diagnostics:
        console.note_all(found.diagnostics)
        console.note("Nothing is removed while there are errors: what cannot be read is not gone.")
        return 1
    console.result("".join(f"{path}\n" for path in found.paths))
    if dry:
        console.note(f"{counted(len(found.paths), 'approval')} would be removed.")
        return 0
    commands.prune(site, found.paths)
    console.note(f"{counted(len(found.paths), 'approval')} removed.")
    return 0
