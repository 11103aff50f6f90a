"""`renderer check --fix`: what can be mended in one way alone is mended in the articles' files.

Where a mending is comes with the diagnostic; that it does no harm is tried before a file is written.

Invariant: a file is looked at once, whatever links lead to it, and a dry run says what a run would do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from hashlib import sha256
from itertools import chain

from renderer.build.check import made
from renderer.build.mender import Left, Mended, Mender
from renderer.build.neighbours import Neighbours
from renderer.build.opening import OpenSite, surroundings
from renderer.build.workspace import Workspace
from renderer.editions.double_spaces import may_hold_double_spaces
from renderer.site.read import Site
from renderer.site.rewrite import RewriteError, may_be_written, read_text, real_path, rewrite
from renderer.value import value

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@value
class FixOutcome:
    """What was mended and what was left, in order, the changes as a unified diff, and what failed."""

    mended: tuple[Mended, ...] = ()
    left: tuple[Left, ...] = ()
    diff: str = ""
    failures: tuple[str, ...] = ()


def fix(site: OpenSite, articles: Sequence[str], *, write: bool) -> FixOutcome:
    """Mend articles, all where none is named; without `write` only say what would be done.

    Raises:
        UsageProblem: an unknown article.
        SurroundingsProblem: the disk failed.
    """
    workspace = site.workspace
    names = tuple(dict.fromkeys(map(site.article, articles))) or tuple(workspace.site.articles)
    if not workspace.site.audiences:
        return FixOutcome()
    with surroundings():
        return _Fixer(site, write=write).fix(names)


@dataclass(slots=True, eq=False)
class _File:
    """A file that is mended: its path in the site, its text as it was, and what it is on the disk by now."""

    path: str
    before: str
    mender: Mender
    digest: str
    after: str
    mended: tuple[Mended, ...] = ()
    left: tuple[Left, ...] = ()


class _Fixer:
    """Mends files one after the other; what one has become counts for the rest."""

    def __init__(self, site: OpenSite, *, write: bool) -> None:
        records = made(site).records
        self._workspace: Workspace = site.workspace
        self._root = site.workspace.site.root
        self._neighbours = Neighbours(site.workspace.site, records)
        self._marked = {
            name for name, one in records.items() if any(said.mending for said in one.diagnostics)
        }
        self._write = write
        self._failures: list[str] = []

    def fix(self, names: Sequence[str]) -> FixOutcome:
        """Mend some articles; what was left for the sake of others is tried again once they are mended."""
        opened = map(self._opened, _by_file(self._workspace.site, names))
        files = [one for one in opened if one is not None and (self._mend(one) or one.left)]
        while sum(self._mend(one) for one in files if one.mender.objected):  # all of them
            pass
        return FixOutcome(
            tuple(chain.from_iterable(one.mended for one in files)),
            tuple(chain.from_iterable(one.left for one in files)),
            "".join(_diff(real_path(self._root, one.path), one.before, one.after) for one in files),
            tuple(self._failures),
        )

    def _opened(self, names: tuple[str, ...]) -> _File | None:
        """Return a file, by all names that it has, if it is marked or may hold blanks to mend."""
        source, _, digest = self._workspace.load(names[0])
        if source is None or not (names[0] in self._marked or may_hold_double_spaces(source.text)):
            return None
        try:
            before = read_text(self._root, source.path, digest)
        except RewriteError as error:
            self._failures.append(str(error))
            return None
        mender = Mender(self._workspace, self._neighbours, names, before)
        return _File(source.path, before, mender, digest, before)

    def _mend(self, file: _File) -> bool:
        """Mend a file as far as can be now; return whether there was anything, and it was written."""
        mender = file.mender
        changed = mender.mend()
        try:
            if changed and self._write:
                rewrite(self._root, file.path, file.digest, mender.text)
            elif changed:
                may_be_written(self._root, file.path)
        except RewriteError as error:
            self._failures.append(str(error))
            mender.objected = False
            return False
        file.left = mender.left
        if changed:
            self._neighbours.take(mender.known)
            file.after, file.mended = mender.text, mender.mended
            file.digest = sha256(mender.text.encode()).hexdigest()
        return changed


def _by_file(site: Site, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield what is to be mended, articles that are one file together; the file's own name comes first."""
    alike: dict[str, list[str]] = {}
    for name, path in site.articles.items():
        alike.setdefault(site.folder.digests[path], []).append(name)
    seen: set[str] = set()
    for name in names:
        if name in seen or name not in site.articles:
            continue
        together = alike[site.folder.digests[site.articles[name]]]
        if len(together) > 1:
            real = {one: real_path(site.root, site.articles[one]) for one in together}
            together = [one for one in together if real[one] == real[name]]
            together.sort(key=lambda one: site.articles[one] != real[one])
        seen.update(together)
        yield tuple(together)


def _diff(path: str, before: str, after: str) -> str:
    """Return a change as `patch` takes it, with the line ends as they are."""
    lines = unified_diff(_LINE.findall(before), _LINE.findall(after), path, path)
    return "".join(one if one.endswith("\n") else f"{one}\n\\ No newline at end of file\n" for one in lines)
