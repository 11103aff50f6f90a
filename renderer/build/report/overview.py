"""What stands at the top of a report's page: how many editions stand how, and who is waited for.

Invariant: what is listed has an end, however large the site is; what is left out is counted.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from renderer.build.report import words
from renderer.build.report.pieces import anchor, bar, day, name, said, swatch
from renderer.build.report.values import Report, State, Waiting

_BAR: Final = 240
"""The width of a bar, in CSS pixels."""
_LISTED: Final = 10
"""So many articles are named that wait for one person."""


def glance(report: Report) -> Iterator[str]:
    """Yield a bar for each audience: how many of its editions stand how."""
    yield '<section>\n<h2>At a glance</h2>\n<table class="glance">\n<tbody>\n'
    for one in report.audiences:
        counts = Counter(edition.state for edition in report.editions if edition.audience == one.id)
        parts = [(counts[state], f"of-{state}") for state in State]
        told = [(state, f"{counts[state]} {words.STATES[state]}") for state in State if counts[state]]
        items = "".join(f"<li>{swatch(f'of-{state}')} {text}</li>" for state, text in told)
        whole = ", ".join(text for _, text in told)
        drawn = bar(_BAR, 14, whole, parts) if whole else ""
        yield (
            f'<tr><th scope="row">{name(one.name)}</th><td>{drawn}</td>'
            f'<td><ul class="legend">{items or "<li>no edition</li>"}</ul></td></tr>\n'
        )
    yield "</tbody>\n</table>\n"
    if lost := words.unread(report):
        yield f'<p class="found">{lost}: see the first of the articles.</p>\n'
    yield "</section>\n"


def waits(report: Report) -> Iterator[str]:
    """Yield who is waited for, since when and for what, the longest wait first."""
    waiting = report.waiting()
    if not waiting:
        return
    yield (
        '<section>\n<h2>Who is waited for</h2>\n<table class="waits">\n'
        '<thead><tr><th scope="col">Who</th><th scope="col">What</th>'
        '<th scope="col">Oldest</th><th scope="col">Which</th></tr></thead>\n<tbody>\n'
    )
    for who, some in waiting.items():
        names = words.those_who_may(who, report)
        named = f"<p>{said(names)}</p>" if names else ""
        since, undated = words.since(some)
        dated = f"since {day(since)}" if since is not None else "no date"
        oldest = ", ".join(filter(None, (dated, undated)))
        yield (
            f'<tr><th scope="row">{name(who)}{named}</th>\n<td>{words.counted_waits(some)}</td>\n'
            f'<td data-for="Oldest">{oldest}</td>\n'
            f"<td>{_which(some, len(report.audiences))}</td></tr>\n"
        )
    yield "</tbody>\n</table>\n</section>\n"


def _which(some: tuple[Waiting, ...], audiences: int) -> str:
    """Return what waits, by articles: the first of them, and how many more."""
    of = [(one, list(each)) for one, each in groupby(some, key=lambda one: one.article)]
    listed = "\n".join(_waiting(article, editions, audiences) for article, editions in of[:_LISTED])
    more = sum(len(editions) for _, editions in of[_LISTED:])
    rest = f"\n<li>and {more} more, in the table below</li>" if more else ""
    return f'<ul class="listed">{listed}{rest}</ul>'


def _waiting(article: str, editions: list[Waiting], audiences: int) -> str:
    named = ", ".join(one.audience for one in editions if one.audience)
    readers = f"all {audiences}" if len(editions) == audiences > 1 else named
    link = f'<a href="#{anchor("a", article)}">{said(article)}</a>'
    return f"<li>{link} ({readers})</li>" if readers else f"<li>{link}</li>"
