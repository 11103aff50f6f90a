"""Making a build: from a site that was read to files in the hands of the publisher.

Invariant: everything that is wrong is found, whatever was remembered, before anything may be published.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from renderer.build.assets import load
from renderer.build.depends import States
from renderer.build.execute import Team
from renderer.build.gathering import Gathering
from renderer.build.job import Worker, chromes
from renderer.build.judge import Looked, judgement, round_articles
from renderer.build.keys import Keys
from renderer.build.memory import Memory
from renderer.build.opening import OpenSite, UsageProblem
from renderer.build.outputs import has_own_templates, mapped, used_of
from renderer.build.record import Record, Used
from renderer.build.request import BuildRequest, Changes, Watch
from renderer.build.required import unapproved
from renderer.build.scope import Extent, Scope
from renderer.build.site_pages import sitemap
from renderer.build.work import entries_of, recall, settle, work
from renderer.build.workspace import Workspace
from renderer.diagnostics import Diagnostic
from renderer.site.cache import Cache
from renderer.site.manifest import EditionEntry, Manifest
from renderer.site.publish import Publisher
from renderer.value import named_value


@named_value
class Made:
    """What a build would publish: its files' SHA-256 in hex by path, and its editions.

    `failed` says that it must not be published. `leaves_out` tells of a build of before whether this one was
    asked to leave out something of it. `changes` are told of a build that only tries. `reused` is how many of
    the articles were remembered; `used` are the keys of the cache that were needed, `name` is one of its own.
    """

    diagnostics: tuple[Diagnostic, ...]
    failed: bool
    files: Mapping[str, str]
    editions: Sequence[EditionEntry]
    leaves_out: Callable[[Manifest], bool]
    changes: Changes | None
    reused: int
    used: frozenset[str]
    name: str


def make(site: OpenSite, request: BuildRequest, cache: Cache, publisher: Publisher, watch: Watch) -> Made:
    """Make the files of a build, and judge the site.

    Raises:
        UsageProblem: an unknown audience or format.
        ReadError, PublishError: the disk failed.
    """
    watch.step("read")
    whole, scope = site.scope(), site.scope(request.audiences, request.formats)
    extent = Extent(scope, whole, scope != whole and has_own_templates(site.workspace.site))
    memory = Memory(cache, States(site.workspace), forgets=request.force)
    watch.step("recall")
    maker = _Maker(site.workspace, extent, memory, Gathering(publisher, dry=request.dry))
    watch.step("articles")
    maker.articles(request, watch)
    watch.step("lists")
    if maker.worker.makes_pages:
        maker.lists()
    diagnostics = maker.judged(request)
    failed = any(one.is_error for one in diagnostics)
    if not failed:
        maker.rest()
    return Made(
        diagnostics=diagnostics,
        failed=failed,
        files=maker.gathering.files,
        editions=maker.gathering.editions,
        leaves_out=_narrowing(whole, scope),
        changes=maker.gathering.changes() if request.dry and not failed else None,
        reused=maker.reused,
        used=frozenset(maker.memory.used),
        name=maker.keys.name,
    )


class _Maker:
    """Makes one build; `records` are those of the articles in their order, once they are made."""

    def __init__(self, workspace: Workspace, extent: Extent, memory: Memory, gathering: Gathering) -> None:
        self._workspace = workspace
        self._extent = extent
        self.memory = memory
        self.gathering = gathering
        self.keys = Keys(workspace.site, extent)
        self._remembered = recall(workspace.site, self.keys, memory, gathering.lacks, gathering.take)
        self.reused = sum(bool(one.editions) for one in self._remembered.values())
        workspace.known = entries_of(self._remembered)
        self._round = round_articles(chromes(workspace, extent)[1])
        makes_pages = not any(one.is_error for one in self._round)
        self.worker = Worker(workspace, extent, makes_pages=makes_pages)
        self._records: Mapping[str, Record] = {}
        self._wrong: tuple[Diagnostic, ...] = ()

    def articles(self, request: BuildRequest, watch: Watch) -> None:
        """Make the articles that are not remembered, and judge what they say of each other."""
        names, found = self._workspace.names, dict(self._remembered)
        missing = [name for name in names if name not in found]
        who = self._cluster(request.scheduler) if request.scheduler and missing else request.jobs
        for done, (name, result) in enumerate(work(self.worker, self.keys, self.memory, missing, who), 1):
            self.gathering.take(result)
            found[name] = result.record
            watch.article(name, done, len(missing))
        self._records = settle(self._workspace.site, {name: found[name] for name in names})

    def _cluster(self, scheduler: str) -> Team:
        try:
            from renderer.build.cluster import cluster  # noqa: PLC0415 - dear, and an extra
        except ImportError as error:
            raise UsageProblem("for --scheduler, install the tool with Dask: `renderer[dask]`") from error
        return cluster(scheduler, self.worker, self._extent)

    def lists(self) -> None:
        """Make the pages that list articles, unless they are remembered."""
        lines = [one.line for one in self._records.values() if one.line]
        whole = [one.whole_line for one in self._records.values() if one.whole_line]
        key = self.keys.lists((*lines, "", *whole))
        result = self.memory.recall(key, self.gathering.lacks)
        if result is None:
            result = self.worker.lists(lines, whole)
            self.memory.remember(key, result)
        self._wrong = result.record.diagnostics
        self.gathering.take(result)

    def judged(self, request: BuildRequest) -> tuple[Diagnostic, ...]:
        """Return everything that is wrong, in order."""
        looked = (Looked(one.diagnostics, one.draft) for one in self._records.values())
        asked = request.require_approved and self.worker.makes_pages
        refused = unapproved(self._workspace, self._records) if asked else ()
        return judgement(self._round, looked).final(strict=request.strict, more=(*self._wrong, *refused))

    def rest(self) -> None:
        """Gather what lists no articles and is none: the style sheet, the sitemap, files that are copied."""
        chrome, gathering = self.worker.chrome, self.gathering
        if chrome.scope.html:
            for path, data in (chrome.style, chrome.script):
                gathering.take_bytes(path, data)
        if chrome.settings.base_url:
            articles = (name for name, one in self._records.items() if one.outputs)
            pages = list(mapped(chrome, articles, gathering.editions))
            gathering.take_bytes("sitemap.xml", sitemap(chrome, pages).encode())
        for path, used in self._files(self._records.values()).items():
            read = partial(load, self._workspace.site, used.source, used.digest)
            gathering.take_file(path, used.digest, read)

    def _files(self, records: Iterable[Record]) -> Mapping[str, Used]:
        """Return the files of the site that are copied, by their path in the output."""
        chrome, site = self.worker.chrome, self._workspace.site
        static = {path: Used(f"static/{path}", site.folder.digests[f"static/{path}"]) for path in site.static}
        words = chrome.words.files(chrome.scope.audiences, pictures=chrome.scope.html)
        shown = {path: used for one in records for path, used in one.used.items()}
        return {**static, **used_of(chrome, words), **shown}


def _narrowing(whole: Scope, scope: Scope) -> Callable[[Manifest], bool]:
    """Return what tells of the build before whether this one leaves out an audience or a format of it."""
    audiences, formats = scope.audiences.ids, {writer.name for writer in scope.writers}
    absent = set(whole.audiences.ids).difference(audiences)

    def leaves_out(before: Manifest) -> bool:
        others = any(one.audience not in audiences or one.format not in formats for one in before.editions)
        pages = "html" not in formats and "index.html" in before.files
        return others or pages or any(path.partition("/")[0] in absent for path in before.files)

    return (lambda _: False) if scope == whole else leaves_out
