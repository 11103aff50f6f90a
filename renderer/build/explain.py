"""`renderer explain`: who sees a place of an article and why, and what a code means.

Invariant: a place is explained from its article alone; no other article is read for it.
"""

from importlib import import_module
from pkgutil import walk_packages

import renderer
from renderer.build.explanation import explain_article, explain_place
from renderer.build.opening import OpenSite, UsageProblem, surroundings
from renderer.diagnostics import Code, Diagnostic, codes
from renderer.reports.account import judged
from renderer.value import value


@value
class ExplainOutcome:
    """An explanation, None when the article cannot be read, and what is wrong with what it explains."""

    diagnostics: tuple[Diagnostic, ...]
    text: str | None


def explain(site: OpenSite, place: str) -> ExplainOutcome:
    """Return who sees what and why: of an article, of one line of it, or of one place.

    Raises:
        UsageProblem: an unknown article, or a line or a column that it does not have.
        SurroundingsProblem: the disk failed.
    """
    article, *numbers = place.split(":")
    workspace, name = site.workspace, site.article(article)
    with surroundings():
        source, faults, _ = workspace.read(name)
    if source is None:
        return ExplainOutcome(judged(faults), None)
    line, column = _numbers(place, numbers)
    diagnostics = judged(workspace.examine(name))
    prepared = workspace.prepare(name)
    if line is None:
        return ExplainOutcome(diagnostics, explain_article(prepared))
    count = len(source.lines) - (not source.lines[-1])
    if not 1 <= line <= count:
        raise UsageProblem(f"{source.path} has no line {line}: it has {count}")
    length = len(source.lines[line - 1])
    if column is not None and not 1 <= column <= length + 1:
        raise UsageProblem(f"line {line} of {source.path} has no column {column}: it has {length}")
    return ExplainOutcome(diagnostics, explain_place(prepared, line, column))


def _numbers(place: str, numbers: list[str]) -> tuple[int | None, int | None]:
    """Return the line and the column that follow an article's name."""
    if len(numbers) > 2 or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
        raise UsageProblem(f"'{place}' is no ARTICLE:LINE:COLUMN")
    line, column, *_ = (*map(int, numbers), None, None)
    return line, column


def all_codes() -> tuple[Code, ...]:
    """Return every code that there is, by name; all modules that word problems are imported for it."""
    for module in walk_packages(renderer.__path__, "renderer."):
        if not module.name.startswith(("renderer.cli", "renderer.preview", "renderer.__main__")):
            import_module(module.name)
    return tuple(sorted(codes().values(), key=lambda one: one.name))


def code_named(name: str) -> Code | None:
    """Return the code of that name, None when there is none."""
    if not name or set(name) & set(":/."):
        return None  # a place: no need to import everything
    return next((one for one in all_codes() if one.name == name), None)
