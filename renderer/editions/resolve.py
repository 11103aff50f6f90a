"""Where links and images lead, for one edition.

A link to a heading or an article leads to the same audience's edition, so it is judged by what that edition
holds: a target that the edition lacks would be a dead end for exactly its readers.

Invariant: a target that is not resolved is in the findings; none is passed on as it was written.
"""

import re
from collections.abc import Callable
from posixpath import dirname, join, normpath
from typing import Final, TypeAlias
from urllib.parse import unquote

from renderer.diagnostics import Finding, Span
from renderer.editions import link_problems as problems
from renderer.editions.contents import Contents
from renderer.editions.edition import Edition, Target, ToArticle, ToFile, ToWeb
from renderer.editions.index import Index, Want
from renderer.language.tree import Image
from renderer.value import value

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB: Final = frozenset(("http", "https"))
_OTHER: Final = frozenset(("mailto", "tel"))
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f-\x9f]")

Asset: TypeAlias = Callable[[str], ToFile]
Assume: TypeAlias = Callable[[Want], None]
Resolved: TypeAlias = Target | Finding


@value
class Resolver:
    """Resolves the targets of one article's edition.

    `path` is the article's path in the site; `asset` gives the place in the output of a file of `content/`.
    With `assume` every link to an article is taken to be right and told to it, to be judged when all articles
    are known: where a link leads does not depend on what stands there.
    """

    index: Index
    path: str
    asset: Asset
    assume: Assume | None = None

    def resolve(self, edition: Edition) -> tuple[dict[str, Target], tuple[Finding, ...]]:
        """Return where each target of an edition leads, and what is wrong with the others."""
        targets: dict[str, Target] = {}
        findings: list[Finding] = []
        around = Contents()
        around.inlines((*edition.title, *edition.summary))
        for node in (*around.links, *edition.contents.links):
            if node.definition and node.definition not in edition.definitions:
                findings.append(problems.hidden_definition(node.span, node.definition.lower()))
            found = targets.get(node.target) or self._target(node.target, node.span, edition)
            if isinstance(found, Finding):
                findings.append(found)
                continue
            targets[node.target] = found
            if isinstance(node, Image) and (fault := _image_fault(found, node)):
                findings.append(fault)
        return targets, tuple(findings)

    def _target(self, target: str, span: Span, edition: Edition) -> Resolved:
        """Return where a target leads, or what is wrong with it."""
        if not target or target == "#":
            return problems.no_target(span)
        if scheme := _SCHEME.match(target):
            return (
                ToWeb(target)
                if _is_whole(scheme[1].lower(), target[scheme.end() :])
                else problems.bad_scheme(span, target)
            )
        if target.startswith("//") or "\\" in target or _CONTROL.match(target):
            return problems.bad_scheme(span, target)
        return self._static(target, span) if target.startswith("/") else self._inner(target, span, edition)

    def _inner(self, target: str, span: Span, edition: Edition) -> Resolved:
        """Return where a relative link leads: to a heading, an article, or a file in `content/`."""
        path, _, fragment = target.partition("#")
        if not path:
            return self._heading(edition.article, unquote(fragment), span, edition)
        inner = normpath(join(dirname(self.path), unquote(path)))
        if not inner.startswith("content/"):
            return problems.outside(span, target)
        if inner.endswith(".md"):
            return self._article(inner, unquote(fragment), span, edition)
        if inner not in self.index.files:
            return problems.missing_file(span, target, inner)
        return self.asset(inner)._replace(fragment=fragment)

    def _static(self, target: str, span: Span) -> Resolved:
        path, _, fragment = target.partition("#")
        inner = normpath("static" + unquote(path))
        if not inner.startswith("static/"):
            return problems.outside(span, target)
        if inner not in self.index.files:
            return problems.missing_file(span, target, inner)
        return ToFile(inner.removeprefix("static/"), fragment=fragment)

    def _article(self, inner: str, fragment: str, span: Span, edition: Edition) -> Resolved:
        article = inner.removeprefix("content/").removesuffix(".md").removesuffix("/index")
        if self.assume is not None:
            self.assume(Want(article, edition.audience.id, fragment))
            return ToArticle(article, fragment)
        entry = self.index.articles.get(article)
        if entry is None and article in self.index.unread:
            return ToArticle(article, fragment)
        if entry is None:
            return problems.missing_article(span, article, tuple(self.index.articles))
        if entry.draft:
            return problems.link_to_draft(span, article)
        if edition.audience.id not in entry.ids:
            return problems.missing_edition(span, article, edition.audience.id)
        return self._heading(article, fragment, span, edition)

    def _heading(self, article: str, fragment: str, span: Span, edition: Edition) -> Resolved:
        entry = self.index.articles.get(article)
        known = entry.ids.get(edition.audience.id, frozenset()) if entry else frozenset()
        if fragment and fragment not in known:
            elsewhere = entry is not None and any(fragment in ids for ids in entry.ids.values())
            return problems.missing_heading(
                span, fragment, article, tuple(sorted(known)), elsewhere=elsewhere
            )
        return ToArticle(article, fragment)


def _image_fault(target: Target, image: Image[object]) -> Finding | None:
    """Return what is wrong with a target as an image's source."""
    match target:
        case ToArticle():
            return problems.not_a_picture(image.span, image.target)
        case ToWeb(url):
            web = url.partition(":")[0].lower() in _WEB
            return (problems.remote_image if web else problems.not_a_picture)(image.span, image.target)
        case ToFile():
            return None


def _is_whole(scheme: str, rest: str) -> bool:
    """Whether an address has all that its scheme needs; `https:page` would lead to a page beside this one."""
    if scheme in _WEB and not rest.startswith("//"):
        return False
    return scheme in _WEB | _OTHER and bool(rest.strip("/"))
