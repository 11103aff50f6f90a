"""One article's way in a real git repository: draft, approval, change, second approval, two branches, merge.

Everything is done by the commands that editors type; git is git itself.
"""

import re
from pathlib import Path

import pytest

from renderer.cli import main
from tests.repository import Repository, repository
from tests.sites import article, put, site_of, tree

BEFORE = (
    "Take [one tablet]{.patient}[500 mg]{.else} daily.\n\n"
    "::: choose\n::: patient\nAsk us.\n:::\n\n::: else\nTitrate.\n:::\n:::\n"
)
AFTER = BEFORE.replace("one tablet", "two tablets").replace("Ask us.", "Ask your nurse.")


class Editor:
    """Types commands in a site and reads what they print."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.git = repository(root)
        self.root = root
        self._capsys = capsys

    def types(self, *arguments: str, code: int = 0) -> str:
        """Return what a command prints, on both streams."""
        assert main([*arguments, "--site", str(self.root)]) == code
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        return out + err

    def approves(self, by: str, audience: str = "patient", *, on: str = "2026-02-01") -> str:
        """Return the record's path."""
        said = self.types("approve", "visit", "-a", audience, "--by", by, "--on", on)
        (path,) = re.findall(r"^approvals/.*$", said, re.MULTILINE)
        return str(path)

    def approvers(self) -> set[str]:
        """Who approved the patient's edition in the words that it has, as `review` tells it."""
        said = self.types("review", "visit", "-a", "patient")
        return set(re.findall(r"(Dr \w+) on", said)) if "the words are the same" in said else set()


@pytest.fixture
def editor(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Editor:
    monkeypatch.chdir(tmp_path)
    root = site_of(
        tmp_path / "site",
        {"content/visit.md": article(BEFORE), ".gitignore": "site/\n.renderer/\n.site.renderer/\n"},
    )
    made = Editor(root, capsys)
    made.git.commit("2026-01-01", "The site")
    return made


def test_from_first_draft_to_the_merge(editor: Editor) -> None:
    root, git = editor.root, editor.git

    # A draft is neither built nor approved, and does not wait.
    put(root, {"content/visit.md": article(BEFORE, draft="true")})
    assert "is a draft" in editor.types("approve", "visit", "-a", "patient", "--by", "Dr A", code=2)
    assert "0 of 0 editions wait" in editor.types("review")

    # Submitted, it waits for all its readers, and is not published where only approved words are.
    put(root, {"content/visit.md": article(BEFORE, updated="2026-01-15")})
    git.commit("2026-01-15", "Submit the article")
    assert "3 of 3 editions wait" in editor.types("review")
    said = editor.types("build", "--require-approved", code=1)
    assert said.count("error[not-approved]") == 3
    assert not (root / "site").exists()

    # Approved for everybody, it is.
    for reader in ("patient", "clinician", "student"):
        editor.approves("Dr A", reader)
    git.commit("2026-02-01", "Approve the article")
    assert "0 of 3 editions wait" in editor.types("review")
    editor.types("build", "--require-approved")
    published = tree(root / "site")
    assert b"Read with care" not in published["patient/visit/index.txt"]

    # One variant changes: the others' approvals hold, and review says which words are new, and where.
    put(root, {"content/visit.md": article(AFTER, updated="2026-02-10")})
    git.commit("2026-02-10", "Change the patient's words")
    said = editor.types("build", "--require-approved", code=1)
    assert said.count("error[not-approved]") == 1
    assert tree(root / "site") == published
    said = editor.types("review", "visit", "-a", "patient")
    assert "content/visit.md:6 paragraph\n    Take [-one tablet-] {+two tablets+} daily." in said
    assert "content/visit.md:10 paragraph\n    Ask [-us-] {+your nurse+}." in said
    assert "2 blocks changed since: 3 words removed, 4 added." in said
    assert "2026-02-01  visit    patient   under review  by Dr A on 2026-02-01" in editor.types("review")
    assert "[else]: last changed on 2026-01-01" in editor.types("review", "--stale")

    # It is approved again on two branches by two people, in the very same words, and on a third for others.
    git.git("checkout", "--quiet", "-b", "first")
    path = editor.approves("Dr A", on="2026-02-11")
    git.commit("2026-02-11", "Approve")
    git.git("checkout", "--quiet", "-b", "second", "main")
    assert editor.approves("Dr B", on="2026-02-12") == path
    git.commit("2026-02-12", "Approve as well")
    git.git("checkout", "--quiet", "main")
    for branch in ("first", "second"):
        git.git("merge", "--quiet", "--no-edit", "--no-ff", branch)
    assert editor.approvers() == {"Dr A", "Dr B"}
    assert editor.types("check").startswith("No problems found")
    editor.types("build", "--require-approved")
    assert tree(root / "site") != published


class TestTwoBranches:
    """Both approve the same words; after the merge both are there, and nothing is in conflict."""

    def branch(self, editor: Editor, name: str, *people: str, on: str = "2026-02-01", note: str = "") -> None:
        editor.git.git("checkout", "--quiet", "-b", name, "main")
        for by in people:
            editor.types(
                "approve",
                "visit",
                "-a",
                "patient",
                "--by",
                by,
                "--on",
                on,
                *(["--note", note] if note else []),
            )
        editor.git.commit(on)

    def merged(self, editor: Editor) -> set[str]:
        editor.git.git("merge", "--quiet", "--no-edit", "one")
        editor.types("check", "--strict")
        return editor.approvers()

    @pytest.mark.parametrize("note", ["", "Doses checked."])
    @pytest.mark.parametrize("day", ["2026-02-01", "2026-02-02"])
    def test_the_first_of_each(self, editor: Editor, day: str, note: str) -> None:
        self.branch(editor, "one", "Dr A")
        self.branch(editor, "two", "Dr B", on=day, note=note)
        assert self.merged(editor) == {"Dr A", "Dr B"}

    def test_several_of_each(self, editor: Editor) -> None:
        self.branch(editor, "one", "Dr A", "Dr B", "Dr C")
        self.branch(editor, "two", "Dr D", "Dr B", "Dr E", on="2026-02-03")
        assert self.merged(editor) == {"Dr A", "Dr B", "Dr C", "Dr D", "Dr E"}

    def test_one_person_on_both(self, editor: Editor) -> None:
        self.branch(editor, "one", "Dr A")
        self.branch(editor, "two", "Dr A", on="2026-02-03")
        assert self.merged(editor) == {"Dr A"}

    def test_after_somebody_had_approved(self, editor: Editor) -> None:
        editor.approves("Dr O")
        editor.git.commit()
        self.branch(editor, "one", "Dr A")
        self.branch(editor, "two", "Dr B")
        assert self.merged(editor) == {"Dr O", "Dr A", "Dr B"}

    def test_by_a_rebase(self, editor: Editor) -> None:
        self.branch(editor, "one", "Dr A")
        self.branch(editor, "two", "Dr B")
        editor.git.git("rebase", "--quiet", "one")
        assert editor.approvers() == {"Dr A", "Dr B"}

    def test_in_two_clones_of_which_only_the_records_are_committed(
        self, editor: Editor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Somebody who adds the path that `approve` prints, and nothing else, loses nothing either."""
        editor.git.git("clone", "--quiet", str(editor.root), str(tmp_path / "clone"))
        for root, by in ((editor.root, "Dr A"), (tmp_path / "clone", "Dr B")):
            assert main(["approve", "visit", "-a", "patient", "--by", by, "--site", str(root)]) == 0
            git = Repository(root)
            git.git("add", capsys.readouterr().out.strip())
            git.git("commit", "--quiet", "--message", "Approve")
        editor.git.git("pull", "--quiet", "--no-rebase", "--no-edit", str(tmp_path / "clone"), "main")
        assert editor.approvers() == {"Dr A", "Dr B"}

    def test_other_words_on_each(self, editor: Editor) -> None:
        """The words change on one branch, and are approved on both: after the merge the new ones count."""
        self.branch(editor, "one", "Dr A")
        editor.git.git("checkout", "--quiet", "-b", "two", "main")
        put(editor.root, {"content/visit.md": article(BEFORE.replace("one tablet", "two tablets"))})
        editor.approves("Dr B")
        editor.git.commit()
        assert self.merged(editor) == {"Dr B"}

    def test_a_site_that_says_itself_how_approvals_are_merged_is_left_so(self, editor: Editor) -> None:
        put(editor.root, {"approvals/.gitattributes": "# ours\n"})
        editor.approves("Dr A")
        assert (editor.root / "approvals/.gitattributes").read_text() == "# ours\n"
