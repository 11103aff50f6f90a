"""The sample site as people read it: its text files and one page, whole.

A change to them shows here as a difference to look at. `make accept` writes them anew; read the diff.
"""

import os
from pathlib import Path

import pytest

from renderer.cli import main

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
ARTICLES = ("high-blood-pressure", "metformin", "telemedicine")
PAGES = (
    *(
        f"{audience}/{article}/index.txt"
        for audience in ("patient", "clinician", "student")
        for article in ARTICLES
    ),
    "patient/high-blood-pressure/index.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built sample site."""
    out = tmp_path_factory.mktemp("golden") / "site"
    assert main(["build", "--site", str(ROOT), "--out", str(out)]) == 0
    return out


@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_as_accepted(site: Path, page: str) -> None:
    made = (site / page).read_text("utf-8")
    accepted = GOLDEN / page
    if os.environ.get("ACCEPT"):
        accepted.parent.mkdir(parents=True, exist_ok=True)
        accepted.write_text(made, "utf-8")
    assert made == accepted.read_text("utf-8")
