"""The guard before every route: who may ask, and how.

A page of another site can make a browser ask this server, and a name that leads to this machine can be made
up by anybody (DNS rebinding): so the host that was asked for, and the origin that asks, must be this
server's own.

Invariant: what the guard refuses reaches no route.
"""

from collections.abc import Collection
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_METHODS: Final = ("GET", "HEAD")
_SAFE: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """Refuses what no tab of this server's own asks for.

    `names` are the hosts that the server goes by; with `anywhere`, every address written in numbers, which
    nobody can make lead elsewhere, is one as well.
    """

    def __init__(self, app: ASGIApp, names: Collection[str], *, anywhere: bool = False) -> None:
        self._app = app
        self._names = frozenset(one.lower() for one in names)
        self._anywhere = anywhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        why = self._refusal(scope["method"], Headers(scope=scope))
        if why is not None:
            await why(scope, receive, send)
            return

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_SAFE)
            await send(message)

        await self._app(scope, receive, safe)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        if method not in _METHODS:
            return PlainTextResponse(f"{method} is not served here\n", 405, {"Allow": ", ".join(_METHODS)})
        host = headers.get("host", "")
        if not self._is_own(host):
            return PlainTextResponse(f"'{host}' is not the host of this preview\n", 403)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return PlainTextResponse("this preview answers to its own pages alone\n", 403)
        own = headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        followed = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
        if not own and not followed:  # a link elsewhere may lead here, in a tab that its page cannot read
            return PlainTextResponse("this preview answers to its own pages alone\n", 403)
        return None

    def _is_own(self, host: str) -> bool:
        """Whether a Host header names this server; a port may be another one's, mapped to ours."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
            return name in self._names or (self._anywhere and ip_address(name) is not None)
        except ValueError:
            return False
