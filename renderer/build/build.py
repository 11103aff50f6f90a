"""`renderer build`: the whole site into its output folder.

Invariant: nothing is published unless everything was judged and made without an error.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from renderer.build.opening import OpenSite, SurroundingsProblem, UsageProblem, surroundings
from renderer.build.request import BuildOutcome, BuildRequest, Changes, Watch
from renderer.build.unchanged import Built, build_key, recall_build, remember_build
from renderer.site.cache import Cache
from renderer.site.digest import digest_of
from renderer.site.output_folder import OutputRefused
from renderer.site.outputs import MANIFEST
from renderer.site.plan import Plan
from renderer.site.publish import Published, Publisher, PublishError, publishing


class _Tools(NamedTuple):
    """What a build works with: the folder to write to, what holds it, the cache, and its key there."""

    out: Path
    publisher: Publisher
    cache: Cache
    key: str


def build(site: OpenSite, request: BuildRequest, watch: Watch | None = None) -> BuildOutcome:
    """Build a site into its output folder, whole or not at all; `watch` is told how it goes.

    Raises:
        UsageProblem: an unknown audience or format, or an output folder that is refused.
        SurroundingsProblem: the disk failed.
    """
    root = site.files.root
    out = root / "site" if request.out is None else site.cwd / request.out
    with surroundings(), _plain_failures(), publishing(out, site=root) as publisher:
        cache = Cache(root, writes=not request.dry)
        asked = (request.audiences, request.formats, request.strict, request.require_approved)
        key = build_key(site.files, asked)
        before = None if request.force else recall_build(cache, key)
        if before is not None and before.manifest == digest_of(f"{out}/{MANIFEST}") and publisher.stands():
            return _as_before(before, out, dry=request.dry)
        return _anew(site, request, _Tools(out, publisher, cache, key), watch or Watch())


def _as_before(before: Built, out: Path, *, dry: bool) -> BuildOutcome:
    """Return what there is to say of a build of which nothing has changed."""
    return BuildOutcome(
        diagnostics=before.diagnostics,
        out=out,
        articles=before.articles,
        editions=before.editions,
        reused=before.articles,
        published=Published(0, before.files, 0),
        changes=Changes(new=(), changed=(), removed=()) if dry else None,
    )


def _anew(site: OpenSite, request: BuildRequest, tools: _Tools, watch: Watch) -> BuildOutcome:
    """Make a build of which something may have changed, and publish it if nothing is wrong."""
    from renderer.build.making import make  # noqa: PLC0415 - dear, and not needed while nothing has changed

    out, publisher, cache, key = tools
    site.forgets = request.force
    made = make(site, request, cache, publisher, watch)
    done, changes = Published(0, 0, 0), None
    if request.dry and not made.failed:
        changes = _changes(publisher.would(made.files, made.editions, made.leaves_out))
    elif not made.failed:
        watch.step("publish")
        done = publisher.finish(made.files, made.editions, made.leaves_out)
    outcome = BuildOutcome(
        diagnostics=made.diagnostics,
        out=out,
        failed=made.failed,
        articles=len({one.article for one in made.editions}),
        editions=len({(one.article, one.audience) for one in made.editions}),
        reused=made.reused,
        published=done,
        changes=changes,
    )
    whole = not made.failed and not site.files.changed  # or the key would be that of another site
    if whole:
        remember_build(cache, key, _built(outcome))
    cache.sweep(key if whole and key else made.name, {*made.used, key})
    return replace(outcome, cache_fault=cache.fault)


def _built(outcome: BuildOutcome) -> Built:
    """Return what is to be remembered of a build that was published."""
    files = outcome.published.written + outcome.published.unchanged
    manifest = digest_of(f"{outcome.out}/{MANIFEST}") or ""
    return Built(manifest, outcome.diagnostics, outcome.articles, outcome.editions, files)


def _changes(plan: Plan) -> Changes:
    """Return what a plan would change in the output folder."""
    return Changes(
        new=tuple(sorted(plan.fresh - plan.standing.ours)),
        changed=tuple(sorted(plan.fresh & plan.standing.ours)),
        removed=tuple(sorted(plan.removed)),
    )


@contextmanager
def _plain_failures() -> Iterator[None]:
    """Turn what the publisher raises into what the command's caller is told."""
    try:
        yield
    except OutputRefused as refusal:
        raise UsageProblem(str(refusal)) from refusal
    except PublishError as failure:
        raise SurroundingsProblem(str(failure)) from failure
