"""The sample site in a real browser, opened from the disk as a reader would."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from playwright.sync_api import Browser

from tests.browsing import ALIAS, EDITIONS, HALF, PAGES, Visit

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
    .flatMap((one, place) =>
        one.matches('a[href], button, [tabindex="0"]') && one.checkVisibility() ? [place] : [])"""


@pytest.fixture(scope="module")
def visit(browser: Browser, site: Path) -> Iterator[Visit]:
    """A phone's screen, narrow as they come."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield Visit(context, f"{site.as_uri()}/")
    context.close()


@pytest.fixture(scope="module")
def unscripted(browser: Browser, site: Path) -> Iterator[Visit]:
    """A desk's screen, JavaScript off."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, java_script_enabled=False)
    yield Visit(context, f"{site.as_uri()}/")
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


def test_an_article_says_for_whom_it_is_not_written(unscripted: Visit) -> None:
    for path in (f"{HALF}/index.html", f"patient/{HALF}/index.html"):
        page = unscripted.open(path)
        assert page.locator(".page-none").all_inner_texts() == [
            "Clinician (not written for this article)",
            "Student (not written for this article)",
        ]


def test_articles_are_listed_by_their_folders(unscripted: Visit) -> None:
    page = unscripted.open("index.html")
    assert page.locator("section h3").all_inner_texts() == ["Heart"]
    page.get_by_role("link", name="Heart", exact=True).click()
    assert page.url.endswith("#page-in-heart")


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
