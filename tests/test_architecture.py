"""ARCHITECTURE.md names what stands: each test, each folder and each file that it speaks of is there."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
IN_CODE = re.compile(r"`([^`\n]+)`")


def places() -> list[str]:
    """What the page names by a path."""
    found = (
        one for one in IN_CODE.findall(PAGE) if re.fullmatch(r"[\w.]+/(?:[\w.]+/?)*|\w+\.(?:py|md)", one)
    )
    return sorted({one for one in found if not one.endswith("its-code.md")})


def test_the_tests_that_it_names_are_there() -> None:
    named = re.findall(r"`(test_\w+)::(\w+)`", PAGE)
    assert len(named) >= 20
    missing = [
        f"{module}::{name}"
        for module, name in named
        if not re.search(
            rf"^(?:def|class) {name}\b", (ROOT / f"tests/{module}.py").read_text("utf-8"), re.MULTILINE
        )
    ]
    assert missing == []


def test_the_files_and_folders_that_it_names_are_there() -> None:
    roots = (ROOT, ROOT / "renderer", ROOT / "renderer/language")
    assert len(places()) >= 20
    assert [one for one in places() if not any((root / one).exists() for root in roots)] == []


def test_it_justifies_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.split(r"[>=<]", one)[0] for one in wanted]
    assert [one for one in names if one not in PAGE and not one.startswith("types-")] == []


def test_it_can_be_read_in_one_go() -> None:
    assert len(PAGE.splitlines()) <= 220
