"""The command line as somebody at a terminal, or a script, meets it: words, streams and exit codes."""

import errno
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple, TypeAlias

import pytest

from renderer import __version__
from renderer.build import commands
from renderer.cli import COMMANDS, main
from tests.faults import is_a_mount_point

ROOT = Path(__file__).parent.parent

VISIT = """\
---
title: Before your visit
---

Bring [your pills]{.patient}[the medication list]{.else}.

::: clinician
Sign the form.
:::
"""

WRONG = VISIT.replace("::: clinician", "::: clinican")


class Ended(NamedTuple):
    """How a run ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site with one article in order, and the current folder in it."""
    folder = tmp_path / "clinic"
    (folder / "audiences").mkdir(parents=True)
    (folder / "content").mkdir()
    (folder / "audiences/patient.toml").write_text('name = "Patients"\norder = 1\n')
    (folder / "audiences/clinician.toml").write_text('name = "Clinicians"\norder = 2\n')
    (folder / "content/visit.md").write_text(VISIT)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("RENDERER_TRACEBACK", "1")  # a bug fails a test as itself
    return folder


class Terminal:
    """Runs commands in this process and keeps what they write."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> Ended:
        self.capsys.readouterr()
        code = main(arguments)
        return Ended(code, *self.capsys.readouterr())


@pytest.fixture
def renderer(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)


Environment: TypeAlias = dict[str, str]


def environment(**more: str) -> Environment:
    inherited = {name: value for name, value in os.environ.items() if name != "RENDERER_TRACEBACK"}
    return {**inherited, "PYTHONPATH": str(ROOT), **more}


def process(*arguments: str, env: Environment | None = None) -> subprocess.Popen[bytes]:
    """Start the command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "renderer", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env or environment(),
    )


@pytest.mark.usefixtures("site")
class TestBuild:
    def test_it_writes_the_editions_and_says_so_on_standard_error(
        self, site: Path, renderer: Terminal
    ) -> None:
        ended = renderer("build")
        assert ended.code == 0
        assert ended.out == ""
        assert re.fullmatch(
            r"2 editions of 1 article in site, \d+ files written\.\n1 made, 0 as before; \d+\.\d s\.\n",
            ended.err,
        )
        assert (site / "site/patient/visit/index.html").is_file()
        assert (site / "site/clinician/visit/index.txt").is_file()

    def test_it_leaves_the_old_build_where_the_content_has_errors(
        self, site: Path, renderer: Terminal
    ) -> None:
        renderer("build")
        before = {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()}
        (site / "content/visit.md").write_text(WRONG)
        ended = renderer("build")
        assert ended.code == 1
        assert ended.out == ""
        assert "content/visit.md:7:5: error[unknown-class]" in ended.err
        assert ended.err.endswith("1 error in 1 file\nNothing was built; the output folder is as it was.\n")
        assert {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()} == before

    def test_it_says_what_cannot_be_promised_of_the_folder(
        self, site: Path, renderer: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "Note: " not in renderer("build").err
        monkeypatch.setattr("renderer.site.exchange._exchange", is_a_mount_point)
        (site / "content/visit.md").write_text(VISIT.replace("Bring", "Please bring"))
        ended = renderer("build")
        assert ended.code == 0
        assert ended.err.count("Note: the output folder is a mount point") == 1

    def test_audiences_given_twice_are_a_set(self, site: Path, renderer: Terminal) -> None:
        ended = renderer("build", "-a", "patient", "--audience", "patient", "--out", "pages")
        assert ended.code == 0
        assert ended.err.startswith("1 edition of 1 article in pages, ")
        assert (site / "pages/patient/visit/index.html").is_file()
        assert not (site / "pages/clinician").exists()

    def test_one_format_alone(self, site: Path, renderer: Terminal) -> None:
        assert renderer("build", "-f", "text").code == 0
        assert (site / "site/patient/visit/index.txt").is_file()
        assert not list((site / "site").rglob("*.html"))

    def test_strict_takes_a_warning_for_an_error(self, site: Path, renderer: Terminal) -> None:
        (site / "content/visit.md").write_text(VISIT.replace("Bring", "# Bring\n\nBring"))
        assert renderer("build").code == 0
        ended = renderer("build", "--strict")
        assert ended.code == 1
        assert ": error[" in ended.err

    def test_a_folder_of_somebody_else_is_refused(self, site: Path, renderer: Terminal) -> None:
        (site / "mine").mkdir()
        (site / "mine/thesis.txt").write_text("years of work")
        ended = renderer("build", "--out", "mine", "--force")
        assert ended.code == 2
        assert ended.err.startswith("Error: ")
        assert [path.name for path in (site / "mine").iterdir()] == ["thesis.txt"]

    @pytest.mark.parametrize("jobs", ["0", "-1", "many"])
    def test_jobs_are_a_number(self, renderer: Terminal, jobs: str) -> None:
        assert renderer("build", "--jobs", jobs).code == 2


@pytest.mark.usefixtures("site")
class TestShow:
    def test_it_writes_the_edition_and_nothing_else(self, renderer: Terminal) -> None:
        ended = renderer("show", "visit", "-a", "patient", "-f", "text", "--fragment")
        assert ended == (0, "Bring your pills.\n", "")

    def test_each_audience_gets_its_own_words(self, renderer: Terminal) -> None:
        ended = renderer("show", "visit", "-a", "clinician", "-f", "text")
        assert ended.code == 0
        assert "the medication list" in ended.out
        assert "Sign the form." in ended.out
        assert "your pills" not in ended.out

    def test_html_is_what_it_shows_when_nothing_is_said(self, renderer: Terminal) -> None:
        page = renderer("show", "visit", "-a", "patient")
        assert page == renderer("show", "visit", "-a", "patient", "-f", "html")
        assert page.out.lower().startswith("<!doctype html>")
        assert (
            not renderer("show", "visit", "-a", "patient", "--fragment").out.lower().startswith("<!doctype")
        )

    def test_json_is_json(self, renderer: Terminal) -> None:
        assert json.loads(renderer("show", "visit", "-a", "patient", "-f", "json").out)

    @pytest.mark.parametrize("article", ["visit", "content/visit.md", "./content/visit.md"])
    def test_an_article_is_an_id_or_a_path(self, renderer: Terminal, article: str) -> None:
        assert renderer("show", article, "-a", "patient") == renderer("show", "visit", "-a", "patient")

    def test_an_absolute_path_and_one_from_a_folder_below(
        self, site: Path, renderer: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        expected = renderer("show", "visit", "-a", "patient")
        monkeypatch.chdir(site / "content")
        assert renderer("show", "visit.md", "-a", "patient") == expected
        assert renderer("show", str(site / "content/visit.md"), "-a", "patient") == expected

    def test_an_article_with_errors_has_no_edition(self, site: Path, renderer: Terminal) -> None:
        (site / "content/visit.md").write_text(WRONG)
        ended = renderer("show", "visit", "-a", "patient")
        assert (ended.code, ended.out) == (1, "")
        assert "error[unknown-class]" in ended.err
        assert "No edition is shown" in ended.err

    def test_a_draft_with_errors_has_none_either(self, site: Path, renderer: Terminal) -> None:
        (site / "content/visit.md").write_text(WRONG.replace("---\n\n", "draft: true\n---\n\n"))
        ended = renderer("show", "visit", "-a", "patient")
        assert (ended.code, ended.out) == (1, "")
        assert "warning[unknown-class]" in ended.err
        assert "No edition is shown" in ended.err

    def test_an_audience_is_asked_for(self, renderer: Terminal) -> None:
        ended = renderer("show", "visit")
        assert ended.code == 2
        assert "--audience" in ended.err


@pytest.mark.usefixtures("site")
class TestCheck:
    def test_nothing_found(self, renderer: Terminal) -> None:
        assert renderer("check") == (0, "No problems found in 1 article.\n", "")
        assert renderer("check", "--format", "json") == (0, "[]\n", "")

    def test_what_is_found_is_the_result(self, site: Path, renderer: Terminal) -> None:
        (site / "content/visit.md").write_text(WRONG)
        ended = renderer("check")
        assert (ended.code, ended.err) == (1, "")
        assert ended.out.startswith("content/visit.md:7:5: error[unknown-class]: 'clinican'")
        assert "    ::: clinican\n        ^^^^^^^^\n" in ended.out
        assert ended.out.endswith("\n1 error in 1 file\n")

    def test_json_has_the_place_from_one(self, site: Path, renderer: Terminal) -> None:
        (site / "content/visit.md").write_text(WRONG)
        ended = renderer("check", "--format", "json")
        (found,) = json.loads(ended.out)
        assert (ended.code, ended.err) == (1, "")
        assert (found["path"], found["code"]) == ("content/visit.md", "unknown-class")
        assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (7, 5, 7, 13)

    def test_only_the_articles_that_were_named(self, site: Path, renderer: Terminal) -> None:
        (site / "content/wrong.md").write_text(WRONG)
        assert renderer("check", "visit").code == 0
        assert renderer("check", "visit", "content/wrong.md").code == 1
        assert renderer("check").code == 1

    def test_strict(self, site: Path, renderer: Terminal) -> None:
        (site / "content/visit.md").write_text(VISIT.replace("Bring", "# Bring\n\nBring"))
        ended = renderer("check")
        assert ended.code == 0
        assert ": warning[" in ended.out
        assert renderer("check", "--strict").code == 1

    def test_strict_leaves_a_draft_alone(self, site: Path, renderer: Terminal) -> None:
        (site / "content/visit.md").write_text(WRONG.replace("---\n\n", "draft: true\n---\n\n"))
        ended = renderer("check", "--strict")
        assert ended.code == 0
        assert "content/visit.md:8:5: warning[unknown-class]" in ended.out

    def test_another_format_is_wrong_usage(self, renderer: Terminal) -> None:
        ended = renderer("check", "--format", "xml")
        assert ended.code == 2
        assert "'human', 'json'" in ended.err


@pytest.mark.usefixtures("site")
class TestExplain:
    def test_every_code_has_a_manual_that_names_it(self, renderer: Terminal) -> None:
        listed = renderer("explain")
        assert (listed.code, listed.err) == (0, "")
        names = [line.split()[0] for line in listed.out.splitlines()]
        assert names == sorted(names)
        assert "unknown-class" in names
        for name in names:
            ended = renderer("explain", name)
            assert (ended.code, ended.err) == (0, "")
            assert re.match(rf"{name} \((error|warning)\)\n\n\S", ended.out)

    def test_an_article(self, renderer: Terminal) -> None:
        ended = renderer("explain", "visit")
        assert (ended.code, ended.err) == (0, "")
        assert "patient" in ended.out
        assert "clinician" in ended.out

    @pytest.mark.parametrize("place", ["visit:5", "visit:5:9", "content/visit.md:8", "visit:8:1"])
    def test_a_place(self, renderer: Terminal, place: str) -> None:
        ended = renderer("explain", place)
        assert (ended.code, ended.err) == (0, "")
        assert "clinician" in ended.out

    def test_a_code_needs_no_site(
        self, tmp_path: Path, renderer: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert renderer("explain", "unknown-class").code == 0

    def test_a_code_that_is_none_is_told_the_nearest(self, renderer: Terminal) -> None:
        ended = renderer("explain", "unknown-clas")
        assert (ended.code, ended.out) == (2, "")
        assert "Or did you mean the code 'unknown-class'?" in ended.err

    def test_codes_are_known_before_anything_else_is_imported(self) -> None:
        for name in ("bad-template", "static-clash", "alias-taken", "broken-bibtex"):
            running = process("explain", name)
            out, err = running.communicate()
            assert (running.returncode, err) == (0, b"")
            assert out.startswith(f"{name} (".encode())

    def test_what_is_wrong_comes_with_it(self, site: Path, renderer: Terminal) -> None:
        (site / "content/visit.md").write_text(WRONG)
        ended = renderer("explain", "visit")
        assert ended.code == 1
        assert "error[unknown-class]" in ended.err


@pytest.mark.usefixtures("site")
class TestWrongUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("show", "visti", "-a", "patient"),
            ("check", "visti"),
            ("explain", "visti"),
            ("explain", "visti:5"),
        ],
    )
    def test_an_unknown_article_is_told_the_nearest(
        self, renderer: Terminal, arguments: tuple[str, ...]
    ) -> None:
        ended = renderer(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("Error: ")
        assert "did you mean 'visit'?" in ended.err

    @pytest.mark.parametrize("arguments", [("show", "visit", "-a", "patiant"), ("build", "-a", "patiant")])
    def test_an_unknown_audience_is_told_the_nearest(
        self, site: Path, renderer: Terminal, arguments: tuple[str, ...]
    ) -> None:
        ended = renderer(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert "did you mean 'patient'?" in ended.err
        assert not (site / "site").exists()

    @pytest.mark.parametrize(
        "arguments", [("show", "visit", "-a", "patient", "-f", "htlm"), ("build", "-f", "htlm")]
    )
    def test_an_unknown_format(self, renderer: Terminal, arguments: tuple[str, ...]) -> None:
        ended = renderer(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert "htlm" in ended.err

    @pytest.mark.parametrize(
        "arguments", [("build",), ("show", "a", "-a", "b"), ("check",), ("explain", "a")]
    )
    def test_no_site(
        self, tmp_path: Path, renderer: Terminal, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        ended = renderer(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert "audiences" in ended.err

    def test_a_site_is_found_upward_and_by_its_flag(
        self, site: Path, renderer: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(site / "content")
        assert renderer("check").code == 0
        monkeypatch.chdir(site.parent)
        assert renderer("check").code == 2
        assert renderer("check", "--site", "clinic").code == 0
        assert renderer("check", "--site", "clinic/content").code == 2
        assert renderer("check", "--site", "nowhere").code == 2

    def test_an_unknown_command_is_told_the_nearest(self, renderer: Terminal) -> None:
        ended = renderer("biuld")
        assert ended.code == 2
        assert "No such command 'biuld'; did you mean 'build'?" in ended.err

    def test_an_unknown_flag(self, renderer: Terminal) -> None:
        assert renderer("build", "--jbos", "3").code == 2
        assert renderer("--jbos").code == 2
        assert renderer().code == 2


PAGE = "---\ntitle: T\n---\n\n"
BAD: dict[str, tuple[str, str | bytes, str, int]] = {
    "latin-1": ("content/bad.md", b"\xe9t\xe9", "not-utf-8", 1),
    "utf-16": ("content/bad.md", f"{PAGE}x".encode("utf-16"), "not-utf-8", 1),
    "a NUL": ("content/bad.md", PAGE + "a\0b", "nul-character", 5),
    "nothing": ("content/bad.md", "", "no-front-matter", 1),
    "no front matter": ("content/bad.md", "Words.\n", "no-front-matter", 1),
    "broken YAML": ("content/bad.md", "---\ntitle: T\nsummary: [x\n---\n\nW\n", "broken-yaml", 3),
    "an unknown key": ("content/bad.md", "---\ntitle: T\ntitel: x\n---\n\nW\n", "unknown-key", 3),
    "a key twice": ("content/bad.md", "---\ntitle: T\ntitle: x\n---\n\nW\n", "duplicate-key", 3),
    "a wrong type": ("content/bad.md", "---\ntitle: T\ndraft: [1]\n---\n\nW\n", "wrong-type", 3),
    "a YAML alias": ("content/bad.md", "---\ntitle: &a x\nsummary: *a\n---\n\nW\n", "yaml-alias", 2),
    "an impossible date": ("content/bad.md", "---\ntitle: T\nupdated: 2025-02-30\n---\n\nW\n", "bad-date", 3),
    "falls back on itself": ("audiences/x.toml", 'name = "X"\nfalls_back_to = ["x"]\n', "bad-fallback", 2),
    "falls back on nobody": ("audiences/x.toml", 'name = "X"\nfalls_back_to = ["y"]\n', "bad-fallback", 2),
    "a bad audience id": ("audiences/note.toml", 'name = "X"\n', "bad-audience-id", 1),
    "broken TOML": ("site.toml", "title = \n", "broken-toml", 1),
    "a colliding id": ("content/patient/x.md", f"{PAGE}x\n", "bad-article-id", 1),
    "the assets' id": ("content/assets.md", f"{PAGE}x\n", "bad-article-id", 1),
    "the home page": ("content/index.md", f"{PAGE}x\n", "bad-article-id", 1),
    "an id twice": ("content/visit/index.md", f"{PAGE}x\n", "article-id-taken", 1),
    "an id in another case": ("content/Visit.md", f"{PAGE}x\n", "bad-article-id", 1),
    "a link out of the site": ("content/bad.md", f"{PAGE}[x](../../../etc/passwd)\n", "outside-site", 5),
    "a link to the settings": ("content/bad.md", f"{PAGE}[x](../site.toml)\n", "outside-site", 5),
    "an image out of it": ("content/bad.md", f"{PAGE}![x](/../site.toml)\n", "outside-site", 5),
    "a missing file": ("content/bad.md", f"{PAGE}![x](x.png)\n", "missing-file", 5),
    "too large": ("content/bad.md", PAGE + "x" * (2 * 1024 * 1024), "too-large", 1),
    "quotes too deep": ("content/bad.md", PAGE + ">" * 10_000 + "x\n", "too-deep", 5),
    "fences too deep": ("content/bad.md", PAGE + "::: patient\n" * 10_000, "too-deep", 0),
    "brackets too deep": (
        "content/bad.md",
        PAGE + "[" * 10_000 + "x" + "]{.patient}" * 10_000,
        "too-deep",
        5,
    ),
    "items too deep": (
        "content/bad.md",
        PAGE + "".join(f"{' ' * 2 * n}- x\n" for n in range(700)),
        "too-deep",
        0,
    ),
    "a template": ("templates/article.html", "{% if %}", "bad-template", 1),
    "a string": ("site.toml", "[strings]\nnope = 'x'\n", "unknown-string", 2),
}


@pytest.mark.usefixtures("site")
class TestBadInput:
    """Each is one clear error at its place, whatever the command, and never a traceback."""

    @pytest.mark.parametrize("name", BAD)
    def test_it_has_a_place_and_a_code(self, site: Path, renderer: Terminal, name: str) -> None:
        path, text, code, line = BAD[name]
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(text if isinstance(text, bytes) else text.encode())
        ended = renderer("check", "--format", "json")
        assert (ended.code, ended.err) == (1, "")
        places = [(one["path"], one["line"]) for one in json.loads(ended.out) if one["code"] == code]
        assert places
        assert places[0][0] == path
        assert line in {0, places[0][1]}
        built = renderer("build")
        assert built.code == 1
        assert f"error[{code}]" in built.err
        assert not (site / "site").exists()
        article = path.removeprefix("content/").removesuffix(".md")
        for arguments in (
            ("show", article, "-a", "patient"),
            ("explain", article),
            ("explain", f"{article}:1"),
        ):
            assert renderer(*arguments).code in {0, 1, 2}

    @pytest.mark.parametrize("name", ["no audience at all", "a link out", "no permission", "a folder"])
    def test_what_lies_on_the_disk_otherwise(
        self, site: Path, renderer: Terminal, tmp_path: Path, name: str
    ) -> None:
        bad = site / "content/bad.md"
        (tmp_path / "secret.md").write_text(PAGE)
        match name:
            case "no audience at all":
                for path in (site / "audiences").iterdir():
                    path.unlink()
            case "a link out":
                bad.symlink_to(tmp_path / "secret.md")
            case "no permission":
                bad.symlink_to("/proc/1/mem" if os.geteuid() else "nowhere")
            case _:
                bad.mkdir()
                (bad / "x.md").write_text(PAGE)
        ended = renderer("check")
        assert (ended.code, ended.err) == (1, "")
        assert "error[" in ended.out
        assert str(tmp_path) not in ended.out
        assert renderer("build").code == 1

    def test_a_byte_order_mark_and_carriage_returns_are_fine(self, site: Path, renderer: Terminal) -> None:
        expected = renderer("show", "visit", "-a", "patient")
        (site / "content/visit.md").write_bytes(b"\xef\xbb\xbf" + VISIT.replace("\n", "\r\n").encode())
        assert renderer("show", "visit", "-a", "patient") == expected

    @pytest.mark.parametrize(
        "out", ["content", "content/x", "mine", "site.toml", "audiences", ".", "..", "", "/"]
    )
    def test_output_folders_that_are_refused(self, site: Path, renderer: Terminal, out: str) -> None:
        (site / "site.toml").write_text("")
        (site / "mine").mkdir()
        (site / "mine/thesis.txt").write_text("years of work")
        before = sorted(path.as_posix() for path in site.rglob("*"))
        ended = renderer("build", "--out", out)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("Error: ")
        assert sorted(path.as_posix() for path in site.rglob("*")) == before


class TestHelp:
    @pytest.mark.parametrize("flag", ["-h", "--help"])
    def test_every_command_has_it(self, renderer: Terminal, flag: str) -> None:
        for name in COMMANDS:
            ended = renderer(name, flag)
            assert (ended.code, ended.err) == (0, "")
            assert f"Usage: renderer {name} " in ended.out
            assert ("--site DIR" in ended.out) == (name != "new")
        every = renderer(flag)
        assert every.code == 0
        assert "..." not in every.out.partition("Commands:")[2]

    def test_version(self, renderer: Terminal) -> None:
        assert renderer("--version") == (0, f"renderer {__version__}\n", "")


@pytest.mark.usefixtures("site")
class TestWhenThingsBreak:
    """What comes from below is put in place of the real work: nothing else makes it fail on demand."""

    @staticmethod
    def breaks(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr("renderer.build.commands.check", fail, raising=False)

    def test_a_bug_is_one_line(self, renderer: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("RENDERER_TRACEBACK")
        self.breaks(monkeypatch, ValueError("seven\nlines"))
        message = "renderer: internal error: ValueError: seven (RENDERER_TRACEBACK=1 shows where)\n"
        assert renderer("check") == (1, "", message)

    @pytest.mark.parametrize(
        "error", [ValueError("seven"), RecursionError("deep"), EOFError("lost a worker")]
    )
    def test_a_bug_is_shown_to_who_asks(
        self, renderer: Terminal, monkeypatch: pytest.MonkeyPatch, error: Exception
    ) -> None:
        self.breaks(monkeypatch, error)
        with pytest.raises(type(error), match=str(error)):
            renderer("check")

    def test_a_missing_library_is_no_riddle(
        self, renderer: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("RENDERER_TRACEBACK")
        monkeypatch.setitem(sys.modules, "renderer.build.commands", None)
        monkeypatch.delattr("renderer.build.commands")
        ended = renderer("check")
        assert ended.code == 1
        assert ended.err.startswith("renderer: internal error: ")

    def test_the_disk_fails(self, renderer: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("RENDERER_TRACEBACK")
        self.breaks(monkeypatch, OSError(errno.ENOSPC, "No space left on device", "content/visit.md"))
        assert renderer("check") == (1, "", "Error: content/visit.md: No space left on device\n")

    def test_surroundings_that_were_foreseen(
        self, renderer: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.breaks(monkeypatch, commands.SurroundingsProblem("the disk is full"))
        assert renderer("check") == (1, "", "Error: the disk is full\n")

    def test_an_interruption(self, renderer: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        self.breaks(monkeypatch, KeyboardInterrupt())
        ended = renderer("check")
        assert (ended.code, ended.out, ended.err.strip()) == (130, "", "")


@pytest.mark.usefixtures("site")
class TestStreams:
    def test_a_closed_pipe_ends_quietly(self, site: Path) -> None:
        paragraphs = "\n\n".join(f"Line {number}." for number in range(50_000))
        (site / "content/long.md").write_text(f"---\ntitle: Long\n---\n\n{paragraphs}\n")
        running = process("show", "long", "-a", "patient", "-f", "text")
        assert running.stdout is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
        assert running.wait() == 0
        running.stderr.close()

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("check",), 1),
            (("check", "--format", "json"), 1),
            (("explain",), 0),
            (("explain", "unknown-class"), 0),
            (("explain", "visit"), 1),
            (("--help",), 0),
            (("build", "--help"), 0),
        ],
    )
    def test_whoever_does_not_read_is_told_by_the_code(
        self, site: Path, arguments: tuple[str, ...], code: int
    ) -> None:
        (site / "content/visit.md").write_text(WRONG)
        running = process(*arguments)
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
        running.stderr.close()
        assert running.wait() == code
        assert said == b"" or arguments == ("explain", "visit")  # what is wrong goes to standard error there
        assert b"Traceback" not in said

    def test_standard_error_may_be_closed_as_well(self) -> None:
        script = 'exec "$0" -m renderer check --site nowhere 2>&-'
        ended = subprocess.run(
            ["sh", "-c", script, sys.executable], env=environment(), capture_output=True, check=False
        )
        assert (ended.returncode, ended.stdout) == (2, b"")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
    def test_a_full_disk_is_said(self) -> None:
        with Path("/dev/full").open("w") as full:
            ended = subprocess.run(
                [sys.executable, "-m", "renderer", "check"],
                stdout=full, stderr=subprocess.PIPE, env=environment(), check=False, text=True,
            )  # fmt: skip
        assert (ended.returncode, ended.stderr) == (1, "Error: No space left on device\n")

    def test_ctrl_c_ends_quietly(self) -> None:
        script = dedent("""
            import os, signal, sys
            from renderer.build import commands
            from renderer.cli import main

            def interrupted(*_, **__):
                os.kill(os.getpid(), signal.SIGINT)
                signal.pause()

            signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
            commands.check = interrupted
            sys.exit(main(["check"]))
        """)
        ended = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, env=environment(), check=False, text=True
        )
        assert (ended.returncode, ended.stdout, ended.stderr.strip()) == (130, "", "")

    def test_ctrl_c_while_it_publishes_leaves_everything_as_it_was(
        self, site: Path, renderer: Terminal
    ) -> None:
        assert renderer("build").code == 0
        before = {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()}
        (site / "content/visit.md").write_text(VISIT.replace("Bring", "Take"))
        script = dedent("""
            import os, signal, sys
            from renderer.cli import main
            from renderer.site import publish

            def interrupted(_):
                os.kill(os.getpid(), signal.SIGINT)
                signal.pause()

            signal.signal(signal.SIGINT, signal.default_int_handler)
            publish.sync_below = interrupted  # the new tree stands beside the old one
            sys.exit(main(["build"]))
        """)
        ended = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, env=environment(), check=False, text=True
        )
        assert (ended.returncode, ended.stdout, ended.stderr.strip()) == (130, "", "")
        assert {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()} == before
        assert not list(site.glob(".site.renderer-*"))

    def test_the_locale_changes_nothing(self, site: Path) -> None:
        (site / "content/visit.md").write_text(VISIT.replace("your pills", "your 薬 2 m²"), "utf-8")
        env = environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
        running = process("show", "visit", "-a", "patient", "-f", "text", "--fragment", env=env)
        assert running.communicate() == ("Bring your 薬 2 m².\n".encode(), b"")


class Screen(io.TextIOWrapper):
    """A standard output that says it is a terminal."""

    def __init__(self) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding="utf-8")

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        self.flush()
        return self.bytes.getvalue().decode()


class TestColour:
    @pytest.fixture(autouse=True)
    def wrong(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (site / "content/visit.md").write_text(WRONG)
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")

    @staticmethod
    def shown(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
        screen = Screen()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", screen)
            main(arguments)
        return screen.shown()

    def test_a_terminal_gets_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "\x1b[1;31merror[unknown-class]" in self.shown(monkeypatch, "check")

    @pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
    def test_but_not_against_its_will(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        text = self.shown(monkeypatch, "check")
        assert "error[unknown-class]" in text
        assert "\x1b" not in text

    def test_json_never_has_any(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "\x1b" not in self.shown(monkeypatch, "check", "--format", "json")


# What some command may import; modules of the standard library that are slow to import are watched, too.
LIBRARIES = {
    "bibtexparser", "click", "jinja2", "markdown_it", "markupsafe", "mdurl", "pylatexenc", "rich", "tomlkit",
    "wcwidth", "yaml", "asyncio", "concurrent", "difflib", "multiprocessing",
}  # fmt: skip


@pytest.mark.usefixtures("site")
class TestStartUp:
    """What a command imports is most of the time that it takes."""

    @staticmethod
    def modules_of(*arguments: str) -> set[str]:
        """The modules that are imported when a command has run."""
        script = dedent("""
            import sys
            from renderer.cli import main
            main(sys.argv[1:])
            print(*sys.modules, file=sys.stderr)
        """)
        unmeasured = {name: value for name, value in environment().items() if not name.startswith("COV")}
        ended = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            capture_output=True, env=unmeasured, check=True, text=True,
        )  # fmt: skip
        return set(ended.stderr.split())

    def libraries_of(self, *arguments: str) -> set[str]:
        return {name.partition(".")[0] for name in self.modules_of(*arguments)} & LIBRARIES

    @pytest.mark.parametrize(
        "arguments", [("--help",), ("--version",), *((name, "--help") for name in COMMANDS)]
    )
    def test_help_needs_click_alone(self, arguments: tuple[str, ...]) -> None:
        assert self.libraries_of(*arguments) == {"click"}

    def test_show_imports_what_it_needs_and_no_more(self) -> None:
        # In full, because Click itself looks for near words (difflib) at every short flag.
        needed = self.libraries_of("show", "visit", "--audience", "patient", "--format", "text")
        assert needed <= {"click", "jinja2", "markdown_it", "markupsafe", "mdurl", "wcwidth", "yaml"}
        assert "markdown_it" in needed

    def test_no_command_waits_for_another(self) -> None:
        shown = self.modules_of("show", "visit", "-a", "patient")
        assert "renderer.build.show" in shown
        others = {
            "renderer.build.build",
            "renderer.build.check",
            "renderer.build.explain",
            "renderer.build.outputs",
        }
        assert not others & shown
        assert not {"renderer.site.publish", "renderer.build.site_pages", "fcntl", "ctypes"} & shown
        explained = self.modules_of("explain", "visit:5")
        assert not {"renderer.pages.render", "renderer.build.chrome", "renderer.site.publish"} & explained
