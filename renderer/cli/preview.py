"""`renderer preview`: the site in a browser while its words are written.

Invariant: what the server needs is imported here alone, and nothing is served before the site was found.
"""

import gc
import os
import sys
import webbrowser
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import click

from renderer.cli import complete, console, options

if TYPE_CHECKING:
    from renderer.build.opening import OpenSite
    from renderer.preview.live import Seen


@click.command("preview")
@click.argument("article", required=False, shell_complete=complete.articles)
@click.option(
    "-a",
    "--audience",
    metavar="AUDIENCE",
    shell_complete=complete.audiences,
    help="Whose edition is shown first.",
)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H", help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="P",
    help="The port; without it the first free one from 8000 on. 0 takes any that is free.",
)
@click.option("--open/--no-open", "opens", default=True, help="Open a browser, or do not.")
@click.option("--poll", is_flag=True, help="Look for changes ever again: for network and container disks.")
@options.site
def command(  # noqa: PLR0913 - one for each flag
    *,
    article: str | None,
    audience: str | None,
    host: str,
    port: int | None,
    opens: bool,
    poll: bool,
    folder: Path | None,
) -> int:
    """Show the site, or ARTICLE, in a browser that follows every save."""
    from renderer.build import commands
    from renderer.preview import editors, server

    site = commands.open_site(folder, Path.cwd())
    name = site.article(article) if article else ""
    reader = site.audience(audience).id if audience else ""
    if not server.is_loopback(host):
        console.note(f"Warning: {host} lets other machines read this site, drafts included, while this runs.")
    opened, found = server.listen(host, port)
    if port is None and found != server.DEFAULT_PORT:
        console.note(f"Port {server.DEFAULT_PORT} is taken: {found} is used instead.")
    address = _address(host, found, article=name, audience=reader)
    console.result(f"Preview at {address} (Ctrl-C ends it)\n")
    if opens and _has_display():
        Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    gc.enable()  # a server runs all day
    request = server.Request(
        root=site.workspace.site.root,
        host=host,
        poll=poll,
        focus=_focus(site, name, reader),
        editor=editors.address_of(os.environ),
    )
    server.serve(request, opened, _tell)
    return 0


def _address(host: str, port: int, **shown: str) -> str:
    """Return the address of the preview's page, with what it is to show."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    query = urlencode({key: value for key, value in shown.items() if value})
    return f"http://{name}:{port}/{'?' if query else ''}{query}"


def _focus(site: "OpenSite", article: str, audience: str) -> str:
    """Return the path of the page that was asked for, or nothing."""
    ids = site.workspace.site.audiences.ids
    return f"{audience or ids[0]}/{article}/index.html" if article and ids else ""


def _has_display() -> bool:
    """Whether there is a screen to open a browser on."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _tell(seen: "Seen") -> None:
    """Say what is wrong with the page that is looked at."""
    if seen.trouble:
        console.note(f"Error: {seen.trouble}")
    if seen.problems:
        console.note_all(seen.problems)
    elif not seen.trouble:
        console.note("No problems in what is shown.")
