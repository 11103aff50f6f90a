"""`site.toml` and `audiences/*.toml`: every fault at once, each at its place."""

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.diagnostics import Span
from renderer.language.source import Source
from renderer.language.terms import Term
from renderer.site.audience_files import AudienceFiles, read_audiences
from renderer.site.settings import Settings, SettingsFile, read_settings
from renderer.site.toml import Array, Item, Scalar, Table, Text, read_toml

AUDIENCES = ("patient", "clinician", "student")


def settings(text: str) -> SettingsFile:
    return read_settings(Source("site.toml", text), AUDIENCES)


def faults(text: str) -> list[tuple[str, str]]:
    """The code of each fault and the very characters it points at."""
    file = settings(text)
    assert file.source is not None
    return [(one.code.name, file.source.text[slice(*one.span)]) for one in file.findings]


def audiences(**texts: str) -> AudienceFiles:
    return read_audiences([Source(f"audiences/{name}.toml", text) for name, text in texts.items()])


def said(files: AudienceFiles) -> list[tuple[str, str, int, int]]:
    return [
        (one.code, one.path.removeprefix("audiences/"), one.line, one.column) for one in files.diagnostics
    ]


# TOML with places


def items(item: Item, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Item]]:
    yield path, item
    match item:
        case Table(inner):
            for key, one in inner.items():
                yield from items(one, (*path, key))
        case Array(entries):
            for number, one in enumerate(entries):
                yield from items(one, (*path, number))
        case Text() | Scalar():
            return


def quoted(text: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n"}
    return '"' + "".join(escapes.get(one, one) for one in text) + '"'


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
keys = st.one_of(st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True), words.map(quoted))
scalars = st.one_of(
    words.map(quoted),
    words.filter(lambda one: "'" not in one).map(lambda one: f"'{one}'"),
    words.map(lambda one: f'"""\n{quoted(one)[1:-1]}\n """'),
    words.filter(lambda one: "'" not in one).map(lambda one: f"'''\n{one}\n'''"),
    st.sampled_from(
        ["1", "-0.5e3", "true", "inf", "1979-05-27 07:32:00", "0xff", '"\\u0041"', '""', '"x#]},="']
    ),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda some: "[ # one ]\n " + ",\n".join(some) + " ]"),
        st.dictionaries(keys, inner, max_size=3).map(
            lambda some: "{ " + ", ".join(f"{key} = {one}" for key, one in some.items()) + " }"
        ),
    ),
    max_leaves=5,
)
dotted = st.lists(keys, min_size=1, max_size=2).map(" . ".join)
pairs = st.tuples(dotted, values).map(lambda pair: f"{pair[0]} = {pair[1]} # x = 1")
headings = st.one_of(
    dotted.map("[ {} ]".format), dotted.map("[[{}]] # [y]".format), st.just("# [no]"), st.just("")
)
documents = st.lists(st.one_of(pairs, headings), max_size=7).map("\n".join)


@given(documents)
def test_every_value_and_key_of_a_file_is_found_where_it_stands(text: str) -> None:
    source = Source("x.toml", text)
    file = read_toml(source)
    try:
        tomllib.loads(source.text)
    except tomllib.TOMLDecodeError:
        assert [one.code.name for one in file.findings] == ["broken-toml"]
        return
    for path, item in items(file.table):
        if path and isinstance(path[-1], str):
            written = source.text[slice(*item.key)]
            assert next(iter(tomllib.loads(f"{written} = 1"))) == path[-1]
        match item:
            case Text(inner, _, span):
                assert tomllib.loads(f"x = {source.text[slice(*span)]}")["x"] == inner.text
                assert not inner.exact or source.text[slice(*inner.span)] == inner.text
            case Scalar(value, _, span):
                assert tomllib.loads(f"x = {source.text[slice(*span)]}")["x"] == value
            case Array() | Table():
                pass


@given(st.text())
def test_reading_never_raises(text: str) -> None:
    file = settings(text)
    assert file.source is not None
    file.source.diagnoses(file.findings)
    audiences(x=text)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("title = 'a'\ntitle = 'b'\n", (2, 1), "title stands here a second time"),
        ("[terms]\na = {}\n[terms]\n", (3, 2), "terms stands here a second time"),
        ("title = My site\n", (1, 9), "invalid value"),
        ("\ntitle = 'a", (2, 11), "expected"),
        ("a = [\n1\n", (3, 1), "unclosed array"),
        ("a = " + "[" * 5000, (1, 1), "nested too deep"),
        ("a = " + "9" * 5000, (1, 1), "too many digits"),
    ],
)
def test_what_is_no_toml_is_shown_at_its_place(text: str, place: tuple[int, int], words: str) -> None:
    file = settings(text)
    assert file.source is not None
    (diagnostic,) = file.source.diagnoses(file.findings)
    assert diagnostic.code == "broken-toml"
    assert (diagnostic.line, diagnostic.column) == place
    assert words in diagnostic.message
    assert file.settings == Settings()


def test_a_byte_order_mark_and_windows_line_ends_move_no_place() -> None:
    file = settings("\ufefftitle = 'A'\r\ntitel = 'B'\r\n")
    assert file.source is not None
    (diagnostic,) = file.source.diagnoses(file.findings)
    assert (diagnostic.line, diagnostic.column, diagnostic.end_column) == (2, 1, 6)
    assert file.settings.title == "A"


# site.toml


def test_without_a_file_all_is_at_its_default() -> None:
    assert read_settings(None, AUDIENCES) == SettingsFile(Settings())
    assert settings("").settings == Settings()
    assert Settings().text_width == 72


WHOLE = """
title = "Plain answers"
base_url = "https://example.org/health/"
language = "en-GB"
default_audience = "patient"
publisher = "The Example Trust"
advisory_board = "Reviewed by [our board](/board.html)."
editorial_policy_url = "/policy.html"
follow_up_url = "mailto:ask@example.org"
classes = ["wide", "aside"]
text_width = 60
reviewers = ["Dr Ada Example"]
editor = "vscode://file/{path}:{line}:{column}"
[terms."heart attack"]
patient = "heart attack"
clinician = { text = "myocardial infarction", explanation = "necrosis of heart muscle" }
[strings]
references = "Sources"
"""


def test_every_setting_is_read() -> None:
    file = settings(WHOLE)
    assert file.findings == ()
    one = file.settings
    assert one.base_url == "https://example.org/health"
    assert (one.title, one.language, one.default_audience) == ("Plain answers", "en-GB", "patient")
    assert (one.publisher, one.text_width, one.classes) == ("The Example Trust", 60, ("wide", "aside"))
    assert (one.editorial_policy_url, one.follow_up_url) == ("/policy.html", "mailto:ask@example.org")
    assert one.reviewers == ("Dr Ada Example",)
    assert one.terms == {
        "heart attack": {
            "patient": Term("heart attack"),
            "clinician": Term("myocardial infarction", "necrosis of heart muscle"),
        }
    }
    assert one.strings == {"references": "Sources"}
    assert one.editor.startswith("vscode:")


def test_words_that_are_parsed_later_know_their_place() -> None:
    board = settings(WHOLE).settings.advisory_board
    assert board.exact
    assert WHOLE[slice(*board.span)] == board.text
    assert not settings('advisory_board = "\\u0041 board"').settings.advisory_board.exact


def test_a_key_checked_elsewhere_can_be_pointed_at() -> None:
    file = settings(WHOLE)
    assert WHOLE[slice(*file.table.at("strings", "references"))] == "references"
    assert WHOLE[slice(*file.table.at("text_width"))] == "text_width"
    assert file.table.at("nothing", "here") == Span(0, 0)


def test_all_faults_of_a_file_are_found_at_once_each_at_its_place() -> None:
    assert faults(
        """\
titel = "x"
title = ["a"]
classes = ["wide", "patients", "else", "Wide", "wide", "not-x", "note", "student", 3]
text_width = true
reviewers = ["A", "A", "", 7]
default_audience = "patiant"
[terms.mi]
patient = 3
studnet = "x"
clinician = { txt = "s" }
[strings]
a = 1
"""
    ) == [
        ("unknown-setting", "titel"),
        ("bad-setting", '["a"]'),
        ("bad-setting", "3"),
        ("bad-setting", "true"),
        ("bad-setting", '""'),
        ("bad-setting", "7"),
        ("bad-setting", "1"),
        ("listed-twice", "wide"),
        ("listed-twice", "A"),
        ("bad-class", "patients"),
        ("bad-class", "else"),
        ("bad-class", "Wide"),
        ("bad-class", "not-x"),
        ("bad-class", "note"),
        ("bad-class", "student"),
        ("not-an-audience", "patiant"),
        ("bad-setting", "3"),
        ("not-an-audience", "studnet"),
        ("unknown-setting", "txt"),
        ("missing-setting", "clinician"),
    ]


def test_suggestions_name_the_nearest_word() -> None:
    messages = [one.message for one in settings("titel = 'x'\ndefault_audience = 'patiant'").findings]
    assert messages == [
        "'titel' is no setting here; did you mean 'title'?",
        "'patiant' is not an audience; did you mean 'patient'?",
    ]


def test_a_bad_class_does_not_take_the_others_with_it() -> None:
    assert settings('classes = ["wide", "patients", 3]').settings.classes == ("wide",)


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("base_url", ["", "http://x.org", "https://x.org:8080/a/b/"],
         ["x.org", "ftp://x.org", "http://", "https://x.org/?a", "https://x.org/#a", "https://x .org", "http://[",
          "http://x:99999"]),
        ("follow_up_url", ["", "/ask.html", "mailto:a@b.org", "https://x.org/?q=1#a"],
         ["//x.org", "javascript:alert(1)", "mailto:", "mailto:a", "ask.html", "https://x.org/a b",
          "/a\\\\b"]),
        ("editor", ["", "vscode://file/{path}"], ["javascript:x", "code", "DATA:x"]),
        ("language", ["en", "en-GB", "zh-Hant-TW", "gsw"], ["", "e", "en_GB", "english language", "en-"]),
        ("title", ["", "A"], ["a\\nb"]),
    ],
)  # fmt: skip
def test_texts_have_their_shape(key: str, good: list[str], bad: list[str]) -> None:
    for value in good:
        assert faults(f'{key} = "{value}"') == [], value
    for value in bad:
        assert faults(f'{key} = "{value}"') == [("bad-setting", f'"{value}"')], value


@pytest.mark.parametrize(
    ("width", "fits"), [(19, False), (20, True), (200, True), (201, False), (72.0, False)]
)
def test_a_width_is_a_whole_number_within_bounds(width: float, fits: bool) -> None:  # noqa: FBT001
    file = settings(f"text_width = {width}")
    assert (not file.findings) is fits
    assert file.settings.text_width == (width if fits else 72)


# audiences/*.toml


def test_an_audience_is_read_whole() -> None:
    files = audiences(
        clinician='name = "Clinicians"\norder = 2\n',
        student="""
name = "Students"
description = "Who learn"
order = 1
falls_back_to = ["clinician"]
disclaimer = "*Verify* it."
reading_grade = 12.5
[avoid]
"utilise" = "use"
""",
    )
    assert files.diagnostics == ()
    assert files.audiences.ids == ("student", "clinician")
    student = files.audiences.named("student")
    assert (student.name, student.description, student.order) == ("Students", "Who learn", 1)
    assert student.falls_back_to == ("clinician",)
    assert (student.reading_grade, student.avoid) == (12.5, {"utilise": "use"})
    disclaimer = files.disclaimers["student"]
    assert files.sources["student"].text[slice(*disclaimer.span)] == student.disclaimer == "*Verify* it."


def test_order_ties_are_broken_by_id() -> None:
    files = audiences(b2='name = "B"', a1='name = "A"', c3='name = "C"\norder = -1')
    assert files.audiences.ids == ("c3", "a1", "b2")


def test_all_faults_of_all_files() -> None:
    files = audiences(
        patient='name = "P"\nfalls_back_to = ["patient", "clinicain", "nurse", "nurse"]\n',
        clinician='reading_grade = -1\nnam = "x"\n',
        nurse='name = "N"\norder = "1"\navoid = { a = 1, b = "x" }\ndisclaimer = 2\n',
        broken="name = x\n",
    )
    assert said(files) == [
        ("broken-toml", "broken.toml", 1, 8),
        ("missing-setting", "clinician.toml", 1, 1),
        ("bad-setting", "clinician.toml", 1, 17),
        ("unknown-setting", "clinician.toml", 2, 1),
        ("bad-setting", "nurse.toml", 2, 9),
        ("bad-setting", "nurse.toml", 3, 15),
        ("bad-setting", "nurse.toml", 4, 14),
        ("bad-fallback", "patient.toml", 2, 19),
        ("bad-fallback", "patient.toml", 2, 30),
        ("listed-twice", "patient.toml", 2, 52),
    ]
    assert files.audiences.named("patient").falls_back_to == ("nurse",)
    assert files.audiences.named("broken").name == "broken"


@pytest.mark.parametrize(
    "name",
    ["Patient", "1st", "else", "only", "choose", "note", "key-points", "not-x", "assets", "a_b", "é", ""],
)  # fmt: skip
def test_names_that_no_audience_may_have(name: str) -> None:
    files = audiences(**{name: 'name = "X"'})
    assert said(files) == [("bad-audience-id", f"{name}.toml", 1, 1)]
    assert len(files.audiences) == 0


@pytest.mark.parametrize("other", ["patients", "patiet", "pateint", "matient"])
def test_ids_one_edit_apart_are_a_warning(other: str) -> None:
    files = audiences(**{"patient": 'name = "A"', other: 'name = "B"'})
    (diagnostic,) = files.diagnostics
    assert diagnostic.code == "audiences-alike"
    assert not diagnostic.is_error
    assert len(files.audiences) == 2


def test_ids_two_edits_apart_are_none() -> None:
    assert audiences(patient='name = "A"', patently='name = "B"').diagnostics == ()


def test_no_audience_at_all() -> None:
    assert [(one.code, one.path) for one in read_audiences([]).diagnostics] == [("no-audiences", "audiences")]
