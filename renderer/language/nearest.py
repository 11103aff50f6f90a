"""The nearest known word to one that is not known: what "did you mean" says.

Invariant: what is suggested is one of the known words, and no suggestion is better than a far one.
"""

from collections.abc import Iterable

_LONGEST = 60  # characters; comparing takes the square of a word's length


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """Return the known word that `word` most likely means, whatever its case, or an empty string.

    `likeness`, from 0 to 1, is how much alike the two must be.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - needed for mistakes alone

    by_case = {one.lower(): one for one in known}
    close = get_close_matches(word[:_LONGEST].lower(), by_case, n=1, cutoff=likeness)
    return by_case[close[0]] if close else ""


def meant(word: str, known: Iterable[str]) -> str:
    """Return the end of a message: "; did you mean 'word'?", or nothing when no known word is near."""
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""
