"""`report`: how every edition stands, what needs an editor first, and who is waited for."""

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from renderer.build.approve import Consent, approve
from renderer.build.commands import UsageProblem
from renderer.build.report import report
from renderer.build.report_forms import as_text
from renderer.build.report_page import as_page
from renderer.build.report_values import EditionReport, Need, Report, State
from renderer.build.report_words import percents
from renderer.cli import main
from renderer.cli.console import note_future
from renderer.cli.progress import Progress
from renderer.diagnostics import Span
from renderer.editions.runs import BARRIER, Part, Piece, Run, runs
from renderer.editions.share import Share, shares
from renderer.site.approvals import Approval
from tests.browsing import TOP, Visit, axe_findings
from tests.door import example
from tests.sites import article, opened, put, site_of

DAY = date(2026, 3, 2)
TODAY = date(2026, 3, 12)
SENTENCE = "The electrocardiographic abnormality necessitates multidisciplinary reconsideration. "


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return site_of(tmp_path, {"content/a.md": article("Take [one tablet]{.patient}[500 mg]{.else}.")})


def of(root: Path, name: str = "a", audience: str = "patient") -> EditionReport:
    found = {(one.article, one.audience): one for one in reported(root).editions}
    return found[name, audience]


def reported(root: Path, *audiences: str) -> Report:
    return report(opened(root), audiences, TODAY)


def words_of(page: str) -> str:
    """What a page says, its white space as single blanks."""
    tree: Any = html5lib.parse(page, namespaceHTMLElements=False)
    return " ".join("".join(tree.find("body").itertext()).split())


def approved(
    root: Path, name: str = "a", audience: str = "patient", on: date = DAY, by: str = "Dr A"
) -> None:
    approve(opened(root), name, audience, Consent(by=by, on=on, today=max(on, TODAY)))


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
        assert (one.state, one.need, one.errors) == (State.ERRORS, Need.MEND, 3)
        assert one.waits_for == "whoever mends the site"
        assert of["folder/b", "clinician"].state is State.SUBMITTED
        assert [one.path.partition("/")[0] for one in found.articles[0].diagnostics] == ["approvals"] * 3
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
        assert "<h2>Wrong round the articles</h2>" in as_page(found)

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


# --------------------------------------------------------------------------------------- shares of the words


@pytest.mark.parametrize(
    ("words", "patient", "clinician"),
    [
        ("All of it.", (3, 0, 0), (3, 0, 0)),
        ("Take [one]{.patient}[5,000 mg]{.else} now.", (2, 1, 0), (2, 2, 0)),
        ("Don't [stop]{.patient}.", (1, 1, 0), (1, 0, 1)),
        ("::: patient\nOne two.\n:::\n\nThree.", (1, 2, 0), (1, 0, 2)),
        ("[One]{.patient}[One]{.else} &amp; `code` two.", (1, 1, 0), (1, 1, 0)),
        ("Rest &amp; walk at home.", (4, 0, 0), (4, 0, 0)),
        ("un[der]{.patient}[til]{.else} CO~2~ **H**eart.", (2, 1, 0), (2, 1, 0)),
        ("A dose**one**two and a*b*c; [**heart** attack]{.patient}[MI]{.else}s end.", (5, 2, 0), (5, 1, 0)),
        ("Take it[, slowly]{.patient}.", (2, 1, 0), (2, 0, 1)),
        ("Take [one]{.patient}[two]{.else}.", (1, 1, 0), (1, 1, 0)),
        ("Take [one or two]{.patient}[]{.else}.", (1, 3, 0), (1, 0, 3)),
        ("Take pill[s]{.patient}.", (1, 1, 0), (1, 1, 0)),
        ("::: choose\n::: patient\nOne two.\n:::\n::: else\nThree.\n:::\n:::", (0, 2, 0), (0, 1, 0)),
        ("::: patient\nA [b]{.patient}[c d]{.else}\n:::\n\nOne.", (1, 2, 0), (1, 0, 2)),
        ("उच्च रक्तचाप की दवा", (4, 0, 0), (4, 0, 0)),
        ("高血圧の薬、2錠。", (7, 0, 0), (7, 0, 0)),
        ("Der [mot juste]{lang=fr} - sagt man / 5 mg.", (7, 0, 0), (7, 0, 0)),
        ("150-mg mg/day 1,000.5 well-known!", (4, 0, 0), (4, 0, 0)),
    ],
)
def test_what_readers_share(
    site: Path, words: str, patient: tuple[int, int, int], clinician: tuple[int, int, int]
) -> None:
    put(site, {"content/a.md": article(words)})
    title = 1
    for audience, said in (("patient", patient), ("clinician", clinician)):
        assert of(site, audience=audience).share == Share(said[0] + title, *said[1:])


def test_a_term_is_adapted(site: Path) -> None:
    put(site, {"site.toml": '[terms.hypertension]\npatient = "high blood pressure"\n'})
    put(site, {"content/a.md": article("Your [hypertension]{.term}.")})
    assert of(site).share == Share(2, 3, 0)
    assert of(site, audience="clinician").share == Share(2, 1, 0)


@given(st.lists(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc"))), min_size=1, max_size=4))
def test_shared_and_adapted_is_all_that_a_reader_gets(editions: list[list[tuple[int, str]]]) -> None:
    def spoken(words: list[tuple[int, str]]) -> list[Run]:
        return [Run(Part.PARAGRAPH, [Piece(word, Span(at, at + 1), term=False)]) for at, word in words]

    found = shares([spoken(one) for one in editions])
    assert [one.words for one in found] == [len(one) for one in editions]
    assert len({one.shared for one in found}) == 1
    assert all(sum(one) <= sum(len(set(words)) + len(words) for words in editions) for one in found)


INLINE = st.recursive(
    st.text("ab1-.,/ é", min_size=1, max_size=5),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        inner.map("**{}**".format),
        inner.map("[{}]{{.patient}}".format),
        st.tuples(inner, inner).map(lambda two: f"[{two[0]}]{{.patient}}[{two[1]}]{{.else}}"),
    ),
    max_leaves=8,
)


@given(INLINE)
def test_the_words_of_an_edition_are_those_of_its_text(words: str) -> None:
    with example({"article.md": f"x {words} x"}) as one:
        told = {each.audience: each for each in report(one.site, (), TODAY).editions}
        for audience, edition in told.items():
            text = one.edition(audience, "text")
            if edition.share is not None and text is not None:
                said = [each for each in text.split() if any(map(str.isalnum, each))]
                assert edition.share.words == len(said) + 1  # that of the title


def test_the_words_of_our_own_articles_are_counted_as_they_are_read() -> None:
    site = opened(TOP)
    for edition in report(site, (), TODAY).editions:
        finished = site.workspace.finish(edition.article)
        (one,) = [each for each in finished.editions if each.audience.id == edition.audience]
        said = " ".join(run.text for run in runs(one)).replace(BARRIER, "").split()
        assert edition.share is not None
        assert edition.share.words == len([each for each in said if any(map(str.isalnum, each))])


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((0, 0, 0), ("0%", "0%", "0%")),
        ((1, 1, 1), ("34%", "33%", "33%")),
        ((1, 899, 0), ("<1%", ">99%", "0%")),
        ((0, 0, 5), ("0%", "0%", "100%")),
        ((125, 125, 750), ("13%", "12%", "75%")),
    ],
)
def test_percentages_add_up(parts: tuple[int, int, int], said: tuple[str, ...]) -> None:
    assert percents(parts) == said


# ------------------------------------------------------------------------------------------------- the forms


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
        style = (TOP / "renderer/build/report.css").read_text("utf-8")
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
            assert "name another file with --out" in capsys.readouterr().err
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
            ("content", "content is a folder"),
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
