"""`review`: what changed since the approval, what waits, and what was left behind."""

import json
from datetime import date
from pathlib import Path

import pytest

from renderer.build.approve import Consent, approve
from renderer.build.commands import UsageProblem, review, waiting
from renderer.cli import main
from renderer.comparison.canonical import digest
from renderer.site.approval_files import Signed, write_approval
from tests.sites import SQUARE, article, found, opened, put, site_of, tree

DAY = date(2026, 3, 2)
WORDS = "## Rest\n\nTake [one tablet]{.patient}[500 mg]{.else}.\n\nThen rest.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return site_of(tmp_path, {"content/a.md": article(WORDS)})


def approved(
    root: Path, name: str = "a", audience: str = "patient", *, by: str = "Dr A", on: date = DAY
) -> str:
    return approve(opened(root), name, audience, Consent(by=by, on=on, today=max(on, DAY))).path


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What `renderer review` prints as its result."""
    assert main(["review", *arguments]) == code
    return capsys.readouterr().out


@pytest.mark.usefixtures("site")
class TestAnEdition:
    def test_never_approved(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert said(capsys, "a", "-a", "patient") == (
            "content/a.md for patient: nobody has approved it yet (submitted).\n"
        )

    def test_approved_and_unchanged(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        consent = Consent(by="Dr A", on=DAY, today=DAY, note="Doses\nchecked.")
        approve(opened(site), "a", "patient", consent)
        approved(site, by="Dr B", on=date(2026, 3, 3))
        assert said(capsys, "a", "-a", "patient") == (
            "content/a.md for patient: approved by Dr A on 2026-03-02 (Doses checked.) and"
            " Dr B on 2026-03-03; the words are the same.\n"
        )

    def test_approved_again(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        approved(site, on=date(2025, 3, 2))
        approved(site, by="Dr B", on=date(2025, 6, 1))
        consent = Consent(by="Dr A", on=DAY, today=DAY, note="As every year.")
        approve(opened(site), "a", "patient", consent)
        assert said(capsys, "a", "-a", "patient") == (
            "content/a.md for patient: approved by Dr A on 2025-03-02, again on 2026-03-02 (As every year.)"
            " and Dr B on 2025-06-01; the words are the same.\n"
        )

    def test_one_person_on_two_branches(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A merge keeps the lines of both, which may say the same."""
        path = approved(site)
        text = (site / path).read_text()
        line = '  { by = "Dr A", on = 2026-03-02 },\n'
        put(site, {path: text.replace(line, line + line + line.replace("-02 ", "-01 "))})
        assert said(capsys, "a", "-a", "patient") == (
            "content/a.md for patient: approved by Dr A on 2026-03-01, again on 2026-03-02;"
            " the words are the same.\n"
        )

    def test_the_words_that_changed_with_their_places(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        approved(site)
        new = WORDS.replace("one tablet", "two tablets").replace("Then rest.", "Then rest\nand walk.")
        put(site, {"content/a.md": article(new)})
        assert said(capsys, "a", "-a", "patient") == (
            "content/a.md for patient: under review. Approved last by Dr A on 2026-03-02, in other words:\n\n"
            "content/a.md:7 paragraph\n"
            "    Take [-one tablet-] {+two tablets+}.\n\n"
            "content/a.md:9 (to 10) paragraph\n"
            "    Then rest {+and walk+}.\n\n"
            "2 blocks changed since: 2 words removed, 4 added.\n"
        )

    def test_the_newest_approval_is_what_counts(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        approved(site, on=date(2026, 1, 1))
        put(site, {"content/a.md": article(WORDS.replace("one tablet", "two tablets"))})
        approved(site, by="Dr B", on=date(2026, 2, 1))
        put(site, {"content/a.md": article(WORDS.replace("one tablet", "three tablets"))})
        text = said(capsys, "a", "-a", "patient")
        assert "by Dr B on 2026-02-01" in text
        assert "[-two-] {+three+}" in text

    def test_title_summary_references_links_and_pictures(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        listed = "\n- {{id: who, title: {}, kind: guideline, issued: 2020}}\n"
        words = "See [it](https://a.org) [@who].\n\n![A plot](p.svg)\n"
        old = article(words, title="One", summary="Old", references=listed.format("Salt"))
        put(site, {"content/a.md": old, "content/p.svg": SQUARE.format("one")})
        approved(site)
        new = words.replace("a.org", "b.org")
        new = article(new, title="Two", summary="New", references=listed.format("Salts"))
        put(site, {"content/a.md": new, "content/p.svg": SQUARE.format("two")})
        text = said(capsys, "a", "-a", "patient")
        for one in (
            "content/a.md:2 title\n    [-One-]{+Two+}",
            "content/a.md:3 summary\n    [-Old-]{+New+}",
            "](<https://a.org>)-]{+](<https://b.org>)+}",
            "![A plot[-](picture ",
            "content/a.md:5 reference who\n    guideline. [-Salt-] {+Salts+}.",
        ):
            assert one in text

    def test_a_reference_of_the_sites_list_has_its_place_there(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        listed = "- {{id: fat, title: Fat, kind: web}}\n- {{id: who, title: {}, kind: web}}\n"
        put(site, {"content/references.yaml": listed.format("Salt"), "content/a.md": article("Rest [@who].")})
        approved(site)
        put(site, {"content/references.yaml": listed.format("Salts")})
        assert "content/references.yaml:2 reference who\n    web. [-Salt-] {+Salts+}." in said(
            capsys, "a", "-a", "patient"
        )
        put(site, {"content/a.md": article("Rest.")})
        assert "content/a.md:5 reference who, removed after this\n" in said(capsys, "a", "-a", "patient")

    def test_blocks_that_came_went_and_changed_their_kind(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(site, {"content/a.md": article("# Rest\n\nOne thing.\n\nTwo things.\n\n- Ask us first.\n")})
        approved(site)
        put(site, {"content/a.md": article("## Rest\n\nOne thing.\n\nAsk us first.\n\n***\n")})
        text = said(capsys, "a", "-a", "patient")
        for one in (
            "content/a.md:5 heading 2, was heading 1\n    Rest\n",
            "content/a.md:7 paragraph, removed after this\n    [-Two things.-]\n",
            "content/a.md:9 paragraph, moved to another list, quote or box\n    Ask us first.\n",
            "content/a.md:11 line between blocks, new\n\n",
        ):
            assert one in text

    def test_as_json(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = approved(site)
        put(site, {"content/a.md": article(WORDS.replace("one tablet", "two tablets"))})
        one, other, _ = json.loads(said(capsys, "a", "--format", "json"))["editions"]
        assert (one["status"], one["removed"], one["added"]) == ("under-review", 2, 2)
        assert one["last"] == {"by": "Dr A", "on": "2026-03-02", "note": "", "path": path}
        (change,) = one["changes"]
        assert (change["kind"], change["block"], change["line"], change["end_line"]) == (
            "changed", "paragraph", 7, 7,
        )  # fmt: skip
        assert [(each["state"], each["text"]) for each in change["words"]] == [
            ("same", "Take"), ("removed", "one tablet"), ("added", "two tablets"), ("same", "."),
        ]  # fmt: skip
        assert (other["status"], other["last"], other["changes"]) == ("submitted", None, [])

    def test_colours_on_a_terminal(
        self, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        approved(site)
        put(site, {"content/a.md": article(WORDS.replace("one", "two"))})
        monkeypatch.setattr("renderer.cli.console.results_in_colour", lambda: True)
        text = said(capsys, "a", "-a", "patient")
        assert "\x1b[31m[-one-]\x1b[0m \x1b[32m{+two+}\x1b[0m" in text

    def test_no_character_of_a_source_moves_the_cursor(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        approved(site)
        put(site, {"content/a.md": article(WORDS.replace("one", "\u202eone"))})
        assert "\u202e" not in said(capsys, "a", "-a", "patient")

    @pytest.mark.parametrize(
        ("new", "shown"),
        [
            ("on\u200be", "[-one-] {+on<U+200B>e+}"),
            ("o\u00adne", "[-one-] {+o<U+00AD>ne+}"),
            ("\u202eone", "[-one-] {+<U+202E>one+}"),
            ("o\u200dne", "[-one-] {+o<U+200D>ne+}"),
        ],
    )
    def test_what_cannot_be_seen_has_its_name(
        self, site: Path, capsys: pytest.CaptureFixture[str], new: str, shown: str
    ) -> None:
        approved(site)
        put(site, {"content/a.md": article(WORDS.replace("one", new))})
        assert shown in said(capsys, "a", "-a", "patient")

    def test_an_article_with_an_error_has_no_edition(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(site, {"content/a.md": article("[x]{.patiant}")})
        assert main(["review", "a", "-a", "patient"]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert "unknown-class" in err
        assert "Traceback" not in err

    def test_what_is_refused(self, site: Path) -> None:
        put(site, {"content/d.md": article(draft="true"), "content/p.md": article(audiences="[patient]")})
        with pytest.raises(UsageProblem, match="is a draft"):
            review(opened(site), "d", (), DAY)
        with pytest.raises(UsageProblem, match="is not for clinician"):
            review(opened(site), "p", ("clinician",), DAY)
        with pytest.raises(UsageProblem, match="did you mean 'patient'"):
            review(opened(site), "p", ("patiant",), DAY)


@pytest.mark.usefixtures("site")
class TestWhatWaits:
    def order(self, root: Path, *audiences: str) -> list[str]:
        return [f"{one.article} {one.audience}" for one in waiting(opened(root), audiences, DAY).editions]

    def test_the_oldest_comes_first(self, site: Path) -> None:
        put(
            site,
            {
                "content/b.md": article("B.", updated="2026-01-15"),
                "content/c.md": article("C.", updated="2025-12-01"),
                "content/d.md": article("D.", draft="true"),
            },
        )
        approved(site, "a", on=date(2026, 1, 1))
        approved(site, "c")
        put(site, {"content/a.md": article("Other.")})
        assert self.order(site, "patient") == ["a patient", "b patient"]
        assert self.order(site, "clinician", "patient") == [
            "c clinician", "a patient", "b clinician", "b patient", "a clinician",
        ]  # fmt: skip
        assert len(self.order(site)) == 8

    def test_as_a_table(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        approved(site)
        put(site, {"content/a.md": article("## Rest\n\nTake it.", updated="2026-03-04")})
        assert said(capsys) == (
            "since       article  audience   status        last approved          since then\n"
            "2026-03-02  a        patient    under review  by Dr A on 2026-03-02"
            "  4 words removed, 1 added\n"
            "2026-03-04  a        clinician  submitted     never\n"
            "2026-03-04  a        student    submitted     never\n"
            "3 of 3 editions wait for approval.\n"
        )

    def test_as_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        whole = json.loads(said(capsys, "-a", "student", "--format", "json"))
        assert [(one["article"], one["audience"], one["since"]) for one in whole["editions"]] == [
            ("a", "student", None)
        ]

    def test_nothing(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        approved(site)
        assert said(capsys, "-a", "patient") == "0 of 1 edition wait for approval.\n"

    def test_articles_with_errors_are_named_and_the_others_listed(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(site, {"content/b.md": article("[x]{.patiant}"), "content/c.md": b"\xff"})
        assert main(["review", "-a", "patient"]) == 1
        out, err = capsys.readouterr()
        assert out.splitlines()[1].split() == ["-", "a", "patient", "submitted", "never"]
        assert "content/b.md" in err
        assert "content/c.md" in err

    def test_a_damaged_record_leaves_nothing_certain(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(site, {approved(site): "by = 1"})
        assert main(["review"]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert "bad-setting" in err

    def test_records_from_the_future_are_named_and_count(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = approved(site, on=date(2999, 1, 1))
        for arguments in (["review"], ["review", "a", "-a", "patient"]):
            assert main(arguments) == 0
            assert f"Warning: {path} is dated 2999-01-01, which is yet to come." in capsys.readouterr().err
        assert found(site) == []


@pytest.mark.usefixtures("site", "pruned")
class TestPruning:
    @pytest.fixture
    def pruned(self, site: Path) -> dict[str, str]:
        """The records of an article and of an audience that are gone, beside one of what is there."""
        put(site, {"content/b.md": article("B."), "audiences/nurse.toml": 'name = "Nurses"\norder = 4\n'})
        paths = {
            "kept": approved(site),
            "article": approved(site, "b"),
            "audience": approved(site, audience="nurse"),
        }
        (site / "content/b.md").unlink()
        (site / "audiences/nurse.toml").unlink()
        put(site, {"approvals/README.md": "Ours."})
        return paths

    def test_the_warning_names_the_command(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert len(found(site)) == 2
        main(["check"])
        assert capsys.readouterr().out.count("`renderer review --prune`") == 2

    def test_it_lists_them_and_removes_nothing_else(
        self, site: Path, pruned: dict[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        gone = {pruned["article"], pruned["audience"]}
        before = tree(site)
        assert set(said(capsys, "--prune", "--dry-run").splitlines()) == gone
        assert tree(site) == before
        assert set(said(capsys, "--prune").splitlines()) == gone
        assert set(before) - set(tree(site)) == gone
        assert not (site / "approvals/b").exists()
        assert found(site) == []
        assert said(capsys, "--prune") == ""

    @pytest.mark.parametrize(
        "slip",
        [
            {"audiences/patient.toml": "name = "},
            {"site.toml": "titel = 1"},
            {"content/a/index.md": article("Two of one name.")},
        ],
        ids=["an audience's file", "the settings", "two articles of one name"],
    )
    def test_what_cannot_be_read_is_not_gone(
        self, site: Path, capsys: pytest.CaptureFixture[str], slip: dict[str, str]
    ) -> None:
        put(site, slip)
        before = tree(site)
        assert said(capsys, "--prune", code=1) == ""
        assert tree(site) == before

    def test_a_folder_of_content_that_is_empty_is_not_a_site_without_articles(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (site / "content/a.md").unlink()
        before = tree(site)
        assert said(capsys, "--prune", code=1) == ""
        assert tree(site) == before

    def test_an_edition_that_its_article_does_not_have_any_more(
        self, site: Path, pruned: dict[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(site, {"content/a.md": article(WORDS, audiences="[clinician]")})
        assert "content/a.md:3 warning[lost-approval]" in found(site)
        assert set(said(capsys, "--prune").splitlines()) == set(pruned.values())
        assert not [one for one in found(site) if "lost-approval" in one]

    def test_an_edition_whose_article_has_a_slip_is_not_gone(
        self, site: Path, pruned: dict[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(site, {"content/a.md": article(WORDS, audiences="[clinician, patiant]")})
        said(capsys, "--prune")
        assert (site / pruned["kept"]).exists()

    def test_a_link_goes_and_what_it_leads_to_stays(
        self, site: Path, pruned: dict[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        (site / "approvals/gone").symlink_to("a")
        (site / "approvals/a/nobody").symlink_to("patient")
        listed = said(capsys, "--prune").splitlines()
        assert {"approvals/gone", "approvals/a/nobody"} < set(listed)
        assert not (site / "approvals/gone").is_symlink()
        assert (site / pruned["kept"]).exists()
        assert found(site) == []

    def test_a_damaged_record_of_something_gone_goes_too(
        self, site: Path, pruned: dict[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(site, {pruned["article"]: "by = "})
        assert pruned["article"] in said(capsys, "--prune").splitlines()

    def test_a_disk_that_fails(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(path: Path, **_: object) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "unlink", fail)
        assert main(["review", "--prune"]) == 1
        assert capsys.readouterr().err.endswith(".toml: Permission denied\n")

    @pytest.mark.parametrize(
        "arguments",
        [("a", "--prune"), ("--prune", "-a", "patient"), ("--prune", "--stale"), ("--dry-run",)],
    )
    def test_wrong_usage(self, arguments: tuple[str, ...]) -> None:
        assert main(["review", *arguments]) == 2


def test_records_as_we_write_them_are_not_read_as_any_toml(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site keeps its records: five thousand of sixty lines take a second so, and five as any TOML."""

    def slow(source: object) -> None:
        pytest.fail(f"{source} is read the slow way")

    monkeypatch.setattr("renderer.site.approvals.read_toml", slow)
    for number in range(50):
        words = [rf'paragraph: Take {number} "tablets" with wäter \[{line}\].' for line in range(60)]
        write_approval(site, ("a", "patient"), digest(words), Signed("Dr A", DAY, "Note"), words)
    assert len(opened(site).workspace.site.approvals.of["a", "patient"]) == 50
