"""The shape of the code itself: sizes, what each module promises, and what stands in one place only."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "renderer").rglob("*.py"))

LONGEST_FILE = 400
LONGEST_FUNCTION = 40

# Where a value's type is not known, and why. A new one needs a reason; one that is gone leaves the list.
ANY: dict[str, int] = {}

# Where the type checker is told to look away; the reason stands beside it.
SILENCED: dict[str, int] = {}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text("utf-8"), module)


def in_folder(*folders: str) -> list[str]:
    return [module for module in MODULES if module.startswith(tuple(f"renderer/{one}/" for one in folders))]


def functions(module: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls_of(name: str, module: str) -> int:
    return sum(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        for node in ast.walk(tree(module))
    )


def lets_anything_in(pattern: ast.pattern) -> bool:
    match pattern:
        case ast.MatchAs(pattern=None):
            return True
        case ast.MatchAs(pattern=ast.pattern() as inner):
            return lets_anything_in(inner)
        case ast.MatchOr(patterns=several):
            return any(map(lets_anything_in, several))
        case _:
            return False


def test_the_modules_are_found() -> None:
    assert "renderer/diagnostics.py" in MODULES
    assert "renderer/cli/__init__.py" in MODULES


@pytest.mark.parametrize("module", MODULES)
def test_a_file_can_be_read_in_one_go(module: str) -> None:
    assert len((ROOT / module).read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("module", MODULES)
def test_a_function_fits_on_a_screen(module: str) -> None:
    long = {
        f"{module}:{one.lineno} {one.name}": lines
        for one in functions(module)
        if (lines := (one.end_lineno or one.lineno) - one.lineno + 1) > LONGEST_FUNCTION
    }
    assert not long


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_always_holds(module: str) -> None:
    words = ast.get_docstring(tree(module)) or ""
    assert any(line.startswith("Invariant: ") for line in words.splitlines())


@pytest.mark.parametrize("module", in_folder("writers", "editions"))
def test_no_node_is_passed_over(module: str) -> None:
    """A default branch would hide a forgotten node from the type checker."""
    default = [
        f"{module}:{case.pattern.lineno}"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Match)
        for case in node.cases
        if lets_anything_in(case.pattern)
    ]
    assert not default


def test_an_edition_is_made_in_one_place() -> None:
    makers = [module for module in MODULES if calls_of("Edition", module)]
    assert makers == ["renderer/editions/select.py"]


def test_what_has_no_type_is_counted() -> None:
    found = {
        module: sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(tree(module)))
        for module in MODULES
    }
    assert {module: number for module, number in found.items() if number} == ANY


def test_what_is_kept_from_the_type_checker_is_counted() -> None:
    found = {module: (ROOT / module).read_text("utf-8").count("# type: ignore") for module in MODULES}
    assert {module: number for module, number in found.items() if number} == SILENCED


def test_the_architecture_page_names_every_folder() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    folders = {module.split("/")[1] for module in MODULES if module.count("/") > 1}
    assert [folder for folder in sorted(folders) if f"`{folder}/`" not in page] == []
