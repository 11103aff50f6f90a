"""The server of a preview: its socket, its end, and the watching that goes with it.

Invariant: Ctrl-C ends the server at once, with open tabs too, and leaves the port free.
"""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from renderer.build.opening import SurroundingsProblem
from renderer.preview.app import Preview
from renderer.preview.guard import LOOPBACK, Guard
from renderer.preview.hub import Hub
from renderer.preview.live import LiveSite, Seen
from renderer.preview.watch import Watcher
from renderer.value import named_value

DEFAULT_PORT: Final = 8000
_TRIES: Final = 50
_PATIENCE: Final = 1
"""What is still at work when the server ends is waited for so long, in seconds."""
_ANY: Final = ("0.0.0.0", "::", "")  # noqa: S104 - to be told from one machine's own addresses

Tell = Callable[[Seen], None]


@named_value
class Request:
    """What a preview is to do.

    `focus` is the path of the output that is looked at before a browser asks, and `editor` the address
    that opens a file where the site's settings name none; both may be empty.
    """

    root: Path
    host: str = "127.0.0.1"
    poll: bool = False
    focus: str = ""
    editor: str = ""


def listen(host: str, port: int | None) -> tuple[socket.socket, int]:
    """Return a socket that listens, and its port; without a port the first that is free.

    Raises:
        SurroundingsProblem: the port is taken, or there is no such host.
    """
    for candidate in (port,) if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + _TRIES):
        try:
            opened = socket.create_server((host, candidate), family=_family(host), backlog=128)
        except OSError as error:
            if port is not None or error.errno != errno.EADDRINUSE:
                why = "it is taken" if error.errno == errno.EADDRINUSE else error.strerror
                raise SurroundingsProblem(f"port {candidate} of {host} cannot be used: {why}") from error
        else:
            return opened, int(opened.getsockname()[1])
    raise SurroundingsProblem(f"no port from {DEFAULT_PORT} to {DEFAULT_PORT + _TRIES - 1} is free")


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    return host in LOOPBACK or host.startswith("127.")


class _Server(uvicorn.Server):
    """A server that lets go of its listeners when it is told to end."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End at the next turn of the loop."""
        self._hub.close()
        super().handle_exit(sig, frame)


def serve(request: Request, opened: socket.socket, tell: Tell) -> None:
    """Serve a preview until it is interrupted; `tell` gets what is wrong each time that it changes.

    Raises:
        KeyboardInterrupt: it was.
    """
    live, hub = LiveSite(request.root, request.editor), Hub()
    preview = Preview(live, hub)
    names = LOOPBACK | {request.host}
    guard = Middleware(Guard, names=names, anywhere=request.host in _ANY)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watcher = Watcher(request.root, poll=request.poll)
        teller = _Teller(live, request.focus, tell)
        watching = asyncio.create_task(_follow(watcher, live, hub, teller))
        yield
        watcher.stop()
        await asyncio.wait({watching}, timeout=_PATIENCE)

    app = Starlette(routes=preview.routes(), middleware=[guard], lifespan=lifespan)
    config = uvicorn.Config(
        app, log_level="critical", access_log=False, timeout_graceful_shutdown=_PATIENCE, server_header=False
    )
    _Server(config, hub).run(sockets=[opened])


async def _follow(watcher: Watcher, live: LiveSite, hub: Hub, teller: "_Teller") -> None:
    """Pass on what changed, and say what is wrong with what is looked at."""
    await run_in_threadpool(teller.look)
    async for paths in watcher.changes():
        if await run_in_threadpool(live.changed, paths):
            hub.announce()
            await run_in_threadpool(teller.look)


class _Teller:
    """Says what is wrong with the page that was looked at last, when it is something else than before."""

    def __init__(self, live: LiveSite, focus: str, tell: Tell) -> None:
        self._live = live
        self._focus = focus
        self._tell = tell
        self._said: tuple[object, str] = ((), "")

    def look(self) -> None:
        """Look at the page, and say what is new."""
        seen = self._live.newest(self._focus)
        if (seen.problems, seen.trouble) != self._said:
            self._said = (seen.problems, seen.trouble)
            self._tell(seen)
