"""How a review is told: for people, and as JSON for other tools.

Invariant: the keys of the JSON and their meaning never change; later versions may add some.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final
from unicodedata import normalize

from renderer.build.review import EditionReview, ReviewOutcome
from renderer.comparison.changes_human import words_changed, write_changes
from renderer.comparison.changes_json import change_values
from renderer.comparison.human import Shape
from renderer.comparison.json import Value
from renderer.editions.edition import Review
from renderer.reports.human import counted, visible
from renderer.site.approvals import Approval
from renderer.writers.wrap import columns

_HEAD: Final = ("since", "article", "audience", "status", "last approved", "since then")


def as_json(outcome: ReviewOutcome) -> str:
    """Return editions as JSON text with a line end."""
    whole: Value = {"editions": [_value(one) for one in outcome.editions]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _value(one: EditionReview) -> Value:
    return {
        "article": one.article,
        "audience": one.audience,
        "path": one.origin.source.path,
        "status": one.status.value,
        "since": _day(one.since) or None,
        "approved": [approval_value(each) for each in one.holding],
        "last": approval_value(one.last) if one.last is not None else None,
        "removed": sum(each.count("removed") for each in one.changes),
        "added": sum(each.count("added") for each in one.changes),
        "changes": change_values(one.changes, one.origin),
    }


def approval_value(one: Approval) -> Value:
    """Return an approval as what JSON knows."""
    return {"by": one.by, "on": one.on.isoformat(), "note": one.note, "path": one.path}


def as_text(outcome: ReviewOutcome, shape: Shape) -> str:
    """Return what was asked for of an article's editions as text, one after the other."""
    return "\n".join("".join(_edition(one, shape)) for one in outcome.editions)


def _edition(one: EditionReview, shape: Shape) -> Iterator[str]:
    head = f"{one.origin.source.path} for {one.audience}: "
    if one.last is None:
        yield f"{head}nobody has approved it yet ({_status(one.status)}).\n"
    elif one.holding:
        yield f"{head}approved by {_people(one.holding)}; the words are the same.\n"
    else:
        yield f"{head}{_status(one.status)}. Approved last by {_people((one.last,))}, in other words:\n\n"
        yield write_changes(one.changes, one.origin, shape)
        yield f"\n{counted(len(one.changes), 'block')} changed since: {words_changed(one.changes)}.\n"


def _people(approvals: Iterable[Approval]) -> str:
    """Return who approved and when, each person once; what a merge kept twice is one."""
    days: dict[str, list[str]] = {}
    for one in approvals:
        note = " ".join(one.note.split())
        said = f"on {one.on.isoformat()}{f' ({note})' if note else ''}"
        days.setdefault(normalize("NFC", one.by), []).append(said)
    people = [visible(f"{by} {', again '.join(dict.fromkeys(said))}") for by, said in days.items()]
    return ", ".join(people[:-1]) + (" and " if people[1:] else "") + people[-1]


def as_list(outcome: ReviewOutcome) -> str:
    """Return the editions that wait as a table, and how many of how many they are."""
    rows = [_HEAD, *map(_row, outcome.editions)] if outcome.editions else []
    waits = "waits" if len(outcome.editions) == 1 else "wait"
    total = counted(outcome.count, "edition")
    last = f"{len(outcome.editions)} of {total} {waits} for approval.\n"
    return "".join(table(rows)) + last


def _row(one: EditionReview) -> tuple[str, ...]:
    last = one.last
    return (
        _day(one.since) or "-",
        one.article,
        one.audience,
        _status(one.status),
        visible(f"by {last.by} on {_day(last.on)}") if last is not None else "never",
        words_changed(one.changes) if last is not None else "",
    )


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines, each column as wide as its widest cell."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip() + "\n"


def _status(status: Review) -> str:
    return status.value.replace("-", " ")


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
