"""Hostile words in every place of a site: refused at their place, or shown as words; nothing ever runs.

`tests/hostile.py` says what is tried and where. The pages that are built are judged three times: by a parser,
against what the writers and templates may make at all; in Chromium, with the pages' own policy switched off,
so that it is the escaping that holds and not the last defence; and some as they stand, from the disk.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browsing import Visit
from tests.hostile import TARGETS, Outcome, outcomes

# Before any other fixture: hundreds of sites are built here.
pytestmark = pytest.mark.usefixtures("templates_compiled_once")

# What the writers and the templates make: every element with every attribute that it may have.
MADE: Mapping[str, str] = {
    "html": "lang", "head": "", "meta": "charset http-equiv content name", "title": "",
    "link": "rel type href", "script": "type src defer", "body": "", "header": "class", "main": "id",
    "footer": "class", "article": "", "section": "class aria-labelledby",
    "nav": "class aria-label aria-labelledby", "div": "class role aria-label aria-labelledby tabindex",
    "p": "id class role hidden", "span": "class",
    "a": "class href title id role aria-label aria-current data-audience", "button": "type data-mark",
    "time": "datetime", "h1": "", "h2": "id", "h3": "id", "ol": "", "ul": "class",
    "li": "id class aria-current", "strong": "", "em": "", "sup": "", "sub": "", "code": "class", "pre": "",
    "blockquote": "", "br": "", "hr": "", "img": "src alt title width height loading", "figure": "",
    "figcaption": "", "table": "", "caption": "", "thead": "", "tbody": "", "tr": "", "th": "scope", "td": "",
}  # fmt: skip
MAY_HOLD = {f"{tag} {name}".strip() for tag, names in MADE.items() for name in ("", *names.split())}
MADE_IN_ALL = MAY_HOLD | {"div id", "div hidden", "div style", "a aria-describedby"}
"""With what the pages' script adds."""
LEADS = re.compile(r"(?:https?:|mailto:|tel:)|(?![/\\])[^:]*(?:[/?#]|$)")
"""An address of the web, of mail or of a telephone, or one below the page's own, without a scheme."""
OUR_SCRIPT = re.compile(r"(?:\.\./)*assets/script-[0-9a-f]{16}\.js")
BASE = TARGETS["a name before the host"]
"""The one `base_url` of those tried that is an address of the web: a 404 page's own way to its script."""
OUR_REFRESH = re.compile(r"0; url=[a-z0-9./-]+")
RECKONED = "1337"
"""What a template would make of `7*191`."""


class Parsed(HTMLParser):
    """A page as a parser reads it: what it holds, where it leads, what it says, and its scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.holds: set[str] = set()
        self.addresses: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.refreshes: list[str] = []
        self.data: list[str] = []
        self.said: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.holds |= {tag, *(f"{tag} {name}" for name in named)}
        self.addresses += [named[name] or "" for name in ("href", "src") if name in named]
        self.said += [named[name] or "" for name in ("alt", "title") if name in named]
        if tag == "script":
            self.scripts.append(named)
        if named.get("http-equiv") == "refresh":
            self.refreshes.append(named.get("content") or "")

    def handle_data(self, data: str) -> None:
        (self.data if self.cdata_elem == "script" else self.said).append(data)

    @property
    def text(self) -> str:
        """All that it says, each run of white space as one space."""
        return squashed("".join(self.said))

    def faults(self, path: str) -> Iterator[str]:
        """Yield what the page at a path holds that no writer makes."""
        yield from sorted(self.holds - MAY_HOLD)
        yield from (f"leads to {one!r}" for one in self.addresses if not LEADS.match(one))
        yield from (f"a refresh {one!r}" for one in self.refreshes if not OUR_REFRESH.fullmatch(one))
        for one in self.scripts:
            source = (one.get("src") or "").removeprefix(BASE if path == "404.html" else "")
            ours = set(one) == {"src", "defer"} and OUR_SCRIPT.fullmatch(source)
            if not ours and one != {"type": "application/ld+json"}:
                yield f"a script {one}"


def squashed(text: str) -> str:
    return " ".join(text.split())


# Reads pages one after another in a frame, which is ten times as fast as to open them. Such a page does not
# wait for its script, so it gets it by hand. What never may run reports itself; what is wrong comes back.
READ = """async ({pages, script, made}) => {
    const events = ["load", "error", "focus", "focusin", "blur", "mouseover", "mouseenter", "mouseleave",
        "pointerover", "click", "keydown", "input", "change", "submit", "toggle", "beforetoggle",
        "animationstart", "transitionend", "begin", "end", "wheel", "scroll", "pageshow", "hashchange"];
    const known = new Set(["http:", "https:", "mailto:", "tel:", "file:", ":"]);  // `:` leads nowhere at all
    const ours = new Set(made), wrong = [];
    const frame = document.body.appendChild(document.createElement("iframe"));
    frame.style.display = "none";
    let at = 0;
    const runs = () => { wrong.push([at, "something ran"]); };
    window.pwned = runs;
    for (; at < pages.length; at += 1) {
        const page = frame.contentDocument, own = frame.contentWindow;
        page.open();
        Object.assign(own, {pwned: runs, alert: runs, confirm: runs, prompt: runs, print: runs});
        const whole = new Promise((done) => {
            page.addEventListener("readystatechange", () => { if (page.readyState === "complete") done(); });
            setTimeout(done, 5000);
        });
        page.write(pages[at]);
        page.close();
        await whole;
        own.eval(script);
        if (frame.contentDocument !== page) wrong.push([at, "the page went elsewhere"]);
        for (const one of page.querySelectorAll("*")) {
            for (const event of events) one.dispatchEvent(new Event(event));
            if (one.href !== undefined && !known.has(one.protocol ?? "file:")) {
                wrong.push([at, one.href]);
                one.click();
            }
        }
        for (const one of page.querySelectorAll("*")) {
            for (const name of ["", ...one.getAttributeNames()]) {
                const made = `${one.localName} ${name}`.trim();
                if (!ours.has(made)) wrong.push([at, made]);
            }
        }
    }
    frame.remove();
    return wrong;
}"""
AT_ONCE = 100
IMAGES_ARE_THERE = """() => Promise.all([...document.images].map((one) => {
    one.loading = "eager";
    return one.decode();
}))"""


def heard(page: Page) -> list[str]:
    """Note from now on what a page asks its reader, and the errors of its scripts."""
    said: list[str] = []

    def asks(dialog: Dialog) -> None:
        said.append(f"asks: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", asks)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def depth(page: "Made") -> int:
    return page.path.count("/")


def still(html: str) -> str:
    """A page that stays where it is: where redirects lead to is looked at without following them."""
    return html.replace('http-equiv="refresh"', 'name="refresh"')


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Outcome]:
    """Every payload in every place."""
    return tuple(outcomes(tmp_path_factory.mktemp("hostile")))


class Made(NamedTuple):
    """A page that was built: what it tries, and what a parser reads in it."""

    tries: str
    out: Path
    path: str
    html: str
    parsed: Parsed


@pytest.fixture(scope="module")
def pages(tried: Sequence[Outcome]) -> Sequence[Made]:
    """All pages but those that differ in nothing but the names of articles."""
    names = re.compile(r"\ba[0-9]+\b")
    different = {
        names.sub("", html): (outcome, path, html)
        for outcome in tried
        for path, html in outcome.pages.items()
    }
    return [
        Made(outcome.tries(path), outcome.out, path, html, Parsed(html))
        for outcome, path, html in different.values()
    ]


# ------------------------------------------------------------------------------------------------- the tests


def test_what_is_refused_is_refused_at_its_place(tried: Sequence[Outcome]) -> None:
    """With all taken out that is refused at its place, nothing stands in the way of a build."""
    left = [one for outcome in tried for one in outcome.left]
    assert [f"{one.path}:{one.line} {one.code}: {one.message}" for one in left] == []


def test_what_is_built_is_shown_letter_by_letter(tried: Sequence[Outcome]) -> None:
    """A template's marks among them: nothing reckons with the words of an author."""
    read: dict[tuple[Path, str], str] = {}
    hidden = []
    for outcome in tried:
        for one in (one for one in outcome.shown if one.shows):
            page = (outcome.out, one.page)
            read[page] = read.get(page) or Parsed(outcome.pages[one.page]).text
            hidden += [] if squashed(one.words) in read[page] else [str(one)]
    assert hidden == []
    assert len(read) > 1000


def test_a_page_holds_only_what_we_make(pages: Sequence[Made]) -> None:
    faults = [f"{one.tries}: {fault}" for one in pages for fault in one.parsed.faults(one.path)]
    assert faults == []
    assert [one.tries for one in pages if RECKONED in one.parsed.text] == []


def test_what_machines_read_is_json(pages: Sequence[Made]) -> None:
    said = [(one, json.loads(data)) for one in pages for data in one.parsed.data]
    assert {read["@type"] for _, read in said} == {"MedicalWebPage"}
    assert len(said) > 1000


def test_nothing_runs_in_chromium(pages: Sequence[Made], browser: Browser) -> None:
    """Each page is read by Chromium in a frame, has every event happen to it, and each odd link followed."""
    context = browser.new_context(bypass_csp=True)
    context.route(re.compile("^https?:"), lambda route: route.abort())
    page = context.new_page()
    said = heard(page)
    script = next(pages[0].out.glob("assets/script-*.js")).read_text("utf-8")
    seen = 0
    for _, group in groupby(sorted(pages, key=depth), key=depth):
        alike = list(group)
        page.goto((alike[0].out / alike[0].path).as_uri())
        for start in range(0, len(alike), AT_ONCE):
            some = alike[start : start + AT_ONCE]
            read = {"pages": [still(one.html) for one in some], "script": script, "made": [*MADE_IN_ALL]}
            wrong = page.evaluate(READ, read)
            assert [(some[at].tries, some[at].path, what) for at, what in wrong] == []
            seen += len(some)
    context.close()
    assert said == []
    assert seen == len(pages)


def test_a_page_as_it_stands_says_nothing(tried: Sequence[Outcome], browser: Browser) -> None:
    """A page of each place and all pages of a hostile site, opened from the disk with their own policy."""
    articles, site = tried[0], tried[1]
    of_place = {one.place: one.page for one in articles.shown if one.place != "an image"}
    context = browser.new_context()
    visit = Visit(context, "")
    said = heard(visit.page)
    asked = [(articles, path) for path in of_place.values()] + [(site, path) for path in site.pages]
    for outcome, path in asked:
        visit.base = f"{outcome.out.as_uri()}/"
        visit.open(path)
        visit.all(IMAGES_ARE_THERE)  # to go on before would break them off
        assert (visit.said, said) == ([], []), outcome.tries(path)
    context.close()
    assert len(asked) > 40
    assert [url for url in visit.asked if not url.startswith("file:")] == []


def test_enough_was_tried(
    tried: Sequence[Outcome], pages: Sequence[Made], capsys: pytest.CaptureFixture[str]
) -> None:
    """The counts, so that nobody takes an empty test for a passed one."""
    every = [one for outcome in tried for one in outcome.tried]
    refused = sum(len(outcome.refused) for outcome in tried)
    payloads, places = {one.payload for one in every}, {one.place for one in every}
    with capsys.disabled():
        print(
            f"\n{len(payloads)} payloads in {len(places)} places: {len(every)} tried, {refused} refused at"
            f" their place, {len(every) - refused} built; {len(pages)} different pages"
        )
    assert len(set(map(str, every))) == len(every) > 8000
    assert len(payloads) > 160
    assert len(places) > 80
    assert 2000 < refused < len(every) - 2000
    assert len(pages) > 3000
