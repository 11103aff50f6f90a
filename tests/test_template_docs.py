"""docs/templates.md lists all that a template can use, and its examples do what they say.

A table is read by its heading. An example is a section with code blocks: `html templates/base.html` is a file
that is added to the site of the examples, `html site/index.html` what a build makes of it, and `console` a
command and what it prints; `…` stands for any words, as in the README.
"""

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from jinja2 import Environment, nodes
from markdown_it import MarkdownIt
from markupsafe import Markup
from playwright.sync_api import Browser

from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Review
from renderer.pages import views
from renderer.pages.render import Pages, Setting
from renderer.pages.strings import Strings
from renderer.pages.views import Page, StepState
from renderer.writers.wrap import columns, wrap
from tests.sites import article, built, put, tree
from tests.test_readme import matches

ROOT = Path(__file__).parent.parent
DOCS = (ROOT / "docs/templates.md").read_text("utf-8")
SHIPPED = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "templates").iterdir())}
TEMPLATES = {name: text for name, text in SHIPPED.items() if name.endswith((".html", ".txt"))}
OUTPUT = "site/"


# -------------------------------------------------------------------------------------- reading the page


class Block(NamedTuple):
    """A code block: its file (empty for a command), its text, and the line of the page that it begins on."""

    name: str
    text: str
    line: int


class Section(NamedTuple):
    """What stands under one heading: its lines, and the line of the page before the first of them."""

    lines: list[str]
    before: int

    def cells(self) -> list[list[str]]:
        """The cells of its table, row by row, without the head."""
        rows = [re.split(r"(?<!\\)\|", line) for line in self.lines if line.startswith("|")]
        return [[cell.strip().replace("\\|", "|") for cell in row[1:-1]] for row in rows[2:]]

    def rows(self) -> list[tuple[str, ...]]:
        """The same; a cell that is one piece of code is without its marks."""
        return [tuple(cell.strip("`") for cell in row) for row in self.cells()]

    def column(self, place: int) -> dict[str, list[str]]:
        """The pieces of code in a column, by the word in the first one."""
        return {row[0].strip("`"): code(row[place]) for row in self.cells()}

    def blocks(self) -> list[Block]:
        """Its code blocks."""
        return [
            Block(token.info.partition(" ")[2], token.content, self.before + token.map[0] + 1)
            for token in MarkdownIt().parse("\n".join(self.lines))
            if token.type == "fence" and token.map
        ]

    def given(self) -> dict[str, str]:
        """The files that an example adds to a site."""
        files = (one for one in self.blocks() if "." in one.name)
        return {one.name: one.text for one in files if not one.name.startswith(OUTPUT)}

    def results(self) -> list[Block]:
        """The files that a build makes of it, as far as they are shown."""
        return [one for one in self.blocks() if one.name.startswith(OUTPUT)]

    def commands(self) -> list[Block]:
        """The commands of an example and what they print."""
        return [one for one in self.blocks() if not one.name]


def code(text: str) -> list[str]:
    """The pieces of code in a text."""
    return re.findall("`([^`]+)`", text)


def sections() -> dict[str, Section]:
    """The page's sections by their headings."""
    tokens, lines = MarkdownIt().parse(DOCS), DOCS.splitlines()
    starts = [token.map[0] for token in tokens if token.type == "heading_open" and token.map]
    ends = [*starts[1:], len(lines)]
    found = [Section(lines[start + 1 : end], start + 1) for start, end in zip(starts, ends, strict=True)]
    return {lines[one.before - 1].lstrip("# "): one for one in found}


SECTIONS = sections()
THE_SITE = "The site of the examples"
EXAMPLES = [name for name, one in SECTIONS.items() if name != THE_SITE and (one.results() or one.commands())]


def said(before: str, end: str) -> list[str]:
    """The pieces of code between some words of the page and a mark."""
    found = re.search(f"{re.escape(before)}([^{end}]*)", DOCS)
    assert found, before
    return code(found[1])


# ------------------------------------------------------------------------------------ running the examples


def small_site(root: Path) -> Path:
    """Write the site of the examples."""
    return put(root, SECTIONS[THE_SITE].given())


def run(command: str, root: Path) -> subprocess.CompletedProcess[str]:
    """Run `renderer` as it stands in the page; all that it prints is standard output."""
    program, *arguments = shlex.split(command)
    assert program == "renderer"
    return subprocess.run(
        [sys.executable, "-m", "renderer", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def build(root: Path) -> Path:
    """Build a site without errors, and return its output."""
    ended = run("renderer build", root)
    assert ended.returncode == 0, ended.stdout
    return root / "site"


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_does_what_it_says(name: str, tmp_path: Path) -> None:
    section = SECTIONS[name]
    root = put(small_site(tmp_path), section.given())
    for block in section.commands():
        command, _, expected = block.text.partition("\n")
        ended = run(command.removeprefix("$ "), root)
        assert ended.stdout == expected, f"docs/templates.md:{block.line} prints:\n{ended.stdout}"
        assert ended.returncode == ("error[" in expected)
    if section.results():
        build(root)
    for block in section.results():
        made = (root / block.name).read_text("utf-8")
        assert matches(block.text, made), f"docs/templates.md:{block.line}: {block.name} is:\n{made}"


def test_every_code_block_is_run() -> None:
    """But for the policy, which has a test of its own."""
    strange = {one.name for section in SECTIONS.values() for one in section.blocks() if "." not in one.name}
    assert strange == {"", "policy"}
    alone = [name for name, one in SECTIONS.items() if one.given() and name not in {*EXAMPLES, THE_SITE}]
    assert alone == []
    assert len(EXAMPLES) >= 10


def test_its_links_lead_to_its_headings() -> None:
    places = {re.sub(r"[^a-z -]", "", name.lower()).replace(" ", "-") for name in SECTIONS}
    links = re.findall(r"\]\(#([^)]+)\)", DOCS)
    assert len(links) >= 8
    assert [link for link in links if link not in places] == []


# ------------------------------------------------------------------------------------------ the templates


def parsed(name: str) -> nodes.Template:
    """A shipped template as Jinja's tree."""
    environment = Environment(autoescape=True)
    environment.filters |= dict.fromkeys(("fill", "item", "underline"), str)
    return environment.parse(TEMPLATES[name])


def named(name: str, *kinds: type[nodes.Extends] | type[nodes.Include]) -> set[str]:
    """The templates that a shipped template extends or includes."""
    found = (one.find(nodes.Const) for kind in kinds for one in parsed(name).find_all(kind))
    return {one.value for one in found if one}


class Made(NamedTuple):
    """An output: the template that made it, and the class of what that got."""

    template: str
    kind: str


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Made]:
    """The outputs of a site whose templates write nothing but their names and what they get."""
    root = small_site(tmp_path_factory.mktemp("names"))
    own = {f"templates/{name}": f"{name} {{{{ page.__class__.__name__ }}}}" for name in SHIPPED}
    put(root, own | {"content/moved.md": article(aliases="[old]")})
    lines = {path: data.decode().split(" ", 1) for path, data in tree(build(root)).items()}
    return {path: Made(*line) for path, line in lines.items() if line[0] in SHIPPED}


def is_like(path: str, form: str) -> bool:
    """Whether an output's path has a form that the page gives it."""
    for place, words in PLACES.items():
        form = form.replace(place, words)
    return re.fullmatch(form.replace(".", r"\."), path) is not None


PLACES = {
    "<audience>": "(patient|clinician)",
    "<article>": "(visit|moved)",
    "<alias>": "old",
    "<hash>": "[0-9a-f]{16}",
}


def test_every_template_is_listed() -> None:
    assert [name for name, *_ in SECTIONS["The templates"].rows()] == list(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_template_makes_what_is_said(name: str, outputs: Mapping[str, Made]) -> None:
    forms = SECTIONS["The templates"].column(1)[name]
    paths = [path for path, made in outputs.items() if made.template == name]
    assert [form for form in forms if not any(is_like(path, form) for path in paths)] == []
    assert [path for path in paths if not any(is_like(path, form) for form in forms)] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_gets_what_is_said(name: str, outputs: Mapping[str, Made]) -> None:
    """A part gets what those get that include it; `base.html` gets any page."""
    makers = {one for one in TEMPLATES if one == name or name in named(one, nodes.Include)}
    kinds = {made.kind for made in outputs.values() if made.template in makers} or {Page.__name__}
    assert set(SECTIONS["The templates"].column(2)[name]) == kinds


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_builds_on_what_is_said(name: str) -> None:
    assert set(SECTIONS["The templates"].column(3)[name]) == named(name, nodes.Extends, nodes.Include)


def test_every_block_is_listed() -> None:
    there = [(name, block.name) for name in TEMPLATES for block in parsed(name).find_all(nodes.Block)]
    listed = SECTIONS["The blocks"].rows()
    assert sorted((template, block) for template, block, _ in listed) == sorted(there)
    assert all(words for _, _, words in listed)


def test_every_filter_is_listed() -> None:
    ours = set(Pages(SHIPPED, {}, Setting(72, wrap, columns))._environment.filters)
    of_jinja = set(Environment(autoescape=True).filters)
    listed = {cell.partition("(")[0] for cell, _ in SECTIONS["What a template sees"].rows()}
    assert listed == ours - of_jinja
    assert said("The filter ", " ") == sorted(of_jinja - ours)


# ------------------------------------------------------------------------------------- what a page has


class Member(NamedTuple):
    """A field or a property of a class: its name, and its type as it is written."""

    name: str
    kind: str


@cache
def classes() -> dict[str, ast.ClassDef]:
    """The classes of renderer/pages/views.py, by name."""
    module = ast.parse(Path(views.__file__).read_text("utf-8"))
    return {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}


def members(node: ast.ClassDef) -> Iterator[Member]:
    """The fields and properties of a class's own."""
    for one in node.body:
        if isinstance(one, ast.AnnAssign):
            yield Member(ast.unparse(one.target), ast.unparse(one.annotation))
        elif isinstance(one, ast.FunctionDef):
            assert one.returns is not None
            assert [ast.unparse(mark) for mark in one.decorator_list] == ["property"]
            yield Member(one.name, ast.unparse(one.returns))


def heading(node: ast.ClassDef) -> str:
    """What the page calls a class: a page says that it has all that a `Page` has."""
    bases = [ast.unparse(base) for base in node.bases]
    return f"`{node.name}`, a `Page`" if "Page" in bases else f"`{node.name}`"


def test_every_class_is_listed() -> None:
    titles = {heading(node) for node in classes().values()}
    assert titles == {name for name in SECTIONS if name.startswith("`")}


@pytest.mark.parametrize("name", classes())
def test_every_field_is_listed_with_its_type(name: str) -> None:
    node = classes()[name]
    listed = SECTIONS[heading(node)].rows()
    assert [Member(field, kind) for field, kind, _ in listed] == list(members(node))
    assert all(words for _, _, words in listed)


def test_every_value_of_a_choice_is_listed() -> None:
    assert said("`Review` is one of ", ";") == [*(one.value for one in Review)]
    assert said("`StepState` is one of ", ".") == [f'"{one}"' for one in get_args(StepState)]


# ------------------------------------------------------------------------------ what is finished HTML


def fields_of(kind: str) -> Iterator[Member]:
    """All fields of a class, those of `Page` among them where it is one."""
    node = classes()[kind]
    yield from members(node)
    if "a `Page`" in heading(node):
        yield from members(classes()["Page"])


def texts(value: object) -> Iterator[tuple[str, str, str]]:
    """Every text in a view that is not empty: the class and the field that hold it, and the text."""
    kind = type(value).__name__
    if kind in classes():
        for field, _ in fields_of(kind):
            inner = getattr(value, field)
            if isinstance(inner, str) and inner:
                yield kind, field, inner
            else:
                yield from texts(inner)
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """What the HTML templates get when the sample site is built, with a redirect and a folder."""
    for folder in ("content", "audiences"):
        put(tmp_path / folder, tree(ROOT / folder))
    put(tmp_path, {"content/heart/moved.md": article(aliases="[old]")})
    put(tmp_path, {"site.toml": (ROOT / "site.toml").read_text("utf-8")})
    pages: list[Page] = []
    render = Pages.render

    def noted(self: Pages, name: str, page: Page) -> str | Diagnostic:
        pages.extend([page] if name.endswith(".html") else [])
        return render(self, name, page)

    monkeypatch.setattr(Pages, "render", noted)
    built(tmp_path)
    return pages


def test_what_is_finished_html_is_what_is_said(shown: list[Page]) -> None:
    """A field of type `Written` is Markup, but for the titles that the page names; any other text is not."""
    plain_titles = {(kind, "title") for kind in said("The exception is the `title` of ", ":")}
    written = {(kind, field) for kind in classes() for field, its in fields_of(kind) if its == "Written"}
    found = {(kind, field, isinstance(text, Markup)) for page in shown for kind, field, text in texts(page)}
    finished = {(kind, field) for kind, field, is_markup in found if is_markup}
    assert finished == written - plain_titles - {("Page", "title")}
    assert not finished & {(kind, field) for kind, field, is_markup in found if not is_markup}


# ------------------------------------------------------------------------------- strings and the policy


def test_every_string_is_listed() -> None:
    assert SECTIONS["All strings"].rows() == [(one.name, one.default) for one in fields(Strings)]


def test_every_place_in_a_string_is_named() -> None:
    with_places = {one.name: one.default for one in fields(Strings) if "{" in str(one.default)}
    assert list(with_places) == ["date_form"]
    assert re.findall(r"{\w+}", Strings().date_form) == said("`date_form` has placeholders: ", ".")


def test_the_policy_is_the_one_of_a_page(tmp_path: Path) -> None:
    page = (build(small_site(tmp_path)) / "index.html").read_text("utf-8")
    (policy,) = (one.text.strip() for one in SECTIONS["Scripts, styles and the policy"].blocks())
    assert re.findall('Content-Security-Policy" content="(.*)"', page) == [policy]


OF_THEIR_OWN = {
    "static/own.css": "h1 { color: rgb(1, 2, 3); }",
    "static/own.js": "document.documentElement.lang = 'from-file';",
    "templates/base.html": """{% extends "shipped:base.html" %}
{% block styles %}
<link rel="stylesheet" href="{{ page.root }}own.css">
<style>h1 { font-size: 99px; }</style>
{% endblock %}
{% block scripts %}
<script src="{{ page.root }}own.js" defer></script>
<script>document.title = "inline";</script>
{% endblock %}
{% block bottom %}
<p id="own" style="font-size: 99px" onclick="document.title = 'clicked'">Own</p>
{% endblock %}
""",
}
SEEN = """() => {
    const {color, fontSize} = getComputedStyle(document.querySelector("h1"));
    const own = document.querySelector("#own");
    own.click();
    const sizes = [fontSize, getComputedStyle(own).fontSize];
    return [color, document.documentElement.lang, sizes.includes("99px"), document.title];
}"""


def test_a_browser_takes_files_and_nothing_inline(browser: Browser, tmp_path: Path) -> None:
    site = build(put(small_site(tmp_path), OF_THEIR_OWN))
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.evaluate(SEEN) == ["rgb(1, 2, 3)", "from-file", False, "Articles"]
    page.close()
