"""What the text writer makes of each node, and where its lines end."""

import re
import subprocess
import sys
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth, wcwidth

from renderer.columns import NARROW
from renderer.diagnostics import Span
from renderer.editions.edition import Target, ToArticle, ToFile, ToWeb
from renderer.language.tree import (
    Align,
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
from renderer.writers import wrap as wrapping
from renderer.writers.text import write_blocks, write_inlines
from renderer.writers.view import View
from renderer.writers.wrap import GLUE, columns, wrap

AT = Span(0, 0)
NUMBERS = {"who": 1, "nice": 2, "gina": 10}
TARGETS: dict[str, Target] = {
    "https://example.org/": ToWeb("https://example.org/"),
    "mailto:a@example.org": ToWeb("mailto:a@example.org"),
    "copd.md#legal": ToArticle("copd", "legal"),
    "copd.md": ToArticle("copd", ""),
    "#legal": ToArticle("asthma", "legal"),
    "a plan.pdf": ToFile("assets/a plan.pdf"),
}


def text(words: str) -> Text:
    return Text(words, AT)


def para(*nodes: Inline | str) -> Paragraph[Inline]:
    return Paragraph(tuple(text(node) if isinstance(node, str) else node for node in nodes), AT)


def item(*blocks: Block) -> PlainItem:
    return Item(Attributes(), blocks, AT)


def bullets(*items: PlainItem, tight: bool = True) -> BulletList[PlainItem]:
    return BulletList(items, tight, AT)


def numbered(start: int, *items: PlainItem, tight: bool = True) -> OrderedList[PlainItem]:
    return OrderedList(items, tight, start, AT)


def section(level: int, heading: str, *blocks: Block) -> Section[Inline, Block]:
    return Section(Heading(level, (text(heading),), Attributes(), AT), blocks, AT)


def div(kind: str, *blocks: Block) -> Div[Block]:
    return Div(Attributes(classes=(kind,)), blocks, AT)


def cite(*keys: str) -> Citation:
    return Citation(tuple(Cited(*key.partition(", ")[::2], AT) for key in keys), AT)


def link(target: str, words: str, title: str = "") -> Link[Inline]:
    return Link(target, title, (text(words),) if words else (), "", AT)


def image(alt: str, title: str = "") -> Image[Inline]:
    return Image("chart.svg", title, (text(alt),) if alt else (), "", Attributes(), AT)


def table(header: list[str], aligns: list[Align | None], *rows: list[str], caption: str = "") -> PlainTable:
    heads: list[Column[Inline]] = [
        Column((text(name),) if name else (), align, AT) for name, align in zip(header, aligns, strict=True)
    ]
    body = [Row(Attributes(), tuple(Cell((text(cell),), AT) for cell in row), AT) for row in rows]
    return Table(tuple(heads), tuple(body), (text(caption),) if caption else None, AT)


def shown(*blocks: Block, width: int = 40) -> str:
    return write_blocks(blocks, View("patient/asthma/index.txt", "patient", NUMBERS, TARGETS, width))


def inline(*nodes: Inline) -> str:
    return write_inlines(nodes, View("patient/asthma/index.txt", "patient", NUMBERS, TARGETS))


def page(words: str) -> str:
    """Return a page as it is drawn in a test: without the indent, with one line end."""
    return textwrap.dedent(words).strip("\n") + "\n"


# ------------------------------------------------------------------------------------------------ inlines


@pytest.mark.parametrize(
    ("nodes", "written"),
    [
        ([Emphasis((text("a"),), AT), SoftBreak(AT), Strong((text("b"),), AT)], "a b"),
        ([Phrase(Attributes(classes=("term",)), (text("a"),), AT), HardBreak(AT), text("b")], "a b"),
        ([Code("x = `1`", AT)], "x = `1`"),
        ([text("a\tb  c\x1b[31m\x9b\x00")], "a b c[31m"),
        ([text("5\u00a0mg \u202edcba\u202c")], "5\u00a0mg \u202edcba\u202c"),
    ],
)
def test_words_stay_and_marks_go(nodes: list[Inline], written: str) -> None:
    assert inline(*nodes) == written


@pytest.mark.parametrize(
    ("words", "raised", "lowered"),
    [
        ("2", "²", "₂"),
        ("-10", "⁻¹⁰", "₋₁₀"),
        ("\u22123", "⁻³", "₋₃"),
        ("(n+1)=i", "⁽ⁿ⁺¹⁾⁼ⁱ", "₍ₙ₊₁₎₌ᵢ"),
        ("st", "ˢᵗ", "ₛₜ"),
        ("b", "ᵇ", "_b"),
        ("q", "^q", "_q"),
        ("a b", "^(a b)", "_(a b)"),
        ("", "", ""),
    ],
)
def test_what_is_raised_and_lowered(words: str, raised: str, lowered: str) -> None:
    assert inline(Superscript((text(words),), AT)) == raised
    assert inline(Subscript((text(words),), AT)) == lowered


@pytest.mark.parametrize(
    ("node", "written"),
    [
        (link("https://example.org/", "the site"), "the site <https://example.org/>"),
        (link("https://example.org/", "the site", "A site"), "the site <https://example.org/> (A site)"),
        (link("https://example.org/", "https://example.org/"), "https://example.org/"),
        (link("https://example.org/", ""), "<https://example.org/>"),
        (link("mailto:a@example.org", "a@example.org"), "a@example.org"),
        (link("copd.md#legal", "the law"), "the law <../copd/index.txt#legal>"),
        (link("copd.md", "copd.md"), "copd.md <../copd/index.txt>"),
        (link("#legal", "below"), "below"),
        (link("#legal", "below", "The law"), "below (The law)"),
        (link("a plan.pdf", "a plan"), "a plan <../../assets/a%20plan.pdf>"),
        (image("A chart"), "[Image: A chart]"),
        (image("A chart", "Trend"), "[Image: A chart (Trend)]"),
        (image("", "Trend"), "[Image: (Trend)]"),
        (image(""), ""),
    ],
)
def test_links_and_images(node: Inline, written: str) -> None:
    assert inline(node) == written


@pytest.mark.parametrize(
    ("citation", "written"),
    [
        (cite("who"), "[1]"),
        (cite("gina", "who", "nice"), "[1, 2, 10]"),
        (cite("nice", "who, p. 3"), "[1, p. 3; 2]"),
    ],
)
def test_citations(citation: Citation, written: str) -> None:
    assert inline(citation) == written


# ------------------------------------------------------------------------------------------------- blocks


def test_headings_are_underlined_by_level() -> None:
    tree = section(1, "Asthma", para("Lead."), section(2, "Signs of 喘息", para("a")), section(3, "b"))
    assert shown(tree, section(2, "A heading of so many words that it takes two lines")) == page("""
        Asthma
        ======

        Lead.

        Signs of 喘息
        -------------

        a

        b
        ~

        A heading of so many words that it takes
        two lines
        ---------
        """)


def test_lists_hang_and_nest() -> None:
    inner = numbered(
        9, item(para("Count to ten, slowly, and then once more from the start.")), item(para("b"))
    )
    items = (
        item(para("Sit upright and lean forward a little, as far as you can."), inner),
        item(),
        item(para("c")),
    )
    assert shown(bullets(*items)) == page("""
        - Sit upright and lean forward a little,
          as far as you can.
           9. Count to ten, slowly, and then
              once more from the start.
          10. b
        -
        - c
        """)


def test_a_loose_list_has_room() -> None:
    assert shown(numbered(1, item(para("a"), para("b")), item(para("c")), tight=False)) == page("""
        1. a

           b

        2. c
        """)


def test_a_tight_item_keeps_its_paragraphs_apart() -> None:
    assert shown(bullets(item(para("a"), para("b"), bullets(item(para("c")))), item(para("d")))) == page("""
        - a

          b
          - c
        - d
        """)


def test_quotes_code_and_breaks() -> None:
    code = CodeBlock("if x:\n\n\tprint('a line that is longer than the page is wide')  \n", "python", AT)
    quote: Block = Quote(
        (para("A quote that is longer than one line of this page."), bullets(item(para("a")))), AT
    )
    tree: tuple[Block, ...] = (
        Quote((quote, para("b")), AT),
        ThematicBreak(AT),
        code,
        CodeBlock("", "", AT),
        para("c"),
    )
    assert shown(*tree).replace("\t", "<tab>") == page("""
        > > A quote that is longer than one line
        > > of this page.
        > >
        > > - a
        >
        > b

        * * *

            if x:

            <tab>print('a line that is longer than the page is wide')

        c
        """)


def test_divs_of_a_kind_have_a_label() -> None:
    tree = div("warning", para("Call for help at once if your lips turn blue."), bullets(item(para("a"))))
    others = div("note", para("b")), div("key-points", para("c")), div("small", para("d"))
    assert shown(tree, *others) == page("""
        WARNING:
          Call for help at once if your lips
          turn blue.

          - a

        Note:
          b

        Key points:
          c

        d
        """)


def test_a_figure_keeps_its_alternative_text_and_its_caption() -> None:
    figure = div("figure", para(image("Peak flow falls")), para("Peak flow, ", cite("who")), para("b"))
    assert shown(para("a"), figure, div("figure", para("c ", image("d"), " e"))) == page("""
        a

        [Image: Peak flow falls]
        Peak flow, [1]

        b

        c
        [Image: d]
        e
        """)


def test_a_decorative_image_leaves_no_gap() -> None:
    assert shown(para("a"), para(image("")), para("b")) == "a\n\nb\n"


def test_no_blocks_no_text() -> None:
    assert shown() == ""
    assert shown(para(image(""))) == ""


def test_hard_breaks_end_lines() -> None:
    assert shown(para("12 High Street ", HardBreak(AT), " Leeds")) == "12 High Street\nLeeds\n"
    assert (
        shown(para(HardBreak(AT), "a", HardBreak(AT), image(""), HardBreak(AT), "b", HardBreak(AT)))
        == "a\nb\n"
    )


def test_deep_nesting_still_has_lines() -> None:
    tree: Block = para("one two three four five six seven eight")
    for _ in range(30):
        tree = bullets(item(tree))
    assert [line.strip("- ") for line in shown(tree).splitlines()] == [
        "one two three",
        "four five six",
        "seven eight",
    ]


# ------------------------------------------------------------------------------------------------- tables


def test_a_table_is_aligned_by_columns_of_the_screen() -> None:
    rows = ["Normal", "below 120", "no"], ["高血圧", "140", "是的"], ["", "x", ""]
    assert shown(
        table(["Category", "mm Hg", "Drugs"], ["left", "right", "center"], *rows, caption="Pressure")
    ) == page("""
        Pressure

        Category      mm Hg  Drugs
        --------  ---------  -----
        Normal    below 120   no
        高血圧          140  是的
                          x
        """)


def test_cells_do_not_wrap_since_lines_of_two_cells_would_mix_their_words() -> None:
    rows = ["ACE inhibitor", "keeps the vessels from narrowing"], ["Diuretic", "more salt and water pass"]
    assert shown(table(["Drug", "What it does"], [None, None], *rows)) == page("""
        Drug: ACE inhibitor
        What it does: keeps the vessels from
          narrowing

        Drug: Diuretic
        What it does: more salt and water pass
        """)


def test_a_cell_of_two_lines_makes_records() -> None:
    cell: Cell[Inline] = Cell((text("a"), HardBreak(AT), text("b")), AT)
    rows = (Row(Attributes(), (cell, Cell((text("c"),), AT)), AT),)
    columns_ = (Column((text("x"),), None, AT), Column((text("y"),), None, AT))
    assert shown(Table(columns_, rows, None, AT)) == "x: a\n  b\ny: c\n"


def test_a_table_that_is_too_wide_becomes_records() -> None:
    names = ["Drug", "", "How does it work?", "Where to read on"]
    row = [
        "ACE inhibitor",
        "(oral)",
        "keeps the vessels from narrowing",
        "https://example.org/ace-inhibitors-at-length",
    ]
    assert shown(table(names, [None] * 4, row, ["Diuretic", "", "", ""])) == page("""
        Drug: ACE inhibitor
        (oral)
        How does it work? keeps the vessels from
          narrowing
        Where to read on:
          https://example.org/ace-inhibitors-at-length

        Drug: Diuretic
        How does it work?
        Where to read on:
        """)


def test_a_table_without_rows_or_headers() -> None:
    assert shown(table(["a", "b"], [None, None])) == "a  b\n-  -\n"
    assert shown(table(["", ""], [None, None], ["a", "b"])) == "-  -\na  b\n"
    assert shown(table(["a" * 30, "b" * 30], [None, None])) == f"{'a' * 30}\n{'b' * 30}\n"


# --------------------------------------------------------------------------------------------------- lines


def test_a_citation_stays_with_the_word_before_it() -> None:
    words = para("Ask your doctor which inhaler, ", cite("who", "nice"), " then go.")
    assert shown(words, width=32) == page("""
        Ask your doctor which
        inhaler, [1, 2] then go.
        """)


def test_a_citation_too_long_for_a_line_is_broken() -> None:
    assert shown(
        para("Inhalers", SoftBreak(AT), cite("who, pages 3 to 5", "nice, table 4")), width=20
    ) == page("""
        Inhalers [1, pages 3
        to 5; 2, table 4]
        """)


def test_an_address_stands_whole() -> None:
    long = "https://example.org/a-very-long-address-that-is-wider-than-the-page"
    assert shown(para("Read ", link(long, "this page"), ", then go on.")) == page(f"""
        Read this page
        <{long}>,
        then go on.
        """)


def test_no_break_spaces_hold() -> None:
    assert wrap("take 5\u00a0mg\u00a0now", 8) == ["take", "5\u00a0mg\u00a0now"]


def test_chinese_and_japanese_break_between_characters_but_not_at_marks() -> None:
    assert wrap("喘息は、気道が「狭く」なる病気です[1]。", 12) == [
        "喘息は、気道",
        "が「狭く」な",
        "る病気で",
        "す[1]。",
    ]


def test_a_family_of_one_emoji_is_two_columns() -> None:
    assert columns("👩\u200d⚕\ufe0f") == 2
    assert wrap("👩\u200d⚕\ufe0f 👩\u200d⚕\ufe0f 👩\u200d⚕\ufe0f", 5) == [
        "👩\u200d⚕\ufe0f 👩\u200d⚕\ufe0f",
        "👩\u200d⚕\ufe0f",
    ]


def test_a_zero_width_space_is_a_place_to_break() -> None:
    assert wrap("หายใจ\u200bไม่ออก", 6) == ["หายใจ\u200b", "ไม่ออก"]


def test_the_characters_taken_for_narrow_are() -> None:
    narrow = re.findall(f"[{NARROW}]", "".join(map(chr, range(0x30000))))
    assert [hex(ord(one)) for one in narrow if wcwidth(one) != 1] == []
    assert len(narrow) > 2000


def test_plain_text_is_written_without_loading_the_tables_of_widths() -> None:
    program = (
        "import sys; from renderer.writers.wrap import wrap\n"
        "wrap('Ask about “salbutamol”: 5 µg ≥ 2 µg.', 9); assert 'wcwidth' not in sys.modules\n"
        "wrap('喘息', 9); assert 'wcwidth' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


ASCII_WORDS = st.lists(st.text("ab.", min_size=1, max_size=9), min_size=1).map(" ".join)


@given(ASCII_WORDS, st.integers(1, 30))
def test_lines_are_those_of_the_standard_library(words: str, width: int) -> None:
    assert wrap(words, width) == textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False)


WORDS = st.text("ab. 喘息「」、é\u0301\u200b\u00a0\x1f[1]ｶﾞ👩\u200d⚕\ufe0f", max_size=60)


@given(WORDS, st.integers(1, 30))
def test_lines_lose_nothing_and_fit_where_they_can(words: str, width: int) -> None:
    lines = wrap(words, width)
    assert re.sub("[ \x1f]", "", "".join(lines)) == re.sub("[ \x1f]", "", words)
    for line in lines:
        assert line == line.strip(f" {GLUE}")
        size = wcswidth(line.replace(GLUE, " "))
        assert size <= width or not re.search(r"[ \x1f]", line) or len(wrapping._pieces(line)) == 1


@given(st.text(max_size=80), st.integers(20, 60))
def test_no_control_character_reaches_a_terminal(words: str, width: int) -> None:
    tree = (para(words, Code(words, AT)), CodeBlock(words, "", AT), table([words], [None], [words]))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown(*tree, width=width))


def test_two_spaces_before_a_citation_are_one() -> None:
    assert shown(
        para("inhaler  ", cite("who")), para("in the ", Emphasis((text("lung "),), AT), cite("who"))
    ) == ("inhaler [1]\n\nin the lung [1]\n")


def test_a_number_stays_with_its_unit_in_a_record() -> None:
    row = ["at most 2,550\u00a0mg\u00a0a\u00a0day", "in divided doses with meals"]
    assert shown(table(["Dose", "How"], [None, None], row), width=23).replace("\u00a0", "_") == page("""
        Dose: at most
          2,550_mg_a_day
        How: in divided doses
          with meals
        """)


def test_an_overlong_citation_after_an_ideograph_is_broken_too() -> None:
    assert shown(para("喘息 ", cite("who, pages 3 to 5", "nice, table 4")), width=20) == page("""
        喘息 [1, pages 3 to
        5; 2, table 4]
        """)


def test_runs_of_spaces_are_one() -> None:
    assert shown(para("a  b   c")) == "a b c\n"


def test_a_caption_and_a_list_of_nothing() -> None:
    assert shown(table([""], [None], [""], caption="a"), bullets()) == "a\n\n-\n"
    assert shown(table([""], [None], ["a"], [""], ["b"])) == "-\na\nb\n"
    assert shown(table(["", ""], [None] * 2, ["a" * 30, "b" * 30], ["", ""])) == f"{'a' * 30}\n{'b' * 30}\n"


# ---------------------------------------------------------------------------------------- editions in common


def test_what_is_shared_is_written_as_if_it_were_not() -> None:
    block: Block = Paragraph((text("See"), SoftBreak(AT), link("copd.md#legal", "this"), cite("who")), AT)
    first = View("patient/asthma/index.txt", "patient", NUMBERS, TARGETS)
    second = View("clinician/asthma/index.txt", "clinician", NUMBERS, TARGETS)
    alone = write_blocks([block], second)
    assert write_blocks([block], first) == alone
    shared = second.sharing(first)
    assert shared.shared is first.shared
    assert write_blocks([block], shared) == alone


@pytest.mark.parametrize(
    "other",
    [
        View("clinician/asthma/index.txt", "clinician", {"who": 2}, TARGETS),
        View("clinician/asthma/index.txt", "clinician", NUMBERS, {**TARGETS, "copd.md#legal": ToWeb("x:y")}),
        View("clinician/asthma/index.txt", "clinician", NUMBERS, TARGETS, width=50),
        View("clinician/deep/asthma/index.txt", "clinician", NUMBERS, TARGETS),
    ],
)
def test_nothing_is_shared_that_would_be_written_in_another_way(other: View) -> None:
    first = View("patient/asthma/index.txt", "patient", NUMBERS, TARGETS)
    write_blocks([Paragraph((text("words"),), AT)], first)
    assert not other.sharing(first).shared
