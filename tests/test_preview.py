"""The preview as an author uses it: in a real browser, beside an editor that saves."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browsing import Visit, axe_findings
from tests.previewing import Previewed, preview, preview_site
from tests.sites import SQUARE, article

HEART = "content/heart.md"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Previewed]:
    with preview(preview_site(tmp_path / "site")) as one:
        yield one


@pytest.fixture
def visit(browser: Browser, running: Previewed) -> Iterator[Visit]:
    """The heart article for patients, in a window that a passage does not fill."""
    context = browser.new_context(viewport={"width": 1200, "height": 500}, color_scheme="light")
    one = Visit(context, running.base)
    shown(one.open("?article=heart&audience=patient"))
    yield one
    said = [line for line in one.said if not line.startswith("not loaded:")]
    assert said == []  # a page that is left ends what it was fetching, and that alone is no fault
    context.close()


def shown(page: Page) -> FrameLocator:
    """The page in the frame, once it is there."""
    page.locator("#status[data-shown]").wait_for()
    return page.frame_locator("#page")


def words(page: Page) -> FrameLocator:
    return page.frame_locator("#page")


class TestTheBar:
    def test_audiences_have_keys_and_stand_in_the_address(self, visit: Visit) -> None:
        page = visit.page
        expect(words(page).get_by_text("After a heart attack, rest.")).to_be_visible()
        page.keyboard.press("2")
        expect(words(page).get_by_text("After a myocardial infarction, rest.")).to_be_visible()
        expect(page).to_have_url(re.compile("audience=clinician"))
        page.reload()
        expect(words(page).get_by_text("After a myocardial infarction, rest.")).to_be_visible()
        expect(page.get_by_role("radio", name="Clinicians")).to_be_checked()

    def test_an_article_that_is_not_for_the_first_audience(self, visit: Visit, running: Previewed) -> None:
        running.save("content/clinic.md", article("For the clinic.", audiences="[clinician]"))
        page = visit.open("?article=clinic")
        expect(words(page).get_by_text("For the clinic.")).to_be_visible()
        expect(page.get_by_role("radio", name="Patients")).to_be_disabled()

    def test_a_key_works_with_the_focus_on_the_page_too(self, visit: Visit) -> None:
        words(visit.page).locator("body").click()
        visit.page.keyboard.press("2")
        expect(words(visit.page).get_by_text("myocardial infarction")).to_be_visible()

    def test_an_article_is_picked_by_its_id(self, visit: Visit) -> None:
        page = visit.page
        page.keyboard.press("/")
        page.keyboard.type("lung/cough\n")
        expect(words(page).get_by_role("heading", name="Cough")).to_be_visible()
        expect(page).to_have_url(re.compile("article=lung%2Fcough"))
        page.go_back()
        expect(words(page).get_by_text("After a heart attack, rest.")).to_be_visible()

    @pytest.mark.parametrize("late", ["**/lung/cough/index.html", "**/script-*.js"], ids=["page", "script"])
    def test_the_way_back_is_taken_before_a_page_is_whole(self, visit: Visit, late: str) -> None:
        page = visit.page
        page.route(late, lambda _: None)
        with page.expect_request(late):
            page.keyboard.press("/")
            page.keyboard.type("lung/cough\n")
        expect(page).to_have_url(re.compile("article=lung%2Fcough"))
        page.go_back()
        page.unroute(late)  # what was held goes on
        expect(words(page).get_by_text("After a heart attack, rest.")).to_be_visible()
        expect(page).to_have_url(re.compile("article=heart"))
        expect(page.get_by_label("Article")).to_have_value("heart")

    def test_a_link_on_the_page_is_followed_by_the_bar(self, visit: Visit) -> None:
        page = visit.page
        words(page).get_by_role("link", name="Clinicians").first.click()
        expect(page.get_by_role("radio", name="Clinicians")).to_be_checked()
        expect(page).to_have_url(re.compile("audience=clinician"))

    def test_page_and_text(self, visit: Visit) -> None:
        page = visit.page
        page.get_by_role("radio", name="Both").check()
        expect(page.frame_locator("#text").locator("pre")).to_contain_text("After a heart attack, rest.")
        expect(words(page).get_by_text("After a heart attack, rest.")).to_be_visible()
        page.get_by_role("radio", name="Text", exact=True).check()
        expect(page.locator("#page")).to_be_hidden()

    def test_widths(self, visit: Visit) -> None:
        page = visit.page
        page.get_by_label("Width").select_option("phone")
        expect(page.locator("#page")).to_have_css("width", "390px")

    def test_dark_and_print_are_the_page_s_own(self, visit: Visit) -> None:
        page = visit.page
        body = words(page).locator("body")
        expect(body).to_have_css("background-color", "rgb(255, 255, 255)")
        page.get_by_label("Dark").check()
        expect(body).not_to_have_css("background-color", "rgb(255, 255, 255)")
        page.get_by_label("Dark").uncheck()
        expect(body).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(words(page).locator(".page-choices")).to_be_visible()
        page.get_by_label("Print").check()
        expect(words(page).locator(".page-choices")).to_be_hidden()

    def test_switching_the_audience_keeps_the_passage_in_view(self, visit: Visit) -> None:
        page = visit.page
        words(page).locator("#third").scroll_into_view_if_needed()
        words(page).locator("#third").evaluate("one => one.scrollIntoView()")
        page.keyboard.press("2")
        expect(words(page).get_by_text("myocardial infarction")).to_have_count(1)
        expect(words(page).locator("#third")).to_be_in_viewport()

    def test_a_link_out_of_the_site_opens_a_tab_of_its_own(self, visit: Visit, running: Previewed) -> None:
        page = visit.page
        page.context.route("https://example.org/**", lambda route: route.fulfill(body="Elsewhere."))
        running.edit(HEART, "Lead words.", "Lead [elsewhere](https://example.org/).")
        with page.expect_popup() as opened:
            words(page).get_by_role("link", name="elsewhere").click()
        opened.value.close()
        running.edit(HEART, "Lead [", "Still here [")
        expect(words(page).get_by_text("Still here")).to_be_visible()


class TestSideBySide:
    def test_passages_stand_opposite_with_gaps_and_marks(self, visit: Visit) -> None:
        page = visit.page
        page.get_by_role("radio", name="Side by side").check()
        row = page.get_by_role("row").filter(has_text="Give 300 mg")
        expect(row.get_by_role("cell").first).to_have_text("not in this edition")
        row = page.get_by_role("row").filter(has_text="each day")
        expect(row.locator("mark.figure").first).to_have_text("30 minutes")
        expect(row.locator("mark").first).to_have_text("a little")

    def test_two_of_them(self, visit: Visit) -> None:
        page = visit.page
        page.get_by_role("radio", name="Side by side").check()
        expect(page.get_by_role("columnheader")).to_have_text(["Line", "Patients", "Clinicians", "Students"])
        page.get_by_label("with").select_option("Students")
        expect(page.get_by_role("columnheader")).to_have_text(["Line", "Patients", "Students"])

    def test_a_saved_change_arrives_there_too(self, visit: Visit, running: Previewed) -> None:
        page = visit.page
        page.get_by_role("radio", name="Side by side").check()
        expect(page.locator("#sides table")).to_be_visible()
        running.edit(HEART, "30 minutes", "40 minutes")
        expect(page.locator("#sides")).to_contain_text("40 minutes")
        running.edit(HEART, "{.patient}", "{.patiant}")
        expect(page.locator("#problems")).to_be_visible()
        expect(page.locator("#sides")).to_contain_text("40 minutes")


class TestWhy:
    def test_every_variant_is_labelled_and_what_is_hidden_opens(
        self, visit: Visit, running: Previewed
    ) -> None:
        page = visit.page
        page.get_by_label("Why").check()
        hidden = words(page).locator(".page-why-hidden").filter(has_text="Give 300 mg")
        expect(hidden.get_by_text("Give 300 mg")).to_be_hidden()
        hidden.get_by_role("button").click()
        expect(hidden.get_by_text("Give 300 mg")).to_be_visible()
        running.edit(HEART, "The last words.", "The very last words.")
        expect(words(page).get_by_text("The very last words.")).to_have_count(1)
        expect(hidden.get_by_text("Give 300 mg")).to_be_visible()

    def test_it_says_what_explain_says_and_leads_to_the_editor(
        self, visit: Visit, running: Previewed
    ) -> None:
        page = visit.page
        page.get_by_label("Why").check()
        label = words(page).locator("p .page-why").filter(has_text="heart attack").get_by_role("button")
        label.focus()
        tip = words(page).get_by_role("tooltip").filter(has_text="heart.md")
        expect(tip).to_contain_text("patient: yes, it is named")
        expect(tip).to_contain_text("clinician: no")
        expect(tip).to_contain_text("clinician, student reads: [myocardial infarction]{.else}")
        label.press("Enter")
        link = page.locator("#status a")
        expect(link).to_have_text("content/heart.md:11:9")
        expect(link).to_have_attribute("href", f"vscode://file/{running.root}/content/heart.md:11:9")


class TestProblems:
    def test_the_last_good_page_stays_and_follows_when_it_is_mended(
        self, visit: Visit, running: Previewed
    ) -> None:
        page = visit.page
        running.edit(HEART, "{.patient}", "{.patiant}")
        problems = page.get_by_role("region", name=re.compile("older than the words"))
        expect(problems).to_contain_text("content/heart.md")
        expect(problems).to_contain_text("'patiant' is not an audience; did you mean 'patient'?")
        expect(problems.locator("pre").first).to_contain_text("^^^^^^^^")
        expect(words(page).get_by_text("After a heart attack, rest.")).to_be_visible()
        assert "error[unknown-class]: 'patiant' is not an audience" in running.said
        running.edit(HEART, "{.patiant}", "{.patient}")
        expect(problems).to_be_hidden()

    def test_an_article_that_is_gone_and_comes_back(self, visit: Visit, running: Previewed) -> None:
        page, file = visit.page, running.root / HEART
        text = file.read_text()
        file.unlink()
        expect(page.locator("#problems")).to_contain_text("there is no page at patient/heart/index.html")
        expect(words(page).get_by_text("After a heart attack, rest.")).to_be_visible()
        running.save(HEART, text.replace("Lead words.", "Back again."))
        expect(words(page).get_by_text("Back again.")).to_be_visible()
        expect(page.locator("#problems")).to_be_hidden()
        visit.said.clear()  # the browser says that there was nothing

    def test_an_audience_that_is_gone(self, visit: Visit, running: Previewed) -> None:
        page, file = visit.page, running.root / "audiences/clinician.toml"
        page.keyboard.press("2")
        expect(words(page).get_by_text("myocardial infarction")).to_be_visible()
        text = file.read_text()
        file.unlink()
        expect(page.locator("#problems")).to_contain_text("bad-fallback")
        expect(words(page).get_by_text("myocardial infarction")).to_be_visible()
        expect(page).to_have_url(re.compile("audience=clinician"))
        file.write_text(text)
        expect(page.locator("#problems")).to_be_hidden()

    def test_an_article_that_never_was_a_page(self, visit: Visit, running: Previewed) -> None:
        running.save("content/bad.md", article("[x]{.patiant}"))
        page = visit.open("?article=bad&audience=patient")
        expect(words(page).get_by_role("heading")).to_have_text("This page cannot be shown yet")
        expect(words(page).get_by_text("'patiant' is not an audience")).to_be_visible()
        running.save("content/bad.md", article("Good words."))
        expect(words(page).get_by_text("Good words.")).to_be_visible()

    @pytest.mark.parametrize(
        ("name", "broken", "code"),
        [
            ("site.toml", "title = \n", "broken-toml"),
            ("audiences/patient.toml", "name = 1\n", "bad-setting"),
            ("templates/article.html", "{% if %}", "bad-template"),
            ("templates/base.html", "{{ page.titel }}", "bad-template"),
            ("content/references.yaml", "- [", "broken-yaml"),
        ],
    )
    def test_no_broken_file_ends_it(
        self, visit: Visit, running: Previewed, name: str, broken: str, code: str
    ) -> None:
        page, file = visit.page, running.root / name
        before = file.read_text() if file.exists() else None
        running.save(name, broken)
        expect(page.locator("#problems")).to_contain_text(code)
        expect(words(page).get_by_text("After a heart attack, rest.")).to_be_visible()
        if before is None:
            file.unlink()
        else:
            running.save(name, before)
        expect(page.locator("#problems")).to_be_hidden()
        running.edit(HEART, "Lead words.", "New words.")
        expect(words(page).get_by_text("New words.")).to_be_visible()


def in_place(file: Path, text: str) -> None:
    """As VS Code saves: the file is cut to nothing and written."""
    file.write_text(text)


def by_backup(file: Path, text: str) -> None:
    """As vim saves: the old file becomes a backup, a new one takes its name, the backup goes."""
    probe = file.with_name("4913")
    probe.touch()
    probe.unlink()
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    file.write_text(text)
    backup.unlink()


def by_renaming(file: Path, text: str) -> None:
    """As `sed -i` saves: a new file is written beside the old one and takes its name."""
    fresh = file.with_name("sedXXXXXX")
    fresh.write_text(text)
    fresh.rename(file)


class TestLive:
    @pytest.mark.parametrize("save", [in_place, by_backup, by_renaming])
    def test_a_change_touches_nothing_else(self, visit: Visit, running: Previewed, save: object) -> None:
        assert callable(save)
        page, file = visit.page, running.root / HEART
        untouched = words(page).get_by_text("The last words.")
        untouched.evaluate("one => { one.kept = true; one.scrollIntoView(); }")
        before = words(page).locator("html").evaluate("one => one.scrollTop")
        assert before > 0
        save(file, file.read_text().replace("Walk", "Stroll"))
        expect(words(page).get_by_text("Stroll a little each day.")).to_have_count(1)
        assert untouched.evaluate("one => one.kept")
        assert words(page).locator("html").evaluate("one => one.scrollTop") == before

    def test_two_hundred_saves_in_quick_succession(self, visit: Visit, running: Previewed) -> None:
        text = (running.root / HEART).read_text()
        for number in range(200):
            running.save(HEART, text.replace("Lead words.", f"Lead {number}."))
        expect(words(visit.page).get_by_text("Lead 199.")).to_be_visible()

    def test_articles_come_and_go_and_change_their_names(self, visit: Visit, running: Previewed) -> None:
        page, ids = visit.page, visit.page.locator("#articles option")
        running.save("content/new.md", article("New words."))
        expect(ids).to_have_count(4)
        (running.root / "content/new.md").rename(running.root / "content/old.md")
        expect(page.locator('#articles option[value="old"]')).to_have_count(1)
        (running.root / "content/old.md").unlink()
        expect(ids).to_have_count(3)

    def test_a_folder_that_is_moved_away(self, visit: Visit, running: Previewed, tmp_path: Path) -> None:
        page = visit.page
        expect(page.locator('#articles option[value="lung/cough"]')).to_have_count(1)
        (running.root / "content/lung").rename(tmp_path / "lung")
        expect(page.locator('#articles option[value="lung/cough"]')).to_have_count(0)

    def test_a_name_that_is_no_text_does_not_end_the_watching(self, visit: Visit, running: Previewed) -> None:
        page, strange = visit.page, running.root / "content/\udcff.md"
        strange.touch()
        expect(page.locator("#problems")).to_contain_text("bad-file-name")
        strange.unlink()
        expect(page.locator("#problems")).to_be_hidden()
        running.edit(HEART, "Lead words.", "Still watched.")
        expect(words(page).get_by_text("Still watched.")).to_be_visible()

    def test_a_picture(self, visit: Visit, running: Previewed) -> None:
        picture = words(visit.page).get_by_role("img", name="A heart")
        before = picture.get_attribute("src")
        running.save("content/heart.svg", SQUARE.format("another"))
        expect(picture).not_to_have_attribute("src", before or "")
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0

    def test_style_templates_audiences_settings_and_static_files(
        self, visit: Visit, running: Previewed
    ) -> None:
        page = visit.page
        running.save("templates/style.css", "body { color: rgb(1, 2, 3); }\n")
        expect(words(page).locator("body")).to_have_css("color", "rgb(1, 2, 3)")
        running.save(
            "templates/base.html",
            '{% extends "shipped:base.html" %}{% block bottom %}<p>Our foot</p>{% endblock %}',
        )
        expect(words(page).get_by_text("Our foot")).to_be_visible()
        running.save("audiences/patient.toml", 'name = "Readers"\norder = 1\n')
        expect(page.get_by_role("radio", name="Readers")).to_be_checked()
        running.save("site.toml", 'title = "Bodies"\n')
        expect(words(page).get_by_text("Bodies").first).to_be_visible()

    def test_a_file_system_that_tells_nothing(self, browser: Browser, tmp_path: Path) -> None:
        with preview(preview_site(tmp_path / "polled"), "--poll") as one:
            visit = Visit(browser.new_context(), one.base)
            page = visit.open("?article=heart&audience=patient")
            shown(page)
            one.edit(HEART, "Lead words.", "Polled words.")
            expect(words(page).get_by_text("Polled words.")).to_be_visible()
            page.context.close()

    def test_a_tab_outlives_a_restart(self, browser: Browser, tmp_path: Path) -> None:
        root = preview_site(tmp_path / "again")
        visit = Visit(browser.new_context(), "")
        with preview(root) as one:
            port = one.port
            page = visit.page
            page.goto(f"{one.base}?article=heart&audience=patient")
            shown(page)
            assert one.end() == 130
        expect(page.locator("#status")).to_have_text("the preview has ended")
        text = (root / HEART).read_text()
        (root / HEART).write_text(text.replace("Lead words.", "Words of the night."))
        with preview(root, port=port):
            expect(words(page).get_by_text("Words of the night.")).to_be_visible(timeout=15_000)
            page.context.close()

    def test_ten_tabs(self, browser: Browser, running: Previewed) -> None:
        """Each closes its stream while it is hidden, or a browser's few connections would be used up."""
        context = browser.new_context()
        pages = [context.new_page() for _ in range(10)]
        for page in pages:
            page.goto(f"{running.base}?article=heart&audience=patient")
            page.evaluate(
                "Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
                "document.dispatchEvent(new Event('visibilitychange'))"
            )
            expect(words(page).get_by_text("Lead words.")).to_be_visible()
        running.edit(HEART, "Lead words.", "Seen again.")
        for page in pages:
            page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
            expect(words(page).get_by_text("Seen again.")).to_be_visible()
            page.close()
        context.close()


class TestEnd:
    def test_open_tabs_do_not_hold_it_up(self, visit: Visit, running: Previewed) -> None:
        assert running.end() == 130
        expect(visit.page.locator("#status")).to_have_text("the preview has ended")
        visit.said.clear()  # the browser says that its stream was cut


class TestAccessibility:
    @pytest.mark.parametrize("query", ["", "&view=sides", "&view=both", "&why=1"])
    def test_axe_finds_nothing_in_the_preview_s_own_page(
        self, visit: Visit, running: Previewed, query: str
    ) -> None:
        page = visit.open(f"?article=heart&audience=patient{query}")
        shown(page)
        assert axe_findings(page) == []
        running.edit(HEART, "{.patient}", "{.patiant}")
        expect(page.locator("#problems")).to_be_visible()
        assert axe_findings(page) == []
