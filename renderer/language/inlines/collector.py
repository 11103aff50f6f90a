"""What one pass over a block's words collects: words, pieces, and the brackets still open.

Invariant: words next to each other become one piece, in the innermost open bracket.
"""

from typing import TYPE_CHECKING

from renderer.diagnostics import Span
from renderer.language import problems
from renderer.language.attributes import Listed
from renderer.language.inlines.finish import Finisher, depth_of
from renderer.language.inlines.links import Targets
from renderer.language.inlines.pieces import Frame, Piece
from renderer.language.inlines.ticks import Ticks
from renderer.language.reading import Place, Reading
from renderer.language.rules.depth import LIMIT
from renderer.language.tree import Citation, TaggedInline, Text

if TYPE_CHECKING:
    from renderer.language.inlines.html import Html


class Collector:
    """The state of one pass.

    `cell`: the words are a table's cell. `freed` counts escaped `{` without `}`. `lone_ticks` is the first
    run of backticks that closes nothing, and `coded_tag` says that a code span holds what looks like a tag.
    """

    __slots__ = (
        "_end", "_html", "_start", "_targets", "_text", "_ticks", "cell", "coded_tag", "finisher", "frames",
        "freed", "lone_ticks", "place", "reading", "words",
    )  # fmt: skip

    def __init__(self, words: str, place: Place, reading: Reading, *, cell: bool = False) -> None:
        self.words = words
        self.place = place
        self.reading = reading
        self.cell = cell
        self.freed = 0
        self.lone_ticks: Span | None = None
        self.coded_tag = False
        self._targets: Targets | None = None
        self._html: Html | None = None
        self._ticks: Ticks | None = None
        self.finisher = Finisher(reading, place)
        self.frames = [Frame(-1, 0)]
        self._text: list[str] = []
        self._start = self._end = 0

    @property
    def targets(self) -> Targets:
        """The reader of link targets."""
        if self._targets is None:
            self._targets = Targets(self.words)
        return self._targets

    @property
    def html(self) -> "Html":
        """The reader of what begins with `<`."""
        if self._html is None:
            from renderer.language.inlines.html import Html  # noqa: PLC0415 - few texts hold a `<`

            self._html = Html(self.words)
        return self._html

    @property
    def ticks(self) -> Ticks:
        """The runs of backticks."""
        if self._ticks is None:
            self._ticks = Ticks(self.words)
        return self._ticks

    @property
    def frame(self) -> Frame:
        """The innermost open bracket."""
        return self.frames[-1]

    def span(self, start: int, end: int) -> Span:
        """Return the span in the source of a stretch of the words."""
        return self.place.span(start, end)

    def text(self, text: str, start: int, end: int) -> None:
        """Add words that a reader sees."""
        if not self._text:
            self._start = start
        self._text.append(text)
        self._end = end

    def push(self, piece: Piece) -> None:
        """Add a piece to the innermost open bracket."""
        if self._text:
            self.flush()
        self.frames[-1].pieces.append(piece)

    def cite(self, citation: Citation) -> None:
        """Add a citation."""
        self.frames[-1].pieces.append(citation)
        self.frames[-1].cites.append(citation.span)
        self.reading.citations.append(citation)

    def flush(self) -> None:
        """Make the words collected so far a piece."""
        if self._text:
            span = self.place.span(self._start, self._end)
            text = self._text[0] if len(self._text) == 1 else "".join(self._text)
            self.frames[-1].pieces.append(Text(text, span))
            self._text.clear()

    def trim(self) -> None:
        """Take white space off the end of the words collected."""
        while self._text:
            kept = self._text[-1].rstrip(" \t")
            self._end -= len(self._text[-1]) - len(kept)
            self._text[-1] = kept
            if kept:
                return
            self._text.pop()

    def inherit(self, frame: Frame) -> None:
        """Take over what a closed bracket says of its content."""
        outer = self.frames[-1]
        outer.mentions.extend(frame.mentions)
        outer.links |= frame.links
        outer.cites.extend(frame.cites)

    def merge(self, frame: Frame, close: int) -> None:
        """Give a bracket that is only text back to the one round it; its `]` stands at `close`."""
        self.text(self.words[frame.at : frame.inside], frame.at, frame.inside)
        self.flush()
        self.frames[-1].pieces.extend(frame.pieces)
        self.inherit(frame)
        self.text("]", close, close + 1)

    def finish(self) -> tuple[TaggedInline, ...]:
        """Return the nodes of the whole; a bracket that is still open is reported."""
        self.flush()
        while len(self.frames) > 1:
            frame = self.frames.pop()
            self.reading.report(problems.stray_bracket(self.span(frame.at, frame.inside), "["))
            self.frames[-1].pieces.extend(one for one in frame.pieces if not isinstance(one, Listed))
            self.inherit(frame)
        if self.lone_ticks is not None and self.coded_tag:
            self.reading.report(problems.stray_backtick(self.lone_ticks))
        root = self.frames[0]
        self.reading.mentions.extend(root.mentions)
        nodes = self.finisher.finish(root.pieces)
        if self.finisher.made > LIMIT and depth_of(nodes) > LIMIT:
            self.reading.report(problems.too_deep(self.span(0, len(self.words))))
            return ()
        return nodes
