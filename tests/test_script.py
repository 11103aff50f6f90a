"""The pages' script: what it adds, what it remembers and where, and that nothing breaks without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Visit, served

PATIENT = "patient/high-blood-pressure/index.html"
CLINICIAN = "clinician/high-blood-pressure/index.html"
STORED = "() => Object.entries(localStorage)"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the sample site is served, below a path prefix."""
    with served(site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A reader who has never been here."""
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    yield Visit(context, address)
    context.close()


def choose(visit: Visit, path: str, name: str) -> None:
    link = visit.open(path).locator(".page-choices").get_by_role("link", name=name)
    with visit.page.expect_navigation():  # to open another page meanwhile would break this one off
        link.click()


def test_a_choice_is_remembered_in_this_browser_and_nowhere_else(visit: Visit) -> None:
    choose(visit, "high-blood-pressure/index.html", "Clinician")
    expect(visit.page).to_have_url(visit.base + CLINICIAN)
    page = visit.open("telemedicine/index.html")
    expect(page.get_by_role("link", name="Clinician")).to_have_text("Clinician (your last choice)")
    assert visit.all(STORED) == [["page-audience", "clinician"]]
    assert visit.all("() => [document.cookie, sessionStorage.length]") == ["", 0]
    assert all(url.startswith(visit.base) for url in visit.asked)


def test_one_press_forgets_it(visit: Visit) -> None:
    choose(visit, "index.html", "Student")
    page = visit.open("index.html")
    forget = page.get_by_role("button", name="Forget my choice")
    forget.press("Enter")
    expect(forget).to_be_hidden()
    assert page.locator(".page-mark").count() == 0
    assert visit.all(STORED) == []


def test_nothing_is_offered_to_forget_before_a_choice(visit: Visit) -> None:
    expect(visit.open("index.html").locator(".page-remembered")).to_be_hidden()


def test_a_reader_who_followed_a_link_is_never_moved(visit: Visit) -> None:
    choose(visit, "index.html", "Clinician")
    for path in (PATIENT, "patient/index.html", "telemedicine/index.html", "index.html"):
        page = visit.open(path)
        page.wait_for_load_state("networkidle")
        assert page.url == visit.base + path


def test_switching_keeps_the_section_that_one_reads(visit: Visit) -> None:
    page = visit.open(PATIENT)
    page.locator("#habits-that-help, h2[id]").nth(2).evaluate("one => one.scrollIntoView()")
    reading = page.locator(".page-body h2[id]").evaluate_all(
        "all => all.findLast(one => one.getBoundingClientRect().top < innerHeight / 3).id"
    )
    page.locator(".page-choices").get_by_role("link", name="Student").evaluate("one => one.click()")
    expect(page).to_have_url(f"{visit.base}student/high-blood-pressure/index.html#{reading}")
    expect(page.locator(f"[id='{reading}']")).to_be_in_viewport()


def test_who_scrolls_up_to_switch_comes_back_to_what_they_read(visit: Visit) -> None:
    visit.page.clock.install()
    page = visit.open(PATIENT)
    page.locator("#medicines").evaluate(
        "one => new Promise(done => { addEventListener('scroll', done, true); one.scrollIntoView(); })"
    )
    page.clock.run_for(600)  # to read is to stay for a while
    page.mouse.wheel(0, -9000)
    page.locator(".page-choices").get_by_role("link", name="Student").click()
    expect(page).to_have_url(f"{visit.base}student/high-blood-pressure/index.html#medicines")


def test_at_the_top_switching_leads_to_the_top(visit: Visit) -> None:
    choose(visit, PATIENT, "Clinician")
    expect(visit.page).to_have_url(visit.base + CLINICIAN)


def test_nothing_breaks_where_nothing_may_be_remembered(visit: Visit) -> None:
    visit.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('not allowed'); }})"
    )
    choose(visit, PATIENT, "Clinician")
    expect(visit.page).to_have_url(visit.base + CLINICIAN)
    assert visit.said == []


@pytest.mark.parametrize("by", ["focus", "hover"])
def test_a_citation_shows_its_reference(visit: Visit, by: str) -> None:
    page = visit.open(PATIENT)
    link, tip = page.locator("[role=doc-biblioref]").first, page.get_by_role("tooltip")
    expect(tip).to_be_hidden()
    if by == "focus":
        link.focus()
    else:
        link.hover()
    expect(tip).to_contain_text("Whelton PK")
    expect(tip).not_to_contain_text("Back to citation")
    expect(link).to_have_accessible_description(tip.inner_text())
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_the_reference_stays_while_the_pointer_is_on_it(visit: Visit) -> None:
    page = visit.open(PATIENT)
    tip = page.get_by_role("tooltip")
    page.locator("[role=doc-biblioref]").first.hover()
    tip.hover()
    expect(tip).to_be_visible()
    page.locator("h1").hover()
    expect(tip).to_be_hidden()


def test_the_reference_fits_a_phone(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 320, "height": 640})
    page = visit.open(PATIENT)
    for link in page.locator("[role=doc-biblioref]").all()[:4]:
        link.focus()
        box = page.get_by_role("tooltip").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
