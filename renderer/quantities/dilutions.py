"""Dilutions: `1:1000`, `1 : 10,000`.

Invariant: a time of day (`1:30`) is no dilution.
"""

import re
from collections.abc import Iterator
from typing import Final

from renderer.quantities.quantity import Quantity, scalar

_DILUTION: Final = re.compile(
    r"(?<![\w:.,/])1\s?:\s?(?P<parts>\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+|\d{3,6})(?![\w:]|[.,]\d)"
)
_PARTING: Final = re.compile(r"[,\s]")


def dilutions(text: str) -> Iterator[Quantity]:
    """Yield the dilutions of a text."""
    for found in _DILUTION.finditer(text) if "1:" in text or "1 :" in text else ():
        key = scalar("dilution", float(_PARTING.sub("", found["parts"])))
        yield Quantity(key, found.start(), found.end(), found.end(), also=frozenset({key}))
