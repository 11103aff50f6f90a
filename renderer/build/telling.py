"""What there is to say of a build at its end, for people and for machines.

Invariant: the keys of the JSON and their meaning never change; later versions may add some.
"""

import json
from collections.abc import Iterator

from renderer.build.request import BuildOutcome, Changes
from renderer.reports.account import Account
from renderer.reports.human import counted
from renderer.reports.json import objects


def in_words(outcome: BuildOutcome, out: str, seconds: float) -> Iterator[str]:
    """Yield the lines that say what a build did; `out` is its folder as the reader would write it."""
    if outcome.cache_fault:
        yield f"The cache could not be written ({outcome.cache_fault}): the next build may take longer."
    if outcome.failed:
        yield "Nothing was built; the output folder is as it was."
        return
    if outcome.published.note:
        yield f"Note: {outcome.published.note}."
    editions, articles = counted(outcome.editions, "edition"), counted(outcome.articles, "article")
    if outcome.changes is not None:
        yield f"{editions} of {articles}; nothing was written. {_said(outcome.changes)} in {out}."
        return
    yield f"{editions} of {articles} in {out}, {counted(outcome.written, 'file')} written."
    gone = f"; {counted(outcome.published.removed, 'file')} removed" if outcome.published.removed else ""
    yield f"{outcome.made} made, {outcome.reused} as before{gone}; {seconds:.1f} s."


def _said(changes: Changes) -> str:
    new, changed, removed = map(len, (changes.new, changes.changed, changes.removed))
    return f"{counted(new, 'file')} would be new, {changed} changed, {removed} removed"


def listed(changes: Changes) -> str:
    """Return what would change in an output folder, a line for each file."""
    kinds = (("new", changes.new), ("changed", changes.changed), ("removed", changes.removed))
    return "".join(f"{kind:<8} {path}\n" for kind, paths in kinds for path in paths)


def as_json(outcome: BuildOutcome, out: str, seconds: float) -> str:
    """Return what a build did as JSON text with a line end; `seconds` are those that it took."""
    changes, published = outcome.changes, outcome.published
    said = {
        "out": out,
        "failed": outcome.failed,
        "articles": outcome.articles,
        "editions": outcome.editions,
        "made": outcome.made,
        "reused": outcome.reused,
        "files": {
            "written": published.written,
            "unchanged": published.unchanged,
            "removed": published.removed,
        },
        "would": None if changes is None else {
            "new": list(changes.new),
            "changed": list(changes.changed),
            "removed": list(changes.removed),
        },
        "seconds": round(seconds, 3),
        "note": published.note,
        "cache_fault": outcome.cache_fault,
        "diagnostics": objects(Account(outcome.diagnostics)),
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
