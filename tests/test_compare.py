"""What `compare` shows: which passages stand opposite each other, and which of their words are marked."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st

from renderer.build.commands import UsageProblem, compare_editions, comparison_as
from renderer.build.compare import CompareOutcome
from renderer.comparison.compare import Comparison, Opposite, Said, compare
from renderer.comparison.passages import passages, spoken
from tests.door import example
from tests.model.documents import document
from tests.model.source import files
from tests.sites import article, opened, site_of

READERS = ("patient", "clinician")


def outcome_of(root: Path, words: str, *audiences: str) -> CompareOutcome:
    site_of(root, {"content/a.md": article(words)})
    return compare_editions(opened(root), "a", audiences or READERS)


def compared(root: Path, words: str, *audiences: str) -> Comparison:
    """The comparison of an article of some words, without its title."""
    outcome = outcome_of(root, words, *audiences)
    assert outcome.comparison is not None, outcome.diagnostics
    return outcome.comparison


def told(root: Path, words: str, *audiences: str) -> list[tuple[str, ...]]:
    """The lines that differ: what each edition says, marks as at a terminal, `-` for a gap."""
    return [marked(line) for line in compared(root, words, *audiences).different]


def marked(line: Opposite) -> tuple[str, ...]:
    said = []
    for one in line.said:
        runs = []
        for run in one.runs:
            space = " " if run.words[0].spaced else ""
            opening, closing = ("{!", "!}") if run.figure else ("{", "}") if run.differs else ("", "")
            runs.append(f"{space}{opening}{spoken(run.words)}{closing}")
        said.append("".join(runs).strip() if one.passage else "-")
    return tuple(said)


class TestWhatStandsOpposite:
    def test_the_same_passage(self, tmp_path: Path) -> None:
        words = "Rest.\n\nAfter a [heart attack]{.patient}[myocardial infarction]{.else}, rest.\n\nWalk."
        assert told(tmp_path, words) == [
            ("After a {heart attack}, rest.", "After a {myocardial infarction}, rest.")
        ]

    def test_variants_of_one_choice_whatever_they_say(self, tmp_path: Path) -> None:
        words = "{.patient}\nAsk.\n\n{.else}\nTitrate to effect."
        assert told(tmp_path, words) == [("{Ask}.", "{Titrate to effect}.")]

    def test_extra_content_stands_opposite_a_gap(self, tmp_path: Path) -> None:
        words = "One.\n\n{.clinician}\nTwo.\n\nThree."
        assert told(tmp_path, words) == [("-", "{Two.}")]

    def test_extra_content_that_says_much_the_same_is_a_pair(self, tmp_path: Path) -> None:
        words = "{.patient}\nTake one tablet with water.\n\n{.clinician}\nTake two tablets with water.\n"
        assert told(tmp_path, words) == [
            ("Take {!one tablet!} with water.", "Take {!two tablets!} with water.")
        ]

    def test_rows_items_and_headings(self, tmp_path: Path) -> None:
        words = (
            "## Dose {.patient}\n\nOne.\n\n## Dosage {.else}\n\nTwo.\n\n## Tail\n\n"
            "- {.clinician} Act\n- Rest\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n| {.clinician} 3 | 4 |\n"
        )
        assert told(tmp_path, words) == [
            ("{Dose}", "{Dosage}"),
            ("{!One!}.", "{!Two!}."),
            ("-", "{Act}"),
            ("-", "{3 | 4}"),
        ]

    def test_three_audiences(self, tmp_path: Path) -> None:
        words = "[a]{.patient}[b]{.clinician}[c]{.student} x.\n\n{.student}\nMore."
        assert told(tmp_path, words, *READERS, "student") == [
            ("{a} x.", "{b} x.", "{c} x."),
            ("-", "-", "{More.}"),
        ]

    def test_a_moved_gap_keeps_the_order_of_reading(self, tmp_path: Path) -> None:
        words = (
            "{.patient}\nP one.\n\n{.clinician}\nC one.\n\nShared.\n\n"
            "{.patient}\nP two.\n\n{.clinician}\nC two."
        )
        lines = compared(tmp_path, words).lines
        assert [one.said[0].passage and one.said[0].passage.text for one in lines[1:]] == [
            "P one.",
            "Shared.",
            "P two.",
        ]


class TestWhatIsMarked:
    def test_figures_apart_from_words(self, tmp_path: Path) -> None:
        words = "Take [a little, 500 mg,]{.patient}[850 mg]{.else} daily."
        assert told(tmp_path, words) == [
            ("Take {a little,} {!500!} mg{,} daily.", "Take {!850!} mg daily."),
        ]

    @pytest.mark.parametrize(
        ("patient", "clinician"),
        [
            ("1 mg", "1 g"),
            ("twice", "once"),
            ("3 May", "3 June"),
            ("March 5", "April 5"),
            ("10%", "12%"),
            ("1/2", "1/3"),
            (".5 mg", "5 mg"),
            ("5 mg/kg", "5 µg/kg"),
            ("5 milligrams", "5 micrograms"),
            ("½ tablet", "¼ tablet"),
            ("-5 °C", "5 °C"),
            ("< 140", "> 140"),
            ("5 mg daily", "5 mg weekly"),
            ("2 teaspoons", "2 tablespoons"),
        ],
    )
    def test_a_dose_and_a_date_are_figures(self, tmp_path: Path, patient: str, clinician: str) -> None:
        (line,) = compared(tmp_path, f"It is [{patient}]{{.patient}}[{clinician}]{{.else}} here.").different
        assert line.figures == 1

    def test_words_that_count_nothing_are_no_figures(self, tmp_path: Path) -> None:
        (line,) = compared(tmp_path, "Call [at once]{.patient}[immediately]{.else}.").different
        assert line.figures == 0

    def test_figures_that_change_places(self, tmp_path: Path) -> None:
        words = "[10 mg at noon, 20 mg at night]{.patient}[20 mg at noon, 10 mg at night]{.else}"
        (line,) = compared(tmp_path, words).different
        assert line.figures > 0

    @pytest.mark.parametrize(("one", "other"), [("1,000 mg", "1000 mg"), ("5 \xb5g", "5 \u03bcg")])
    def test_other_ways_to_write_the_same_are_alike(self, tmp_path: Path, one: str, other: str) -> None:
        assert not compared(tmp_path, f"[{one}]{{.patient}}[{other}]{{.else}}").different

    def test_a_figure_that_only_moved_is_none(self, tmp_path: Path) -> None:
        (line,) = compared(tmp_path, "[In 5 days rest]{.patient}[Rest for 5 days]{.else}.").different
        assert line.figures == 0

    def test_a_citation_by_its_source_and_not_its_number(self, tmp_path: Path) -> None:
        front = "references:\n" + "".join(
            f"  - {{id: {key}, title: T {key}, kind: book}}\n" for key in ("first", "second")
        )
        words = "[Rest [@first].]{.patient} Walk [@second]."
        site_of(tmp_path, {"content/a.md": f"---\ntitle: T\n{front}---\n\n{words}\n\nRun [@second].\n"})
        comparison = compare_editions(opened(tmp_path), "a", READERS).comparison
        assert comparison is not None
        assert [marked(line) for line in comparison.different] == [("{Rest [1].} Walk [2].", "Walk [1].")]

    def test_where_a_link_leads_and_what_a_picture_shows(self, tmp_path: Path) -> None:
        words = (
            "[x](https://a.org){.patient}[x](https://b.org){.else} "
            "![One [dog]{.patient}[hound]{.else}](p.svg)"
        )
        square = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
        site_of(tmp_path, {"content/a.md": article(words), "content/p.svg": square})
        comparison = compare_editions(opened(tmp_path), "a", READERS).comparison
        assert comparison is not None
        assert [marked(line) for line in comparison.different] == [
            ("x {<https://a.org> [One dog]}", "x {<https://b.org> [One hound]}")
        ]

    def test_chinese_by_its_characters(self, tmp_path: Path) -> None:
        assert told(tmp_path, "毎日[一]{.patient}[二]{.else}回。") == [("毎日{!一!}回。", "毎日{!二!}回。")]


class TestForms:
    WORDS = "Take [500]{.patient}[850]{.else} mg.\n\nRest & 2 < 3."

    def form(self, root: Path, form: str, width: int = 60, *, colour: bool = False) -> str:
        text = comparison_as(outcome_of(root, self.WORDS), form, width, colour=colour)
        assert text is not None
        return text

    def test_at_a_terminal(self, tmp_path: Path) -> None:
        assert self.form(tmp_path, "human", 43) == (
            "Patients             | Clinicians\n"
            "===========================================\n"
            "content/a.md:5\n"
            "Take {!500!} mg.     | Take {!850!} mg.\n"
            "-------------------------------------------\n"
            "1 of 3 passages differ between patient and clinician; 1 difference in figures.\n"
        )

    def test_in_colour_there_are_no_braces(self, tmp_path: Path) -> None:
        text = self.form(tmp_path, "human", 43, colour=True)
        assert "{" not in text
        assert "\x1b[1;7m500\x1b[0m" in text

    def test_long_words_are_cut_and_no_line_is_too_wide(self, tmp_path: Path) -> None:
        wide = "漢字かな交じり文でも行がきちんと揃うことを確かめる。"
        words = f"{{.patient}}\n{'long' * 40} {wide}\n\n{{.else}}\nShort."
        text = comparison_as(outcome_of(tmp_path, words), "human", 50, colour=False)
        assert text is not None
        rows = [line for line in text.splitlines() if " | " in line]
        assert len({line.index(" | ") for line in rows if line.isascii()}) == 1
        assert all(len(line) <= 50 for line in rows)

    def test_as_json(self, tmp_path: Path) -> None:
        data = json.loads(self.form(tmp_path, "json"))
        assert data["audiences"] == ["patient", "clinician"]
        patient, clinician = data["passages"][1]["editions"]
        assert patient == {
            "kind": "paragraph",
            "line": 5,
            "column": 1,
            "text": "Take 500 mg.",
            "differences": [{"text": "500", "figure": True}],
        }
        assert clinician["text"] == "Take 850 mg."
        assert [one["alike"] for one in data["passages"]] == [True, False, True]

    def test_as_a_page(self, tmp_path: Path) -> None:
        page = self.form(tmp_path, "html")
        assert 'Take <mark class="figure">500</mark> mg.' in page
        assert "Rest &amp; 2 &lt; 3." in page

    def test_editions_that_are_the_same(self, tmp_path: Path) -> None:
        text = comparison_as(outcome_of(tmp_path, "Rest."), "human", 80, colour=False)
        assert text == "a reads the same for patient and clinician.\n"


class TestWhatCannotBeCompared:
    def test_an_article_with_an_error(self, tmp_path: Path) -> None:
        outcome = outcome_of(tmp_path, "[x]{.patiant}")
        assert outcome.comparison is None
        assert [one.code for one in outcome.diagnostics] == ["unknown-class"]
        assert comparison_as(outcome, "human", 80, colour=False) is None

    @pytest.mark.parametrize(
        ("audiences", "why"),
        [(("patient", "patient"), "different"), (("patient", "clinican"), "did you mean 'clinician'")],
    )
    def test_audiences_that_cannot_be(self, tmp_path: Path, audiences: tuple[str, str], why: str) -> None:
        with pytest.raises(UsageProblem, match=why):
            outcome_of(tmp_path, "Rest.", *audiences)

    def test_an_audience_that_the_article_is_not_for(self, tmp_path: Path) -> None:
        site_of(tmp_path, {"content/a.md": article(audiences="[patient, student]")})
        with pytest.raises(UsageProblem, match="is not for clinician"):
            compare_editions(opened(tmp_path), "a", READERS)


@given(st.integers(1, 100), st.integers(0, 2**32))
def test_any_editions_are_compared_whole_and_in_order(size: int, seed: int) -> None:
    """Each edition's passages are in the lines once and in order, and no word that all have is marked."""
    made = document(Random(seed), size)
    note(files(made)["article.md"])
    with example(files(made)) as site:
        assume(len(made.readers) > 1 and site.edition(made.readers[0]))
        finished = site.site.workspace.finish("article")
        editions = finished.editions
        comparison = compare(finished.prepared.document, editions)
    for column, edition in enumerate(editions):
        said = [line.said[column] for line in comparison.lines]
        assert [one.passage for one in said if one.passage] == list(passages(edition))
        assert all(spoken([word for run in one.runs for word in run.words]) == text(one) for one in said)
    for line in comparison.lines:
        everywhere = all(one.passage for one in line.said)
        assert line.alike == (everywhere and len({keys(one) for one in line.said}) == 1)


def keys(said: Said) -> tuple[str, ...]:
    """What is compared: a citation's number may differ where its source does not."""
    return said.passage.keys if said.passage else ()


def text(said: Said) -> str:
    return said.passage.text if said.passage else ""
