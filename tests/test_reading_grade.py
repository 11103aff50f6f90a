"""Reading grades: what is counted, against values that others published, and what it costs."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.diagnostics import Span
from renderer.editions.grade import Grade, flesch_kincaid, grade_of, graded_sections, hardest, prose, smog
from renderer.editions.runs import Part, Piece, Run, runs
from renderer.editions.sentences import Sentence, sentences
from renderer.editions.syllables import syllables
from tests.door import example


def read(text: str) -> list[Sentence]:
    return list(sentences(Run(Part.PARAGRAPH, [Piece(text, Span(0, len(text)), term=False)])))


def said(text: str) -> list[str]:
    return [one.text for one in read(text)]


GETTYSBURG = """
Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived
in Liberty, and dedicated to the proposition that all men are created equal. Now we are engaged in a
great civil war, testing whether that nation, or any nation so conceived and so dedicated, can long
endure. We are met on a great battle-field of that war. We have come to dedicate a portion of that
field, as a final resting place for those who here gave their lives that that nation might live. It
is altogether fitting and proper that we should do this.
"""
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
PASSAGE = "This sentence, taken as a reading passage unto itself, is being used to prove a point."


@pytest.mark.parametrize(
    ("text", "words", "syllables", "grade"),
    [
        (PLATYPUS, 13, 24, 11.3),  # Wikipedia, "Flesch-Kincaid readability tests"
        ("The cat sat on the mat.", 6, 6, -1.45),  # the same
        (PASSAGE, 16, 23, 7.6),  # the same
        (GETTYSBURG, 102, 145, 9.14),  # counted by hand; textstat 0.7.13 has 9.26
    ],
)
def test_flesch_kincaid_is_what_others_count(text: str, words: int, syllables: int, grade: float) -> None:
    some = read(text)
    assert (sum(one.words for one in some), sum(one.syllables for one in some)) == (words, syllables)
    assert flesch_kincaid(words, len(some), syllables) == pytest.approx(grade, abs=0.05)


def test_smog_is_what_others_count() -> None:
    some = read(GETTYSBURG)
    assert len(some) == 5
    found = smog(sum(one.polysyllables for one in some), len(some))
    assert found == pytest.approx(10.8, abs=0.05)  # textstat 0.7.13


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rest. Drink water! Why? So.", ["Rest.", "Drink water!", "Why?", "So."]),
        ("Take food, e.g. Bread or rice, i.e. Carbohydrates.", None),
        ("Ask Dr. Smith, Mrs. Jones or Prof. A. B. Miller.", None),
        ("Written by J. Smith in 2015.", None),
        ("It weighs 2.5 kg and costs 1,000.50 euros.", None),
        ("Take 5 mg. twice a day.", None),
        ("Take 5 mg. Then rest.", ["Take 5 mg.", "Then rest."]),
        ("See fig. 3 and no. 5 of vol. 2.", None),
        ("Say no. Then go.", ["Say no.", "Then go."]),
        ("Come at 8 a.m. on Monday.", None),
        ("Come at 8 a.m. Bring food.", ["Come at 8 a.m.", "Bring food."]),
        ("You may have hepatitis B. It heals.", ["You may have hepatitis B.", "It heals."]),
        ("So do I. You too.", ["So do I.", "You too."]),
        ("The U.S. Senate met.", None),
        (
            "(Rest helps.) “Sleep too.” 5 hours are few.",
            ["(Rest helps.)", "“Sleep too.”", "5 hours are few."],
        ),
        ("Wait … and see. Wait … Then go.", ["Wait … and see.", "Wait …", "Then go."]),
        ("12. 130/80. Rest.", ["Rest."]),
        ("See https://example.org/a.B and a@b.org.", ["See https://example.org/a.B and a@b.org."]),
        ("", []),
        ("...", []),
    ],
)
def test_where_sentences_end(text: str, wanted: list[str] | None) -> None:
    assert said(text) == ([text] if wanted is None else wanted)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Follow-up in well-known hospitals", 4),
        ("500 mg/day or 2,550", 3),
        ("don't, doctor\u2019s", 2),
        ("vitamin B12 at 8 a.m.", 4),
        ("see https://example.org, www.example.org and me@example.org", 2),
        ("130/80", 0),
        ("COVID-19", 1),
    ],
)
def test_what_a_word_is(text: str, words: int) -> None:
    assert sum(one.words for one in read(text)) == words


SYLLABLES = {
    1: "a the take takes used whole clothes tree eyes you yet rest strength don't mg tongue"
    " aches reach queue",
    2: "table titled needed doctor patient ancient yellow layer being doesn't rhythm science hundred diet"
    " headaches fluid poem react baseline someone maybe seeing fatigued hygiene different several really"
    " lion",
    3: "medicine area syncope hospital nausea ratio calcium audience employer follow-up metformin supplement"
    " pneumonia reaction rheumatoid coeliac suicide theory apnoea everyone everywhere convenient behaviour"
    " ileus ileum ideal theatre reassess differences",
    4: "diabetes diagnosis diarrhoea bacteria hypertension well-established potassium vitality's"
    " caesarean cooperate coordinate ambiguous reimbursement rheumatism",
    5: "cardiology university association liability creativity preoperative physiology",
    6: "physiological gastrointestinal cardiovascular",
}


@pytest.mark.parametrize("count", SYLLABLES)
def test_syllables(count: int) -> None:
    assert {one: syllables(one) for one in SYLLABLES[count].split() if syllables(one) != count} == {}


def test_short_words_in_capitals_are_spelled() -> None:
    assert [syllables(one) for one in ("FDA", "ECG", "WHO", "NOT", "DASH", "W", "I")] == [3, 3, 1, 1, 1, 1, 1]


def test_of_fewer_than_a_hundred_words_nothing_is_said() -> None:
    assert grade_of(read("Rest helps you. " * 33)) is None
    assert grade_of(read("Rest helps you. " * 33 + "So.")) == Grade(100, flesch_kincaid(100, 34, 100), 3.1291)


def test_smog_wants_ten_sentences() -> None:
    few = grade_of(read("Rest helps you and your friends and all who sleep well. " * 9 + "Go out. "))
    assert few is not None
    assert few.smog is not None
    fewer = grade_of(read("Rest helps you and your friends and all who sleep well at night too. " * 9))
    assert fewer is not None
    assert fewer.smog is None


def test_the_hardest_sentences_are_long_or_of_long_words() -> None:
    short, long_words = (
        "Sit.",
        "Cardiovascular comorbidity necessitates individualised pharmacological management.",
    )
    long = (
        "If you feel sick, and if it is night, and if no one is there, and you can, then call us, or go out."
    )
    some = read(" ".join([short, long_words, short, long, "Antihypertensive."]))
    assert [one.text for one in hardest(some, 2)] == [long_words, long]


ARTICLE = """---
title: Antihypertensive medication
summary: Cardiovascular comorbidities
references: [{id: a, kind: web, title: Cardiovascular comorbidities, URL: "https://a.example/"}]
---
Rest &amp; *sleep*
well [@a]. Type `antihypertensive`.

## Cardiovascular comorbidities

- chest pain
- trouble ![antihypertensive](a.svg)

> Be calm.

| Cardiovascular |
| --- |
| comorbidities |

Table: Antihypertensive

[Anticonstitutionnellement]{lang=fr} is French.

```
antihypertensive
```

### Inner

Go.
"""


def test_what_of_an_edition_is_counted() -> None:
    files = {
        "article.md": ARTICLE,
        "a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>\n',
    }
    with example(files) as site:
        edition = site.site.workspace.prepare("article").editions[0]
        counted = prose(runs(edition))
        assert [one.text for one in counted] == [
            "Rest & sleep well.", "Type.", "chest pain", "trouble", "Be calm.", "is French.", "Go."
        ]  # fmt: skip
        text = site.site.workspace.prepare("article").document.source.text
        assert text[slice(*counted[0].span)] == "Rest &amp; *sleep*\nwell [@a]."
        assert [run.text for run in runs(edition) if run.part is Part.ALT] == ["antihypertensive"]
        assert list(graded_sections(edition, counted)) == []


def test_a_section_counts_with_those_in_it() -> None:
    words = "Rest helps you. " * 30
    with example({"article.md": f"## A\n\n{words}\n\n### B\n\n{words}\n\n## C\n\n{words}{words}\n"}) as site:
        edition = site.site.workspace.prepare("article").editions[0]
        found = [
            (one.section.heading.level, one.grade.words)
            for one in graded_sections(edition, prose(runs(edition)))
        ]
        assert found == [(2, 180), (2, 180)]


EASY = "The cat sat on the big mat with the dog. "
HARD = "The medication can increase potassium and creatinine in elderly individuals today. "


def warned(article: str) -> list[tuple[str, str]]:
    """What patients, whose limit is 8, are said to read too hard: where and what, and the help."""
    limit = {"audiences/patient.toml": 'name = "P"\nreading_grade = 8\n'}
    with example({"article.md": article, **limit}) as site:
        return [
            (site.line(one).replace("warning[reading-grade]: ", ""), one.help) for one in site.diagnostics()
        ]


def test_a_hard_section_of_an_easy_edition_is_named() -> None:
    article = f"## Easy\n\n{EASY * 60}\n\n## The *hard* part\n\n{HARD * 12}\n\n## Short\n\n{HARD}\n"
    assert warned(article) == [
        (
            "7:1-7:83 the reading grade of the section 'The hard part' is 18.7 (Flesch-Kincaid, SMOG 15.9),"
            " and patient's limit is 8",
            "shorten its hardest sentences:"
            " content/article.md:10:1 (The medication can increase potassium and \u2026),"
            " content/article.md:10:84 (The medication can increase potassium and \u2026),"
            " content/article.md:10:167 (The medication can increase potassium and \u2026)",
        )
    ]


def test_a_section_that_is_too_hard_speaks_for_those_in_it() -> None:
    inner = f"### Inner\n\n{HARD * 10}\n\n"
    outer = f"## Outer\n\n{EASY * 90}\n\n"
    hard = f"## Hard\n\n{HARD * 10}\n\n"
    ((found, _),) = warned(outer + inner)
    assert "the section 'Inner'" in found
    ((found, _),) = warned(outer + hard + inner)
    assert "the section 'Hard'" in found


def test_an_edition_that_is_too_hard_speaks_for_its_sections() -> None:
    ((said, advice),) = warned(f"{HARD * 10}\n\n## Part\n\n{HARD * 12}\n")
    assert " this edition's reading grade is " in said
    assert advice.endswith("; its hardest section (content/article.md:6, 'Part') has 18.7")


@given(st.text(max_size=300))
def test_any_text_is_counted(text: str) -> None:
    for one in read(text):
        assert one.syllables >= one.words >= 1
        assert 0 <= one.polysyllables <= one.words
        assert 0 <= one.span.start < one.span.end <= len(text)


@pytest.mark.parametrize(
    "piece", ["a", "a.", "a. ", "A.", "'", "é-", "(", "a@", "ia", "e.g. ", "!", "A. B ", ". ", ".'", "a.a."]
)
def test_the_time_is_in_line_with_the_text(piece: str) -> None:
    begun = perf_counter()
    read(piece * 100_000)
    assert perf_counter() - begun < 4
