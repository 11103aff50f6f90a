"""The flags that several commands share, so that each means the same everywhere.

Invariant: a flag's name, its short form and its default are written here once.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., int])

site: Callable[[F], F] = click.option(
    "--site",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The site's folder; without it the nearest one upward that holds audiences/.",
)

strict: Callable[[F], F] = click.option(
    "--strict", is_flag=True, help="Treat warnings as errors; a draft's stay warnings."
)


def short(path: Path) -> str:
    """Return a path as somebody who stands in the current folder would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
