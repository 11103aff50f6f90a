"""The commands of the README and of some pages of docs/, run as they stand there.

In a `console` block a line with `$ ` is a command, `> ` lines go on with it, and the rest is what it prints:
`…` stands for any words, on a line of its own for any lines. All blocks are one session in one folder. A
command whose output shows an error ends with 1, any other with 0; in a pipe the last one's code counts.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
TOURS = ("README.md", "docs/approvals.md", "docs/checking.md", "docs/editors.md", "docs/report.md")
"""The pages of which each is one session."""


class Step(NamedTuple):
    """One command: the page's line it stands on, what to type, and what is printed."""

    line: int
    command: str
    output: str


def blocks(language: str, page: str) -> Iterator[tuple[int, list[str]]]:
    """The line before each code block of a language, and the block's lines."""
    for token in MarkdownIt().parse(page):
        if token.type == "fence" and token.info == language:
            assert token.map is not None
            yield token.map[0] + 2, token.content.splitlines()


def steps(page: str) -> Iterator[Step]:
    for first, lines in blocks("console", page):
        starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
        assert starts[:1] == [0], f"line {first}: a console block begins with a command"
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            typed = [line for line in lines[start + 1 : end] if line.startswith(">")]
            printed = lines[start + 1 + len(typed) : end]
            command = "\n".join([lines[start][2:], *(line[2:] for line in typed)])
            yield Step(first + start, command, "".join(f"{line}\n" for line in printed))


def matches(expected: str, printed: str) -> bool:
    pattern = re.escape(expected).replace("…\\\n", "…\n")
    pattern = re.sub(r"^…\n", "(?:.*\n)*", pattern, flags=re.MULTILINE).replace("…", ".+")
    return re.fullmatch(pattern, printed) is not None


def environment(folder: Path) -> dict[str, str]:
    """`renderer` is the one of this checkout, wherever it is installed."""
    (folder / "bin").mkdir()
    command = folder / "bin/renderer"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m renderer "$@"\n')
    command.chmod(0o755)
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


@pytest.mark.parametrize("page", TOURS)
def test_the_tour(tmp_path: Path, page: str) -> None:
    told = list(steps((ROOT / page).read_text("utf-8")))
    assert len(told) > 8
    env, folder = environment(tmp_path), tmp_path
    where = tmp_path / "folder"
    for step in told:
        script = f"cd {str(folder)!r} && {step.command}\ncode=$?\npwd > {str(where)!r}\nexit $code"
        ended = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True, check=False)
        printed, place = ended.stdout + ended.stderr, f"{page}:{step.line}: $ {step.command}"
        assert matches(step.output, printed), (
            f"{place}\nprints:\n{printed}\nbut is said to print:\n{step.output}"
        )
        fails = ("error[" in step.output or "Nothing was built" in step.output) and "|" not in step.command
        assert ended.returncode == fails, f"{place}\nends with {ended.returncode}"
        folder = Path(where.read_text().strip())


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_its_make_targets_are_there() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)", README))
    assert {"site", "test", "help"} <= named
    for target in named:
        subprocess.run(["make", "-n", target], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a …\n", "a long line\n", True),
        ("a …\n", "a\nlong line\n", False),
        ("…\nz\n", "a\nb\nz\n", True),
        ("…\nz\n", "a\nb\n", False),
        ("a.c\n", "abc\n", False),
        ("", "a\n", False),
    ],
)
def test_dots_stand_for_anything_else_for_itself(expected: str, printed: str, *, same: bool) -> None:
    assert matches(expected, printed) is same
