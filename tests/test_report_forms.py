"""`report` as text and as JSON, the file that it goes to, and what it says on standard error."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import html5lib
import pytest

from renderer.build.report.forms import as_text
from renderer.build.report.page import as_page
from renderer.cli import main
from renderer.cli.progress import Progress
from tests.reported import SENTENCE, approved, reported, words_of
from tests.sites import article, put, site_of


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return site_of(tmp_path, {"content/a.md": article("Take [one tablet]{.patient}[500 mg]{.else}.")})


class TestTheForms:
    def test_text(self, site: Path) -> None:
        put(site, {"content/a.md": article("Take [one]{.patient}[two]{.else}.", updated="2026-03-01")})
        assert as_text(reported(site, "patient")) == (
            "article  audience  needs    status     since       waits for   age   words  shared  adapted  "
            "left out  grade  limit  errors  warnings\n"
            "a        patient   approve  submitted  2026-03-01  a reviewer  11 d  3      67%     33%      "
            "0%                      0       0\n"
            "0 of 1 edition needs nothing.\n"
            "1 edition waits for a reviewer, the oldest since 2026-03-01.\n"
        )

    def test_a_table_is_as_wide_as_its_terminal(self, site: Path) -> None:
        put(site, {f"content/{'long-' * 20}name.md": article(), "site.toml": f'reviewers = ["{"X" * 70}"]\n'})
        narrow = as_text(reported(site), 150).splitlines()
        assert max(map(len, narrow[:7])) == 150
        assert any(line.startswith("long-long-") and "…  patient" in line for line in narrow)
        assert any("long-name" in line for line in as_text(reported(site)).splitlines())

    def test_four_reviewers_are_named_once(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        put(site, {"site.toml": 'reviewers = ["Dr A", "Dr B", "Dr C", "Dr D"]\n'})
        found = reported(site)
        assert "for one of 4 reviewers (Dr A, Dr B, Dr C, Dr D).\n" in as_text(found)
        assert words_of(as_page(found)).count("Dr A, Dr B, Dr C, Dr D") == 1
        assert main(["report", "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["reviewers"] == ["Dr A", "Dr B", "Dr C", "Dr D"]

    def test_a_page_says_what_the_other_forms_say(self, site: Path) -> None:
        put(
            site,
            {"content/a.md": article("Take [one]{.patient}[two]{.else} [now]{.clinician}. " + SENTENCE * 20)},
        )
        approved(site)
        page = words_of(as_page(reported(site)))
        assert "Approved by Dr A on 2026-03-02" in page
        assert "123 words: 122 shared with all, 1 adapted; 1 left out" in page
        assert "SMOG" in page
        assert "Submitted Needs: approve; waits for a reviewer" in page

    def test_what_changed_was_approved_on_a_day(self, site: Path) -> None:
        approved(site)
        put(site, {"content/a.md": article("New.")})
        page = words_of(as_page(reported(site)))
        assert "Changed since approved by Dr A on 2026-03-02 Needs: approve again; waits for Dr A " in page
        assert "warning" not in page.partition("Changed since approved by")[2].partition("2 words")[0]

    def test_grades_that_no_school_has(self, site: Path) -> None:
        put(site, {"audiences/patient.toml": 'name = "P"\nreading_grade = 8\n'})
        put(site, {"content/a.md": article("It is so. " * 40), "content/b.md": article(SENTENCE * 20)})
        page = as_page(reported(site, "patient"))
        assert "grade below 0, limit 8" in words_of(page)
        assert "  <0     8  " in as_text(reported(site, "patient"))
        assert "limit 8; the scale ends at 18" in page

    def test_one_problem_of_no_article(self, site: Path) -> None:
        put(site, {"approvals/x/patient/y.toml": ""})
        assert as_text(reported(site)).endswith("1 problem of no article: `renderer check` shows it.\n")

    def test_json(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        put(site, {"content/a.md": article("Take [one]{.patient}[two]{.else}.", updated="2026-03-01")})
        approved(site)
        capsys.readouterr()
        assert main(["report", "--format", "json", "-a", "patient"]) == 0
        told = json.loads(capsys.readouterr().out)
        (row,) = told["articles"]
        assert {key: row[key] for key in ("id", "path", "title", "updated", "needs")} == {
            "id": "a", "path": "content/a.md", "title": "T", "updated": "2026-03-01", "needs": "nothing",
        }  # fmt: skip
        (edition,) = row["editions"]
        assert edition["last"]["by"] == "Dr A"
        assert (edition["words"], edition["shared"], edition["left_out"]) == (3, 2, 0)
        assert edition["status"] == "approved"

    def test_errors_are_reported_and_fail(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        put(site, {"content/a.md": article("[x]{.patiant}")})
        assert main(["report", "--format", "json"]) == 1
        told = json.loads(capsys.readouterr().out)
        assert told["articles"][0]["diagnostics"][0]["code"] == "unknown-class"

    @pytest.mark.parametrize(
        "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&amp;"]
    )
    def test_no_word_of_the_content_is_markup(self, site: Path, hostile: str) -> None:
        put(site, {"content/a.md": article(f"[{hostile}]{{.x}}", title=f"'{hostile}'")})
        put(site, {"audiences/patient.toml": f"name = '{hostile}'\n", "site.toml": f"title = '{hostile}'\n"})
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(as_page(reported(site)))
        names = {one.tag for one in tree.iter() if isinstance(one.tag, str)}
        assert not names & {"script", "img", "link", "iframe", "b"}

    def test_every_picture_says_what_it_shows_or_is_an_ornament(self, site: Path) -> None:
        put(site, {"content/a.md": article("Word. " * 120)})
        tree: Any = html5lib.parse(as_page(reported(site)), namespaceHTMLElements=False)
        for one in tree.iter("svg"):
            assert one.get("aria-hidden") == "true" or (one.get("role") == "img" and one.get("aria-label"))


class TestTheFile:
    def test_it_goes_beside_the_site_and_over_the_report_before(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for _ in range(2):
            assert main(["report"]) == 0
            assert capsys.readouterr().out == "report.html\n"
        assert (site / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
        assert not list(site.glob(".report*"))

    def test_it_goes_where_it_is_sent(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["report", "--out", "here.html"]) == 0
        assert (site / "here.html").is_file()
        capsys.readouterr()
        assert main(["report", "--out", "-"]) == 0
        assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
        assert main(["report", "--out", "x", "--format", "text"]) == 2

    def test_no_other_file_is_lost(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (site / "report.html").write_text("<p>Mine.")
        (site / "folder").mkdir()
        (site / "link.html").symlink_to(site / "content/a.md")
        for name in ("report.html", "content/a.md", "folder", "link.html"):
            assert main(["report", "--out", name]) == 2
            assert re.search("name (another file|a file elsewhere) with --out", capsys.readouterr().err)
        assert (site / "report.html").read_text() == "<p>Mine."

    def test_an_empty_file_may_be_written_over(self, site: Path) -> None:
        (site / "made-by-mktemp").touch()
        assert main(["report", "--out", "made-by-mktemp"]) == 0

    @pytest.mark.parametrize(
        ("out", "said"),
        [
            ("no/where.html", "there is no folder 'no': make it first"),
            ("site.toml/x.html", "there is no folder 'site.toml': make it first"),
            ("", "--out names no file"),
            ("   ", "--out names no file"),
            ("dir/", "dir/ is a folder: name a file with --out"),
            ("audiences/x.toml", "would be a part of the site, in audiences/: name a file elsewhere"),
            ("content/report.html", "would be a part of the site, in content/: name a file elsewhere"),
            ("/dev/null", "/dev/null is no plain file"),
            (
                "out.html",
                "out.html is no plain file: name another file with --out; standard output is `--out -`",
            ),
        ],
    )
    def test_a_place_where_no_page_can_go(
        self, site: Path, capsys: pytest.CaptureFixture[str], out: str, said: str
    ) -> None:
        put(site, {"site.toml": ""})
        (site / "out.html").symlink_to("/dev/stdout")
        assert main(["report", "--out", out]) == 2
        assert said in capsys.readouterr().err

    def test_a_disk_that_fails_is_told_by_the_name_that_was_given(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        name = f"{'x' * 300}.html"
        assert main(["report", "--site", str(site), "--out", name]) == 1
        assert capsys.readouterr().err == f"Error: {name}: File name too long\n"
        assert main(["report", "--out", f"{'x' * 250}.html"]) == 0


class TestStandardError:
    @pytest.mark.parametrize("form", ["html", "text", "json"])
    def test_errors_and_warnings_are_printed(
        self, site: Path, capsys: pytest.CaptureFixture[str], form: str
    ) -> None:
        put(site, {"content/a.md": article("[x]{.patiant}"), "content/b.md": article("# A title")})
        assert main(["report", "--format", form]) == 1
        out, err = capsys.readouterr()
        assert "content/a.md:5:5: error[unknown-class]" in err
        assert "content/b.md:5:1: warning[" in err
        assert "1 error, 1 warning in 2 files" in err
        assert "1 error, 1 warning in 2 files" not in out

    def test_it_looks_at_articles_and_makes_none(self, capsys: pytest.CaptureFixture[str]) -> None:
        Progress(done="looked at").article("a", 100, 200)
        assert capsys.readouterr().err == "100 of 200 articles looked at\n"

    def test_a_table_for_a_terminal_alone_is_shortened(
        self, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(site, {f"content/{'long-' * 20}name.md": article()})
        monkeypatch.setenv("COLUMNS", "150")
        assert main(["report", "--format", "text"]) == 0
        assert "long-name" in capsys.readouterr().out
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        assert main(["report", "--format", "text"]) == 0
        assert "long-name" not in capsys.readouterr().out
