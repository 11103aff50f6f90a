"""The matrix of a report's page: a row for each article, a cell for each of its editions.

Invariant: nothing is told by colour alone, and what a cell draws it also says.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Final

from renderer.audiences import Audience
from renderer.build.report import words
from renderer.build.report.pieces import anchor, bar, day, name, people, picture, said, sign, swatch
from renderer.build.report.values import ArticleReport, EditionReport, Need, Report, State
from renderer.diagnostics import Diagnostic
from renderer.editions.grade import Grade
from renderer.editions.share import Share
from renderer.reports.human import counted
from renderer.site.approvals import Approval

_BAR: Final = 120
"""The width of a bar, in CSS pixels."""
_HARDEST: Final = 18
"""The reading grade at the end of a scale."""
_PARTS: Final = {"shared": "shared with all", "adapted": "adapted", "left-out": "left out"}
"""The parts of a text by their classes."""


def matrix(report: Report) -> Iterator[str]:
    """Yield the table of articles by audiences, with its legend."""
    heads = "".join(f'<th scope="col">{name(one.name)}</th>' for one in report.audiences)
    yield f'<section>\n<h2>Articles</h2>\n{_legend()}<table class="matrix">\n'
    yield f'<thead>\n<tr><th scope="col">Article</th>{heads}</tr>\n</thead>\n<tbody>\n'
    for one in report.articles:
        cells = "\n".join(_cells(one, report.audiences))
        yield f'<tr id="{anchor("a", one.id)}">{_article(one, report)}\n{cells}</tr>\n'
    yield "</tbody>\n</table>\n</section>\n"


def _legend() -> str:
    samples = "".join(f"<li>{swatch(kind)} {text}</li>" for kind, text in _PARTS.items())
    return (
        '<p class="note">What needs an editor first stands first. A bar shows how many words a reader shares '
        "with all others, has adapted, or does not get.</p>\n"
        f'<ul class="legend">{samples}<li>{_scale(9, 8, "")} reading grade (dot) and limit (line)</li></ul>\n'
    )


def _article(one: ArticleReport, report: Report) -> str:
    lang = f' lang="{said(report.language)}"' if one.title else ""
    title = f'<p class="title" dir="auto"{lang}>{said(one.title or one.id)}</p>'
    found = _problem_count(one.diagnostics)
    linked = f'\n<p><a href="#{anchor("p", one.id)}">{found}</a></p>' if found else ""
    return (
        f'<th scope="row">{_badge(one.need)}{title}\n<p><code>{said(one.path)}</code></p>\n'
        f"<p>{_updated(one.updated, report.today)}</p>{linked}</th>"
    )


def _badge(need: Need) -> str:
    if need is Need.NOTHING:
        return ""
    return (
        f'<p class="badge needs-{need.name.lower().replace("_", "-")}">{words.NEEDS[need].capitalize()}</p>\n'
    )


def _updated(updated: date | None, today: date) -> str:
    if updated is None:
        return "no date"
    old = words.age(updated, today)
    aged = f"{counted(old, 'day')} ago" if old is not None else words.LATER
    return f"updated {day(updated)}, {aged}"


def _problem_count(found: Iterable[Diagnostic]) -> str:
    errors = [one.is_error for one in found]
    return _counts(sum(errors), len(errors) - sum(errors))


def _counts(errors: int, warnings: int) -> str:
    return ", ".join(counted(*one) for one in ((errors, "error"), (warnings, "warning")) if one[0])


def _cells(article: ArticleReport, audiences: Iterable[Audience]) -> Iterator[str]:
    of = {one.audience: one for one in article.editions}
    for audience in audiences:
        one = of.get(audience.id)
        label = f'data-for="{said(audience.name)}"'
        if one is None:
            missing = "not for them" if of else "no edition" if article.is_read else "cannot be read"
            yield f'<td class="none" {label}>{missing}</td>'
        else:
            told = "\n".join(_cell(one))
            yield f'<td class="is-{one.state}" {label}>{told}</td>'


def _cell(one: EditionReport) -> Iterator[str]:
    state = words.STOPPED if one.is_stopped else words.STATES[one.state]
    yield f'<p class="state">{sign(one.state)} {state.capitalize()}</p>'
    if approved := _people(one):
        yield f"<p>{approved}</p>"
    if one.later is not None:
        yield f'<p class="found">{words.LATER}</p>'
    waits = f"waits for {name(one.waits_for)}" if one.waits_for else ""
    if one.need is not Need.NOTHING:
        yield f"<p>Needs: {words.NEEDS[one.need]}{f'; {waits}' if waits else ''}</p>"
    told = one.state is State.CHANGED  # a warning says what the state says
    if found := _counts(one.errors, max(0, one.warnings - told)):
        yield f'<p class="found">{found}</p>'
    if one.share is not None:
        yield f'<p class="measure">{_shares(one, one.share)}</p>'
    if one.grade is not None:
        yield f'<p class="measure">{_grade(one, one.grade)}</p>'


def _people(one: EditionReport) -> str:
    """Return who approved it, and when: its words, or those that it had."""
    last = (one.last,) if one.state is State.CHANGED and one.last is not None else ()
    approvals: tuple[Approval, ...] = one.holding or last
    days = groupby(approvals, key=lambda each: each.on)
    return ", ".join(f"{'' if n else 'by '}{people(some)} on {day(on)}" for n, (on, some) in enumerate(days))


def _shares(one: EditionReport, share: Share) -> str:
    percents = words.parts(one)
    whole = ", ".join(f"{part} {text}" for part, text in zip(percents, _PARTS.values(), strict=True))
    drawn = bar(_BAR, 12, whole, list(zip(share, _PARTS, strict=True)))
    return (
        f"{drawn} <span>{counted(share.words, 'word')}: {share.shared} shared with all, "
        f"{share.adapted} adapted; {share.left_out} left out</span>"
    )


def _grade(one: EditionReport, grade: Grade) -> str:
    limit = f", limit {one.limit:g}" if one.limit is not None else ""
    told = f"grade {words.grade(grade, 'below 0')}{limit}"
    drawn = _scale(grade.flesch_kincaid, one.limit, f"reading {told}; the scale ends at {_HARDEST}")
    text = f'<strong class="over">{told}: too hard</strong>' if one.is_too_hard else f"<span>{told}</span>"
    smog = f" <small>SMOG {grade.smog:.1f}</small>" if grade.smog is not None else ""
    return f"{drawn} {text}{smog}"


def _scale(grade: float, limit: float | None, told: str) -> str:
    line = f'<path d="M{_on_scale(limit):.1f} 0v12" class="limit"/>' if limit is not None else ""
    dot = f'<circle cx="{_on_scale(grade):.1f}" cy="6" r="3.5" class="dot"/>'
    return picture(_BAR, 12, told, f'<path d="M0 6h{_BAR}" class="axis"/>{line}{dot}')


def _on_scale(grade: float) -> float:
    return min(max(grade, 0), _HARDEST) * (_BAR - 8) / _HARDEST + 4
