"""The model of the contract, tried on documents small enough to read, and on how much it covers."""

import re
from random import Random

import pytest

from tests.model.audiences import ELSE, Crowd, Fault, Tag
from tests.model.damage import SLIPS, damage
from tests.model.documents import document
from tests.model.reading import due
from tests.model.source import files
from tests.model.tree import Document, Gap, Group, Inline, Paragraph, Section, Tagged, Word

CROWD = Crowd({"patient": (), "clinician": (), "student": ("clinician",)})


def span(word: str, *names: str) -> Tagged:
    return Tagged(Tag(names), Group("[", (Word(word),) if word else ()))


def article(*blocks: Paragraph | Section) -> Document:
    return Document(CROWD, CROWD.ids, (Word("t"),), blocks, {})


def line(*siblings: Inline, **rest: Tag) -> Paragraph:
    return Paragraph(siblings, **rest)


@pytest.mark.parametrize(
    ("tag", "readers"),
    [
        (Tag(("clinician",)), {"clinician", "student"}),
        (Tag(("clinician",), only=True), {"clinician"}),
        (Tag(("student",)), {"student"}),
        (Tag((), ("clinician",)), {"patient"}),
        (Tag((), ("clinician",), only=True), {"patient", "student"}),
        (Tag(("clinician",), ("student",)), {"clinician"}),
        (Tag(("patient", "student")), {"patient", "student"}),
        (Tag((), ("patient", "clinician")), set()),
        (ELSE, {"patient", "clinician", "student"}),
    ],
)
def test_who_sees_a_tag(tag: Tag, readers: set[str]) -> None:
    assert {one for one in CROWD.ids if CROWD.sees(tag, one)} == readers


@pytest.mark.parametrize(
    ("tags", "chosen"),
    [
        ((Tag(("patient",)), ELSE), (0, 1, 1)),
        ((Tag(("clinician",)), Tag(("student",)), ELSE), (2, 0, 1)),
        ((Tag((), ("patient",)), Tag(("clinician",)), ELSE), (2, 1, 1)),
        ((Tag(("clinician",), only=True), ELSE), (1, 0, 1)),
    ],
)
def test_which_variant_each_gets(tags: tuple[Tag, ...], chosen: tuple[int, ...]) -> None:
    assert tuple(CROWD.choose(tags, one) for one in CROWD.ids) == chosen


def test_a_choice_must_be_whole_and_clear() -> None:
    with pytest.raises(Fault, match="missing"):
        CROWD.choose((Tag(("clinician",)),), "patient")
    with pytest.raises(Fault, match="ambiguous"):
        CROWD.choose((Tag(("patient",)), Tag(("patient", "student"))), "patient")


def test_touching_spans_are_a_choice_and_others_are_not() -> None:
    apart = article(line(span("a", "clinician"), Gap(), span("b", "student"), Gap(), Word("c")))
    assert due(apart, "student").words == ("a", "b", "c")
    touching = article(line(span("a", "clinician"), span("b", "student"), Word("c")))
    with pytest.raises(Fault):
        due(touching, "patient")


def test_a_run_goes_back_to_its_nearest_untagged_neighbour() -> None:
    run = article(line(Word("a"), span("b", "patient"), Gap(), span("c", "student"), Tagged(ELSE, Word("d"))))
    assert [due(run, one).words for one in CROWD.ids] == [("a", "b"), ("a", "d"), ("a", "c")]


def test_an_emptied_section_goes_with_its_heading() -> None:
    made = article(
        line(Word("a")),
        Section(2, (Word("b"),), (line(Word("c"), tag=Tag(("clinician",))),)),
        Section(2, (Word("d"),), ()),
    )
    assert [due(made, one).words for one in CROWD.ids] == [
        ("a", "d"),
        ("a", "b", "c", "d"),
        ("a", "b", "c", "d"),
    ]


SHAPES = (
    r"(?m)^::: choose",
    r"(?m)^::: else",
    r"(?m)^::: not-",
    r"\{\.else\}",
    r"\]\{\.[^}]*\}\[",
    r"\[\]\{",
    r"\.only\}",
    r"\{\.not-",
    r"(?m)^ *- \{",
    r"(?m)^ *\d\. \{",
    r"(?m)^ *> \{",
    r"(?m)^\| \{",
    r"(?m)^\| \w+ \| \{",
    r"(?m)^\{.*\n\|",
    r"(?m)^\{.*\n4",
    r"(?m)^#+ .*q \{",
    r"(?m)^Table: .*\n\|",
    r"\|\nTable:",
    r"(?m)^Table: .*\n\n\{",
    r"``` text \{",
    r"\}\n```text",
    r"!\[[^\]]*\[",
    r"\)\{\.",
    r"`\{\.",
    r"\*\{\.",
    r"\[@key\d\]\{",
    r"; @key",
    r"\]\[d\d",
    r"\\\n",
    r"<!--",
    r"q\^w",
    r"q~w",
    r"figure",
    r"(?m)^ +:::",
    r"(?m)^> :::",
    r":::\n:::",
    r"audiences: \[",
)


def test_the_documents_hold_what_the_contract_speaks_of() -> None:
    texts = [files(document(Random(seed)))["article.md"] for seed in range(150)]
    for shape in SHAPES:
        assert any(re.search(shape, text) for text in texts), shape


def test_every_slip_happens_and_changes_one_place() -> None:
    texts = [files(document(Random(seed)))["article.md"] for seed in range(40)]
    seen = set()
    for seed in range(1200):
        name, damaged = damage(texts[seed % 40], Random(seed))
        assert damaged != texts[seed % 40]
        seen.add(name)
    assert seen == {name for name, _, _ in SLIPS}
