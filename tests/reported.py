"""Reports on small sites, for the tests of `report`."""

from datetime import date
from pathlib import Path
from typing import Any

import html5lib

from renderer.build.approve import Consent, approve
from renderer.build.report.reporter import report
from renderer.build.report.values import EditionReport, Report
from tests.sites import opened

DAY = date(2026, 3, 2)
TODAY = date(2026, 3, 12)
SENTENCE = "The electrocardiographic abnormality necessitates multidisciplinary reconsideration. "


def of(root: Path, name: str = "a", audience: str = "patient") -> EditionReport:
    found = {(one.article, one.audience): one for one in reported(root).editions}
    return found[name, audience]


def reported(root: Path, *audiences: str) -> Report:
    return report(opened(root), audiences, TODAY)


def words_of(page: str) -> str:
    """What a page says, its white space as single blanks."""
    tree: Any = html5lib.parse(page, namespaceHTMLElements=False)
    return " ".join("".join(tree.find("body").itertext()).split())


def approved(
    root: Path, name: str = "a", audience: str = "patient", on: date = DAY, by: str = "Dr A"
) -> None:
    approve(opened(root), name, audience, Consent(by=by, on=on, today=max(on, TODAY)))
