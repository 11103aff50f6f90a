"""`report` as a page: short, whole, and fit for every screen, paper and reader."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest
from playwright.sync_api import Browser

from renderer.build.report.page import as_page
from renderer.cli import main
from tests.browsing import TOP, Visit, axe_findings
from tests.reported import SENTENCE, approved, reported, words_of
from tests.sites import article, put, site_of


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return site_of(tmp_path, {"content/a.md": article("Take [one tablet]{.patient}[500 mg]{.else}.")})


class TestThePage:
    def test_titles_and_names_have_their_direction_and_language(self, site: Path) -> None:
        put(site, {"site.toml": 'title = "صحة"\nlanguage = "ar"\nreviewers = ["דוד"]\n'})
        put(site, {"audiences/patient.toml": 'name = "مرضى"\n', "content/a.md": article(title="قلب")})
        page = as_page(reported(site, "patient"))
        assert '<p class="title" dir="auto" lang="ar">قلب</p>' in page
        for one in ("صحة", "مرضى", "דוד"):
            assert f"<bdi>{one}</bdi>" in page

    def test_every_id_is_one_word_and_stands_once(self, site: Path) -> None:
        put(site, {"content/Bad Name.md": article(), "content/b/c.md": article("[x]{.patiant}")})
        tree: Any = html5lib.parse(as_page(reported(site)), namespaceHTMLElements=False)
        ids = [one.get("id") for one in tree.iter() if one.get("id")]
        assert not [one for one in ids if " " in one]
        assert len(set(ids)) == len(ids)
        targets = {one.get("href") for one in tree.iter("a")}
        assert "#a-content/Bad_20Name.md" in targets
        assert targets <= {f"#{one}" for one in ids}

    def test_a_large_site_is_told_in_short(self, site: Path) -> None:
        put(site, {f"content/n{number:03}.md": article() for number in range(40)})
        put(site, {f"approvals/gone{number}/patient/{number:064x}.toml": "" for number in range(30)})
        put(site, {"site.toml": "titel = 1\n"})
        page = as_page(reported(site))
        before = page.partition('<table class="matrix">')[0]
        assert before.count('href="#a-n') + before.count('href="#a-a"') == 10
        assert "and 93 more, in the table below" in before
        assert "lost-approval" not in before
        assert "lost-approval: 30 warnings" in page
        assert page.count("[lost-approval]") == 3
        assert "and 27 more: <code>renderer check</code> shows all of them" in page

    def test_many_who_approved_the_same_words_are_counted(self, site: Path) -> None:
        for number in range(10, 30):
            approved(site, by=f"Dr {number}", on=date(2999, 1, 1))
        page = words_of(as_page(reported(site, "patient")))
        assert "Approved by Dr 10, Dr 11, Dr 12 and 17 more on 2999-01-01" in page
        assert page.count("Dr 10") == 2  # as one of those whose day is yet to come
        assert "and 17 records more" in page

    def test_what_waits_for_all_readers_is_told_in_short(self, site: Path) -> None:
        put(site, {"content/b.md": article("B.", audiences="[patient, student]")})
        assert "a (all 3) b (patient, student)" in words_of(as_page(reported(site)))
        assert "a (patient)" in words_of(as_page(reported(site, "patient")))

    def test_many_problems_of_one_article_are_counted(self, site: Path) -> None:
        put(site, {"content/a.md": article("\n\n".join(f"[x]{{.patiant}} {n}" for n in range(25)))})
        page = as_page(reported(site))
        assert page.count("error[unknown-class]") == 20
        assert "and 5 more: <code>renderer check a</code> shows all of them" in page

    def test_what_stops_everything_leads_to_the_problems(self, site: Path) -> None:
        put(site, {f"approvals/a/patient/{0:064x}.toml": "by = 1"})
        assert '<a href="#p-a">2 errors of approvals</a>' in as_page(reported(site)).partition("<h1>")[0]
        put(site, {"site.toml": "titel = 1\n"})
        page = as_page(reported(site))
        assert '<a href="#round">1 error</a>' in page.partition("<h1>")[0]
        assert page.count('id="round"') == 1

    def test_what_is_to_be_typed_is_code(self, site: Path) -> None:
        put(site, {f"approvals/gone/patient/{0:064x}.toml": ""})
        assert "<code>renderer review --prune</code>" in as_page(reported(site))

    def test_parts_of_a_bar_are_told_beside_it(self, site: Path) -> None:
        put(site, {"content/b.md": article("B.", draft="true")})
        page = as_page(reported(site, "patient"))
        glance = page.partition("At a glance")[2].partition("</table>")[0]
        assert glance.count("<svg") == 3  # the bar, and a sample for each of its parts
        assert "</svg> 1 submitted</li>" in glance

    @pytest.mark.parametrize("scheme", [0, 1, 2])
    def test_every_fill_can_be_seen(self, scheme: int) -> None:
        style = (TOP / "renderer/build/report/report.css").read_text("utf-8")
        told = re.findall(r":root \{(.+?)\}", style, re.DOTALL)[scheme]
        colours = dict(re.findall(r"--([\w-]+): (#\w+);", told))
        for name in ("bad", "care", "wait", "good", "quiet"):
            for ground in ("paper", "bad-tint", "care-tint"):
                assert contrast(colours[name], colours[ground]) >= 3, (name, ground)

    @pytest.mark.parametrize("medium", ["screen", "print"])
    def test_no_name_is_too_long_for_it(self, browser: Browser, site: Path, medium: Any) -> None:
        mail = f"{'m' * 60}@cardiology.example.org"
        put(site, {"site.toml": f'title = "{"T" * 90}"\nreviewers = ["{mail}"]\n'})
        put(site, {f"content/{'n' * 150}.md": article("[x]{.patiant}", title="Ü" * 150)})
        put(site, {"audiences/patient.toml": f'name = "{"P" * 80}"\n'})
        approved(site, by=mail)
        assert main(["report"]) == 1
        page = browser.new_page()
        page.goto(f"{site.as_uri()}/report.html")
        page.emulate_media(media=medium)
        for width in (320, 721, 1032):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(FARTHEST) <= width
        page.close()


FARTHEST = """
Math.max(...[...document.querySelectorAll("body *:not(svg *)")].map(one => one.getBoundingClientRect().right))
"""
"""How far to the right anything of a page stands."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 counts it."""

    def light(colour: str) -> float:
        hexes = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
        parts = [int(hexes[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: Path, scheme: Any) -> None:
    put(
        site,
        {
            "content/a.md": article("Changed. " + SENTENCE * 20),
            "content/draft.md": article("Not yet.", draft="true"),
            "content/one.md": article("For them.", audiences="[clinician]"),
            "content/wrong.md": article("[x]{.patiant}"),
        },
    )
    approved(site)
    put(site, {"content/a.md": article("New. " + SENTENCE * 20)})
    assert main(["report"]) == 1
    context = browser.new_context(viewport={"width": 1200, "height": 900}, color_scheme=scheme)
    visit = Visit(context, f"{site.as_uri()}/")
    assert axe_findings(visit.open("report.html")) == []
    assert visit.said == []
    assert [one for one in visit.asked if not one.endswith("report.html")] == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 1200
    visit.page.set_viewport_size({"width": 320, "height": 640})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
