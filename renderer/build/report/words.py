"""The words that every form of a report uses: what is needed, how an edition stands, how much of a text.

Invariant: a page and a text call the same thing by the same words.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from renderer.build.report.values import EditionReport, Need, Report, State, Waiting
from renderer.editions.grade import Grade
from renderer.reports.human import counted

STATES: Final = {
    State.ERRORS: "with errors",
    State.CHANGED: "changed since approved",
    State.UNDER_REVIEW: "under review",
    State.SUBMITTED: "submitted",
    State.DRAFT: "draft",
    State.APPROVED: "approved",
}
NEEDS: Final = {
    Need.MEND: "mend errors",
    Need.APPROVE_AGAIN: "approve again",
    Need.LOOK: "look at warnings",
    Need.APPROVE: "approve",
    Need.FINISH: "finish the draft",
    Need.NOTHING: "nothing",
}
LATER: Final = "dated later than today"
STOPPED: Final = "stopped by errors of other editions"


def status(one: EditionReport) -> str:
    """Return how an edition stands."""
    if one.is_stopped:
        return STOPPED
    return STATES[one.state] if one.later is None else f"{STATES[one.state]}, {LATER}"


def age(updated: date | None, today: date) -> int | None:
    """Return how many days ago something was updated, None when nobody says or the day is yet to come."""
    return None if updated is None or updated > today else (today - updated).days


def percents(parts: Sequence[int]) -> tuple[str, ...]:
    """Return parts of a whole as whole percentages that add up to 100.

    What is there and rounds to nothing stays visible as `<1%`, and then what is not all as `>99%`.
    """
    whole = sum(parts)
    if not whole:
        return ("0%",) * len(parts)
    found = [part * 100 // whole for part in parts]
    by_rest = sorted(range(len(parts)), key=lambda n: -(parts[n] * 100 % whole))
    for n in by_rest[: 100 - sum(found)]:
        found[n] += 1
    return tuple(_percent(part, rounded, whole) for part, rounded in zip(parts, found, strict=True))


def _percent(part: int, rounded: int, whole: int) -> str:
    if part and not rounded:
        return "<1%"
    return ">99%" if rounded == 100 and part < whole else f"{rounded}%"


def parts(one: EditionReport) -> tuple[str, ...]:
    """Return the shares of a text that are shared, adapted and left out, nothing where none is known."""
    return percents(one.share) if one.share is not None else ()


def grade(one: Grade, below: str) -> str:
    """Return a reading grade with one decimal; what is below every school is said in words."""
    number = round(one.flesch_kincaid, 1)
    return below if number < 0 else f"{number:.1f}"


def done(report: Report) -> str:
    """Return how many editions of how many need nothing."""
    number, total = sum(one.need is Need.NOTHING for one in report.editions), len(report.editions)
    return f"{number} of {counted(total, 'edition')} {'needs' if 1 in (number, total) else 'need'} nothing"


def unread(report: Report) -> str:
    """Return how many articles have no edition to report on, nothing when there is none."""
    lost = [one.is_read for one in report.unread]
    said = [
        f"{counted(number, 'article')} {words}"
        for number, words in ((lost.count(False), "cannot be read"), (lost.count(True), "without an edition"))
        if number
    ]
    return ", ".join(said)


def blocked(report: Report) -> str:
    """Return what errors round the articles mean, nothing when there is none."""
    if not report.blocked:
        return ""
    return (
        "Nothing is published while there are errors round the articles; "
        "approvals, too, wait until these are mended"
    )


def those_who_may(who: str, report: Report) -> str:
    """Return the names of those who are called one of so many, nothing for anybody else."""
    return ", ".join(report.reviewers) if who == f"one of {len(report.reviewers)} reviewers" else ""


def counted_waits(some: Iterable[Waiting]) -> str:
    """Return how many editions and articles wait."""
    articles = [not one.audience for one in some]
    counts = ((articles.count(False), "edition"), (articles.count(True), "article"))
    return " and ".join(counted(*one) for one in counts if one[0])


def since(some: Sequence[Waiting]) -> tuple[date | None, str]:
    """Return since when the oldest waits of which that is known, and of how many others it is not known."""
    known = [one.since for one in some if one.since is not None]
    unknown = len(some) - len(known)
    return min(known, default=None), f"{unknown} without a date" if known and unknown else ""
