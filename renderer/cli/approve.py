"""`renderer approve`: somebody says that the words of one edition may stand.

Invariant: standard output gets the path of the record, to be committed, and nothing else.
"""

from datetime import date, datetime
from pathlib import Path
from unicodedata import normalize

import click

from renderer.cli import complete, console, options


@click.command("approve")
@click.argument("article", shell_complete=complete.articles)
@options.audience
@click.option("--by", required=True, metavar="NAME", help="Who has read it.")
@click.option("--note", default="", metavar="TEXT", help="What is to be remembered of it.")
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day (2025-10-29); else today."
)
@options.site
def command(  # noqa: PLR0913 - one for each flag
    *, article: str, audience: str, by: str, note: str, day: datetime | None, folder: Path | None
) -> int:
    """Approve the words of ARTICLE as one audience reads them.

    The record lies in approvals/, to be committed with the article. It holds for these words alone: when they
    change, the edition is under review again.
    """
    from renderer.build import commands

    today = date.today()  # noqa: DTZ011 - the day where somebody approves it
    consent = commands.Consent(
        by=normalize("NFC", by.strip()), on=day.date() if day else today, today=today, note=note.strip()
    )
    site = commands.open_site(folder, Path.cwd())
    outcome = commands.approve(site, article, audience, consent)
    console.note_all(outcome.diagnostics)
    console.note_future(outcome.future)
    if not outcome.path:
        console.note("Nothing is approved while there are errors.")
        return 1
    for one in outcome.before:
        console.note(f"{one.by} approved these words on {one.on.isoformat()}.")
    if not outcome.written:
        console.note(f"Nothing was written: give a later day to say that {by.strip()} has read them again.")
    console.result(f"{outcome.path}\n")
    return 0
