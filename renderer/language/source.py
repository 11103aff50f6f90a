"""One text with a path, and where in it an offset lies.

Invariant: a source's text has no carriage return and no byte-order mark, and its lines and columns are those
that an editor shows.
"""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import Final

from renderer.diagnostics import Diagnostic, Edit, Finding, Mending, Severity, Span

_PASSAGE = 100
_KEPT: Final = 500
"""Characters that a diagnostic keeps on either side of its place, in a line of four times as many."""


class Source:
    """A text and its path relative to the site, with `/` between the parts."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; one more than there are line ends."""
        return self.text.split("\n")

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of each line's first character."""
        return list(accumulate((len(line) + 1 for line in self.lines), initial=0))[:-1]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, both from 1; an offset past the end counts as the end."""
        offset = min(max(offset, 0), len(self.text))
        index = bisect_right(self.line_starts, offset) - 1
        return index + 1, offset - self.line_starts[index] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and column from 1, kept within the text and the line."""
        index = min(max(line, 1), len(self.lines)) - 1
        return self.line_starts[index] + min(max(column, 1) - 1, len(self.lines[index]))

    def line_span(self, line: int) -> Span:
        """Return the span of a line's words: from 1, without its indent and its line end."""
        words = self.lines[line - 1].rstrip()
        start = self.line_starts[line - 1]
        return Span(start + len(words) - len(words.lstrip()), start + len(words))

    def diagnose(self, finding: Finding) -> Diagnostic:
        """Return the finding with its place in this text."""
        line, column = self.place(finding.span.start)
        end_line, end_column = self.place(max(finding.span))
        code = finding.code
        skipped, excerpt = _excerpt(self.lines[line - 1], column - 1)
        return Diagnostic(
            code.name, code.severity, finding.message, self.path, line, column, end_line, end_column,
            finding.help, finding.audiences, excerpt,
            None if finding.mending is None else self._placed(finding.mending),
            self.text[finding.span.start : finding.span.start + _PASSAGE],
            skipped,
        )  # fmt: skip

    def _placed(self, edit: Edit) -> Mending:
        return Mending(*self.place(edit.span.start), *self.place(edit.span.end), edit.text)

    def edit(self, mending: Mending) -> Edit:
        """Return a mending of this text by its offsets."""
        line, column, end_line, end_column, text = mending
        return Edit(Span(self.offset(line, column), self.offset(end_line, end_column)), text)

    def diagnoses(self, findings: Iterable[Finding]) -> tuple[Diagnostic, ...]:
        """Return the findings with their places, in the order of the text."""
        return tuple(sorted(map(self.diagnose, findings), key=lambda one: one.order))


def _excerpt(line: str, at: int) -> tuple[int, str]:
    """Return what is kept of a line for a finding at an offset, and how many characters of it stand before.

    A line may be a whole file, and hold a finding at each word.
    """
    skipped = max(0, at - _KEPT) if len(line) > 4 * _KEPT else 0
    return skipped, line[skipped : at + _KEPT] if len(line) > 4 * _KEPT else line


def is_error(finding: Finding) -> bool:
    """Whether the finding leaves an article without editions."""
    return finding.code.severity is Severity.ERROR
