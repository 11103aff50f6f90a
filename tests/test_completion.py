"""What the shell is told when somebody presses Tab: the protocol of Click, through the command as it is."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from renderer.build.commands import all_codes, code_names
from renderer.cli import COMMANDS
from tests.sites import article, site_of

ROOT = Path(__file__).parent.parent
FILES = {"content/visit.md": article(), "content/heart/rhythm.md": article(), "content/_notes.md": "x"}


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = site_of(tmp_path / "site", FILES)
    monkeypatch.chdir(root)
    return root


def asked(shell: str, line: str) -> subprocess.CompletedProcess[str]:
    """What comes back for a line whose last word, perhaps an empty one, is completed.

    Bash makes a word of each `=`; here there are blanks round it.
    """
    words = line.split(" ")
    at = words[-1] if shell == "fish" else str(len(words) - 1)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COMP_WORDS": line, "COMP_CWORD": at}
    return subprocess.run(
        [sys.executable, "-m", "renderer"],
        env={**env, "_RENDERER_COMPLETE": f"{shell}_complete"}, capture_output=True, text=True, check=True,
    )  # fmt: skip


def told(line: str) -> list[str]:
    """The words that bash is told, and `<file>` where it may complete paths."""
    ended = asked("bash", line)
    assert ended.stderr == ""
    pairs = [one.partition(",") for one in ended.stdout.splitlines() if one]
    return ["<file>" if kind == "file" else word for kind, _, word in pairs]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("renderer sch", ["schema"]),
        ("renderer schema ", ["site", "audience", "front-matter"]),
        ("renderer show ", ["heart/rhythm", "visit"]),
        ("renderer show v", ["visit"]),
        ("renderer show content/v", ["<file>"]),
        ("renderer check visit h", ["heart/rhythm"]),
        ("renderer approve ", ["heart/rhythm", "visit"]),
        ("renderer review v", ["visit"]),
        ("renderer preview v", ["visit"]),
        ("renderer compare ", ["heart/rhythm", "visit"]),
        ("renderer compare visit ", ["clinician", "patient", "student"]),
        ("renderer compare visit patient c", ["clinician"]),
        ("renderer show visit -a ", ["clinician", "patient", "student"]),
        ("renderer build --audience p", ["patient"]),
        ("renderer report -a s", ["student"]),
        ("renderer show visit -f ", ["html", "text", "json"]),
        ("renderer build -f ", ["html", "text"]),
        ("renderer check --format s", ["sarif"]),
        ("renderer explain v", ["visit"]),
        ("renderer explain unknown-a", ["unknown-audience"]),
    ],
)
def test_what_can_be_typed_is_named(line: str, words: list[str]) -> None:
    assert told(line) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("renderer show visit --audience = pa", ["patient"]),
        ("renderer show visit --audience =", ["clinician", "patient", "student"]),
        ("renderer show visit -a patient --format = h", ["html"]),
        ("renderer check --format = s", ["sarif"]),
        ("renderer show --format = html v", ["visit"]),
        ("renderer show --format = html visit --audience = c", ["clinician"]),
        ("renderer show --site = . v", ["visit"]),
        ("renderer show --site = nowhere v", ["<file>"]),
    ],
)
def test_bash_sends_a_flag_s_value_apart(line: str, words: list[str]) -> None:
    assert told(line) == words


@pytest.mark.parametrize(
    ("shell", "answer"),
    [("bash", "plain,{}\n"), ("zsh", "plain\n{}\n_\n"), ("fish", "plain,{}\n")],
)
def test_a_word_with_a_flag_is_completed_with_it(shell: str, answer: str) -> None:
    """So send zsh and fish; and bash where its user took `=` from COMP_WORDBREAKS."""
    ended = asked(shell, "renderer show visit --audience=pa")
    assert (ended.stdout, ended.stderr) == (answer.format("--audience=patient"), "")
    ended = asked(shell, "renderer show --format=html v")
    assert (ended.stdout, ended.stderr) == (answer.format("visit"), "")


@pytest.fixture
def shell_path(tmp_path: Path) -> str:
    """A path of programs on which `renderer` is this one."""
    command = tmp_path / "bin/renderer"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m renderer "$@"\n')
    command.chmod(0o755)
    return f"{command.parent}:{os.environ['PATH']}"


BASH = """
eval "$(_RENDERER_COMPLETE=bash_source renderer)"
COMP_WORDS=(renderer show visit --audience = pa) COMP_CWORD=5
_renderer_completion renderer pa =
echo "${COMPREPLY[@]}"
"""
FISH = """
_RENDERER_COMPLETE=fish_source renderer | source
complete -C "renderer show visit --audience=pa"
"""
ZSH = """
compdef() { :; }; compadd() { echo "${(@)completions}"; }
eval "$(_RENDERER_COMPLETE=zsh_source renderer)"
words=(renderer show visit --audience=pa) CURRENT=4
_renderer_completion
"""


@pytest.mark.parametrize(
    ("shell", "script", "word"),
    [("bash", BASH, "patient"), ("zsh", ZSH, "--audience=patient"), ("fish", FISH, "--audience=patient")],
)
def test_a_shell_itself_completes_a_flag_s_value(shell: str, script: str, word: str, shell_path: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    quiet = {"zsh": ["-f"], "bash": ["--norc"], "fish": ["--no-config"]}[shell]
    ended = subprocess.run(
        [shell, *quiet, "-c", script], env={**os.environ, "PATH": shell_path}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert (ended.stdout, ended.stderr) == (f"{word}\n", "")


@pytest.mark.parametrize(
    "line",
    ["renderer nonsense ", "renderer nonsense v", "renderer --nonsense ", "renderer show --nonsense -a "],
)
def test_what_is_wrong_usage_is_completed_in_silence(line: str) -> None:
    assert told(line) in ([], ["clinician", "patient", "student"], [*COMMANDS])


def test_after_a_word_that_is_no_command_there_is_nothing() -> None:
    assert told("renderer nonsense ") == []
    assert told("renderer nonsense --h") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_is_no_text_is_completed_in_silence(shell: str) -> None:
    ended = asked(shell, "renderer show \udcff")
    assert (ended.stdout.strip(), ended.stderr) == ("", "")


def test_in_a_folder_that_is_gone_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert told("renderer show v") == ["<file>"]
    assert told("renderer show --site x v") == ["<file>"]
    assert told("renderer show x -a ") == []


@pytest.mark.parametrize("line", ["renderer show ", "renderer show x -a ", "renderer explain nothing-"])
def test_where_there_is_no_site_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert set(told(line)) <= {"<file>"}


def test_the_site_that_is_given_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert told("renderer show --site site v") == ["visit"]
    assert told("renderer show --site nowhere visit -a p") == []


@pytest.mark.parametrize("folder", ["~/site", "$HOME/site", "${HOME}/site", '"$HOME/site"'])
def test_the_site_is_found_as_the_shell_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    site_of(tmp_path / "here", {"content/other.md": article()})
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert told(f"renderer show --site {folder} ") == ["heart/rhythm", "visit"]
    assert told(f"renderer show visit -a patient --site {folder} -a c") == ["clinician"]


@pytest.mark.parametrize("folder", ["nowhere", "content", "~/nowhere", "$NOWHERE/x"])
def test_a_folder_that_is_no_site_has_no_names(folder: str) -> None:
    assert told(f"renderer show --site {folder} ") == ["<file>"]
    assert told(f"renderer show visit --site {folder} -a ") == []


def test_a_broken_site_still_has_its_names(site: Path) -> None:
    (site / "site.toml").write_text("= broken")
    (site / "audiences/patient.toml").write_bytes(b"\xff")
    (site / "content/visit.md").write_bytes(b"\xff")
    assert told("renderer show visit -a p") == ["patient"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_in_its_own_way(shell: str) -> None:
    ended = asked(shell, "renderer show v")
    assert re.fullmatch(r"plain[,\n]visit\s(_\n)?", ended.stdout)
    assert ended.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_reads_what_it_is_given(shell: str) -> None:
    """The script that a shell evaluates at its start is one that it understands."""
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "_RENDERER_COMPLETE": f"{shell}_source"}
    script = subprocess.run(
        [sys.executable, "-m", "renderer"], env=env, capture_output=True, text=True, check=True
    )
    assert script.stderr == ""
    assert "_RENDERER_COMPLETE" in script.stdout
    subprocess.run([shell, "-n"], input=script.stdout, text=True, check=True)


def test_every_code_is_found_without_importing_its_module() -> None:
    ours = tuple(one.name for one in all_codes() if not one.name.startswith("example-"))
    assert code_names() == ours


@pytest.mark.parametrize("line", ["renderer show v", "renderer show visit -a p", "renderer explain u"])
def test_it_does_not_wait_for_the_parser(line: str) -> None:
    script = "import sys; from renderer.cli import main; main(); print(*sys.modules, file=sys.stderr)"
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    env |= {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" ")), "_RENDERER_COMPLETE": "bash_complete"}
    ended = subprocess.run(
        [sys.executable, "-c", script], env={**env, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert ended.stdout
    modules = {name.partition(".")[0] for name in ended.stderr.split()}
    assert not modules & {"markdown_it", "yaml", "jinja2", "rich", "bibtexparser", "wcwidth"}
