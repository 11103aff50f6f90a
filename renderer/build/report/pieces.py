"""The small pieces of which a report's page is made: words, days, bars, signs and patterns.

Invariant: every word of the content is escaped here, and each picture says in words what it shows or stands
beside such words.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Final
from urllib.parse import quote

from renderer.build.report.values import State
from renderer.reports.human import visible
from renderer.site.approvals import Approval

_SIGNS: Final = {
    State.ERRORS: '<path d="M4 4l8 8M12 4l-8 8"/>',
    State.CHANGED: '<path d="M13 8a5 5 0 1 1-1.7-3.8M13 2v3.5H9.5"/>',
    State.UNDER_REVIEW: '<circle cx="8" cy="8" r="5"/><path d="M8 5v3l2 1.5"/>',
    State.SUBMITTED: '<circle cx="8" cy="8" r="5"/>',
    State.DRAFT: '<path d="M3 13l1-3.5L10.5 3 13 5.5 6.5 12z"/>',
    State.APPROVED: '<path d="M3 8.5l3.5 3.5L13 4.5"/>',
}
_PATTERNS: Final = {
    "lines-bad": '<path d="M0 0h4v4H0z" class="bad-ground"/><path d="M0 0h4" class="cut"/>',
    "lines-care": '<path d="M0 0h4" class="care-line"/>',
    "lines-wait": '<path d="M0 0v4" class="wait-line"/>',
    "dots-wait": '<circle cx="2" cy="2" r="1.1" class="wait-dot"/>',
}
"""What tells parts of a bar apart where colours do not."""
_TURNED: Final = {"lines-bad": -45, "lines-care": 45}
_PEOPLE: Final = 3
"""So many people are named who approved the same words."""
_LEAST: Final = 4
"""The least width of a part of a bar that is there."""


def symbols() -> str:
    """Return the signs and patterns that a page refers to."""
    signs = "".join(
        f'<symbol id="s-{state}" viewBox="0 0 16 16">{path}</symbol>' for state, path in _SIGNS.items()
    )
    patterns = "".join(
        f'<pattern id="{name}" width="4" height="4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({_TURNED.get(name, 0)})">{drawn}</pattern>'
        for name, drawn in _PATTERNS.items()
    )
    return f'<svg width="0" height="0" aria-hidden="true" class="defs">{patterns}{signs}</svg>\n'


def sign(state: State) -> str:
    """Return the sign of a state, which stands beside its words."""
    return f'<svg class="sign" width="16" height="16" aria-hidden="true"><use href="#s-{state}"/></svg>'


def picture(width: int, height: int, words: str, drawn: str) -> str:
    """Return a picture that says in words what it shows; one without words stands beside them."""
    told = f'role="img" aria-label="{escape(words)}"' if words else 'aria-hidden="true"'
    title = f"<title>{escape(words)}</title>" if words else ""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f"<svg {size} {told}>{title}{drawn}</svg>"


def bar(width: int, height: int, words: str, parts: Sequence[tuple[int, str]]) -> str:
    """Return a bar of parts, each a number and a class; a part that is there can be seen."""
    some = [(number, kind) for number, kind in parts if number]
    total = sum(number for number, _ in some)
    wide = [max(_LEAST, number * width / total) for number, _ in some]
    scale, at, drawn = width / sum(wide) if wide else 1, 0.0, []
    for (_, kind), each in zip(some, wide, strict=True):
        drawn.append(
            f'<rect x="{at + 0.5:.1f}" y=".5" width="{each * scale - 1.5:.1f}" height="{height - 1}" '
            f'class="{kind}"/>'
        )
        at += each * scale
    return picture(width, height, words, "".join(drawn))


def swatch(kind: str) -> str:
    """Return a sample of a part of a bar, which stands beside its words."""
    return picture(16, 12, "", f'<rect x=".5" y=".5" width="15" height="11" class="{kind}"/>')


def said(text: str) -> str:
    """Return words of the content or of ours for a page."""
    return escape(visible(text))


def name(text: str) -> str:
    """Return a name that may be written from right to left, wherever it stands."""
    return f"<bdi>{said(text)}</bdi>"


def people(approvals: Iterable[Approval]) -> str:
    """Return who gave some approvals, each once; of many the first, and how many more."""
    found = list(dict.fromkeys(one.by for one in approvals))
    more = f" and {len(found) - _PEOPLE} more" if found[_PEOPLE:] else ""
    return ", ".join(map(name, found[:_PEOPLE])) + more


def day(one: date | None) -> str:
    """Return a day, nothing where there is none."""
    return f'<time datetime="{one.isoformat()}">{one.isoformat()}</time>' if one is not None else ""


def anchor(kind: str, article: str) -> str:
    """Return the id of a place of the page that is about an article; none has a blank in it."""
    return f"{kind}-{quote(article).replace('%', '_')}"
