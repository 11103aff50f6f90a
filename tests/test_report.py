"""`report`: how every edition stands, what needs an editor first, and who is waited for."""

import json
from datetime import date
from pathlib import Path

import pytest

from renderer.build.commands import UsageProblem
from renderer.build.report.forms import as_text
from renderer.build.report.page import as_page
from renderer.build.report.values import Need, State
from renderer.cli import main
from renderer.cli.console import note_future
from renderer.site.approvals import Approval
from tests.reported import DAY, SENTENCE, approved, of, reported, words_of
from tests.sites import article, put, site_of


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return site_of(tmp_path, {"content/a.md": article("Take [one tablet]{.patient}[500 mg]{.else}.")})


class TestHowAnEditionStands:
    def test_nobody_has_approved_it(self, site: Path) -> None:
        one = of(site)
        assert (one.state, one.need, one.waits_for) == (State.SUBMITTED, Need.APPROVE, "a reviewer")

    def test_it_waits_for_those_who_may_approve(self, site: Path) -> None:
        put(site, {"site.toml": 'reviewers = ["Dr A", "Dr B"]\n'})
        assert of(site).waits_for == "Dr A or Dr B"
        put(site, {"site.toml": 'reviewers = ["A", "B", "C", "D"]\n'})
        assert of(site).waits_for == "one of 4 reviewers"

    def test_approved(self, site: Path) -> None:
        approved(site)
        one = of(site)
        assert (one.state, one.need, one.waits_for, one.since) == (State.APPROVED, Need.NOTHING, "", DAY)
        assert of(site, audience="clinician").state is State.SUBMITTED

    def test_its_words_changed_since(self, site: Path) -> None:
        approved(site)
        put(site, {"content/a.md": article("Take [two tablets]{.patient}[500 mg]{.else}.")})
        one = of(site)
        assert (one.state, one.need, one.waits_for) == (State.CHANGED, Need.APPROVE_AGAIN, "Dr A")
        assert (one.since, one.warnings) == (DAY, 1)
        assert of(site, audience="clinician").warnings == 0

    def test_who_may_no_longer_approve_is_not_waited_for(self, site: Path) -> None:
        approved(site)
        put(site, {"content/a.md": article("New."), "site.toml": 'reviewers = ["Dr B"]\n'})
        found = reported(site)
        assert [one.code for one in found.articles[0].diagnostics] == ["unknown-reviewer"]
        assert {one.waits_for for one in found.editions} == {"whoever mends the site"}
        put(site, {"site.toml": 'reviewers = ["Dr A", "Dr B"]\n'})
        assert of(site).waits_for == "Dr A"

    def test_a_draft_waits_for_its_author_whatever_was_approved(self, site: Path) -> None:
        approved(site)
        put(site, {"content/a.md": article("New [x]{.patiant}.", draft="true")})
        one = of(site)
        assert (one.state, one.need, one.waits_for, one.last) == (
            State.DRAFT,
            Need.FINISH,
            "the author",
            None,
        )
        assert not reported(site).failed

    def test_errors(self, site: Path) -> None:
        put(site, {"content/a.md": article("New [x]{.patiant}."), "content/b.md": article("[b](a.md#gone)")})
        assert [(one.article, one.state, one.errors) for one in reported(site, "patient").editions] == [
            ("a", State.ERRORS, 1),
            ("b", State.ERRORS, 1),
        ]
        assert reported(site).failed

    def test_the_words_of_one_audience(self, site: Path) -> None:
        put(site, {"content/a.md": article("Take.", audiences="[clinician]")})
        assert [one.audience for one in reported(site).editions] == ["clinician"]
        assert reported(site, "patient").editions == ()

    def test_an_unknown_audience(self, site: Path) -> None:
        with pytest.raises(UsageProblem, match="did you mean 'patient'"):
            reported(site, "patiant")

    def test_an_edition_that_is_too_hard(self, site: Path) -> None:
        put(site, {"audiences/patient.toml": 'name = "Patients"\nreading_grade = 8\n'})
        put(site, {"content/a.md": article(SENTENCE * 20)})
        one = of(site)
        assert one.is_too_hard
        assert one.need is Need.LOOK
        assert not of(site, audience="clinician").is_too_hard


class TestSomeAudiences:
    def test_an_article_for_none_of_them_is_absent(self, site: Path) -> None:
        put(site, {"content/b.md": article("Take.", audiences="[clinician]")})
        assert [one.id for one in reported(site, "patient").articles] == ["a"]
        assert [one.id for one in reported(site).articles] == ["a", "b"]

    def test_one_that_cannot_be_read_stays(self, site: Path) -> None:
        (site / "content/z.md").write_bytes(b"\xff")
        assert [one.id for one in reported(site, "patient").articles] == ["z", "a"]

    def test_an_error_of_an_absent_article_fails_all_the_same(self, site: Path) -> None:
        put(site, {"content/b.md": article("[x]{.patiant}", audiences="[clinician]")})
        assert reported(site, "patient").failed

    def test_the_title_is_theirs(self, site: Path) -> None:
        put(site, {"content/a.md": article(title="'[For you]{.patient}[For us]{.else}'")})
        assert [one.title for one in reported(site, "clinician").articles] == ["For us"]
        assert [one.title for one in reported(site).articles] == ["For you"]

    def test_an_edition_that_others_errors_stop_says_so(self, site: Path) -> None:
        put(site, {"content/a.md": article("[Take.]{.clinician}", audiences="[patient, clinician]")})
        found = reported(site, "clinician")
        assert [(one.state, one.errors) for one in found.editions] == [(State.ERRORS, 0)]
        assert "stopped by errors of other editions" in as_text(found)
        assert "Stopped by errors of other editions" in as_page(found)


class TestTheOrder:
    def test_what_needs_an_editor_first_stands_first(self, site: Path) -> None:
        put(
            site,
            {
                "content/a.md": article("Approved."),
                "content/b.md": article("Changed."),
                "content/draft.md": article("Not yet.", draft="true"),
                "content/new.md": article("New.", updated="2026-03-01"),
                "content/old.md": article("Old.", updated="2024-03-01"),
                "content/warned.md": article("# A title"),
                "content/wrong.md": article("[x]{.patiant}"),
            },
        )
        for name in ("a", "b"):
            for audience in ("patient", "clinician", "student"):
                approved(site, name, audience)
        put(site, {"content/b.md": article("Changed now.")})
        order = ["wrong", "b", "warned", "old", "new", "draft", "a"]
        assert [one.id for one in reported(site).articles] == order

    def test_a_file_that_cannot_be_read_is_first(self, site: Path) -> None:
        (site / "content/z.md").write_bytes(b"\xff")
        found = reported(site)
        first = found.articles[0]
        assert (first.id, first.editions, first.need) == ("z", (), Need.MEND)
        assert "mend errors" in as_text(found)

    def test_who_is_waited_for_and_since_when(self, site: Path) -> None:
        put(site, {"content/b.md": article("Old.", updated="2024-03-01")})
        waiting = reported(site, "patient", "clinician").waiting()
        assert {who: [one.article for one in some] for who, some in waiting.items()} == {
            "a reviewer": ["a", "a", "b", "b"]  # what has no date may wait longest
        }

    def test_what_waits_without_a_date_is_counted_apart(self, site: Path) -> None:
        put(site, {"content/b.md": article("Old.", updated="2024-03-01")})
        found = reported(site, "patient")
        assert "2 editions wait for a reviewer, the oldest since 2024-03-01, 1 without a date.\n" in as_text(
            found
        )
        assert "2 editions since 2024-03-01, 1 without a date" in words_of(as_page(found))

    def test_an_article_without_a_date_may_be_the_oldest(self, site: Path) -> None:
        put(site, {"content/0.md": article("Old.", updated="2024-03-01")})
        assert [one.id for one in reported(site).articles] == ["a", "0"]

    def test_what_is_approved_with_warnings_waits_for_its_author(self, site: Path) -> None:
        put(site, {"content/a.md": article("# A title")})
        approved(site)
        one = of(site)
        assert (one.state, one.need, one.waits_for) == (State.APPROVED, Need.LOOK, "the author")

    def test_what_cannot_be_read_is_counted(self, site: Path) -> None:
        (site / "content/z.md").write_bytes(b"\xff")
        found = reported(site)
        assert [(one.article, one.audience) for one in found.waiting()["the author"]] == [("z", "")]
        assert "\n1 article cannot be read.\n" in as_text(found)
        assert as_text(found).endswith("\n1 article waits for the author.\n")
        assert "1 article cannot be read" in words_of(as_page(found))
        assert "the author 1 article no date z Articles" in words_of(as_page(found))


class TestWhatIsWrongElsewhere:
    def test_a_damaged_record_is_an_error_of_its_edition(self, site: Path) -> None:
        put(site, {"content/folder/b.md": article("B.")})
        approved(site, "folder/b")
        (record,) = (site / "approvals/folder/b/patient").iterdir()
        record.write_text("by = 1")
        found = reported(site)
        of = {(one.article, one.audience): one for one in found.editions}
        one = of["folder/b", "patient"]
        assert (one.state, one.need, one.errors) == (State.ERRORS, Need.MEND, 2)
        assert one.waits_for == "whoever mends the site"
        assert of["folder/b", "clinician"].state is State.SUBMITTED
        assert [one.path.partition("/")[0] for one in found.articles[0].diagnostics] == ["approvals"] * 2
        assert found.diagnostics == ()

    def test_a_damaged_record_of_no_edition_is_of_no_article(self, site: Path) -> None:
        put(site, {"content/b.md": article("B.", audiences="[clinician]")})
        put(site, {"approvals/b/patient/x.toml": "", "approvals/a/nobody/x.toml": ""})
        found = reported(site)
        assert [one.path for one in found.diagnostics] == [
            "approvals/a/nobody/x.toml", "approvals/b/patient/x.toml",
        ]  # fmt: skip
        assert {one.state for one in found.editions} == {State.SUBMITTED}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"site.toml": "titel = 3\n"},
            {"templates/article.html": "{% if %}"},
            {"approvals/a/patient/x.toml": ""},
            {"audiences/other.toml": "name = 3"},
        ],
    )
    def test_while_something_is_wrong_round_the_articles_nobody_is_sent_to_approve(
        self, site: Path, capsys: pytest.CaptureFixture[str], wrong: dict[str, str]
    ) -> None:
        put(site, {"site.toml": 'reviewers = ["Dr A"]\n'})
        assert not reported(site).blocked
        put(site, wrong)
        found = reported(site)
        assert found.blocked
        assert set(found.waiting()) == {"whoever mends the site"}
        words = "Nothing is published"
        assert as_text(found).startswith(words)
        assert as_page(found).index(words) < as_page(found).index("<h2>")
        assert main(["report", "--format", "json"]) == 1
        assert json.loads(capsys.readouterr().out)["blocked"] is True

    def test_a_site_without_audiences(self, site: Path) -> None:
        for file in (site / "audiences").iterdir():
            file.unlink()
        found = reported(site)
        assert found.failed
        assert [one.code for one in found.diagnostics] == ["no-audiences"]
        assert ">Wrong round the articles</h2>" in as_page(found)

    def test_an_approval_from_the_future_is_looked_at(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(site, {"content/b.md": article("B.", updated="2026-01-01")})
        approved(site, on=date(2999, 1, 1))
        one = of(site)
        assert (one.state, one.need, one.since, one.later) == (
            State.APPROVED, Need.LOOK, None, date(2999, 1, 1),
        )  # fmt: skip
        assert one.waits_for == "Dr A"
        assert [one.id for one in reported(site, "patient").articles] == ["a", "b"]
        assert "approved, dated later than today" in as_text(reported(site))
        assert "Approved by Dr A on 2999-01-01 dated later than today" in words_of(as_page(reported(site)))
        assert main(["report", "--format", "json"]) == 0
        told = json.loads(capsys.readouterr().out)["articles"][0]["editions"][0]
        assert (told["since"], told["later_than_today"]) == (None, "2999-01-01")

    def test_an_update_from_the_future_has_no_age(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(site, {"content/a.md": article("A.", updated="2999-01-01")})
        assert of(site).since is None
        assert "updated 2999-01-01, dated later than today" in words_of(as_page(reported(site)))
        assert "later" in as_text(reported(site))
        assert main(["report", "--format", "json"]) == 0
        told = json.loads(capsys.readouterr().out)["articles"][0]
        assert (told["updated"], told["age_days"], told["editions"][0]["since"]) == ("2999-01-01", None, None)

    def test_records_from_the_future_are_those_of_the_audiences(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        approved(site, audience="clinician", on=date(2999, 1, 1))
        capsys.readouterr()
        assert main(["report", "--out", "-", "-a", "patient"]) == 0
        assert "2999" not in capsys.readouterr().err

    def test_few_of_many_records_from_the_future_are_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        future = [Approval(f"{n:064x}", "Dr A", date(2999, 1, 1), "", f"approvals/{n}") for n in range(15)]
        note_future([*future, *future])
        lines = capsys.readouterr().err.splitlines()
        assert lines[0] == (
            "Warning: approvals/0 is dated 2999-01-01, which is yet to come. It is signed by Dr A."
        )
        assert len(lines) == 11
        assert lines[-1] == "Warning: 5 more records are dated later than today."

    def test_an_approval_from_the_future_is_named(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        approved(site, on=date(2999, 1, 1))
        assert main(["report", "--format", "text"]) == 0
        assert "is dated 2999-01-01, which is yet to come" in capsys.readouterr().err
        assert "Approvals that are dated later than today" in as_page(reported(site))
