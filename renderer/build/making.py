"""Making a build: from a site that was read to files in the hands of the publisher.

Invariant: everything that is wrong is found, whatever was remembered, before anything may be published.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from renderer.build.assets import load
from renderer.build.depends import States
from renderer.build.gathering import Gathering
from renderer.build.maker import Maker
from renderer.build.memory import Memory
from renderer.build.opening import OpenSite
from renderer.build.outputs import has_own_templates, mapped, used_of
from renderer.build.record import Used
from renderer.build.request import BuildRequest, Watch
from renderer.build.required import unapproved
from renderer.build.scope import Extent, Scope
from renderer.build.sitemap import sitemap
from renderer.diagnostics import Diagnostic
from renderer.site.cache import Cache
from renderer.site.manifest import EditionEntry, Manifest
from renderer.site.publish import Publisher
from renderer.value import named_value


@named_value
class Made:
    """What a build would publish: its files' SHA-256 in hex by path, and its editions.

    `failed` says that it must not be published. `leaves_out` tells of a build of before whether this one was
    asked to leave out something of it. `reused` is how many of the articles were remembered; `used` are the
    keys of the cache that were needed, `name` is one of its own there.
    """

    diagnostics: tuple[Diagnostic, ...]
    failed: bool
    files: Mapping[str, str]
    editions: Sequence[EditionEntry]
    leaves_out: Callable[[Manifest], bool]
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
    gathering = Gathering(publisher, dry=request.dry)
    maker = Maker(site.workspace, extent, memory, gathering)
    watch.step("articles")
    maker.articles(request, watch)
    watch.step("lists")
    if maker.worker.makes_pages:
        maker.lists()
    asked = request.require_approved and not memory.closed
    refused = unapproved(site.workspace, maker.records) if asked else ()
    diagnostics = maker.judged(strict=request.strict, more=refused)
    failed = any(one.is_error for one in diagnostics)
    if not failed:
        _gather_rest(maker, gathering)
    return Made(
        diagnostics=diagnostics,
        failed=failed,
        files=gathering.files,
        editions=gathering.editions,
        leaves_out=_narrowing(whole, scope),
        reused=maker.reused,
        used=frozenset(maker.memory.used),
        name=maker.keys.name,
    )


def _gather_rest(maker: Maker, gathering: Gathering) -> None:
    """Gather what lists no articles and is none: the style sheet, the sitemap, files that are copied."""
    chrome = maker.worker.chrome
    if chrome.scope.html:
        for path, data in (chrome.style, chrome.script):
            gathering.take_bytes(path, data)
    if chrome.settings.base_url:
        articles = (name for name, one in maker.records.items() if one.outputs)
        pages = mapped(chrome, articles, gathering.editions)
        for path, text in sitemap(chrome.settings.base_url, pages):
            gathering.take_bytes(path, text.encode())
    for path, used in _files(maker).items():
        read = partial(load, chrome.workspace.site, used.source, used.digest)
        gathering.take_file(path, used.digest, read)


def _files(maker: Maker) -> Mapping[str, Used]:
    """Return the files of the site that are copied, by their path in the output."""
    chrome = maker.worker.chrome
    site = chrome.workspace.site
    static = {path: Used(f"static/{path}", site.folder.digests[f"static/{path}"]) for path in site.static}
    words = chrome.words.files(chrome.scope.audiences, pictures=chrome.scope.html)
    shown = {path: used for one in maker.records.values() for path, used in one.used.items()}
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
