"""Words to avoid: what a word is, where it stands, and what it costs to look for many."""

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

import pytest

from renderer.cli import main
from tests.door import example
from tests.sites import article, site_of

AVOIDED = """
[avoid]
hypertension = "high blood pressure"
"adverse event" = "side effect"
"white-coat" = "at the clinic"
"caf\u00e9" = "coffee"
ACE = ""
"can't" = "cannot"
renal = "kidney"
"10\u2019s" = ""
m2 = "square metres"
CO2 = "carbon dioxide"
"""


def found(text: str, files: Mapping[str, str] | None = None, avoided: str = AVOIDED) -> list[str]:
    """What of an article is found, as it stands in the source, for each audience."""
    given = {
        "article.md": text,
        "audiences/patient.toml": f'name = "Patient"\n{avoided}',
        "audiences/nurse.toml": 'name = "Nurse"\nfalls_back_to = ["patient"]\n',
        **(files or {}),
    }
    with example(given) as site:
        diagnostics = site.diagnostics()
        assert {one.code for one in diagnostics} <= {"avoided-word"}
        source = site.site.workspace.prepare("article").document.source
        return [
            source.text[source.offset(one.line, one.column) : source.offset(one.end_line, one.end_column)]
            for one in diagnostics
            if one.audiences == ("patient",)
        ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hypertension, HYPERTENSION (hypertension).", ["Hypertension", "HYPERTENSION", "hypertension"]),
        ("Hypertensions, hypertensive, prehypertension, hyper\ntension.", []),
        ("An adverse\nevent, an *adverse* event, an **adverse\nevent**.",
         ["adverse\nevent", "adverse* event", "adverse\nevent"]),
        ("Adverse, event. An event adverse.", []),
        ("White-coat effects; white coat.", ["White-coat"]),
        ("Cafe\u0301 and CAF\u00c9, no cafe.", ["Cafe\u0301", "CAF\u00c9"]),
        ("The ace.", ["ace"]),
        ("A &amp; hypertension &amp; more.", ["hypertension"]),
        ("&amp; hypertension hypertension", ["hypertension", "hypertension"]),
        ("&amp; renal&#32;hypertension rena&#x6c;", ["renal", "hypertension", "rena&#x6c;"]),
        ("<https://x.org/hypertension> <hypertension@x.org> https://x.org/renal?renal www.renal.org", []),
        ("[https://x.org/hypertension](https://x.org/hypertension), renal", ["renal"]),
        ("You can\u2019t, can't, can\u02bct, cannot. The 10's.",
         ["can\u2019t", "can't", "can\u02bct", "10's"]),
        ("White\u2010coat, white\u2011coat, white\u2013coat.", ["White\u2010coat", "white\u2011coat"]),
        ("Hyper\u00adtension, hyper\u200btension, re&shy;nal, adverse &shy; event.",
         ["Hyper\u00adtension", "hyper\u200btension", "re&shy;nal", "adverse &shy; event"]),
        ("Renal^1^ and renal^2,3^ failure, adverse^1^ event^*^.",
         ["Renal", "renal", "adverse^1^ event"]),
        ("A m^2^ of CO~2~, renal^th^.", ["m^2", "CO~2"]),
        ("`hypertension` [x](https://example.org/hypertension \"T\") adverse `x` event", []),
        ("[hypertension](https://example.org/)", ["hypertension"]),
        ('[x](https://example.org "Of hypertension")', ["hypertension"]),
        ('[x](https://hypertension.org "No hypertension")', ["hypertension"]),
        ('[x](https://example.org "hypertension") [y][z]\n\n[z]: https://example.org "An adverse event"',
         ["hypertension", "[y][z]"]),
        ("[hypertension]{lang=fr} [hypertension]{.nurse}[high]{.patient}", []),
        ("[hypertension]{.nurse} adverse [really]{.nurse} event", ["adverse [really]{.nurse} event"]),
        ("```\nhypertension\n```", []),
        ("- adverse\n- event\n\n> hypertension", ["hypertension"]),
        ("| adverse | event |\n| --- | --- |\n| hypertension | x |", ["hypertension"]),
        ("## Hypertension\n\nRest.", ["Hypertension"]),
    ],
)  # fmt: skip
def test_what_is_found(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


def test_titles_summaries_and_pictures_are_looked_at() -> None:
    front = '---\ntitle: Hypertension\nsummary: "An adverse event"\n---\n'
    picture = {"a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>\n'}
    wanted = ["Hypertension", "adverse event", "hypertension"]
    assert found(front + "![A cuff for hypertension](a.svg)\n", picture) == wanted


def test_references_are_left_alone() -> None:
    reference = "references: [{id: a, kind: web, title: Hypertension, URL: 'https://a.example/'}]"
    assert found(f"---\ntitle: T\n{reference}\n---\nRest [@a].\n") == []


def test_terms_are_left_alone() -> None:
    terms = {"site.toml": '[terms.hypertension]\nnurse = "arterial hypertension"\n'}
    assert found("[Hypertension]{.term} and hypertension.", terms) == ["hypertension"]


def test_those_who_are_told_the_same_are_told_once() -> None:
    nurse = {"audiences/nurse.toml": f'name = "Nurse"\n{AVOIDED}'}
    with example(
        {"article.md": "Hypertension.", "audiences/patient.toml": f'name = "P"\n{AVOIDED}', **nurse}
    ) as site:
        assert [site.line(one) for one in site.diagnostics()] == [
            "1:1-1:13 warning[avoided-word]: 'hypertension' is a word that these readers should not meet"
        ]


def test_the_help_says_what_to_write() -> None:
    with example(
        {"article.md": "Hypertension, ACE.", "audiences/patient.toml": f'name = "P"\n{AVOIDED}'}
    ) as site:
        assert [one.help for one in site.diagnostics()] == [
            "write 'high blood pressure'", "take it out, or say it in other words"
        ]  # fmt: skip


def test_the_title_of_a_picture_is_looked_at() -> None:
    picture = {"a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>\n'}
    assert found('![A cuff](a.svg "For hypertension")', picture) == ["hypertension"]


@pytest.mark.parametrize(
    "piece", ["Renal. ", "Renal &amp; ", "Renal^1^ ", "x@y <https://x.org/renal> renal "]
)
def test_many_hits_in_one_line_take_time_in_line_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], piece: str
) -> None:
    site_of(
        tmp_path,
        {"content/a.md": article(piece * 20_000), "audiences/patient.toml": f'name = "P"\n{AVOIDED}'},
    )
    monkeypatch.chdir(tmp_path)
    begun = perf_counter()
    main(["check"])
    assert perf_counter() - begun < 20
    assert capsys.readouterr().out.endswith("\n20000 warnings in 1 file\n")


def test_many_words_take_time_in_line_with_the_text() -> None:
    listed = "[avoid]\n" + "".join(f'"{"a " * number}b" = "c"\n' for number in range(300))
    begun = perf_counter()
    assert found("a " * 20_000, avoided=listed) == []
    assert perf_counter() - begun < 10
