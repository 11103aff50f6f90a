"""A site while it is worked on: its words read, its articles parsed when somebody needs them.

Invariant: an article is parsed once and selected once for each of its audiences.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from renderer.audiences import Audiences
from renderer.build.assets import Assets
from renderer.checks import findings
from renderer.checks.check import Article
from renderer.diagnostics import Diagnostic, Finding, Severity
from renderer.editions.edition import Edition
from renderer.editions.index import Entry, Index, entry_of
from renderer.editions.number import number
from renderer.editions.resolve import Resolver
from renderer.editions.review import review_of
from renderer.editions.select import select
from renderer.language.entries import References, read_references
from renderer.language.parse import Document, parse
from renderer.language.references import Reference
from renderer.language.vocabulary import Vocabulary
from renderer.site.read import ArticleFile, Site

EMPTY = "empty-edition"


@dataclass(frozen=True)
class Prepared:
    """One article read and selected: its document, its audiences, and its editions without targets yet."""

    id: str
    document: Document
    audiences: Audiences
    editions: tuple[Edition, ...]
    references: Mapping[str, Reference]

    @property
    def draft(self) -> bool:
        """Whether the article is a draft: it is never built."""
        return self.document.front_matter.draft

    @property
    def path(self) -> str:
        """The path of its source in the site."""
        return self.document.source.path

    @property
    def broken(self) -> bool:
        """Whether an error was found before links are looked at."""
        found = (self.document.findings, *(edition.findings for edition in self.editions))
        return any(one.code.severity is Severity.ERROR for group in found for one in group)


@dataclass(frozen=True)
class Finished:
    """One article's whole work: its editions with their targets, and its diagnostics.

    `sound` says that it has no error, so that its editions may be shown.
    """

    prepared: Prepared
    editions: tuple[Edition, ...]
    diagnostics: tuple[Diagnostic, ...]
    sound: bool


class Workspace:
    """A site that was read, and what has been made of it so far."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.assets = Assets(site)
        self._prepared: dict[str, Prepared] = {}
        self._finished: dict[str, Finished] = {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that may stand as classes in this site."""
        return Vocabulary(self.site.audiences.ids, self.site.settings.classes)

    @cached_property
    def references(self) -> References:
        """The references that all articles may cite, and what is wrong with their file."""
        source = next(iter(self.site.references), None)
        return read_references(source) if source is not None else References()

    @cached_property
    def _shared(self) -> Mapping[str, Reference]:
        return {one.id: one for one in self.references.entries}

    @cached_property
    def articles(self) -> Mapping[str, ArticleFile]:
        """The articles that could be read, by id."""
        return {one.id: one for one in self.site.articles}

    def prepare(self, article: str) -> Prepared:
        """Return an article read and selected; KeyError when there is none of that id."""
        if article not in self._prepared:
            self._prepared[article] = self._prepare(self.articles[article])
        return self._prepared[article]

    def _prepare(self, article: ArticleFile) -> Prepared:
        document = parse(article.source, self.vocabulary)
        front = document.front_matter
        audiences = self.site.audiences
        if front.audiences is not None:
            audiences = audiences.only(front.audiences)
        known = {**self._shared, **{one.id: one for one in front.references}}
        editions = tuple(
            replace(number(select(document, article.id, one), known), review=review_of(front, one.id))
            for one in audiences
        )
        return Prepared(article.id, document, audiences, editions, known)

    def finish(self, article: str) -> Finished:
        """Return an article with its links resolved and everything checked."""
        if article not in self._finished:
            self._finished[article] = self._finish(self.prepare(article))
        return self._finished[article]

    def _finish(self, prepared: Prepared) -> Finished:
        resolver = Resolver(self.index, prepared.path, self.assets.place)
        editions = []
        document = prepared.document
        found: list[Finding] = list(document.findings)
        for edition in prepared.editions:
            targets, faults = resolver.resolve(edition)
            editions.append(replace(edition, targets=targets))
            found.extend(edition.findings)
            found.extend(_for(fault, edition.audience.id) for fault in faults)
        references = prepared.references
        faulty = frozenset((*self.references.places, *document.front_matter.places)).difference(references)
        article = Article(document, prepared.audiences, prepared.editions, references, faulty)
        found.extend(findings(article))
        merged = _without_echoes(_merged(found, prepared.audiences.ids))
        diagnostics = document.source.diagnoses(merged)
        sound = not any(one.is_error for one in diagnostics)
        if prepared.draft:
            diagnostics = tuple(replace(one, severity=Severity.WARNING) for one in diagnostics)
        return Finished(prepared, tuple(editions), diagnostics, sound)

    @cached_property
    def index(self) -> Index:
        """What the articles know of each other; an article is read when another asks for it."""
        return Index(_Entries(self), self.site.files, self.site.unread)


class _Entries(Mapping[str, Entry]):
    """The entries of the index, each made when it is asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._entries: dict[str, Entry] = {}

    def __getitem__(self, article: str) -> Entry:
        if article not in self._entries:
            prepared = self._workspace.prepare(article)
            self._entries[article] = entry_of(prepared.editions, draft=prepared.draft)
        return self._entries[article]

    def __iter__(self) -> Iterator[str]:
        return iter(self._workspace.articles)

    def __len__(self) -> int:
        return len(self._workspace.articles)


def _without_echoes(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings without "nothing is left" where another error is the reason for it."""
    errors = {one.code.name for one in found if one.code.severity is Severity.ERROR}
    return tuple(one for one in found if one.code.name != EMPTY or errors == {EMPTY})


def _for(finding: Finding, audience: str) -> Finding:
    return replace(finding, audiences=(audience,))


def _merged(found: Iterable[Finding], everybody: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return findings alike but for their audiences as one; all audiences are said as none."""
    alike: dict[Finding, set[str]] = {}
    for one in found:
        alike.setdefault(replace(one, audiences=()), set()).update(one.audiences or everybody)
    return tuple(
        replace(one, audiences=() if len(names) >= len(everybody) else tuple(a for a in everybody if a in names))
        for one, names in alike.items()
    )


