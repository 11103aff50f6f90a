"""`renderer build`: the whole site into its output folder.

Invariant: the folder holds one whole build, the old or the new one, and the exit code says which.
"""

from pathlib import Path

import click

from renderer.cli import console, options


@click.command("build")
@options.site
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the pages go; site/ in the site's folder when left out.",
)
@click.option(
    "-a", "--audience", "audiences", multiple=True, metavar="AUDIENCE", help="Only this one; may be repeated."
)
@click.option(
    "-f", "--format", "formats", multiple=True, metavar="FORMAT", help="html or text; may be repeated."
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="How many processes work at once.")
@click.option("--force", is_flag=True, help="Make everything anew, whatever the cache holds.")
@options.strict
def command(  # noqa: PLR0913 - one for each flag
    *,
    folder: Path | None,
    out: Path | None,
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    jobs: int | None,
    force: bool,
    strict: bool,
) -> int:
    """Build the site's pages and texts.

    A page and a plain text for each article and each audience that may read it.

    What stood in the output folder before is untouched when the content has errors.
    """
    from renderer.build import commands
    from renderer.reports.human import counted

    request = commands.BuildRequest(
        out=out, audiences=_once(audiences), formats=_once(formats), jobs=jobs, force=force, strict=strict
    )
    outcome = commands.build(commands.open_site(folder, Path.cwd()), request)
    console.note_all(outcome.diagnostics)
    if outcome.failed:
        console.note("Nothing was built; the output folder is as it was.")
        return 1
    editions = counted(outcome.editions, "edition")
    articles = counted(outcome.articles, "article")
    written = counted(outcome.written, "file")
    console.note(f"{editions} of {articles} in {_short(outcome.out)}, {written} written.")
    if outcome.note:
        console.note(f"Note: {outcome.note}.")
    return 0


def _short(folder: Path) -> Path:
    """Return the folder as somebody who stands in the current one would write it."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
