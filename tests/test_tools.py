"""What other tools take from us: SARIF, the hook of pre-commit, the example of a workflow."""

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft4Validator

from renderer.build.commands import all_codes
from renderer.cli import main
from renderer.reports import report_named
from renderer.reports.account import Account
from tests.browsing import installed
from tests.door import example
from tests.spec.conftest import examples
from tests.test_readme import blocks, environment

ROOT = Path(__file__).parent.parent
SAMPLE = ("content", "audiences", "site.toml")
SPECS = sorted((ROOT / "tests/spec").rglob("*.md"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
WORKFLOW = (ROOT / "docs/ci/github.yml").read_text("utf-8")
STEPS: list[dict[str, Any]] = yaml.safe_load(WORKFLOW)["jobs"]["site"]["steps"]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample site."""
    for name in SAMPLE:
        where = tmp_path / "site" / name
        (shutil.copytree if (ROOT / name).is_dir() else _copy)(ROOT / name, where)
    return tmp_path / "site"


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


# SARIF


@pytest.fixture(scope="module")
def sarif() -> Draft4Validator:
    """The schema of SARIF 2.1.0 as OASIS published it, in Microsoft's package (MIT)."""
    path = installed("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")
    return Draft4Validator(json.loads(path.read_text("utf-8")), format_checker=Draft4Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("page", SPECS, ids=lambda one: one.relative_to(ROOT / "tests/spec").as_posix())
def test_what_the_manual_shows_is_sarif(sarif: Draft4Validator, page: Path) -> None:
    for one in examples(page):
        with example(one.given) as opened:
            log = json.loads(report_named("sarif").write(Account(opened.diagnostics(), folder="a b/")))
        faults = [f"{fault.json_path}: {fault.message}" for fault in sarif.iter_errors(log)]
        assert faults == [], f"{page}:{one.line}"


def test_the_rules_of_all_codes_are_sarif(sarif: Draft4Validator) -> None:
    log = json.loads(report_named("sarif").write(Account((), codes=all_codes())))
    assert len(log["runs"][0]["tool"]["driver"]["rules"]) == len(all_codes()) > 100
    assert [fault.message for fault in sarif.iter_errors(log)] == []


def test_the_schema_is_one_that_finds_faults(sarif: Draft4Validator) -> None:
    log = json.loads(report_named("sarif").write(Account(())))
    assert sarif.is_valid(log)
    assert not sarif.is_valid({**log, "version": "2.0.0"})
    assert not sarif.is_valid({**log, "runs": [{}]})


# the paths that code hosts need

BAD = "---\ntitle: New\n---\n\n::: patiant\nWords.\n:::\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with one bad article in a folder of a repository."""
    site = tmp_path / "repository/docs"
    for folder in (site / "audiences", site / "content", site.parent / ".git", site.parent / "sub"):
        folder.mkdir(parents=True)
    (site / "audiences/patient.toml").write_text('name = "Patients"\norder = 1\n')
    (site / "content/bad.md").write_text(BAD)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.setenv("RENDERER_TRACEBACK", "1")
    return site


class Asking:
    """Asks `renderer check` for the paths in each form, from some folder."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def printed(self, folder: Path, *flags: str) -> str:
        self.monkeypatch.chdir(folder)
        self.capsys.readouterr()
        assert main(["check", *flags]) == 1
        return self.capsys.readouterr().out

    def __call__(self, folder: Path, *flags: str) -> str:
        """What both forms for code hosts call the bad article's file."""
        marked = self.printed(folder, "--format", "github", *flags)
        log = json.loads(self.printed(folder, "--format", "sarif", *flags))
        (result,) = log["runs"][0]["results"]
        (path,) = re.findall(r"^::error file=([^,]*),", marked)
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == path
        assert isinstance(path, str)
        return path


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking(capsys, monkeypatch)


class TestPaths:
    def test_they_begin_at_the_repository_wherever_one_stands(self, docs: Path, ask: Asking) -> None:
        for folder, *flags in (
            (docs,), (docs / "content",), (docs.parent, "--site", "docs"),
            (docs.parent / "sub", "--site", "../docs"), (docs.parent.parent, "--site", "repository/docs"),
        ):  # fmt: skip
            assert ask(folder, *flags) == "docs/content/bad.md", folder

    def test_a_work_tree_of_git_is_a_repository_too(self, docs: Path, ask: Asking) -> None:
        (docs.parent / ".git").rmdir()
        (docs.parent / ".git").write_text("gitdir: elsewhere\n")
        assert ask(docs) == "docs/content/bad.md"

    def test_a_site_that_is_the_repository_needs_nothing_before_it(self, docs: Path, ask: Asking) -> None:
        (docs / ".git").mkdir()
        assert ask(docs.parent, "--site", "docs") == "content/bad.md"

    def test_on_github_they_begin_at_its_work_space(
        self, docs: Path, ask: Asking, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (docs / ".git").mkdir()  # a submodule
        monkeypatch.setenv("GITHUB_WORKSPACE", str(docs.parent))
        assert ask(docs) == "docs/content/bad.md"
        monkeypatch.setenv("GITHUB_WORKSPACE", str(docs))
        assert ask(docs.parent, "--site", "docs") == "content/bad.md"

    @pytest.mark.parametrize("place", ["", "/nowhere", "sub"])
    def test_but_not_where_that_is_somewhere_else(
        self, docs: Path, ask: Asking, monkeypatch: pytest.MonkeyPatch, place: str
    ) -> None:
        monkeypatch.setenv("GITHUB_WORKSPACE", str(docs.parent / place) if place == "sub" else place)
        assert ask(docs) == "docs/content/bad.md"

    def test_without_a_repository_they_begin_where_one_stands(self, docs: Path, ask: Asking) -> None:
        (docs.parent / ".git").rmdir()
        assert ask(docs.parent.parent, "--site", "repository/docs") == "repository/docs/content/bad.md"
        assert ask(docs) == "content/bad.md"

    def test_a_link_leads_to_where_the_files_are(self, docs: Path, ask: Asking) -> None:
        (docs.parent / "sub/link").symlink_to(docs, target_is_directory=True)
        assert ask(docs.parent / "sub", "--site", "link") == "docs/content/bad.md"

    def test_people_and_editors_get_those_of_the_site(self, docs: Path, ask: Asking) -> None:
        assert ask.printed(docs.parent, "--site", "docs").startswith("content/bad.md:5:5: error")
        (found,) = json.loads(ask.printed(docs.parent, "--site", "docs", "--format", "json"))
        assert found["path"] == "content/bad.md"

    def test_a_name_that_is_no_unicode_is_its_bytes(self, docs: Path, ask: Asking) -> None:
        strange = docs.rename(os.fsdecode(os.fsencode(docs.parent) + b"/bad\xff"))
        log = json.loads(ask.printed(strange, "--format", "sarif"))
        (result,) = log["runs"][0]["results"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "bad%FF/content/bad.md"


def test_sarif_lists_every_code_that_there_is(docs: Path, ask: Asking) -> None:
    (run,) = json.loads(ask.printed(docs, "--format", "sarif"))["runs"]
    assert [one["id"] for one in run["tool"]["driver"]["rules"]] == [one.name for one in all_codes()]


def test_more_results_than_github_takes_are_said(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("renderer.reports.sarif.LIMIT", 2)
    monkeypatch.chdir(docs)
    for name in ("worse", "worst"):
        (docs / f"content/{name}.md").write_text(BAD)
    assert main(["check", "--format", "sarif"]) == 1
    told = capsys.readouterr()
    assert len(json.loads(told.out)["runs"][0]["results"]) == 2
    assert told.err == "Warning: of 3 results the log holds 2, errors first: GitHub takes no more.\n"
    assert main(["check", "--format", "json"]) == 1
    assert not capsys.readouterr().err


LIKE_COMMANDS = (
    "::error::Not [so]{.patiant}.",
    "\u3000 ::add-mask::e [so]{.patiant}",
    "See ##[group]all [so]{.patiant}.",
)


@pytest.mark.parametrize("words", LIKE_COMMANDS)
@pytest.mark.parametrize("command", ["check", "build"])
def test_githubs_runner_takes_no_line_of_an_author_for_a_command(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, command: str
) -> None:
    """It trims a line before it looks for `::` and a name, and finds `##[` anywhere."""
    (docs / "content/bad.md").write_text(f"---\ntitle: New\n---\n\n{words}\n")
    monkeypatch.chdir(docs)
    printed = {}
    for on in ("", "true"):
        monkeypatch.setenv("GITHUB_ACTIONS", on)
        assert main([command]) == 1
        told = capsys.readouterr()
        printed[on] = told.out + told.err
    assert words.strip() in printed[""]
    assert re.search(r"^\s*::\w|##\[", printed[""], re.MULTILINE)
    assert not re.search(r"^\s*::\w|##\[", printed["true"], re.MULTILINE)
    assert [*map(len, printed["true"].splitlines())] == [*map(len, printed[""].splitlines())], "carets stay"


def test_a_fence_is_no_command_and_stays_as_it_is(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(docs)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert main(["check"]) == 1
    assert "\n    ::: patiant\n" in capsys.readouterr().out


# pre-commit

REQUIRED = {"id", "name", "entry", "language"}
KNOWN = REQUIRED | {
    "always_run", "description", "files", "minimum_pre_commit_version", "pass_filenames", "require_serial",
    "stages",
}  # fmt: skip


def test_a_hook_has_what_pre_commit_asks_for() -> None:
    assert [one["id"] for one in HOOKS] == ["renderer-check"]
    for hook in HOOKS:
        assert hook.keys() >= REQUIRED
        assert hook.keys() <= KNOWN
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False, "a link can break in a file that did not change"


def test_it_runs_for_every_commit() -> None:
    assert HOOKS[0]["always_run"] is True, (
        "pre-commit lists no file that a commit deletes, and links to it break"
    )


def test_it_runs_where_content_changes_and_nowhere_else() -> None:
    """A hook without stages runs at each that is installed: for a message of a commit, after a checkout."""
    assert HOOKS[0]["stages"] == ["pre-commit", "pre-merge-commit", "pre-push", "manual"]
    assert HOOKS[0]["minimum_pre_commit_version"] == "3.2.0", "the first that knows stages by these names"


def run(command: str, folder: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of a workflow as its runner does: bash, stopping at the first fault."""
    env = environment(tmp_path) if not (tmp_path / "bin").exists() else None
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", command], cwd=folder,
        env=env or {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_stops_a_commit_that_breaks_the_site(sample: Path, tmp_path: Path) -> None:
    assert run(HOOKS[0]["entry"], sample, tmp_path).returncode == 0
    (sample / "content/new.md").write_text("---\ntitle: New\n---\n\n::: patiant\nWords.\n:::\n")
    broken = run(HOOKS[0]["entry"], sample, tmp_path)
    assert broken.returncode == 1
    assert "unknown-class" in broken.stdout


# the workflow

AFTER_ALL = "${{ !cancelled() && steps.install.outcome == 'success' }}"
"""Also when the site is wrong, but not when there is no renderer."""


def commands() -> list[str]:
    return [one["run"] for one in STEPS if "renderer " in one.get("run", "")]


def using(action: str) -> dict[str, Any]:
    (found,) = [one for one in STEPS if one.get("uses", "").startswith(f"{action}@")]
    return found


def test_the_workflow_pins_what_it_uses() -> None:
    used = [one["uses"] for one in STEPS if "uses" in one]
    assert used == [
        "actions/checkout@v6", "actions/setup-python@v6", "actions/cache/restore@v5",
        "github/codeql-action/upload-sarif@v4", "actions/cache/save@v5", "actions/upload-artifact@v6",
    ]  # fmt: skip
    assert all("run" in one or "uses" in one for one in STEPS)


def test_it_may_do_what_it_does_and_no_more() -> None:
    assert yaml.safe_load(WORKFLOW)["permissions"] == {
        "contents": "read", "security-events": "write", "actions": "read",
    }  # fmt: skip
    assert using("actions/checkout")["with"] == {"persist-credentials": False}, "and no history is fetched"


def test_its_commands_judge_alike() -> None:
    assert len(commands()) == 3
    assert all("--strict" in shlex.split(one) for one in commands())


def test_code_scanning_hears_of_a_bad_site_and_stops_no_build() -> None:
    (write,) = [one for one in STEPS if "sarif" in one.get("run", "")]
    upload = using("github/codeql-action/upload-sarif")
    assert write["if"] == AFTER_ALL
    assert upload["if"] == "${{ !cancelled() && steps.sarif.outcome == 'success' }}"
    assert (write["id"], upload["continue-on-error"]) == ("sarif", True)
    (build,) = [one for one in STEPS if one.get("name") == "Build"]
    assert "if" not in build, "nothing is built of a site that the check refuses"


def test_what_was_worked_out_is_kept_of_a_bad_site_too() -> None:
    restore, save = using("actions/cache/restore"), using("actions/cache/save")
    assert save["if"] == AFTER_ALL
    assert save["with"]["path"] == restore["with"]["path"] == "${{ env.SITE }}/.renderer"
    assert save["with"]["key"] == "${{ steps.cache.outputs.cache-primary-key }}"
    assert restore["id"] == "cache"
    assert {"runner.os", "github.run_id", "github.run_attempt"} <= set(
        re.findall(r"\{\{ ([\w.]+) \}\}", restore["with"]["key"])
    ), "no run writes a key twice, and each system has its own"


def test_the_page_on_building_keeps_the_cache_by_the_same_key() -> None:
    page = (ROOT / "docs/building.md").read_text("utf-8")
    (block,) = [one for _, one in blocks("yaml", page) if "actions/cache" in "".join(one)]
    (cache, *_) = yaml.safe_load("\n".join(block))
    ours = using("actions/cache/restore")["with"]
    assert [cache["with"][key] for key in ("key", "restore-keys")] == [
        ours[key] for key in ("key", "restore-keys")
    ]


def test_the_whole_site_is_handed_on() -> None:
    handed = using("actions/upload-artifact")["with"]
    assert handed["path"] == "${{ env.SITE }}/site"
    assert handed["include-hidden-files"] is True, "static/.well-known"


@pytest.fixture(params=[".", "docs"])
def checkout(request: pytest.FixtureRequest, sample: Path, tmp_path: Path) -> tuple[Path, str]:
    """A work space of GitHub's, and the folder in it where the sample site lies."""
    if request.param == ".":
        return sample, "."
    (tmp_path / "repository").mkdir()
    sample.rename(tmp_path / "repository" / request.param)
    return tmp_path / "repository", request.param


def in_workflow(command: str, checkout: tuple[Path, str], tmp_path: Path) -> subprocess.CompletedProcess[str]:
    root, site = checkout
    exports = f"export SITE={site} GITHUB_ACTIONS=true GITHUB_WORKSPACE={shlex.quote(str(root))}"
    return run(f"{exports}; {command}", root, tmp_path)


def test_its_commands_succeed_on_a_good_site(checkout: tuple[Path, str], tmp_path: Path) -> None:
    assert [shlex.split(one)[:2] for one in commands()] == [
        ["renderer", "check"], ["renderer", "check"], ["renderer", "build"],
    ]  # fmt: skip
    root, site = checkout
    for command in commands():
        ended = in_workflow(command, checkout, tmp_path)
        assert ended.returncode == 0, f"{command}\n{ended.stdout}{ended.stderr}"
    assert json.loads((root / "renderer.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (root / site / "site/index.html").exists()
    assert (root / site / ".renderer").is_dir(), "the cache that the workflow keeps"


def test_a_bad_site_fails_the_check_and_still_gives_its_sarif(
    checkout: tuple[Path, str], tmp_path: Path
) -> None:
    root, site = checkout
    (root / site / "content/new.md").write_text(BAD)
    mark, write, build = (in_workflow(command, checkout, tmp_path) for command in commands())
    assert (mark.returncode, write.returncode, build.returncode) == (1, 0, 1)
    path = (Path(site) / "content/new.md").as_posix()
    assert f"::error file={path},line=5" in mark.stdout
    log = json.loads((root / "renderer.sarif").read_text("utf-8"))
    (result,) = log["runs"][0]["results"]
    assert result["ruleId"] == "unknown-class"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == path


def test_the_option_that_it_speaks_of_is_one(sample: Path, tmp_path: Path) -> None:
    assert "--require-approved" in WORKFLOW
    refused = run("renderer build --require-approved", sample, tmp_path)
    assert refused.returncode == 1
