"""Judging: everything that is wrong with a site, in its articles and round them.

Invariant: what is wrong is found for every audience and every format, whatever a build is for.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from renderer.build.chrome import Chrome
from renderer.build.workspace import Finished, Workspace
from renderer.diagnostics import Diagnostic, problem
from renderer.language.nearest import meant, nearest
from renderer.pages.strings import KEYS
from renderer.reports.account import judged
from renderer.site.toml import Table
from renderer.value import value


@problem("unknown-string")
def unknown_string(key: str) -> tuple[str, str]:
    """`[strings]` in site.toml holds a word that no page uses.

    The page would keep its English word. docs/templates.md lists the names.
    """
    near = nearest(key, KEYS)
    advice = f"write `{near}`" if near else f"the strings are {', '.join(sorted(KEYS))}"
    return f"no page has a string called '{key}'{meant(key, KEYS)}", advice


@value
class Judgement:
    """What was found. `drafts` are the paths of which drafts alone speak: their warnings stay warnings."""

    diagnostics: tuple[Diagnostic, ...]
    drafts: frozenset[str]

    def final(self, *, strict: bool, more: Iterable[Diagnostic] = ()) -> tuple[Diagnostic, ...]:
        """Return the diagnostics in their order, with `strict` the warnings of all but drafts as errors."""
        return judged((*self.diagnostics, *more), strict=strict, keep=self.drafts)


class Looked(NamedTuple):
    """What was found wrong with one article, and whether it is a draft."""

    diagnostics: tuple[Diagnostic, ...]
    draft: bool = False


def judge(chrome: Chrome, articles: Iterable[str]) -> Judgement:
    """Return everything that is wrong with articles and with the site round them."""
    return judgement(round_articles(chrome), (look(chrome.workspace, name) for name in articles))


def look(workspace: Workspace, name: str) -> Looked:
    """Return what is wrong with one article.

    One that cannot be read is judged by that alone; so is a site without an audience.
    """
    source, faults, _ = workspace.read(name)
    if source is None or not workspace.site.audiences:
        return Looked(faults)
    finished = workspace.finish(name)
    return Looked((*faults, *finished.diagnostics), finished.prepared.draft)


@value
class Presentable:
    """An article whose editions may be shown, None while it or the site round it has errors."""

    diagnostics: tuple[Diagnostic, ...]
    article: Finished | None = None


def presentable(chrome: Chrome, name: str) -> Presentable:
    """Return an article whose editions may be shown, and what is wrong with it and round it.

    A draft's errors are warnings there, and it has no edition all the same.
    """
    workspace, found = chrome.workspace, around(chrome)
    source, faults, _ = workspace.read(name)
    if source is None:
        return Presentable(judged((*found, *faults)))
    finished = workspace.finish(name)
    diagnostics = judged((*found, *finished.diagnostics))
    sound = finished.sound and not any(one.is_error for one in diagnostics)
    return Presentable(diagnostics, finished if sound else None)


def judgement(round_them: Iterable[Diagnostic], looked: Iterable[Looked]) -> Judgement:
    """Return what was found in articles together with what is wrong round them."""
    found = list(round_them)
    of_drafts: list[Diagnostic] = []
    for diagnostics, draft in looked:
        (of_drafts if draft else found).extend(diagnostics)
    said = {one.order for one in found}
    other = [one for one in of_drafts if one.order not in said]
    drafts = frozenset(one.path for one in other).difference(one.path for one in found)
    return Judgement((*found, *other), drafts)


def round_articles(chrome: Chrome) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the site round its articles, the templates that cannot be read included."""
    return (*around(chrome), *chrome.pages.problems())


def around(chrome: Chrome) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the site round its articles and what would be one, without making a page."""
    workspace = chrome.workspace
    site = workspace.site
    found = [one for one in site.diagnostics if one.path not in site.refused]
    for source in site.references:
        found.extend(source.diagnoses(workspace.references.findings))
    found.extend(_strings(workspace))
    found.extend(chrome.words.diagnostics())
    return tuple(found)


def _strings(workspace: Workspace) -> Iterator[Diagnostic]:
    file = workspace.site.settings_file
    strings = file.table.items.get("strings")
    if file.source is None or not isinstance(strings, Table):
        return
    for key, item in strings.items.items():
        if key not in KEYS:
            yield file.source.diagnose(unknown_string(item.key, key))
