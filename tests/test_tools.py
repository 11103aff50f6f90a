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
from renderer.reports import report_named
from renderer.reports.account import Account
from tests.browsing import installed
from tests.door import example
from tests.spec.conftest import examples
from tests.test_readme import environment

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


# pre-commit

REQUIRED = {"id", "name", "entry", "language"}
KNOWN = REQUIRED | {"always_run", "description", "files", "pass_filenames", "require_serial"}


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


def commands() -> list[str]:
    return [one["run"] for one in STEPS if "renderer " in one.get("run", "")]


def test_the_workflow_pins_what_it_uses() -> None:
    used = [one["uses"] for one in STEPS if "uses" in one]
    assert all(re.fullmatch(r"[\w./-]+@v\d+", one) for one in used)
    assert [one.partition("@")[0] for one in used] == [
        "actions/checkout", "actions/setup-python", "actions/cache", "github/codeql-action/upload-sarif",
        "actions/upload-artifact",
    ]  # fmt: skip
    assert STEPS[0]["with"]["fetch-depth"] == 0
    assert all("run" in one or "uses" in one for one in STEPS)


def test_its_commands_succeed_on_a_good_site(sample: Path, tmp_path: Path) -> None:
    assert [shlex.split(one)[:2] for one in commands()] == [
        ["renderer", "check"], ["renderer", "check"], ["renderer", "build"],
    ]  # fmt: skip
    for command in commands():
        ended = run(command, sample, tmp_path)
        assert ended.returncode == 0, f"{command}\n{ended.stdout}{ended.stderr}"
    assert json.loads((sample / "renderer.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (sample / STEPS[-1]["with"]["path"] / "index.html").exists()
    assert (sample / ".renderer").is_dir(), "the cache that the workflow keeps"


def test_a_bad_site_fails_the_check_and_still_gives_its_sarif(sample: Path, tmp_path: Path) -> None:
    (sample / "content/new.md").write_text("---\ntitle: New\n---\n\n::: patiant\nWords.\n:::\n")
    mark, write, build = (run(command, sample, tmp_path) for command in commands())
    assert (mark.returncode, write.returncode, build.returncode) == (1, 0, 1)
    assert "::error file=content/new.md,line=5" in mark.stdout
    log = json.loads((sample / "renderer.sarif").read_text("utf-8"))
    assert log["runs"][0]["results"][0]["ruleId"] == "unknown-class"


def test_the_option_that_it_speaks_of_is_one(sample: Path, tmp_path: Path) -> None:
    assert "add --require-approved" in WORKFLOW
    refused = run("renderer build --require-approved", sample, tmp_path)
    assert refused.returncode == 1
