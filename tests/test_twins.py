"""A page and its plain-text twin: the same words, the same link targets, in the same order.

What a page shows by its looks and a text by a word (an item's number, a table's headers beside each cell) is
worked out from the page here, so that the text is compared as a whole, from its first word to its last.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeAlias
from unicodedata import normalize
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st

from renderer.build.commands import open_site
from tests.door import Example, example
from tests.model.documents import document
from tests.model.source import files

TOP = Path(__file__).parent.parent
SAMPLE = [path.stem for path in sorted((TOP / "content").glob("*.md"))]
AUDIENCES = ("patient", "clinician", "student")
IDEOGRAPHS = "\u3041-\u30ff\u4e00-\u9fff"  # between two of them a line may end
TOKEN = re.compile(rf"<[^<>\s]+>|[{IDEOGRAPHS}]|[^\W_{IDEOGRAPHS}]+")
BLOCKS = {
    "address", "article", "blockquote", "br", "caption", "div", "figcaption", "figure", "footer", "header",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "span", "sub",
    "sup", "ul",
}  # fmt: skip
UNSEEN = {"page-skip", "page-back"}


class Grid(NamedTuple):
    """A table on a page: its cells' tokens, the header's first."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]

    def in_columns(self) -> list[str]:
        return [token for row in self.rows for cell in row for token in cell]

    def in_records(self) -> list[str]:
        names, *rows = self.rows
        cells = [pair for row in rows for pair in zip(names, row, strict=True)]
        return [token for pair in cells for part in pair for token in part] if rows else self.in_columns()


Piece: TypeAlias = str | Grid


def tokens(text: str) -> list[str]:
    """The words of a text and the targets between its angle brackets; what is raised is a word of its own."""
    apart = [f" {plain} " if (plain := normalize("NFKC", one)) != one else one for one in text]
    return TOKEN.findall("".join(apart))


def pieces(html: str) -> list[Piece]:
    """What a page says, from top to bottom."""
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    assert body is not None
    return list(tidied(heard(body)))


def tidied(parts: Iterator[str | Grid]) -> Iterator[Piece]:
    """Runs of text as tokens; a word may go on from one element into the next."""
    run = ""
    for part in parts:
        if isinstance(part, Grid):
            yield from tokens(run)
            yield part
            run = ""
        else:
            run += part
    yield from tokens(run)


def heard(one: Element) -> Iterator[str | Grid]:
    """An element's words in order, with a space wherever it parts words."""
    kinds = one.get("class", "").split()
    if UNSEEN & {*kinds} or one.get("href") == "index.txt" or one.get("hidden") is not None:
        return
    gap = " " if one.tag in BLOCKS else ""
    yield gap
    if "page-top" in kinds:
        yield " ".join(one.itertext())
    elif one.tag == "img":
        yield from picture(one)
    elif one.tag == "table":
        yield from table(one)
    else:
        yield from inside(one)
        if one.tag == "a":
            yield target(one)
    yield gap


def inside(one: Element) -> Iterator[str | Grid]:
    number = int(one.get("start", "1"))
    loud = "warning" in one.get("class", "").split()
    yield one.text or ""
    for child in one:
        if one.tag == "ol" and child.tag == "li" and not child.get("class", "").startswith("page-"):
            yield f" {number}. "
            number += 1
        said = list(heard(child))
        shout = loud and child.get("class") == "page-label"
        yield from [part.upper() if shout and isinstance(part, str) else part for part in said]
        yield child.tail or ""


def picture(one: Element) -> Iterator[str]:
    said = f"{one.get('alt', '')} {one.get('title', '')}".strip()
    yield f" Image {said} " if said else ""


def target(one: Element) -> str:
    """What a text shows of a link besides its words: where it leads, unless to this page, and its title."""
    href, label = one.get("href", ""), "".join(one.itertext())
    here = href.startswith("#") or one.get("aria-current") is not None
    shown = "" if here or label in {href, href.removeprefix("mailto:")} else f" <{twin(href)}> "
    return f"{shown} {one.get('title', '')}"


def twin(href: str) -> str:
    return href if "://" in href else re.sub(r"index\.html(?=#|$)", "index.txt", href)


def table(one: Element) -> Iterator[str | Grid]:
    caption = one.find("caption")
    if caption is not None:
        yield from heard(caption)
    rows = [[cell for cell in row if cell.tag in {"th", "td"}] for row in one.iter("tr")]
    yield Grid(tuple(tuple(tuple(words(cell)) for cell in row) for row in rows))


def words(cell: Element) -> list[str]:
    return [piece for piece in tidied(inside(cell)) if isinstance(piece, str)]


def wanted(page: list[Piece], said: list[str]) -> list[str]:
    """The tokens that a text must have; a table stands in columns or, where it is too wide, in records."""
    found: list[str] = []
    for piece in page:
        if isinstance(piece, Grid):
            records = piece.in_records()
            fits = said[len(found) : len(found) + len(records)] == records
            found += records if fits else piece.in_columns()
        else:
            found.append(piece)
    return found


def difference(html: str, text: str) -> str:
    """Where the text first says something else than the page; empty when they say the same."""
    return parting(pieces(html), tokens(text))


def parting(page: list[Piece], said: list[str]) -> str:
    """Where a text's tokens first part from the page's, with what stands round them."""
    due = wanted(page, said)
    for place, (one, other) in enumerate(zip_longest(due, said)):
        if one != other:
            start = max(place - 6, 0)
            return f"page: {' '.join(due[start : place + 6])}\ntext: {' '.join(said[start : place + 6])}"
    return ""


# ------------------------------------------------------------------------------------------- the sample site


@pytest.fixture(scope="module")
def sample() -> Example:
    return Example(open_site(TOP, TOP), frozenset(AUDIENCES), {})


def both(site: Example, audience: str, article: str, *, fragment: bool = False) -> tuple[str, str]:
    html = site.edition(audience, "html", article=article, fragment=fragment)
    text = site.edition(audience, "text", article=article, fragment=fragment)
    assert html is not None
    assert text is not None
    return html, text


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("article", SAMPLE)
def test_the_sample_says_the_same_twice(sample: Example, audience: str, article: str) -> None:
    html, text = both(sample, audience, article)
    assert difference(html, text) == ""
    assert len(tokens(text)) > 500


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("article", SAMPLE)
def test_one_word_less_is_noticed(sample: Example, audience: str, article: str) -> None:
    html, text = both(sample, audience, article)
    page, said = pieces(html), tokens(text)
    for place in range(0, len(said), 10):
        before, after = said[:place], said[place + 1 :]
        assert parting(page, [*before, *after])
        assert parting(page, [*before, "zq", said[place], *after])
        assert parting(page, [*before, "zq", *after])


# ------------------------------------------------------------------------------------------------ documents

KINDS = """\
Lead, 5 m^2^ and CO~2~, x^n+1^ and x^(a\\ b)^, *em*, **strong**, `code_1`, <https://example.org/a?b=1&c=2>,
<me@example.org>, [words](https://example.org/ "a title"), [here](#deep), a\\
new line, ~~no~~ `a` `b`.

::: warning
Stop at once.

::: note
Inner *note*.
:::
:::

::: {.key-points .note}
1. one
2. two

   ::: warning
   In an item.
   :::
:::

> Quoted
>
> - a
>   - b

- loose

- list [@a, p. 3; @b]

7. seven
8. eight

```python
print("x")  # never wrapped, however long this line of code may happen to be in the source
```

---

## Deep {#deep}

| Short | Two |
| --- | ---: |
| 1 | 2 |
| ![alt words](p.svg "its title") | 4 m^2^ |

| A much longer header than fits | Another long header, longer still | And one more |
| --- | --- | --- |
| cell *one* | [a link](https://example.org/cell) | cited [@b] |
|  | second row | 日本語の文章です |

Table: Caption with [@a]

::: figure
Before.

![A chart](p.svg)

After, the caption [@a].
:::

![](p.svg)
"""
REFERENCES = """\
---
title: "Title with *emphasis* and [x]{.patient}[y]{.else}"
summary: "A summary [for patients]{.patient}[for others]{.else}."
updated: 2025-01-02
references:
- {id: a, kind: research, title: Alpha, issued: 2020, DOI: 10.1000/1}
- {id: b, kind: web, title: Beta, issued: 2021, URL: "https://example.org/beta"}
---
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'
SITE = """\
title = "A site"
publisher = "Somebody"
advisory_board = "Read by [experts](https://example.org/board)."
editorial_policy_url = "https://example.org/policy"
follow_up_url = "https://example.org/ask"
text_width = 40
"""
GIVEN: Mapping[str, str] = {"article.md": REFERENCES + KINDS, "p.svg": PICTURE, "site.toml": SITE}


def test_every_kind_of_block_says_the_same_twice() -> None:
    with example(GIVEN) as site:
        assert [site.line(one) for one in site.diagnostics() if one.is_error] == []
        for audience in AUDIENCES:
            assert difference(*both(site, audience, "article")) == ""


@pytest.mark.parametrize("width", [20, 60, 200])
def test_at_any_width(width: int) -> None:
    with example({**GIVEN, "site.toml": SITE.replace("40", str(width))}) as site:
        assert difference(*both(site, "patient", "article")) == ""


@given(st.integers(1, 150), st.integers(0, 2**32))
def test_any_document_says_the_same_twice(size: int, seed: int) -> None:
    made = document(Random(seed), size)
    note(files(made)["article.md"])
    with example(files(made)) as site:
        assume(site.edition(made.readers[0]))
        for audience in made.readers:
            assert difference(*both(site, audience, "article", fragment=True)) == "", audience
