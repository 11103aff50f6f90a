"""The sample site in a real browser, opened from the disk as a reader would.

Chromium is looked for among Playwright's own browsers and on the PATH. Without one these tests are skipped,
unless REQUIRE_BROWSER=1 says that they must run.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

TOP = Path(__file__).parent.parent
AUDIENCES = ("patient", "clinician", "student")
ARTICLES = ("high-blood-pressure", "telemedicine")
EDITIONS = [f"{audience}/{article}/index.html" for audience in AUDIENCES for article in ARTICLES]
PAGES = ["index.html", "404.html", "patient/index.html", "telemedicine/index.html", *EDITIONS]
ALIAS = "seeing-a-doctor-abroad"
LINKS = "[...document.querySelectorAll('a[href], link[href], img[src]')].map(one => one.href || one.src)"
LOAD_IMAGES = """() => Promise.all([...document.images].map(async one => {
    one.loading = 'eager';
    await one.decode();
    return one.naturalWidth;
}))"""
STICKING_OUT = """() => [...document.querySelectorAll('body *')]
    .filter(one => !one.closest('.table, .page-skip') && one.getBoundingClientRect().right > innerWidth)
    .map(one => one.outerHTML.slice(0, 80))"""
FOCUSED = "() => [...document.querySelectorAll('*')].indexOf(document.activeElement)"
REACHABLE = """() => [...document.querySelectorAll('*')]
    .flatMap((one, place) => one.matches('a[href], [tabindex="0"]') ? [place] : [])"""


# ---------------------------------------------------------------------------------- the site and the browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, built, with a former address for one article."""
    folder = tmp_path_factory.mktemp("a site & 100%")
    for name in ("content", "audiences"):
        shutil.copytree(TOP / name, folder / name)
    shutil.copy(TOP / "site.toml", folder)
    article = folder / "content" / "telemedicine.md"
    text = article.read_text("utf-8")
    article.write_text(text.replace("\nupdated:", f"\naliases: [{ALIAS}]\nupdated:", 1), "utf-8")
    run = [sys.executable, "-m", "renderer", "build", "--site", str(folder), "--out", str(folder / "out")]
    subprocess.run(run, check=True, cwd=TOP, capture_output=True)
    return folder / "out"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Chromium has no sandbox for root, whom containers run things as.
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


def absent(reason: str) -> NoReturn:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


class Visit:
    """A page that was opened, with all that the browser had to say about it."""

    def __init__(self, context: BrowserContext, site: Path) -> None:
        self.site = site
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(5000)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("requestfailed", lambda request: self.said.append(f"not loaded: {request.url}"))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str) -> Page:
        self.page.goto((self.site / path).as_uri())
        return self.page

    def all(self, script: str) -> Any:
        return self.page.evaluate(script)


@pytest.fixture(scope="module")
def visit(browser: Browser, site: Path) -> Iterator[Visit]:
    """A phone's screen, narrow as they come."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield Visit(context, site)
    context.close()


@pytest.fixture(scope="module")
def unscripted(browser: Browser, site: Path) -> Iterator[Visit]:
    """A desk's screen, JavaScript off."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, java_script_enabled=False)
    yield Visit(context, site)
    context.close()


def file_of(url: str) -> Path:
    return Path(unquote(urlsplit(url).path))


@cache
def ids(file: Path) -> set[str | None]:
    root = html5lib.parse(file.read_text("utf-8"), namespaceHTMLElements=False)
    return {one.get("id") for one in root.iter()}


# ------------------------------------------------------------------------------------------------- the tests


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_whole_and_quietly(visit: Visit, site: Path, path: str) -> None:
    visit.said.clear()
    visit.asked.clear()
    page = visit.open(path)
    assert page.locator("h1").count() == 1
    assert page.locator("h1").is_visible()
    assert visit.all("document.styleSheets.length") == 1
    assert visit.all("getComputedStyle(document.querySelector('.page-skip')).position") == "absolute"
    assert all(width > 0 for width in visit.all(LOAD_IMAGES))
    assert visit.said == []
    assert [url for url in visit.asked if site not in file_of(url).parents] == []
    assert all(url.startswith("file://") for url in visit.asked)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone(visit: Visit, path: str) -> None:
    visit.open(path)
    assert visit.all("document.documentElement.scrollWidth") <= 320
    assert visit.all(STICKING_OUT) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_to_something(visit: Visit, site: Path, path: str) -> None:
    visit.open(path)
    links = [urlsplit(url) for url in visit.all(LINKS)]
    assert {one.scheme for one in links} <= {"file", "https"}
    inside = [one for one in links if one.scheme == "file"]
    assert len(inside) > 3
    for one in inside:
        file = file_of(one.geturl())
        assert site in file.parents
        assert file.is_file(), one.geturl()
        assert not one.fragment or unquote(one.fragment) in ids(file), one.geturl()


@pytest.mark.parametrize("path", ["index.html", *EDITIONS[:3]])
def test_the_keyboard_reaches_every_link(visit: Visit, path: str) -> None:
    page = visit.open(path)
    wanted = visit.all(REACHABLE)
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(visit.all(FOCUSED))
    assert reached == wanted


def test_the_first_key_offers_to_skip_to_the_content(visit: Visit) -> None:
    page = visit.open(EDITIONS[0])
    skip = page.locator(".page-skip")
    assert (skip.bounding_box() or {"x": 0})["x"] < 0
    page.keyboard.press("Tab")
    assert (skip.bounding_box() or {"x": -1})["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#page-main")


@pytest.mark.parametrize("path", EDITIONS)
def test_the_page_and_the_step_at_hand_are_marked(unscripted: Visit, path: str) -> None:
    page = unscripted.open(path)
    here = page.locator("[aria-current=page]")
    assert here.count() == 1
    assert here.inner_text().lower().startswith(path.partition("/")[0])
    step = page.locator("[aria-current=step]")
    assert step.count() == 1
    assert step.inner_text() in {"Submitted (current step)", "Under review (current step)"}


def test_a_reader_finds_the_way_without_javascript(unscripted: Visit, site: Path) -> None:
    page = unscripted.open("index.html")
    for name, path in [
        ("Patient", "patient/index.html"),
        (
            "High blood pressure: what the numbers mean and what helps",
            "patient/high-blood-pressure/index.html",
        ),
        ("Clinician", "clinician/high-blood-pressure/index.html"),
        ("diagnosis", "clinician/high-blood-pressure/index.html#diagnosis"),
        ("Student", "student/high-blood-pressure/index.html"),
        ("Plain-text version", "student/high-blood-pressure/index.txt"),
    ]:
        page.get_by_role("link", name=name, exact=True).first.click()
        assert page.url == (site / path.partition("#")[0]).as_uri() + path[len(path.partition("#")[0]) :]


def test_a_citation_leads_to_its_source_and_back(unscripted: Visit) -> None:
    page = unscripted.open(EDITIONS[0])
    page.locator("[role=doc-biblioref]").nth(1).click()
    assert page.url.endswith("#page-ref-1")
    page.locator("[role=doc-backlink]").nth(1).click()
    assert page.url.endswith("#page-cite-1-2")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{ALIAS}/index.html", "telemedicine/index.html"),
        (f"student/{ALIAS}/index.html", "student/telemedicine/index.html"),
    ],
)
def test_a_former_address_leads_on(unscripted: Visit, site: Path, old: str, new: str) -> None:
    page = unscripted.open(old)
    page.wait_for_url((site / new).as_uri())
    assert (
        page.locator("h1").inner_text().startswith("Is it safe" if "student" not in new else "Telemedicine")
    )


def test_a_warning_is_announced_and_stands_out(visit: Visit) -> None:
    page = visit.open("patient/high-blood-pressure/index.html")
    warning = page.get_by_role("note").filter(has_text="Call emergency services")
    assert warning.inner_text().startswith("Warning")
    assert warning.evaluate("one => getComputedStyle(one).borderTopWidth") == "3px"
    assert warning.evaluate("one => getComputedStyle(one).position") == "relative"
    assert (warning.bounding_box() or {"width": 0})["width"] > 280


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_follows_the_reader_s_scheme(visit: Visit, scheme: Any) -> None:
    page = visit.open(EDITIONS[0])
    page.emulate_media(color_scheme=scheme)
    ground = visit.all("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0]")
    assert (int(ground) > 200) == (scheme == "light")
    page.emulate_media(color_scheme="light")


def test_print_leaves_out_what_paper_cannot_do(visit: Visit) -> None:
    page = visit.open("patient/telemedicine/index.html")
    page.emulate_media(media="print")
    assert not page.locator(".page-choices").is_visible()
    assert page.locator(".key-points .page-label").is_visible()
    assert page.locator(".page-review").is_visible()
    page.emulate_media(media="screen")
