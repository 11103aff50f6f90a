"""Properties of whole articles: no word reaches a reader that it is not for, and none is lost.

`tests/model` makes the articles and says, from the contract alone, who must read which word. How many are
tried is `HYPOTHESIS_PROFILE`'s: `make deep` tries 10,000.
"""

import re
from html.parser import HTMLParser
from random import Random

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from tests.door import Example, example
from tests.model.damage import damage
from tests.model.documents import document
from tests.model.reading import Due, due, in_tables, open_to
from tests.model.source import files
from tests.model.tree import Document

SIZES = st.integers(1, 150)
SEEDS = st.integers(0, 2**32)
FORMATS = ("html", "text", "json")
TOKEN = re.compile(r"[a-z]\d+q")
CHECKSUM = re.compile(r"'sha256-[^']+'|-[0-9a-f]{16}\.(?:css|js)")
WORD = re.compile(r"w\d+q")
CITATION = re.compile(r"\[\d[^\]\[]*\]")
MARKUP = re.compile(r"[{}]|:::")
UNTIDY = re.compile(r"[,;:]\s*[,;:.!?]|[.!?]\s*\.|\s[,;:.!?)]|\(\s|\(\)|^[,;:.!?]|  ")
BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "pre", "figure"}

PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"


class Body(HTMLParser):
    """What a reader of a page hears, line by line; images' alternative texts stand apart from the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines = [""]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.lines.append("")
        if tag == "br":
            self.lines[-1] += "\N{BROKEN BAR}"
        if tag == "img":
            self.lines[-1] += f"{PICTURE}{dict(attrs).get('alt') or ''}{PICTURE}"

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


pytestmark = pytest.mark.usefixtures("templates_compiled_once")


def made(random: Random, size: int) -> tuple[Document, dict[str, str], dict[str, Due]]:
    """An article, its files, and what each of its audiences must read."""
    article = document(random, size)
    return article, files(article), {name: due(article, name) for name in article.readers}


def words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text))


def straight(words: tuple[str, ...], crossed: set[str]) -> list[str]:
    """Words without those of tables."""
    return [word for word in words if word not in crossed]


def allowed(wanted: Due) -> set[str]:
    """All that may stand in any byte of an edition."""
    return {*wanted.title, *wanted.words, *wanted.traces}


def shown(site: Example, audience: str, *, fragment: bool) -> dict[str, str]:
    """An edition in every format, without checksums, in which any letters may stand; empty for none."""
    texts = {name: site.edition(audience, name, fragment=fragment) or "" for name in FORMATS}
    return {name: CHECKSUM.sub("", text) for name, text in texts.items()}


@given(SIZES, SEEDS)
def test_a_right_document_has_no_error(size: int, seed: int) -> None:
    _, given_files, _ = made(Random(seed), size)
    note(given_files["article.md"])
    with example(given_files) as site:
        assert [site.line(one) for one in site.diagnostics() if one.is_error] == []


@given(SIZES, SEEDS)
def test_no_word_reaches_a_reader_that_it_is_not_for(size: int, seed: int) -> None:
    article, given_files, wanted = made(Random(seed), size)
    note(given_files["article.md"])
    with example(given_files) as site:
        for audience in article.crowd.ids:
            for name, text in shown(site, audience, fragment=False).items():
                may = allowed(wanted[audience]) if audience in wanted else set()
                assert set(TOKEN.findall(text)) <= may, (audience, name)


@given(SIZES, SEEDS)
def test_every_word_reaches_its_readers_once_and_in_order(size: int, seed: int) -> None:
    article, given_files, wanted = made(Random(seed), size)
    note(given_files["article.md"])
    crossed = in_tables(article.blocks)
    with example(given_files) as site:
        for audience, its in wanted.items():
            texts = shown(site, audience, fragment=True)
            assert words(Body(texts["html"]).text) == its.words, (audience, "html")
            said = words(texts["text"])
            assert set(said) == set(its.words), (audience, "text")
            assert straight(said, crossed) == straight(its.words, crossed), (audience, "text")
            assert set(its.words) <= set(words(texts["json"])), (audience, "json")
            links = {one for one in its.traces if one.startswith("u")}
            assert links <= set(TOKEN.findall(texts["html"])), (audience, "html")
            assert links <= set(TOKEN.findall(texts["text"])), (audience, "text")


@given(SIZES, SEEDS)
def test_citations_are_numbered_as_each_reader_meets_them(size: int, seed: int) -> None:
    _, given_files, wanted = made(Random(seed), size)
    note(given_files["article.md"])
    with example(given_files) as site:
        for audience, its in wanted.items():
            texts = shown(site, audience, fragment=True)
            assert tuple(CITATION.findall(Body(texts["html"]).text)) == its.citations, audience
            flat = re.sub(r"\s+", " ", texts["text"])
            assert tuple(CITATION.findall(flat)) == its.citations, audience


@given(SIZES, SEEDS)
def test_an_edition_reads_as_if_nothing_had_been_taken_out(size: int, seed: int) -> None:
    _, given_files, wanted = made(Random(seed), size)
    note(given_files["article.md"])
    with example(given_files) as site:
        for audience in wanted:
            texts = shown(site, audience, fragment=True)
            body = Body(texts["html"])
            assert not MARKUP.search(body.text + texts["text"]), audience
            assert not re.search(r"[\[\]]", CITATION.sub("", body.text)), audience
            untidy = [line for line in body.lines if UNTIDY.search(re.sub(r"\s+", " ", line.strip("\n")))]
            assert untidy == [], audience


@given(SIZES, SEEDS)
def test_a_slip_shows_nothing_to_others(size: int, seed: int) -> None:
    random = Random(seed)
    article, given_files, wanted = made(random, size)
    slip, given_files["article.md"] = damage(given_files["article.md"], random)
    note(f"{slip}:\n{given_files['article.md']}")
    whole = (article.title, article.blocks)
    with example(given_files) as site:
        wrong = any(one.is_error for one in site.diagnostics())
        for audience in article.crowd.ids:
            for name, text in shown(site, audience, fragment=True).items():
                if wrong:
                    assert not text, (slip, audience, name)
                    continue
                may = open_to(whole, article, audience) if audience in wanted else set()
                assert set(TOKEN.findall(text)) <= may, (slip, audience, name)
                assert name == "json" or not MARKUP.search(Body(text).text if name == "html" else text), slip


# fmt: off
SCRAPS = st.sampled_from([
    "a", "b", " ", " ", "\n", "\n\n", "\n> ", "\n- ", "\n3. ", "\n  ", "\n    ", "\n\t", "\n## ", "\n::: ",
    "\n:::\n", "\n```", "\n| ", " | ", "|\n", "\n|---|---|\n", "\nTable: ", "[", "]", "(", ")", "](x)",
    "![", "{", "}", "{.patient}", "{.else}", "{.clinician .only}", "{#a}", "patient", "clinician",
    "choose", "else", "*", "**", "`", "``", "^", "~", "<!--", "-->", "<b>", "@a", "[@a]", "; ", "\\",
    "&amp;", "\n[a]: b\n", "[^1]", "\n***\n", "\n===\n", "---", "\r\n", "\x00", "\xa0", "\u200b", ".", ",",
    "\u2013", "\u201c", "\xe9", "\U0001f600", "https://a.b/", "<a@b.c>",
])
# fmt: on
SOUP = st.one_of(st.lists(SCRAPS, max_size=40).map("".join), st.text(max_size=200))
NO_CODE = st.lists(
    SCRAPS.filter(lambda one: not re.search(r"[`\\<&]|https|^\n    $|\t", one)), max_size=30
).map("".join)  # fmt: skip


@given(SOUP)
def test_any_text_is_read_and_every_problem_lies_in_it(text: str) -> None:
    source = f"---\ntitle: T\n---\n{text}"
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    with example({"article.md": source}) as site:
        for one in site.diagnostics():
            assert one.message
            if one.path == "content/article.md":
                assert (1, 1) <= (one.line, one.column) <= (one.end_line, one.end_column), one
                assert one.end_line <= len(lines), one
                assert one.column <= len(lines[one.line - 1]) + 1, one
                assert one.end_column <= len(lines[one.end_line - 1]) + 1, one
                assert one.excerpt == lines[one.line - 1], one


@given(NO_CODE)
def test_no_markup_of_ours_is_ever_shown(text: str) -> None:
    with example({"article.md": f"a\n\n{text}"}) as site:
        for audience in ("patient", "clinician", "student"):
            texts = shown(site, audience, fragment=True)
            assert not MARKUP.search(Body(texts["html"]).text), text
            assert not MARKUP.search(texts["text"]), text
