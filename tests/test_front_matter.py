"""What an article says about itself: every key, every fault, and where it is said to stand.

In an example « and » stand round the words that the finding must point at; they are not part of the source.
"""

import datetime
from collections.abc import Iterable
from inspect import cleandoc

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from renderer.diagnostics import Finding, Severity, Span, codes
from renderer.language import front_matter_problems, value_problems
from renderer.language.front_matter import FrontMatter, Words, read_front_matter
from renderer.language.front_matter_keys import ReviewState
from renderer.language.json_values import read_json
from renderer.language.source import Source
from renderer.language.yaml_values import read_yaml

AUDIENCES = ("patient", "clinician", "student")


def read(text: str) -> FrontMatter:
    return read_front_matter(Source("content/asthma.md", text), AUDIENCES)


def keys(yaml_text: str) -> FrontMatter:
    """Read keys as they would stand below a title."""
    return read(f"---\ntitle: Asthma\n{yaml_text}\n---\n")


def marked(text: str) -> tuple[str, Span]:
    """Take the marks out of an example; return it and the span that they stood round."""
    start, end = text.index("«"), text.index("»") - 1
    return text.replace("«", "").replace("»", ""), Span(start, end)


def places(findings: Iterable[Finding]) -> list[tuple[str, Span]]:
    return [(finding.code.name, finding.span) for finding in findings]


def names(front: FrontMatter) -> list[str]:
    return [finding.code.name for finding in front.findings]


# ------------------------------------------------------------------------------------- one example a code

# code: (an article that has the fault, one that says the same and has not)
EXAMPLES = {
    "no-front-matter": ("«# Asthma»\n", "---\ntitle: Asthma\n---\n"),
    "unclosed-front-matter": ("«---»\ntitle: Asthma\n\nWords.\n", "---\ntitle: Asthma\n---\n\nWords.\n"),
    "missing-title": ("---\n«title»:\n---\n", "---\ntitle: Asthma\n---\n"),
    "title-cut": ("---\ntitle: Vitamin B12 «# how much?»\n---\n", '---\ntitle: "B12 # how much?"\n---\n'),
    "unquoted-words": ("---\ntitle: «[Heart attack]»\n---\n", '---\ntitle: "[Heart attack]"\n---\n'),
    "unknown-key": ("---\ntitle: T\n«sumary»: x\n---\n", "---\ntitle: T\nsummary: x\n---\n"),
    "unknown-audience": (
        "---\ntitle: T\naudiences: [«patiant»]\n---\n",
        "---\ntitle: T\naudiences: [patient]\n---\n",
    ),
    "review-approved": (
        "---\ntitle: T\nreview: «approved»\n---\n",
        "---\ntitle: T\nreview: submitted\n---\n",
    ),
    "unknown-review": (
        "---\ntitle: T\nreview: {patient: «under review»}\n---\n",
        "---\ntitle: T\nreview: {patient: under-review}\n---\n",
    ),
    "bad-alias": (
        "---\ntitle: T\naliases: [«/Old_Page.md»]\n---\n",
        "---\ntitle: T\naliases: [old-page]\n---\n",
    ),
    "broken-yaml": ("---\ntitle: Asthma«: what helps»\n---\n", '---\ntitle: "Asthma: what helps"\n---\n'),
    "duplicate-key": ("---\ntitle: T\n«title»: U\n---\n", "---\ntitle: T\n---\n"),
    "yaml-alias": ("---\ntitle: «*Helicobacter»\n---\n", '---\ntitle: "*Helicobacter*"\n---\n'),
    "yaml-tag": ("---\ntitle: «!important» Read this\n---\n", '---\ntitle: "!important Read this"\n---\n'),
    "yaml-key": (
        "---\ntitle: T\nreview: {«true»: submitted}\n---\n",
        "---\ntitle: T\nreview: {patient: submitted}\n---\n",
    ),
    "deep-values": (
        f"---\ntitle: T\nreferences: {'[' * 19}«[»{']' * 20}\n---\n",
        "---\ntitle: T\nreferences: []\n---\n",
    ),
    "wrong-type": ("---\ntitle: T\ndraft: «yes»\n---\n", "---\ntitle: T\ndraft: true\n---\n"),
    "bad-date": ("---\ntitle: T\nupdated: «2026-02-30»\n---\n", "---\ntitle: T\nupdated: 2026-02-28\n---\n"),
    "empty-value": (
        "---\ntitle: T\naudiences: «[]»\n---\n",
        "---\ntitle: T\naudiences: [student]\n---\n",
    ),
    "listed-twice": (
        "---\ntitle: T\naudiences: [patient, «patient»]\n---\n",
        "---\ntitle: T\naudiences: [patient, student]\n---\n",
    ),
}
ELSEWHERE = {"broken-json"}  # in test_references.py


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_fault_is_found_where_it_stands_and_goes_when_it_is_mended(code: str) -> None:
    faulty, mended = EXAMPLES[code]
    text, span = marked(faulty)
    found = read(text).findings
    assert places(found) == [(code, span)]
    assert found[0].help
    assert read(mended).findings == ()


def test_every_code_has_its_example_and_its_manual() -> None:
    made_here = {front_matter_problems.__name__, value_problems.__name__}
    ours = {
        cleandoc(find.__wrapped__.__doc__ or ""): name
        for module in (front_matter_problems, value_problems)
        for name, find in vars(module).items()
        if getattr(find, "__module__", "") in made_here and hasattr(find, "__wrapped__")
    }
    by_manual = {code.manual: code for code in codes().values()}
    named = {by_manual[manual or ""].name for manual in ours}
    assert named == EXAMPLES.keys() | ELSEWHERE
    for name in named:
        assert "```" in codes()[name].manual, "a manual shows an example"
        assert codes()[name].severity is Severity.ERROR


# ------------------------------------------------------------------------------------------------ reading


def test_all_that_an_article_can_say() -> None:
    text = (
        "---\n"
        "title: High blood pressure\n"
        'summary: "[Numbers]{.patient}[Thresholds]{.else}"\n'
        "updated: 2025-10-29\n"
        "audiences: [student, patient]\n"
        "references:\n"
        "  - {id: who2021, kind: report, title: Hypertension}\n"
        "review: {patient: under-review}\n"
        "draft: true\n"
        "aliases: [bp, topics/blood-pressure]\n"
        "---\n"
        "Words.\n"
    )
    front = read(text)
    assert front.findings == ()
    assert front.title == Words("High blood pressure", Span(11, 30), exact=True)
    assert front.summary is not None
    assert front.summary.text == "[Numbers]{.patient}[Thresholds]{.else}"
    assert front.updated == datetime.date(2025, 10, 29)
    assert front.audiences == ("patient", "student"), "in the site's order"
    assert [one.id for one in front.references] == ["who2021"]
    assert text[slice(*front.places["who2021"])] == "who2021"
    assert front.review == {"patient": ReviewState.UNDER_REVIEW}
    assert front.draft
    assert [one.text for one in front.aliases] == ["bp", "topics/blood-pressure"]
    assert text[slice(*front.audience_places["student"])] == "student"
    assert text[slice(*front.keys["draft"])] == "draft"
    assert text[front.body :] == "Words.\n"


def test_what_is_not_said_has_its_meaning() -> None:
    front = read("---\ntitle: T\n---")
    assert front.audiences is None, "all of them"
    assert front.review is ReviewState.SUBMITTED
    assert (front.summary, front.updated, front.draft) == (None, None, False)
    assert (front.references, front.aliases) == ((), ())


@pytest.mark.parametrize(
    ("written", "text", "exact"),
    [
        ("2024", "2024", True),
        ("Yes", "Yes", True),
        ("2025-10-29", "2025-10-29", True),
        ('"é: \N{GRINNING FACE} # x"', "é: \N{GRINNING FACE} # x", True),
        ("'Crohn''s'", "Crohn's", False),
        (r'"a\tb"', "a\tb", False),
        ("one\n  two", "one two", False),
        (">\n  one\n  two", "one two", False),
        ("C# and F#", "C# and F#", True),
    ],
)
def test_a_title_is_what_yaml_says_as_text(written: str, text: str, *, exact: bool) -> None:
    source = f"---\ntitle: {written}\n---\n"
    front = read(source)
    assert front.findings == ()
    assert front.title is not None
    assert (front.title.text, front.title.exact) == (text, exact)
    if exact:
        assert source[slice(*front.title.span)] == text
    else:
        assert source[slice(*front.title.span)].strip() == written


@pytest.mark.parametrize("closing", ["---", "...", "---  "])
def test_the_body_begins_after_the_closing_line(closing: str) -> None:
    text = f"---  \ntitle: T\n{closing}\n\nWords\n---\n"
    assert text[read(text).body :] == "\nWords\n---\n"


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    front = read("\ufeff---\r\ntitle: T\r\n---\r\n")
    assert front.findings == ()
    assert front.title is not None


def test_all_faults_at_once_each_at_its_place() -> None:
    source = Source(
        "content/x.md",
        "---\ntitle: A: b\nsummary: [x] y\ntitel: c\nupdated: 29 May\n"
        "audiences: [patiant, x]\ndraft: 1\n---\n",
    )
    found = source.diagnoses(read_front_matter(source, AUDIENCES).findings)
    assert [(one.line, one.column, one.code) for one in found] == [
        (2, 9, "broken-yaml"),
        (3, 14, "broken-yaml"),
        (4, 1, "unknown-key"),
        (5, 10, "bad-date"),
        (6, 13, "unknown-audience"),
        (6, 22, "unknown-audience"),
        (7, 8, "wrong-type"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Asthma: what helps",
        "**Bold**",
        "*Helicobacter* now",
        "`code`",
        "@home",
        "% of",
        "- a",
        "'It's'",
        '"a" b',
    ],
)
def test_the_help_for_a_broken_title_is_what_to_type(title: str) -> None:
    (finding,) = read(f"---\ntitle: {title}\n---\n").findings
    assert finding.code.name == "broken-yaml"
    mended = finding.help.split("`", 1)[1].removesuffix("`")
    front = read(f"---\n{mended}\n---\n")
    assert front.findings == ()
    assert front.title is not None
    assert front.title.text == title


def test_a_title_that_yaml_would_cut_is_never_a_shorter_title() -> None:
    for text in ("title: a # b", "title: # b", "title: a\n  b # c", "title: a\t#b"):
        front = read(f"---\n{text}\n---\n")
        assert front.title is None
        assert names(front) == ["title-cut"]


@pytest.mark.parametrize("said", ["no", "yes", "True", "on", "1", '"true"', ""])
def test_only_true_and_false_are_booleans(said: str) -> None:
    assert names(keys(f"draft: {said}")) == ["wrong-type"]


@pytest.mark.parametrize(
    "said", ["2026-2-3", "20260203", "2026-W01-1", "2026-13-01", "0000-01-01", "2026-02-03T10:00", "[x]", ""]
)
def test_a_date_is_year_month_and_day(said: str) -> None:
    front = keys(f"updated: {said}")
    assert front.updated is None
    assert len(front.findings) == 1


@pytest.mark.parametrize("said", ["a//b", "a/", "Ä", "a.b", "assets/x", "patient/x", "a b", ""])
def test_an_alias_is_an_id_that_an_article_can_have(said: str) -> None:
    front = keys(f'aliases: ["{said}"]')
    assert names(front) == ["bad-alias"]
    assert front.aliases == ()


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("\n---\ntitle: T\n---\n", "delete what stands above"),
        ("+++\ntitle = 'T'\n+++\n", "write YAML"),
        ("", "begin the file"),
    ],
)
def test_without_front_matter_the_help_knows_what_was_meant(text: str, advice: str) -> None:
    assert advice in read(text).findings[0].help


@pytest.mark.parametrize("key", ["date", "description", "bibliography", "status"])
def test_keys_of_other_tools_are_told_ours(key: str) -> None:
    (finding,) = keys(f"{key}: x").findings
    assert "did you mean" not in finding.message
    assert finding.help.startswith(("write", "list"))


@pytest.mark.parametrize("key", ["titel", "Title", "reviw", "alias", "audience"])
def test_a_mistyped_key_is_told_the_nearest(key: str) -> None:
    assert "did you mean" in keys(f"{key}: x").findings[0].message


# ------------------------------------------------------------------------------------------- yaml and json


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_both_of_the_parsers_find_the_same_codes(code: str, loader: type[yaml.SafeLoader]) -> None:
    text = EXAMPLES[code][0].replace("«", "").replace("»", "")
    yaml_text = Source("x.yaml", text.split("---\n")[1] if text.count("---\n") > 1 else "")
    whole = Span(0, len(yaml_text.text))
    slow, fast = (read_yaml(yaml_text, whole, one) for one in (loader, yaml.CSafeLoader))
    assert slow.value == fast.value
    assert places(slow.findings) == places(fast.findings)


HOSTILE = (
    "[" * 10_000,
    "{" * 10_000,
    "a: " + "[" * 100_000,
    "- " * 10_000,
    "? " * 10_000,
    '"' * 100_000,
    "!" * 100_000,
    "\n".join(" " * depth + "a:" for depth in range(1_000)),
    "a: b" + " " * 100_000 + ": c",
    "\0" * 100_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_hostile_yaml_is_a_finding(text: str) -> None:
    assert read(f"---\ntitle: {text}\n---\n").findings
    assert keys(text).findings


def test_an_alias_bomb_is_never_followed() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    assert "yaml-alias" in names(keys("\n".join(lines)))


def test_a_character_that_is_no_text_is_named() -> None:
    for text in ("title: a\0b", 'title: "a\\0b"', "title: a\x1bb", "title: a\ufeffb"):
        (finding,) = read(f"---\n{text}\n---\n").findings
        assert finding.code.name == "broken-yaml"
        assert "U+" in finding.message


@given(st.text(alphabet=st.sampled_from("titlesummary: \n-[]{}#\"'&*!|>%@`\\x0é\0\t.,?"), max_size=60))
def test_reading_never_raises_and_points_into_the_source(text: str) -> None:
    for whole in (f"---\n{text}\n---\n", text):
        source = Source("content/x.md", whole)
        front = read_front_matter(source, AUDIENCES)
        for finding in front.findings:
            assert 0 <= finding.span.start <= finding.span.end <= len(source.text)
        for words in (front.title, front.summary):
            assert words is None or not words.exact or source.text[slice(*words.span)] == words.text
        assert 0 <= front.body <= len(source.text)
        json = read_json(source)
        assert (json.value is None) == bool(json.findings)
