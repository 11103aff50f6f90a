"""The report of a site as one page that needs no other file: a matrix of articles by audiences.

Invariant: every word of the content is escaped, no script runs and nothing is fetched; nothing is told by
colour alone, and each picture says in words what it shows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from importlib.resources import files
from typing import Final

from renderer.audiences import Audience
from renderer.build.report import ArticleReport, EditionReport, Need, Report, State
from renderer.build.report_forms import NEEDS, STATES, age, parts
from renderer.diagnostics import Diagnostic
from renderer.reports.human import counted, visible
from renderer.site.report_file import MARK

_BAR: Final = 120
"""The width of a bar, in CSS pixels."""
_HARDEST: Final = 18
"""The reading grade at the end of a scale."""
_PARTS: Final = ("shared with all", "adapted", "left out")
_KINDS: Final = ("shared", "adapted", "left-out")
"""The parts of a text by their classes."""
_SIGNS: Final = {
    State.ERRORS: '<path d="M4 4l8 8M12 4l-8 8"/>',
    State.CHANGED: '<path d="M13 8a5 5 0 1 1-1.7-3.8M13 2v3.5H9.5"/>',
    State.UNDER_REVIEW: '<circle cx="8" cy="8" r="5"/><path d="M8 5v3l2 1.5"/>',
    State.SUBMITTED: '<circle cx="8" cy="8" r="5"/>',
    State.DRAFT: '<path d="M3 13l1-3.5L10.5 3 13 5.5 6.5 12z"/>',
    State.APPROVED: '<path d="M3 8.5l3.5 3.5L13 4.5"/>',
}


def as_page(report: Report) -> str:
    """Return the report as a whole page of HTML."""
    title = escape(f"{report.title}: editorial report" if report.title else "Editorial report")
    style = files(__package__).joinpath("report.css").read_text("utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{MARK}\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n{_symbols()}<header>\n<h1>{title}</h1>\n"
        f"<p>{_opening(report)}</p>\n</header>\n<main>\n{''.join(_body(report))}</main>\n</body>\n</html>\n"
    )


def _symbols() -> str:
    signs = "".join(
        f'<symbol id="s-{state}" viewBox="0 0 16 16">{path}</symbol>' for state, path in _SIGNS.items()
    )
    hatch = (
        '<pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        '<rect width="4" height="4" class="adapted-ground"/><path d="M0 0v4" class="adapted-line"/></pattern>'
    )
    return f'<svg width="0" height="0" aria-hidden="true" class="defs">{hatch}{signs}</svg>\n'


def _opening(report: Report) -> str:
    done = sum(one.need is Need.NOTHING for one in report.editions)
    total = counted(len(report.editions), "edition")
    articles = counted(len(report.articles), "article")
    day = report.today.isoformat()
    return f'As of <time datetime="{day}">{day}</time>: {articles}, {done} of {total} need nothing.'


def _body(report: Report) -> Iterator[str]:
    if report.future:
        listed = ", ".join(f"<code>{_said(one.path)}</code> ({one.on.isoformat()})" for one in report.future)
        yield f'<p class="alarm">Approvals that are dated later than today: {listed}.</p>\n'
    if report.diagnostics:
        yield "<section>\n<h2>Wrong round the articles</h2>\n"
        yield f"<ul>\n{''.join(map(_diagnostic, report.diagnostics))}</ul>\n</section>\n"
    yield f"<section>\n<h2>At a glance</h2>\n{''.join(_glance(report))}</section>\n"
    waiting = report.waiting()
    if waiting:
        rows = "".join(_waiting(who, editions) for who, editions in waiting.items())
        yield (
            '<section>\n<h2>Who is waited for</h2>\n<table class="waits">\n'
            '<thead><tr><th scope="col">Who</th><th scope="col" class="number">Editions</th>'
            f'<th scope="col">Oldest since</th><th scope="col">Which</th></tr></thead>\n'
            f"<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
        )
    if report.articles:
        yield f"<section>\n<h2>Articles</h2>\n{_legend()}{''.join(_matrix(report))}</section>\n"
    if any(one.diagnostics for one in report.articles):
        yield f"<section>\n<h2>Open problems</h2>\n{''.join(map(_problems, report.articles))}</section>\n"


# ------------------------------------------------------------------------------------------- the overview


def _glance(report: Report) -> Iterator[str]:
    """Yield a bar for each audience: how many of its editions stand how."""
    yield '<table class="glance">\n<tbody>\n'
    for one in report.audiences:
        counts = Counter(edition.state for edition in report.editions if edition.audience == one.id)
        words = ", ".join(f"{counts[state]} {STATES[state]}" for state in State if counts[state]) or "none"
        yield (
            f'<tr><th scope="row">{escape(one.name)}</th><td>{_counts_bar(counts, words)}</td>'
            f"<td>{words}</td></tr>\n"
        )
    yield "</tbody>\n</table>\n"


def _counts_bar(counts: Counter[State], words: str) -> str:
    total, at, drawn = max(1, counts.total()), 0.0, []
    for state in State:
        width = counts[state] * 2 * _BAR / total
        if width:
            drawn.append(f'<rect x="{at:.1f}" width="{width:.1f}" height="14" class="of-{state}"/>')
            at += width
    return _svg(2 * _BAR, 14, words, "".join(drawn))


def _waiting(who: str, editions: tuple[EditionReport, ...]) -> str:
    since = editions[0].since
    listed = ", ".join(
        f'<a href="#a-{escape(one.article)}">{_said(one.article)}</a> ({one.audience})' for one in editions
    )
    return (
        f'<tr><th scope="row">{_said(who)}</th><td class="number">{len(editions)}</td>'
        f"<td>{_day(since)}</td><td>{listed}</td></tr>\n"
    )


# --------------------------------------------------------------------------------------------- the matrix


def _legend() -> str:
    drawn = [f'<rect width="16" height="10" class="{kind}"/>' for kind in _KINDS]
    samples = "".join(
        f"<li>{_svg(16, 10, '', one)} {words}</li>" for one, words in zip(drawn, _PARTS, strict=True)
    )
    return (
        '<p class="note">What needs an editor first stands first. A bar says how much of an article a reader '
        "has in common with all others, has adapted, or does not get:</p>\n"
        f'<ul class="legend">{samples}<li>{_scale(9, 8, "")} reading grade (dot) and limit (line)</li></ul>\n'
    )


def _matrix(report: Report) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{escape(one.name)}</th>' for one in report.audiences)
    yield '<table class="matrix">\n<thead>\n<tr><th scope="col">Article</th>'
    yield f"{heads}</tr>\n</thead>\n<tbody>\n"
    for one in report.articles:
        cells = "".join(_cells(one, report.audiences))
        yield f'<tr id="a-{escape(one.id)}">{_article(one, report.today)}{cells}</tr>\n'
    yield "</tbody>\n</table>\n"


def _article(one: ArticleReport, today: date) -> str:
    old = age(one.updated, today)
    aged = "no date" if old is None else f"updated {counted(old, 'day')} ago"
    found = _problem_count(one.diagnostics)
    linked = f'<p><a href="#p-{escape(one.id)}">{found}</a></p>' if found else ""
    return (
        f'<th scope="row"><p class="title">{_said(one.title or one.id)}</p>'
        f"<p><code>{_said(one.path)}</code></p><p>{aged}</p>{linked}"
        f'<p class="need">{NEEDS[one.need].capitalize()}</p></th>'
    )


def _problem_count(found: Iterable[Diagnostic]) -> str:
    errors = [one.is_error for one in found]
    counts = ((sum(errors), "error"), (len(errors) - sum(errors), "warning"))
    return ", ".join(counted(*one) for one in counts if one[0])


def _cells(article: ArticleReport, audiences: Iterable[Audience]) -> Iterator[str]:
    of = {one.audience: one for one in article.editions}
    for audience in audiences:
        one = of.get(audience.id)
        if one is None:
            said = "not for them" if of else "cannot be read"
            yield f'<td class="none" data-for="{escape(audience.name)}">{said}</td>'
        else:
            yield f'<td class="is-{one.state}" data-for="{escape(audience.name)}">{"".join(_cell(one))}</td>'


def _cell(one: EditionReport) -> Iterator[str]:
    sign = f'<svg class="sign" width="16" height="16" aria-hidden="true"><use href="#s-{one.state}"/></svg>'
    yield f'<p class="state">{sign} {STATES[one.state].capitalize()}</p>'
    since = f"since {_day(one.since)}" if one.since is not None else ""
    waits = f"waits for {_said(one.waits_for)}" if one.waits_for else ""
    if since or waits:
        yield f"<p>{', '.join(filter(None, (since, waits)))}</p>"
    found = ", ".join(
        counted(*each) for each in ((one.errors, "error"), (one.warnings, "warning")) if each[0]
    )
    if found:
        yield f'<p class="found">{found}</p>'
    if one.share is not None:
        shared = parts(one)[0]
        yield f"<p>{_share_bar(one)}<span>{counted(one.share.words, 'word')}, {shared} shared</span></p>"
    if one.grade is not None:
        yield f"<p>{_grade(one)}</p>"


def _share_bar(one: EditionReport) -> str:
    share = one.share or ()
    total, at, drawn = max(1, sum(share)), 0.0, []
    for part, kind in zip(share, _KINDS, strict=True):
        width = part * _BAR / total
        drawn.append(f'<rect x="{at:.1f}" width="{width:.1f}" height="10" class="{kind}"/>' if part else "")
        at += width
    words = ", ".join(f"{said} {name}" for said, name in zip(parts(one), _PARTS, strict=True))
    return _svg(_BAR, 10, words, "".join(drawn))


def _grade(one: EditionReport) -> str:
    grade = one.grade.flesch_kincaid if one.grade is not None else 0.0
    limit = f", limit {one.limit:g}" if one.limit is not None else ""
    words = f"grade {grade:.1f}{limit}"
    said = f'<strong class="over">{words}: too hard</strong>' if one.is_too_hard else f"<span>{words}</span>"
    return _scale(grade, one.limit, f"reading {words}, of {_HARDEST}") + said


def _scale(grade: float, limit: float | None, words: str) -> str:
    line = f'<path d="M{_on_scale(limit):.1f} 0v10" class="limit"/>' if limit is not None else ""
    dot = f'<circle cx="{_on_scale(grade):.1f}" cy="5" r="3.5" class="dot"/>'
    return _svg(_BAR, 10, words, f'<path d="M0 5h{_BAR}" class="axis"/>{line}{dot}')


def _on_scale(grade: float) -> float:
    return min(max(grade, 0), _HARDEST) * (_BAR - 8) / _HARDEST + 4


# ------------------------------------------------------------------------------------------- the problems


def _problems(one: ArticleReport) -> str:
    if not one.diagnostics:
        return ""
    items = "".join(map(_diagnostic, one.diagnostics))
    return f'<h3 id="p-{escape(one.id)}">{_said(one.title or one.id)}</h3>\n<ul>\n{items}</ul>\n'


def _diagnostic(one: Diagnostic) -> str:
    place = f"{one.path}:{one.line}:{one.column}"
    readers = f" <small>For {', '.join(one.audiences)}.</small>" if one.audiences else ""
    advice = f'<p class="help">{_said(one.help)}</p>' if one.help else ""
    return (
        f"<li><code>{_said(place)}</code> <strong>{one.severity}[{one.code}]</strong>: "
        f"{_said(one.message)}{readers}{advice}</li>\n"
    )


def _svg(width: int, height: int, words: str, drawn: str) -> str:
    """Return a picture that says in words what it shows; one without words stands beside them."""
    told = f'role="img" aria-label="{escape(words)}"' if words else 'aria-hidden="true"'
    title = f"<title>{escape(words)}</title>" if words else ""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f"<svg {size} {told}>{title}{drawn}</svg>"


def _said(text: str) -> str:
    return escape(visible(text))


def _day(day: date | None) -> str:
    return f'<time datetime="{day.isoformat()}">{day.isoformat()}</time>' if day is not None else ""
