"""Every kind of page before two judges: axe-core for accessibility, the Nu checker for validity.

Both come from npm: `npm install --prefix tests`. Without them, or without Java, these tests are skipped,
unless REQUIRE_BROWSER=1 says that they must run.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browsing import PAGES, Visit, absent, axe_findings, installed, served

HERE_TOO = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
"""Lets the checker ask this machine for a page."""


@pytest.fixture(scope="module", params=["light", "dark"])
def visit(request: pytest.FixtureRequest, browser: Browser, site: Path) -> Iterator[Visit]:
    """A laptop's screen, by day and by night."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, color_scheme=request.param)
    yield Visit(context, f"{site.as_uri()}/")
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Visit, path: str) -> None:
    assert axe_findings(visit.open(path)) == []


def test_axe_finds_nothing_while_a_reference_is_shown(visit: Visit) -> None:
    page = visit.open("patient/telemedicine/index.html")
    page.locator("[role=doc-biblioref]").first.focus()
    assert axe_findings(page) == []


def test_the_nu_checker_finds_nothing_and_saw_every_page(site: Path) -> None:
    jar, java = installed("vnu-jar/build/dist/vnu.jar"), shutil.which("java")
    if java is None:
        absent("there is no Java, which the Nu checker runs on")
    with served(site) as address:  # over HTTP, because to the checker a file is not from 'self'
        pages = [f"{address}{page.relative_to(site).as_posix()}" for page in sorted(site.rglob("*.html"))]
        asked = [java, HERE_TOO, "-jar", str(jar), "--verbose", "--stdout", "--format", "json", *pages]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    seen = [line for line in done.stderr.splitlines() if line in pages]
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    wrong = [one for one in messages if one["type"] != "info" or one.get("subType") == "warning"]
    assert [f"{one['url']}: {one['message']}" for one in wrong] == []
    assert len(seen) == len(pages) > 15, done.stderr
