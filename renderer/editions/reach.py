"""Who sees what: the one place that decides which audience a tag or a choice reaches, and by which rule.

Invariant: a tag that names nobody whom an audience is or falls back on never reaches it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from renderer.audiences import Audience
from renderer.language.tree import Choice, Tag, Variant

N = TypeVar("N")


class Rule(IntEnum):
    """By which rule an audience is reached, the nearest first."""

    NAMED = 0
    FALLBACK = 1
    NOT_EXCLUDED = 2
    ELSE = 3


@dataclass(frozen=True, slots=True)
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
    if tag.otherwise or any(_is_or_falls_back(audience, name, only=tag.only) for name in tag.without):
        return None
    if audience.id in tag.names:
        return Reason(Rule.NAMED)
    if not tag.names:
        return Reason(Rule.NOT_EXCLUDED) if tag.without else None
    if tag.only:
        return None
    for step, name in enumerate(audience.falls_back_to, 1):
        if name in tag.names:
            return Reason(Rule.FALLBACK, name, step)
    return None


def offers(choice: Choice[N], audience: Audience) -> Iterator[tuple[Reason, Variant[N]]]:
    """Yield the variants of a choice that are offered to an audience, and why, in the order they stand in."""
    for variant in choice.variants:
        reason = Reason(Rule.ELSE) if variant.tag.otherwise else reach(variant.tag, audience)
        if reason is not None:
            yield reason, variant


def chosen(choice: Choice[N], audience: Audience) -> tuple[Reason, Variant[N]] | None:
    """Return the variant that an audience gets of a choice, and why; None when it has none."""
    return min(offers(choice, audience), key=_rank, default=None)


def _rank(offer: tuple[Reason, object]) -> tuple[int, int]:
    return offer[0].rank


def _is_or_falls_back(audience: Audience, name: str, *, only: bool) -> bool:
    return audience.id == name or (not only and name in audience.falls_back_to)
