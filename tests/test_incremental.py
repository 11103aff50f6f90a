"""What is remembered from one build to the next: a build makes what has changed, and no reader can tell."""

import json
import os
import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.build import unchanged
from renderer.build.approve import Consent, approve
from renderer.build.commands import (
    BuildOutcome,
    BuildRequest,
    SurroundingsProblem,
    UsageProblem,
    build,
    check,
)
from renderer.build.job import Job, Worker
from renderer.build.record import Result
from renderer.site.folder import Folder
from tests.publishing import tree
from tests.sites import AUDIENCES, SQUARE, article, opened, put, site_of

REFERENCES = "- {{id: {0}, title: {1}, kind: review, issued: 2020}}\n"
SITE = {
    "site.toml": 'title = "Health"\nbase_url = "https://example.org"\n',
    "content/asthma.md": article("See [the heart](heart.md#rest). ![lung](lung.svg)", title="Asthma"),
    "content/heart.md": article("## Rest\n\nRest [@salt]. [Ask us](/help.txt).", title="Heart"),
    "content/deep/knee.md": article("[p]{.patient}[c]{.else}", title="Knee", aliases="[knee]"),
    "content/draft.md": article("[gone](gone.md)", draft="true"),
    "content/lung.svg": SQUARE.format("lung"),
    "content/references.yaml": REFERENCES.format("salt", "Salt") + REFERENCES.format("fat", "Fat"),
    "static/help.txt": "Call us.",
}
ARTICLES = ["asthma", "deep/knee", "heart"]
ALL = [*ARTICLES[:2], "draft", "heart", "lists"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return site_of(tmp_path / "site", SITE)


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles that were worked on, since the list was emptied; `lists` for the pages that list them."""
    names: list[str] = []
    run, lists = Worker.run, Worker.lists

    def noted(worker: Worker, job: Job) -> Result:
        names.append(job.article)
        return run(worker, job)

    def noted_lists(worker: Worker, lines: Sequence[str], whole_lines: Sequence[str]) -> Result:
        names.append("lists")
        return lists(worker, lines, whole_lines)

    monkeypatch.setattr(Worker, "run", noted)
    monkeypatch.setattr(Worker, "lists", noted_lists)
    return names


def made(site: Path, **request: Any) -> BuildOutcome:
    return build(opened(site), BuildRequest(jobs=1, **request))


class TestOnlyWhatChanged:
    def test_nothing(self, site: Path, worked: list[str]) -> None:
        first = made(site)
        before = {path: path.stat() for path in (site / "site").rglob("*")}
        worked.clear()
        second = made(site)
        assert worked == []
        assert (second.written, second.reused, second.articles) == (0, 3, 3)
        assert second.diagnostics == first.diagnostics
        assert {path: path.stat() for path in (site / "site").rglob("*")} == before

    @pytest.mark.parametrize(
        ("file", "text", "touched"),
        [
            ("content/asthma.md", article("Other words.", title="Asthma"), ["asthma"]),
            ("content/heart.md", article("## Rest\n\nMuch.", title="Heart and soul"), ["heart", "lists"]),
            ("content/lung.svg", SQUARE.format("two lungs"), ["asthma"]),
            ("content/new.md", article("New."), ["draft", "new", "lists"]),
            ("content/references.yaml", SITE["content/references.yaml"] + "# more\n", ["draft"]),
            ("content/references.yaml", REFERENCES.format("salt", "Sodium"), ["draft", "heart"]),
            ("static/help.txt", "Write to us.", []),
            ("static/robots.txt", "User-agent: *\n", ["draft"]),
            ("templates/home.html", "{{ page.title }}", ["lists"]),
            ("templates/404.html", "{{ page.title }}", ["lists"]),
            ("templates/unused.html", "{{ page.title }}", []),
            ("templates/redirect.html", "{{ page.href }}", ["deep/knee"]),
            ("templates/article.txt", "{{ page.body }}", ARTICLES),
            ("templates/base.html", "{% block main %}{% endblock %}", [*ARTICLES, "lists"]),
            ("site.toml", SITE["site.toml"] + "# a comment\n", []),
            ("site.toml", SITE["site.toml"] + 'reviewers = ["Dr A"]\neditor = "x://{path}"\n', []),
            ("site.toml", SITE["site.toml"] + "text_width = 60\n", ALL),
            ("site.toml", SITE["site.toml"] + '[terms.rest]\npatient = "sleep"\n', ALL),
            ("audiences/patient.toml", AUDIENCES["audiences/patient.toml"] + "reading_grade = 1\n", ALL),
            ("audiences/patient.toml", AUDIENCES["audiences/patient.toml"] + '[avoid]\na = "b"\n', ALL),
            ("audiences/patient.toml", 'name = "You"\norder = 1\n', ALL),
            ("audiences/patient.toml", AUDIENCES["audiences/patient.toml"] + "# a comment\n", []),
        ],
    )  # fmt: skip
    def test_a_change_touches_what_depends_on_it(
        self, site: Path, worked: list[str], file: str, text: str, touched: list[str]
    ) -> None:
        made(site)
        worked.clear()
        put(site, {file: text})
        assert not made(site).failed
        assert sorted(worked) == sorted(touched)

    def test_a_template_that_another_one_asks_for(self, site: Path, worked: list[str]) -> None:
        put(site, {"templates/article.html": "{% include 'part.html' ignore missing %}{{ page.body }}"})
        made(site)
        worked.clear()
        put(site, {"templates/part.html": "{% include 'inner.html' ignore missing %}"})
        made(site)
        assert worked == ARTICLES
        worked.clear()
        put(site, {"templates/inner.html": "Inner words."})
        made(site)
        assert worked == ARTICLES
        assert "Inner words." in (site / "site/patient/heart/index.html").read_text()

    def test_a_template_that_an_imported_one_imports(self, site: Path, worked: list[str]) -> None:
        put(site, {
            "templates/article.html": "{% import 'macros.html' as m %}{{ m.hello() }}{{ page.body }}",
            "templates/macros.html": (
                "{% import 'in.html' as i %}{% macro hello() %}{{ i.word() }}{% endmacro %}"
            ),
            "templates/in.html": "{% macro word() %}Old.{% endmacro %}",
        })  # fmt: skip
        made(site)
        worked.clear()
        put(site, {"templates/in.html": "{% macro word() %}New.{% endmacro %}"})
        made(site)
        assert worked == ARTICLES
        pages = [(site / f"site/patient/{one}/index.html").read_text() for one in ARTICLES]
        assert [page.startswith("New.") for page in pages] == [True] * 3

    def test_what_is_wrong_with_a_picture_is_its_own(self, site: Path) -> None:
        bad = SQUARE.format("</title><script/><title>")
        put(site, {"content/x.svg": bad, "content/y.svg": bad})
        put(
            site,
            {"content/a.md": article("![x](x.svg)", draft="true"), "content/b.md": article("![y](y.svg)")},
        )
        whole = check(opened(site), ()).diagnostics
        put(site, {"content/b.md": article("![y](y.svg) more")})
        assert check(opened(site), ()).diagnostics == whole
        assert {(one.path, one.severity.value) for one in whole if one.code == "unsafe-svg"} == {
            ("content/x.svg", "warning"), ("content/y.svg", "error"),
        }  # fmt: skip

    def test_a_picture_that_the_sites_own_words_lead_to(self, site: Path, worked: list[str]) -> None:
        put(site, {"site.toml": 'advisory_board = "By [us](lung.svg)."'})
        made(site)
        worked.clear()
        put(site, {"content/lung.svg": SQUARE.format("two lungs")})
        made(site)
        assert worked == [*ARTICLES, "lists"]

    def test_a_draft_that_lacked_a_file(self, site: Path, worked: list[str]) -> None:
        put(site, {"content/draft.md": article("![plot](plot.svg)", draft="true")})
        assert [one.code for one in made(site).diagnostics] == ["missing-file"]
        worked.clear()
        put(site, {"content/plot.svg": SQUARE.format("plot")})
        assert made(site).diagnostics == ()
        assert worked == ["draft"]

    def test_a_fault_of_templates_in_pages_that_are_left_out(self, site: Path) -> None:
        assert not made(site, audiences=("patient",)).failed
        each = (
            "{% for group in page.groups %}{% for one in group.articles %}{{ WORDS }}{% endfor %}{% endfor %}"
        )
        fault = "{% if one.editions|length > 1 %}{{ one.titel }}{% endif %}"
        put(site, {"templates/home.html": each.replace("{{ WORDS }}", fault)})
        assert [one.code for one in made(site, audiences=("patient",)).diagnostics if one.is_error] == [
            "bad-template"
        ]

    def test_an_article_that_goes_takes_nothing_else_with_it(self, site: Path, worked: list[str]) -> None:
        made(site)
        worked.clear()
        (site / "content/deep/knee.md").unlink()
        assert not made(site).failed
        assert worked == ["draft", "lists"]
        assert not (site / "site/deep").exists()

    def test_an_approval_touches_its_article(self, site: Path, worked: list[str]) -> None:
        made(site)
        worked.clear()
        today = date(2026, 3, 2)
        approve(opened(site), "heart", "patient", Consent(by="Dr A", on=today, today=today))
        made(site)
        assert worked == ["heart", "lists"]

    def test_a_warning_is_remembered(self, site: Path, worked: list[str]) -> None:
        put(site, {"content/asthma.md": article("# Asthma\n\nWords.")})
        first = made(site)
        put(site, {"content/heart.md": article("Words.")})
        worked.clear()
        assert made(site).diagnostics == first.diagnostics
        assert "asthma" not in worked
        assert made(site).diagnostics == first.diagnostics

    def test_an_error_is_remembered_too(self, site: Path, worked: list[str]) -> None:
        put(site, {"content/asthma.md": article("[x]{.patiant}")})
        first = made(site)
        worked.clear()
        second = made(site)
        assert first.failed
        assert second.diagnostics == first.diagnostics
        assert worked == []

    def test_a_link_that_another_article_broke_is_found(self, site: Path, worked: list[str]) -> None:
        made(site)
        worked.clear()
        put(site, {"content/heart.md": article("## Pause\n\nWords.", title="Heart")})
        outcome = made(site)
        assert [(one.code, one.path) for one in outcome.diagnostics if one.is_error] == [
            ("missing-heading", "content/asthma.md")
        ]
        assert worked == ["heart"]
        put(site, {"content/heart.md": SITE["content/heart.md"]})
        assert not made(site).failed

    @pytest.mark.parametrize(
        ("file", "meanwhile"),
        [
            ("content/asthma.md", article("Other words. ![lung](lung.svg)", title="Asthma")),
            ("content/lung.svg", SQUARE.format("another lung")),
            ("templates/part.html", "Other words."),
            ("site.toml", 'title = "Other words"\n'),
            ("audiences/patient.toml", 'name = "Other words"\n'),
            ("content/references.yaml", REFERENCES.format("salt", "Other words")),
        ],
    )
    def test_a_file_that_was_another_while_the_site_was_read(
        self, site: Path, file: str, meanwhile: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(site, {"templates/part.html": "Words.", "templates/article.txt": "{% include 'part.html' %}"})
        made(site)
        right = _published(site / "site")
        before = (site / file).read_bytes()
        key = unchanged.build_key

        def then_changed(folder: Folder, asked: Any) -> str:
            found = key(folder, asked)
            put(site, {file: meanwhile})
            return found

        with monkeypatch.context() as patch:
            patch.setattr("renderer.build.build.build_key", then_changed)
            made(site, force=True)
        assert _published(site / "site") != right
        put(site, {file: before})
        made(site)
        assert _published(site / "site") == right

    def test_force_makes_everything(self, site: Path, worked: list[str]) -> None:
        made(site)
        worked.clear()
        outcome = made(site, force=True)
        assert worked == ALL
        assert (outcome.written, outcome.reused) == (0, 0)

    def test_another_version_of_the_tool_makes_everything(
        self, site: Path, worked: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made(site)
        worked.clear()
        for module in ("renderer.build.keys", "renderer.build.unchanged"):
            monkeypatch.setattr(f"{module}.fingerprint", lambda: "another")
        made(site)
        assert worked == ALL

    def test_parts_and_the_whole_are_remembered_beside_each_other(
        self, site: Path, worked: list[str]
    ) -> None:
        requests: list[dict[str, Any]] = [{}, {"audiences": ("patient",)}, {"formats": ("text",)}]
        for request in requests:
            made(site, out=Path("part") / "-".join(request), **request)
        worked.clear()
        for request in requests:
            made(site, out=Path("part") / "-".join(request), **request)
            made(site, out=Path("new") / "-".join(request), **request)
        assert worked == []

    def test_a_strict_build_is_told_from_another(self, site: Path) -> None:
        put(site, {"content/asthma.md": article("# Asthma\n\nWords.")})
        assert not made(site).failed
        assert made(site, strict=True).failed


class TestTheCache:
    def test_it_serves_a_copy_of_the_site_elsewhere(
        self, site: Path, tmp_path: Path, worked: list[str]
    ) -> None:
        made(site)
        copy = tmp_path / "elsewhere/site"
        shutil.copytree(site, copy, ignore=shutil.ignore_patterns("site"))
        worked.clear()
        assert made(copy).written > 0
        assert worked == []
        assert tree(copy / "site") == tree(site / "site")

    def test_git_does_not_see_it(self, site: Path) -> None:
        made(site)
        assert (site / ".renderer/.gitignore").read_text().endswith("*\n")

    def test_it_may_be_deleted(self, site: Path) -> None:
        first = made(site)
        shutil.rmtree(site / ".renderer")
        assert made(site).diagnostics == first.diagnostics

    @pytest.mark.parametrize(
        "damage", ["empty", "cut", "garbage", "json", "longer", "folder", "link", "swap"]
    )
    def test_damage_costs_time_alone(self, site: Path, damage: str) -> None:
        made(site)
        whole = tree(site / "site")
        entries = sorted(path for path in (site / ".renderer/cache").rglob("*") if path.is_file())
        for number, path in enumerate(entries):
            _damaged(path, damage, entries[number - 1])
        shutil.rmtree(site / "site")
        outcome = made(site)
        assert not outcome.failed
        assert tree(site / "site") == whole

    def test_bytes_that_are_not_those_of_their_digest_are_not_used(self, site: Path) -> None:
        made(site)
        whole = tree(site / "site")
        for path in (site / ".renderer/cache").rglob("*"):
            if path.is_file():
                path.write_bytes(path.read_bytes().replace(b"See ", b"Bee "))
        shutil.rmtree(site / "site")
        made(site)
        assert tree(site / "site") == whole

    @pytest.mark.parametrize("path", ["../../escaped.html", "/tmp/escaped.html", "a/../../escaped", ""])
    def test_a_path_out_of_the_output_is_refused(
        self, site: Path, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made(site)
        shutil.rmtree(site / "site")
        read = json.loads

        def foreign(text: str) -> object:
            data = read(text)
            if isinstance(data, list) and len(data) == 12 and data[9]:
                data[9][0][0] = path
            return data

        monkeypatch.setattr("renderer.site.codec.json.loads", foreign)
        assert not made(site).failed
        assert not list(site.parent.rglob("escaped*"))

    @pytest.mark.parametrize(
        "forge",
        [
            lambda head: head.replace("[", "[[", 1),
            lambda head: re.sub(r'("[0-9a-f]{64}"),\d+\]', r"\1,10000000000000]", head),
            lambda head: re.sub(r'("[0-9a-f]{64}"),\d+\]', rf"\1,{10**40}]", head),
            lambda head: head.replace("patient/asthma/index.html", "manifest.json"),
            lambda head: head.replace("patient/asthma/index.html", "CNAME"),
            lambda head: head.replace("Asthma", r"\ud800"),
            lambda head: head.replace("content/lung.svg", "content/gone.svg"),
            lambda head: re.sub(r'"\[\\"asthma\\".*?\]"', '"{}"', head),
        ],
        ids=["shape", "size", "great size", "manifest", "own file", "half a letter", "lost file", "line"],
    )
    def test_an_entry_that_somebody_forged_is_refused(self, site: Path, forge: Callable[[str], str]) -> None:
        made(site)
        for path in (site / ".renderer/cache").rglob("*"):
            if path.is_file():
                line, _, rest = path.read_bytes().partition(b"\n")
                form, key, _, length = line.decode().split(" ")
                head = forge(rest[: int(length)].decode()).encode()
                line = f"{form} {key} {sha256(head).hexdigest()} {len(head)}".encode()
                path.write_bytes(line + b"\n" + head + rest[int(length) :])
        put(site, {"content/heart.md": article("## Rest\n\nOther words.")})
        try:
            outcome = made(site)
        except SurroundingsProblem as refusal:
            assert "delete .renderer/" in str(refusal)  # noqa: PT017 - refused, or made again
        else:
            assert not outcome.failed
            assert "Asthma" in (site / "site/patient/asthma/index.html").read_text()

    @pytest.mark.parametrize("length", ["10000000000000", "9" * 30, "-1", "x"])
    def test_an_entry_of_no_such_length(self, site: Path, length: str) -> None:
        made(site)
        for path in (site / ".renderer/cache").rglob("*"):
            if path.is_file():
                line, _, rest = path.read_bytes().partition(b"\n")
                path.write_bytes(b" ".join((*line.split(b" ")[:3], length.encode())) + b"\n" + rest)
        put(site, {"content/heart.md": article("## Rest\n\nOther words.")})
        assert not made(site).failed

    def test_what_somebody_else_put_there_is_let_be(self, site: Path) -> None:
        made(site)
        cache = site / ".renderer"
        for path in (cache / "cache").rglob("*"):
            if path.is_file():
                path.unlink()
                os.mkfifo(path)
        (cache / "cache/.DS_Store").write_text("x")
        (cache / "builds/folder").mkdir()
        put(site, {"content/heart.md": article("## Rest\n\nOther words.")})
        outcome = made(site)
        assert not outcome.failed
        assert not outcome.cache_fault
        assert (cache / "cache/.DS_Store").exists()

    def test_builds_that_fail_do_not_let_it_grow(self, site: Path) -> None:
        put(site, {"content/a.md": article("[gone](gone.md)")})
        counts = []
        for number in range(30):
            put(site, {"content/asthma.md": article(f"Words, version {number}.", title="Asthma")})
            assert made(site).failed
            counts.append(sum(1 for path in (site / ".renderer").rglob("*") if path.is_file()))
        assert counts[-1] == counts[-10]

    def test_it_is_no_output_folder(self, site: Path) -> None:
        made(site)
        with pytest.raises(UsageProblem):
            made(site, out=Path(".renderer/builds"))

    def test_where_nothing_can_be_written_the_build_says_so_and_goes_on(self, site: Path) -> None:
        (site / ".renderer").write_text("a file")
        outcome = made(site)
        assert not outcome.failed
        assert outcome.cache_fault
        assert (site / "site/index.html").exists()

    def test_it_does_not_grow_without_end(self, site: Path) -> None:
        counts = []
        for number in range(30):
            put(site, {"content/asthma.md": article(f"Words, version {number}.", title="Asthma")})
            made(site)
            counts.append(sum(1 for path in (site / ".renderer").rglob("*") if path.is_file()))
        assert counts[-1] == counts[-10]

    def test_what_a_build_of_before_used_is_kept_for_a_while(self, site: Path, worked: list[str]) -> None:
        made(site)
        put(site, {"content/asthma.md": article("Other.", title="Asthma")})
        made(site)
        put(site, {"content/asthma.md": SITE["content/asthma.md"]})
        worked.clear()
        made(site)
        assert worked == []

    def test_two_builds_at_once_and_a_third_that_sweeps(self, site: Path) -> None:
        commands = [["build", "--out", f"out-{number}", "--jobs", "1"] for number in range(4)]
        children = [_spawned(site, command) for command in commands]
        assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
        assert len({str(tree(site / f"out-{number}")) for number in range(4)}) == 1
        assert made(site).reused == 3


def _damaged(path: Path, damage: str, other: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    damaged = {
        "empty": b"",
        "cut": data[: len(data) // 3],
        "garbage": bytes(byte ^ 0x55 for byte in data),
        "json": b"[" * 100_000,
        "longer": data.replace(b"\n", b" 99999999\n", 1),
        "swap": other.read_bytes() if other.is_file() else b"",
    }
    if damage == "folder":
        path.mkdir()
    elif damage == "link":
        path.symlink_to("/dev/zero")
    else:
        path.write_bytes(damaged[damage])


def _spawned(site: Path, command: list[str]) -> int:
    child = os.fork()
    if not child:
        from renderer.cli import main  # noqa: PLC0415 - the child's alone

        os.chdir(site)
        os._exit(main(command))
    return child


TERM = '[terms.word]\npatient = {{ text = "{}", explanation = "of ours" }}\n'
START: dict[str, str] = {
    **AUDIENCES,
    "content/a.md": article(
        "## Rest\n\n[B](b.md#rest) ![plot](plot.svg) [@salt]", title="A", aliases="[old]"
    ),
    "content/b.md": article("## Rest\n\n[A](a.md) [help](/help.txt) @salt", title="B"),
    "content/deep/c.md": article("[A](../a.md#rest) [p]{.patient}[c]{.else} [word]{.term}", title="C"),
    "content/plot.svg": SQUARE.format("one"),
    "content/references.yaml": REFERENCES.format("salt", "Salt"),
    "static/help.txt": "Call.",
    "site.toml": 'advisory_board = "By [us](plot.svg)."\n' + TERM.format("a word"),
    "templates/article.html": (
        '{{ page.body }}{% include "part.html" ignore missing %}{{ page.site.advisory_board }}'
    ),
}
SETTINGS = [
    'title = "A"\n',
    'base_url = "https://example.org"\nreviewers = ["Dr A"]\n',
    'default_audience = "clinician"\nreviewers = ["Dr B"]\n',
    'advisory_board = "By [us](plot.svg)."\n',
    'advisory_board = "By [us](a.md#rest)."\n',
    '[strings]\nreferences = "Sources"\n',
]
GOOD: dict[str, list[str | None]] = {
    "content/a.md": [
        article(words, **front)
        for words in ("## Rest\n\n[B](b.md) [@salt]", "## Pause\n\n![plot](plot.svg)", "# A\n\n## Rest")
        for front in ({}, {"title": "Other", "summary": "S [p]{.patient}"}, {"aliases": "[old, older]"})
    ],
    "content/b.md": [
        article(words, **front)
        for words in ("[A](a.md) [@salt]", "## Rest\n\n@salt @fat ![plot](plot.svg)")
        for front in ({}, {"title": "Other"}, {"draft": "true"})
    ],
    "content/deep/c.md": [
        article(words, **front)
        for words in ("[p]{.patient}[c]{.clinician}", "[A](../a.md#rest) [word]{.term}", "[B](../b.md)")
        for front in (
            {},
            {"audiences": "[patient]"},
            {"draft": "true", "aliases": "[old]"},
            {"aliases": "[old]"},
        )
    ],
    "content/plot.svg": [SQUARE.format("one"), SQUARE.format("two")],
    "content/references.yaml": [
        REFERENCES.format("salt", "Salt"),
        REFERENCES.format("salt", "Sodium") + REFERENCES.format("fat", "Fat"),
        REFERENCES.format("fat", "Fat"),
    ],
    "static/help.txt": ["Call.", None],
    "static/old/index.html": ["x", None],
    "site.toml": [one + TERM.format(word) for word in ("a word", "a phrase") for one in SETTINGS],
    "audiences/patient.toml": [
        'name = "P"\n',
        'name = "Q"\ndisclaimer = "No [advice](a.md)."\n',
        'name = "P"\n[avoid]\nrest = "sleep"\nphrase = "word"\n',
    ],
    "templates/article.html": [
        None,
        "{{ page.title }}",
        '{% include ["mine.html", "part.html"] ignore missing %}{{ page.body }}',
        "{% if page.audience == 'Clinicians' %}{{ page.titel }}{% endif %}{{ page.body }}",
    ],
    "templates/part.html": ["{{ page.name }}", "{% include 'mine.html' ignore missing %}", None],
    "templates/mine.html": ["mine", "yours", None],
    "templates/home.html": ["{{ page.groups|length }}", None],
    "templates/style.css": ["p {}", None],
}
BAD: list[tuple[str, str | None]] = [
    ("content/a.md", article("[x]{.patiant}")),
    ("content/a.md", None),
    ("content/deep/c.md", article("::: patient\nOpen")),
    ("content/deep/c.md", ""),
    ("content/plot.svg", "<svg><script/></svg>"),
    ("content/plot.svg", None),
    ("content/references.yaml", "- {id: salt}\n"),
    ("site.toml", "titel = 1\n"),
    ("audiences/patient.toml", "name = 1\n"),
    ("templates/article.html", "{{ page.titel }}"),
    ("templates/mine.html", "{{ page.lead"),
    ("templates/home.html", "{{ page.grops }}"),
]
REQUESTS: list[dict[str, Any]] = [
    {}, {}, {}, {}, {"audiences": ("patient",)}, {"audiences": ("clinician",)}, {"formats": ("text",)},
    {"strict": True}, {"force": True}, {"require_approved": True},
]  # fmt: skip


def _texts(path: str) -> st.SearchStrategy[tuple[str, str | None]]:
    return st.tuples(st.just(path), st.sampled_from([*GOOD[path], START.get(path)]))


STEPS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(sorted(GOOD)).flatmap(_texts), max_size=2),
        st.sampled_from([None, None, None, *BAD]),
        st.sampled_from(REQUESTS),
        st.integers(0, 3),
    ),
    min_size=3,
    max_size=10,
)  # fmt: skip


@pytest.mark.usefixtures("templates_compiled_once")
@settings(max_examples=max(20, settings().max_examples // 2))
@given(steps=STEPS)
def test_a_build_of_what_changed_is_a_build_of_everything(
    steps: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.mktemp("property")
    grown = site_of(base / "grown", START)
    made(grown)
    state: dict[str, str | None] = {**START}
    last = _published(grown / "site")
    for number, (changes, slip, request, approves) in enumerate(steps):
        state |= dict(changes)
        _put_all(grown, {**state, **dict([slip] if slip else [])})
        if not approves:
            _approve_if_possible(grown)
        fresh = base / f"fresh-{number}"
        shutil.copytree(grown, fresh, ignore=shutil.ignore_patterns("site", ".*"))
        ours, clean = made(grown, **request), made(fresh, **request)
        assert ours.diagnostics == clean.diagnostics
        assert ours.failed == clean.failed
        if not clean.failed:
            last = _published(fresh / "site")
            assert (ours.articles, ours.editions) == (clean.articles, clean.editions)
        assert _published(grown / "site") == last
    shutil.rmtree(base)


def _put_all(root: Path, files: dict[str, str | None]) -> None:
    put(root, {path: text for path, text in files.items() if text is not None})
    for path in (path for path, text in files.items() if text is None):
        (root / path).unlink(missing_ok=True)


def _approve_if_possible(root: Path) -> None:
    today = date(2026, 3, 2)
    with suppress(UsageProblem):
        approve(opened(root), "a", "clinician", Consent(by="Dr A", on=today, today=today))


def _published(out: Path) -> dict[str, bytes]:
    """What the manifest speaks of, and the manifest; assets of the build before are outside of it."""
    if not (out / "manifest.json").exists():
        return {}
    manifest = (out / "manifest.json").read_bytes()
    files = {path: (out / path).read_bytes() for path in json.loads(manifest)["files"]}
    return {**files, "manifest.json": manifest}


class TestCheck:
    def test_it_judges_only_what_changed(self, site: Path, worked: list[str]) -> None:
        put(site, {"content/asthma.md": article("# Asthma\n\nWords.")})
        first = check(opened(site), ())
        worked.clear()
        assert check(opened(site), ()) == first
        assert worked == []
        put(site, {"content/heart.md": article("[x]{.patiant}")})
        second = check(opened(site), ())
        assert worked == ["heart", "lists"]
        paths = [one.path for one in second.diagnostics]
        assert paths == ["content/asthma.md", "content/draft.md", "content/heart.md"]

    def test_what_a_build_judged_is_not_judged_again(self, site: Path, worked: list[str]) -> None:
        diagnostics = made(site).diagnostics
        worked.clear()
        assert check(opened(site), ()).diagnostics == diagnostics
        assert worked in ([], ["lists"])

    def test_some_articles_are_judged_as_in_the_whole(self, site: Path) -> None:
        put(site, {"content/heart.md": article("[x]{.patiant} [gone](gone.md)")})
        whole = check(opened(site), ()).diagnostics
        assert check(opened(site), ("heart",)).diagnostics == tuple(
            one for one in whole if one.path == "content/heart.md"
        )


class TestDryRun:
    def test_it_writes_nothing_and_says_what_would_change(self, site: Path) -> None:
        made(site)
        put(site, {"content/new.md": article("New.", title="New"), "templates/style.css": "p {}"})
        (site / "content/deep/knee.md").unlink()
        before = tree(site / "site"), tree(site / ".renderer")
        told = made(site, dry=True).changes
        assert told is not None
        assert (tree(site / "site"), tree(site / ".renderer")) == before
        made(site)
        after = tree(site / "site")
        assert set(told.new) - {"manifest.json"} == set(after) - set(before[0])
        assert set(told.removed) == set(before[0]) - set(after)
        changed = {path for path, data in after.items() if before[0].get(path, data) != data}
        assert set(told.changed) - {"manifest.json"} == changed - {"manifest.json"}

    def test_of_nothing(self, site: Path) -> None:
        made(site)
        told = made(site, dry=True).changes
        assert told is not None
        assert (told.new, told.changed, told.removed) == ((), (), ())

    def test_what_a_build_would_refuse(self, site: Path) -> None:
        made(site)
        put(site, {"site/new/index.html": "theirs", "content/new.md": article("New.")})
        with pytest.raises(UsageProblem, match="where a page must stand"):
            made(site, dry=True)
