"""What has changed in an edition as values for JSON.

Invariant: the keys of an object and their meaning never change.
"""

from collections.abc import Iterable

from renderer.comparison.changes import Change
from renderer.comparison.changes_human import Origin, lines_of
from renderer.comparison.json import Value
from renderer.comparison.passages import spoken


def change_values(changes: Iterable[Change], origin: Origin) -> list[Value]:
    """Return an object for each changed block."""
    return [_change(one, origin) for one in changes]


def _change(change: Change, origin: Origin) -> Value:
    source, span = origin.of(change)
    first, last = lines_of(source, span)
    return {
        "kind": change.kind,
        "block": change.what,
        "was": change.was,
        "moved": change.moved,
        "path": source.path,
        "line": first,
        "end_line": last,
        "removed": change.count("removed"),
        "added": change.count("added"),
        "words": [
            {"state": part.state, "spaced": part.words[0].spaced, "text": spoken(part.words)}
            for part in change.parts
        ],
    }
