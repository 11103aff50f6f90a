"""One article's whole work: from its source to a value that holds all that a build needs of it.

Invariant: a job and its result are values, so that the work can be done in any process, on any machine.
"""

from collections.abc import Sequence
from hashlib import sha256

from renderer.build.chrome import Chrome
from renderer.build.depends import Dependencies
from renderer.build.outputs import Outputs, Part, lists_of, part_of
from renderer.build.record import Output, Record, Result
from renderer.build.scope import Extent
from renderer.build.site_pages import Line
from renderer.build.workspace import Finished, Workspace
from renderer.diagnostics import Diagnostic
from renderer.site.codec import read, write
from renderer.site.load import Loaded
from renderer.value import value


@value
class Job:
    """An article to work on: its id, or the path of a file that may not be one, and its text."""

    article: str
    loaded: Loaded


class Worker:
    """Does the work on the articles of one site, for a build of some extent, whose `chromes` it is given.

    Its pages are made unless something round them has an error. With `tries` they are made in spite of that,
    to find what is wrong with templates; a page that lacks what the error took away is then let be. With
    `tries_all` the pages of everything are made as well.
    """

    def __init__(
        self, chrome: Chrome, whole: Chrome, *, tries_all: bool, makes_pages: bool, tries: bool
    ) -> None:
        self.workspace = chrome.workspace
        self.chrome, self.whole = chrome, whole
        self.tries_all = tries_all
        self.makes_pages = makes_pages
        self.tries = tries
        self._passed_over = (LookupError,) if tries else ()
        self._depends = Dependencies(self.workspace, chrome.words)

    def run(self, job: Job) -> Result:
        """Return what comes of an article.

        One that cannot be read is judged by that alone; so is a site without an audience.

        Raises:
            ReadError: a picture could be read when the site was, and cannot be read now.
        """
        source, faults, _ = job.loaded
        if source is None or not self.workspace.site.audiences:
            return Result(Record(faults))
        finished, entry, wants = self.workspace.work_on(job.article, source)
        draft, sound = finished.prepared.draft, finished.sound
        part, tried = self._parts(finished) if sound and not draft and self.makes_pages else (None, None)
        wrong = _template_faults(part, tried)
        depends = self._depends.of(finished, all_names=draft or not sound)
        record = Record(
            diagnostics=(*faults, *finished.diagnostics, *wrong),
            draft=draft,
            sound=sound,
            complete=not sound or draft or (self.makes_pages and not wrong),
            entry=entry,
            wants=wants,
            line=write(part.line) if part else "",
            whole_line=write(tried.line) if tried else "",
            editions=tuple(part.outputs.editions) if part else (),
            outputs=_described(part.outputs) if part else (),
            used=part.used if part else {},
            depends={**depends, **self._of_pages()} if part else depends,
        )
        return Result(record, tuple(part.outputs.files.values()) if part else ())

    def _parts(self, finished: Finished) -> tuple[Part | None, Part | None]:
        """Return an article's part of this build, and that of a build of everything if it is tried."""
        self._forget_asked()
        try:
            part = part_of(self.chrome, finished)
            return part, part_of(self.whole, finished) if self.tries_all else None
        except self._passed_over:
            return None, None

    def prepare(self) -> None:
        """Make ready what copies of this process should not each make again."""
        for chrome in (self.chrome, self.whole):
            chrome.pages.compile()

    def lists(self, lines: Sequence[str], whole_lines: Sequence[str]) -> Result:
        """Return the pages that list articles, by what lists say of each; and what is wrong with theirs."""
        self._forget_asked()
        try:
            outputs = lists_of(self.chrome, [read(Line, one) for one in lines])
        except self._passed_over:
            return Result(Record())
        wrong = list(outputs.diagnostics)
        if self.tries_all:
            wrong.extend(lists_of(self.whole, [read(Line, one) for one in whole_lines]).diagnostics)
        depends = self._of_pages()
        record = Record(tuple(wrong), complete=not wrong, outputs=_described(outputs), depends=depends)
        return Result(record, tuple(outputs.files.values()))

    def _of_pages(self) -> dict[str, str]:
        """Return what the pages depend on that were made since the templates were forgotten."""
        return self._depends.of_pages(self.chrome.pages.asked | self.whole.pages.asked)

    def _forget_asked(self) -> None:
        self.chrome.pages.forget_asked()
        self.whole.pages.forget_asked()


def chromes(workspace: Workspace, extent: Extent) -> tuple[Chrome, Chrome]:
    """Return the chrome of a build's pages and that of the pages of everything, which may be the same."""
    chrome = Chrome(workspace, extent.scope)
    return chrome, chrome if extent.scope == extent.whole else Chrome(workspace, extent.whole)


def _template_faults(*parts: Part | None) -> tuple[Diagnostic, ...]:
    return tuple(fault for one in parts if one for fault in one.outputs.diagnostics)


def _described(outputs: Outputs) -> tuple[Output, ...]:
    return tuple(Output(path, sha256(data).hexdigest(), len(data)) for path, data in outputs.files.items())
