"""What `explain` says of a place, an article and a code."""

import re
from pathlib import Path

import pytest

from renderer.build.commands import UsageProblem, all_codes, code_named, explain
from renderer.diagnostics import Span
from renderer.editions.trace import chains
from tests.sites import article, articles_read, opened, site_of

ROOT = Path(__file__).parent.parent

PLACES = """\
---
title: "Heart [for you]{.patient}[in practice]{.else}"
summary: A [short]{.clinician} word
---

Lead with `code`, **bold [y]{.clinician}** text. <!-- a
note -->

## Head [one]{.patient}[two]{.else}

::: patient
Inside [deep [er]{.not-student}]{.patient}[other]{.else}

<!-- a note -->
:::

| {.clinician} A | B |
| --- | --- |
| c1 | c2 [p]{.patient} |
| {.patient} d1 | d2 |

- {.clinician} item
- plain

{.clinician .only}
> Quoted.

::: choose
::: patient
P
:::
::: else
E
:::
:::
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return site_of(tmp_path, {"content/a.md": PLACES, "content/b.md": article()})


def said(root: Path, place: str) -> str:
    return explain(opened(root), place).text or ""


def seen(root: Path, place: str) -> list[str]:
    """Who sees each stretch of words at a place."""
    text = said(root, place)
    found = re.findall("^  seen by: (.*)$", text, re.MULTILINE)
    return found or [text.partition(": ")[2].partition(" (no tag")[0].strip()]


ALL, NONE = "patient, clinician, student", "no words of an edition stand here"


@pytest.mark.parametrize(
    ("place", "readers"),
    [
        ("1", [NONE]),
        ("2", [ALL, "patient", "clinician, student"]),
        ("2:3", [NONE]),
        ("2:9", [ALL]),
        ("2:17", ["patient"]),
        ("2:36", ["clinician, student"]),
        ("3", [ALL, "clinician, student"]),
        ("3:13", ["clinician, student"]),
        ("5", [NONE]),
        ("6", [ALL, "clinician, student"]),
        ("6:19", [ALL]),  # on the asterisks
        ("6:28", ["clinician, student"]),
        ("6:52", [NONE]),
        ("7", [NONE]),
        ("9:1", [ALL]),
        ("9:9", ["patient"]),
        ("9:26", ["clinician, student"]),
        ("11", ["patient"]),
        ("12:1", ["patient"]),
        ("12:11", ["patient"]),
        ("12:15", ["patient"]),
        ("12:44", ["nobody"]),
        ("14", [NONE]),
        ("17:16", ["clinician, student"]),
        ("17:20", [ALL]),
        ("19:3", ["clinician, student"]),
        ("19:8", [ALL]),
        ("19:12", ["patient"]),
        ("20:15", ["nobody"]),  # the row is patients', the column clinicians'
        ("20:20", ["patient"]),
        ("22", ["clinician, student"]),
        ("23", [ALL]),
        ("26", ["clinician"]),
        ("30", ["patient"]),
        ("33", ["clinician, student"]),
    ],
)
def test_who_sees_a_place(site: Path, place: str, readers: list[str]) -> None:
    assert seen(site, f"a:{place}") == readers


def test_each_tag_round_a_place_says_who_and_why(site: Path) -> None:
    assert said(site, "a:12:15") == (
        "content/a.md:12:15\n"
        "  11:1 filter: `::: patient Inside [deep [er]{.not-stud…`\n"
        "    patient: yes, it is named\n"
        "    clinician: no\n"
        "    student: no\n"
        "  12:8 variant of a choice: `[deep [er]{.not-student}]{.patient}`\n"
        "    patient: yes, it is named\n"
        "    clinician: no\n"
        "    student: no\n"
        "  12:14 filter: `[er]{.not-student}`\n"
        "    patient: yes, it is not excluded\n"
        "    clinician: yes, it is not excluded\n"
        "    student: no\n"
        "  seen by: patient\n"
    )
    assert "student: yes, it falls back on clinician" in said(site, "a:22")
    assert "student: no" in said(site, "a:26")
    assert "student: yes, by else" in said(site, "a:33")


def test_an_article_with_each_of_its_choices(site: Path) -> None:
    text = said(site, "a")
    assert text.startswith("content/a.md: for patient, clinician, student\n  2:15 a choice of 2\n")
    assert re.findall(r"^  (\d+:\d+) a choice of 2$", text, re.MULTILINE) == ["2:15", "9:9", "12:8", "29:1"]
    nested = text.partition("  12:8 ")[2].partition("  29:1")[0]
    assert "patient: `[deep [er]{.not-student}]{.patient}` (yes, it is named)" in nested
    assert nested.count("does not come to this place") == 2
    assert said(site, "b").endswith("no choices: everybody reads the same, but for what is tagged\n")


def test_an_audience_that_the_article_is_not_for_is_not_named(tmp_path: Path) -> None:
    words = article("[x]{.patient}[y]{.else}", audiences="[patient, student]")
    root = site_of(tmp_path, {"content/a.md": words})
    assert "clinician" not in said(root, "a") + said(root, "a:6:2")


def test_the_chain_lets_in_whoever_reads_the_word(site: Path) -> None:
    prepared = opened(site).workspace.prepare("a")
    text = prepared.document.source.text
    everybody = {"patient", "clinician", "student"}
    for word, readers in {"Inside": {"patient"}, "Quoted": {"clinician"}, "plain": everybody}.items():
        start = text.index(word)
        (chain,) = chains(prepared.document, prepared.audiences, Span(start, start + 1))
        assert {
            one.id for one in prepared.audiences if all(step.lets_in(one.id) for step in chain)
        } == readers


@pytest.mark.parametrize(
    "place",
    [
        "a:0",
        "a:99",
        "a:36",
        "a:5:0",
        "a:6:99",
        "a:",
        "a::1",
        "a:x",
        "a:-1",
        "a:²",
        "a:" + "9" * 5000,
        "a:1:2:3",
    ],
)
def test_places_that_are_none(site: Path, place: str) -> None:
    with pytest.raises(UsageProblem):
        explain(opened(site), place)


def test_the_last_line_and_the_column_behind_a_line_are_places(site: Path) -> None:
    assert explain(opened(site), "a:35").text
    assert explain(opened(site), "a:23:8").text


def test_no_other_article_is_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = articles_read(monkeypatch)
    (site / "content/a.md").write_text(PLACES + "\n[b](b.md#nowhere)\n")
    assert explain(opened(site), "a:6").text
    assert read == ["a"]


@pytest.mark.parametrize(
    ("words", "draft", "severities"),
    [
        ("[x]{.patient}", "false", []),
        ("# H\n\nWords.", "false", ["warning"]),
        ("[x]{.nobody}", "true", ["warning"]),
        ("[x]{.nobody}", "false", ["error"]),
        ("[x]{.patient}[y]{.else}[z]{.else}", "false", ["error"]),
    ],
)
def test_what_is_wrong_with_the_article_comes_with_it(
    site: Path, words: str, draft: str, severities: list[str]
) -> None:
    (site / "content/a.md").write_text(article(f"{words}\n\nMore.", draft=draft))
    assert [one.severity.value for one in explain(opened(site), "a").diagnostics] == severities


def test_an_article_that_is_no_text(site: Path) -> None:
    (site / "content/a.md").write_bytes(b"\xff")
    outcome = explain(opened(site), "a:1")
    assert outcome.text is None
    assert [one.code for one in outcome.diagnostics] == ["not-utf-8"]


def test_how_each_audience_reads_a_term(tmp_path: Path) -> None:
    files = {
        "site.toml": '[terms.salt]\npatient = { text = "table salt", explanation = "sodium" }\n',
        "content/a.md": article("Less [Salt]{.term} and [sugar]{.patient}, [salt]{.term .clinician}."),
    }
    root = site_of(tmp_path, files)
    lines = (root / "content/a.md").read_text().split("\n")
    line = next(number for number, one in enumerate(lines, 1) if "Less" in one)
    told = explain(opened(root), f"a:{line}:7").text
    assert told == (
        f"content/a.md:{line}:7: patient, clinician, student (no tag here)\n"
        f"  {line}:6 a term: `[Salt]{{.term}}`\n"
        "    patient reads: Table salt\n    clinician reads: Salt\n    student reads: Salt\n"
    )
    assert (explain(opened(root), f"a:{line}:1").text or "").count("a term") == 0
    whole = explain(opened(root), f"a:{line}").text or ""
    assert whole.endswith(
        "a term: `[salt]{.term .clinician}`\n    clinician reads: salt\n    student reads: salt\n"
    )


class TestCodes:
    def test_every_code_in_the_sources_is_listed(self) -> None:
        pattern = re.compile(r'(?:^@problem|^@check|register)\(\s*"([a-z0-9-]+)"', re.MULTILINE)
        files = [path.read_text("utf-8") for path in (ROOT / "renderer").rglob("*.py")]
        named = {name for text in files for name in pattern.findall(text)}
        assert len(named) > 80
        assert {one.name for one in all_codes()} >= named

    def test_each_is_found_by_its_name_and_has_a_manual(self) -> None:
        for code in all_codes():
            assert code_named(code.name) == code
            assert len(code.manual.split()) > 3, code.name

    @pytest.mark.parametrize("name", ["", "unknown", "unknown-class:3", "content/unknown-class.md"])
    def test_no_code(self, name: str) -> None:
        assert code_named(name) is None
