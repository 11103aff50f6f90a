"""What the commands do, as functions from a site to an outcome. The command line only reads arguments and prints.

Invariant: a mistake of the caller is a UsageProblem, the disk's a SurroundingsProblem, the content's a value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.diagnostics import Diagnostic
from renderer.language.nearest import meant
from renderer.reports.account import judged

if TYPE_CHECKING:
    from renderer.audiences import Audience, Audiences
    from renderer.build.scope import Scope
    from renderer.build.workspace import Finished, Workspace


class UsageProblem(Exception):  # noqa: N818  # it speaks to whoever typed the command
    """The command cannot be carried out as it was given; the message says why."""


class SurroundingsProblem(Exception):  # noqa: N818  # what failed is the disk
    """The disk did not do what was asked; the message says what."""


@dataclass(frozen=True, slots=True)
class OpenSite:
    """A site that was read, and the folder from which its articles are named."""

    workspace: "Workspace"
    cwd: Path


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """A build: its diagnostics, judged, and what it made. `failed`: nothing was published."""

    diagnostics: tuple[Diagnostic, ...]
    out: Path
    failed: bool
    written: int = 0
    articles: int = 0
    editions: int = 0


@dataclass(frozen=True, slots=True)
class ShowOutcome:
    """An edition in a format; `text` is None when the article has errors."""

    diagnostics: tuple[Diagnostic, ...]
    text: str | None


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What is wrong; `drafts` are the paths whose warnings stay warnings, `articles` how many were looked at."""

    diagnostics: tuple[Diagnostic, ...]
    drafts: frozenset[str]
    articles: int


@dataclass(frozen=True, slots=True)
class ExplainOutcome:
    """An explanation, and what is wrong with what it explains."""

    diagnostics: tuple[Diagnostic, ...]
    text: str


def open_site(folder: Path | None, cwd: Path) -> OpenSite:
    """Read a site: the given folder, or the nearest one upward from `cwd` that holds `audiences/`.

    Raises:
        UsageProblem: there is none.
        SurroundingsProblem: the folder cannot be read.
    """
    from renderer.build.workspace import Workspace
    from renderer.site.read import find_site, read_site

    if folder is not None and not (cwd / folder).is_dir():
        raise UsageProblem(f"there is no folder {folder}")
    root = cwd / folder if folder is not None else find_site(cwd)
    if root is None:
        raise UsageProblem(f"no site found: no folder from {cwd} upward holds audiences/; give one with --site")
    return OpenSite(Workspace(read_site(root)), cwd)


def build(  # noqa: PLR0913  # one for each flag
    site: OpenSite,
    *,
    out: Path | None,
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    jobs: int | None,
    force: bool,
    strict: bool,
) -> BuildOutcome:
    """Build a site into its output folder, whole or not at all.

    `jobs` and `force` are for work that is shared out and remembered; this build does neither, so they change
    nothing.

    Raises:
        UsageProblem: an unknown audience or format, or an output folder that is refused.
        SurroundingsProblem: the disk failed.
    """
    from renderer.build.chrome import Chrome
    from renderer.build.site_build import judge, make
    from renderer.site.output_folder import OutputRefused
    from renderer.site.publish import PublishError, publish
    from renderer.site.read import ReadError

    del jobs, force
    workspace = site.workspace
    scope = _scope(workspace, audiences, formats)
    folder = site.cwd / out if out is not None else workspace.site.root / "site"
    chrome = Chrome(workspace, scope)
    try:
        _refuse(folder, workspace.site.root)
        found = judge(workspace, workspace.articles, chrome)
        drafts = _drafts(workspace, workspace.articles)
        diagnostics = judged(found, strict=strict, keep=drafts)
        if any(one.is_error for one in diagnostics):
            return BuildOutcome(diagnostics, folder, failed=True)
        articles = [workspace.finish(name) for name in workspace.articles]
        articles = [one for one in articles if not one.prepared.draft and scope.editions(one)]
        outputs = make(chrome, articles)
        if outputs.diagnostics:
            return BuildOutcome(judged((*found, *outputs.diagnostics)), folder, failed=True)
        narrowed = bool(audiences or formats)
        done = publish(
            outputs.files, outputs.editions, folder, site=workspace.site.root, keep_assets=not narrowed
        )
    except OutputRefused as refusal:
        raise UsageProblem(str(refusal)) from refusal
    except (PublishError, ReadError) as failure:
        raise SurroundingsProblem(str(failure)) from failure
    editions = len({(one.article, one.audience) for one in outputs.editions})
    return BuildOutcome(diagnostics, folder, False, done.written, len(articles), editions)  # noqa: FBT003


def show(site: OpenSite, article: str, *, audience: str, format: str, fragment: bool) -> ShowOutcome:  # noqa: A002  # the flag's name
    """Return one edition in a format: its page, or with `fragment` its body alone.

    Raises:
        UsageProblem: an unknown article, audience or format, or an article without that edition.
        SurroundingsProblem: the disk failed.
    """
    from renderer.site.read import ReadError

    workspace = site.workspace
    name = _article(site, article)
    reader = _audience(workspace.site.audiences, audience)
    scope = _scope(workspace, (), () if format == "json" else (format,))
    try:
        finished = workspace.finish(name)
        diagnostics = judged((*_around(workspace), *finished.diagnostics, *workspace.assets.diagnostics))
        edition = next((one for one in finished.editions if one.audience.id == reader.id), None)
        if edition is None:
            raise UsageProblem(f"'{name}' has no edition for {reader.id}")
        if not finished.sound or any(one.is_error for one in diagnostics):
            return ShowOutcome(diagnostics, None)
        return _shown(workspace, scope, finished, reader, (format, fragment), diagnostics)
    except ReadError as failure:
        raise SurroundingsProblem(str(failure)) from failure


def _shown(  # noqa: PLR0913, PLR0917  # what an edition is shown with
    workspace: "Workspace",
    scope: "Scope",
    finished: "Finished",
    reader: "Audience",
    how: tuple[str, bool],
    diagnostics: tuple[Diagnostic, ...],
) -> ShowOutcome:
    """Return a sound edition, written."""
    form, fragment = how
    edition = next(one for one in finished.editions if one.audience.id == reader.id)
    if form == "json":
        from renderer.writers.json import write_json

        return ShowOutcome(diagnostics, write_json(edition))
    from renderer.build.chrome import Chrome
    from renderer.build.edition_pages import edition_page, page_path

    writer = scope.writers[0]
    chrome = Chrome(workspace, scope)
    if fragment:
        view = chrome.view(page_path(edition, writer), reader, edition)
        return ShowOutcome(diagnostics, writer.blocks(edition.blocks, view))
    page = edition_page(chrome, finished, edition, writer)
    faults = chrome.words.diagnostics()
    if isinstance(page, Diagnostic) or any(one.is_error for one in faults):
        pages = (page,) if isinstance(page, Diagnostic) else ()
        return ShowOutcome(judged((*diagnostics, *faults, *pages)), None)
    return ShowOutcome(judged((*diagnostics, *faults)), page)


def check(site: OpenSite, articles: tuple[str, ...]) -> CheckOutcome:
    """Return everything that is wrong with the site, or with some of its articles alone.

    Raises:
        UsageProblem: an unknown article.
        SurroundingsProblem: the disk failed.
    """
    from renderer.build.chrome import Chrome
    from renderer.build.site_build import judge
    from renderer.site.read import ReadError

    workspace = site.workspace
    names = tuple(_article(site, one) for one in articles) or tuple(workspace.articles)
    try:
        if workspace.site.audiences:
            found = judge(workspace, names, Chrome(workspace, _scope(workspace, (), ())))
        else:
            found = workspace.site.diagnostics
    except ReadError as failure:
        raise SurroundingsProblem(str(failure)) from failure
    if articles:
        found = _about(found, workspace, names)
    return CheckOutcome(judged(found), _drafts(workspace, names), len(names))


def explain(site: OpenSite, place: str) -> ExplainOutcome:
    """Return who sees what and why: of an article, of one line of it, or of one place.

    Raises:
        UsageProblem: an unknown article, or a line that it does not have.
    """
    from renderer.build.explain import explain_article, explain_place

    article, line, column = _place(place)
    workspace = site.workspace
    prepared = workspace.prepare(_article(site, article))
    source = prepared.document.source
    diagnostics = judged(source.diagnoses(prepared.document.findings))
    if line is None:
        return ExplainOutcome(diagnostics, explain_article(prepared))
    if not 1 <= line <= len(source.lines):
        raise UsageProblem(f"{source.path} has no line {line}: it has {len(source.lines)}")
    return ExplainOutcome(diagnostics, explain_place(prepared, line, column))


def manual(code: str) -> str | None:
    """Return the manual of a code, None when there is no such code."""
    from renderer.checks import all_checks
    from renderer.diagnostics import codes

    all_checks()
    known = codes().get(code)
    return None if known is None else known.manual


def _place(place: str) -> tuple[str, int | None, int | None]:
    """Return the article, line and column that `ARTICLE[:LINE[:COLUMN]]` names."""
    article, *numbers = place.split(":")
    if len(numbers) > 2 or not all(one.isdecimal() for one in numbers):
        raise UsageProblem(f"'{place}' is no ARTICLE:LINE:COLUMN")
    line, column, *_ = (*map(int, numbers), None, None)
    return article, line, column


def _article(site: OpenSite, name: str) -> str:
    """Return the id of the article that an id or a path names."""
    workspace = site.workspace
    if name in workspace.articles:
        return name
    path = (site.cwd / name).resolve()
    root = workspace.site.root.resolve()
    inner = path.relative_to(root).as_posix() if path.is_relative_to(root) else name
    for article in workspace.site.articles:
        if article.source.path in (inner, name, f"content/{name}", f"content/{name}.md"):
            return article.id
    if name in workspace.site.unread:
        raise UsageProblem(f"'{name}' cannot be read: `renderer check` says why")
    raise UsageProblem(f"there is no article '{name}'{meant(name, workspace.articles)}")


def _audience(audiences: "Audiences", name: str) -> "Audience":
    if name not in audiences:
        raise UsageProblem(f"there is no audience '{name}'{meant(name, audiences.ids)}")
    return audiences.named(name)


def _scope(workspace: "Workspace", names: tuple[str, ...], formats: tuple[str, ...]) -> "Scope":
    """Return the scope of a build for some audiences and formats; none stands for all."""
    from renderer.build.scope import Scope
    from renderer.writers import WRITERS

    audiences = workspace.site.audiences
    for name in names:
        _audience(audiences, name)
    for one in formats:
        if one not in WRITERS:
            known = ", ".join(WRITERS)
            raise UsageProblem(f"there is no format '{one}'{meant(one, WRITERS)} (the formats are {known})")
    writers = tuple(writer for writer in WRITERS.values() if not formats or writer.name in formats)
    return Scope(audiences.only(names) if names else audiences, writers, workspace.site.settings.default_audience)


def _refuse(folder: Path, root: Path) -> None:
    from renderer.site.output_folder import refuse, survey

    refuse(folder, root)
    survey(folder)


def _drafts(workspace: "Workspace", names: Iterable[str]) -> frozenset[str]:
    prepared = (workspace.prepare(name) for name in names)
    return frozenset(one.path for one in prepared if one.draft)


def _around(workspace: "Workspace") -> tuple[Diagnostic, ...]:
    """Return what is wrong with the site outside its articles, as far as reading it showed."""
    articles = {one.source.path for one in workspace.site.articles}
    return tuple(one for one in workspace.site.diagnostics if one.path not in articles)


def _about(
    found: Iterable[Diagnostic], workspace: "Workspace", names: tuple[str, ...]
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that concern some articles: theirs, and those of no article."""
    others = {one.source.path for one in workspace.site.articles if one.id not in names}
    return tuple(one for one in found if one.path not in others)
