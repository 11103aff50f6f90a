"""What is known of one article once it was worked on, without the words of its pages.

Invariant: a record holds data alone, so that it may come from another process, another machine, or a build
of before.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import NamedTuple

from renderer.diagnostics import Diagnostic
from renderer.editions.index import Entry, Want
from renderer.site.manifest import EditionEntry
from renderer.value import value


class Output(NamedTuple):
    """A file of the output: its path, the SHA-256 of its bytes in hex, and how many they are."""

    path: str
    digest: str
    size: int


class Used(NamedTuple):
    """A file that pages show or link to: its path in the site, and the SHA-256 of its bytes in hex."""

    source: str
    digest: str


@value
class Record:
    """One article, or the lists of all, as they stood when they were worked on.

    `depends` maps what its pages depend on, besides its own text and the site's settings, to the state that
    it was in. `entry` is what other articles may know of it, `wants` what it takes for granted of them.
    `line` is what lists say of it, as JSON; `whole_line` the same for a build of everything, where that is
    made too. `used` maps paths of the output to the files of the site that lie there.

    `sound` says that it has no error of its own. `complete` is false for one whose pages could not be made
    because something round it has an error: it says nothing to a later build.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    draft: bool = False
    sound: bool = False
    complete: bool = False
    entry: Entry | None = None
    wants: tuple[Want, ...] = ()
    line: str = ""
    whole_line: str = ""
    editions: tuple[EditionEntry, ...] = ()
    outputs: tuple[Output, ...] = ()
    used: Mapping[str, Used] = field(default_factory=dict)
    depends: Mapping[str, str] = field(default_factory=dict)


class Result(NamedTuple):
    """A record, and the bytes of its outputs in the same order."""

    record: Record
    data: tuple[bytes, ...] = ()
