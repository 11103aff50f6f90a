"""Whether two texts say a number in common: what two columns have whose headings have no word in common.

Invariant: a bare number, which may count anything, is nothing in common.
"""

from renderer.quantities.hint import may_hold_numbers
from renderer.quantities.read import read


def has_number_in_common(one: str, other: str) -> bool:
    """Whether two texts say one quantity, in whatever unit."""
    if not may_hold_numbers(one) or not may_hold_numbers(other):
        return False
    said = [each for each in read(other) if each.kind != "number" or each.nouns]
    return any(
        mine.key in theirs.also or theirs.key in mine.also
        for mine in read(one)
        for theirs in said
        if mine.kind == theirs.kind and (mine.kind != "number" or mine.nouns & theirs.nouns)
    )
