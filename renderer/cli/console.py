"""The one place that prints: results to standard output, everything else to standard error.

Invariant: a reader who has gone (a closed pipe) ends the writing and nothing else; colours go to terminals
alone, and to none when NO_COLOR is set; no word of an author is a command to a machine that reads along.
"""

import io
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from renderer.diagnostics import Diagnostic

if TYPE_CHECKING:
    from renderer.site.approvals import Approval

_COLUMNS = 80
_RECORDS = 10
_PEOPLE = 3
"""So many records of approvals are warned of, and so many names in one."""


def prepare() -> None:
    """Make both streams UTF-8, whatever the locale, and able to write a name that is not Unicode.

    One that the caller closed before the start takes what is written nowhere, not to the other one.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def result(text: str) -> None:
    """Write what was asked for, as it is, to standard output."""
    _write(sys.stdout, text)


def result_for_people(text: str) -> None:
    """Write what was asked for, and is for people to read, to standard output."""
    _write(sys.stdout, _no_command(text))


def note(text: str) -> None:
    """Write a line about the run to standard error."""
    from renderer.reports.human import visible

    _write(sys.stderr, _no_command("\n".join(map(visible, text.splitlines())) + "\n"))


def note_all(diagnostics: Iterable[Diagnostic]) -> None:
    """Write what was found on the way to something else to standard error; nothing when it is nothing."""
    found = tuple(diagnostics)
    if found:
        from renderer.reports.account import Account
        from renderer.reports.human import write_human

        _write(sys.stderr, _no_command(write_human(Account(found, colour=_in_colour(sys.stderr)))))


def note_future(approvals: Iterable["Approval"]) -> None:
    """Warn of approvals that are dated later than today: once of a record, and of so many records at most."""
    records: dict[str, list[Approval]] = {}
    for one in dict.fromkeys(approvals):
        records.setdefault(one.path, []).append(one)
    for path, some in list(records.items())[:_RECORDS]:
        people = list(dict.fromkeys(one.by for one in some))
        more = f" and {len(people) - _PEOPLE} more" if people[_PEOPLE:] else ""
        signed = f"It is signed by {', '.join(people[:_PEOPLE])}{more}."
        note(f"Warning: {path} is dated {some[-1].on.isoformat()}, which is yet to come. {signed}")
    rest = len(records) - _RECORDS
    if rest > 0:
        records_are = "record is" if rest == 1 else "records are"
        note(f"Warning: {rest} more {records_are} dated later than today.")


def results_in_colour() -> bool:
    """Whether whoever reads the results sees colours."""
    return _in_colour(sys.stdout)


def result_width() -> int:
    """Return how many columns whoever reads the results has: those of the terminal, else 80."""
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _COLUMNS
    except (OSError, ValueError):  # no terminal, or a stream of a test
        return _COLUMNS


def terminal_width() -> int | None:
    """Return how many columns the terminal has that the results go to, None where they go elsewhere."""
    return result_width() if sys.stdout.isatty() else None


class Bar:
    """A bar on the terminal that shows how far a piece of work is; it goes when the work is done."""

    def __init__(self, what: str, count: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(file=sys.stderr), transient=True)
        self._task = self._progress.add_task(what, total=count)
        self._progress.start()

    def show(self, done: int) -> None:
        """Show that so much is done."""
        self._progress.update(self._task, completed=done)

    def end(self) -> None:
        """Take the bar away."""
        self._progress.stop()


def notes_on_terminal() -> bool:
    """Whether whoever reads the notes sees a bar that moves."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _no_command(text: str) -> str:
    """Return a text with a dot in each line that GitHub's runner would carry out, where it is the reader.

    It takes `::name` for a command behind blanks too, and `##[name]` anywhere.
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    return re.sub(
        r"^([^\S\n]*):(?=:\w)|#(?=#\[)", lambda found: f"{found[1] or ''}·", text, flags=re.MULTILINE
    )


def _in_colour(stream: TextIO) -> bool:
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty()


def _write(stream: TextIO, text: str) -> None:
    """Write at once. A stream that the caller closed takes nothing.

    Raises:
        OSError: the stream is a file, and its disk is full or broken.
    """
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        _forget(stream)
        if not isinstance(error, BrokenPipeError):
            raise


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _forget(stream: TextIO) -> None:
    """Let what the stream still holds go nowhere, or Python would fail on it again when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
