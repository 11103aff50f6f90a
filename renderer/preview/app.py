"""What the preview serves: its own page, the site's pages, and what is to be said of them.

- `/` is the page that an author keeps open; its query holds what is shown.
- `/-/events` tells of new versions, `/-/state` what there is and what is wrong with it.
- `/site/...` are the outputs of a build, each made when it is asked for, byte for byte.
- `/-/compare` are editions side by side, `/why/...` a page with every variant in place.

Invariant: a request reads the site and changes nothing.
"""

from mimetypes import guess_type
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from renderer.comparison.html import STYLE
from renderer.preview.hub import Hub
from renderer.preview.live import LiveSite, Seen
from renderer.preview.problems import problem_page
from renderer.preview.state import compared, state

FRAME: Final = Path(__file__).parent / "frame"
_FILES: Final = ("frame.css", "frame.js", "why.css", "why.js")
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_TEXT: Final = "text/plain; charset=utf-8"


class Preview:
    """The routes of one preview."""

    def __init__(self, live: LiveSite, hub: Hub) -> None:
        self.live = live
        self.hub = hub

    def routes(self) -> list[Route]:
        """Return all routes."""
        return [
            Route("/", self.frame),
            Route("/-/events", self.events),
            Route("/-/state", self.state),
            Route("/-/compare", self.compare),
            Route("/-/{name}", self.file),
            Route("/site/{path:path}", self.page),
            Route("/why/{path:path}", self.why),
        ]

    async def frame(self, _: Request) -> Response:
        """The page that is kept open."""
        return HTMLResponse((FRAME / "frame.html").read_bytes(), headers={"Content-Security-Policy": _POLICY})

    async def file(self, request: Request) -> Response:
        """A style sheet or a script of that page."""
        name = request.path_params["name"]
        if name == "comparison.css":
            return Response(STYLE, media_type=_media(name))
        if name not in _FILES:
            return Response("there is nothing here\n", 404, media_type=_TEXT)
        return Response((FRAME / name).read_bytes(), media_type=_media(name))

    async def events(self, _: Request) -> Response:
        """The stream of new versions."""
        return StreamingResponse(self.hub.stream(), media_type="text/event-stream")

    async def state(self, request: Request) -> Response:
        """What there is to show, and what is wrong with what is shown."""
        version = self.hub.version
        shown = request.query_params.get("path", "")
        return JSONResponse({"version": version} | await run_in_threadpool(state, self.live, shown))

    async def compare(self, request: Request) -> Response:
        """Editions of an article side by side, as a table."""
        article = request.query_params.get("article", "")
        audiences = request.query_params.get("audiences", "")
        table = await run_in_threadpool(compared, self.live, article, audiences.split(","))
        return HTMLResponse(table)

    async def page(self, request: Request) -> Response:
        """An output of the site."""
        path = _path(request)
        return _answer(path, await run_in_threadpool(self.live.at, path))

    async def why(self, request: Request) -> Response:
        """An edition's page with every variant in place; anything else is as in the site."""
        path = _path(request)
        edition = path.endswith("index.html") and path.count("/") > 1
        return _answer(path, await run_in_threadpool(self.live.at, path, why=edition))


def _path(request: Request) -> str:
    path: str = request.path_params["path"]
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def _answer(path: str, seen: Seen) -> Response:
    if seen.data is not None:
        return Response(seen.data, media_type=_media(path))
    if not seen.known:
        return Response(f"a build has nothing at {path}\n", 404, media_type=_TEXT)
    return HTMLResponse(problem_page(seen))


def _media(path: str) -> str:
    kind = guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
