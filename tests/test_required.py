"""`build --require-approved`: what nobody has approved is not published."""

from datetime import date
from pathlib import Path

import pytest

from renderer.build.approve import Consent, approve
from renderer.build.commands import BuildOutcome, BuildRequest, build
from renderer.cli import main
from tests.sites import article, opened, put, site_of, tree

DAY = date(2026, 3, 2)
READERS = ("patient", "clinician", "student")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return site_of(
        tmp_path, {"content/a.md": article("Rest."), "content/d.md": article("Draft.", draft="true")}
    )


def approved(root: Path, *audiences: str) -> None:
    for one in audiences:
        approve(opened(root), "a", one, Consent(by="Dr A", on=DAY, today=DAY))


def made(root: Path, *audiences: str, **more: bool) -> BuildOutcome:
    return build(opened(root), BuildRequest(audiences=audiences, require_approved=True, jobs=1, **more))  # type: ignore[arg-type]  # any of its flags


def refused(outcome: BuildOutcome) -> list[str]:
    """What is refused, in short: `path:line:column code audience`."""
    assert outcome.failed == any(one.is_error for one in outcome.diagnostics)
    return [
        f"{one.path}:{one.line}:{one.column} {one.code} {' '.join(one.audiences)}"
        for one in outcome.diagnostics
        if one.is_error
    ]


def test_each_edition_that_is_not_approved_is_named_at_its_title(site: Path) -> None:
    approved(site, "patient")
    assert refused(made(site)) == [
        "content/a.md:2:8 not-approved clinician",
        "content/a.md:2:8 not-approved student",
    ]
    assert not (site / "site").exists()


def test_what_stood_before_is_untouched(site: Path) -> None:
    approved(site, *READERS)
    assert refused(made(site)) == []
    before = tree(site / "site")
    put(site, {"content/a.md": article("Walk.")})
    outcome = made(site)
    assert len(refused(outcome)) == 3
    assert "it is under review" in outcome.diagnostics[-1].message
    assert tree(site / "site") == before


def test_only_the_audiences_that_are_built_count(site: Path) -> None:
    approved(site, "patient")
    assert refused(made(site, "patient")) == []
    assert refused(made(site, "student")) == ["content/a.md:2:8 not-approved student"]


@pytest.mark.parametrize("more", [{}, {"force": True}, {"strict": True}, {"dry": True}])
def test_what_is_remembered_is_refused_all_the_same(site: Path, more: dict[str, bool]) -> None:
    """The build before was made without the flag, and everything of it is remembered."""
    assert not build(opened(site), BuildRequest(jobs=1)).failed
    assert len(refused(made(site, **more))) == 3
    approved(site, *READERS)
    assert refused(made(site, **more)) == []
    assert refused(made(site, **more)) == []
    assert not build(opened(site), BuildRequest(jobs=1)).failed


def test_a_warning_of_changed_words_is_an_error_of_its_own_in_a_strict_build(site: Path) -> None:
    approved(site, *READERS)
    put(site, {"content/a.md": article("Walk.")})
    codes = {one.split()[1] for one in refused(made(site, strict=True))}
    assert codes == {"changed-words", "not-approved"}


def test_the_command_says_what_to_do_and_ends_with_1(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--site", str(site), "--require-approved"]) == 1
    said = capsys.readouterr().err
    assert "error[not-approved]: the edition for patient is not approved: it is submitted" in said
    assert "renderer review a -a patient" in said
    assert "Nothing was built" in said
