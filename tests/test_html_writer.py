"""What the HTML writer makes of each node. Plain CommonMark is held against its specification elsewhere."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.diagnostics import Span
from renderer.editions.edition import ToArticle, ToFile, ToWeb
from renderer.language.tree import (
    Attributes,
    Block,
    BulletList,
    Cell,
    Citation,
    Cited,
    Code,
    CodeBlock,
    Column,
    Div,
    Emphasis,
    HardBreak,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    OrderedList,
    Paragraph,
    Phrase,
    PlainItem,
    PlainTable,
    Quote,
    Row,
    Section,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)
from renderer.writers import WRITERS
from renderer.writers.address import encoded
from renderer.writers.html import write_blocks, write_inlines
from renderer.writers.view import Labels, View

AT = Span(0, 0)
VIEW = View(
    "patient/asthma/index.html",
    "patient",
    numbers={"who": 1, "nice": 2, "gina": 3},
    targets={
        "https://example.org/?a=1&b=2": ToWeb("https://example.org/?a=1&b=2"),
        "copd.md#legal": ToArticle("copd", "legal"),
        "#legal": ToArticle("asthma", "legal"),
        "chart.svg": ToFile("assets/chart-1a2b.svg", 640, 320),
        "50% off?.pdf": ToFile("assets/50% off?.pdf"),
    },
)


def text(words: str) -> Text:
    return Text(words, AT)


def para(*nodes: Inline | str) -> Paragraph[Inline]:
    return Paragraph(tuple(text(node) if isinstance(node, str) else node for node in nodes), AT)


def item(*blocks: Block, attributes: Attributes | None = None) -> PlainItem:
    return Item(attributes or Attributes(), blocks, AT)


def section(level: int, heading: str, *blocks: Block, attributes: Attributes) -> Section[Inline, Block]:
    return Section(Heading(level, (text(heading),), attributes, AT), blocks, AT)


def cite(*keys: str) -> Citation:
    """Return a citation of `key` or `key, locator` items."""
    return Citation(tuple(Cited(*key.partition(", ")[::2], AT) for key in keys), AT)


def image(target: str, alt: str = "", title: str = "", attributes: Attributes | None = None) -> Image[Inline]:
    return Image(target, title, (text(alt),) if alt else (), "", attributes or Attributes(), AT)


def link(target: str, *children: Inline, title: str = "") -> Link[Inline]:
    return Link(target, title, children, "", AT)


def html(*blocks: Block) -> str:
    return write_blocks(blocks, VIEW)


def inline(*nodes: Inline) -> str:
    return write_inlines(nodes, VIEW)


@pytest.mark.parametrize(
    ("node", "written"),
    [
        (text('a < b & "c" > d'), "a &lt; b &amp; &quot;c&quot; &gt; d"),
        (SoftBreak(AT), "\n"),
        (HardBreak(AT), "<br />\n"),
        (Code("a<b", AT), "<code>a&lt;b</code>"),
        (Emphasis((text("a"),), AT), "<em>a</em>"),
        (Strong((text("a"),), AT), "<strong>a</strong>"),
        (Superscript((text("2"),), AT), "<sup>2</sup>"),
        (Subscript((text("2"),), AT), "<sub>2</sub>"),
        (
            Phrase(Attributes(id="x", classes=("term", "drug"), lang="la"), (text("in vivo"),), AT),
            '<span id="x" class="term drug" lang="la">in vivo</span>',
        ),
    ],
)
def test_inline(node: Inline, written: str) -> None:
    assert inline(node) == written


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2"),
        ("copd.md#legal", "../copd/index.html#legal"),
        ("#legal", "#legal"),
        ("chart.svg", "../../assets/chart-1a2b.svg"),
        ("50% off?.pdf", "../../assets/50%25%20off%3F.pdf"),
        ("/unknown path", "/unknown%20path"),
    ],
)
def test_link_targets(target: str, href: str) -> None:
    assert inline(link(target, text("x"))) == f'<a href="{href}">x</a>'


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/ä?q=[a]|b", "https://example.org/%C3%A4?q=%5Ba%5D%7Cb"),
        ("a%20b%zz%", "a%20b%25zz%25"),
        ('"><script>', "%22%3E%3Cscript%3E"),
        ("a\\b`c^d{e}", "a%5Cb%60c%5Ed%7Be%7D"),
        ("mailto:a.b+c@example.org?subject=a,b;c", "mailto:a.b+c@example.org?subject=a,b;c"),
    ],
)
def test_urls_are_encoded_as_commonmark_does(url: str, address: str) -> None:
    assert encoded(url) == address


def test_a_link_and_an_image_have_titles() -> None:
    assert inline(link("/x", title='a "b"')) == '<a href="/x" title="a &quot;b&quot;"></a>'
    assert inline(image("/x", "y", 'a "b"')) == '<img src="/x" alt="y" title="a &quot;b&quot;" />'


def test_an_unknown_image_is_plain_commonmark() -> None:
    alt = (text("a "), Emphasis((text("b"),), AT), SoftBreak(AT), link("/y", text("c")))
    assert inline(Image("/x", "", alt, "", Attributes(), AT)) == '<img src="/x" alt="a b c" />'


def test_alternative_text_is_words_alone() -> None:
    alt = (Code("x", AT), text(" "), image("/y", "inner"), cite("who"))
    assert inline(Image("/x", "", alt, "", Attributes(), AT)) == '<img src="/x" alt="x inner" />'


def test_alternative_text_keeps_what_is_raised_and_lowered() -> None:
    alt = (text("m"), Superscript((text("2"),), AT), text(", CO"), Subscript((text("2"),), AT))
    more = (text(", x"), Superscript((text("q"),), AT), Subscript((text("a b"),), AT))
    assert 'alt="m², CO₂, x^q_(a b)"' in inline(Image("/x", "", alt + more, "", Attributes(), AT))


@pytest.mark.parametrize(
    ("attributes", "written"),
    [
        (Attributes(), ' width="640" height="320"'),
        (Attributes(width="320"), ' width="320" height="160"'),
        (Attributes(height="160px"), ' width="320" height="160"'),
        (Attributes(width="10", height="10"), ' width="10" height="10"'),
        (Attributes(width="50%"), ' width="640" height="320"'),
        (Attributes(id="a", classes=("wide",), width="64"), ' id="a" class="wide" width="64" height="32"'),
    ],
)
def test_a_picture_keeps_its_place_and_shape(attributes: Attributes, written: str) -> None:
    assert (
        inline(image("chart.svg", "A chart", attributes=attributes))
        == f'<img src="../../assets/chart-1a2b.svg" alt="A chart"{written} loading="lazy" />'
    )


def use(number: int, count: int) -> str:
    return f'<a href="#page-ref-{number}" id="page-cite-{number}-{count}" role="doc-biblioref">{number}</a>'


def test_citations_ascend_and_count_their_uses() -> None:
    assert html(para("a ", cite("nice", "who")), para(cite("who"))) == (
        f'<p>a <span class="citation">[{use(1, 1)}, {use(2, 1)}]</span></p>\n'
        f'<p><span class="citation">[{use(1, 2)}]</span></p>\n'
    )


def test_a_locator_parts_citations_by_semicolons() -> None:
    assert inline(cite("gina", "who, p. <3>")) == (
        f'<span class="citation">[{use(1, 1)}, p. &lt;3&gt;; {use(3, 1)}]</span>'
    )


def test_uses_are_counted_from_one_in_each_body() -> None:
    assert html(para(cite("who"))) == html(para(cite("who")))


def test_sections_are_flat() -> None:
    inner = section(3, "B", para("b"), attributes=Attributes(id="b", lang="fr"))
    outer = section(2, "A", para("a"), inner, attributes=Attributes(id="a"))
    assert html(outer) == '<h2 id="a">A</h2>\n<p>a</p>\n<h3 id="b" lang="fr">B</h3>\n<p>b</p>\n'


def test_leaves_and_quotes() -> None:
    assert html(Quote((ThematicBreak(AT), CodeBlock('a < "b"\n', "c++", AT), CodeBlock("", "", AT)), AT)) == (
        '<blockquote>\n<hr />\n<pre><code class="language-c++">a &lt; &quot;b&quot;\n</code></pre>\n'
        "<pre><code></code></pre>\n</blockquote>\n"
    )


def test_a_tight_list_has_bare_paragraphs() -> None:
    inner = OrderedList((item(para("b")), item()), tight=True, start=3, span=AT)
    items = (item(para("a"), inner, para("c")), item(attributes=Attributes(id="x", classes=("drug",))))
    assert html(BulletList(items, tight=True, span=AT)) == (
        '<ul>\n<li>a\n<ol start="3">\n<li>b</li>\n<li></li>\n</ol>\nc</li>\n'
        '<li id="x" class="drug"></li>\n</ul>\n'
    )


def test_paragraphs_that_meet_in_a_tight_item_stay_two() -> None:
    assert html(BulletList((item(para("a"), para("b")),), tight=True, span=AT)) == (
        "<ul>\n<li>a\n<p>b</p>\n</li>\n</ul>\n"
    )


def test_a_tight_item_with_a_heading() -> None:
    under = section(2, "A", para("b"), attributes=Attributes(id="a"))
    assert html(BulletList((item(under),), tight=True, span=AT)) == (
        '<ul>\n<li>\n<h2 id="a">A</h2>\nb</li>\n</ul>\n'
    )


def test_a_loose_list_keeps_its_paragraphs() -> None:
    assert html(OrderedList((item(para("a")), item()), tight=False, start=1, span=AT)) == (
        "<ol>\n<li>\n<p>a</p>\n</li>\n<li></li>\n</ol>\n"
    )


@pytest.mark.parametrize(
    ("attributes", "start", "label"),
    [
        (Attributes(classes=("warning",)), '<div class="warning" role="note">', "Warning"),
        (Attributes(classes=("note", "small")), '<div class="note small" role="note">', "Note"),
        (Attributes(classes=("key-points",), id="k"), '<div id="k" class="key-points">', "Key points"),
        (Attributes(lang="es", classes=("small",)), '<div class="small" lang="es">', ""),
        (Attributes(), "<div>", ""),
    ],
)
def test_divs(attributes: Attributes, start: str, label: str) -> None:
    shown = f'<p class="page-label">{label}</p>\n' if label else ""
    assert html(Div(attributes, (para("a"),), AT)) == f"{start}\n{shown}<p>a</p>\n</div>\n"


def test_labels_are_words_of_the_view() -> None:
    view = replace(VIEW, labels=Labels(warning="Achtung & Halt"))
    written = write_blocks([Div(Attributes(classes=("warning",)), (para("a"),), AT)], view)
    assert '<p class="page-label">Achtung &amp; Halt</p>' in written


def figure(*blocks: Block) -> str:
    return html(Div(Attributes(id="f", classes=("figure", "wide")), blocks, AT))


IMG = '<img src="/x" alt="y" />'


@pytest.mark.parametrize(
    ("blocks", "inside"),
    [
        ([para(image("/x", "y"))], f"{IMG}\n"),
        (
            [para(image("/x", "y")), para("a"), para("b")],
            f"{IMG}\n<figcaption>\n<p>a</p>\n<p>b</p>\n</figcaption>\n",
        ),
        ([para(image("/x", "y"), SoftBreak(AT), " a ")], f"{IMG}\n<figcaption>\n<p>a</p>\n</figcaption>\n"),
        (
            [para(" ", image("/x", "y"), Code("a", AT))],
            f"{IMG}\n<figcaption>\n<p><code>a</code></p>\n</figcaption>\n",
        ),
        ([para("a"), para(image("/x", "y"))], f"<figcaption>\n<p>a</p>\n</figcaption>\n{IMG}\n"),
        (
            [para("a ", image("/x", "y"), " b")],
            f"<p>a</p>\n{IMG}\n<figcaption>\n<p>b</p>\n</figcaption>\n",
        ),
        ([para(link("/z", image("/x", "y")))], f'<a href="/z">{IMG}</a>\n'),
        (
            [para(link("/z", image("/x", "y"), text(" a")))],
            f'<p><a href="/z">{IMG} a</a></p>\n',
        ),
        ([Quote((para(image("/x", "y")),), AT)], f"<blockquote>\n<p>{IMG}</p>\n</blockquote>\n"),
    ],
)
def test_a_figure_is_its_image_and_its_caption(blocks: list[Block], inside: str) -> None:
    assert figure(*blocks) == f'<figure id="f" class="wide">\n{inside}</figure>\n'


def table(caption: str | None, *rows: Row[Inline]) -> PlainTable:
    columns: tuple[Column[Inline], ...] = (Column((), None, AT), Column((text("mm Hg"),), "right", AT))
    return Table(columns, rows, (text(caption),) if caption else None, AT)


def test_a_table_with_a_caption() -> None:
    row = Row(Attributes(id="r"), (Cell((text("Normal"),), AT), Cell((), AT)), AT)
    assert html(table('Categories of "pressure"', row)) == (
        '<div class="table" role="group" tabindex="0" aria-label="Categories of &quot;pressure&quot;">\n'
        "<table>\n<caption>Categories of &quot;pressure&quot;</caption>\n"
        '<thead>\n<tr>\n<td></td>\n<th scope="col" class="align-right">mm Hg</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr id="r">\n<td>Normal</td>\n<td class="align-right"></td>\n</tr>\n</tbody>\n'
        "</table>\n</div>\n"
    )


def test_a_table_without_a_caption_is_named_by_its_headers() -> None:
    assert html(table(None)) == (
        '<div class="table" role="group" tabindex="0" aria-label="mm Hg">\n<table>\n'
        '<thead>\n<tr>\n<td></td>\n<th scope="col" class="align-right">mm Hg</th>\n</tr>\n</thead>\n'
        "</table>\n</div>\n"
    )


def test_a_table_without_any_name_takes_no_focus() -> None:
    nameless: PlainTable = Table((Column[Inline]((), "center", AT),), (), None, AT)
    assert html(nameless).startswith('<div class="table">\n<table>\n<thead>\n<tr>\n<td class="align-center">')


class Reader(HTMLParser):
    """What a browser would see: the tags, and the values of ids."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str | None] = []
        self.words = ""
        self.feed(written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(" ".join([tag, *[name for name, _ in attrs]]))
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.words += data


def everywhere(words: str) -> str:
    inlines = para(text(words), Code(words, AT), link(words, title=words), image(words, words, words))
    blocks = (inlines, CodeBlock(words, words, AT), table(words))
    return html(Div(Attributes(id=words, classes=(words,), lang=words), blocks, AT))


@given(st.text(st.characters() | st.sampled_from("<>&\"'/; ="), min_size=1))
def test_no_character_of_the_content_is_markup(words: str) -> None:
    seen, plain = Reader(everywhere(words)), Reader(everywhere("x"))
    assert seen.tags == plain.tags
    assert seen.ids == [words]
    assert seen.words.replace("\n", "") == plain.words.replace("\n", "").replace("x", words.replace("\n", ""))


def test_the_writers_of_a_site() -> None:
    assert [(name, writer.name, writer.file) for name, writer in WRITERS.items()] == [
        ("html", "html", "index.html"),
        ("text", "text", "index.txt"),
    ]
    assert WRITERS["html"].blocks((para("a"),), VIEW) == "<p>a</p>\n"
    assert WRITERS["text"].inlines((text("a"),), VIEW) == "a"
