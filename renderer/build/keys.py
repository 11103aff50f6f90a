"""The keys of what a build remembers: digests of all that it was made from.

No clock, no path of a machine and no name of a user is in them, so that what one machine remembers serves
another.

Invariant: what two builds make under one key is the same.
"""

from collections.abc import Iterable

from renderer.build.scope import Extent
from renderer.site.approvals import Approval
from renderer.site.digest import digest_of_values
from renderer.site.read import Site
from renderer.site.tool import fingerprint

_NO_PAGE = {"advisory_board", "editor", "reviewers"}
"""The settings that no page shows as they are: the line about the board counts by its words."""


class Keys:
    """The keys of the articles of a site, in a build of some extent."""

    def __init__(self, site: Site, extent: Extent) -> None:
        self._site = site
        scope = extent.scope
        settings = {name: getattr(site.settings, name) for name in site.settings.__dataclass_fields__}
        said = {name: one for name, one in settings.items() if name not in _NO_PAGE}
        writers = [writer.name for writer in scope.writers]
        self._round = digest_of_values(
            fingerprint(), said, site.settings.advisory_board.text, site.audiences,
            scope.audiences.ids, writers, scope.default, extent.tries_all,
        )  # fmt: skip

    @property
    def name(self) -> str:
        """A key that stands for all of these together."""
        return digest_of_values("site", self._round)

    def article(self, name: str, digest: str) -> str:
        """Return the key of an article whose source has that digest."""
        of = self._site.approvals.of
        approvals = [(one, of.get((name, one), ())) for one in self._site.audiences.ids]
        said = [(one, [_approval(each) for each in found]) for one, found in approvals if found]
        return digest_of_values("article", self._round, name, self._site.articles[name], digest, said)

    def lists(self, lines: Iterable[str]) -> str:
        """Return the key of the pages that list articles, by what they say of each."""
        return digest_of_values("lists", self._round, list(lines))


def _approval(one: Approval) -> tuple[str, str, str]:
    return one.digest, one.by, one.on.isoformat()
