"""What an audience id or one of the site's classes may look like.

Invariant: no id and no class is a word that the markup has a meaning for already.
"""

import re
from collections.abc import Iterable

from renderer.language.nearest import meant
from renderer.language.vocabulary import RESERVED

_ID = re.compile(r"[a-z][a-z0-9-]*")


def id_fault(word: str) -> str:
    """Return why a word is no id for an audience or a class, as the end of a sentence, or nothing."""
    if not _ID.fullmatch(word):
        return "has other characters than a to z, 0 to 9 and '-', or does not begin with a letter"
    if word in RESERVED:
        return "is a word of the markup"
    if word.startswith("not-"):
        return "begins with 'not-', which takes an audience away"
    return ""


def no_audience(word: str, ids: Iterable[str]) -> str:
    """Return the message for a word that should be an audience and is none."""
    return f"'{word}' is not an audience{meant(word, ids)}"
