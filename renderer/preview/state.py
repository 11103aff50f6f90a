"""What the preview's page asks for besides pages: what there is, what is wrong, what differs.

Invariant: an article's words are read only for what is shown.
"""

from collections.abc import Sequence
from typing import TypedDict

from renderer.comparison.compare import compare
from renderer.comparison.html import write_table
from renderer.preview.live import LiveSite, Snapshot
from renderer.preview.problems import Problem, problem


class Reader(TypedDict):
    """An audience of the site."""

    id: str
    name: str


class State(TypedDict):
    """What there is to show, and what is wrong with the output at `path`.

    `readers` are the audiences that the article is for, none when it cannot be told; `failed` says that what
    is shown is older than the words.
    """

    title: str
    root: str
    editor: str
    articles: list[str]
    audiences: list[Reader]
    path: str
    source: str
    readers: list[str]
    problems: list[Problem]
    trouble: str
    failed: bool


def state(live: LiveSite, path: str) -> State:
    """Return the state of the site, and of an output by its path."""
    snapshot = live.snapshot()
    seen = live.at(path) if path else None
    problems = snapshot.problems if seen is None else seen.problems
    trouble = snapshot.trouble or (seen.trouble if seen else "")
    if seen is not None and not seen.known and not any(one.is_error for one in problems):
        trouble = trouble or f"there is no page at {path}: its article is gone, or is not for this audience"
    site = snapshot.site.workspace.site if snapshot.site else None
    article = article_at(path, snapshot)
    return State(
        title=site.settings.title if site else "",
        root=str(live.root),
        editor=(site.settings.editor if site else "") or live.editor,
        articles=list(site.articles) if site else [],
        audiences=[Reader(id=one.id, name=one.name) for one in site.audiences] if site else [],
        path=path,
        source=site.articles.get(article, "") if site else "",
        readers=_readers(live, article),
        problems=[problem(one) for one in problems],
        trouble=trouble,
        failed=bool(trouble) or any(one.is_error for one in problems),
    )


def article_at(path: str, snapshot: Snapshot) -> str:
    """Return the article whose page lies at a path of the output, or nothing."""
    if snapshot.site is None:
        return ""
    site = snapshot.site.workspace.site
    audience, _, rest = path.rpartition("/")[0].partition("/")
    return rest if audience in site.audiences and rest in site.articles else ""


def _readers(live: LiveSite, article: str) -> list[str]:
    finished = live.finished(article) if article else None
    return [one.audience.id for one in finished.editions] if finished else []


def compared(live: LiveSite, article: str, audiences: Sequence[str]) -> str:
    """Return some editions of an article side by side as an HTML table, or why there is none."""
    finished = live.finished(article)
    if finished is None:
        return "<p>There is nothing to compare while the article has errors.</p>\n"
    by_id = {one.audience.id: one for one in finished.editions}
    editions = [by_id[one] for one in dict.fromkeys(audiences) if one in by_id]
    if len(editions) < 2:
        return "<p>This article is not for two of these audiences.</p>\n"
    document = finished.prepared.document
    return write_table(compare(document, editions), document.source)
