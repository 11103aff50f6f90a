"""What has changed in an edition as values for JSON.

Invariant: the keys of an object and their meaning never change.
"""

from collections.abc import Iterable

from renderer.comparison.changes import Change
from renderer.comparison.changes_human import lines_of
from renderer.comparison.json import Value
from renderer.comparison.passages import spoken
from renderer.language.source import Source


def change_values(changes: Iterable[Change], source: Source) -> list[Value]:
    """Return an object for each changed block; `source` is the article's."""
    return [_change(one, source) for one in changes]


def _change(change: Change, source: Source) -> Value:
    first, last = lines_of(source, change.span)
    return {
        "kind": change.kind,
        "block": change.what,
        "was": change.was,
        "moved": change.moved,
        "line": first,
        "end_line": last,
        "removed": change.count("removed"),
        "added": change.count("added"),
        "words": [
            {"state": part.state, "spaced": part.words[0].spaced, "text": spoken(part.words)}
            for part in change.parts
        ],
    }
