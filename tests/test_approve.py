"""Approvals: bound to the words that were approved, and to nothing else."""

import os
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from renderer.build.approve import ApproveOutcome, Consent, approve
from renderer.build.commands import SurroundingsProblem, UsageProblem
from renderer.build.review import review
from renderer.cli import main
from renderer.site.approval_files import as_written
from tests.sites import SQUARE, article, built, found, opened, put, shown, site_of, tree

TODAY = date(2026, 3, 2)
FRONT = {"references": "\n- {id: who, title: Salt, kind: guideline, issued: 2020}\n"}
WORDS = (
    "## Rest\n\nTake [one tablet]{.patient}[500 mg]{.else} *daily* [@who].\n\n"
    "![A [big]{.patient} plot](p.svg)\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return site_of(tmp_path, {"content/a.md": written(), "content/p.svg": SQUARE.format("p")})


def written(words: str = WORDS, **front: str) -> str:
    return article(words, **(FRONT | front))


def approved(root: Path, audience: str = "patient", *, by: str = "Dr A", on: date = TODAY) -> ApproveOutcome:
    return approve(opened(root), "a", audience, Consent(by=by, on=on, today=TODAY))


def state(root: Path, audience: str = "patient") -> str:
    """The current step of an edition's review, as its page says it."""
    text = shown(root, "a", audience, fragment=False) or ""
    (step,) = [
        one for one in " ".join(text.split()).split("Review status: ")[1].split(", ") if "current" in one
    ]
    return step.partition(" (current")[0]


class TestAnApproval:
    def test_it_is_a_file_that_says_who_when_and_what(self, site: Path) -> None:
        outcome = approved(site)
        text = (site / outcome.path).read_text("utf-8")
        assert outcome.path.startswith("approvals/a/patient/")
        assert '  { by = "Dr A", on = 2026-03-02 },\n' in text
        assert '"paragraph: Take one tablet daily [@who].",' in text
        assert '"heading 2: Rest",' in text

    def test_it_takes_the_caution_away_from_that_edition_alone(self, site: Path) -> None:
        approved(site)
        assert state(site) == "Approved"
        assert "Read with care" not in (shown(site, "a", "patient", fragment=False) or "")
        assert state(site, "clinician") == "Submitted"
        assert "Read with care" in (shown(site, "a", "clinician", fragment=False) or "")

    def test_a_build_writes_it_down(self, site: Path) -> None:
        approved(site)
        built(site)
        manifest = (site / "site/manifest.json").read_text("utf-8")
        assert manifest.count('"review": "approved"') == 2  # page and text
        assert manifest.count('"review": "submitted"') == 4

    def test_twice_by_one_person_is_once(self, site: Path) -> None:
        first = approved(site)
        second = approved(site, on=date(2026, 3, 1))
        assert second.path == first.path
        assert [one.by for one in second.before] == ["Dr A"]
        assert len(list((site / "approvals/a/patient").glob("*.toml"))) == 1

    def test_the_same_words_can_be_read_again_on_a_later_day(self, site: Path) -> None:
        first = approved(site, on=date(2026, 1, 1))
        consent = Consent(by="Dr A", on=date(2026, 2, 1), today=TODAY, note="As every year.")
        again = approve(opened(site), "a", "patient", consent)
        assert again.written
        assert again.path.startswith(first.path.removesuffix(".toml") + "-")
        assert 'by = "Dr A", on = 2026-02-01, note = "As every year."' in (site / again.path).read_text()
        third = approved(site, on=date(2026, 3, 1))
        assert len({first.path, again.path, third.path}) == 3
        kept = opened(site).workspace.site.approvals
        assert [one.on.month for one in kept.of["a", "patient"]] == [1, 2, 3]
        assert kept.diagnostics == ()

    @pytest.mark.parametrize("on", [date(2026, 2, 1), date(2026, 1, 31)])
    def test_on_the_same_or_an_earlier_day_nothing_is_written(self, site: Path, on: date) -> None:
        approved(site, on=date(2026, 1, 1))
        newest = approved(site, on=date(2026, 2, 1))
        before = tree(site)
        outcome = approved(site, on=on)
        assert (outcome.path, outcome.written) == (newest.path, False)
        assert tree(site) == before

    def test_the_command_says_whether_something_was_written(
        self, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(site)
        for day, said in (
            ("2026-01-02", ""),
            ("2026-01-03", "Dr A approved these words on 2026-01-02.\n"),
            (
                "2026-01-02",
                "Dr A approved these words on 2026-01-02.\nDr A approved these words on 2026-01-03.\n"
                "Nothing was written: give a later day to say that Dr A has read them again.\n",
            ),
        ):
            assert main(["approve", "a", "-a", "patient", "--by", "Dr A", "--on", day]) == 0
            out, err = capsys.readouterr()
            assert (site / out.strip()).is_file()
            assert err == said

    def test_a_record_that_is_yet_to_come_is_nobodys_last_word(self, site: Path) -> None:
        path = approved(site).path
        put(site, {path: (site / path).read_text("utf-8").replace("2026-03-02", "2099-01-01")})
        outcome = approved(site)
        assert outcome.written
        assert [one.on.year for one in outcome.future] == [2099]
        assert len(list((site / "approvals/a/patient").glob("*.toml"))) == 2
        assert not approved(site).written

    def test_a_second_person_has_a_record_beside_the_first(self, site: Path) -> None:
        first = approved(site)
        second = approved(site, by="Dr B")
        assert [one.by for one in second.before] == ["Dr A"]
        assert second.path.startswith(first.path.removesuffix(".toml") + "-")
        assert 'by = "Dr B"' in (site / second.path).read_text("utf-8")
        assert approved(site, by="Dr B").path == second.path
        assert state(site) == "Approved"
        (site / first.path).unlink()
        assert state(site) == "Approved"

    def test_the_words_of_before_come_back_approved(self, site: Path) -> None:
        approved(site)
        put(site, {"content/a.md": written(WORDS.replace("tablet", "pill"))})
        assert state(site) == "Under review"
        put(site, {"content/a.md": written()})
        assert state(site) == "Approved"


class TestWhatEndsIt:
    def test_the_help_can_be_typed_as_it_stands(
        self, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        approved(site)
        put(site, {"content/a.md": written(WORDS.replace("tablet", "pill"))})
        monkeypatch.chdir(site)
        main(["check"])
        said = capsys.readouterr().out
        assert "help: read what is new with `renderer review a`, then `renderer approve` it\n" in said

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("one tablet", "two tablets"), ("Rest", "Ease"), ("A [big]", "One [big]"), ("(p.svg)", "(q.svg)"),
            ("[@who]", ""), ("## Rest", "### Rest"), ("## Rest", "Rest"), ("title: T", "title: U"),
            ("title: Salt", "title: Salts"), ("kind: guideline", "kind: book"), ("daily", "daily  \nnow"),
            ("*daily*", "[daily](https://example.org)"), ("title: T", "title: T\nsummary: S"),
        ],
    )  # fmt: skip
    def test_a_change_of_the_words(self, site: Path, old: str, new: str) -> None:
        approved(site)
        put(site, {"content/q.svg": SQUARE.format("q"), "content/a.md": written().replace(old, new, 1)})
        assert state(site) == "Under review"
        assert "content/a.md:2 warning[changed-words]" in found(site)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("- a\n  - b\n  - c\n", "- a\n  - b\n- c\n"),
            ("1. a\n2. b\n", "5. a\n6. b\n"),
            ("- a\n", "1. a\n"),
            ("- a\n\n  b\n", "- a\n\nb\n"),
            ("::: warning\na\n\nb\n:::\n", "::: warning\na\n:::\n\n::: warning\nb\n:::\n"),
            ("See [x](https://e.org)", "See x \\<https://e.org\\>"),
            ("10^5^", "105"),
            ("| a \\| b | c |\n| - | - |\n| 1 | 2 |\n", "| a | b \\| c |\n| - | - |\n| 1 | 2 |\n"),
            ("```\na\nb\n```\n", "```\na b\n```\n"),
            ("> a\n", "a\n"),
            ("::: note\na\n:::\n", "::: warning\na\n:::\n"),
            ("- {.warning} a\n", "- a\n"),
            ("| a |\n| - |\n| {.warning} 1 |\n", "| a |\n| - |\n| 1 |\n"),
            ("See [x](#b).\n\n### a {#b}\n\n### c {#d}", "See [x](#b).\n\n### a {#d}\n\n### c {#b}"),
            ("See [x](#b).\n\n- {#b} a\n- {#d} a\n", "See [x](#b).\n\n- {#d} a\n- {#b} a\n"),
            ("See [x](#b): [a]{#b} or [a]{#d}", "See [x](#b): [a]{#d} or [a]{#b}"),
            ("See <https://e.org/a%20b>", "See <https://e.org/a%20%20b>"),
            ("[x](https://e.org/\u00e9)", "[x](https://e.org/e\u0301)"),
        ],
    )
    def test_a_change_of_how_words_belong_together(self, site: Path, old: str, new: str) -> None:
        put(site, {"content/a.md": written(f"{old}\n\nEnd [@who].\n")})
        approved(site)
        assert state(site) == "Approved"
        put(site, {"content/a.md": written(f"{new}\n\nEnd [@who].\n")})
        assert state(site) == "Under review"

    @pytest.mark.parametrize("words", ["![The dose](/dose.svg)", "[The leaflet](/dose.svg#page=2)"])
    def test_a_file_of_the_site_has_other_bytes(self, site: Path, words: str) -> None:
        put(site, {"content/a.md": written(f"{words} [@who]"), "static/dose.svg": SQUARE.format("500 mg")})
        approved(site)
        built(site)
        assert state(site) == "Approved"
        put(site, {"static/dose.svg": SQUARE.format("900 mg")})
        assert found(site) == ["content/a.md:2 warning[changed-words]"]
        assert state(site) == "Under review"

    def test_pictures_that_change_places(self, site: Path) -> None:
        put(site, {"content/q.svg": SQUARE.format("q")})
        put(site, {"content/a.md": written("![one](p.svg) ![two](q.svg) [@who]")})
        approved(site)
        put(site, {"content/p.svg": SQUARE.format("q"), "content/q.svg": SQUARE.format("p")})
        assert state(site) == "Under review"

    def test_another_wording_of_a_term_for_those_who_read_it(self, site: Path) -> None:
        wording = '[terms.salt]\npatient = {{ text = "table salt", explanation = "{}" }}\n'
        words = {"content/a.md": written("Less [salt]{.term} [@who]. ![plot](p.svg)")}
        put(site, {**words, "site.toml": wording.format("sodium")})
        first = approved(site)
        approved(site, "clinician")
        assert '"paragraph: Less table salt (sodium)' in (site / first.path).read_text("utf-8")
        put(site, {"site.toml": wording.format("sodium chloride")})
        assert (state(site), state(site, "clinician")) == ("Under review", "Approved")

    def test_a_change_of_its_picture(self, site: Path) -> None:
        approved(site)
        put(site, {"content/p.svg": SQUARE.format("another")})
        assert state(site) == "Under review"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("500 mg", "850 mg"), ("*daily*", "**daily**"), ("Take [one", "Take\n[one"),
            ("title: T", 'title: "T"'),
            ("---\n\n##", "---\n\n<!-- note -->\n\n##"), ("title: T", "title: T\nupdated: 2026-01-01"),
            ("Take [one", "{#dose lang=en .wide}\nTake [one"), ("## Rest", "## Rest {#ease}"),
        ],
    )  # fmt: skip
    def test_but_not_of_another_edition_or_of_markup_alone(self, site: Path, old: str, new: str) -> None:
        put(site, {"site.toml": 'classes = ["wide"]\n'})
        approved(site)
        put(site, {"content/a.md": written().replace(old, new, 1)})
        assert state(site) == "Approved"
        assert not found(site)

    def test_nor_of_where_the_article_lies(self, site: Path) -> None:
        put(site, {"content/a.md": written("## Rest\n\nSee [Rest](#rest) [@who].")})
        approved(site)
        (site / "content/a.md").rename(site / "content/b.md")
        (site / "approvals/a").rename(site / "approvals/b")
        assert found(site) == []

    def test_nor_of_the_page_round_it(self, site: Path) -> None:
        approved(site)
        put(site, {"site.toml": 'title = "Ours"\n', "templates/style.css": "body{}"})
        assert state(site) == "Approved"

    def test_the_build_says_so(self, site: Path) -> None:
        approved(site)
        put(site, {"content/a.md": written(WORDS.replace("tablet", "pill"))})
        (warning,) = built(site).diagnostics
        assert "changed since Dr A approved them on 2026-03-02" in warning.message
        assert warning.audiences == ("patient",)


class TestWhatIsRefused:
    def test_an_article_with_an_error(self, site: Path) -> None:
        put(site, {"content/a.md": written("[x]{.patiant}")})
        outcome = approved(site)
        assert not outcome.path
        assert not (site / "approvals").exists()

    def test_a_draft(self, site: Path) -> None:
        put(site, {"content/a.md": written(draft="true")})
        with pytest.raises(UsageProblem, match="is a draft"):
            approved(site)

    def test_somebody_who_may_not(self, site: Path) -> None:
        put(site, {"site.toml": 'reviewers = ["Dr Ada Example"]\n'})
        with pytest.raises(UsageProblem, match="did you mean 'Dr Ada Example'"):
            approved(site, by="Dr Ada Exampel")

    def test_nobody_and_a_day_to_come(self, site: Path) -> None:
        with pytest.raises(UsageProblem, match="give a name"):
            approved(site, by="")
        for unseen in ("A\rB", "A\u2028B", "A\u202eB", "Dr\u200bA", "A\xadB", "\u200b", "\u2060"):
            with pytest.raises(UsageProblem, match="that cannot be seen"):
                approved(site, by=unseen)
        for nobody in ("\u3164", "-", "3"):
            with pytest.raises(UsageProblem, match="a name has letters"):
                approved(site, by=nobody)
        with pytest.raises(UsageProblem, match="a name stands on one line"):
            approved(site, by="A\nB")
        with pytest.raises(UsageProblem, match=r"U\+0001 is a character that cannot be seen"):
            approved(site, by="Dr \x01")
        with pytest.raises(UsageProblem, match="2026-03-03 is yet to come"):
            approved(site, on=date(2026, 3, 3))

    def test_a_record_from_the_future_is_named(self, site: Path) -> None:
        path = approved(site).path
        put(site, {path: (site / path).read_text("utf-8").replace("2026-03-02", "2027-01-01")})
        assert [one.path for one in approved(site).future] == [path]
        assert not found(site)  # no other command looks at the day


class TestDamage:
    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("one tablet", "two tablets", "5 error[bad-approval]"),
            ('by = "Dr A"', 'by = ""', "3 error[bad-setting]"),
            ("on = 2026-03-02", 'on = "soon"', "3 error[bad-setting]"),
            ("on = 2026-03-02", "on = 2026-02-30", "3 error[broken-toml]"),
            ('by = "Dr A"', 'by = "\u200b"', "3 error[bad-setting]"),
            ('by = "Dr A"', 'by = "\u3164"', "3 error[bad-setting]"),
            ('by = "Dr A", ', "", "3 error[missing-setting]"),
            ('by = "Dr A"', 'by = "Dr A", rank = 1', "3 error[unknown-setting]"),
            ('{ by = "Dr A", on = 2026-03-02 },', "", "2 error[bad-setting]"),
            ('by = "Dr A"', "by = Dr A", "3 error[broken-toml]"),
            ('by = "Dr A"', 'by = "\\u0001"', "3 error[broken-toml]"),
            ("approved", "<<<<<<< HEAD\napproved", "2 error[broken-toml]"),
        ],
    )  # fmt: skip
    def test_a_damaged_record_is_an_error_and_approves_nothing(
        self, site: Path, old: str, new: str, code: str
    ) -> None:
        path = approved(site).path
        put(site, {path: (site / path).read_text("utf-8").replace(old, new)})
        assert found(site) == [f"{path}:{code}"]
        assert shown(site, "a", "patient") is None

    @pytest.mark.parametrize("end", ["# Written", "words ="])
    def test_a_record_that_was_cut_off(self, site: Path, end: str) -> None:
        path = approved(site).path
        put(site, {path: (site / path).read_text("utf-8").partition(end)[0]})
        assert found(site) == [f"{path}:1 error[bad-approval]"]

    def test_a_record_may_be_larger_than_any_article(
        self, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(site, {"content/a.md": written("- a\n" * 100 + "\nEnd [@who]. ![p](p.svg)")})
        monkeypatch.setattr("renderer.site.load.LIMIT", 1000)
        path = approved(site).path
        assert (site / "content/a.md").stat().st_size < 1000 < (site / path).stat().st_size
        assert state(site) == "Approved"
        assert found(site) == []

    def test_a_record_in_another_place(self, site: Path) -> None:
        put(site, {"approvals/a/patient/x.toml": "", "approvals/a/README.md": "Ours."})
        assert found(site) == ["approvals/a/patient/x.toml:1 error[bad-approval]"]

    def test_somebody_who_left_and_an_article_that_is_gone(self, site: Path) -> None:
        path = approved(site).path
        put(site, {"site.toml": 'reviewers = ["Dr B"]\n'})
        assert found(site) == [f"{path}:3 error[unknown-reviewer]"]
        put(site, {"site.toml": "", "content/b.md": written()})
        (site / "content/a.md").unlink()
        assert found(site) == [f"{path}:1 warning[lost-approval]"]

    def test_a_gone_article_is_not_one_that_cannot_be_read(self, site: Path) -> None:
        approved(site)
        put(site, {"content/a/index.md": written()})
        assert "error[article-id-taken]" in " ".join(found(site))
        assert not any("lost-approval" in one for one in found(site))


class TestTheDisk:
    def test_one_without_hard_links(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr("os.link", refuse)
        approved(site)
        assert state(site) == "Approved"
        assert sorted(one.suffix for one in (site / "approvals").rglob("*.*")) == ["", ".toml"]

    def test_somebody_who_approves_at_the_same_moment_is_kept(
        self, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        link = os.link

        def late(fresh: Path, file: Path) -> None:
            if not file.name.startswith("."):
                monkeypatch.setattr("os.link", link)
                monkeypatch.setattr("os.getpid", lambda: 1)  # in a process of their own
                approved(site, by="Dr B")
            link(fresh, file)

        monkeypatch.setattr("os.link", late)
        approved(site)
        known = opened(site).workspace.site.approvals.of["a", "patient"]
        assert {one.by for one in known} == {"Dr A", "Dr B"}

    def test_one_that_fails(self, site: Path) -> None:
        put(site, {"approvals/a/patient": "no folder"})
        with pytest.raises(SurroundingsProblem, match=r"approvals/a/patient: (File exists|Not a directory)"):
            approved(site)


class TestTheFormOfARecord:
    def test_one_that_names_its_person_at_the_top_counts_too(self, site: Path) -> None:
        path = approved(site).path
        listed = 'approved = [\n  { by = "Dr A", on = 2026-03-02 },\n]\n'
        text = (site / path).read_text("utf-8")
        assert listed in text
        put(site, {path: text.replace(listed, 'by = "Dr A"\non = 2026-03-02\n')})
        assert state(site) == "Approved"
        put(site, {path: text.replace(listed, "on = 2026-03-02\n")})
        assert found(site) == [f"{path}:1 error[missing-setting]"]

    @pytest.mark.parametrize("note", ["", 'She said "yes".', "Übung\\n, 5\u00a0mg", "Two\nlines"])
    def test_the_quick_way_and_toml_say_the_same(self, site: Path, note: str) -> None:
        consent = Consent(by="Dr Ünal", on=TODAY, today=TODAY, note=note)
        text = (site / approve(opened(site), "a", "patient", consent).path).read_text("utf-8")
        people, words = as_written(text) or ((), ())
        said = tomllib.loads(text)
        note_of = {"note": note} if note else {}
        assert said["approved"] == [{"by": one.by, "on": one.on} | note_of for one in people]
        assert list(words) == said["words"]

    def test_what_is_not_as_we_write_it_is_read_as_any_toml(self, site: Path) -> None:
        path = approved(site).path
        text = (site / path).read_text("utf-8")
        for other in (text + "# seen\n", text.replace("2026-03-02 }", '2026-03-02, note = "" }')):
            assert as_written(other) is None
            put(site, {path: other})
            assert state(site) == "Approved"


class TestOneThatWasReadBefore:
    """`check` and `build` remember which records are right, by their bytes."""

    @pytest.fixture(autouse=True)
    def path(self, site: Path) -> str:
        path = approved(site).path
        assert found(site) == []
        return path

    @pytest.fixture
    def parsed(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The records that are read anew from here on."""
        texts: list[str] = []

        def noted(text: str) -> Any:
            texts.append(text)
            return as_written(text)

        monkeypatch.setattr("renderer.site.approvals.as_written", noted)
        return texts

    def test_it_is_not_read_again(self, site: Path, parsed: list[str]) -> None:
        assert state(site) == "Approved"
        assert found(site) == []
        built(site)
        assert parsed == []

    def test_a_build_by_force_reads_it_again(self, site: Path, parsed: list[str]) -> None:
        built(site, force=True)
        assert len(parsed) == 1

    def test_one_that_was_damaged_since_approves_nothing(self, site: Path, path: str) -> None:
        text = (site / path).read_text("utf-8")
        put(site, {path: text.replace("one tablet", "two tablets")})
        assert found(site) == [f"{path}:5 error[bad-approval]"]
        put(site, {path: text})
        assert found(site) == []

    def test_its_bytes_elsewhere_approve_nothing(self, site: Path, path: str) -> None:
        other = path.replace("patient", "student").replace(Path(path).stem, "0" * 64)
        put(site, {other: (site / path).read_bytes()})
        assert found(site) == [f"{other}:5 error[bad-approval]"]

    def test_who_is_no_reviewer_any_more(self, site: Path, path: str) -> None:
        put(site, {"site.toml": 'reviewers = ["Dr B"]\n'})
        assert found(site) == [f"{path}:3 error[unknown-reviewer]"]

    def test_an_article_that_is_gone(self, site: Path, path: str) -> None:
        (site / "content/a.md").rename(site / "content/b.md")
        assert found(site) == [f"{path}:1 warning[lost-approval]"]

    def test_its_words_are_still_shown_when_others_take_their_place(
        self, site: Path, parsed: list[str]
    ) -> None:
        put(site, {"content/a.md": written(WORDS.replace("one tablet", "two tablets"))})
        outcome = review(opened(site), "a", ["patient"], TODAY)
        assert [one.count("removed") for one in outcome.editions[0].changes] == [2]  # "one" and "tablet"
        assert len(parsed) == 1

    def test_one_that_changes_while_it_is_read(self, site: Path, path: str) -> None:
        put(site, {"content/a.md": written(WORDS.replace("one tablet", "two tablets"))})
        opening = opened(site)
        assert opening.workspace.site.approvals.lost == ()
        put(site, {path: "on = 2026-03-02\n"})
        with pytest.raises(SurroundingsProblem, match="was changed while the site was read"):
            review(opening, "a", ["patient"], TODAY)
