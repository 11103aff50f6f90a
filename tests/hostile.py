"""Hostile words, the places of a site that they can be put in, and sites that hold them.

The payloads are those of `fixtures/hostile.toml`. An article holds one payload in one place. Of what stands
round the articles (settings, audiences, a list of references, a file's name) a site holds one payload in all
places, each on a line of its own. A site is tried twice: whole, to see what is refused, and without what was
refused at its place, to see that the rest is built.
"""

import re
import string
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, count, product
from pathlib import Path
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

from renderer.build.commands import BuildRequest, build
from renderer.diagnostics import Diagnostic
from renderer.pages.strings import KEYS
from tests.sites import SQUARE, opened, put

PAYLOADS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    (Path(__file__).parent / "fixtures" / "hostile.toml").read_text("utf-8")
)
WORDS, TARGETS = PAYLOADS["words"], PAYLOADS["targets"]
HERE = "HERE"
"""Where a payload goes in the sources below."""
FORMER = "FORMER"
"""Where the name of the article goes, so that two have no former address in common."""

Spelling: TypeAlias = Callable[[str], str]


# ------------------------------------------------------------------------------------------------- spellings


def as_it_is(payload: str) -> str:
    return payload


def escaped(payload: str) -> str:
    """As Markdown writes characters that are to be no markup."""
    ends = {"\n": "&#10;", "\r": "&#13;"}
    return "".join(f"\\{one}" if one in string.punctuation else ends.get(one, one) for one in payload)


def by_numbers(payload: str) -> str:
    """Every character as an entity: nothing of it is markup, and all of it comes back in the page."""
    return "".join(f"&#{ord(one)};" for one in payload)


def by_open_numbers(payload: str) -> str:
    """What no locator takes, as entities without the `;` that would end one."""
    return re.sub(r"[;@\[\]{}\\<`*^~]", lambda found: f"&#{ord(found[0])}", payload)


def quoted(payload: str) -> str:
    """In double quotes, as YAML and TOML both read them."""
    return f'"{"".join(map(_in_quotes, payload))}"'


def _in_quotes(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    return one if one.isprintable() else f"\\u{ord(one):04X}"


def quoted_and_escaped(payload: str) -> str:
    return quoted(escaped(payload))


def in_angles(payload: str) -> str:
    """As it may stand between `<` and `>`, which would end at one of these characters."""
    return re.sub(r"[<>\n\r]", lambda found: f"&#{ord(found[0])};", payload)


def as_a_link(payload: str) -> str:
    """A link that leads there, as a text of YAML or TOML."""
    return quoted(f"[x](<{in_angles(payload)}>)")


def after(start: str) -> Spelling:
    """Spell a payload as the rest of a quoted text that begins well."""
    return lambda payload: quoted(start + payload)


def as_a_name(payload: str) -> str:
    """As the name of a file: without what no file can have in its name."""
    return re.sub(r"[/\0]", "", payload)


def as_a_file(payload: str) -> str:
    """As the way to a file of that name."""
    return quote(as_a_name(payload))


# ---------------------------------------------------------------------------------------- places in articles


class Place(NamedTuple):
    """Where in an article a payload goes, and how it is spelt there.

    `shows` says that the page must show it letter by letter. `above` and `below` are how many lines more a
    refusal may point at, because what holds the payload, or what uses it, stands there.
    """

    source: str
    spelt: Spelling = as_it_is
    shows: bool = False
    above: int = 0
    below: int = 0


def body(words: str, spelt: Spelling = as_it_is, *, shows: bool = False) -> Place:
    return Place(f"---\ntitle: T\n---\n\n{words}\n", spelt, shows)


def front(lines: str, spelt: Spelling = quoted, *, shows: bool = False) -> Place:
    return Place(f"---\n{lines}\n---\n\nWords.\n", spelt, shows)


def entry(*lines: str, spelt: Spelling = quoted, shows: bool = False, cite: str = "@k") -> Place:
    """A place in an entry of the article's references, or in what cites it."""
    said = {line.partition(":")[0] for line in lines}
    usual = {"id": "k", "kind": "research", "title": "R"}
    fields = (*(f"{key}: {value}" for key, value in usual.items() if key not in said), *lines)
    listed = "\n  ".join(fields)
    return Place(f"---\ntitle: T\nreferences:\n- {listed}\n---\n\nWords [{cite}].\n", spelt, shows)


TABLE = "| a |\n|---|\n| {} |"
CAPTION = f"Table: HERE\n\n{TABLE.format('b')}"
FIGURE = "::: figure\nHERE\n\n![x](x.svg)\n:::"
NAMES = ("author: [{family: HERE, given: HERE}, {literal: HERE}]", "editor: [HERE]")
PARTS = ("container-title", "publisher", "publisher-place", "edition", "volume", "issue", "page", "number")

FOR_WORDS: Mapping[str, Place] = {
    "a paragraph": body("Words HERE words."),
    "a paragraph, escaped": body("Words HERE words.", escaped, shows=True),
    "a paragraph, by numbers": body("Words HERE words.", by_numbers),
    "the start of a block": body("HERE\n\nWords."),
    "a heading": body("## HERE"),
    "a heading, escaped": body("## Words HERE words", escaped, shows=True),
    "an item of a list": body("- HERE"),
    "a quote": body("> HERE"),
    "a cell": body(TABLE.format(HERE)),
    "a cell, escaped": body(TABLE.format("Words HERE words"), escaped, shows=True),
    "the caption of a table": body(CAPTION),
    "the caption of a table, escaped": body(CAPTION.replace(HERE, "Words HERE words"), escaped, shows=True),
    "the caption of a figure": body(FIGURE)._replace(above=1),
    "an alternative text": body("![HERE](x.svg)"),
    "an alternative text, escaped": body("![Words HERE words](x.svg)", escaped, shows=True),
    "the title of an image, escaped": body('![x](x.svg "Words HERE words")', escaped, shows=True),
    "the title of a link": body('[x](https://example.org "HERE")'),
    "the title of a link, escaped": body('[x](https://example.org "Words HERE words")', escaped, shows=True),
    "the title of a link, by numbers": body('[x](https://example.org "HERE")', by_numbers),
    "the words of a link": body("[HERE](https://example.org)"),
    "a tagged span, escaped": body("[Words HERE words]{.patient}", escaped, shows=True),
    "code": body("Words ``` HERE ``` words."),
    "a code block": body("~~~\nHERE\n~~~", shows=True),
    "the language of a code block": body("~~~ HERE\nx\n~~~"),
    "the language of a code block, escaped": body("~~~ HERE\nx\n~~~", escaped),
    "a comment": body("Words <!-- HERE --> words."),
    "an id": body("[x]{#HERE}"),
    "a class": body("[x]{.HERE}"),
    "a language": body('[x]{lang="HERE"}'),
    "a width": body('![x](x.svg){width="HERE"}'),
    "an attribute": body("[x]{HERE}"),
    "the words of a fence": body("::: HERE\nx\n:::"),
    "a citation": body("Words [@HERE]."),
    "a locator": entry(cite="@k, HERE", spelt=as_it_is),
    "a locator, by numbers": entry(cite="@k, p. HERE", spelt=by_open_numbers),
    "the title": front("title: HERE"),
    "the title, escaped": front("title: HERE\naliases: [FORMER]", quoted_and_escaped, shows=True),
    "the title, without quotes": front("title: HERE", as_it_is),
    "the summary": front("title: T\nsummary: HERE"),
    "the summary, escaped": front("title: T\nsummary: HERE", quoted_and_escaped, shows=True),
    "a former address": front("title: T\naliases: [HERE]"),
    "a key of the front matter": front("title: T\nHERE: x"),
    "the date": front("title: T\nupdated: HERE"),
    "the audiences": front("title: T\naudiences: [HERE]"),
    "the state of the review": front("title: T\nreview: HERE"),
    "the title of a reference": entry("title: HERE", shows=True),
    "the id of a reference": entry("id: HERE"),
    "the kind of a reference": entry("kind: HERE"),
    "a field of a reference": entry("HERE: x"),
    "the names of a reference": entry(*NAMES),
    "the parts of a reference": entry(*(f"{part}: HERE" for part in PARTS), shows=True),
    "the address of a reference": entry("URL: HERE"),
    "an address that begins well": entry("URL: HERE", spelt=after("https://example.org/?")),
    "the DOI of a reference": entry("DOI: HERE"),
    "the numbers of a reference": entry("PMID: HERE", "issued: HERE", "accessed: HERE"),
}  # fmt: skip
FOR_TARGETS: Mapping[str, Place] = {
    "a link": body("[x](HERE)"),
    "a link in angles": body("[x](<HERE>)", in_angles),
    "a link, escaped": body("[x](HERE)", escaped),
    "a link by numbers": body("[x](<HERE>)", by_numbers),
    "an automatic link": body("<HERE>"),
    "a definition": body("[x]: <HERE>\n\n[x]", in_angles)._replace(below=2),
    "an image": body("![x](<HERE>)", in_angles),
    "a link to the web": body("[x](<https://example.org/HERE>)", in_angles),
    "a link to a mail address": body("[x](<mailto:HERE>)", in_angles),
    "a link in the summary": front("title: T\nsummary: HERE", as_a_link),
    "the address of a reference": entry("URL: HERE"),
    "an address that begins well": entry("URL: HERE", spelt=after("https://example.org/")),
    "a DOI that begins well": entry("DOI: HERE", spelt=after("10.1000/")),
}  # fmt: skip


# ------------------------------------------------------------------------------------ places round articles


class Line(NamedTuple):
    """A line of a file round the articles; the files in `needs` are there when the line is.

    `shows` says that the home page must show the payload letter by letter.
    """

    path: str
    source: str
    spelt: Spelling = quoted
    needs: Mapping[str, str] = {}
    shows: bool = False


SETTINGS, AUDIENCE, BIBTEX = "site.toml", "audiences/patient.toml", "content/references.bib"
HEADS: Mapping[str, str] = {
    AUDIENCE: 'name = "Patient"\n',
    "content/a.md": "---\ntitle: T\naudiences: [patient]\n---\n\nWords.\n",
}
"""How files begin that are there whatever is tried."""


def citing(key: str) -> Mapping[str, str]:
    """An article that cites an entry."""
    return {f"content/{key}.md": f"---\ntitle: C\naudiences: [patient]\n---\n\nWords [@{key}].\n"}


A_WORDING = "{text = HERE, explanation = HERE}"
WITH_A_TERM = {
    "content/term.md": '---\ntitle: "[word]{.term}"\naudiences: [patient]\n---\n\nA [word]{.term}.\n'
}
STRINGS = ", ".join(f"{key} = HERE" for key in KEYS)
AN_ENTRY = "@article{k, title = {HERE}, author = {HERE and HERE}, journal = {HERE}, publisher = {HERE}}"
A_PAGE = "@misc{k, title = {T}, kind = {web}, url = {HERE}}"
A_DOI = "@misc{d, title = {T}, kind = {web}, doi = {10.1000/HERE}}"

LINES_FOR_WORDS: Mapping[str, Line] = {
    "the site's title": Line(SETTINGS, "title = HERE", shows=True),
    "the publisher": Line(SETTINGS, "publisher = HERE", shows=True),
    "the advisory board": Line(SETTINGS, "advisory_board = HERE"),
    "the terms": Line(SETTINGS, f"terms.HERE.patient = {A_WORDING}"),
    "a term's wording": Line(SETTINGS, f"terms.word.patient = {A_WORDING}", needs=WITH_A_TERM),
    "the strings": Line(SETTINGS, f"strings = {{{STRINGS}}}", shows=True),
    "the language": Line(SETTINGS, "language = HERE"),
    "a class of the site": Line(SETTINGS, "classes = [HERE]"),
    "a reviewer": Line(SETTINGS, "reviewers = [HERE]"),
    "the default audience": Line(SETTINGS, "default_audience = HERE"),
    "a setting": Line(SETTINGS, "HERE = 1"),
    "an audience's name": Line("audiences/named.toml", "name = HERE", shows=True),
    "an audience's description": Line(AUDIENCE, "description = HERE", shows=True),
    "an audience's disclaimer": Line(AUDIENCE, "disclaimer = HERE"),
    "a word to avoid": Line(AUDIENCE, "avoid = {HERE = HERE}"),
    "a fallback": Line(AUDIENCE, "falls_back_to = [HERE]"),
    "an entry of BibTeX": Line(BIBTEX, AN_ENTRY, as_it_is, citing("k")),
    "the name of a file": Line("content/a.md", "[x](</HERE.txt>)", as_a_file, {"static/HERE.txt": "x"}),
}
LINES_FOR_TARGETS: Mapping[str, Line] = {
    "the site's address": Line(SETTINGS, "base_url = HERE"),
    "the policy's address": Line(SETTINGS, "editorial_policy_url = HERE"),
    "the follow-up's address": Line(SETTINGS, "follow_up_url = HERE"),
    "the editor's address": Line(SETTINGS, "editor = HERE"),
    "a link of the advisory board": Line(SETTINGS, "advisory_board = HERE", as_a_link),
    "a link of a disclaimer": Line(AUDIENCE, "disclaimer = HERE", as_a_link),
    "the address of BibTeX": Line(BIBTEX, A_PAGE, as_it_is, citing("k")),
    "the DOI of BibTeX": Line(BIBTEX, A_DOI, as_it_is, citing("d")),
}


# -------------------------------------------------------------------------------------------------- the sites


class Tried(NamedTuple):
    """One payload in one place: the names of both, the payload, and where it stands in the site."""

    place: str
    payload: str
    words: str
    path: str
    lines: range
    shows: bool = False

    def __str__(self) -> str:
        return f"{self.payload} in {self.place}"

    @property
    def page(self) -> str:
        """A page that holds it: its article's, or the home page."""
        if not self.path.startswith("content/a"):
            return "index.html"
        return f"patient/{self.path.removeprefix('content/').removesuffix('.md')}/index.html"

    def is_meant(self, one: Diagnostic) -> bool:
        """Whether a diagnostic points at the place."""
        return one.path == self.path and one.line in self.lines


Files: TypeAlias = Mapping[str, str]
Attempt: TypeAlias = Callable[[frozenset[str]], tuple[Files, tuple[Tried, ...]]]
"""Makes a site's files without some of what it tries, and says all that it tries."""


@dataclass(frozen=True)
class Outcome:
    """What became of a site: what was tried and refused, and the rest of the site as it was built.

    `left` are the errors that are there although all that was refused at its place has been taken out.
    """

    tried: tuple[Tried, ...]
    refused: frozenset[str]
    left: tuple[Diagnostic, ...]
    out: Path

    @property
    def shown(self) -> Iterator[Tried]:
        """What was built."""
        return (one for one in self.tried if str(one) not in self.refused)

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The pages that were built, by their paths."""
        files = sorted(self.out.rglob("*.html"))
        return {file.relative_to(self.out).as_posix(): file.read_bytes().decode() for file in files}

    def tries(self, path: str) -> str:
        """What a page tries."""
        name = f"content/{path.removesuffix('/index.html').rpartition('/')[2]}.md"
        return str(self._by_path.get(name, self.tried[0].payload))

    @cached_property
    def _by_path(self) -> Mapping[str, Tried]:
        return {one.path: one for one in self.tried}


def outcomes(folder: Path) -> Iterator[Outcome]:
    """Try every payload in every place that is for it."""
    yield _outcome(folder / "articles", _articles())
    for number, attempt in enumerate(_rounds()):
        yield _outcome(folder / str(number), attempt)


def _outcome(folder: Path, attempt: Attempt) -> Outcome:
    """Build a site that holds everything, then without what was refused, until nothing more is."""
    refused: frozenset[str] = frozenset()
    for round_ in count():
        files, tried = attempt(refused)
        built = build(opened(put(folder / str(round_), files)), BuildRequest())
        errors: dict[str, list[Diagnostic]] = {}
        for one in filter(lambda one: one.is_error, built.diagnostics):
            errors.setdefault(one.path, []).append(one)
        found = {str(one) for one in tried if any(map(one.is_meant, errors.get(one.path, ())))}
        if found <= refused:
            left = tuple(chain.from_iterable(errors.values()))
            return Outcome(tried, refused, left, built.out)
        refused |= found
    raise AssertionError  # a round refuses something more, or is the last


def _articles() -> Attempt:
    """One site with an article for each payload in each place."""
    pairs = [*product(FOR_WORDS.items(), WORDS.items()), *product(FOR_TARGETS.items(), TARGETS.items())]
    made = [_article(f"a{number}", *pair) for number, pair in enumerate(pairs)]

    def attempt(without: frozenset[str]) -> tuple[Files, tuple[Tried, ...]]:
        kept = {one.path: source for source, one in made if str(one) not in without}
        return {**HEADS, "content/x.svg": SQUARE.format("x"), **kept}, tuple(one for _, one in made)

    return attempt


def _article(name: str, where: tuple[str, Place], what: tuple[str, str]) -> tuple[str, Tried]:
    """The source of an article that holds a payload in a place, and what that tries."""
    (place, at), (payload, words) = where, what
    before, _, after = at.source.replace(FORMER, f"former-{name}").partition(HERE)
    source = (before + HERE + after).replace(HERE, at.spelt(words))
    last = _line(source) - after.rpartition(HERE)[2].count("\n")
    lines = range(_line(before) - at.above, last + at.below + 1)
    return source, Tried(place, payload, words, f"content/{name}.md", lines, at.shows)


def _rounds() -> Iterator[Attempt]:
    """A site for each payload, which stands in every place round the articles."""
    for places, payloads in ((LINES_FOR_WORDS, WORDS), (LINES_FOR_TARGETS, TARGETS)):
        for payload, words in payloads.items():
            yield partial(_round, places, payload, words)


def _round(
    places: Mapping[str, Line], payload: str, words: str, without: frozenset[str]
) -> tuple[Files, tuple[Tried, ...]]:
    files, tried = dict(HEADS), []
    for place, line in places.items():
        before = files.get(line.path, "")
        written = f"{before}{line.source.replace(HERE, line.spelt(words))}\n"
        lines = range(_line(before), _line(written))
        one = Tried(place, payload, words, line.path, lines, line.shows)
        tried.append(one)
        if str(one) not in without:
            files[line.path] = written
            files |= {path.replace(HERE, as_a_name(words)): text for path, text in line.needs.items()}
    return files, tuple(tried)


def _line(text: str) -> int:
    """The line, from 1, that the end of a text stands on."""
    return len(re.findall(r"\r\n?|\n", text)) + 1
