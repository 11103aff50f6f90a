"""References as readers see them: numbered medical style, read as one line with its links in brackets."""

import re
from dataclasses import fields, replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.editions.bibliography import format_reference, plain_title, web_address
from renderer.language.entries import read_references
from renderer.language.references import Name, PartialDate, Reference, SourceKind
from renderer.language.source import Source
from renderer.language.tree import Emphasis, Inline, Link, Strong, Subscript, Superscript, Text


def written(inlines: tuple[Inline, ...]) -> str:
    """Write inlines so that links and marks can be seen: `[words](target)`, `*i*`, `**b**`, `^2^`, `~2~`."""
    return "".join(map(one_written, inlines))


def one_written(inline: Inline) -> str:
    match inline:
        case Text(text):
            return text
        case Link(target, _, children):
            return f"[{written(children)}]({target})"
        case Emphasis(children):
            return f"*{written(children)}*"
        case Strong(children):
            return f"**{written(children)}**"
        case Superscript(children):
            return f"^{written(children)}^"
        case Subscript(children):
            return f"~{written(children)}~"
        case _:
            raise AssertionError(inline)


def line(reference: Reference) -> str:
    return written(format_reference(reference))


def said(yaml: str) -> str:
    """Read one entry in YAML's flow style and write it."""
    found = read_references(Source("references.yaml", f"- {{id: a, {yaml}}}"))
    assert found.findings == ()
    return line(found.entries[0])


# ------------------------------------------------------------------- the sources of the three sample articles

SAMPLES = """
- id: whelton2018
  kind: guideline
  author: [Whelton PK, Carey RM, Aronow WS, et al.]
  title: 2017 ACC/AHA/AAPA/ABC/ACPM/AGS/APhA/ASH/ASPC/NMA/PCNA Guideline for the Prevention, Detection,
    Evaluation, and Management of High Blood Pressure in Adults
  container-title: Hypertension
  issued: 2018
  volume: 71
  issue: 6
  page: e13-e115
  DOI: 10.1161/HYP.0000000000000065
- id: sprint2015
  kind: research
  author: [SPRINT Research Group]
  title: A Randomized Trial of Intensive versus Standard Blood-Pressure Control
  container-title: N Engl J Med
  issued: 2015
  volume: 373
  issue: 22
  page: 2103-2116
  DOI: 10.1056/NEJMoa1511939
- id: sacks2001
  kind: research
  author: [Sacks FM, Svetkey LP, Vollmer WM, et al.]
  title: Effects on Blood Pressure of Reduced Dietary Sodium and the Dietary Approaches to Stop Hypertension
    (DASH) Diet
  container-title: N Engl J Med
  issued: 2001
  volume: 344
  issue: 1
  page: 3-10
  DOI: 10.1056/NEJM200101043440101
- id: label
  kind: label
  title: Glucophage (metformin hydrochloride) prescribing information
  publisher: Bristol-Myers Squibb
  issued: 2018
- id: fda2016
  kind: guideline
  title: "FDA Drug Safety Communication: FDA revises warnings regarding use of the diabetes medicine metformin
    in certain patients with reduced kidney function"
  issued: 2016-04-08
- id: ukpds34
  kind: research
  author: [UK Prospective Diabetes Study (UKPDS) Group]
  title: Effect of intensive blood-glucose control with metformin on complications in overweight patients with
    type 2 diabetes (UKPDS 34)
  container-title: Lancet
  issued: 1998
  volume: 352
  issue: 9131
  page: 854-865
  DOI: 10.1016/S0140-6736(98)07037-8
- id: overview
  kind: guideline
  title: Guideline Directed Topic Overview
  publisher: Dr.Oracle Medical Advisory Board & Editors
  issued: 2025
- id: telemedicine
  kind: research
  title: "Telemedicine Practice: Review of the Current Ethical and Legal Challenges"
  container-title: Telemedicine journal and e-health
  issued: 2020
"""

EXPECTED = {
    "whelton2018": (
        "Whelton PK, Carey RM, Aronow WS, et al. 2017 "
        "ACC/AHA/AAPA/ABC/ACPM/AGS/APhA/ASH/ASPC/NMA/PCNA Guideline "
        "for the Prevention, Detection, Evaluation, and Management of High Blood Pressure in Adults. "
        "Hypertension. 2018;71(6):e13-e115. "
        "[doi:10.1161/HYP.0000000000000065](https://doi.org/10.1161/HYP.0000000000000065)"
    ),
    "sprint2015": (
        "SPRINT Research Group. A Randomized Trial of Intensive versus Standard Blood-Pressure Control. "
        "N Engl J Med. 2015;373(22):2103-16. "
        "[doi:10.1056/NEJMoa1511939](https://doi.org/10.1056/NEJMoa1511939)"
    ),
    "sacks2001": (
        "Sacks FM, Svetkey LP, Vollmer WM, et al. Effects on Blood Pressure of Reduced "
        "Dietary Sodium and the "
        "Dietary Approaches to Stop Hypertension (DASH) Diet. N Engl J Med. 2001;344(1):3-10. "
        "[doi:10.1056/NEJM200101043440101](https://doi.org/10.1056/NEJM200101043440101)"
    ),
    "label": (
        "Glucophage (metformin hydrochloride) prescribing information. Bristol-Myers Squibb; revised 2018."
    ),
    "fda2016": (
        "FDA Drug Safety Communication: FDA revises warnings regarding use of the diabetes "
        "medicine metformin in "
        "certain patients with reduced kidney function. 2016 Apr 8."
    ),
    "ukpds34": (
        "UK Prospective Diabetes Study (UKPDS) Group. Effect of intensive blood-glucose "
        "control with metformin on "
        "complications in overweight patients with type 2 diabetes (UKPDS 34). Lancet. "
        "1998;352(9131):854-65. "
        "[doi:10.1016/S0140-6736(98)07037-8](https://doi.org/10.1016/S0140-6736(98)07037-8)"
    ),
    "overview": "Guideline Directed Topic Overview. Dr.Oracle Medical Advisory Board & Editors; 2025.",
    "telemedicine": (
        "Telemedicine Practice: Review of the Current Ethical and Legal Challenges. "
        "Telemedicine journal and e-health. 2020."
    ),
}


@pytest.mark.parametrize("key", EXPECTED)
def test_the_sources_of_the_sample_articles(key: str) -> None:
    found = read_references(Source("references.yaml", SAMPLES))
    assert found.findings == ()
    assert {one.id: line(one) for one in found.entries}[key] == EXPECTED[key]


# ----------------------------------------------------------------------------------------- one rule at a time


def test_six_names_stand_and_seven_are_six_and_others() -> None:
    people = tuple(Name(f"Name{letter}", letter) for letter in "ABCDEFG")
    six = Reference("a", SourceKind.RESEARCH, "T", author=people[:6])
    assert line(six) == "NameA A, NameB B, NameC C, NameD D, NameE E, NameF F. T."
    assert line(replace(six, author=people)).startswith(
        "NameA A, NameB B, NameC C, NameD D, NameE E, NameF F, et al. T"
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (Name("Knuth", "Donald E."), "Knuth DE"),
        (Name("Sartre", "Jean-Paul"), "Sartre JP"),
        (Name("King", "Martin Luther Jean", "Jr."), "King ML Jr"),
        (Name("Gilstrap", "L. C.", "III"), "Gilstrap LC 3rd"),
        (Name("Berg", "Jan", "", "van der"), "van der Berg J"),
        (Name("Whelton", "PK"), "Whelton PK"),
        (Name("Ångström", "éric"), "Ångström É"),
        (Name("World Health Organization"), "World Health Organization"),
    ],
)
def test_initials_have_no_stops_and_are_two_at_most(name: Name, shown: str) -> None:
    assert line(Reference("a", SourceKind.RESEARCH, "T", author=(name,))) == f"{shown}. T."


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("2103-2116", "2103-16"),
        ("13-20", "13-20"),
        ("100-105", "100-5"),
        ("854-865", "854-65"),
        ("1098-1103", "1098-103"),
        ("98-103", "98-103"),
        ("7-7", "7"),
        ("e13-e115", "e13-e115"),
        ("S12-S15", "S12-S15"),
        ("126A-127A", "126A-127A"),
        ("xii-xv", "xii-xv"),
        ("5, 101-108", "5, 101-8"),
        ("116-103", "116-103"),
        ("2103-16", "2103-16"),
        ("e1234567", "e1234567"),
    ],
)
def test_page_ranges_leave_out_what_repeats(page: str, shown: str) -> None:
    one = Reference("a", SourceKind.RESEARCH, "T", container_title="J", volume="1", page=page)
    assert line(one) == f"T. J. 1:{shown}."


def test_a_book_stands_with_its_edition_place_and_publisher() -> None:
    book = (
        "kind: book, author: ['Murray, Patrick R.'], title: Microbiology, publisher: Mosby, issued: 2002-05"
    )
    assert said(book) == "Murray PR. Microbiology. Mosby; 2002."
    assert said(f"{book}, edition: 4, publisher-place: St. Louis") == (
        "Murray PR. Microbiology. 4th ed. St. Louis: Mosby; 2002."
    )


EDITIONS = {
    "1": "1st ed.",
    "2": "2nd ed.",
    "3": "3rd ed.",
    "4": "4th ed.",
    "11": "11th ed.",
    "22": "22nd ed.",
    "112": "112th ed.",
    "2nd": "2nd ed.",
    "Rev. ed.": "Rev. ed.",
}


@pytest.mark.parametrize(("edition", "shown"), EDITIONS.items())
def test_an_edition_is_an_ordinal(edition: str, shown: str) -> None:
    assert line(Reference("a", SourceKind.BOOK, "T", edition=edition)) == f"T. {shown}"


def test_a_chapter_stands_in_its_book() -> None:
    assert said(
        "type: chapter, author: ['Meltzer, P. S.'], title: Chromosome alterations, editor: ['Vogelstein, B',"
        " 'Kinzler, K. W.'], container-title: The genetic basis of human cancer, publisher: McGraw-Hill,"
        " publisher-place: New York, issued: 2002, page: 93-113"
    ) == (
        "Meltzer PS. Chromosome alterations. In: Vogelstein B, Kinzler KW, editors. The "
        "genetic basis of human "
        "cancer. New York: McGraw-Hill; 2002. p. 93-113."
    )
    assert said("kind: book, title: T, container-title: B") == "T. In: B."


def test_editors_stand_where_there_are_no_authors() -> None:
    assert said("kind: book, title: T, editor: [{family: Lee, given: Kim}]") == "Lee K, editor. T."


def test_a_report_has_its_number() -> None:
    assert (
        said("kind: report, author: [WHO], title: T, number: 12, issued: 2020")
        == "WHO. T. 2020. Report No.: 12."
    )
    assert said("kind: report, title: T, container-title: WHO technical report series, number: 916") == (
        "T. (WHO technical report series; no. 916)."
    )


def test_a_law_has_its_number_after_its_title() -> None:
    assert said("kind: law, title: Devices, number: (EU) 2017/745, container-title: Off J Eur Union,"
                " volume: L 117, page: 1-175, issued: 2017-05-05") == (
        "Devices, (EU) 2017/745. Off J Eur Union. 2017;L 117:1-175."
    )  # fmt: skip


def test_a_web_page_says_when_it_was_read_and_where() -> None:
    page = (
        "kind: web, author: [World Health Organization], title: Hypertension, publisher: WHO, issued: 2021,"
        " URL: 'https://www.who.int/x'"
    )
    assert said(f"{page}, accessed: 2024-11-03") == (
        "World Health Organization. Hypertension [Internet]. WHO; 2021 [cited 2024 Nov 3]. "
        "Available from: [https://www.who.int/x](https://www.who.int/x)"
    )
    assert said("kind: web, title: T, URL: 'https://x.org', accessed: 2024-11") == (
        "T [Internet]. [cited 2024 Nov]. Available from: [https://x.org](https://x.org)"
    )
    assert "[Internet]" not in said("kind: web, title: T, accessed: 2024-11-03"), "without an address"


def test_an_article_read_on_the_web() -> None:
    assert said("kind: research, title: T, container-title: J, issued: 2019, volume: 3, page: 1-2,"
                " DOI: 10.1000/x, PMID: 123, URL: 'https://x.org/1', accessed: 2024-11-03") == (
        "T. J [Internet]. 2019 [cited 2024 Nov 3];3:1-2. [doi:10.1000/x](https://doi.org/10.1000/x). "
        "[PMID: 123](https://pubmed.ncbi.nlm.nih.gov/123/). Available from: "
        "[https://x.org/1](https://x.org/1)"
    )  # fmt: skip


@pytest.mark.parametrize("url", ["https://doi.org/10.1000/x", "http://dx.doi.org/10.1000/x"])
def test_an_address_that_the_doi_says_stands_once(url: str) -> None:
    assert said(f"kind: web, title: T, DOI: 10.1000/x, URL: '{url}', accessed: 2024") == (
        "T. [doi:10.1000/x](https://doi.org/10.1000/x)"
    )


def test_a_doi_is_safe_in_an_address() -> None:
    one = Reference("a", SourceKind.WEB, "T", doi='10.1000/a<b>"c#d?e%f')
    assert line(one).endswith("(https://doi.org/10.1000/a%3Cb%3E%22c%23d%3Fe%25f)")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Is it safe?", "Is it safe?"),
        ("Stop!", "Stop!"),
        ("A vs. B.", "A vs. B."),
        ("“Is it safe?”", "“Is it safe?”"),
        ("Of <i>E. coli?</i>", "Of *E. coli?*"),
        ("CO<sub>2</sub> and m<sup>2</sup>", "CO~2~ and m^2^."),
        ("<b>Bold <i>both</i></b>", "**Bold *both***."),
        ("p < 0.05 <script>alert(1)</script> & <I>", "p < 0.05 <script>alert(1)</script> & <I>."),
        ("<i>never closed <b>x</b>", "<i>never closed **x**."),
        ("</i>never opened", "</i>never opened."),
        ("<i>a<b>b</i>c</b>", "<i>a**b</i>c**."),
    ],
)
def test_a_title_keeps_its_marks_and_has_one_stop(title: str, shown: str) -> None:
    assert line(Reference("a", SourceKind.WEB, title)) == shown


def test_marks_do_not_reach_from_the_title_into_the_journal() -> None:
    one = Reference("a", SourceKind.RESEARCH, "<i>T", container_title="J</i>")
    assert line(one) == "<i>T. J</i>."


def test_marks_are_nested_no_deeper_than_a_title_needs() -> None:
    deep = line(Reference("a", SourceKind.WEB, "<i>" * 5_000 + "x" + "</i>" * 5_000))
    assert deep.count("*") == 8
    assert deep.count("<i>") == 4_996


def test_what_machines_are_told_of_a_reference() -> None:
    one = Reference(
        "a", SourceKind.GUIDELINE, "T of <i>X</i>", doi="10.1/x", pmid="12", url="https://a.example"
    )
    assert plain_title(one) == "T of X"
    assert web_address(one) == "https://doi.org/10.1/x"
    assert web_address(replace(one, doi="")) == "https://pubmed.ncbi.nlm.nih.gov/12/"
    assert web_address(replace(one, doi="", pmid="")) == "https://a.example"
    assert web_address(replace(one, doi="", pmid="", url="")) == ""


# ---------------------------------------------------------------------------------------- whatever is missing

WHOLE = Reference(
    id="a",
    kind=SourceKind.RESEARCH,
    title="Title",
    author=(Name("Smith", "Jane"),),
    editor=(Name("Lee", "Kim"),),
    container_title="Journal",
    publisher="Publisher",
    publisher_place="Place",
    issued=PartialDate(2015, 11, 26),
    accessed=PartialDate(2024, 11, 3),
    edition="2",
    volume="3",
    issue="4",
    page="5-6",
    number="7",
    doi="10.1000/x",
    pmid="8",
    url="https://x.org",
)
OPTIONAL = tuple(one.name for one in fields(Reference) if one.name not in {"id", "kind", "title"})
EMPTY = Reference("", SourceKind.WEB, "")


@pytest.mark.parametrize("kind", SourceKind)
def test_missing_fields_leave_no_punctuation(kind: SourceKind) -> None:
    for count in (0, 1, 2, 3, len(OPTIONAL) - 2, len(OPTIONAL) - 1, len(OPTIONAL)):
        for gone in combinations(OPTIONAL, count):
            shown = line(replace(WHOLE, kind=kind, **{name: getattr(EMPTY, name) for name in gone}))
            assert "None" not in shown
            for bad in (
                "..",
                " .",
                ",,",
                ";;",
                "; .",
                ": .",
                "()",
                "  ",
                " ;",
                "[]",
                ",.",
                ":.",
                ";.",
                "In: .",
            ):
                assert bad not in shown, (bad, gone, shown)
            assert shown == shown.strip()


ANY_TEXT = st.text(st.sampled_from("aB1 .?!<>i/b:;,()[]-é\N{RIGHT DOUBLE QUOTATION MARK}"), max_size=12)


@given(
    st.builds(
        Reference,
        id=st.just("a"),
        kind=st.sampled_from(SourceKind),
        title=ANY_TEXT.filter(str.strip),
        author=st.lists(st.builds(Name, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=8).map(tuple),
        container_title=ANY_TEXT,
        publisher=ANY_TEXT,
        volume=ANY_TEXT,
        page=ANY_TEXT,
        issued=st.none()
        | st.builds(PartialDate, st.integers(1, 9999), st.integers(0, 12), st.integers(0, 28)),
    )
)
def test_no_word_of_a_reference_is_lost(reference: Reference) -> None:
    def bare(words: str) -> str:
        return "".join(one for one in re.sub(r"</?[ib]>", "", words) if one.isalnum())

    shown = bare(line(reference))
    assert bare(reference.title) in shown
    assert bare(reference.volume) in shown
