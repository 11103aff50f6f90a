"""How stale variants are told: for people, and as JSON for other tools.

Invariant: it is always said by what they are known, and how many could not be judged.
"""

import json
from collections.abc import Iterator
from typing import Final

from renderer.build.ages import Aged, Stale
from renderer.build.stale import StaleOutcome
from renderer.comparison.json import Value
from renderer.reports.human import counted, visible

_ONE_AGE: Final = (
    "to git, variants that share lines are of one age. "
    "Approve the editions, or give each variant lines of its own."
)
_NOT_APPROVED: Final = (
    "not all of their editions have been approved. Approve them, or keep the articles in git."
)


def as_text(outcome: StaleOutcome) -> str:
    """Return what is stale, a paragraph for each variant, and by what it is known."""
    parts = ["\n".join(_lines(one)) for one in outcome.found]
    number = len(outcome.found)
    is_older = "variant is older than another" if number == 1 else "variants are older than others"
    last = f"{number} {is_older} of the same choice. {' '.join(_known(outcome))}"
    parts.append("\n".join([last, *_not_judged(outcome)]))
    return "\n\n".join(parts) + "\n"


def _lines(one: Stale) -> Iterator[str]:
    old, new = one.variant, one.sibling
    if one.known_by == "git":
        yield f"{_place(one.path, old)}: last changed {_change(old)}"
        yield f"{_place(one.path, new)}: changed {_change(new)}"
    else:
        yield f"{_place(one.path, old)}: as {visible(old.by)} approved it on {old.day}"
        yield f"{_place(one.path, new)}: changed since {visible(new.by)} approved it on {new.day}"


def _place(path: str, one: Aged) -> str:
    more = f" (to {one.end_line})" if one.end_line > one.line else ""
    return f"{path}:{one.line}{more} [{one.tag}]"


def _change(one: Aged) -> str:
    if not one.commit:
        return "and not committed yet"
    return f"on {one.day or 'a day that is not known'} (commit {one.commit[:10]})"


def _known(outcome: StaleOutcome) -> Iterator[str]:
    if outcome.by_git:
        shallow = ", of which this clone has the newer part alone" if outcome.shallow else ""
        its = "its approvals" if outcome.by_git == 1 else f"the approvals of {outcome.by_both}"
        both = f", and {its}" if outcome.by_both else ""
        yield f"By git's history of {counted(outcome.by_git, 'article')}{shallow}{both}."
    if outcome.by_approvals:
        yield f"By the approvals of {counted(outcome.by_approvals, 'article')}: {visible(outcome.no_git)}."
    if not outcome.by_git and not outcome.by_approvals:
        yield "No article that can be read has a choice."


def _not_judged(outcome: StaleOutcome) -> Iterator[str]:
    """Yield how many choices could not be judged, why, and what would help."""
    for by_git, why in ((True, _ONE_AGE), (False, _NOT_APPROVED)):
        some = [one for one in outcome.unjudged if one.by_git == by_git]
        if some:
            first = f"{'the first: ' if some[1:] else ''}{some[0].path}:{some[0].line}"
            yield f"{counted(len(some), 'choice')} could not be judged ({first}): {why}"


def as_json(outcome: StaleOutcome) -> str:
    """Return what is stale as JSON text with a line end."""
    whole: Value = {
        "stale": [_value(one) for one in outcome.found],
        "unjudged": [one._asdict() for one in outcome.unjudged],
        "articles": {"git": outcome.by_git, "approvals": outcome.by_approvals, "both": outcome.by_both},
        "shallow": outcome.shallow,
        "no_git": outcome.no_git,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _value(one: Stale) -> Value:
    return {
        "path": one.path,
        "known_by": one.known_by,
        "variant": _aged(one.variant),
        "sibling": _aged(one.sibling),
    }


def _aged(one: Aged) -> Value:
    day = one.day.isoformat() if one.day is not None else None
    return {**one._asdict(), "day": day}
