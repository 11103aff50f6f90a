"""The report of a site as one page that needs no other file: a matrix of articles by audiences.

Invariant: no script runs and nothing is fetched.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Final

from renderer.build.report import words
from renderer.build.report.matrix import matrix
from renderer.build.report.overview import glance, waits
from renderer.build.report.pieces import anchor, day, name, people, said, symbols
from renderer.build.report.values import ArticleReport, Report
from renderer.diagnostics import Diagnostic
from renderer.reports.human import counted
from renderer.site.approvals import Approval
from renderer.site.report_file import MARK

_FEW: Final = 3
"""So many problems of no article are shown of one code, and so many approvals that are yet to come."""


_SOME: Final = 20
"""So many problems of an article are shown."""
_ROUND: Final = "round"
_TYPED: Final = re.compile(r"`([^`]+)`")


def as_page(report: Report) -> str:
    """Return the report as a whole page of HTML."""
    title = escape(f"{report.title}: editorial report" if report.title else "Editorial report")
    shown = f"{name(report.title)}: editorial report" if report.title else title
    style = files(__package__).joinpath("report.css").read_text("utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{MARK}\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n{symbols()}<header>\n{_banner(report)}"
        f"<h1>{shown}</h1>\n<p>{_opening(report)}</p>\n</header>\n"
        f"<main>\n{''.join(_body(report))}</main>\n</body>\n</html>\n"
    )


def _banner(report: Report) -> str:
    stop = words.blocked(report)
    if not stop:
        return ""
    return f'<p class="alarm"><strong>{stop}: {", ".join(_ways(report))}.</strong></p>\n'


def _ways(report: Report) -> Iterator[str]:
    """Yield links to the errors round the articles: those of none, and those of an edition's records."""
    if errors := sum(one.is_error for one in report.diagnostics):
        yield f'<a href="#{_ROUND}">{counted(errors, "error")}</a>'
    of_records = [
        article.id
        for article in report.articles
        for one in article.diagnostics
        if one.is_error and one.path != article.path
    ]
    if of_records:
        yield f'<a href="#{anchor("p", of_records[0])}">{counted(len(of_records), "error")} of approvals</a>'


def _opening(report: Report) -> str:
    lost = words.unread(report)
    articles = counted(len(report.articles), "article")
    return f"As of {day(report.today)}: {articles}, {words.done(report)}{f'; {lost}' if lost else ''}."


def _body(report: Report) -> Iterator[str]:
    errors = [one for one in report.diagnostics if one.is_error]
    warnings = [one for one in report.diagnostics if not one.is_error]
    yield from _by_code("Wrong round the articles", errors)
    yield from glance(report)
    yield from _future(report)
    yield from waits(report)
    if report.articles:
        yield from matrix(report)
    if any(one.diagnostics for one in report.articles):
        yield f"<section>\n<h2>Open problems</h2>\n{''.join(map(_problems, report.articles))}</section>\n"
    yield from _by_code("Warnings of no article", warnings)


def _future(report: Report) -> Iterator[str]:
    records: dict[str, list[Approval]] = {}
    for one in report.future:
        records.setdefault(one.path, []).append(one)
    if records:
        listed = "".join(
            f"<li>{people(some)} in <code>{said(path)}</code>: {day(some[-1].on)}</li>\n"
            for path, some in list(records.items())[:_FEW]
        )
        more = len(records) - _FEW
        rest = f"<li>and {counted(more, 'record')} more</li>\n" if more > 0 else ""
        yield '<section class="alarm">\n<h2>Approvals that are dated later than today</h2>\n'
        yield f"<ul>\n{listed}{rest}</ul>\n</section>\n"


# ------------------------------------------------------------------------------------------- the problems


def _by_code(title: str, found: Sequence[Diagnostic]) -> Iterator[str]:
    """Yield problems of no article by their codes: the first of each, and how many more."""
    if not found:
        return
    place = f' id="{_ROUND}"' if found[0].is_error else ""
    yield f"<section>\n<h2{place}>{title}</h2>\n"
    for code, each in groupby(sorted(found, key=lambda one: one.code), key=lambda one: one.code):
        some = list(each)
        yield f"<h3>{code}: {counted(len(some), some[0].severity.value)}</h3>\n"
        yield _list(some, _FEW, "renderer check")
    yield "</section>\n"


def _problems(one: ArticleReport) -> str:
    if not one.diagnostics:
        return ""
    head = f'<h3 id="{anchor("p", one.id)}">{name(one.title or one.id)}</h3>\n'
    return head + _list(one.diagnostics, _SOME, f"renderer check {one.id}")


def _list(found: Sequence[Diagnostic], most: int, command: str) -> str:
    """Return a list of so many problems, and what shows the others."""
    more = len(found) - most
    rest = f"<li>and {more} more: <code>{said(command)}</code> shows all of them</li>\n" if more > 0 else ""
    return f"<ul>\n{''.join(map(_diagnostic, found[:most]))}{rest}</ul>\n"


def _diagnostic(one: Diagnostic) -> str:
    place = f"{one.path}:{one.line}:{one.column}"
    readers = f" <small>For {', '.join(one.audiences)}.</small>" if one.audiences else ""
    advice = f'<p class="help">{_told(one.help)}</p>' if one.help else ""
    return (
        f"<li><code>{said(place)}</code> <strong>{one.severity}[{one.code}]</strong>: "
        f"{_told(one.message)}{readers}{advice}</li>\n"
    )


def _told(text: str) -> str:
    """Return words of ours, what stands between backticks in them as code."""
    return _TYPED.sub(r"<code>\1</code>", said(text))
