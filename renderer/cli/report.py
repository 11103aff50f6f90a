"""`renderer report`: how all editions stand, as a page, as text or for another tool.

Invariant: the report is written whatever is wrong with the site; the exit code says whether there are errors.
"""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderer.cli import console, options

if TYPE_CHECKING:
    from renderer.build.opening import OpenSite
    from renderer.build.report.values import Report

FORMS = ("html", "text", "json")
_STANDARD_OUTPUT = "-"


@click.command("report")
@options.audiences("Whose editions; may be repeated.")
@click.option(
    "--format", "form", type=click.Choice(FORMS), default=FORMS[0], show_default=True,
    help="A page for people, a table for the terminal, or for another tool.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(), metavar="FILE",
    help="Where the page goes: report.html in the site, unless named; - is standard output.",
)  # fmt: skip
@options.site
def command(*, audiences: tuple[str, ...], form: str, out: str | None, folder: Path | None) -> int:
    """Report how every edition stands, what needs an editor first.

    Status, reading grade, age, words, how much of an article its readers share, open problems, and who is
    waited for.
    """
    from renderer.build import commands
    from renderer.cli.progress import Progress, shown

    if out is not None and form != FORMS[0]:
        raise click.UsageError("--out is for the page: text and JSON go to standard output")
    today = date.today()  # noqa: DTZ011 - the day on which somebody looks
    site = commands.open_site(folder, Path.cwd())
    file = _file(site, out) if form == FORMS[0] else None
    with shown(Progress(done="looked at")) as progress:
        found = commands.report(site, audiences, today, progress)
    console.note_all(found.found)
    console.note_future(found.future)
    console.result(_told(found, form) if file is None else _written(found, file))
    return 1 if found.failed else 0


def _file(site: "OpenSite", out: str | None) -> Path | None:
    """Return the file that the page goes to, None for standard output."""
    from renderer.site.report_file import why_not

    if out == _STANDARD_OUTPUT:
        return None
    if out is not None and out.endswith(os.sep):
        raise click.UsageError(f"{out} is a folder: name a file with --out")
    file = site.files.root / "report.html" if out is None else Path(out)
    if reason := why_not(file, site.files.root):
        raise click.UsageError(reason)
    return file


def _written(found: "Report", file: Path) -> str:
    from renderer.site.report_file import write_report

    write_report(file, _told(found, FORMS[0]))
    return f"{options.short(file)}\n"


def _told(found: "Report", form: str) -> str:
    from renderer.build.report import forms, page

    match form:
        case "json":
            return forms.as_json(found)
        case "text":
            return forms.as_text(found, console.terminal_width())
        case _:
            return page.as_page(found)
