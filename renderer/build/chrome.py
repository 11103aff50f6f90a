"""What the pages of one build share: compiled templates, the chrome's words at each depth, the style sheet.

Invariant: what is the same for all pages at a depth is made once.
"""

from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from urllib.parse import quote

from markupsafe import Markup

from renderer.audiences import Audience
from renderer.build.scope import Scope
from renderer.build.words import SiteWords
from renderer.build.workspace import Workspace
from renderer.editions.bibliography import format_reference
from renderer.editions.edition import Edition, Target, ToArticle, ToFile, ToWeb
from renderer.language.references import Reference
from renderer.language.tree import Inline, Paragraph
from renderer.pages.render import Pages, Setting
from renderer.pages.strings import KEYS, Strings
from renderer.pages.views import Day, SiteChrome, Written, day
from renderer.site.outputs import ASSETS
from renderer.site.shipped import shipped_templates
from renderer.writers import Writer
from renderer.writers.view import Labels, View
from renderer.writers.wrap import columns, wrap

NOWHERE = "\0/"
"""A folder that no output lies in, for the path of a page of which only the depth counts."""


class Chrome:
    """What pages need besides their own words."""

    def __init__(self, workspace: Workspace, scope: Scope, before: "Chrome | None" = None) -> None:
        """Make the chrome of a site; `before`, that of the same site earlier, lends what is still right."""
        self.workspace = workspace
        self._earlier = before.pages if before is not None and _same_templates(before, workspace) else None
        self.scope = scope
        self.settings = workspace.site.settings
        self.words = SiteWords(workspace)
        own = {key: said for key, said in self.settings.strings.items() if key in KEYS}
        self.strings = Strings().replaced(own)
        self._sites: dict[tuple[str, str, str], SiteChrome] = {}
        self._disclaimers: dict[tuple[str, str, str], Written] = {}
        self._article = ""
        self._references: dict[tuple[str, str], Written] = {}
        self._inlines: dict[str, tuple[Inline, ...]] = {}
        self._before: dict[str, tuple[str, View]] = {}
        self._days: dict[date | None, Day | None] = {}

    @cached_property
    def labels(self) -> Labels:
        """What writers say themselves, in the site's words."""
        words = self.strings
        return Labels(words.note, words.warning, words.key_points, words.image)

    @cached_property
    def pages(self) -> Pages:
        """The templates, compiled."""
        if self._earlier is not None:
            return self._earlier
        setting = Setting(self.settings.text_width, wrap, columns)
        return Pages(self._shipped, self.workspace.site.templates, setting)

    @cached_property
    def _shipped(self) -> dict[str, str]:
        return shipped_templates()

    @cached_property
    def style(self) -> tuple[str, bytes]:
        """The style sheet's path in the output and its bytes."""
        return self._asset("style.css")

    @cached_property
    def script(self) -> tuple[str, bytes]:
        """The script's path in the output and its bytes."""
        return self._asset("script.js")

    def _asset(self, name: str) -> tuple[str, bytes]:
        """Return a file of the pages' own, named by its content; a site's takes the shipped one's place."""
        data = self.workspace.site.templates.get(name, self._shipped[name]).encode()
        stem, _, ending = name.partition(".")
        return f"{ASSETS}/{stem}-{sha256(data).hexdigest()[:16]}.{ending}", data

    def view(self, path: str, audience: Audience, edition: Edition | None = None) -> View:
        """Return the view of a page at a path from the output's root."""
        width, labels = self.settings.text_width, self.labels
        if edition is None:
            return View(path, audience.id, width=width, labels=labels)
        return View(path, audience.id, edition.numbers, edition.targets, width, labels)

    def edition_view(self, path: str, edition: Edition, writer: Writer) -> View:
        """Return the view of an edition's page; it shares with the page before what both show alike."""
        view = self.view(path, edition.audience, edition)
        article, before = self._before.get(writer.name, ("", view))
        if article == edition.article:
            view = view.sharing(before)
        self._before[writer.name] = (edition.article, view)
        return view

    def site_at(self, root: str, audience: Audience, writer: Writer) -> SiteChrome:
        """Return the chrome's words for pages of a format from which `root` leads to the output's root."""
        key = (root, audience.id, writer.name)
        if key not in self._sites:
            self._sites[key] = self._site(root, audience, writer)
        return self._sites[key]

    def disclaimer_at(self, root: str, audience: Audience, writer: Writer) -> Written:
        """Return an audience's disclaimer for pages of a format at a depth."""
        key = (root, audience.id, writer.name)
        if key not in self._disclaimers:
            self._disclaimers[key] = self._disclaimer(root, audience, writer)
        return self._disclaimers[key]

    def day(self, date: date | None) -> Day | None:
        """Return a date in both its forms; None stays None."""
        if date not in self._days:
            self._days[date] = day(date, self.strings)
        return self._days[date]

    def reference(self, article: str, reference: Reference, writer: Writer) -> Written:
        """Return an article's reference in a format; it leads to the web alone, so all editions share it.

        What was made for one article is let go when another one comes.
        """
        if article != self._article:
            self._article, self._references, self._inlines = article, {}, {}
        key = (reference.id, writer.name)
        if key not in self._references:
            view = View(writer.file, "", width=self.settings.text_width)
            self._references[key] = written(writer, writer.inlines(self._formatted(reference), view))
        return self._references[key]

    def _formatted(self, reference: Reference) -> tuple[Inline, ...]:
        """Return a reference of the article as inlines, which all formats have in common."""
        if reference.id not in self._inlines:
            self._inlines[reference.id] = format_reference(reference)
        return self._inlines[reference.id]

    def _site(self, root: str, audience: Audience, writer: Writer) -> SiteChrome:
        settings = self.settings
        board = self.words.board(audience)
        return SiteChrome(
            title=settings.title or self.strings.articles,
            language=settings.language,
            publisher=settings.publisher,
            advisory_board="" if board is None else self._line(board, root, writer),
            editorial_policy_url=_from(root, settings.editorial_policy_url),
            follow_up_url=_from(root, settings.follow_up_url),
            base_url=settings.base_url,
            words=self.strings,
        )

    def _line(self, edition: Edition, root: str, writer: Writer) -> Written:
        """Return the words of a text of one paragraph, nothing when an audience reads none of them."""
        words = next(iter(edition.blocks), None)
        inlines = words.children if isinstance(words, Paragraph) else ()
        return written(writer, writer.inlines(inlines, self._at(root, edition, writer)))

    def _disclaimer(self, root: str, audience: Audience, writer: Writer) -> Written:
        edition = self.words.disclaimer(audience)
        if edition is None:
            return ""
        return written(writer, writer.blocks(edition.blocks, self._at(root, edition, writer)))

    def _at(self, root: str, edition: Edition, writer: Writer) -> View:
        """Return the view of any page from which `root` leads to the output's root."""
        if ":" in root:
            whole = {one: _whole(root, edition, to) for one, to in edition.targets.items()}
            edition = replace(edition, targets=whole)
        return self.view(NOWHERE * root.count("../") + writer.file, edition.audience, edition)


def _whole(root: str, edition: Edition, target: Target) -> Target:
    """Return a target as a whole address, for a page that may be served at any depth."""
    match target:
        case ToWeb():
            return target
        case ToArticle(article, fragment):
            place = f"#{fragment}" if fragment else ""
            return ToWeb(f"{root}{edition.audience.id}/{article}/index.html{place}")
        case ToFile(path):
            return ToWeb(root + quote(path))


def _same_templates(before: Chrome, workspace: Workspace) -> bool:
    """Whether a site's templates, and the width of its texts, are those of before."""
    same_width = before.settings.text_width == workspace.site.settings.text_width
    return same_width and before.workspace.site.templates == workspace.site.templates


def written(writer: Writer, text: str) -> Written:
    """Return what a writer wrote as templates take it: finished HTML, or text."""
    return Markup(text) if writer.name == "html" else text.rstrip("\n")  # noqa: S704  # a writer escapes


def root_of(path: str) -> str:
    """Return the way from a page to the output's root."""
    return "../" * path.count("/")


def _from(root: str, url: str) -> str:
    """Return an address of the settings as it is written in a page: `/x` counts from the output's root."""
    return root + url[1:] if url.startswith("/") else url
