"""The pages: every part is there, in HTML and in text, and a fault in a template says where it is."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import Environment, meta, nodes
from markupsafe import Markup

from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Review
from renderer.language.references import SourceKind
from renderer.pages.render import Pages, Setting
from renderer.pages.strings import KEYS, Strings
from renderer.pages.views import (
    ArticleLink,
    ArticlePage,
    AudienceChoice,
    ChooserPage,
    Group,
    HomePage,
    IndexPage,
    NotFoundPage,
    Page,
    RedirectPage,
    SectionLink,
    SiteChrome,
    day,
    reference_entry,
    review_steps,
)
from renderer.writers.wrap import columns, wrap

TOP = Path(__file__).parent.parent
ASSETS = {".css", ".js"}
SHIPPED = {
    path.name: path.read_text("utf-8") for path in (TOP / "templates").iterdir() if path.suffix not in ASSETS
}
STYLE = (TOP / "templates" / "style.css").read_text("utf-8")
SCRIPT = (TOP / "templates" / "script.js").read_text("utf-8")
WIDTH = 60
SETTING = Setting(WIDTH, wrap, columns)
WORDS = Strings()
UPDATED = day(date(2025, 10, 29), WORDS)
LEAD = Markup(
    "<p>No: a licence ends at the border.<sup><a id='page-cite-1-1' href='#page-ref-1'>1</a></sup></p>"
)
REST = Markup(
    "<h2 id='law'>What the law says</h2>\n"
    "<p>More.<sup><a id='page-cite-1-2' href='#page-ref-1'>1</a>, "
    "<a id='page-cite-2-1' href='#page-ref-2'>2</a></sup></p>"
)
SITE = SiteChrome(
    title="Health & answers",
    publisher="Example Library",
    advisory_board=Markup("Checked by the <a href='https://example.org/board'>Advisory Board</a>."),
    editorial_policy_url="https://example.org/policy?a=1&b=2",
    follow_up_url="https://example.org/ask",
)
CHOICES = (
    AudienceChoice("Patient", "../../patient/care/index.html", description="You may need it.", id="patient"),
    AudienceChoice("Clinician", "index.html", current=True, description="You give it.", id="clinician"),
    AudienceChoice("Student", "", id="student"),
)
ARTICLE = ArticlePage(
    site=SITE,
    title=Markup("Is care from abroad <em>safe</em>?"),
    name="Is care from abroad safe?",
    root="../../",
    stylesheet="assets/style-1a2b3c4d.css",
    script="assets/script-1a2b3c4d.js",
    canonical="https://example.org/clinician/care/index.html",
    description='Why a licence "ends" at the border',
    audience="Clinician",
    index_href="../index.html",
    choices=tuple(one._replace(description="") for one in CHOICES),
    summary=Markup("Mostly it is <strong>not</strong>."),
    body=Markup("\n").join((LEAD, REST)),
    lead=LEAD,
    rest=REST,
    warning_href="#law",
    review=Review.UNDER_REVIEW,
    references=(
        reference_entry(1, SourceKind.GUIDELINE, Markup("A guideline. 2025."), 2, WORDS),
        reference_entry(2, SourceKind.RESEARCH, Markup("A study. <i>J Care</i>. 2020."), 1, WORDS),
    ),
    updated=UPDATED,
    disclaimer=Markup("<p>Check it yourself.</p>"),
    text_href="index.txt",
    sections=(SectionLink(Markup("What the law <em>says</em>"), "#law"),),
    metadata=Markup('{"name":"\\u003c/script>"}'),
)
TEXT_SITE = replace(SITE, advisory_board="Checked by the Advisory Board <https://example.org/board>.")
TEXT_ARTICLE = replace(
    ARTICLE,
    site=TEXT_SITE,
    title="Is care from abroad safe?",
    choices=(
        CHOICES[0]._replace(href="../../patient/care/index.txt"),
        CHOICES[1]._replace(href="index.txt"),
        CHOICES[2],
    ),
    sections=(SectionLink("What the law says", "#law"),),
    metadata="",
    summary="Mostly it is not.",
    body="No: a licence ends at the border. [1]\n\nWhat the law says\n-----------------\n\nMore. [1, 2]\n",
    lead="No: a licence ends at the border. [1]",
    rest="What the law says\n-----------------\n\nMore. [1, 2]\n",
    references=(
        reference_entry(1, SourceKind.GUIDELINE, "A guideline. 2025.", 2, WORDS),
        reference_entry(2, SourceKind.RESEARCH, "A study. J Care. 2020.", 1, WORDS),
    ),
    disclaimer="Check it yourself.\n",
)
CO2 = ArticleLink(Markup("CO<sub>2</sub>"), "co2/index.html", Markup("A gas."), UPDATED, "Approved")
BASE = {"site": SITE, "root": "../", "stylesheet": "assets/style.css"}
PAGES: dict[str, Page] = {
    "article.html": ARTICLE,
    "article.txt": TEXT_ARTICLE,
    "home.html": HomePage(
        site=SITE, title=SITE.title, name=SITE.title, root="", stylesheet="assets/style.css", choices=CHOICES,
        groups=(
            Group("", "page-in-", (ArticleLink(Markup("Other"), "other/index.html", "", None, "Approved"),)),
            Group("Gases", "page-in-gases", (CO2._replace(editions=CHOICES[:2]),)),
        ),
    ),
    "audience.html": IndexPage(
        site=SITE, title="Clinician", name="Clinician", root="../", stylesheet="assets/style.css",
        lead="You give it.", choices=CHOICES,
        groups=(Group("", "page-in-", (CO2,)),),
    ),
    "chooser.html": ChooserPage(
        site=SITE, title=Markup("CO<sub>2</sub>"), name="CO2", root="../", stylesheet="assets/style.css",
        choices=CHOICES, summary=Markup("A gas."), updated=UPDATED,
    ),
    "redirect.html": RedirectPage(
        site=SITE, title="Care", name="Care", root="../", stylesheet="assets/style.css",
        href="../care/index.html",
    ),
    "404.html": NotFoundPage(
        site=SITE, title=WORDS.not_found, name=WORDS.not_found, root="https://example.org/",
        stylesheet="assets/style.css", choices=CHOICES,
    ),
}  # fmt: skip
HTML = sorted(name for name in PAGES if name.endswith(".html"))
BARE_SITE = SiteChrome(title="Bare")
BARE = replace(
    ARTICLE, site=BARE_SITE, canonical="", description="", summary="", references=(), updated=None,
    disclaimer="", text_href="", review=Review.APPROVED, lead="", rest=ARTICLE.body, warning_href="",
)  # fmt: skip


def made(name: str, page: Page, own: dict[str, str] | None = None) -> str:
    result = Pages(SHIPPED, own or {}, SETTING).render(name, page)
    assert isinstance(result, str), result
    return result


def parsed(html: str) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


# ---------------------------------------------------------------------------------------- HTML as such


@pytest.mark.parametrize("name", HTML)
@pytest.mark.parametrize("kind", ["full", "bare"])
def test_html_is_valid_and_well_made(name: str, kind: str) -> None:
    page = PAGES[name]
    if kind == "bare":
        empty: dict[str, Any] = {
            "choices": (),
            "groups": (),
            "sections": (),
            "lead": "",
            "rest": ARTICLE.body,
            "summary": "",
            "updated": None,
            "description": "",
        }
        page = replace(
            page, site=BARE_SITE, **{key: value for key, value in empty.items() if hasattr(page, key)}
        )
    root = parsed(made(name, page))
    assert root.get("lang") == "en"
    assert len(root.findall(".//h1")) == len(root.findall(".//main")) == len(root.findall(".//title")) == 1
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for one in root.iter():
        assert not one.get("style"), "no inline style: the policy forbids it"
        assert one.tag != "script" or one.get("src") or one.get("type") == "application/ld+json"
        for reference in (one.get("aria-labelledby"), (one.get("href") or "").partition("#")[2]):
            assert not reference or reference in ids
    levels = [int(str(one.tag)[1]) for one in root.iter() if re.fullmatch("h[1-6]", str(one.tag))]
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    for navigation in root.iter("nav"):
        assert navigation.get("aria-label") or navigation.get("aria-labelledby")


@pytest.mark.parametrize("name", HTML)
def test_chrome_keeps_to_its_own_names(name: str) -> None:
    page = PAGES[name]
    root = parsed(made(name, replace(page, rest="") if isinstance(page, ArticlePage) else page))
    for one in root.iter():
        assert (one.get("id") or "page-").startswith("page-")
        assert all(word.startswith("page-") for word in (one.get("class") or "").split())


@pytest.mark.parametrize("name", HTML)
def test_words_from_settings_are_escaped(name: str) -> None:
    nasty = "<script>alert('x')</script>\"&"
    choices = (AudienceChoice(nasty, nasty, description=nasty, current=True), AudienceChoice(nasty, nasty))
    fields: dict[str, Any] = {
        "name": nasty, "title": nasty, "root": nasty, "stylesheet": nasty, "canonical": nasty,
        "description": nasty, "audience": nasty, "index_href": nasty, "choices": choices, "summary": nasty,
        "body": nasty, "disclaimer": nasty, "text_href": nasty, "href": nasty, "lead": nasty,
        "metadata": "", "script": nasty,
    }  # fmt: skip
    site = SiteChrome(
        title=nasty, language=nasty, publisher=nasty, advisory_board=nasty, editorial_policy_url=nasty,
        follow_up_url=nasty, base_url=nasty, words=Strings(**dict.fromkeys(KEYS, nasty)),
    )  # fmt: skip
    page = replace(
        PAGES[name], site=site, **{key: value for key, value in fields.items() if hasattr(PAGES[name], key)}
    )
    html = made(name, page)
    assert not re.findall("<script(?! src=)", html)
    assert not [one for one in re.findall(r'="([^"]*)"', html) if "<" in one]


def test_the_policy_allows_nothing_inline() -> None:
    policy = parsed(made("article.html", ARTICLE)).find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    content = policy.get("content") or ""
    assert "default-src 'none'" in content
    assert "unsafe" not in content


# -------------------------------------------------------------------- the anatomy of an article's page

PARTS = [
    "Is care from abroad safe?",
    "Mostly it is not.",
    WORDS.warning_here,
    "Checked by the Advisory Board",
    WORDS.caution,
    WORDS.review,
    "29 October 2025",
    WORDS.editorial_policy,
    WORDS.which,
    WORDS.not_for_them,
    WORDS.in_short,
    "No: a licence ends at the border.",
    WORDS.on_this_page,
    "What the law says",
    "What the law says",
    WORDS.references,
    "Guideline. A guideline. 2025.",
    "Research. A study. J Care. 2020.",
    WORDS.disclaimer,
    "Check it yourself.",
    WORDS.follow_up,
    "Example Library",
]


def visible(html: str) -> str:
    """What a reader sees of the page, without the skip link, the way back from references and the twin."""
    body = parsed(html).find("body")
    assert body is not None
    for parent in list(body.iter()):
        for child in list(parent):
            href, kind = child.get("href", ""), child.get("class", "")
            if kind in {"page-skip", "page-back"} or href == "index.txt" or child.get("hidden") is not None:
                parent.remove(child)
    return re.sub(r"\s+", " ", "".join(body.itertext()))


def missing_in(words: str) -> list[str]:
    """The parts that do not follow one another in the words of a page."""
    gone, at = [], 0
    for part in PARTS:
        found = words.find(part, at)
        if found < 0:
            gone.append(part)
        else:
            at = found + len(part)
    return gone


def test_every_part_is_there_in_html_and_in_order() -> None:
    assert missing_in(visible(made("article.html", ARTICLE))) == []


def test_every_part_is_there_in_text_and_in_order() -> None:
    assert missing_in(re.sub(r"\s+", " ", made("article.txt", TEXT_ARTICLE))) == []


def test_text_says_the_words_of_the_page() -> None:
    text = re.sub(r"<[^>]*>|^\d+\.|\[[\d, ]+\]", " ", made("article.txt", TEXT_ARTICLE), flags=re.MULTILINE)
    html = re.sub(r"(?<=\.)[12](, 2)?(?=\s)", "", visible(made("article.html", ARTICLE)))
    assert words_of(text) == words_of(html)


def test_text_lines_keep_to_the_width() -> None:
    long = "wörter die lang und 幅の広い sind " * 8
    page = replace(
        TEXT_ARTICLE,
        title=long, audience=long, summary=long,
        site=replace(TEXT_SITE, title=long, publisher=long, advisory_board=long,
                     words=Strings(**dict.fromkeys(KEYS, long))),
        choices=tuple(one._replace(name=long) for one in TEXT_ARTICLE.choices),
        references=tuple(one._replace(words=long, number=99) for one in TEXT_ARTICLE.references),
    )  # fmt: skip
    for line in made("article.txt", page).splitlines():
        assert columns(line) <= WIDTH, line
        assert line == line.rstrip()


def test_text_as_a_whole() -> None:
    assert (
        made("article.txt", TEXT_ARTICLE)
        == """\
Health & answers > Clinician

Is care from abroad safe?
=========================

Mostly it is not.

There is a warning on this page: read it first

Checked by the Advisory Board <https://example.org/board>.

Read with care. The review of this page by experts is not
finished, so it may still hold mistakes. It is here to
inform you: do not act on it alone.

Review status: Submitted (done), Under review (current
step), Approved (to come)

Last updated 29 October 2025
Editorial policy <https://example.org/policy?a=1&b=2>

Which best describes you?
- Patient <../../patient/care/index.txt>
- Clinician (this page)
- Student (not written for this article)

In short
--------

No: a licence ends at the border. [1]

On this page
- What the law says

What the law says
-----------------

More. [1, 2]

References
----------

1. Guideline. A guideline. 2025.
2. Research. A study. J Care. 2020.

Disclaimer
----------

Check it yourself.

Do you have another question?
-----------------------------

Ask a follow-up question <https://example.org/ask>

Published by Example Library
"""
    )


@pytest.mark.parametrize(
    ("name", "page"), [("article.html", BARE), ("article.txt", replace(BARE, body="Words.", rest="Words."))]
)
def test_what_is_not_set_is_absent(name: str, page: ArticlePage) -> None:
    words = made(name, page)
    for part in (
        WORDS.caution, WORDS.updated, WORDS.editorial_policy, WORDS.in_short, WORDS.references,
        WORDS.disclaimer, WORDS.follow_up, WORDS.published_by, WORDS.plain_text, "canonical", "alternate",
        "None",
    ):  # fmt: skip
        assert part not in words
    if name == "article.txt":
        assert "\n\n\n" not in words


@pytest.mark.parametrize("review", list(Review))
@pytest.mark.parametrize("name", ["article.html", "article.txt"])
def test_the_caution_shows_exactly_while_not_approved(name: str, review: Review) -> None:
    page = replace(ARTICLE if name == "article.html" else TEXT_ARTICLE, review=review)
    assert (WORDS.caution in made(name, page)) is (review is not Review.APPROVED)


def test_the_review_is_a_list_with_its_current_step_marked() -> None:
    assert [one.state for one in review_steps(Review.SUBMITTED, WORDS)] == ["current", "todo", "todo"]
    assert [one.state for one in review_steps(Review.APPROVED, WORDS)] == ["done", "done", "current"]
    steps = parsed(made("article.html", ARTICLE)).findall(".//*[@class='page-review']/ol/li")
    assert [one.get("aria-current") for one in steps] == [None, "step", None]
    assert [one.text for one in steps] == ["Submitted ", "Under review ", "Approved "]


def test_the_date_is_for_machines_and_for_readers() -> None:
    time = parsed(made("article.html", ARTICLE)).find(".//time")
    assert time is not None
    assert (time.get("datetime"), time.text) == ("2025-10-29", "29 October 2025")


def test_the_chooser_is_plain_links_and_marks_the_page_at_hand() -> None:
    links = parsed(made("article.html", ARTICLE)).findall(".//nav[@class='page-choices']//a")
    assert [(one.get("href"), one.get("aria-current")) for one in links] == [
        ("../../patient/care/index.html", None),
        ("index.html", "page"),
    ]


def test_references_lead_back_to_each_place_that_cites_them() -> None:
    first, second = parsed(made("article.html", ARTICLE)).findall(
        ".//section[@class='page-references']/ol/li"
    )
    assert [one.get("href") for one in first.iter("a")] == ["#page-cite-1-1", "#page-cite-1-2"]
    assert [one.get("aria-label") for one in first.iter("a")] == [
        "Back to citation 1a",
        "Back to citation 1b",
    ]
    assert second.get("id") == "page-ref-2"


def test_backlinks_go_on_after_z() -> None:
    labels = [one.label for one in reference_entry(1, SourceKind.LAW, "x", 60, WORDS).backlinks]
    assert labels[24:29] == ["y", "z", "aa", "ab", "ac"]
    assert len(set(labels)) == 60


def test_head_of_an_article() -> None:
    root = parsed(made("article.html", ARTICLE))
    links = {one.get("rel"): one.get("href") for one in root.findall(".//link")}
    assert links == {
        "canonical": "https://example.org/clinician/care/index.html",
        "alternate": "index.txt",
        "stylesheet": "../../assets/style-1a2b3c4d.css",
    }
    assert root.findtext(".//title") == "Is care from abroad safe? \u2013 Clinician \u2013 Health & answers"


def test_a_redirect_leads_on_by_itself_and_by_a_link() -> None:
    root = parsed(made("redirect.html", PAGES["redirect.html"]))
    refresh = root.find(".//meta[@http-equiv='refresh']")
    assert refresh is not None
    assert refresh.get("content") == "0; url=../care/index.html"
    assert [one.get("href") for one in root.findall(".//main//a")] == ["../care/index.html"]


# ----------------------------------------------------------------------------------------------- words


def test_every_kind_and_status_has_words() -> None:
    assert len({WORDS.kind(kind) for kind in SourceKind}) == len(SourceKind)
    assert len({WORDS.status(review) for review in Review}) == len(Review)


def test_words_in_another_language() -> None:
    german = WORDS.replaced(
        {"date_form": "{day}. {month} {year}", "october": "Oktober", "references": "Quellen"}
    )
    assert day(date(2025, 10, 29), german) == ("2025-10-29", "29. Oktober 2025")
    html = made("article.html", replace(ARTICLE, site=replace(SITE, words=german, language="de")))
    assert "Quellen" in html
    assert WORDS.references not in html


def test_a_date_form_replaces_its_three_words_only() -> None:
    odd = WORDS.replaced({"date_form": "{year}-{month} {day.__class__} {0}"})
    assert day(date(2025, 3, 1), odd) == ("2025-03-01", "2025-March {day.__class__} {0}")


def test_every_word_is_used() -> None:
    used = (
        " ".join(SHIPPED.values())
        + (TOP / "renderer/pages/strings.py").read_text("utf-8").split("def ", 1)[1]
    )
    used += (TOP / "renderer/pages/views.py").read_text("utf-8")
    used += (TOP / "renderer/build/chrome.py").read_text("utf-8")
    assert not [key for key in KEYS if f"words.{key}" not in used and f"self.{key}" not in used]


# ---------------------------------------------------------------------- a site's own templates, faults


def fault(
    text: str, name: str = "article.html", own: dict[str, str] | None = None
) -> tuple[str, int, str, str]:
    page = PAGES[name]
    result = Pages(SHIPPED, {name: text} | (own or {}), SETTING).render(name, page)
    assert isinstance(result, Diagnostic), result
    assert result.code == "bad-template"
    return result.path, result.line, result.message, result.excerpt


def test_a_site_replaces_templates_one_by_one() -> None:
    own = {"base.html": "<title>{{ page.name }}</title>{% block main %}{% endblock %}"}
    assert made("404.html", PAGES["404.html"], own).startswith("<title>Page not found</title>")
    assert made("404.html", PAGES["404.html"]).startswith("<!DOCTYPE html>")


def test_a_site_builds_on_the_shipped_template() -> None:
    own = {
        "article.html": '{% extends "shipped:article.html" %}'
        "{% block links %}{{ super() }}<!-- ours -->{% endblock %}",
        "base.html": '{% extends "shipped:base.html" %}{% block bottom %}<p>Bottom</p>{% endblock %}',
    }
    html = made("article.html", ARTICLE, own)
    assert "<!-- ours -->" in html
    assert 'type="text/plain"' in html
    assert WORDS.caution in html
    assert "<p>Bottom</p>" in made("404.html", PAGES["404.html"], own)


def test_a_part_of_a_site_s_own() -> None:
    own = {"article.html": '{% include "part.html" %}', "part.html": "{{ page.name }}"}
    assert made("article.html", ARTICLE, own) == ARTICLE.name


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a\n{{ page.titel }}", 2, "ArticlePage has no 'titel'; did you mean 'title'?"),
        ("a\n\n{% if page.site.publishr %}x{% endif %}", 3, "SiteChrome has no 'publishr'"),
        ("a\nb\n{{ pgae.title }}", 3, "'pgae' is not defined; a template sees 'page'"),
        ("{% for one in page.steps %}\n{{ one.colour }}\n{% endfor %}", 2, "Step has no 'colour'"),
        ("a\n{% if x %}", 2, "Unexpected end of template"),
        ("a\n{% frobnicate %}", 2, "unknown tag 'frobnicate'"),
        ("a\n{{ page.title | nosuch }}", 2, "No filter named 'nosuch'"),
        ('a\n{% include "nosuch.html" %}', 2, "there is no template 'nosuch.html'"),
        ('{% extends "shipped:nosuch.html" %}', 1, "there is no template 'shipped:nosuch.html'"),
        ("a\n{{ 1 / 0 }}", 2, "division by zero"),
        ("a\n{{ page.title + 1 }}", 2, "unsupported operand"),
        ("a\n{{ [page.titel] }}", 2, "ArticlePage has no 'titel'; did you mean 'title'?"),
        ("a\n{{ page.choices | map(attribute='nam') | list }}", 2, "AudienceChoice has no 'nam'"),
        ("a\n{{ page.title.upper }}", 2, "'upper' is a function: write `upper()`"),
        ("a\n{{ page.name.format() and '{}'.format() }}", 2, "index"),
        ("a\n{{ page.steps | random }}", 2, "No filter named 'random'"),
        ("a\n{{ lipsum() }}", 2, "'lipsum' is not defined"),
        ('\n{% include "article.html" %}', 2, "extends or includes itself without end"),
        ('{% extends "article.html" %}', 1, "extends or includes itself without end"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", 1, "nests too deep"),
        ("{% for a in page.steps %}" * 25 + "{% endfor %}" * 25, 1, "too many statically nested blocks"),
        ('{{ "\\ud800" }}', 1, "surrogates not allowed"),
    ],
)
def test_a_fault_in_a_template_is_a_diagnostic(text: str, line: int, words: str) -> None:
    path, found, message, excerpt = fault(text)
    assert (path, found) == ("templates/article.html", line)
    assert words in message
    whole = text.split("\n")[line - 1]
    assert excerpt == whole if len(whole) < 500 else whole.startswith(excerpt)
    assert "renderer." not in message


def test_a_fault_is_placed_in_the_site_s_own_template() -> None:
    path, line, _, _ = fault('{% extends "base.html" %}', own={"base.html": "a\n{{ page.nothing }}"})
    assert (path, line) == ("templates/base.html", 2)
    path, line, _, _ = fault('a\n{% include "part.html" %}', own={"part.html": "\n\n{{ page.nothing }}"})
    assert (path, line) == ("templates/part.html", 3)


def test_a_misspelt_name_of_a_template_is_found() -> None:
    (found,) = Pages(SHIPPED, {"articel.html": "x"}, SETTING).problems()
    assert "did you mean 'article.html'" in found.message
    used = {"base2.html": "x", "home.html": '{% include "base2.html" %}'}
    assert not Pages(SHIPPED, used, SETTING).problems()


def test_all_templates_that_cannot_be_read_are_found_at_once() -> None:
    own = {
        "style.css": "@media print{#a{}}",
        "b.html": "{% if %}",
        "a.html": "x\n{{ }}",
        "article.html": "{{ page.name }}",
    }
    found = Pages(SHIPPED, own, SETTING).problems()
    assert [(one.path, one.line) for one in found] == [("templates/a.html", 2), ("templates/b.html", 1)]
    assert Pages(SHIPPED, {}, SETTING).problems() == ()


def test_text_templates_escape_nothing() -> None:
    assert (
        made("article.txt", TEXT_ARTICLE, {"article.txt": "{{ page.site.title }}\n"}) == "Health & answers\n"
    )


# --------------------------------------------------------- the shipped templates ask for what is there

VIEWS = {name: type(page) for name, page in PAGES.items()} | {
    "base.html": Page,
    "choices.html": ChooserPage,
    "articles.html": HomePage,
}


def field_of(kind: Any, name: str) -> Any:
    """The type of a field of a view, without None; None when it has no such field."""
    hints = get_type_hints(kind)
    member = getattr(kind, name, None)
    found = get_type_hints(member.fget)["return"] if isinstance(member, property) else hints.get(name)
    if get_origin(found) in {Union, UnionType}:
        return next(one for one in get_args(found) if one is not type(None))
    return found


def type_of(node: nodes.Node, names: dict[str, Any]) -> Any:
    if isinstance(node, nodes.Name):
        return names.get(node.name)
    if isinstance(node, nodes.Getattr) and (owner := type_of(node.node, names)):
        return Any if owner is Any else field_of(owner, node.attr)
    return None


def faults_in(node: nodes.Node, names: dict[str, Any]) -> Iterator[str]:
    """Each name or field that a template asks for and its view does not have."""
    if isinstance(node, nodes.Getattr | nodes.Name) and type_of(node, names) is None:
        yield f"{node.lineno}: {node}"
        return
    if isinstance(node, nodes.For):
        members = get_args(type_of(node.iter, names))
        if members[1:] != (...,) or not isinstance(node.target, nodes.Name):
            yield f"{node.lineno}: a loop over what is no tuple"
            return
        outer, names = names, names | {node.target.name: members[0], "loop": Any}
        for child in node.body:
            yield from faults_in(child, names)
        for child in node.else_:
            yield from faults_in(child, outer)
        return
    for child in node.iter_child_nodes():
        yield from faults_in(child, names)


def faults_of(text: str, view: type) -> list[str]:
    tree = Environment(autoescape=True).parse(text)
    odd = [f"undeclared: {name}" for name in meta.find_undeclared_variables(tree) - {"page"}]
    return odd + list(faults_in(tree, {"page": view, "super": Any}))


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_templates_ask_for_fields_that_exist(name: str) -> None:
    environment = Environment(autoescape=True)
    environment.filters |= dict.fromkeys(("fill", "item", "underline"), str)
    tree = environment.parse(SHIPPED[name])
    assert meta.find_undeclared_variables(tree) <= {"page"}
    assert list(faults_in(tree, {"page": VIEWS[name], "super": Any})) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.titel }}",
        "{% for one in page.steps %}{{ one.name }}{% endfor %}",
        "{% for one in page.title %}{{ one }}{% endfor %}",
        "{{ page.updated.year }}",
        "{{ paeg }}",
        "{% if page.words.nothing %}{% endif %}",
    ],
)
def test_the_walker_finds_planted_faults(text: str) -> None:
    assert faults_of(text, ArticlePage)
    assert not faults_of(
        "{% for one in page.steps %}{{ one.label }}{{ page.updated.iso }}{% endfor %}", ArticlePage
    )


def asked(name: str) -> set[str]:
    """The fields that a template shows, those that it includes among them."""
    own = set(re.findall(r"\bpage\.((?:site\.|words\.)?\w+)", SHIPPED[name]))
    return own.union(*map(asked, re.findall(r'{% include "([^"]+)" %}', SHIPPED[name])))


def test_html_and_text_show_the_same_fields() -> None:
    html = asked("article.html") | asked("base.html")
    only_html = {
        "name", "root", "stylesheet", "canonical", "description", "site.language", "words.skip",
        "words.where", "words.back", "words.plain_text", "text_href", "index_href",
        "script", "metadata", "metadata_digest", "words.last_time", "words.forget",
    }  # fmt: skip
    assert html - only_html == asked("article.txt")


# ------------------------------------------------------------------------ the style sheet, the samples


def luminance(colour: str) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_read(scheme: str) -> None:
    blocks = re.findall(r":root \{([^}]*)\}", STYLE)
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", blocks[0]))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#\w{6})", blocks[1]))
    for ground in ("paper", "tint", "care", "alarm", "note", "keys"):
        for words in ("ink", "link", "seen"):
            assert contrast(colours[words], colours[ground]) >= 4.5, (words, ground)
    for ground in ("paper", "tint"):
        assert contrast(colours["soft"], colours[ground]) >= 4.5, ("soft", ground)
        assert contrast(colours["edge"], colours[ground]) >= 3, ("edge", ground)
    assert contrast(colours["alarm-edge"], colours["paper"]) >= 4.5, "the mark of a warning"
    for kind in ("note", "alarm", "keys"):
        assert contrast(colours[f"{kind}-edge"], colours[kind]) >= 4.5, f"the label of {kind}"


def test_the_style_sheet_is_small_and_fetches_nothing() -> None:
    assert len(STYLE.encode()) < 12_000
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert STYLE.count("{") == STYLE.count("}")


def test_the_script_is_small_and_says_nothing_of_its_own() -> None:
    assert len(SCRIPT.encode()) < 3 * 1024
    assert not re.search(r"fetch|XMLHttp|cookie|innerHTML|eval|setTimeout.[\"\x27`]", SCRIPT)


def test_every_class_of_the_chrome_that_is_styled_exists() -> None:
    writer = (TOP / "renderer" / "writers" / "html.py").read_text("utf-8")
    markup = " ".join(SHIPPED.values()) + writer + "page-done page-current page-todo"
    assert not [name for name in set(re.findall(r"\.(page-[a-z-]+)", STYLE)) if name not in markup]


def test_the_sample_audiences() -> None:
    read = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (TOP / "audiences").glob("*.toml")}
    assert [read[name]["order"] for name in ("patient", "clinician", "student")] == [1, 2, 3]
    assert read["student"]["falls_back_to"] == ["clinician"]
    assert read["patient"]["reading_grade"] == 8
    assert read["patient"]["avoid"]
    assert len({one["disclaimer"] for one in read.values()}) == 3
