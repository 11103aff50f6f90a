"""`renderer new`: a site to start from.

Invariant: it says what to type next, and that works.
"""

import shlex
from pathlib import Path

import click

from renderer.cli import console


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(*, folder: Path) -> int:
    """Write a small site to start from.

    DIR must be empty or not there yet. The site has two articles and three audiences.
    """
    from renderer.build import commands
    from renderer.reports.human import counted

    written = commands.new(Path.cwd() / folder)
    console.note(f"{counted(len(written), 'file')} in {folder}. Next:")
    console.note(f"    cd {shlex.quote(str(folder))}")
    console.note("    renderer build")
    return 0
