"""`renderer schema`: what a schema says of a file is what the reader of that file says.

Each row of the tables is a file as somebody would write it. A schema cannot say everything: `BEYOND` lists
what the readers alone find, and a test holds that they do find it.
"""

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from renderer.build import commands
from renderer.cli import main
from renderer.diagnostics import Finding, Severity
from renderer.language import csl
from renderer.language.entry_keys import READ
from renderer.language.forms import CITATION_KEY, DATE_FORM, DAY_FORM, ISO_DATE, ISO_DAY, KEY_FORM
from renderer.language.front_matter import FrontMatter, read_front_matter
from renderer.language.front_matter_keys import KEYS
from renderer.language.source import Source
from renderer.pages.strings import KEYS as STRINGS
from renderer.site import audience_files, settings
from renderer.site.audience_files import read_audiences
from renderer.site.settings import read_settings
from tests.browsing import absent
from tests.sites import site_of

ROOT = Path(__file__).parent.parent
AUDIENCES = ("clinician", "patient", "student")
NAMES = ("site", "audience", "front-matter")


def _as_ecma(
    _: Draft202012Validator, pattern: str, instance: object, __: Mapping[str, object]
) -> Iterator[ValidationError]:
    """To JSON Schema `$` is the end of a text; to Python also the place before its last line end."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$(?=\)|$|\|)", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} has not the form {pattern}")


Validator: type[Draft202012Validator] = extend(Draft202012Validator, {"pattern": _as_ecma})  # type: ignore[no-untyped-call]


@cache
def schema(name: str, *, in_site: bool = True) -> dict[str, Any]:
    """The schema as the command prints it: in the sample site, or outside of any."""
    folder = ROOT if in_site else Path("/")
    found: dict[str, Any] = json.loads(commands.schema(name, None, folder))
    return found


@cache
def validator(name: str, *, in_site: bool = True) -> Draft202012Validator:
    return Validator(schema(name, in_site=in_site))


class Yaml(yaml.SafeLoader):
    """YAML as editors read it (the core schema of YAML 1.2): `yes` and a date are texts."""


Yaml.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|", ["~", "n", ""]),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    Yaml.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{form})$"), first)
Yaml.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))  # `0999` is no octal number


def as_yaml(text: str) -> object:
    return yaml.load(text, Yaml)


def errors(findings: Sequence[Finding]) -> set[str]:
    return {one.code.name for one in findings if one.code.severity is Severity.ERROR}


def front(text: str) -> FrontMatter:
    return read_front_matter(Source("content/a.md", f"---\n{text}\n---\n"), AUDIENCES)


def faults(name: str, text: str) -> set[str]:
    """The codes of the errors that the reader of a file finds in it."""
    match name:
        case "site":
            return errors(read_settings(Source("site.toml", text), AUDIENCES).findings)
        case "audience":
            others = [
                Source(f"audiences/{one}.toml", 'name = "N"\n') for one in AUDIENCES if one != "student"
            ]
            files = read_audiences([*others, Source("audiences/student.toml", text)])
            return {one.code for one in files.diagnostics if one.is_error}
        case _:
            return errors(front(text).findings)


def as_data(name: str, text: str) -> object:
    return as_yaml(text) if name == "front-matter" else tomllib.loads(text)


# ------------------------------------------------------------------------------------ what is in a schema


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("in_site", [True, False])
def test_it_is_a_schema_and_its_examples_hold(name: str, *, in_site: bool) -> None:
    found = schema(name, in_site=in_site)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["title"]
    assert found["additionalProperties"] is False
    for key, one in found["properties"].items():
        assert one["description"], key
        for example in one.get("examples", ()):
            whole = {**found, "required": []}
            assert Validator(whole).is_valid({key: example}), key


def test_each_example_of_a_reference_holds() -> None:
    found = schema("front-matter")
    for key, one in found["$defs"]["reference"]["properties"].items():
        for example in one.get("examples", ()):
            assert Validator({**found["$defs"]["reference"], "$defs": found["$defs"]}).is_valid(
                {"id": "a", "title": "T", "kind": "web", key: example}
            ), key


def patterns(found: object) -> Iterator[str]:
    """Every regular expression in a schema."""
    if isinstance(found, dict):
        if isinstance(found.get("pattern"), str):
            yield found["pattern"]
        yield from found.get("patternProperties", {})
        found = list(found.values())
    for one in found if isinstance(found, list) else ():
        yield from patterns(one)


@pytest.mark.parametrize("name", NAMES)
def test_editors_can_read_its_regular_expressions(name: str) -> None:
    """They are JavaScript's, which with the flag `u` forgives nothing."""
    node = shutil.which("node")
    if node is None:
        absent("there is no node")
    script = "for (const one of JSON.parse(process.argv[1])) new RegExp(one, 'u')"
    found = [*patterns(schema(name)), *patterns(schema(name, in_site=False))]
    assert found
    ended = subprocess.run(
        [node, "-e", script, json.dumps(found)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("site", settings.FIELDS),
        ("audience", audience_files.FIELDS),
        ("front-matter", KEYS),
    ],
)
def test_each_key_that_is_read_is_a_property_and_no_other(name: str, known: Mapping[str, object]) -> None:
    assert list(schema(name)["properties"]) == list(known)


def test_the_reader_reads_what_the_schemas_know() -> None:
    assert {one.name for one in fields(settings.Settings)} == settings.FIELDS.keys()
    read = {one.name for one in fields(FrontMatter)} - {"places", "audience_places", "keys", "body"}
    assert read - {"findings", "unread"} == KEYS.keys()
    assert set(schema("front-matter")["$defs"]["reference"]["properties"]) == csl.VARIABLES | {"kind"}
    assert list(schema("site")["properties"]["strings"]["properties"]) == list(STRINGS)


@pytest.mark.parametrize("name", NAMES)
def test_a_key_that_is_not_in_the_schema_is_unknown_to_the_reader(name: str) -> None:
    text = "title: T\nsumary: x" if name == "front-matter" else 'name = "N"\ntitel = "x"'
    assert faults(name, text) & {"unknown-key", "unknown-setting"}
    assert not validator(name).is_valid(as_data(name, text))


class TestAudiences:
    """In a site a schema names its audiences; elsewhere it says what the name of one looks like."""

    TEXT = "title: T\naudiences: [nurse]\nreview: {nurse: submitted}"

    def test_in_a_site_they_are_its_own(self) -> None:
        found = schema("front-matter")["properties"]
        assert found["audiences"]["items"]["enum"] == list(AUDIENCES)
        assert schema("site")["properties"]["default_audience"]["enum"] == list(AUDIENCES)
        assert not validator("front-matter").is_valid(as_yaml(self.TEXT))

    def test_elsewhere_any_may_be(self) -> None:
        elsewhere = validator("front-matter", in_site=False)
        assert elsewhere.is_valid(as_yaml(self.TEXT))
        for word in ("Nurse", "else", "not-nurse", "1st"):
            assert not elsewhere.is_valid(as_yaml(self.TEXT.replace("nurse", word)))

    def test_a_file_that_cannot_be_one_is_none(self, tmp_path: Path) -> None:
        root = site_of(
            tmp_path, {"audiences/nurse.toml": "", "audiences/else.toml": "", "audiences/A.toml": ""}
        )
        assert '"nurse"\n' in commands.schema("audience", root, tmp_path)
        assert '"else"\n' not in commands.schema("audience", root, tmp_path)


# ------------------------------------------------------------------------- the same verdict as the reader

TWO_IN_ONE = ", author: ['Smith J, Jones K']"
TWICE = "\n  - {id: a, title: U, kind: web}"
GOOD_ENTRY = "references:\n  - {id: a, title: T, kind: web%s}"

SITE = [
    "",
    'title = "Our articles"\nlanguage = "en-GB"\ndefault_audience = "patient"\ntext_width = 20',
    'titel = "x"',
    "title = 3",
    'title = "a\\nb"',
    'text_width = "wide"',
    "text_width = 19",
    "text_width = 201",
    "text_width = true",
    'language = "en_GB"',
    'default_audience = "patiant"',
    'default_audience = ""',
    'base_url = "https://example.org/a/"',
    'base_url = ""',
    'base_url = "https://example.org/?q"',
    'base_url = "https://a@example.org/"',
    'base_url = "ftp://example.org"',
    'follow_up_url = "mailto:a@b.org"',
    'follow_up_url = "/ask.html"',
    'follow_up_url = "//example.org"',
    'follow_up_url = "https://example.org/?q#a"',
    'follow_up_url = "javascript:alert(1)"',
    'editor = "vscode://file/{path}"',
    'editor = "JavaScript:x"',
    'editor = "code"',
    'classes = ["wide", "narrow"]',
    'classes = ["wide", "wide"]',
    'classes = ["Wide"]',
    'classes = ["note"]',
    'classes = ["not-wide"]',
    'classes = ["patient"]',
    'classes = ["notes"]',
    'classes = "wide"',
    'reviewers = ["Dr Ada Example", ""]',
    'reviewers = ["A", "A"]',
    'strings = { references = "Sources" }',
    "strings = { references = 3 }",
    '[terms.hypertension]\npatient = "high blood pressure"',
    '[terms.hypertension]\npatient = { text = "pressure", explanation = "" }',
    '[terms.hypertension]\npatient = { explanation = "no text" }',
    '[terms.hypertension]\npatient = ""',
    '[terms.hypertension]\npatient = { text = "a", more = "b" }',
    '[terms.hypertension]\nnurse = "pressure"',
    '[terms]\nhypertension = "pressure"',
    '[terms.""]\npatient = "pressure"',
]
AUDIENCE = [
    'name = "Students"',
    "",
    'name = ""',
    'name = "a\\nb"',
    'name = "S"\ndescription = "a\\nb"\norder = -1\ndisclaimer = ""',
    'name = "S"\norder = "first"',
    'name = "S"\norder = 1.5',
    'name = "S"\nfalls_back_to = ["clinician"]',
    'name = "S"\nfalls_back_to = ["clinican"]',
    'name = "S"\nfalls_back_to = ["clinician", "clinician"]',
    'name = "S"\nfalls_back_to = "clinician"',
    'name = "S"\nreading_grade = 8.5',
    'name = "S"\nreading_grade = 0',
    'name = "S"\nreading_grade = true',
    'name = "S"\navoid = { "myocardial infarction" = "heart attack" }',
    'name = "S"\navoid = { " " = "heart attack" }',
    'name = "S"\navoid = ["infarction"]',
]
FRONT_MATTER = [
    "title: T",
    "summary: x",
    "title:",
    'title: " "',
    "title: 2018",
    "title: [Heart attack]",
    "title: T\nsumary: x",
    "title: T\nsummary:",
    "title: T\nsummary: [x]",
    "title: T\nupdated: 2025-10-29",
    "title: T\nupdated: 2025-13-29",
    "title: T\nupdated: 29 October 2025",
    "title: T\nupdated: 2025",
    "title: T\nupdated:",
    "title: T\naudiences: [patient, student]",
    "title: T\naudiences: patient",
    "title: T\naudiences: []",
    "title: T\naudiences: [patient, patient]",
    "title: T\naudiences: [patiant]",
    "title: T\nreview: submitted",
    "title: T\nreview: approved",
    "title: T\nreview: {patient: under-review}",
    "title: T\nreview: {patient: approved}",
    "title: T\nreview: {patiant: submitted}",
    "title: T\nreview:",
    "title: T\ndraft: true",
    "title: T\ndraft: yes",
    'title: T\ndraft: "true"',
    "title: T\naliases: [former, a/b, 2018]",
    "title: T\naliases: [Former]",
    "title: T\naliases: [patient/a]",
    "title: T\naliases: [assets]",
    "title: T\naliases: [a, a]",
    "title: T\naliases: former",
    "title: T\nreferences:",
    "title: T\nreferences: {id: a}",
    "title: T\nreferences: [smith2020]",
    "title: T\nreferences: [{id: a, title: T}]",
    "title: T\nreferences: [{id: a, kind: web}]",
    "title: T\nreferences: [{title: T, kind: web}]",
    "title: T\nreferences: [{id: a, title: T, type: article-journal}]",
    "title: T\nreferences: [{id: a, title: T, type: map}]",
    "title: T\nreferences: [{id: a, title: T, type: map, kind: report}]",
    "title: T\nreferences: [{id: a, title: T, kind: blog}]",
    "title: T\nreferences: [{id: a b, title: T, kind: web}]",
    "title: T\nreferences: [{id: 2018, title: T, kind: web}]",
    "title: T\nreferences: [{id: smith\u20132020, title: T, kind: web}]",
    "title: T\nreferences: [{id: smith\u00ab2020, title: T, kind: web}]",
    "title: T\nreferences: [{id: m\u00fcller_2020, title: T, kind: web}]",
    "title: T\nreferences: [{id: \u6797.2020, title: T, kind: web}]",
    "title: T\nreferences: [{id: a..b, title: T, kind: web}]",
    *(
        f"title: T\n{GOOD_ENTRY % f', {more}'}"
        for more in (
            "doi: 10.1000/x",
            "DOI: 11.1000/x",
            "DOI: https://doi.org/10.1000/x",
            "DOI: doi:10.1000/x",
            "DOI: https://doi.org/10.1000%2Fx",
            "DOI: https://doi.org/%31%30.1000/x",
            "DOI: https://doi.org/abc",
            "DOI: https://doi.org/",
            "DOI: 10.1",
            "PMID: 32049608",
            "PMID: 0",
            "PMID: PMC32",
            "url: https://example.org",
            "URL: example.org",
            "URL: /a",
            "issued: 2018",
            "issued: 2018-04",
            "issued: 2018-04-08",
            "issued: 2018-13",
            "issued: 0999",
            "issued: 0000",
            "issued: '999'",
            "issued: 2018-00",
            "issued: 2018-04-32",
            "issued: 2018-04-00",
            "issued: 2018-12-31",
            "issued: spring 2018",
            "issued: {date-parts: [[2018, 4]]}",
            "issued: {date-parts: [2018]}",
            "issued: {date-parts: []}",
            "issued: {raw: 2018-04}",
            "issued: {season: 1}",
            "accessed: ~",
            "volume: 26",
            "volume: [26]",
            "journal: Lancet",
            "author: World Health Organization",
            "author: [{family: Smith, given: Jane}]",
            "author: [{given: Jane}]",
            "author: [{family: Smith, first: Jane}]",
            "author: [{literal: WHO}]",
            "author: [[Smith]]",
            "author: ['']",
            "editor: []",
        )
    ),
]
BEYOND = [
    # What is beyond a schema, and the code by which the reader finds it.
    ("site", 'classes = ["patients"]', "bad-class"),  # one edit from an audience
    ("site", 'base_url = "https://example.org:99999"', "bad-setting"),  # no such port
    ("site", "text_width = 72.0", "bad-setting"),  # to JSON it is a whole number
    ("audience", 'name = "S"\nreading_grade = inf', "bad-setting"),
    ("audience", 'name = "S"\nfalls_back_to = ["student"]', "bad-fallback"),  # on itself
    ("front-matter", "title: T\nupdated: 2025-02-30", "bad-date"),  # no such day
    ("front-matter", "title: Vitamin B12 # how much?", "title-cut"),
    (
        "front-matter",
        f"title: T\n{GOOD_ENTRY % ''}{TWICE}",
        "duplicate-reference",
    ),
    ("front-matter", f"title: T\n{GOOD_ENTRY % ', doi: 10.1/a, DOI: 10.1/a'}", "duplicate-key"),
    ("front-matter", f"title: T\n{GOOD_ENTRY % TWO_IN_ONE}", "bad-name"),  # two in one
    ("front-matter", "title: T\nreferences: [{id: a\u2192b, title: T, kind: web}]", "bad-id"),  # no letter
    ("front-matter", f"title: T\n{GOOD_ENTRY % ', issued: 18'}", "bad-date"),  # to JSON as good as 0018
    ("front-matter", f"title: T\n{GOOD_ENTRY % ', DOI: https://doi.org/%'}", "bad-doi"),
    ("front-matter", "title: T\ndraft: True", "wrong-type"),  # to YAML 1.2 it is true
]

ROWS = [
    *(("site", text) for text in SITE),
    *(("audience", text) for text in AUDIENCE),
    *(("front-matter", text) for text in FRONT_MATTER),
]


@pytest.mark.parametrize(("name", "text"), ROWS)
def test_the_schema_and_the_reader_agree(name: str, text: str) -> None:
    found = faults(name, text)
    says = [one.message for one in validator(name).iter_errors(as_data(name, text))]
    assert bool(says) is bool(found), f"the reader finds {found or 'nothing'}, the schema {says or 'nothing'}"


def test_the_rows_are_good_and_bad() -> None:
    for name in NAMES:
        verdicts = {bool(faults(name, text)) for of, text in ROWS if of == name}
        assert verdicts == {True, False}


@pytest.mark.parametrize(("name", "text", "code"), BEYOND)
def test_what_only_the_reader_finds(name: str, text: str, code: str) -> None:
    assert faults(name, text) == {code}
    assert validator(name).is_valid(as_data(name, text))


VALUES = [
    "words",
    "''",
    "~",
    "true",
    "2012",
    "1.5",
    "[a]",
    "{a: b}",
    "https://example.org/a",
    "10.1000/x",
    "2018-04",
]


@pytest.mark.parametrize("key", sorted({*csl.VARIABLES, *csl.SPELT, "kind"} - {"id"}))
def test_each_field_of_a_reference_takes_what_the_schema_says(key: str) -> None:
    others = {"id": "a", "title": "T", "kind": "web"}
    for value in VALUES:
        entry = {**others, key: value}
        said = ", ".join(f"{name}: {one}" for name, one in entry.items())
        text = f"title: T\nreferences: [{{{said}}}]"
        assert validator("front-matter").is_valid(as_yaml(text)) == (not faults("front-matter", text)), text


def test_what_is_read_of_a_reference_is_what_is_said_to_be_read() -> None:
    """A list fits no field that is read but the names; a field that is not read takes anything."""
    lists = {
        name
        for name in csl.VARIABLES - {"id", "title", "author", "editor", "type"}
        if faults("front-matter", f"title: T\n{GOOD_ENTRY % f', {name}: [[a]]'}")
    }
    assert lists == READ.keys() - {"id", "title", "author", "editor", "type", "kind"}


KEYS_OF_CITATIONS = st.one_of(
    st.from_regex(CITATION_KEY, fullmatch=True),
    st.text(st.characters(max_codepoint=127), min_size=1, max_size=4),
    st.text(st.sampled_from("aZ0_:.#-/ \u20ac\u00e9"), min_size=1, max_size=6),
)


@given(KEYS_OF_CITATIONS)
def test_each_key_that_can_be_cited_has_the_form_of_the_schema(key: str) -> None:
    """Of signs that are no letters the schema knows some; in ASCII it knows all."""
    is_key, has_form = CITATION_KEY.fullmatch(key), re.fullmatch(KEY_FORM, key)
    assert has_form or not is_key
    assert is_key or not (has_form and key.isascii())


@pytest.mark.parametrize("begin", range(0, 0x110000, 0x8000))
def test_no_letter_and_no_digit_is_refused(begin: int) -> None:
    signs = [one for one in map(chr, range(begin, begin + 0x8000)) if CITATION_KEY.fullmatch(one)]
    assert [one for one in signs if not re.fullmatch(KEY_FORM, one)] == []


@given(st.one_of(st.dates().map(str), st.from_regex(r"[0-3]{4}(-[0-9]{1,2}){0,3}", fullmatch=True)))
def test_a_date_has_the_form_of_the_schema_where_there_is_such_a_month_and_day(written: str) -> None:
    found = ISO_DATE.fullmatch(written)
    year, month, day = (int(one or 1) for one in found.groups()) if found else (0, 0, 0)
    assert bool(re.fullmatch(DATE_FORM, written)) is (year > 0 < month <= 12 and 0 < day <= 31)
    assert bool(re.fullmatch(DAY_FORM, written)) is bool(
        ISO_DAY.fullmatch(written) and re.fullmatch(DATE_FORM, written)
    )


KEY_VALUES = st.recursive(
    st.sampled_from(["a", "patient", "true", "2018", "2025-10-29", "submitted", "~", "''", "A b"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2).map(lambda some: f"[{', '.join(some)}]"),
        st.tuples(st.sampled_from(["patient", "id", "a"]), inner).map(
            lambda pair: f"{{{pair[0]}: {pair[1]}}}"
        ),
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*KEYS, "other"]), KEY_VALUES, max_size=4))
def test_any_front_matter_is_judged_alike(keys: dict[str, str]) -> None:
    text = "\n".join(f"{key}: {value}" for key, value in keys.items()) or "title:"
    assert validator("front-matter").is_valid(as_yaml(text)) == (not faults("front-matter", text))


# ------------------------------------------------------------------------------------ files that are there


def shipped() -> Iterator[tuple[str, Path]]:
    starter = ROOT / "renderer/site/starter"
    yield "site", ROOT / "site.toml"
    yield from (("site", path) for path in starter.glob("site.toml"))
    yield from (("audience", path) for path in sorted((ROOT / "audiences").glob("*.toml")))
    for folder in (ROOT / "content", starter / "content"):
        yield from (("front-matter", path) for path in sorted(folder.rglob("*.md")))


@pytest.mark.parametrize(("name", "path"), list(shipped()), ids=str)
def test_the_files_that_we_ship_are_valid(name: str, path: Path) -> None:
    text = path.read_text("utf-8")
    data = as_data(name, text.split("---\n")[1] if name == "front-matter" else text)
    assert [one.message for one in validator(name).iter_errors(data)] == []


# ------------------------------------------------------------------------------------------- the command


class TestTheCommand:
    def test_it_prints_a_schema_anywhere(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for name in NAMES:
            assert main(["schema", name]) == 0
            printed = capsys.readouterr()
            assert json.loads(printed.out)["$id"] == f"urn:renderer:schema:{name}"
            assert printed.err == ""

    @pytest.mark.parametrize(
        ("word", "meant"),
        [
            ("audiences", "audience"),
            ("site.toml", "site"),
            ("audiences/patient.toml", "audience"),
            ("frontmatter", "front-matter"),
            ("content/a.md", "front-matter"),
        ],
    )
    def test_a_name_that_is_none_gets_the_nearest(
        self, word: str, meant: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["schema", word]) == 2
        assert f"did you mean '{meant}'?" in capsys.readouterr().err

    def test_any_other_name_gets_the_list(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["schema", "zebra"]) == 2
        said = capsys.readouterr().err
        assert "'site', 'audience', 'front-matter'" in said
        assert "did you mean" not in said

    def test_a_folder_that_is_no_site_is_wrong_usage(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["schema", "site", "--site", str(tmp_path)]) == 2
        assert "is no site" in capsys.readouterr().err
