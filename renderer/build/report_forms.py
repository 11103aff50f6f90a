"""How the report of a site is told as text and as JSON; `report_page` tells it as a page.

Invariant: the keys of the JSON and their meaning never change; later versions may add some.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Final, TypeAlias

from renderer.build.report import ArticleReport, EditionReport, Need, Report, State
from renderer.build.review_forms import approval_value, table
from renderer.reports.account import Account
from renderer.reports.human import counted, visible
from renderer.reports.json import objects

_Object: TypeAlias = dict[str, object]

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
_HEAD: Final = (
    "article", "audience", "needs", "status", "since", "waits for",
    "age", "words", "shared", "adapted", "left out", "grade", "limit", "errors", "warnings",
)  # fmt: skip


def age(updated: date | None, today: date) -> int | None:
    """Return how many days ago something was updated, None when nobody says; 0 for a day to come."""
    return None if updated is None else max(0, (today - updated).days)


def percent(part: int, whole: int) -> str:
    """Return a share as a whole percentage; what is there and less than one stays visible as `<1%`."""
    if part and part * 100 < whole:
        return "<1%"
    return f"{round(part * 100 / whole) if whole else 0}%"


def parts(one: EditionReport) -> tuple[str, ...]:
    """Return the shares of a text that are shared, adapted and left out, nothing where none is known."""
    if one.share is None:
        return ()
    return tuple(percent(part, sum(one.share)) for part in one.share)


def as_text(report: Report) -> str:
    """Return the report as a table with a line for each edition, and who is waited for."""
    rows = [row for article in report.articles for row in _rows(article, report.today)]
    lines = "".join(table([_HEAD, *rows])) if rows else ""
    return lines + "".join(_endings(report))


def _rows(article: ArticleReport, today: date) -> Iterator[tuple[str, ...]]:
    old = age(article.updated, today)
    for one in article.editions:
        share = parts(one) or ("", "", "")
        yield (
            visible(article.id),
            one.audience,
            NEEDS[one.need],
            STATES[one.state],
            one.since.isoformat() if one.since is not None else "-",
            visible(one.waits_for) or "-",
            "-" if old is None else f"{old} d",
            "" if one.share is None else str(one.share.words),
            *share,
            "" if one.grade is None else f"{one.grade.flesch_kincaid:.1f}",
            "" if one.limit is None else f"{one.limit:g}",
            str(one.errors),
            str(one.warnings),
        )
    if not article.editions:
        errors = sum(one.is_error for one in article.diagnostics)
        warnings = len(article.diagnostics) - errors
        blank = ("",) * (len(_HEAD) - 5)
        yield (visible(article.id), "-", NEEDS[article.need], *blank, str(errors), str(warnings))


def _endings(report: Report) -> Iterator[str]:
    """Yield what stands below the table: how many editions, who is waited for, and what else is wrong."""
    done = sum(one.need is Need.NOTHING for one in report.editions)
    yield f"{done} of {counted(len(report.editions), 'edition')} need nothing.\n"
    for who, editions in report.waiting().items():
        since = editions[0].since
        oldest = f", the oldest since {since.isoformat()}" if since is not None else ""
        verb = "waits" if len(editions) == 1 else "wait"
        yield f"{counted(len(editions), 'edition')} {verb} for {visible(who)}{oldest}.\n"
    if report.diagnostics:
        yield f"{counted(len(report.diagnostics), 'problem')} of no article: `renderer check` shows them.\n"


def as_json(report: Report) -> str:
    """Return the report as JSON text with a line end; the keys are told in docs/report.md."""
    whole: _Object = {
        "date": report.today.isoformat(),
        "title": report.title,
        "audiences": [one.id for one in report.audiences],
        "articles": [_article(one, report.today) for one in report.articles],
        "diagnostics": objects(Account(report.diagnostics)),
        "future_approvals": [approval_value(one) for one in report.future],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _article(one: ArticleReport, today: date) -> _Object:
    return {
        "id": one.id,
        "path": one.path,
        "title": one.title,
        "updated": one.updated.isoformat() if one.updated is not None else None,
        "age_days": age(one.updated, today),
        "needs": _key(one.need),
        "editions": [_edition(each) for each in one.editions],
        "diagnostics": objects(Account(one.diagnostics)),
    }


def _edition(one: EditionReport) -> _Object:
    grade, share = one.grade, one.share
    return {
        "audience": one.audience,
        "status": one.state.value,
        "needs": _key(one.need),
        "since": one.since.isoformat() if one.since is not None else None,
        "waits_for": one.waits_for or None,
        "last": approval_value(one.last) if one.last is not None else None,
        "words": share.words if share is not None else None,
        "shared": share.shared if share is not None else None,
        "adapted": share.adapted if share is not None else None,
        "left_out": share.left_out if share is not None else None,
        "flesch_kincaid": round(grade.flesch_kincaid, 1) if grade is not None else None,
        "smog": round(grade.smog, 1) if grade is not None and grade.smog is not None else None,
        "reading_grade": one.limit,
        "errors": one.errors,
        "warnings": one.warnings,
    }


def _key(need: Need) -> str:
    return need.name.lower().replace("_", "-")
