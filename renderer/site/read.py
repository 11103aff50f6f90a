"""A site's folder, read into values: the one reader.

Invariant: whatever lies in the folder, reading gives a site and its diagnostics, in the same order each time;
what could not be read is named in a diagnostic and left out, and an article is read on demand.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from renderer.audiences import Audiences
from renderer.diagnostics import Diagnostic, Span
from renderer.language.source import Source
from renderer.site.approvals import Approval, Approvals, approved_words, read_approvals
from renderer.site.audience_files import AudienceFiles, read_audiences
from renderer.site.folder import Folder, ReadError
from renderer.site.load import Loaded
from renderer.site.outputs import Content, sort_content, static_faults
from renderer.site.read_problems import no_articles, no_content
from renderer.site.settings import Settings, SettingsFile, read_settings
from renderer.site.verified import Verified
from renderer.site.walk import Walk, at, reason
from renderer.value import value


@value
class Site:
    """What lies in a site's folder; its articles are known by name and read when somebody asks for one.

    `articles` maps ids, in their order, to paths from the site with `/`; `refused` maps the paths of Markdown
    files that may not be articles to the ids that they would have. `references` are the site-wide lists, at
    most one unless there is an error. `files` are the paths of what a page may link to: everything in
    `content/` but Markdown, and `static/`. `templates` are the site's own, by their path in `templates/`.
    `approvals` say which words of which edition somebody approved.
    `diagnostics` is all that reading found, settings and audiences included, but for the articles' texts.
    """

    folder: Folder
    settings_file: SettingsFile
    audience_files: AudienceFiles
    articles: Mapping[str, str]
    refused: Mapping[str, str]
    references: tuple[Source, ...]
    files: frozenset[str]
    templates: Mapping[str, str]
    approvals: Approvals
    diagnostics: tuple[Diagnostic, ...]

    @property
    def root(self) -> Path:
        """The folder itself."""
        return self.folder.root

    @property
    def settings(self) -> Settings:
        """What `site.toml` sets."""
        return self.settings_file.settings

    @property
    def audiences(self) -> Audiences:
        """The audiences, in their order."""
        return self.audience_files.audiences

    @property
    def static(self) -> tuple[str, ...]:
        """The files to copy to the root of the output, by their path in `static/`, sorted."""
        return tuple(sorted(one.removeprefix("static/") for one in self.files if one.startswith("static/")))

    @property
    def content_files(self) -> frozenset[str]:
        """The files in `content/` that are no Markdown, by their path in it."""
        inner = (one for one in self.files if one.startswith("content/"))
        return frozenset(one.removeprefix("content/") for one in inner)

    @property
    def named(self) -> frozenset[str]:
        """The ids of all Markdown files that are there, those that may not be articles among them."""
        return frozenset((*self.articles, *self.refused.values()))

    def read_article(self, name: str) -> Loaded:
        """Return the text of an article by its id; KeyError when there is none of that id."""
        return self.folder.load(self.articles[name])

    def words_of(self, approval: Approval) -> tuple[str, ...]:
        """Return the canonical words that somebody approved; ReadError when the file has changed since."""
        known, loaded = self.folder.digest(approval.path), self.folder.load(approval.path)
        if loaded.source is None or loaded.digest != known:
            raise ReadError(f"{approval.path} was changed while the site was read: try again")
        return approved_words(loaded.source)

    def read_bytes(self, path: str) -> bytes:
        """Return the bytes of one of `files`; ReadError when it is none of them or has gone since."""
        if path not in self.files:
            raise ReadError(f"{path} is no file of the site")
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            raise ReadError(f"{path} cannot be read: {reason(error)}") from error


def read_site(folder: Folder, known: Mapping[str, Verified] = MappingProxyType({})) -> Site:
    """Return what lies in a site's folder, with the texts of everything but its articles and approvals.

    `known` are the files of approvals that were read before and found right, by their paths.
    """
    audience_files, audience_faults = _audiences(folder)
    ids = audience_files.audiences.ids
    settings_file, settings_faults = _settings(folder, ids)
    content = sort_content(folder.content.files, ids)
    references = [folder.load(path) for path in content.references]
    templates = {path.removeprefix("templates/"): folder.load(path) for path in folder.templates.files}
    named = frozenset((*content.articles, *content.refused.values()))
    approvals = read_approvals(folder, named, ids, settings_file.settings.reviewers, known)
    return Site(
        folder=folder,
        settings_file=settings_file,
        audience_files=audience_files,
        articles=content.articles,
        refused=content.refused,
        references=tuple(one.source for one in references if one.source),
        files=frozenset((*content.others, *folder.static.files)),
        templates={name: one.source.text for name, one in templates.items() if one.source},
        approvals=approvals,
        diagnostics=_sorted(
            *(one.diagnostics for one in folder.walks if one is not folder.settings),
            *(one.diagnostics for one in (*references, *templates.values())),
            audience_faults,
            settings_faults,
            approvals.diagnostics,
            content.diagnostics,
            static_faults(folder.static.files, ids, (*content.articles, *content.refused.values())),
            _emptiness(folder.content, content),
        ),
    )


def _audiences(folder: Folder) -> tuple[AudienceFiles, tuple[Diagnostic, ...]]:
    paths = [one for one in folder.audiences.files if one.endswith(".toml") and one.count("/") == 1]
    loaded = {path: folder.load(path) for path in paths}
    lost = [path for path, one in loaded.items() if not one.source]
    files = read_audiences([one.source for one in loaded.values() if one.source], lost)
    faults = chain.from_iterable(one.diagnostics for one in loaded.values())
    return files, (*faults, *files.diagnostics)


def _settings(folder: Folder, ids: tuple[str, ...]) -> tuple[SettingsFile, tuple[Diagnostic, ...]]:
    """Read `site.toml`, which may be missing; a link that leads nowhere is not missing."""
    found = folder.settings
    loaded = folder.load("site.toml") if found.files else Loaded(None, found.diagnostics)
    file = read_settings(loaded.source, ids)
    findings = file.source.diagnoses(file.findings) if file.source else ()
    return file, (*loaded.diagnostics, *findings)


def _emptiness(found: Walk, content: Content) -> tuple[Diagnostic, ...]:
    if not found.exists:
        return (at("content", no_content(Span(0, 0))),)
    if not content.articles and not content.refused and not found.diagnostics:
        return (at("content", no_articles(Span(0, 0))),)
    return ()


def _sorted(*groups: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(chain.from_iterable(groups), key=lambda one: one.order))
