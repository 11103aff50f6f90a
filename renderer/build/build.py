"""`renderer build`: the whole site into its output folder.

Invariant: nothing is published unless everything was judged and made without an error.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from renderer.build.chrome import Chrome
from renderer.build.execute import run_all
from renderer.build.job import Result, Worker
from renderer.build.judge import judgement
from renderer.build.opening import OpenSite, SurroundingsProblem, UsageProblem, surroundings
from renderer.build.outputs import Outputs, gather
from renderer.build.scope import Scope
from renderer.diagnostics import Diagnostic
from renderer.site.manifest import Manifest
from renderer.site.output_folder import OutputRefused
from renderer.site.publish import PublishError, publishing
from renderer.value import named_value, value


@named_value
class BuildRequest:
    """What a build is asked for: a folder, None for `site/` in the site; audiences and formats, () for all.

    `jobs` is how many processes work at once, None for as many as pay. `force` is for work that is
    remembered; this build remembers none, so it changes nothing.
    """

    out: Path | None = None
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    jobs: int | None = None
    force: bool = False
    strict: bool = False


@value
class BuildOutcome:
    """A build: its diagnostics, and what it made. `failed`: nothing was published.

    `note` says what cannot be promised of this output folder, where that is something.
    """

    diagnostics: tuple[Diagnostic, ...]
    out: Path
    failed: bool = False
    written: int = 0
    articles: int = 0
    editions: int = 0
    note: str = ""


def build(site: OpenSite, request: BuildRequest) -> BuildOutcome:
    """Build a site into its output folder, whole or not at all.

    Raises:
        UsageProblem: an unknown audience or format, or an output folder that is refused.
        SurroundingsProblem: the disk failed.
    """
    root = site.workspace.site.root
    whole = Chrome(site.workspace, site.scope())
    scope = site.scope(request.audiences, request.formats)
    out = root / "site" if request.out is None else site.cwd / request.out
    with surroundings(), _refusals(), publishing(out, site=root) as publisher:
        worker = Worker(whole, scope)
        results = run_all(worker, site.workspace.names, request.jobs)
        found = judgement(worker.round_articles, (one.looked for one in results))
        outputs = _gathered(worker, results) if worker.makes_pages else Outputs()
        diagnostics = found.final(strict=request.strict, more=outputs.diagnostics)
        if any(one.is_error for one in diagnostics):
            return BuildOutcome(diagnostics, out, failed=True)
        leaves_out = _narrowing(whole.scope, scope)
        done = publisher.finish(publisher.take(outputs.files), outputs.editions, leaves_out)
    articles = {one.article for one in outputs.editions}
    editions = {(one.article, one.audience) for one in outputs.editions}
    return BuildOutcome(
        diagnostics,
        out,
        written=done.written,
        articles=len(articles),
        editions=len(editions),
        note=done.note,
    )


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the publisher raises into what the command's caller is told."""
    try:
        yield
    except OutputRefused as refusal:
        raise UsageProblem(str(refusal)) from refusal
    except PublishError as failure:
        raise SurroundingsProblem(str(failure)) from failure


def _gathered(worker: Worker, results: Sequence[Result]) -> Outputs:
    """Return the outputs of a build, with what is wrong with own templates in a build of everything."""
    outputs = gather(worker.chrome, [one.part for one in results if one.part])
    if worker.tries_all:
        everything = gather(worker.whole, [one.whole for one in results if one.whole])
        outputs.diagnostics.extend(everything.diagnostics)
    return outputs


def _narrowing(whole: Scope, scope: Scope) -> Callable[[Manifest], bool]:
    """Return what tells of the build before whether this one leaves out an audience or a format of it."""
    audiences, formats = scope.audiences.ids, {writer.name for writer in scope.writers}
    absent = set(whole.audiences.ids).difference(audiences)

    def leaves_out(before: Manifest) -> bool:
        others = any(one.audience not in audiences or one.format not in formats for one in before.editions)
        pages = "html" not in formats and "index.html" in before.files
        return others or pages or any(path.partition("/")[0] in absent for path in before.files)

    return (lambda _: False) if scope == whole else leaves_out
