"""Pages in a real browser: Chromium, a sample site with every kind of page, and what a visit to one tells.

Chromium is looked for among Playwright's own browsers and on the PATH. What is not there skips its tests,
unless REQUIRE_BROWSER=1 says that they must run.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

TOP = Path(__file__).parent.parent
AUDIENCES = ("patient", "clinician", "student")
ARTICLES = ("high-blood-pressure", "metformin", "telemedicine")
EDITIONS = [f"{audience}/{article}/index.html" for audience in AUDIENCES for article in ARTICLES]
ALIAS = "seeing-a-doctor-abroad"
HALF = "heart/rhythm"
"""An article in a folder, for patients alone."""
KINDS = ["index.html", "404.html", "patient/index.html", "telemedicine/index.html", f"{HALF}/index.html"]
PAGES = [*KINDS, f"patient/{HALF}/index.html", *EDITIONS]


def absent(reason: str) -> NoReturn:
    """Skip a test for what this machine does not have; fail it where nothing may be skipped."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; it has no sandbox for root, whom containers run things as."""
    arguments = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        names = ("chromium", "chromium-browser", "google-chrome")
        path = str(own) if own.exists() else next(filter(None, map(shutil.which, names)), None)
        if path is None:
            absent("there is no Chromium: `playwright install chromium` fetches one")
        try:
            started = playwright.chromium.launch(executable_path=path, args=arguments)
        except Error as problem:
            absent(f"Chromium does not start: {problem.message.splitlines()[0]}")
        yield started
        started.close()


def sample_site(folder: Path) -> Path:
    """Build the sample site with a former address and an article for some, and return its output."""
    for name in ("content", "audiences"):
        shutil.copytree(TOP / name, folder / name)
    shutil.copy(TOP / "site.toml", folder)
    article = folder / "content" / "telemedicine.md"
    text = article.read_text("utf-8")
    article.write_text(text.replace("\nupdated:", f"\naliases: [{ALIAS}]\nupdated:", 1), "utf-8")
    half = folder / "content" / f"{HALF}.md"
    half.parent.mkdir()
    half.write_text("---\ntitle: A regular beat\naudiences: [patient]\n---\n\nCount it.\n", "utf-8")
    run = [sys.executable, "-m", "renderer", "build", "--site", str(folder), "--out", str(folder / "out")]
    subprocess.run(run, check=True, cwd=TOP, capture_output=True)
    return folder / "out"


class Visit:
    """A page that was opened, with all that the browser had to say about it. `base` is an address."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.base = base
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(5000)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("requestfailed", lambda request: self.said.append(f"not loaded: {request.url}"))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def all(self, script: str) -> Any:
        return self.page.evaluate(script)


MODULES = Path(__file__).parent / "node_modules"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_JUDGE = f"""async () => (await axe.run(document, {{
    runOnly: {_TAGS}, resultTypes: ['violations'], iframes: false,
}})).violations.flatMap(one => one.nodes.map(node => `${{one.id}}: ${{node.html.slice(0, 120)}}`))"""


def installed(path: str) -> Path:
    """A file of what npm installed for the tests."""
    found = MODULES / path
    if not found.exists():
        absent(f"there is no {path.partition('/')[0]}: `npm install --prefix tests` fetches it")
    return found


def axe_findings(page: Page) -> list[str]:
    """What axe finds wrong with a page (WCAG 2.2 AA and best practices), frames in it left out."""
    page.evaluate(installed("axe-core/axe.min.js").read_text("utf-8"))
    found: list[str] = page.evaluate(_JUDGE)
    return found


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: the browser tells what it could not get."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone, below a prefix, and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder.parent)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{folder.name}/"
        server.shutdown()
