"""`renderer build`: the whole site into its output folder.

Invariant: the folder holds one whole build, the old or the new one, and the exit code says which.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderer.cli import complete, console, options

if TYPE_CHECKING:
    from renderer.build.request import BuildOutcome


@click.command("build")
@options.site
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the pages go; site/ in the site's folder when left out.",
)
@options.audiences("Only this one; may be repeated.")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    shell_complete=complete.one_of("html", "text"),
    help="html or text; may be repeated.",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="How many processes work at once.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Let a Dask cluster work: tcp://host:8786.")
@click.option("--force", is_flag=True, help="Make everything anew, whatever the cache holds.")
@click.option(
    "--require-approved",
    "approved",
    is_flag=True,
    help="Refuse what nobody has approved as it is.",
)
@click.option("--dry-run", "dry", is_flag=True, help="Write nothing, and say which files would change.")
@click.option("--json", "machine", is_flag=True, help="Say what was done as JSON.")
@click.option("--profile", is_flag=True, help="Say where the time went; all work is done in one process.")
@options.strict
def command(  # noqa: PLR0913 - one for each flag
    *,
    folder: Path | None,
    out: Path | None,
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    jobs: int | None,
    scheduler: str,
    force: bool,
    approved: bool,
    dry: bool,
    machine: bool,
    profile: bool,
    strict: bool,
) -> int:
    """Build the site's pages and texts.

    A page and a plain text for each article and audience; only what has changed is made. What stood in the
    output folder before is untouched when the content has errors.
    """
    from renderer.build import commands
    from renderer.cli.progress import Progress, shown

    if profile and scheduler:
        raise click.UsageError("--profile times one process: leave --scheduler out")
    request = commands.BuildRequest(
        out=out, audiences=_once(audiences), formats=_once(formats), jobs=1 if profile else jobs,
        scheduler=scheduler, force=force, strict=strict, require_approved=approved, dry=dry,
    )  # fmt: skip
    with shown(Progress(quiet=machine)) as progress:
        outcome = commands.build(commands.open_site(folder, Path.cwd()), request, progress)
    _tell(outcome, progress.seconds, machine=machine)
    if profile:
        console.note("\n".join(progress.profile()))
    return 1 if outcome.failed else 0


def _tell(outcome: "BuildOutcome", seconds: float, *, machine: bool) -> None:
    """Say what a build did: as the result for a machine, else as notes."""
    from renderer.build import telling

    out = options.short(outcome.out)
    if machine:
        console.result(telling.as_json(outcome, out, seconds))
        return
    console.note_all(outcome.diagnostics)
    if outcome.changes is not None:
        console.result(telling.listed(outcome.changes))
    console.note("\n".join(telling.in_words(outcome, out, seconds)))


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
