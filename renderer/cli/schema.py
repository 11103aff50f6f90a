"""`renderer schema`: the JSON Schema of a file that people write, for their editors.

Invariant: it works anywhere; only in a site does it name the site's audiences.
"""

from pathlib import Path

import click

from renderer.cli import console, options
from renderer.language.nearest import meant

NAMES = ("site", "audience", "front-matter")
_PLACES = {"site.toml": "site", "audiences": "audience", "content": "front-matter"}


class _Name(click.Choice[str]):
    """One of the names; for the name of a file or a folder a message says which schema is meant."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        hint = meant(_PLACES.get(value.partition("/")[0], value), NAMES)
        if value not in NAMES and hint:
            self.fail(f"there is no schema '{value}'{hint}", param, ctx)
        return super().convert(value, param, ctx)


@click.command("schema")
@click.argument("name", type=_Name(NAMES))
@options.site
def command(*, name: str, folder: Path | None) -> int:
    """Print the JSON Schema of a file that people write.

    That is site.toml, a file in audiences/ or the front matter of an article. An editor that knows the schema
    completes keys, explains them and marks what is wrong. In a site, the names of its audiences are in it.
    """
    from renderer.build import commands

    console.result(commands.schema(name, folder, Path.cwd()))
    return 0
