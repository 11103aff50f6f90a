"""Where the built-in templates and the sample audiences lie.

Invariant: an installed wheel has them in itself, a checkout at its top level; nothing else is looked at.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_templates() -> dict[str, str]:
    """Return the text of each shipped template by its name; FileNotFoundError when there are none."""
    return {path.name: path.read_text("utf-8") for path in sorted(shipped("templates").iterdir())}


def shipped(name: str) -> Path:
    """Return the shipped folder of that name (`templates`, `audiences`); FileNotFoundError without it."""
    places = (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the shipped folder {name} is in none of {places[0]}, {places[1]}")
