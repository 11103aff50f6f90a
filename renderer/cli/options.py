"""The flags that several commands share, so that each means the same everywhere.

Invariant: a flag's name, its short form and its default are written here once.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from renderer.cli import complete

F = TypeVar("F", bound=Callable[..., int])


class _Folder(click.Path):
    """A folder that is there; while a word is completed any, as the shell will read its name."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        if ctx is not None and ctx.resilient_parsing:
            return Path(os.path.expanduser(os.path.expandvars(value)))  # noqa: PTH111 - which never raises
        return super().convert(value, param, ctx)


site: Callable[[F], F] = click.option(
    "--site",
    "folder",
    type=_Folder(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The site's folder; without it the nearest one upward that holds audiences/.",
)

strict: Callable[[F], F] = click.option(
    "--strict", is_flag=True, help="Treat warnings as errors; a draft's stay warnings."
)

audience: Callable[[F], F] = click.option(
    "-a",
    "--audience",
    required=True,
    metavar="AUDIENCE",
    shell_complete=complete.audiences,
    help="Whose edition.",
)


def audiences(words: str) -> Callable[[F], F]:
    """Return the flag of some audiences; `words` say what they are named for."""
    return click.option(
        "-a",
        "--audience",
        "audiences",
        multiple=True,
        metavar="AUDIENCE",
        shell_complete=complete.audiences,
        help=words,
    )


def short(path: Path) -> str:
    """Return a path as somebody who stands in the current folder would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
