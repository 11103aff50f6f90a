"""Where the built-in templates and the sample audiences lie.

Invariant: an installed wheel has them in itself, a checkout at its top level; nothing else is looked at.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """Return the shipped folder of that name (`templates`, `audiences`); FileNotFoundError without it."""
    places = (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the shipped folder {name} is in none of {places[0]}, {places[1]}")
