"""A site while it is worked on: its words read, its articles parsed when somebody needs them.

Invariant: an article is parsed once and selected once for each of its audiences.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from renderer.audiences import Audiences
from renderer.build.addresses import Addresses, addresses_of
from renderer.build.assets import Assets, Placing
from renderer.checks import findings
from renderer.checks.check import Article
from renderer.diagnostics import Diagnostic, Finding, Severity, Span
from renderer.editions.edition import Edition, Review
from renderer.editions.index import Entry, Index, Want, entry_of
from renderer.editions.number import number
from renderer.editions.resolve import Assume, Resolver
from renderer.editions.review import changed_words
from renderer.editions.select import select
from renderer.language.entries import References, read_references
from renderer.language.front_matter import FrontMatter
from renderer.language.parse import Document, parse
from renderer.language.references import Reference
from renderer.language.source import Source
from renderer.language.vocabulary import Vocabulary
from renderer.site.approvals import lost_approval
from renderer.site.load import Loaded
from renderer.site.read import Site

EMPTY = "empty-edition"
_REFERENCES = "content/references."


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
        """Whether the article is a draft: it is never built, and its errors are warnings."""
        return self.document.front_matter.draft

    @property
    def entry(self) -> Entry:
        """What other articles may know of it."""
        aliases = (one.text for one in self.document.front_matter.aliases)
        return entry_of(self.editions, draft=self.draft, aliases=aliases)

    @property
    def path(self) -> str:
        """The path of its source in the site."""
        return self.document.source.path

    def judged(self, findings: Iterable[Finding]) -> tuple[Diagnostic, ...]:
        """Return findings in it with their places, those alike but for their audiences as one."""
        distinct = _without_echoes(merged(findings, self.audiences.ids))
        return self.softened(self.document.source.diagnoses(distinct))

    def softened(self, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        """Return diagnostics as they count for it: a draft's are warnings."""
        if not self.draft:
            return diagnostics
        return tuple(replace(one, severity=Severity.WARNING) for one in diagnostics)


@dataclass(frozen=True)
class Finished:
    """One article's whole work: its editions with their targets, and its diagnostics.

    `sound` says that it has no error, a draft's own included, so that its editions may be shown.
    """

    prepared: Prepared
    editions: tuple[Edition, ...]
    diagnostics: tuple[Diagnostic, ...]
    sound: bool


def left_out(front: FrontMatter, audiences: Audiences) -> tuple[str, ...]:
    """Return the audiences that an article has no edition for; none while its front matter is in doubt."""
    if front.audiences is None or front.findings:
        return ()
    return tuple(one for one in audiences.ids if one not in front.audiences)


class Workspace:
    """A site that was read, and what has been made of it so far.

    An article goes by its id. The path of a Markdown file that may not be an article stands for it where it
    is asked for by name: it can be read as little as one that is no text.
    """

    def __init__(
        self, site: Site, known: Mapping[str, Entry] = MappingProxyType({}), assets: Assets | None = None
    ) -> None:
        """Begin to work on a site.

        `known` is what is known of some articles without parsing them, `assets` what is of its pictures.
        """
        self.site = site
        self.assets = assets or Assets(site)
        self.known = known
        self._loaded: dict[str, Loaded] = {}
        self._prepared: dict[str, Prepared] = {}
        self._finished: dict[str, Finished] = {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that may stand as classes in this site."""
        settings = self.site.settings
        return Vocabulary(self.site.audiences.ids, settings.classes, frozenset(settings.terms))

    @cached_property
    def references(self) -> References:
        """The references that all articles may cite, and what is wrong with their file."""
        source = next(iter(self.site.references), None)
        return read_references(source) if source is not None else References()

    @cached_property
    def _unread(self) -> bool:
        """Whether a list of references for the whole site is there and could not be read."""
        lost = any(one.is_error and one.path.startswith(_REFERENCES) for one in self.site.diagnostics)
        return lost or self.references.unread

    @cached_property
    def _shared(self) -> Mapping[str, Reference]:
        return {one.id: one for one in self.references.entries}

    @property
    def names(self) -> tuple[str, ...]:
        """What can be asked for: all articles, and the files that may not be one."""
        return (*self.site.articles, *self.site.refused)

    @cached_property
    def articles(self) -> tuple[str, ...]:
        """The articles that can be read, by their ids; asking reads them all."""
        return tuple(name for name in self.site.articles if self.read(name).source is not None)

    def read(self, article: str) -> Loaded:
        """Return an article's source, or why there is none; KeyError when there is no such file."""
        if article not in self._loaded:
            self._loaded[article] = self.load(article)
        return self._loaded[article]

    def load(self, article: str) -> Loaded:
        """Return the same as it is now on the disk, and remember nothing."""
        if article in self.site.refused:
            return Loaded(None, tuple(one for one in self.site.diagnostics if one.path == article))
        return self.site.read_article(article)

    def prepare(self, article: str) -> Prepared:
        """Return an article read and selected; KeyError when there is none of that id that can be read."""
        if article not in self._prepared:
            source = self.read(article).source
            if source is None:
                raise KeyError(article)
            self._prepared[article] = self._prepare(article, source)
        return self._prepared[article]

    def _prepare(self, article: str, source: Source) -> Prepared:
        document = parse(source, self.vocabulary)
        front = document.front_matter
        audiences = self.site.audiences
        if front.audiences is not None:
            audiences = audiences.only(front.audiences)
        known = {**self._shared, **{one.id: one for one in front.references}}
        terms = self.site.settings.terms
        editions = tuple([number(select(document, article, one, terms), known) for one in audiences])
        return Prepared(article, document, audiences, editions, known)

    def examine(self, article: str) -> tuple[Diagnostic, ...]:
        """Return what is wrong with an article by itself: no other file is looked at for it."""
        prepared = self.prepare(article)
        return prepared.judged(self._own_findings(prepared))

    def finish(self, article: str) -> Finished:
        """Return an article with its links resolved and everything checked."""
        if article not in self._finished:
            prepared = self.prepare(article)
            faults = self._address_faults(prepared)
            self._finished[article] = self._finish(prepared, self.index, more=faults)
        return self._finished[article]

    def work_on(self, article: str, source: Source) -> tuple[Finished, Entry, tuple[Want, ...]]:
        """Return an article with all checked that can be without the others, and what it wants of them.

        Nothing of it is remembered here.
        """
        prepared = self._prepare(article, source)
        entry, wants = prepared.entry, list[Want]()
        index = Index({article: entry}, self.site.files, self.site.named)
        finished = self._finish(prepared, index, assume=wants.append)
        return finished, entry, tuple(dict.fromkeys(wants))

    def _finish(
        self, prepared: Prepared, index: Index, *, assume: Assume | None = None, more: Iterable[Finding] = ()
    ) -> Finished:
        placing = Placing(self.assets)
        resolver = Resolver(index, prepared.path, placing, assume)
        editions = []
        found = self._own_findings(prepared)
        for edition in prepared.editions:
            targets, faults = resolver.resolve(edition)
            judged, stale = self._reviewed(replace(edition, targets=targets), prepared)
            editions.append(judged)
            found.extend(replace(fault, audiences=(edition.audience.id,)) for fault in (*faults, *stale))
        found.extend((*more, *self._left_out(prepared)))
        unsafe = placing.faults()
        diagnostics = (*prepared.judged(found), *prepared.softened(unsafe))
        sound = not unsafe and not any(one.code.severity is Severity.ERROR for one in found)
        return Finished(prepared, tuple(editions), diagnostics, sound)

    def _address_faults(self, prepared: Prepared) -> Iterator[Finding]:
        front = prepared.document.front_matter
        return self._addresses.faults(prepared.id, front) if front.aliases else iter(())

    def words(self, edition: Edition) -> tuple[str, ...]:
        """Return the canonical words of an edition with its targets, for an approval."""
        from renderer.comparison.canonical import canonical  # noqa: PLC0415 - not every article is approved

        return canonical(edition, self.assets.digest)

    def _reviewed(self, edition: Edition, prepared: Prepared) -> tuple[Edition, tuple[Finding, ...]]:
        """Return an edition with the state that its approvals give it, and a warning when they are old."""
        approvals = self.site.approvals.of.get((edition.article, edition.audience.id), ())
        if not approvals or prepared.draft:
            return edition, ()
        from renderer.comparison.canonical import digest  # noqa: PLC0415 - as above

        if digest(self.words(edition)) in {one.digest for one in approvals}:
            return replace(edition, review=Review.APPROVED), ()
        front = prepared.document.front_matter
        span = front.title.span if front.title else Span(0, 0)
        last = approvals[-1]
        return replace(edition, review=Review.UNDER_REVIEW), (
            changed_words(span, edition.article, last.by, last.on.isoformat()),
        )

    def _left_out(self, prepared: Prepared) -> Iterator[Finding]:
        """Yield a warning for each audience that somebody approved an edition for and that has none."""
        front = prepared.document.front_matter
        span = front.keys.get("audiences", Span(0, 0))
        for audience in left_out(front, self.site.audiences):
            if (prepared.id, audience) in self.site.approvals.of:
                yield lost_approval(span, f"edition of this article for '{audience}'")

    def _own_findings(self, prepared: Prepared) -> list[Finding]:
        """Return what is wrong with an article but for where its links lead."""
        document, references = prepared.document, prepared.references
        faulty = frozenset((*self.references.places, *document.front_matter.places)).difference(references)
        unread = self._unread or document.front_matter.unread
        language = self.site.settings.language
        article = Article(
            document, prepared.audiences, prepared.editions, references, faulty, unread, language
        )
        inner = (finding for edition in prepared.editions for finding in edition.findings)
        return [*document.findings, *inner, *findings(article)]

    @cached_property
    def _addresses(self) -> Addresses:
        """Who has which former address; it reads all articles, for the few that have one."""
        known = ((name, self.index.articles.get(name)) for name in self.site.articles)
        return addresses_of(self.site, ((name, entry) for name, entry in known if entry is not None))

    @cached_property
    def index(self) -> Index:
        """What the articles know of each other; an article is read when another asks for it.

        One that is there and has no entry could not be read, so that all names serve as those of the unread.
        """
        return Index(_Entries(self), self.site.files, self.site.named)


class _Entries(Mapping[str, Entry]):
    """The entries of the index, each made when it is asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._entries: dict[str, Entry] = {}

    def __getitem__(self, article: str) -> Entry:
        if article in self._workspace.known:
            return self._workspace.known[article]
        if article not in self._entries:
            if article not in self._workspace.site.articles:
                raise KeyError(article)
            self._entries[article] = self._workspace.prepare(article).entry
        return self._entries[article]

    def __iter__(self) -> Iterator[str]:
        return iter(self._workspace.site.articles)

    def __len__(self) -> int:
        return len(self._workspace.site.articles)


def _without_echoes(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings without "nothing is left" where another error is the reason for it."""
    errors = {one.code.name for one in found if one.code.severity is Severity.ERROR}
    return tuple(one for one in found if one.code.name != EMPTY or errors == {EMPTY})


def merged(found: Iterable[Finding], everybody: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return findings alike but for their audiences as one; all audiences are said as none."""
    alike: dict[Finding, set[str]] = {}
    for one in found:
        alike.setdefault(replace(one, audiences=()), set()).update(one.audiences or everybody)
    return tuple(
        replace(
            one, audiences=() if len(names) >= len(everybody) else tuple(a for a in everybody if a in names)
        )
        for one, names in alike.items()
    )
