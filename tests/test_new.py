"""`renderer new`: the site that it writes is sound, shows every kind of markup, and replaces nothing."""

import re
from pathlib import Path

import pytest

from renderer.build.commands import UsageProblem, new
from renderer.cli import main
from tests.sites import built, found

SHOWN = {
    "a fenced div": r"^::: patient$",
    "an else": r"^::: else$",
    "a block kind": r"^::: \{\.clinician \.note\}$",
    "a span": r"\]\{\.student\}",
    "a choice": r"\]\{\.patient\}\[",
    "code": r"`\{\.clinician\}",
    "emphasis": r"\*\{\.patient\}",
    "a link": r"\)\{\.not-patient\}",
    "a heading": r"^## .*\{\.patient\}$",
    "a list item": r"^- \{\.clinician\}",
    "a block": r"^\{\.patient\}$",
    "a code block": r"^```text \{\.clinician \.only\}$",
    "a table row": r"^\| \{\.patient\}",
    "a table column": r"\| \{\.clinician\} Says \|",
    "a caption": r"^Table: ",
    "a citation": r"\[@commonmark\]",
    "a choice of blocks": r"^::: choose$",
    "key points": r"^::: \{\.clinician \.key-points\}$",
    "a warning": r"^::: warning$",
    "a figure": r"^::: figure$",
    "a picture": r"^!\[.*\{\.patient\}\]\(three-bars\.svg\)$",
    "a quote": r"^> A quote",
    "nothing on purpose": r"\[\]\{\.student\}",
}


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    new(tmp_path / "site of mine")
    return tmp_path / "site of mine"


def test_a_new_site_has_no_problem_and_builds(fresh: Path) -> None:
    assert found(fresh, strict=True) == []
    assert built(fresh).editions == 6


@pytest.mark.parametrize("what", SHOWN)
def test_a_new_site_shows_each_kind_of_markup(fresh: Path, what: str) -> None:
    source = (fresh / "content" / "markup.md").read_text("utf-8")
    assert re.search(SHOWN[what], source, re.MULTILINE)


def test_git_is_told_what_not_to_keep(fresh: Path) -> None:
    assert "/site/" in (fresh / ".gitignore").read_text("utf-8").splitlines()
    assert "eol=lf" in (fresh / ".gitattributes").read_text("utf-8")


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("Mine.")
    with pytest.raises(UsageProblem, match="is not empty"):
        new(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageProblem, match="is a file"):
        new(tmp_path / "file")


def test_it_says_what_to_type_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "a site"]) == 0
    assert capsys.readouterr().err.splitlines()[1:] == ["    cd 'a site'", "    renderer build"]
    assert main(["new", "a site"]) == 2
