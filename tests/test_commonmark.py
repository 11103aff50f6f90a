"""CommonMark's own examples against our HTML.

Every example of the specification's version 0.31.2 is run. Where we differ on purpose, the example is listed
in `commonmark/differences.toml` under its reason; one that is listed and does agree fails too.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.door import body

FOLDER = Path(__file__).parent / "commonmark"


class Case(NamedTuple):
    """One example of the specification."""

    number: int
    section: str
    markdown: str
    html: str


class Reason(NamedTuple):
    """Why examples differ; `error` says whether the reason is a diagnostic of error severity."""

    name: str
    why: str
    error: bool
    examples: tuple[int, ...]


def cases() -> list[Case]:
    read = json.loads((FOLDER / "spec-0.31.2.json").read_text("utf-8"))
    return [Case(one["example"], one["section"], one["markdown"], one["html"]) for one in read["examples"]]


def reasons() -> list[Reason]:
    read = tomllib.loads((FOLDER / "differences.toml").read_text("utf-8"))
    return [Reason(name, one["why"], one["error"], tuple(one["examples"])) for name, one in read.items()]


CASES = cases()
DIFFERENT = {number: reason for reason in reasons() for number in reason.examples}


def plain(html: str) -> str:
    """HTML without heading ids, which CommonMark does not make."""
    return re.sub(r'(<h[1-6]) id="[^"]*"', r"\1", html)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.number}-{case.section.replace(' ', '-')}")
def test_example(case: Case) -> None:
    html, errors = body(case.markdown)
    reason = DIFFERENT.get(case.number)
    agrees = not errors and plain(html) == case.html
    if reason is None:
        assert not errors
        assert plain(html) == case.html
    elif agrees:
        pytest.fail(f"example {case.number} agrees: take it from '{reason.name}' in differences.toml")
    else:
        assert bool(errors) == reason.error, f"listed under '{reason.name}': {[str(one) for one in errors]}"


def test_all_examples_are_there() -> None:
    assert [case.number for case in CASES] == list(range(1, 653))


def test_each_difference_has_one_reason() -> None:
    listed = [number for reason in reasons() for number in reason.examples]
    assert len(listed) == len(set(listed))
    assert all(reason.why for reason in reasons())
