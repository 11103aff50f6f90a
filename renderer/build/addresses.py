"""The former addresses of articles: whether each can lead to its article alone.

Invariant: an alias that is let through is the address of nothing else in the output.
"""

from collections.abc import Iterable, Iterator, Mapping

from renderer.diagnostics import Finding, problem
from renderer.editions.index import Entry
from renderer.language.front_matter import FrontMatter
from renderer.site.outputs import ASSETS, folders_of, without_case
from renderer.site.read import Site
from renderer.value import value


@problem("alias-taken")
def alias_taken(alias: str, owner: str) -> tuple[str, str]:
    """A former address of an article is the address of something else, so it cannot lead to both.

    Take the alias out, or rename what stands there now.
    """
    return f"'{alias}' is already {owner}", "take the alias out, or rename what stands there"


@value
class Addresses:
    """Who has which address.

    `taken` are the articles' ids, `reserved` the output's own folders; `claims` maps an alias to the articles
    that call it theirs, as often as they do. `files` and `folders` are those of `static/`, without case.
    """

    taken: frozenset[str]
    reserved: frozenset[str]
    claims: Mapping[str, tuple[str, ...]]
    files: frozenset[str]
    folders: frozenset[str]

    def faults(self, article: str, front: FrontMatter) -> Iterator[Finding]:
        """Yield a fault for each former address of an article that something else has too."""
        for alias in front.aliases:
            owner = self.owner(article, alias.text)
            if owner:
                yield alias_taken(alias.span, alias.text, owner)

    def owner(self, article: str, alias: str) -> str:
        """Return what else has an alias of an article, as a message says it; empty when nothing has."""
        page = f"{alias}/index.html"
        if alias in self.taken:
            return "an article"
        if alias.partition("/")[0] in self.reserved:
            return "a folder of the output"
        if page in self.folders or not self.files.isdisjoint((page, *folders_of(page))):
            return "the place of a file in static/"
        others = [one for one in self.claims.get(alias, ()) if one != article]
        if others:
            return f"an alias of '{others[0]}'"
        return "named in this list" if self.claims.get(alias, ()).count(article) > 1 else ""


def addresses_of(site: Site, articles: Iterable[tuple[str, Entry]]) -> Addresses:
    """Return who has which address in a site with these articles.

    A draft has no address yet, so that its aliases are in nobody's way.
    """
    claims: dict[str, tuple[str, ...]] = {}
    for article, entry in articles:
        for alias in () if entry.draft else entry.aliases:
            claims[alias] = (*claims.get(alias, ()), article)
    files = frozenset(map(without_case, site.static))
    return Addresses(
        site.named,
        frozenset((*site.audiences.ids, ASSETS)),
        claims,
        files,
        frozenset(folder for file in files for folder in folders_of(file)),
    )
