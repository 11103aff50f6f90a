"""`renderer check --fix`: what has one safe mending is mended, and nothing else is touched."""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from renderer.build.commands import FixOutcome, OpenSite, check, fix
from renderer.build.edits import composed, place_before
from renderer.build.mender import HARM, TOO_OFTEN, Step, apart
from renderer.build.workspace import Finished, Workspace
from renderer.cli import main
from renderer.diagnostics import Edit, Span
from renderer.editions.index import Entry, Want
from renderer.language.source import Source
from renderer.site import rewrite as rewriting
from renderer.site.rewrite import edited
from tests.door import Given, example
from tests.model.damage import damage
from tests.model.documents import document
from tests.model.source import files
from tests.sites import SQUARE, article, opened, put, site_of
from tests.spec.conftest import examples
from tests.test_no_leak import SOUP

SPEC = Path(__file__).parent / "spec"
TWICE = re.compile(" {2,}")
FRONT = "---\ntitle: T\n{}\n---\n\nWords.\n"


def mended(root: Path, text: str, *, write: bool = True) -> tuple[str, list[str]]:
    """What an article becomes, and the names of what was mended in it."""
    (root / "content").mkdir(exist_ok=True)
    (root / "content/a.md").write_bytes(text.encode())
    outcome = fix(opened(root), (), write=write)
    assert outcome.failures == ()
    return (root / "content/a.md").read_bytes().decode(), [one.name for one in outcome.mended]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return site_of(tmp_path, {"content/other.md": article()})


WORDS = [
    ("Rest.  Then walk.", "Rest. Then walk.", 1),
    ("Rest   and **drink**  water.", "Rest and **drink** water.", 2),
    ("## For  you {.patient}\n\nWords.", "## For you {.patient}\n\nWords.", 1),
    ("1.  First  one\n2.  Second", "1.  First one\n2.  Second", 1),
    ("> Quoted  words", "> Quoted words", 1),
    ("[One]{.patient  .student} more", "[One]{.patient .student} more", 1),
    ("{.patient  .student}\nA block", "{.patient .student}\nA block", 1),
    ('[One]{#y  .patient  lang="fr"}', '[One]{#y .patient lang="fr"}', 2),
    ("[One]{  .patient  }", "[One]{ .patient }", 2),
    ("[One]{lang=fr  .patient}", "[One]{lang=fr .patient}", 1),
    ("## Two {  #two  lang=fr}", "## Two { #two lang=fr}", 2),
    ("`<!--` and  then", "`<!--` and then", 1),
    ("```\n<!--\n```\n\nOne  two", "```\n<!--\n```\n\nOne two", 1),
    ("    <!--\n\nOne  two", "    <!--\n\nOne two", 1),
    ("\\<!-- One  two", "\\<!-- One two", 1),
    ("\\\\<!-- a  b --> One  two", "\\\\<!-- a  b --> One two", 1),
    ("Now <!-- `a  b -->  and  c  `d`", "Now <!-- `a  b --> and c `d`", 3),
    ("| a |\n|---|\n| `<!--` |\n\nOne  two", "| a |\n|---|\n| `<!--` |\n\nOne two", 1),
    ("<!-- a -->\n\nOne  two", "<!-- a -->\n\nOne two", 1),
]
"""An article's words, what they become, and how many blanks are mended."""


@pytest.mark.parametrize(("before", "after", "count"), WORDS)
def test_a_blank_that_stands_twice_is_taken_away(site: Path, before: str, after: str, count: int) -> None:
    names = ["double-space"] * count
    assert mended(site, article(f"For all.\n\n{before}")) == (article(f"For all.\n\n{after}"), names)


@pytest.mark.parametrize(
    "words",
    [
        "A line break  \nthat stays.",
        "Trailing blank \nand two at the end  ",
        "`a  b` and ``c  d``",
        "```\na  b {.x  .y}\n```",
        "- item\n\n      a  b",
        "| a  b | c  |\n|------|----|\n| d  e | f  |\n\nTable: of  two",
        "<!-- a  note {.patient  .student} -->",
        "Words <!-- a  note --> more",
        "-   a marker\n\n    and its words",
        "   indented by three",
        "[a](<b  c.md>)",
        "A  line with [an error]{.patiant}",
    ],
)
def test_other_blanks_stay(site: Path, words: str) -> None:
    assert mended(site, article(words)) == (article(words), [])


def test_what_looks_like_a_comment_in_the_front_matter_hides_nothing(site: Path) -> None:
    before = article("![A](a.svg){width=10  height=10}", summary='"a `<!--` b"')
    put(site, {"content/a.svg": SQUARE.format("A")})
    assert mended(site, before) == (before.replace("10  h", "10 h"), ["double-space"])


SLIPS = [
    ("[Rest]{patient}[Walk]{else}", "[Rest]{.patient}[Walk]{.else}", ["bad-attributes"] * 2),
    ("[Rest]{.patient, .student}", "[Rest]{.patient .student}", ["bad-attributes"]),
    ("[Rest]{.patient\xa0.student}", "[Rest]{.patient .student}", ["bad-attributes"]),
    ("[Rest]{.patient lang=“fr”}", '[Rest]{.patient lang="fr"}', ["bad-attributes"]),
    ("::: .patient\nRest.\n:::", "::: patient\nRest.\n:::", ["bad-attributes"]),
    ("::: patient, student\nRest.\n:::", "::: patient student\nRest.\n:::", ["bad-attributes"]),
    ("> ::: {patient}\n> Rest.\n> :::", "> ::: {.patient}\n> Rest.\n> :::", ["bad-attributes"]),
    ("[Rest]{patient  student}  now", "[Rest]{.patient .student} now", ["bad-attributes", "double-space"]),
]


@pytest.mark.parametrize(("before", "after", "names"), SLIPS)
def test_an_attribute_list_is_written_as_it_must_be_meant(
    site: Path, before: str, after: str, names: list[str]
) -> None:
    assert mended(site, article(f"For all.\n\n{before}")) == (article(f"For all.\n\n{after}"), names)
    assert check(opened(site), ()).diagnostics == ()


@pytest.mark.parametrize(
    "words",
    [
        "[Rest]{.patiant}",
        "[Rest]{patiant}",
        "[Rest]{Patient}",
        "[Rest]{.patient .patient}",
        "[Rest]{.patient patient}",
        "[Rest]{!patient}",
        "::: patiant\nRest.\n:::",
        "::: .patient .patiant\nRest.\n:::",
        "Dear \\begin{patient}",
        "[Rest]{.patient lang=“french language”}",
        "[Rest]{.patient width=“wide”}",
        "Words{patient}",
        ":: patient\nRest.\n::",
        "# Heading {.patient}\n\n## Below\n\nWords.",
        "Heading\n---",
    ],
)
def test_what_would_be_a_guess_is_left_to_the_author(site: Path, words: str) -> None:
    assert mended(site, article(f"For all.\n\n{words}")) == (article(f"For all.\n\n{words}"), [])
    assert check(opened(site), ()).diagnostics != ()


HEADS = [
    ("updated: 2025-1-5", "updated: 2025-01-05", "bad-date"),
    ("updated: 2025/01/5", "updated: 2025-01-05", "bad-date"),
    ('updated: "2025.1.5"', 'updated: "2025-01-05"', "bad-date"),
    ("audiences: patient", "audiences: [patient]", "wrong-type"),
    ("audiences: patient, student", "audiences: [patient, student]", "wrong-type"),
    ("aliases: old/name", "aliases: [old/name]", "wrong-type"),
    ("aliases: [/old.md, older]", "aliases: [old, older]", "bad-alias"),
    ("draft: yes", "draft: true", "wrong-type"),
    ("draft: False", "draft: false", "wrong-type"),
    ("Summary: Words", "summary: Words", "unknown-key"),
    ("summary: Asthma: what helps", 'summary: "Asthma: what helps"', "broken-yaml"),
    ('summary: a "b": c', 'summary: "a \\"b\\": c"', "broken-yaml"),
    ("summary: [A]{.patient}[B]{.else}", 'summary: "[A]{.patient}[B]{.else}"', "broken-yaml"),
]
"""A line of front matter, what it becomes, and what was wrong with it."""


@pytest.mark.parametrize(("before", "after", "code"), HEADS)
def test_front_matter_is_written_as_it_must_be_meant(site: Path, before: str, after: str, code: str) -> None:
    assert mended(site, FRONT.format(before)) == (FRONT.format(after), [code])
    assert [one for one in check(opened(site), ()).diagnostics if one.is_error] == []


@pytest.mark.parametrize(
    "line",
    [
        "updated: 5/1/2025",
        "updated: 2025-13-1",
        "updated: 2025-2-30",
        "updated: 2025-1/5",
        "updated: 2025-1",
        "audiences: patiant",
        "audiences: patient student",
        "audiences: [patient, patient]",
        "audiences: Patient",
        "aliases: Old Name",
        "aliases: [Old]",
        "draft: maybe",
        "titel: Asthma",
        "summary: Asthma: what # helps",
        "summary: Vitamin B12 # how much?",
        "summary: [Heart attack]",
        "summary: {a: b",
        'summary: "Asthma" and more',
        "date: 2025-01-05",
        "review: approved",
    ],
)
def test_front_matter_that_may_mean_several_things_is_left(site: Path, line: str) -> None:
    assert mended(site, FRONT.format(line)) == (FRONT.format(line), [])


def test_blank_lines_above_the_front_matter_go(site: Path) -> None:
    assert mended(site, "\n \n" + article()) == (article(), ["no-front-matter"])


CHAINS = [
    ("Audiences: patient", "audiences: [patient]", ["unknown-key", "wrong-type"]),
    ("Updated: 2026/1/5", "updated: 2026-01-05", ["unknown-key", "bad-date"]),
    ("Aliases: [/old.md]", "aliases: [old]", ["unknown-key", "bad-alias"]),
    ("Aliases: [/old.md, /older]", "aliases: [old, older]", ["unknown-key", "bad-alias", "bad-alias"]),
    ("Draft: yes", "draft: true", ["unknown-key", "wrong-type"]),
    ("Summary: Asthma: what helps", 'summary: "Asthma: what helps"', ["unknown-key", "broken-yaml"]),
    ("Summary: A [b]{patient}", "summary: A [b]{.patient}", ["unknown-key", "bad-attributes"]),
]
"""A line of front matter in which one fault hides another, what it becomes, and what was wrong with it."""


@pytest.mark.parametrize(("before", "after", "codes"), CHAINS)
def test_a_fault_that_another_one_hid_is_mended_with_it(
    site: Path, before: str, after: str, codes: list[str]
) -> None:
    assert mended(site, FRONT.format(before)) == (FRONT.format(after), codes)


def test_a_hidden_fault_without_a_mending_leaves_both(site: Path) -> None:
    text = FRONT.format("Updated: 2026/13/5")
    assert mended(site, text) == (text, [])


@pytest.mark.parametrize(
    "text",
    [
        *map(
            FRONT.format,
            [
                "audiences: patient, patient",
                "aliases: [old, old.md]",
                "aliases: [/old, old.md]",
                "aliases: [/patient]",
                "aliases: assets",
                "aliases: patient/old",
                "aliases: [guide/index.md]",
                "aliases: [content/old.md]",
                "aliases: [/content/old]",
                "aliases: [index.md]",
            ],
        ),
        *map(
            article,
            [
                "Dear {patient},",
                "{patient} words",
                "[a]{.student} {patient}",
                "{patient}\n\n",
                "[w]{note}",
                "[w]{figure, patient}",
                "![w](w.png){warning}",
                "- {term} words",
                "[w]{patient, else}",
                "::: patient, else\nw\n:::",
                "[w]{only,}",
                "[w]{patient #page-1}",
                "[w]{.patient}{student}",
            ],
        ),
    ],
)
def test_no_mending_is_offered_that_is_known_to_make_another_fault(site: Path, text: str) -> None:
    assert mended(site, text) == (text, [])
    assert [one.code for one in check(opened(site), ()).diagnostics if one.mending] == []


@pytest.mark.parametrize(
    ("alias", "better"),
    [("guide/index.md", "guide"), ("content/old.md", "old"), ("/content/a/index.md", "a")],
)
def test_the_id_of_a_file_is_named_where_its_path_stands(site: Path, alias: str, better: str) -> None:
    mended(site, FRONT.format(f"aliases: [{alias}]"))
    (one,) = check(opened(site), ()).diagnostics
    assert (one.code, one.help == f"write '{better}'") == ("bad-alias", True)


def test_an_article_full_of_what_cannot_be_mended_is_not_tried_for_ever(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = list[str]()
    work_on = Workspace.work_on

    def counted(workspace: Workspace, name: str, source: Source) -> tuple[Finished, Entry, tuple[Want, ...]]:
        tried.append(name)
        return work_on(workspace, name, source)

    put(site, {"content/a.md": article("".join(f"[W {n}]{{else}} more.\n\n" for n in range(300)))})
    check(opened(site), ())  # so that what is looked at first is remembered or not alike
    before = files_of(site / "content")
    monkeypatch.setattr(Workspace, "work_on", counted)
    outcome = fix(opened(site), ("a",), write=True)
    assert len(tried) < 120
    assert (outcome.mended, len(outcome.left), files_of(site / "content")) == ((), 300, before)
    assert {one.why for one in outcome.left} == {HARM, TOO_OFTEN}


def test_a_mending_that_would_bring_out_another_fault_is_not_made(site: Path) -> None:
    text = FRONT.format("Title: Again")
    assert mended(site, text) == (text, [])


def test_of_several_the_harmless_ones_are_made(site: Path) -> None:
    text = FRONT.format("Title: Again\nupdated: 2025-1-5\ndraft: no")
    wanted = FRONT.format("Title: Again\nupdated: 2025-01-05\ndraft: false")
    assert mended(site, text) == (wanted, ["bad-date", "wrong-type"])


def test_of_edits_that_touch_the_first_is_made_and_the_rest_waits() -> None:
    spans = [(0, 2), (1, 3), (2, 4), (5, 5), (5, 6), (8, 9)]
    steps = [Step((Edit(Span(*span), ""),), (("code", 0),)) for span in spans]
    assert [one.span for one in apart(steps)] == [(0, 2), (5, 5), (8, 9)]


EDITS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), st.text("xyz", max_size=3)), max_size=4)


@given(EDITS, EDITS)
def test_edits_of_what_edits_made_are_edits_of_what_was(
    first: list[tuple[int, int, str]], more: list[tuple[int, int, str]]
) -> None:
    was = "abcdefghijkl"

    def edits_of(text: str, drawn: list[tuple[int, int, str]]) -> list[Edit]:
        kept, last = list[Edit](), -1
        for start, length, words in sorted(drawn):
            if last < start <= len(text):
                last = min(start + length, len(text))
                kept.append(Edit(Span(start, last), words))
        return kept

    before = edits_of(was, first)
    now = edited(was, before)
    after = edits_of(now, more)
    whole = composed(before, after)
    assert edited(was, whole) == edited(now, after)
    assert all(one.span.end <= other.span.start for one, other in pairwise(whole))
    for offset, letter in enumerate(now):
        if letter in was:
            assert was[place_before(before, offset)] == letter


class TestTheBytes:
    """Outside what was mended no byte changes."""

    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("last", ["", "\n", "  \n\n"])
    def test_line_ends_and_marks_stay(self, site: Path, mark: str, end: str, last: str) -> None:
        before, after = (
            mark + f"---\ntitle: T\nupdated: {day}\n---\nÄ {tag} \U0001f600{last}".replace("\n", end)
            for day, tag in (("2025-1-5", "[a]{patient}"), ("2025-01-05", "[a]{.patient}"))
        )
        assert mended(site, before) == (after, ["bad-date", "bad-attributes"])

    def test_an_article_with_nothing_to_mend_is_not_written(self, site: Path) -> None:
        before = (site / "content/other.md").stat()
        mended(site, article("Two  words."))
        after = (site / "content/other.md").stat()
        assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)

    def test_a_file_keeps_its_mode_and_leaves_nothing_beside_it(self, site: Path) -> None:
        file = site / "content/other.md"
        file.write_text(article("Two  words."))
        file.chmod(0o640)
        mended(site, article())
        assert file.read_text() == article("Two words.")
        assert file.stat().st_mode & 0o777 == 0o640
        assert sorted(os.listdir(site / "content")) == ["a.md", "other.md"]  # noqa: PTH208

    def test_a_link_stays_one_and_its_file_is_mended_once(self, site: Path) -> None:
        (site / "content/other.md").write_text(article("Two  words."))
        (site / "content/link.md").symlink_to("other.md")
        _, names = mended(site, article())
        assert names == ["double-space"]
        assert (site / "content/link.md").is_symlink()
        assert (site / "content/other.md").read_text() == article("Two words.")

    def test_a_dry_run_mends_it_once_too(self, site: Path) -> None:
        put(site, {"content/b.md": article("Two  words."), "content/d/c.md": article("Two  words.")})
        (site / "content/a-link.md").symlink_to("b.md")
        (site / "content/e").symlink_to("d")
        outcome = fix(opened(site), (), write=False)
        assert [one.path for one in outcome.mended] == ["content/b.md", "content/d/c.md"]
        assert re.findall(r"(?m)^[-+]{3} (.*)$", outcome.diff) == [
            "content/b.md", "content/b.md", "content/d/c.md", "content/d/c.md",
        ]  # fmt: skip

    def test_the_file_of_a_link_is_the_one_that_a_diff_names(self, site: Path) -> None:
        put(site, {"words/a.txt": article("Two  words.")})
        (site / "content/a.md").symlink_to("../words/a.txt")
        outcome = fix(opened(site), ("a",), write=False)
        assert [one.path for one in outcome.mended] == ["content/a.md"]
        assert outcome.diff.startswith("--- words/a.txt\n+++ words/a.txt\n")

    def test_a_mending_must_do_no_harm_under_any_name(self, site: Path) -> None:
        put(site, {"content/a.md": article(aliases="[/old.md]")})
        (site / "content/b.md").symlink_to("a.md")
        assert fix(opened(site), ("b",), write=True).mended == ()

    def test_a_dry_run_writes_nothing(self, site: Path) -> None:
        text = article("Two  words.")
        assert mended(site, text, write=False) == (text, ["double-space"])

    def test_edits_are_made_at_once(self) -> None:
        spans = [((4, 5), "Y"), ((0, 1), "XX"), ((2, 2), "-")]
        edits = [Edit(Span(*span), words) for span, words in spans]
        assert edited("\ufeffa\r\nb\rc", edits) == "\ufeffXX\r\n-b\rY"


class TestWhatCannotBeWritten:
    """One line on standard error, exit code 1, and the file as it was."""

    @pytest.fixture
    def file(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(site)
        file = site / "content/other.md"
        file.write_text(article("Two  words."))
        return file

    def test_a_read_only_file(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file.chmod(0o444)
        assert main(["check", "--fix"]) == 1
        told = capsys.readouterr()
        assert "Error: content/other.md is not mended: it is read-only\n" in told.err
        assert told.out == "No problems found in 1 article.\n"
        assert file.read_text() == article("Two  words.")

    def test_a_read_only_file_in_a_dry_run(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file.chmod(0o444)
        assert main(["check", "--fix", "--dry-run"]) == 1
        told = capsys.readouterr()
        assert told.err == (
            "Error: content/other.md is not mended: it is read-only\nWould mend 0 in 0 files\n"
        )
        assert told.out == ""

    def test_a_link_that_leads_out_of_the_site_in_a_dry_run(self, file: Path) -> None:
        file.unlink()
        file.symlink_to("/etc/hosts")
        with pytest.raises(rewriting.RewriteError, match="leads out of the site"):
            rewriting.may_be_written(file.parent.parent, "content/other.md")

    def test_a_file_that_changes_meanwhile(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def sync(_: int) -> None:
            file.write_text(article("Somebody  else."))

        monkeypatch.setattr(os, "fsync", sync)
        assert main(["check", "--fix"]) == 1
        assert "content/other.md is not mended: it has changed meanwhile\n" in capsys.readouterr().err
        assert file.read_text() == article("Somebody  else.")
        assert os.listdir(file.parent) == ["other.md"]  # noqa: PTH208

    def test_a_full_disk(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        assert main(["check", "--fix"]) == 1
        assert "other.md is not mended: no space left on device\n" in capsys.readouterr().err
        assert os.listdir(file.parent) == ["other.md"]  # noqa: PTH208

    def test_a_link_that_leads_out_of_the_site_meanwhile(self, file: Path, tmp_path: Path) -> None:
        elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere.md"
        file.rename(elsewhere)
        file.symlink_to(elsewhere)
        with pytest.raises(rewriting.RewriteError, match="leads out of the site"):
            rewriting.rewrite(file.parent.parent, "content/other.md", "", "words")


class TestOtherArticles:
    """A mending of one article brings out no fault in another, nor between them."""

    def mended_in(self, root: Path, files: dict[str, str]) -> list[str]:
        """The paths of what is mended; nothing new may be wrong anywhere."""
        put(root, files)
        before = codes_of(root)
        outcome = fix(opened(root), (), write=True)
        assert codes_of(root) <= before
        return [one.path for one in outcome.mended]

    def test_an_alias_that_another_article_has_is_left(self, site: Path) -> None:
        files = {"content/a.md": article(aliases="[/shared.md]"), "content/b.md": article(aliases="[shared]")}
        assert self.mended_in(site, files) == []

    def test_of_two_that_would_have_one_alias_the_second_is_left(self, site: Path) -> None:
        files = {
            "content/a.md": article(aliases="[/shared.md]"),
            "content/b.md": article(aliases="[shared.md]"),
        }
        assert self.mended_in(site, files) == ["content/a.md"]

    def test_an_alias_that_is_the_article_s_own_id_is_left(self, site: Path) -> None:
        assert self.mended_in(site, {"content/a.md": article(aliases="[/a]")}) == []

    def test_an_alias_that_is_an_article_s_id_is_left(self, site: Path) -> None:
        assert self.mended_in(site, {"content/a.md": article(aliases="[/other]")}) == []

    def test_an_article_that_others_link_to_becomes_no_draft(self, site: Path) -> None:
        files = {"content/a.md": article(draft="yes"), "content/b.md": article("[x](a.md)")}
        assert self.mended_in(site, files) == []
        assert self.mended_in(site, {"content/b.md": article("x")}) == ["content/a.md"]

    def test_an_edition_that_others_link_to_does_not_go(self, site: Path) -> None:
        files = {"content/a.md": article(Audiences="[patient]"), "content/b.md": article("[x](a.md)")}
        assert self.mended_in(site, files) == []
        files = {"content/b.md": article("[[x](a.md)]{.patient}[y]{.else}")}
        assert self.mended_in(site, files) == ["content/a.md"]

    def test_what_others_want_is_asked_again_once_they_are_mended(self, site: Path) -> None:
        files = {
            "content/a.md": article("## C\n\nTwo  words.", Audiences="patient"),
            "content/b.md": article("[x](a.md#c)", Audiences="patient", updated="2025/1/5"),
        }
        put(site, files)
        outcome = fix(opened(site), (), write=False)
        assert [one.name for one in outcome.mended] == [
            "unknown-key", "wrong-type", "double-space", "unknown-key", "wrong-type", "bad-date",
        ]  # fmt: skip
        assert outcome.left == ()
        assert self.mended_in(site, files) == ["content/a.md"] * 3 + ["content/b.md"] * 3

    def test_what_leads_nowhere_now_is_in_nobody_s_way(self, site: Path) -> None:
        files = {"content/a.md": article("[x](gone.md)", updated="2025-1-5"), "content/b.md": article("\xe4")}
        assert self.mended_in(site, files) == ["content/a.md"]

    def test_an_article_that_cannot_be_read_may_hold_anything(self, site: Path) -> None:
        put(site, {"content/b.md": b"\xff"})
        files = {"content/a.md": article("[x](b.md#y) [rest]{patient}")}
        assert self.mended_in(site, files) == ["content/a.md"]


class TestTheCommand:
    """What is said, and where."""

    @pytest.fixture(autouse=True)
    def inside(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(site)
        (site / "content/other.md").write_text(article("Two  words of [a]{.patiant}  thing."))
        (site / "content/good.md").write_text(article("[A]{patient} and  more."))

    def test_what_is_left_is_the_result(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--fix"]) == 1
        told = capsys.readouterr()
        assert told.err == (
            "content/good.md:5:4: mended bad-attributes\n"
            "content/good.md:5:17: mended double-space\n"
            "Mended 2 in 1 file\n"
        )
        assert told.out.startswith("content/other.md:5:19: error[unknown-class]: ")
        assert told.out.endswith("1 error in 1 file\n")

    def test_only_the_articles_named(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = (site / "content/good.md").read_text()
        assert main(["check", "--fix", "other"]) == 1
        assert capsys.readouterr().err == "Mended 0 in 0 files\n"
        assert (site / "content/good.md").read_text() == before
        assert main(["check", "--fix", "good", "--format", "json"]) == 0
        assert capsys.readouterr().out == "[]\n"

    def test_places_are_those_of_the_file_as_it_was(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        words = "Two  words.\n\n[A]{patient, student}  and [b]{patient}  c."
        (site / "content/good.md").write_text(article(words, Updated="2026/1/5"))
        assert main(["check", "--fix", "good"]) == 0
        places = ["3:1", "3:10", "6:4", "8:4", "8:22", "8:31", "8:40"]
        codes = ["unknown-key", "bad-date", "double-space", "bad-attributes"]
        codes += ["double-space", "bad-attributes", "double-space"]
        told = [f"content/good.md:{place}: mended {code}" for place, code in zip(places, codes, strict=True)]
        assert capsys.readouterr().err.splitlines() == [*told, "Mended 7 in 1 file"]

    def test_what_is_marked_and_left_is_told(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        put(site, {"content/b.md": article(aliases="[shared]")})
        put(site, {"content/good.md": article("Two  words.", aliases="[/shared.md, Old]")})
        assert main(["check", "--fix", "good"]) == 1
        assert capsys.readouterr().err == (
            "content/good.md:3:11: left bad-alias: mending it would make another problem\n"
            "Mended 0 in 0 files\n"
        )

    def test_a_dry_run_prints_a_diff(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = (site / "content/good.md").read_text()
        assert main(["check", "--fix", "--dry-run"]) == 1
        told = capsys.readouterr()
        assert told.out == (
            "--- content/good.md\n+++ content/good.md\n@@ -2,4 +2,4 @@\n title: T\n ---\n \n"
            "-[A]{patient} and  more.\n+[A]{.patient} and more.\n"
        )
        assert told.err.endswith("Would mend 2 in 1 file\n")
        assert (site / "content/good.md").read_text() == before

    @pytest.mark.parametrize("flags", [["--dry-run"], ["--fix", "--dry-run", "--format", "json"]])
    def test_a_dry_run_by_itself_or_in_a_format_is_wrong_usage(self, flags: list[str]) -> None:
        assert main(["check", *flags]) == 2

    def test_the_report_says_what_can_be_mended(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "good"]) == 1
        assert (
            "  help: write `{.patient}`\n        `renderer check --fix` can do it\n"
            in capsys.readouterr().out
        )

    def test_code_hosts_get_it_as_a_fix(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "good", "--format", "sarif"]) == 1
        (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
        (change,) = result["fixes"][0]["artifactChanges"]
        assert change["artifactLocation"] == result["locations"][0]["physicalLocation"]["artifactLocation"]
        place = {"startLine": 5, "startColumn": 4, "endLine": 5, "endColumn": 13}
        (replacement,) = change["replacements"]
        assert replacement == {"deletedRegion": place, "insertedContent": {"text": "{.patient}"}}

    def test_a_mending_outlives_the_cache(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        main(["check"])
        first = capsys.readouterr().out
        main(["check"])
        assert capsys.readouterr().out == first
        assert "--fix" in first
        assert list((site / ".renderer").rglob("*"))


def words_of(site: OpenSite) -> dict[tuple[str, str], tuple[str, ...]]:
    """The canonical words of each edition that there is."""
    workspace = opened(site.files.root).workspace
    found = dict[tuple[str, str], tuple[str, ...]]()
    for name in workspace.articles:
        finished = workspace.finish(name)
        if finished.sound:
            found |= {(name, one.audience.id): workspace.words(one) for one in finished.editions}
    return found


def files_of(root: Path) -> dict[str, bytes]:
    return {str(one.relative_to(root)): one.read_bytes() for one in root.rglob("*") if one.is_file()}


def codes_of(root: Path) -> Counter[tuple[str, str]]:
    """What is wrong; a link that leads nowhere for another reason than before is nothing new."""
    dead = ("link-to-draft", "missing-edition", "missing-heading")
    found = check(opened(root), ()).diagnostics
    links = {(one.path, f"dead link in line {one.line}") for one in found if one.code in dead}
    return Counter((one.path, one.code) for one in found if one.code not in dead) + Counter(links)


def keeps_the_promise(site: OpenSite) -> FixOutcome:
    """Mend a site, and look at all that is promised of it."""
    root = site.files.root
    said, found, held = words_of(site), codes_of(root), files_of(root)
    there = {(one.path, one.code, one.line, one.column) for one in check(opened(root), ()).diagnostics}
    outcome = fix(opened(root), (), write=True)
    assert outcome.failures == ()
    places = [(one.path, one.name, one.line, one.column) for one in outcome.mended]
    gone = Counter(place[:2] for place in places if place in there)
    assert codes_of(root) <= found - gone, "something new is wrong"
    after = words_of(site)
    assert {name: after[name] for name in said} == said, "an edition says something else"
    changed = files_of(root)
    touched = {one.path for one in outcome.mended}
    differ = {path for path in held.keys() | changed.keys() if held.get(path) != changed.get(path)}
    assert {path for path in differ if not path.startswith(".renderer/")} <= touched
    again = fix(opened(root), (), write=True)
    assert (again.mended, again.diff) == ((), ""), "it was not mended at once"
    return outcome


def spec_examples() -> Iterator[dict[str, Given]]:
    for path in sorted(SPEC.rglob("*.md")):
        yield from (one.given for one in examples(path))


@pytest.mark.parametrize("part", range(8))
def test_every_example_of_the_manual_is_mended_without_harm(part: int) -> None:
    for given_files in list(spec_examples())[part::8]:
        with example(given_files) as opened_example:
            keeps_the_promise(opened_example.site)


def spread(text: str, random: Random) -> str:
    """A text with some of its blanks doubled, front matter and line ends left alone."""
    return "".join(f"{one}{one}" if one == " " and random.random() < 0.1 else one for one in text)


@given(st.integers(1, 80), st.integers(0, 2**32), st.booleans())
def test_any_article_is_mended_without_harm(size: int, seed: int, slips: bool) -> None:  # noqa: FBT001
    random = Random(seed)
    given_files = files(document(random, size))
    head, mark, body = given_files["article.md"].partition("\n---\n")
    text = head + mark + spread(body, random)
    if slips:
        _, text = damage(text, random)
        text = re.sub(r"\{\.(?=[a-z]+\})", lambda one: random.choice(("{", one[0])), text)
    note(text)
    with example({**given_files, "article.md": text}) as opened_example:
        outcome = keeps_the_promise(opened_example.site)
        after = (opened_example.site.files.root / "content/article.md").read_bytes().decode()
    if all(one.name == "double-space" for one in outcome.mended):
        assert after.replace(" ", "") == text.replace(" ", "")
        assert TWICE.sub(" ", after) == TWICE.sub(" ", text)


@given(SOUP)
def test_any_text_is_mended_without_harm(text: str) -> None:
    with example({"article.md": f"---\ntitle: T\n---\n{text}"}) as opened_example:
        keeps_the_promise(opened_example.site)


LINES = {
    "aliases": ["[/x.md]", "[x]", "[x.md, /y]", "y", "[/a]", "[b.md]", "[/patient, z]"],
    "audiences": ["patient", "[patient]", "patient, student", "patient, patient"],
    "draft": ["yes", "no", "true"],
    "updated": ["2025/1/5", "2025/13/5"],
}
BODIES = [
    "Words.",
    "[A](a.md)",
    "[B](b.md#c)",
    "[C]{patient} [a](c.md)",
    "## C\n\nTwo  words.",
    "Dear {patient},  x",
]
SPELT = st.sampled_from([str.lower, str.title])
FRONTS = st.lists(st.sampled_from(sorted(LINES)), unique=True).flatmap(
    lambda keys: st.tuples(*(st.tuples(SPELT, st.just(key), st.sampled_from(LINES[key])) for key in keys))
)


@given(st.lists(st.tuples(FRONTS, st.lists(st.sampled_from(BODIES), min_size=1)), min_size=3, max_size=3))
def test_any_site_is_mended_without_harm(
    articles: list[tuple[list[tuple[Callable[[str], str], str, str]], list[str]]],
) -> None:
    given_files = {
        f"{name}.md": article("\n\n".join(bodies), **{spelt(key): words for spelt, key, words in lines})
        for name, (lines, bodies) in zip("abc", articles, strict=True)
    }
    with example(given_files) as opened_example:
        keeps_the_promise(opened_example.site)
