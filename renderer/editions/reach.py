"""Who sees what: the one place that decides which audience a tag or a choice reaches, and by which rule.

Invariant: a tag that names nobody whom an audience is or falls back on never reaches it.
"""

from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple, TypeVar

from renderer.audiences import Audience
from renderer.language.tree import Choice, Tag, Variant
from renderer.value import value

N = TypeVar("N")


class Rule(IntEnum):
    """By which rule an audience is reached, the nearest first."""

    NAMED = 0
    FALLBACK = 1
    NOT_EXCLUDED = 2
    ELSE = 3


@value
class Reason:
    """Why an audience is reached. `through` is the fallback that is named; `step` counts fallbacks from 1."""

    rule: Rule
    through: str = ""
    step: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        """What decides between variants: the rule, then how near the fallback is."""
        return (self.rule, self.step)


def reach(tag: Tag, audience: Audience) -> Reason | None:
    """Return why a tag, as a filter, reaches an audience; None when it does not."""
    return _reach(tag, audience.id, audience.falls_back_to)


def chosen(choice: Choice[N], audience: Audience) -> tuple[Reason, Variant[N]] | None:
    """Return the variant that an audience gets of a choice, and why; None when it has none."""
    best = offered(choice, audience).best
    return None if best is None else (best[1], choice.variants[best[0]])


def offered(choice: Choice[object], audience: Audience) -> "Offers":
    """Return what a choice offers an audience."""
    tags = tuple([variant.tag for variant in choice.variants])
    return _offers(tags, audience.id, audience.falls_back_to)


# What a tag means hangs on few values, and a site has few tags on thousands of places: so it is remembered.


@lru_cache(maxsize=4096)
def _reach(tag: Tag, audience: str, fallbacks: tuple[str, ...]) -> Reason | None:
    taken = (audience,) if tag.only else (audience, *fallbacks)
    if tag.otherwise or any(name in taken for name in tag.without):
        return None
    if audience in tag.names:
        return Reason(Rule.NAMED)
    if not tag.names:
        return Reason(Rule.NOT_EXCLUDED) if tag.without else None
    if tag.only:
        return None
    for step, name in enumerate(fallbacks, 1):
        if name in tag.names:
            return Reason(Rule.FALLBACK, name, step)
    return None


class Offers(NamedTuple):
    """What is offered of a choice: the best variant, by its place among the variants, and why.

    `torn` says that two are offered at the same rank.
    """

    best: tuple[int, Reason] | None
    torn: bool


@lru_cache(maxsize=4096)
def _offers(tags: tuple[Tag, ...], audience: str, fallbacks: tuple[str, ...]) -> Offers:
    reasons = (Reason(Rule.ELSE) if tag.otherwise else _reach(tag, audience, fallbacks) for tag in tags)
    offered = tuple((place, reason) for place, reason in enumerate(reasons) if reason is not None)
    ranks = {reason.rank for _, reason in offered}
    return Offers(min(offered, key=_rank, default=None), len(ranks) < len(offered))


def _rank(offer: tuple[int, Reason]) -> tuple[int, int]:
    return offer[1].rank
