"""`review --stale`: variants that are older than others of their choice, by git's history or by approvals."""

import json
import subprocess
import tomllib
from datetime import date
from pathlib import Path

import pytest

from renderer.build.approve import Consent, approve
from renderer.build.commands import StaleOutcome, UsageProblem, stale
from renderer.cli import main
from renderer.site.approval_files import Signed, write_approval
from tests.repository import Repository, repository
from tests.sites import article, opened, put, site_of

FIRST, LATER, LAST = "2026-01-01", "2026-02-01", "2026-03-01"
TODAY = date(2026, 5, 1)
WORDS = """\
::: choose
::: patient
Take one tablet.
:::

::: else
Take 500 mg.
:::
:::

- {.patient} Rest.
- {.not-patient} Bed rest.

After a [heart attack]{.patient}[myocardial
infarction]{.else}, walk.
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return site_of(tmp_path, {"content/a.md": article(WORDS)})


@pytest.fixture
def git(site: Path) -> Repository:
    """The site in a repository, committed as it is on the first day."""
    made = repository(site)
    made.commit(FIRST)
    return made


def change(root: Path, old: str, new: str, path: str = "content/a.md") -> None:
    text = (root / path).read_text()
    assert old in text
    put(root, {path: text.replace(old, new)})


def looked(root: Path, name: str | None = None, *audiences: str) -> StaleOutcome:
    return stale(opened(root), name, audiences, TODAY)


def told(root: Path, *audiences: str) -> list[str]:
    """What is stale, in short: `path:line [tag] day < :line [tag] day`."""
    return [
        f"{one.path}:{one.variant.line} [{one.variant.tag}] {one.variant.day}"
        f" < :{one.sibling.line} [{one.sibling.tag}] {one.sibling.day}"
        for one in looked(root, None, *audiences).found
    ]


def approve_all(root: Path, day: str, name: str = "a", *audiences: str) -> None:
    on = date.fromisoformat(day)
    for one in audiences or ("patient", "clinician", "student"):
        approve(opened(root), name, one, Consent(by=f"Dr {day}", on=on, today=on))


@pytest.mark.usefixtures("git")
class TestByGit:
    def test_what_came_together_is_of_one_age(self, site: Path) -> None:
        assert told(site) == []
        assert looked(site).by_git == 1

    def test_a_variant_whose_sibling_was_changed_later(self, site: Path, git: Repository) -> None:
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        assert told(site) == [f"content/a.md:6 [patient] {FIRST} < :10 [else] {LATER}"]

    def test_until_it_is_changed_too(self, site: Path, git: Repository) -> None:
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        change(site, "one tablet", "one big tablet")
        git.commit(LAST)
        assert told(site) == [f"content/a.md:10 [else] {LATER} < :6 [patient] {LAST}"]

    def test_commits_of_one_second_are_told_by_their_order(self, site: Path, git: Repository) -> None:
        change(site, "500 mg", "850 mg")
        git.commit(FIRST)
        assert told(site) == [f"content/a.md:6 [patient] {FIRST} < :10 [else] {FIRST}"]

    def test_what_is_not_committed_is_newest(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change(site, "one tablet", "two tablets")
        change(site, "title: T", "title: T\nupdated: 2026-01-01")
        assert told(site) == [f"content/a.md:11 [else] {FIRST} < :7 [patient] None"]
        assert main(["review", "--stale"]) == 0
        assert "content/a.md:7 (to 9) [patient]: changed and not committed yet" in capsys.readouterr().out

    def test_inline_variants_are_as_old_as_their_lines(self, site: Path, git: Repository) -> None:
        """On one line git cannot tell them apart; on lines of their own it can."""
        words = "[heart attack]{.patient}[infarct]{.else}, on [a]{.patient}[b\nc]{.else}."
        put(site, {"content/a.md": article(words)})
        git.commit(LATER)
        change(site, "infarct]", "infarction]")
        git.commit(LAST)
        assert told(site) == []
        change(site, "c]", "d]")
        git.commit("2026-04-01")
        assert told(site) == [f"content/a.md:5 [patient] {LAST} < :5 [else] 2026-04-01"]

    def test_variants_that_share_their_lines_are_judged_by_approvals(
        self, site: Path, git: Repository, capsys: pytest.CaptureFixture[str]
    ) -> None:
        day = date(2026, 1, 2)
        put(site, {"content/a.md": article("Take [one]{.patient}[500 mg]{.else}.\n\n" + WORDS)})
        for one in ("patient", "clinician"):
            approve(opened(site), "a", one, Consent(by="Dr A", on=day, today=day))
        git.commit(LATER)
        assert told(site) == []
        change(site, "500 mg]", "850 mg]")
        change(site, "Take 500 mg.", "Take 850 mg.")
        git.commit(LAST)
        assert told(site) == [
            f"content/a.md:5 [patient] {day} < :5 [else] {day}",
            f"content/a.md:8 [patient] {FIRST} < :12 [else] {LAST}",
        ]
        main(["review", "--stale"])
        assert capsys.readouterr().out.endswith("By git's history of 1 article, and its approvals.\n")

    def test_a_renamed_file_keeps_its_history(self, site: Path, git: Repository) -> None:
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        (site / "content/a.md").rename(site / "content/b.md")
        git.commit(LAST)
        assert told(site) == [f"content/b.md:6 [patient] {FIRST} < :10 [else] {LATER}"]

    def test_a_change_of_indentation_is_none(self, site: Path, git: Repository) -> None:
        change(site, "Take 500 mg.", "  Take 500 mg.")
        git.commit(LATER)
        assert told(site) == []

    def test_carriage_returns_are_no_change(self, site: Path, git: Repository) -> None:
        put(site, {"content/a.md": article(WORDS).replace("\n", "\r\n")})
        git.git("config", "core.autocrlf", "false")
        git.commit(FIRST)
        put(site, {"content/a.md": article(WORDS)})
        assert told(site) == []

    def test_a_shallow_clone(self, site: Path, git: Repository, tmp_path: Path) -> None:
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        git.git("clone", "--quiet", "--depth=1", f"file://{site}", str(tmp_path / "clone"))
        assert told(tmp_path / "clone") == []
        change(tmp_path / "clone", "850 mg", "500 mg")
        Repository(tmp_path / "clone").commit(LAST)
        outcome = looked(tmp_path / "clone")
        assert outcome.shallow
        assert [(one.variant.day, one.sibling.day) for one in outcome.found] == [
            (date.fromisoformat(LATER), date.fromisoformat(LAST))
        ]

    def test_a_site_in_a_folder_of_its_repository(self, tmp_path: Path) -> None:
        git = repository(tmp_path / "whole")
        root = site_of(tmp_path / "whole/docs [1]", {"content/ä b.md": "", "content/a.md": article(WORDS)})
        (root / "content/ä b.md").unlink()
        git.commit(FIRST)
        change(root, "500 mg", "850 mg")
        git.commit(LATER)
        assert len(told(root)) == 1

    def test_for_some_audiences_and_one_article(self, site: Path, git: Repository) -> None:
        put(site, {"content/b.md": article("Plain.")})
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        assert told(site, "clinician", "student") == []
        assert len(told(site, "patient")) == 1
        assert looked(site, "b").found == ()
        with pytest.raises(UsageProblem):
            looked(site, "c")

    def test_as_json(self, site: Path, git: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        change(site, "500 mg", "850 mg")
        commit = git.commit(LATER)
        assert main(["review", "--stale", "--format", "json"]) == 0
        said = json.loads(capsys.readouterr().out)
        (one,) = said["stale"]
        assert one["sibling"] == {
            "line": 10, "end_line": 12, "tag": "else", "day": LATER, "commit": commit, "by": "",
        }  # fmt: skip
        assert (one["path"], one["known_by"], one["variant"]["line"]) == ("content/a.md", "git", 6)
        assert (said["articles"], said["shallow"], said["no_git"]) == (
            {"git": 1, "approvals": 0, "both": 0},
            False,
            "",
        )
        assert said["unjudged"] == [{"path": "content/a.md", "line": 18, "end_line": 19, "by_git": True}]

    def test_as_text(self, site: Path, git: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        first = git.git("rev-parse", "HEAD")[:10]
        change(site, "500 mg", "850 mg")
        last = git.commit(LATER)[:10]
        assert main(["review", "--stale"]) == 0
        assert capsys.readouterr().out == (
            f"content/a.md:6 (to 8) [patient]: last changed on {FIRST} (commit {first})\n"
            f"content/a.md:10 (to 12) [else]: changed on {LATER} (commit {last})\n\n"
            "1 variant is older than another of the same choice. By git's history of 1 article.\n"
            "1 choice could not be judged (content/a.md:18): to git, variants that share lines are of one"
            " age. Approve the editions, or give each variant lines of its own.\n"
        )

    def test_a_renamed_file_keeps_its_history_before_it_is_committed(
        self, site: Path, git: Repository
    ) -> None:
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        git.git("mv", "content/a.md", "content/b.md")
        put(site, {"content/c/index.md": (site / "content/b.md").read_text()})
        assert told(site) == [f"content/b.md:6 [patient] {FIRST} < :10 [else] {LATER}"]
        assert looked(site).no_git == "git's last commit does not hold them"

    def test_a_file_in_another_repository_than_the_site(self, site: Path) -> None:
        """As in a submodule: a folder of the site is a repository of its own."""
        inner = repository(site / "content/inner")
        put(site, {"content/inner/b.md": article(WORDS)})
        inner.commit(FIRST)
        change(site, "500 mg", "850 mg", "content/inner/b.md")
        inner.commit(LATER)
        assert told(site) == [f"content/inner/b.md:6 [patient] {FIRST} < :10 [else] {LATER}"]
        assert looked(site).by_git == 2

    def test_a_link_has_the_history_of_its_file(self, site: Path, git: Repository) -> None:
        put(site, {"source/b.md": article(WORDS)})
        (site / "content/b.md").symlink_to("../source/b.md")
        git.commit(FIRST)
        change(site, "500 mg", "850 mg", "source/b.md")
        git.commit(LATER)
        assert told(site) == [f"content/b.md:6 [patient] {FIRST} < :10 [else] {LATER}"]

    def test_a_missing_list_of_commits_to_pass_over_does_no_harm(
        self, site: Path, git: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Many name a file of them for all their repositories, and few repositories have it."""
        put(tmp_path, {"gitconfig": "[blame]\nignoreRevsFile = .git-blame-ignore-revs\n"})
        monkeypatch.setenv("HOME", str(tmp_path))
        (tmp_path / "gitconfig").rename(tmp_path / ".gitconfig")
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        assert len(told(site)) == 1

    def test_what_git_says_when_it_fails_is_told(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (site / ".git/config").write_text("[core]\n\trepositoryformatversion = 99\n")
        assert main(["review", "--stale"]) == 0
        said = capsys.readouterr().out
        assert "By the approvals of 1 article: git says 'fatal: " in said
        assert "99" in said

    def test_a_broken_history_is_told(self, site: Path, git: Repository) -> None:
        blob = git.git("rev-parse", "HEAD:content/a.md").strip()
        (site / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
        assert looked(site).no_git.startswith("git says 'fatal: ")


PARTLY = "Take [500 mg of metformin\nin the evening]{.patient}[500 mg]{.else} now."


@pytest.mark.usefixtures("git")
class TestSharedLines:
    """Variants of which some lines are the same: the newer line may have been touched for either."""

    @pytest.mark.parametrize("words", [PARTLY, "Take [500 mg]{.patient}[500 mg]{.else} now."])
    def test_they_are_judged_by_approvals(self, site: Path, git: Repository, words: str) -> None:
        put(site, {"content/a.md": article(words)})
        approve_all(site, FIRST)
        git.commit(FIRST)
        assert looked(site).unjudged == ()
        change(site, "500 mg]{.else}", "850 mg]{.else}")
        git.commit(LATER)
        (found,) = looked(site).found
        assert (found.variant.tag, found.sibling.tag, found.known_by) == ("patient", "else", "approvals")
        assert looked(site).unjudged == ()

    def test_also_when_other_words_changed_for_all(self, site: Path, git: Repository) -> None:
        put(site, {"content/a.md": article(PARTLY + " Then rest.\n\nAnd sleep.\n")})
        approve_all(site, FIRST)
        git.commit(FIRST)
        change(site, "500 mg]{.else}", "850 mg]{.else}")
        change(site, "Then rest", "Then lie down")
        change(site, "sleep", "sleep well")
        assert [one.variant.tag for one in looked(site).found] == ["patient"]
        change(site, "850", "500")
        assert looked(site).found == ()

    def test_without_approvals_they_are_counted(
        self, site: Path, git: Repository, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(site, {"content/a.md": article(PARTLY + "\n\nTake [one]{.patient}[two]{.else}.\n\n" + WORDS)})
        git.commit(FIRST)
        change(site, "two]", "three]")
        git.commit(LATER)
        assert [one.line for one in looked(site).unjudged] == [5, 8, 23]
        main(["review", "--stale"])
        assert capsys.readouterr().out == (
            "0 variants are older than others of the same choice. By git's history of 1 article.\n"
            "3 choices could not be judged (the first: content/a.md:5): to git, variants that share lines are"
            " of one age. Approve the editions, or give each variant lines of its own.\n"
        )

    def test_what_one_variant_alone_has_is_its_own(self, site: Path, git: Repository) -> None:
        put(site, {"content/a.md": article(PARTLY)})
        git.commit(FIRST)
        change(site, "500 mg]{.else}", "850 mg]{.else}")
        git.commit(LATER)
        assert (looked(site).found, len(looked(site).unjudged)) == ((), 1)
        change(site, "of metformin", "of Metformin")
        git.commit(LAST)
        assert [one.variant.tag for one in looked(site).found] == ["else"]
        assert looked(site).unjudged == ()

    def test_variants_for_nobody_and_for_the_same_readers_are_no_matter(
        self, site: Path, git: Repository
    ) -> None:
        words = "Take [one]{.patient}[two]{.clinician}."
        put(site, {"content/a.md": article(words, audiences="[patient]")})
        git.commit(FIRST)
        assert looked(site).unjudged == ()


@pytest.mark.usefixtures("git")
class TestWhatWasLookedAt:
    """An edition that is approved in the words that it has was read on that day, variant for variant."""

    def test_an_approval_since_the_change_clears(self, site: Path, git: Repository) -> None:
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        approve_all(site, FIRST, "a", "patient")
        assert len(told(site)) == 1
        approve_all(site, LAST, "a", "clinician")
        assert len(told(site)) == 1
        put(site, {"content/a.md": (site / "content/a.md").read_text().replace("one tablet", "1 tablet")})
        git.commit(FIRST)
        approve_all(site, LATER, "a", "patient")
        assert told(site) == []

    def test_so_does_reading_the_same_words_again(self, site: Path, git: Repository) -> None:
        approve_all(site, FIRST)
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        assert len(told(site)) == 1
        day = date.fromisoformat(LAST)
        approve(opened(site), "a", "patient", Consent(by=f"Dr {FIRST}", on=day, today=day))
        assert told(site) == []

    def test_of_lines_that_are_not_committed_the_first_approval_tells_the_day(self, site: Path) -> None:
        change(site, "500 mg", "850 mg")
        approve_all(site, LATER, "a", "patient")
        assert len(told(site)) == 1
        approve_all(site, LATER, "a", "clinician")
        assert told(site) == []

    def test_a_change_that_changes_no_word_of_what_is_approved_is_none(
        self, site: Path, git: Repository
    ) -> None:
        approve_all(site, FIRST)
        change(site, "Take 500 mg.", "Take\n*500* mg.")
        git.commit(LATER)
        assert told(site) == []

    def test_nor_by_approvals_alone(self, site: Path, git: Repository) -> None:
        put(site, {"content/a.md": article(PARTLY)})
        approve_all(site, FIRST, "a", "clinician", "student")
        git.commit(FIRST)
        change(site, "500 mg]{.else}", "850 mg]{.else}")
        git.commit(LATER)
        assert len(looked(site).unjudged) == 1
        approve_all(site, LAST, "a", "patient")
        assert (looked(site).found, looked(site).unjudged) == ((), ())

    @pytest.mark.parametrize("where", ["in a repository", "in none"])
    def test_the_approval_of_the_change_does_not_clear_its_sibling(self, site: Path, where: str) -> None:
        put(site, {"content/a.md": article("Take it [in the evening]{.patient}[nocte]{.else} now.")})
        git = repository(site) if where == "in a repository" else None
        approve_all(site, FIRST)
        change(site, "nocte", "mane")
        approve_all(site, LATER, "a", "clinician", "student")
        if git is not None:
            git.commit(LATER)
        assert told(site) == [f"content/a.md:5 [patient] {FIRST} < :5 [else] {FIRST}"]
        approve_all(site, LAST, "a", "patient")
        assert told(site) == []

    def test_words_that_come_back_were_not_approved_since(self, site: Path, git: Repository) -> None:
        approve_all(site, FIRST)
        change(site, "500 mg", "850 mg")
        change(site, "one tablet", "two tablets")
        git.commit(LATER)
        approve_all(site, LATER)
        assert told(site) == []
        change(site, "850 mg", "500 mg")
        git.commit(LAST)
        assert told(site) == [f"content/a.md:6 [patient] {LATER} < :10 [else] {LAST}"]

    def test_a_change_later_on_the_same_day_is_one(self, site: Path, git: Repository) -> None:
        approve_all(site, LATER)
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        assert len(told(site)) == 1

    def test_an_approval_that_is_yet_to_come_clears_nothing_and_is_named(
        self, site: Path, git: Repository, capsys: pytest.CaptureFixture[str]
    ) -> None:
        approve_all(site, FIRST)
        (path,) = (site / "approvals/a/patient").iterdir()
        words = tomllib.loads(path.read_text("utf-8"))["words"]
        signed = Signed("Dr A", date(2999, 1, 1))
        write_approval(site, ("a", "patient"), path.stem, signed, words)
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        assert len(told(site)) == 1
        main(["review", "--stale"])
        assert "is dated 2999-01-01, which is yet to come" in capsys.readouterr().err


class TestByApprovals:
    DAY = date(2026, 3, 2)

    def approved(self, root: Path, *audiences: str) -> None:
        for one in audiences:
            approve(opened(root), "a", one, Consent(by="Dr A", on=self.DAY, today=self.DAY))

    def test_where_there_is_no_git(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.approved(site, "patient", "clinician")
        assert told(site) == []
        change(site, "500 mg", "850 mg")
        assert told(site) == [f"content/a.md:6 [patient] {self.DAY} < :10 [else] {self.DAY}"]
        assert main(["review", "--stale"]) == 0
        assert capsys.readouterr().out == (
            "content/a.md:6 (to 8) [patient]: as Dr A approved it on 2026-03-02\n"
            "content/a.md:10 (to 12) [else]: changed since Dr A approved it on 2026-03-02\n\n"
            "1 variant is older than another of the same choice. By the approvals of 1 article: they lie in"
            " no git repository.\n"
        )

    def test_inline_variants(self, site: Path) -> None:
        self.approved(site, "patient", "clinician")
        change(site, "myocardial\ninfarction", "myocardial\ninjury")
        assert told(site) == [f"content/a.md:18 [patient] {self.DAY} < :18 [else] {self.DAY}"]

    def test_words_that_all_read_make_nothing_stale(self, site: Path) -> None:
        self.approved(site, "patient", "clinician")
        change(site, ", walk", ", run")
        assert told(site) == []

    def test_nor_what_nobody_approved(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.approved(site, "clinician")
        change(site, "500 mg", "850 mg")
        assert told(site) == []
        main(["review", "--stale"])
        assert capsys.readouterr().out.endswith(
            "\n2 choices could not be judged (the first: content/a.md:6): not all of their editions have been"
            " approved. Approve them, or keep the articles in git.\n"
        )

    def test_nothing_committed_yet_and_an_article_that_git_does_not_know(self, site: Path) -> None:
        self.approved(site, "patient", "clinician")
        change(site, "500 mg", "850 mg")
        git = repository(site)
        assert looked(site).no_git == "nothing is committed yet"
        assert len(told(site)) == 1
        git.git("add", "audiences")
        git.git("commit", "--quiet", "--message", "Audiences")
        assert (looked(site).by_git, looked(site).by_approvals) == (0, 1)
        assert len(told(site)) == 1

    @pytest.mark.usefixtures("git")
    def test_where_git_is_not_installed(
        self, site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert looked(site).by_approvals == 1

    @pytest.mark.usefixtures("git")
    def test_where_git_takes_too_long(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def slow(command: list[str], **_: object) -> None:
            raise subprocess.TimeoutExpired(command, 60)

        monkeypatch.setattr("renderer.site.history.subprocess.run", slow)
        assert looked(site).by_approvals == 1

    def test_an_article_with_an_error_has_no_edition_to_judge_by(self, site: Path) -> None:
        self.approved(site, "patient", "clinician")
        change(site, "500 mg", "[850 mg]{.patiant}")
        assert told(site) == []


def test_a_site_without_a_choice_says_so(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(site, {"content/a.md": article("Plain.")})
    assert main(["review", "--stale"]) == 0
    assert "0 variants are older" in (said := capsys.readouterr().out)
    assert said.endswith(" No article that can be read has a choice.\n")


def test_files_that_cannot_be_read_are_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(site, {"content/b.md": b"\xff"})
    assert main(["review", "--stale"]) == 1
    assert "not-utf-8" in capsys.readouterr().err


class TestAHostileRepository:
    """What a repository's own settings name is not run: no filter, converter, hook, monitor or transport."""

    SETTINGS = (
        "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv",
        "diff.evil.command", "diff.external", "core.fsmonitor", "core.pager", "pager.blame", "core.editor",
        "core.sshCommand", "core.askPass", "core.gitProxy", "credential.helper", "gpg.program",
        "uploadpack.packObjectsHook", "merge.evil.driver",
    )  # fmt: skip

    @pytest.fixture
    def trap(self, site: Path, git: Repository, tmp_path: Path) -> Path:
        """A repository that runs a program wherever git lets it, and the file that this program makes."""
        sprung = tmp_path / "sprung"
        program = tmp_path / "trap.sh"
        program.write_text(f'#!/bin/sh\necho "$0 $@" >> "{sprung}"\ncat\n')
        program.chmod(0o755)
        put(site, {".gitattributes": "*.md filter=evil diff=evil merge=evil\n"})
        change(site, "500 mg", "850 mg")
        git.commit(LATER)
        hooks = site / ".git/hooks"
        for hook in ("post-checkout", "post-index-change", "fsmonitor-watchman", "reference-transaction"):
            put(hooks, {hook: program.read_bytes()})
            (hooks / hook).chmod(0o755)
        for name in self.SETTINGS:
            git.git("config", name, str(program))
        git.git("config", "extensions.partialClone", "origin")
        git.git("config", "remote.origin.promisor", "true")
        git.git("config", "remote.origin.url", f"ext::{program}")
        git.git("config", "protocol.ext.allow", "always")
        return sprung

    def test_none_of_it_is_run(self, site: Path, git: Repository, trap: Path) -> None:
        change(site, "one tablet", "two tablets")
        assert len(told(site)) == 1
        assert not trap.exists()
        git.tried("blame", "--", "content/a.md")
        assert trap.exists(), "a trap that git by itself falls into"

    def test_nor_when_a_part_of_the_history_has_to_be_fetched(
        self, site: Path, git: Repository, trap: Path
    ) -> None:
        commit = git.git("rev-parse", "HEAD^:content/a.md").strip()
        (site / f".git/objects/{commit[:2]}/{commit[2:]}").unlink()
        looked(site)
        assert not trap.exists()

    def test_a_repository_without_a_folder_round_it_is_none(self, site: Path, git: Repository) -> None:
        """A folder that looks like the inside of .git, with settings in it, may come with any archive."""
        bare = site / "bare"
        git.git("clone", "--quiet", "--bare", str(site), str(bare))
        site_of(bare, {"content/a.md": article(WORDS)})
        assert looked(bare).by_git == 0
