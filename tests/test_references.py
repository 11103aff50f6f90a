"""Lists of references: YAML, JSON and BibTeX say the same entries, and each fault stands at its place.

In an example « and » stand round the words that the finding must point at; they are not part of the source.
"""

import json
import logging
from collections.abc import Iterable
from inspect import cleandoc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.diagnostics import Finding, Severity, Span, codes
from renderer.language import csl, entry_problems
from renderer.language.entries import References, read_references
from renderer.language.references import Name, PartialDate, Reference, SourceKind
from renderer.language.source import Source


def read(path: str, text: str) -> References:
    return read_references(Source(path, text))


def entry(fields: str) -> References:
    """Read one good entry with further fields, in YAML's flow style."""
    return read("references.yaml", f"- {{id: a, kind: web, title: T, {fields}}}\n")


def marked(text: str) -> tuple[str, Span]:
    """Take the marks out of an example; return it and the span that they stood round."""
    start, end = text.index("«"), text.index("»") - 1
    return text.replace("«", "").replace("»", ""), Span(start, end)


def places(findings: Iterable[Finding]) -> list[tuple[str, Span]]:
    return [(finding.code.name, finding.span) for finding in findings]


def names(found: References) -> list[str]:
    return [finding.code.name for finding in found.findings]


# ------------------------------------------------------------------------------------- one example a code

GOOD = "- {id: a, kind: web, title: T}\n"

# code: (a file that has the fault, one that has not); a .bib begins with `@`, JSON with `[{`
EXAMPLES = {
    "missing-field": ("- id: «a»\n  kind: web\n", GOOD),
    "missing-kind": ("- id: «a»\n  title: T\n", GOOD),
    "unknown-kind": ("- {id: a, kind: «wab», title: T}\n", GOOD),
    "unknown-field": ("- {id: a, kind: web, title: T, «publischer»: P}\n", GOOD),
    "bad-id": ("- {id: «a b», kind: web, title: T}\n", GOOD),
    "duplicate-reference": (GOOD + "- {id: «a», kind: web, title: U}\n", GOOD),
    "bad-name": ("- {id: a, kind: web, title: T, author: [«{given: J}»]}\n", GOOD),
    "bad-doi": ("- {id: a, kind: web, title: T, DOI: «11.1000/x»}\n", GOOD),
    "bad-pmid": ("- {id: a, kind: web, title: T, PMID: «PMC1»}\n", GOOD),
    "bad-url": ("- {id: a, kind: web, title: T, URL: «www.fda.gov»}\n", GOOD),
    "unread-field": (
        "@book{a, title = {T}, «crossref» = {b}}\n",
        "@incollection{a, title = {T}, booktitle = {B}}\n",
    ),
    "broken-bibtex": ("«@book{a, title = {T»\n", "@book{a, title = {T}}\n"),
    "broken-json": (
        '[{"id": "a", "kind": "web", "title": "T"},«]»\n',
        '[{"id": "a", "kind": "web", "title": "T"}]\n',
    ),
}


def ending(text: str) -> str:
    return "bib" if text.startswith(("@", "«@")) else "json" if text.startswith("[{") else "yaml"


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_fault_is_found_where_it_stands_and_goes_when_it_is_mended(code: str) -> None:
    faulty, mended = EXAMPLES[code]
    text, span = marked(faulty)
    found = read(f"references.{ending(text)}", text).findings
    assert places(found) == [(code, span)]
    assert found[0].help
    good = read(f"references.{ending(mended)}", mended)
    assert good.findings == ()
    assert [one.id for one in good.entries] == ["a"]


def test_every_code_has_its_example_and_its_manual() -> None:
    manuals = {
        cleandoc(find.__wrapped__.__doc__)
        for find in vars(entry_problems).values()
        if getattr(find, "__module__", "") == entry_problems.__name__ and hasattr(find, "__wrapped__")
    }
    ours = {name for name, code in codes().items() if code.manual in manuals}
    assert ours == EXAMPLES.keys() - {"broken-json"}
    for name in ours:
        assert "```" in codes()[name].manual, "a manual shows an example"
        assert codes()[name].severity is Severity.ERROR


# ----------------------------------------------------------------------------- one entry in three spellings

SPRINT = Reference(
    id="sprint2015",
    kind=SourceKind.RESEARCH,
    title="A Randomized Trial of Intensive versus Standard Blood-Pressure Control",
    author=(
        Name("SPRINT Research Group"),
        Name("Wright", "Jackson T.", "Jr"),
        Name("Berg", "Jan", "", "van der"),
    ),
    container_title="N Engl J Med",
    issued=PartialDate(2015, 11, 26),
    volume="373",
    issue="22",
    page="2103-2116",
    doi="10.1056/NEJMoa1511939",
    pmid="26551272",
    url="https://www.nejm.org/doi/full/10.1056/NEJMoa1511939?a=1%20b_c~d",
)

SPELLINGS = {
    "references.yaml": """\
references:
  - id: sprint2015
    type: article-journal
    title: A Randomized Trial of Intensive versus Standard Blood-Pressure Control
    author:
      - SPRINT Research Group
      - Wright, Jackson T., Jr
      - {family: Berg, given: Jan, non-dropping-particle: van der}
    container-title: N Engl J Med
    issued: 2015-11-26
    volume: 373
    issue: 22
    page: 2103\N{EN DASH}2116
    doi: https://doi.org/10.1056/NEJMoa1511939
    pmid: 26551272
    url: https://www.nejm.org/doi/full/10.1056/NEJMoa1511939?a=1%20b_c~d
    abstract: not shown
    keyword:
""",
    "references.json": json.dumps(
        [
            {
                "id": "sprint2015",
                "type": "article-journal",
                "title": "A Randomized Trial of Intensive versus Standard Blood-Pressure Control",
                "author": [
                    {"literal": "SPRINT Research Group"},
                    {"family": "Wright", "given": "Jackson T.", "suffix": "Jr"},
                    {"family": "Berg", "given": "Jan", "dropping-particle": "van der"},
                ],
                "container-title": "The New England journal of medicine",
                "container-title-short": "N Engl J Med",
                "issued": {"date-parts": [["2015", 11, 26]]},
                "volume": "373",
                "issue": 22,
                "page": "2103-2116",
                "DOI": "doi:10.1056/NEJMoa1511939",
                "PMID": 26551272,
                "URL": "https://www.nejm.org/doi/full/10.1056/NEJMoa1511939?a=1%20b_c~d",
                "custom": {"anything": [1.5, True, None]},
            }
        ]
    ),
    "references.bib": r"""
@string{nejm = "N Engl J Med"}
@Article{sprint2015,
  title   = "A Randomized Trial of {Intensive} versus " # {Standard} # { Blood-Pressure Control},
  author  = {{SPRINT Research Group} and Wright, Jr, Jackson T. and Jan van der Berg},
  journal = NEJM,
  year    = 2015, month = nov, day = {26},
  volume  = 373,
  number  = {22},
  pages   = {2103--2116},
  doi     = {10.1056/NEJMoa1511939},
  pmid    = {26551272},
  url     = {https://www.nejm.org/doi/full/10.1056/NEJMoa1511939?a=1%20b_c~d},
  file    = {sprint.pdf}, keywords = {trial},
}
""",
}


@pytest.mark.parametrize("path", SPELLINGS)
def test_yaml_json_and_bibtex_say_the_same_entry(path: str) -> None:
    found = read(path, SPELLINGS[path])
    assert found.findings == ()
    assert found.entries == (SPRINT,)
    assert SPELLINGS[path][slice(*found.places["sprint2015"])] == "sprint2015"


# ---------------------------------------------------------------------------------------------- the fields


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Whelton PK", Name("Whelton PK")),
        ("Whelton P.K.", Name("Whelton", "P.K.")),
        ('"Whelton, Paul K."', Name("Whelton", "Paul K.")),
        ("World Health Organization", Name("World Health Organization")),
        ("{literal: 'Smith, Lee and Partners'}", Name("Smith, Lee and Partners")),
        ('"Association of A, B, and C"', Name("Association of A, B, and C")),
        ("et al.", Name("et al.")),
        ("others", Name("et al.")),
    ],
)
def test_a_name_as_people_write_it(written: str, name: Name) -> None:
    found = entry(f"author: [{written}]")
    assert found.findings == ()
    (given,) = found.entries[0].author
    assert given == name or (given.family, given.given) == tuple(str(name.family).split(" "))


@pytest.mark.parametrize("written", ['"Smith J, Lee K"', "[]]", "''", "{}", "{literal: ''}", "[[x]]"])
def test_what_is_no_name_is_told_how_to_write_one(written: str) -> None:
    found = entry(f"author: [{written}]" if written != "[]]" else "author: [[]]")
    assert names(found) == ["bad-name"]
    assert found.entries == ()


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2015", PartialDate(2015)),
        ("2015-11", PartialDate(2015, 11)),
        ("2015-11-26", PartialDate(2015, 11, 26)),
        ("{date-parts: [[2015]]}", PartialDate(2015)),
        ("{date-parts: [[2015, 11], [2016, 1]]}", PartialDate(2015, 11)),
        ("{raw: 2015-11-26}", PartialDate(2015, 11, 26)),
    ],
)
def test_a_date_as_far_as_it_is_known(written: str, date: PartialDate) -> None:
    found = entry(f"issued: {written}, accessed: {written}")
    assert found.findings == ()
    assert (found.entries[0].issued, found.entries[0].accessed) == (date, date)


@pytest.mark.parametrize(
    "written",
    [
        "15",
        "2015-2",
        "2015-13",
        "2015-02-30",
        "May 2015",
        "{literal: spring}",
        "{date-parts: 5}",
        "{date-parts: [[]]}",
        "{date-parts: [[2015, x]]}",
        "{date-parts: [[2015, 2, 30]]}",
        "[2015]",
        "{raw: {raw: {raw: x}}}",
    ],
)
def test_a_date_that_is_none_is_an_error(written: str) -> None:
    assert len(entry(f"issued: {written}").findings) == 1


def test_doi_pmid_and_url_are_reduced_or_refused() -> None:
    for written in (
        "10.1000/x(1)",
        "https://doi.org/10.1000/x(1)",
        "http://dx.doi.org/10.1000%2Fx(1)",
        "'doi: 10.1000/x(1)'",
    ):
        assert entry(f"DOI: {written}").entries[0].doi == "10.1000/x(1)"
    for fault in (
        "DOI: 10.1000",
        "DOI: 10.1000/a b",
        "PMID: 0",
        "PMID: 123456789",
        "PMID: 1.5",
        "URL: 'javascript:alert(1)'",
        "URL: ftp://x.org",
        "URL: 'https://a b'",
        "URL: 'https://'",
    ):
        assert len(entry(fault).findings) == 1, fault


@pytest.mark.parametrize(
    ("entry_type", "kind"),
    [
        ("article-journal", "research"),
        ("book", "book"),
        ("chapter", "book"),
        ("report", "report"),
        ("legislation", "law"),
        ("webpage", "web"),
        ("article", "research"),
        ("post-weblog", "web"),
    ],
)
def test_the_kind_follows_from_the_type(entry_type: str, kind: str) -> None:
    found = read("references.yaml", f"- {{id: a, title: T, type: {entry_type}}}")
    assert [str(one.kind) for one in found.entries] == [kind]
    found = read("references.yaml", f"- {{id: a, title: T, type: {entry_type}, kind: guideline}}")
    assert [one.kind for one in found.entries] == [SourceKind.GUIDELINE], "a kind that is given wins"


@pytest.mark.parametrize("entry_type", sorted(csl.OTHER_TYPES))
def test_a_type_that_says_no_kind_asks_for_one(entry_type: str) -> None:
    assert names(read("references.yaml", f"- {{id: a, title: T, type: {entry_type}}}")) == ["missing-kind"]


@pytest.mark.parametrize("key", ["a", "_a", "Äb1", "10.1000/x", "a:b.c#d$e%f&g-h+i?j<k>l~m/n", "a_"])
def test_ids_that_a_citation_can_name(key: str) -> None:
    found = read("references.yaml", f'- {{id: "{key}", kind: web, title: T}}')
    assert found.findings == ()
    assert list(found.places) == [key]


@pytest.mark.parametrize("key", ["-a", "a-", "a..b", "a b", "a,b", "@a", "a]", "a{"])
def test_ids_that_no_citation_can_name(key: str) -> None:
    found = read("references.yaml", f'- {{id: "{key}", kind: web, title: T}}')
    assert names(found) == ["bad-id"]
    assert list(found.places) == [key], "its citations are not called unknown besides"


def test_every_field_of_csl_is_accepted() -> None:
    fields = ", ".join(f"{name}: ~" for name in sorted(csl.VARIABLES - {"id", "title"}))
    assert entry(fields).findings == ()


@pytest.mark.parametrize(
    ("written", "meant"), [("journal", "container-title"), ("year", "issued"), ("titel", "title")]
)
def test_a_field_that_is_none_is_told_what_was_meant(written: str, meant: str) -> None:
    (finding,) = entry(f"{written}: x").findings
    assert f"'{meant}'" in finding.message


def test_a_field_in_two_spellings_is_twice() -> None:
    assert names(entry("doi: 10.1000/x, DOI: 10.1000/x")) == ["duplicate-key"]


def test_all_faults_of_a_list_at_once() -> None:
    source = Source(
        "content/references.yaml",
        "- {id: a}\n- x\n- {title: T, kind: web}\n- {id: b, kind: w, title: T, x: y}\n",
    )
    found = source.diagnoses(read_references(source).findings)
    assert [(one.line, one.column, one.code) for one in found] == [
        (1, 8, "missing-field"),
        (1, 8, "missing-kind"),
        (2, 3, "wrong-type"),
        (3, 4, "missing-field"),
        (4, 17, "unknown-kind"),
        (4, 30, "unknown-field"),
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]", "references:\n", "references: []\n"])
def test_a_file_may_be_empty(text: str) -> None:
    assert read("references.yaml", text) == References()


@pytest.mark.parametrize("text", ["x", "title: T\n", "{}", "references: x", "refs: []", '{"id": "a"}'])
def test_a_file_that_is_no_list_is_an_error(text: str) -> None:
    assert names(read("references.yml", text)) == ["wrong-type"]


def test_a_key_beside_the_list_is_an_error() -> None:
    assert names(read("references.yaml", "references: []\nreference: []\n")) == ["unknown-key"]


# -------------------------------------------------------------------------------------------------- json


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 0),
        ("[1, 2", 4),
        ('{"a" 1}', 5),
        ('["x', 1),
        ("[1] 2", 4),
        ("[01]", 2),
        ("nul", 0),
        ('{"a":1,}', 7),
        ('["\\u0000"]', 2),
        ('["\\ud800"]', 2),
        ("['a']", 1),
        ("[// x\n]", 1),
        ("[NaN]", 1),
        ('["\n"]', 2),
    ],
)
def test_broken_json_is_found_where_it_breaks(text: str, at: int) -> None:
    (finding,) = read("references.json", text).findings
    assert (finding.code.name, finding.span.start) == ("broken-json", at)


def test_keys_of_json_stand_once_and_values_lie_flat() -> None:
    assert names(read("references.json", '[{"id": "a", "id": "b", "kind": "web", "title": "T"}]')) == [
        "duplicate-key"
    ]
    for text in ("[" * 100_000, '{"a":' * 100_000):
        assert names(read("references.json", text)) == ["deep-values"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    lambda values: (
        st.lists(values) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs", "Cc"])), values)
    ),
    max_leaves=12,
)


@given(value=JSON, plain=st.booleans())
def test_any_json_is_read_without_an_exception(value: object, *, plain: bool) -> None:
    read("references.json", json.dumps(value, ensure_ascii=plain, indent=1))


# ------------------------------------------------------------------------------------------------ bibtex


def bib(text: str) -> Reference:
    found = read("references.bib", text)
    assert found.findings == ()
    return found.entries[0]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"{M{\"u}ller \& S\o n}", "Müller & Søn"),
        (r"{The {DASH} diet: \emph{one} trial}", "The DASH diet: <i>one</i> trial"),
        (r"{CO$_2$ and 10$^{-3}$ m\textsuperscript{2}}", "CO<sub>2</sub> and 10<sup>-3</sup> m<sup>2</sup>"),
        ("{50% of patients, 20\\% of \\$5}", "50% of patients, 20% of $5"),
        ("{one\n   two~three --- four}", "one two three — four"),
        ('"one " # {two} # " three"', "one two three"),
        ("{p < 0.05 <script>}", "p < 0.05 <script>"),
        (r"{$\alpha$-blockers}", "\N{GREEK SMALL LETTER ALPHA}-blockers"),
    ],
)
def test_latex_becomes_text(written: str, text: str) -> None:
    assert bib(f"@book{{a, title = {written}}}").title == text


@pytest.mark.parametrize(
    ("entry_type", "kind"),
    [
        ("article", "research"),
        ("book", "book"),
        ("inbook", "book"),
        ("incollection", "book"),
        ("techreport", "report"),
        ("online", "web"),
        ("www", "web"),
        ("electronic", "web"),
        ("legislation", "law"),
        ("jurisdiction", "law"),
        ("inproceedings", "research"),
        ("ARTICLE", "research"),
    ],
)
def test_the_kind_follows_from_the_entry_type(entry_type: str, kind: str) -> None:
    assert bib(f"@{entry_type}{{a, title = {{T}}}}").kind == kind


def test_an_entry_type_that_says_no_kind_asks_for_one() -> None:
    for entry_type in ("misc", "unpublished", "manual", "dataset"):
        assert names(read("references.bib", f"@{entry_type}{{a, title = {{T}}}}")) == ["missing-kind"]
    assert bib("@misc{a, title = {T}, kind = {label}}").kind is SourceKind.LABEL
    assert bib("@article{a, title = {T}, kind = {guideline}}").kind is SourceKind.GUIDELINE


def test_bibtex_fields_have_their_places_in_csl() -> None:
    one = bib(
        "@incollection{a, title={T}, subtitle={S}, booktitle={B}, editor={Lee, K and others}, edition={4},\n"
        "address={Geneva}, publisher={WHO}, date={2015-03-02/2016-01-01}, urldate={2024-11-03}, pages={1--2}}"
    )
    assert (one.title, one.container_title, one.edition) == ("T: S", "B", "4")
    assert one.editor == (Name("Lee", "K"), Name("et al."))
    assert (one.publisher_place, one.publisher, one.page) == ("Geneva", "WHO", "1-2")
    assert (one.issued, one.accessed) == (PartialDate(2015, 3, 2), PartialDate(2024, 11, 3))
    report = bib("@techreport{a, title={T}, institution={WHO}, number={7}, year={2020}, month={3}}")
    assert (report.publisher, report.number, report.issued) == ("WHO", "7", PartialDate(2020, 3))
    page = bib(r"@online{a, title={T}, howpublished={\url{https://x.org/a\_b}}, month={spring}, year={2020}}")
    assert (page.url, page.issued) == ("https://x.org/a_b", PartialDate(2020))
    assert bib("@article{a, title={T}, eprint={123}, eprinttype={pubmed}}").pmid == "123"


def test_every_fault_of_a_bib_file_has_its_line_and_the_rest_is_read() -> None:
    source = Source(
        "content/references.bib",
        "@book{a, title = {A}}\n"
        "@book{a, title = {B}}\n"
        "@book{b, title = {C}, Title = {D}}\n"
        "@book{c, title = {E}\n"
        "@book{d, title = undefined}\n"
        "@book{e, titel = {F}}\n"
        "article{f, title = {G}}\n"
        "@book{g, title = {H}}\n"
        "A note between entries is no fault.\n"
        "@comment{nor is this}\n",
    )
    found = read_references(source)
    lines = [(one.line, one.code) for one in source.diagnoses(found.findings)]
    assert lines == [
        (2, "duplicate-reference"),
        (3, "duplicate-key"),
        (4, "broken-bibtex"),
        (5, "broken-bibtex"),
        (6, "missing-field"),
        (6, "unknown-field"),
        (7, "broken-bibtex"),
    ]
    assert {"a", "b", "g"} <= {one.id for one in found.entries}


def test_a_broken_bib_file_logs_nothing(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        read("references.bib", r"@book{a, title = {\begin{x} {$} }, @book{b" + "\n@x{")
    assert caplog.records == []
    assert capsys.readouterr() == ("", "")


HOSTILE_BIB = (
    "@a{" * 10_000,
    "@a{b,\n" * 10_000,
    "@book{a, title = {" + "{" * 10_000 + "}" * 10_000 + "}}",
    "@book{a, title = {" + r"\begin{a}" * 2_000 + "}}",
    "@book{a, title = " + "{x} # " * 20_000 + "}",
    '@string{a0 = "x"}\n' + "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(60)),
    "@book{a\0, title = {T}}",
)


@pytest.mark.parametrize("text", HOSTILE_BIB, ids=lambda text: repr(text[:24]))
def test_hostile_bibtex_is_a_finding(text: str) -> None:
    assert "broken-bibtex" in names(read("references.bib", text))


@given(st.text(alphabet=st.sampled_from("@book{a},titleuhr=\"#\\$~% \n'-<é0&_^()"), max_size=80))
def test_any_bibtex_is_read_without_an_exception(text: str) -> None:
    for whole in (text, f"@book{{a, title = {{{text}}}, author = {{{text}}}}}"):
        for finding in read("references.bib", whole).findings:
            assert 0 <= finding.span.start <= finding.span.end <= len(whole)
