"""What an article's pages depend on besides its own text and the site's settings, and the state of each.

A change of one of these touches exactly the articles that name it. The names are `file content/chart.svg`,
`static /logo.svg`, `template article.html`, `reference smith2020`, and `names` for all of an article that is
not sound: its messages may speak of anything that the site holds.

Invariant: an article whose dependencies are all in the state that its record says has the same pages.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from renderer.build.words import SiteWords
from renderer.build.workspace import Finished, Workspace
from renderer.editions.edition import ToFile
from renderer.site.digest import digest_of_values
from renderer.site.outputs import ASSETS

_OWN = ("style.css", "script.js")


class Dependencies:
    """Tells what pages depend on, in the state that it was met in while they were made."""

    def __init__(self, workspace: Workspace, words: SiteWords) -> None:
        self._approved = {article for article, _ in workspace.site.approvals.of}
        self._assets = workspace.assets
        self._states = States(workspace)
        self._of_words = self._files(words.files(workspace.site.audiences, pictures=True))

    def of(self, article: Finished, *, all_names: bool) -> dict[str, str]:
        """Return what an article depends on by itself; `all_names` adds `names`.

        An approval is for the bytes of the files, also of those that no page holds a digest of.
        """
        targets = (to for edition in article.editions for to in edition.targets.values())
        bound = article.prepared.id in self._approved
        files = self._files({to.path for to in targets if isinstance(to, ToFile)}, bound=bound)
        names = (*_references(article), *(("names",) if all_names else ()))
        return {**files, **self._met(names)}

    def of_pages(self, templates: Iterable[str]) -> dict[str, str]:
        """Return what any page depends on that asked for templates: these, and what the site's words show."""
        return {**self._of_words, **self._met(f"template {one}" for one in (*_OWN, *templates))}

    def _met(self, names: Iterable[str]) -> dict[str, str]:
        return {name: self._states.of(name) for name in sorted(names)}

    def _files(self, paths: Iterable[str], *, bound: bool = False) -> dict[str, str]:
        """Return files of the output that pages show or link to; of files alike, all of them.

        Their state is that of the bytes that were read for the pages, which may have changed since.
        """
        assets, found = self._assets, dict[str, str]()
        for path in sorted(paths):
            if path.startswith(f"{ASSETS}/"):
                found.update((f"file {one}", assets.digests[path]) for one in assets.sources[path])
            else:
                found.update(self._met((f"file static/{path}" if bound else f"static {path}",)))
        return found


def _references(article: Finished) -> Iterator[str]:
    """Yield the references of the site's list that an article cites or mentions, if they are there or not."""
    document = article.prepared.document
    keys = {item.key for citation in document.citations for item in citation.items}
    own = {one.id for one in document.front_matter.references}
    yield from (f"reference {key}" for key in keys.union(one.key for one in document.mentions) - own)


class States:
    """The states of things in a site as it was read."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[str, str] = {}

    def met_by(self, depends: Mapping[str, str]) -> bool:
        """Whether all of these are in these states."""
        return all(self.of(name) == state for name, state in depends.items())

    def of(self, name: str) -> str:
        """Return the state that something is in, empty when there is no such thing."""
        if name not in self._known:
            self._known[name] = self._look(name)
        return self._known[name]

    def _look(self, name: str) -> str:
        kind, _, what = name.partition(" ")
        site = self._workspace.site
        match kind:
            case "file":
                return site.folder.digests.get(what, "")
            case "static":
                return "there" if f"static/{what}" in site.files else ""
            case "template":
                return digest_of_values(site.templates[what]) if what in site.templates else ""
            case "reference":
                return self._references.get(what, "")
            case _:
                return self._names

    @cached_property
    def _references(self) -> Mapping[str, str]:
        return {one.id: digest_of_values(one) for one in self._workspace.references.entries}

    @cached_property
    def _names(self) -> str:
        site = self._workspace.site
        lists = [one.text for one in site.references]
        return digest_of_values(sorted(site.named), sorted(site.files), lists)
