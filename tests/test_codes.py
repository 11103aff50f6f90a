"""Every diagnostic code has its page in tests/spec/codes/, its manual, and a way to have both shown.

A page's examples are tests like all in tests/spec/. What a page cannot hold (a file of two megabytes, a
folder without articles) is a site that a function here builds.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from pkgutil import walk_packages

import pytest

import renderer
from renderer.build.commands import check, open_site
from renderer.cli import main
from renderer.diagnostics import codes
from tests.door import AUDIENCES, FRONT_MATTER
from tests.spec.conftest import LINE, Example, examples

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "tests/spec/codes"

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>\n'
ASKS = re.compile(
    r"(?:\A|[.:;,]\s+|\bor )(choose|close|copy|correct|delete|end|export|give|keep|list|mend|move|name|open"
    r"|put|rename|save|tag|take|write)\b",
    re.IGNORECASE,
)
CODE_BLOCKS = re.compile(r"^```.*?^```$|^ {4}[^\n]*$", re.MULTILINE | re.DOTALL)
SENTENCES = re.compile(r"(?<=[.!?])\s+")


def all_codes() -> tuple[str, ...]:
    for module in walk_packages(renderer.__path__, "renderer."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    return tuple(sorted(one for one in codes() if not one.startswith("example-")))  # those are of a test


CODES = all_codes()


def put(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)


def a_line_end_in_a_name(folder: Path) -> None:
    put(folder, "content/chart\n.svg", PICTURE)


def a_long_file(folder: Path) -> None:
    put(folder, "content/long.md", FRONT_MATTER + "Rest helps. " * 180_000)


def nobody_to_read(folder: Path) -> None:
    for path in AUDIENCES:
        (folder / path).unlink()


def no_folder_for_articles(folder: Path) -> None:
    (folder / "content/article.md").unlink()
    (folder / "content").rmdir()


def nothing_to_read(folder: Path) -> None:
    (folder / "content/article.md").rename(folder / "content/_notes.md")


BUILT: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "bad-file-name": (a_line_end_in_a_name, r"content/chart\n.svg"),
    "too-large": (a_long_file, "content/long.md"),
    "no-audiences": (nobody_to_read, "audiences"),
    "no-content": (no_folder_for_articles, "content"),
    "no-articles": (nothing_to_read, "content"),
}
"""What is done to a site in order to fail with a code that no page can show, and the path that is named."""


@cache
def page(code: str) -> tuple[Example, ...]:
    path = PAGES / f"{code}.md"
    return tuple(examples(path)) if path.exists() else ()


def wanted(example: Example) -> list[re.Match[str]]:
    lines = [LINE.fullmatch(one) for one in example.wanted["diagnostics"].splitlines()]
    assert all(lines), "not a diagnostic"
    return [one for one in lines if one]


def fails_with(example: Example, code: str) -> bool:
    """Whether it wants that code alone, each time with its line and column."""
    lines = wanted(example)
    return bool(lines) and all(one["code"] == f"[{code}]" and one["column"] for one in lines)


def test_codes_are_found() -> None:
    assert {"unknown-class", "missing-variant", "too-large", "bad-template"} <= set(CODES)


def test_every_page_is_of_a_code() -> None:
    assert sorted(path.stem for path in PAGES.iterdir() if path.stem not in CODES) == []


def test_the_manual_names_every_file() -> None:
    manual = PAGES.parent / "README.md"
    named = re.findall(r"\]\(([^)]+\.md)\)", manual.read_text("utf-8"))
    files = (one for one in PAGES.parent.rglob("*.md") if one != manual)
    assert sorted(named) == sorted(one.relative_to(PAGES.parent).as_posix() for one in files)


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_its_page(code: str) -> None:
    assert (PAGES / f"{code}.md").is_file()


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_called_by_its_code_and_says_why(code: str) -> None:
    title, _, rest = (PAGES / f"{code}.md").read_text("utf-8").partition("\n\n")
    assert title == f"# {code}"
    assert len(SENTENCES.split(rest.partition("\n```")[0].strip())) >= 2


UNSHOWN = {"lost-article", "not-approved"}
"""What `check` never finds; tests/test_jobs.py and tests/test_required.py bring it about."""


@pytest.mark.parametrize("code", [one for one in CODES if one not in {*BUILT, *UNSHOWN}])
def test_a_page_shows_what_fails(code: str) -> None:
    assert any(fails_with(example, code) for example in page(code))


@pytest.mark.parametrize("code", CODES)
def test_a_page_shows_what_passes(code: str) -> None:
    assert any(not wanted(example) for example in page(code))


@pytest.mark.parametrize("code", BUILT)
def test_a_site_that_no_page_can_show_fails(code: str, tmp_path: Path) -> None:
    spoil, path = BUILT[code]
    for name, text in (*AUDIENCES.items(), ("content/article.md", f"{FRONT_MATTER}Rest helps.\n")):
        put(tmp_path, name, text)
    assert check(open_site(tmp_path, tmp_path), ()).diagnostics == ()
    spoil(tmp_path)
    found = check(open_site(tmp_path, tmp_path), ()).diagnostics
    assert [(one.code, one.path, one.line, one.column) for one in found] == [(code, path, 1, 1)]


@pytest.mark.parametrize("code", CODES)
def test_a_manual_says_what_is_wrong_and_what_to_do(code: str) -> None:
    """At least two sentences, and an example or a sentence that tells what to do."""
    manual = cleandoc(codes()[code].manual)
    prose = CODE_BLOCKS.sub("", manual).strip()
    assert len(SENTENCES.split(prose)) >= 2
    assert ASKS.search(prose) or CODE_BLOCKS.search(manual) or "`" in prose


@pytest.mark.parametrize("code", CODES)
def test_a_manual_writes_a_backslash_as_an_author_does(code: str) -> None:
    assert "\\\\" not in codes()[code].manual


@pytest.mark.parametrize("code", CODES)
def test_a_code_can_be_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code]) == 0
    severity = codes()[code].severity
    assert capsys.readouterr().out == f"{code} ({severity})\n\n{cleandoc(codes()[code].manual)}\n"


def test_a_command_of_its_own_knows_every_code() -> None:
    """Here everything is imported already; somebody at a terminal has only what the command imports."""
    program = [sys.executable, "-c", "from renderer.cli import main; main(['explain'])"]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    assert sorted(line.split()[0] for line in done.stdout.splitlines()) == list(CODES)
