"""The site's own words in Markdown: the audiences' disclaimers and the line about the advisory board.

Invariant: they are read by the same rules as articles, and what is wrong with them stands at their place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from urllib.parse import unquote

from renderer.audiences import Audience
from renderer.build.assets import Placing, used_files
from renderer.build.workspace import EMPTY, Workspace, merged
from renderer.diagnostics import Diagnostic, Finding, Span, problem
from renderer.editions.edition import Edition
from renderer.editions.index import Want
from renderer.editions.link_problems import missing_file
from renderer.editions.number import number
from renderer.editions.resolve import Assume, Resolver
from renderer.editions.select import select
from renderer.language.parse import Document, parse_fragment, parse_line
from renderer.language.source import Source
from renderer.site.toml import TomlText
from renderer.value import value


@problem("shared-id")
def shared_id(name: str) -> tuple[str, str]:
    """A disclaimer, or the line about the advisory board, holds an id.

    These words stand on every page of their readers, where the article may have that id as well, and a link
    would lead to the wrong one of the two. Take the id out; headings there have none by themselves.
    """
    return f"the id '{name}' would stand on every page", f"take `#{name}` out: no link can lead here"


@value
class Piece:
    """One text of the site: its document, the file that it stands in and its place there."""

    document: Document
    file: Source
    text: TomlText

    def diagnose(self, finding: Finding) -> Diagnostic:
        """Return a finding in the text with its place in the file."""
        span = self.text.span
        if self.text.exact:
            span = Span(finding.span.start + span.start, finding.span.end + span.start)
        return self.file.diagnose(replace(finding, span=span))


class SiteWords:
    """The site's own words, for each audience."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _pieces(self) -> tuple[dict[str, Piece], Piece | None]:
        files, settings = self._workspace.site.audience_files, self._workspace.site.settings_file
        disclaimers = {
            name: self._piece(text, files.sources[name])
            for name, text in files.disclaimers.items()
            if text.text.strip()
        }
        board = settings.settings.advisory_board
        if settings.source is None or not board.text.strip():
            return disclaimers, None
        line = parse_line(Source(settings.source.path, board.text), self._workspace.vocabulary)
        return disclaimers, Piece(line, settings.source, board)

    def _piece(self, text: TomlText, file: Source) -> Piece:
        fragment = Source(file.path, text.text)
        return Piece(parse_fragment(fragment, self._workspace.vocabulary, named=False), file, text)

    def disclaimer(self, audience: Audience) -> Edition | None:
        """Return an audience's disclaimer, None when it has none."""
        piece = self._pieces[0].get(audience.id)
        return self._edition(piece, audience)

    def board(self, audience: Audience) -> Edition | None:
        """Return the line about the advisory board, None when there is none."""
        piece = self._pieces[1]
        return self._edition(piece, audience)

    def _edition(self, piece: Piece | None, audience: Audience) -> Edition | None:
        if piece is None:
            return None
        return self._read(piece, audience, Placing(self._workspace.assets), _taken)[0]

    def _read(
        self, piece: Piece, audience: Audience, placing: Placing, assume: Assume | None = None
    ) -> tuple[Edition, tuple[Finding, ...]]:
        """Return a text as an audience reads it, perhaps nothing; its links count from `content/`."""
        edition = number(select(piece.document, "", audience, self._workspace.site.settings.terms), {})
        resolver = Resolver(self._workspace.index, "content/.", placing, assume)
        targets, faults = resolver.resolve(edition)
        own = (one for one in edition.findings if one.code.name != EMPTY)
        shared = (shared_id(span, name) for name, span in edition.contents.ids)
        found = (replace(one, audiences=(audience.id,)) for one in (*own, *faults, *shared))
        return replace(edition, targets=targets), (*piece.document.findings, *found)

    def files(self, audiences: Iterable[Audience], *, pictures: bool) -> set[str]:
        """Return the files of the output that the words link to and, if wanted, show, for audiences."""
        read = (one for audience in audiences for one in (self.disclaimer(audience), self.board(audience)))
        return {path for one in read if one is not None for path in used_files(one, pictures=pictures)}

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what is wrong with the site's own words, each thing once."""
        disclaimers, board = self._pieces
        everybody = self._workspace.site.audiences
        found = [
            one
            for audience in everybody
            if (piece := disclaimers.get(audience.id))
            for one in self._judged(piece, (audience,))
        ]
        if board is not None:
            found.extend(self._judged(board, everybody))
        return tuple(dict.fromkeys((*found, *self._addresses())))

    def _judged(self, piece: Piece, readers: Iterable[Audience]) -> Iterator[Diagnostic]:
        """Yield what is wrong with a text for those who read it."""
        placing = Placing(self._workspace.assets)
        read = [self._read(piece, one, placing) for one in readers]
        names = tuple(edition.audience.id for edition, _ in read)
        faults = (replace(one, audiences=one.audiences or names) for _, found in read for one in found)
        for one in merged(faults, self._workspace.site.audiences.ids):
            yield piece.diagnose(one)
        yield from placing.faults()

    def _addresses(self) -> Iterator[Diagnostic]:
        """Yield a fault for each address in the settings that is a path and names no file of `static/`."""
        file = self._workspace.site.settings_file
        for key in ("editorial_policy_url", "follow_up_url"):
            url: str = getattr(file.settings, key)
            path = "static" + unquote(url.partition("#")[0].partition("?")[0])
            if url.startswith("/") and path not in self._workspace.site.files and file.source is not None:
                yield file.source.diagnose(missing_file(file.table.items[key].span, url, path))


def _taken(_: Want) -> None:
    """Take it that an article has what is wanted of it; `diagnostics` says where it has not."""
