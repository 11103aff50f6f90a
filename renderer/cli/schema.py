"""`renderer schema`: the JSON Schema of a file that people write, for their editors.

Invariant: it works anywhere; only in a site does it name the site's audiences.
"""

from pathlib import Path

import click

from renderer.cli import console, options

NAMES = ("site", "audience", "front-matter")


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES))
@options.site
def command(*, name: str, folder: Path | None) -> int:
    """Print the JSON Schema of a file that people write.

    That is site.toml, a file in audiences/ or the front matter of an article. An editor that knows the schema
    completes keys, explains them and marks what is wrong. In a site, the names of its audiences are in it.
    """
    from renderer.build import commands

    console.result(commands.schema(name, folder, Path.cwd()))
    return 0
