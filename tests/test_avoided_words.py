"""Words to avoid: what a word is, where it stands, and what it costs to look for many."""

from collections.abc import Mapping
from time import perf_counter

import pytest

from tests.door import example

AVOIDED = """
[avoid]
hypertension = "high blood pressure"
"adverse event" = "side effect"
"white-coat" = "at the clinic"
"caf\u00e9" = "coffee"
ACE = ""
"""


def found(article: str, files: Mapping[str, str] | None = None, avoided: str = AVOIDED) -> list[str]:
    """What of an article is found, as it stands in the source, for each audience."""
    given = {
        "article.md": article,
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
    ("article", "wanted"),
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
        ("&amp; hypertension hypertension", ["&amp; hypertension hypertension"]),
        ("`hypertension` [x](https://example.org/hypertension \"T\") adverse `x` event", []),
        ("[hypertension](https://example.org/)", ["hypertension"]),
        ("[hypertension]{lang=fr} [hypertension]{.nurse}[high]{.patient}", []),
        ("[hypertension]{.nurse} adverse [really]{.nurse} event", ["adverse [really]{.nurse} event"]),
        ("```\nhypertension\n```", []),
        ("- adverse\n- event\n\n> hypertension", ["hypertension"]),
        ("| adverse | event |\n| --- | --- |\n| hypertension | x |", ["hypertension"]),
        ("## Hypertension\n\nRest.", ["Hypertension"]),
    ],
)  # fmt: skip
def test_what_is_found(article: str, wanted: list[str]) -> None:
    assert found(article) == wanted


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


def test_many_words_take_time_in_line_with_the_text() -> None:
    listed = "[avoid]\n" + "".join(f'"{"a " * number}b" = "c"\n' for number in range(300))
    begun = perf_counter()
    assert found("a " * 20_000, avoided=listed) == []
    assert perf_counter() - begun < 10
