"""Reports: the forms in which diagnostics are shown to people and to other tools.

Invariant: a report is a function of an account; a new form is one module and one line in the list here.
"""

from collections.abc import Callable
from typing import NamedTuple

from renderer.reports.account import Account
from renderer.reports.github import write_github
from renderer.reports.human import write_human
from renderer.reports.json import write_json
from renderer.reports.sarif import write_sarif

SARIF = "sarif"
"""The form that lists every code, too."""


class Report(NamedTuple):
    """One form: what `--format` calls it, and what makes its text of an account."""

    name: str
    write: Callable[[Account], str]


REPORTS = (
    Report("human", write_human),
    Report("json", write_json),
    Report("github", write_github),
    Report(SARIF, write_sarif),
)


def report_named(name: str) -> Report:
    """Return the report of that name; KeyError when there is none."""
    for one in REPORTS:
        if one.name == name:
            return one
    raise KeyError(name)
