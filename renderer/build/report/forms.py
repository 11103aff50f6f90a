"""How the report of a site is told as text and as JSON; `page` tells it as a page.

Invariant: the keys of the JSON and their meaning never change; later versions may add some.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, TypeAlias

from renderer.build.report import words
from renderer.build.report.values import ArticleReport, EditionReport, Need, Report
from renderer.build.review_forms import approval_value, table
from renderer.columns import measure
from renderer.reports.account import Account
from renderer.reports.human import counted, visible
from renderer.reports.json import objects

_Object: TypeAlias = dict[str, object]

_HEAD: Final = (
    "article", "audience", "needs", "status", "since", "waits for",
    "age", "words", "shared", "adapted", "left out", "grade", "limit", "errors", "warnings",
)  # fmt: skip
_FREE: Final = (0, 1, 5)
"""The columns whose cells may be shortened: names."""
_NARROWEST: Final = 10
_CUT: Final = "…"


def as_text(report: Report, width: int | None = None) -> str:
    """Return the report as a table with a line for each edition, and who is waited for.

    With a width, names are shortened so that the table's lines are no longer, where that is possible.
    """
    rows = [_HEAD, *(row for article in report.articles for row in _rows(article, report.today))]
    lines = "".join(table(rows if width is None else _fitted(rows, width))) if rows[1:] else ""
    stop = words.blocked(report)
    return (f"{stop}.\n" if stop else "") + lines + "".join(_endings(report))


def _fitted(rows: Sequence[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    """Return rows with the widest of the names shortened, as far as a width asks for it."""
    widths = [max(map(measure, column)) for column in zip(*rows, strict=True)]
    over = sum(widths) + 2 * (len(widths) - 1) - width
    while over > 0:
        widest = max(_FREE, key=lambda n: widths[n])
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
        over -= 1
    return [tuple(map(_shortened, row, widths)) for row in rows]


def _shortened(cell: str, width: int) -> str:
    if measure(cell) <= width:
        return cell
    while measure(cell) >= width:
        cell = cell[:-1]
    return cell + _CUT


def _rows(article: ArticleReport, today: date) -> Iterator[tuple[str, ...]]:
    for one in article.editions:
        share = words.parts(one) or ("", "", "")
        yield (
            visible(article.id),
            one.audience,
            words.NEEDS[one.need],
            words.status(one),
            one.since.isoformat() if one.since is not None else "-",
            visible(one.waits_for) or "-",
            _age(article.updated, today),
            "" if one.share is None else str(one.share.words),
            *share,
            "" if one.grade is None else words.grade(one.grade, "<0"),
            "" if one.limit is None else f"{one.limit:g}",
            str(one.errors),
            str(one.warnings),
        )
    if not article.editions:
        errors = sum(one.is_error for one in article.diagnostics)
        warnings = len(article.diagnostics) - errors
        blank = ("",) * (len(_HEAD) - 5)
        yield (visible(article.id), "-", words.NEEDS[article.need], *blank, str(errors), str(warnings))


def _age(updated: date | None, today: date) -> str:
    old = words.age(updated, today)
    if old is None:
        return "later" if updated is not None else "-"
    return f"{old} d"


def _endings(report: Report) -> Iterator[str]:
    """Yield what stands below the table: how many editions, who is waited for, and what else is wrong."""
    yield f"{words.done(report)}.\n"
    if lost := words.unread(report):
        yield f"{lost}.\n"
    for who, some in report.waiting().items():
        (since, undated), names = words.since(some), words.those_who_may(who, report)
        oldest = f", the oldest since {since.isoformat()}" if since is not None else ""
        rest = f", {undated}" if undated else ""
        verb = "waits" if len(some) == 1 else "wait"
        named = f" ({names})" if names else ""
        yield f"{words.counted_waits(some)} {verb} for {visible(who + named)}{oldest}{rest}.\n"
    if report.diagnostics:
        them = "it" if len(report.diagnostics) == 1 else "them"
        number = counted(len(report.diagnostics), "problem")
        yield f"{number} of no article: `renderer check` shows {them}.\n"


def as_json(report: Report) -> str:
    """Return the report as JSON text with a line end; the keys are told in docs/report.md."""
    whole: _Object = {
        "date": report.today.isoformat(),
        "title": report.title,
        "blocked": report.blocked,
        "audiences": [one.id for one in report.audiences],
        "reviewers": list(report.reviewers),
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
        "updated": _day(one.updated),
        "age_days": words.age(one.updated, today),
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
        "since": _day(one.since),
        "later_than_today": _day(one.later),
        "waits_for": one.waits_for or None,
        "approved": [approval_value(each) for each in one.holding],
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


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _key(need: Need) -> str:
    return need.name.lower().replace("_", "-")
