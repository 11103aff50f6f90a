"""What the templates see: each gets one value, `page`, of one of these classes.

Words that come from an author are *written* before they get here, by the writer of the page's format. In an
HTML page they are `Markup`. In a text page they are plain strings: blocks (`body`, `disclaimer`) in lines as
long as they may be, inlines (all others) on one line, which the template wraps. Everything else is plain
text, and the environment escapes it. Addresses (`href`) are relative to the page and percent-encoded.

The classes and what they fill:

- `ArticlePage`: `article.html`, `article.txt`
- `HomePage`: `home.html`
- `IndexPage`: `audience.html`
- `ChooserPage`: `chooser.html`
- `RedirectPage`: `redirect.html`
- `NotFoundPage`: `404.html`

Invariant: a view holds no tree and no path of the disk, and the same view gives the same page.
"""

from base64 import b64encode
from dataclasses import field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from string import ascii_lowercase
from typing import Literal, NamedTuple, TypeAlias

from renderer.editions.edition import Review
from renderer.language.references import SourceKind
from renderer.pages.strings import Strings
from renderer.value import named_value

Written: TypeAlias = str
"""Words from a writer: `Markup` in an HTML page, a plain string in a text page."""

_REVIEWS = tuple(Review)

StepState: TypeAlias = Literal["done", "current", "todo"]


class Day(NamedTuple):
    """A date twice: for machines (`2025-10-29`) and for readers (`29 October 2025`)."""

    iso: str
    words: str


class AudienceChoice(NamedTuple):
    """One answer to "which best describes you?": an audience and where its page lies.

    `current` says that it is the page at hand, an empty `href` that the article has no edition for it. `id`
    is the audience's, by which a browser may remember it.
    """

    name: str
    href: str
    current: bool = False
    description: str = ""
    id: str = ""


class SectionLink(NamedTuple):
    """One line of a page's contents: the section's heading, written, and the way to it (`#law`)."""

    title: Written
    href: str


class Step(NamedTuple):
    """One step of the review: its name, how far it is, and the same in words."""

    label: str
    state: StepState
    note: str


class Backlink(NamedTuple):
    """The way from a reference back to one place that cites it.

    `label` is what shows (`a`, `b` ...), `name` what is said of it (`Back to citation 1a`).
    """

    label: str
    href: str
    name: str


class ReferenceEntry(NamedTuple):
    """One source of an edition's list: number, kind in words, written words, and the places that cite it."""

    number: int
    kind: str
    words: Written
    backlinks: tuple[Backlink, ...] = ()


class ArticleLink(NamedTuple):
    """One article in a list; `title`, `summary` (empty for none), date and `review` are those of one edition.

    The whole title is a link here, so it holds none itself. On the home page `href` leads to the permalink
    and `editions` straight to the editions; in an audience's list `href` leads to its edition.
    """

    title: Written
    href: str
    summary: Written
    updated: Day | None
    review: str
    editions: tuple[AudienceChoice, ...] = ()


class Group(NamedTuple):
    """The articles of one folder. `name` is the folder in words, empty for those in none; `id` its place."""

    name: str
    id: str
    articles: tuple[ArticleLink, ...]


@named_value
class SiteChrome:
    """What all pages at one depth of one site have in common: make it once, not once a page.

    Optional fields are empty where site.toml does not set them. `advisory_board` is written, links included,
    and `editorial_policy_url` and `follow_up_url` are addresses, for a page at that depth.
    """

    title: str
    language: str = "en"
    publisher: str = ""
    advisory_board: Written = ""
    editorial_policy_url: str = ""
    follow_up_url: str = ""
    base_url: str = ""
    words: Strings = field(default_factory=Strings)


@named_value
class Page:
    """What `base.html` needs of every page.

    `title` is the page's heading, written; `name` the same in plain words, for the browser's tab.
    `root` is the way to the output's root: empty or ending in `/` (`../../`); 404.html, which a host serves
    at any depth, has the `base_url` there when the site has one. `stylesheet` is the style sheet's path from
    the root (`assets/style-1a2b3c4d.css`) and `script` the script's, empty in a text page. `canonical` is the
    page's own whole address, empty without a `base_url`. `description` is plain words for search engines, or
    empty.
    """

    site: SiteChrome
    title: Written
    name: str
    root: str
    stylesheet: str = ""
    script: str = ""
    canonical: str = ""
    description: str = ""

    @property
    def words(self) -> Strings:
        """The words of the chrome."""
        return self.site.words


@named_value
class ArticlePage(Page):
    """An edition.

    `audience` is the audience's name and `index_href` its list of articles; `choices` are the audiences of
    the site, this one among them. `sections` are the page's contents, none for a page of few sections.
    `metadata` is what machines read (JSON-LD), fit to stand in a `script` element; empty in a text page.
    `summary` and `disclaimer` may be empty. `body` is the whole of the edition's words: its `lead`, which is
    what stands before the first heading, perhaps nothing, and the `rest`. `warning_href` leads to the page's
    first warning, or to the section that holds it; it is empty where nobody is warned. `text_href` leads to
    the plain-text twin, empty when none is built.
    """

    audience: str
    index_href: str
    choices: tuple[AudienceChoice, ...]
    body: Written
    review: Review
    summary: Written = ""
    lead: Written = ""
    rest: Written = ""
    warning_href: str = ""
    references: tuple[ReferenceEntry, ...] = ()
    updated: Day | None = None
    disclaimer: Written = ""
    text_href: str = ""
    sections: tuple[SectionLink, ...] = ()
    metadata: Written = ""

    @property
    def metadata_digest(self) -> str:
        """The SHA-256 of `metadata` in base 64, by which the page's policy lets it stand in the page."""
        return b64encode(sha256(self.metadata.encode()).digest()).decode()

    @property
    def caution(self) -> bool:
        """Whether the caution notice shows: exactly while the edition is not approved."""
        return self.review is not Review.APPROVED

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the review, in their order."""
        return review_steps(self.review, self.site.words)


@named_value
class HomePage(Page):
    """The home page: `choices` lead to the audiences' lists, `groups` to the articles' permalinks."""

    choices: tuple[AudienceChoice, ...]
    groups: tuple[Group, ...]


@named_value
class IndexPage(Page):
    """An audience's list of articles: `title` and `name` are the audience's name.

    `lead` is the audience's description in plain words, or empty; `choices` lead to all audiences' lists,
    this one among them, `groups` to its editions.
    """

    lead: str
    choices: tuple[AudienceChoice, ...]
    groups: tuple[Group, ...]


@named_value
class ChooserPage(Page):
    """An article's neutral permalink: it asks who reads, and `choices` lead to the editions.

    It speaks as the site's default audience; so do `title` and `summary` (empty for none).
    """

    choices: tuple[AudienceChoice, ...]
    summary: Written = ""
    updated: Day | None = None


@named_value
class RedirectPage(Page):
    """A former address of an article: `href` and `canonical` are the new one.

    `title` and `name` are the article's. The whole title is a link here, so it holds none itself.
    """

    href: str


@named_value
class NotFoundPage(Page):
    """The page for an address without one. `choices` lead to the audiences' lists."""

    choices: tuple[AudienceChoice, ...] = ()


def day(updated: date | None, words: Strings) -> Day | None:
    """Return a date in both its forms; None stays None."""
    return Day(updated.isoformat(), words.long_date(updated)) if updated else None


def review_steps(review: Review, words: Strings) -> tuple[Step, ...]:
    """Return the steps of the review: those before the current one are done, those after it to come."""
    reached = _REVIEWS.index(review)
    return tuple([_step(words.status(one), place - reached, words) for place, one in enumerate(_REVIEWS)])


def _step(label: str, distance: int, words: Strings) -> Step:
    if distance < 0:
        return Step(label, "done", words.step_done)
    if distance > 0:
        return Step(label, "todo", words.step_to_do)
    return Step(label, "current", words.step_current)


def reference_entry(
    number: int, kind: SourceKind, written: Written, uses: int, words: Strings
) -> ReferenceEntry:
    """Return a reference as the list shows it; `uses` is how often the edition cites it.

    The HTML writer gives the N-th reference's K-th citation the id `page-cite-N-K`, both from 1; the list
    gives the reference itself `page-ref-N`.
    """
    return ReferenceEntry(number, words.kind(kind), written, _backlinks(number, uses, words.back))


@lru_cache(maxsize=1024)  # the same few on every page of a site
def _backlinks(number: int, uses: int, back: str) -> tuple[Backlink, ...]:
    letters = [_letters(use) for use in range(uses)]
    return tuple(
        Backlink(letter, f"#page-cite-{number}-{use}", f"{back} {number}{letter}")
        for use, letter in enumerate(letters, 1)
    )


def _letters(place: int) -> str:
    """Return a ... z, aa, ab ... for 0, 1 ..."""
    before, letter = divmod(place, len(ascii_lowercase))
    return (_letters(before - 1) if before else "") + ascii_lowercase[letter]
