"""Citations: `[@key]`, `[@a; @b]`, `[@a, p. 3]`.

Invariant: a bracket is a citation whole or not at all.
"""

import re
from html import unescape
from typing import Final

from renderer.language.forms import CITATION_KEY
from renderer.language.reading import Place
from renderer.language.tree import Citation, Cited

_KEY: Final = CITATION_KEY.pattern
BARE_KEY: Final = re.compile(rf"@({_KEY})")
ALONE: Final = re.compile(r"\[@(\w(?:\w|[.-](?=\w))*)\](?!\()")
"""A bracket with one key and nothing else, as most are; rarer keys and what a link would be are left out."""
_PLAIN: Final = r"(?:[^;@\[\]{}\\<`*^~\s]|(?<=[^\W_])@)"
_ITEM: Final = re.compile(rf"\s*@({_KEY})\s*(?:,\s*({_PLAIN}+(?:\s+{_PLAIN}+)*)\s*)?(?:;|$)")


def read_citation(text: str, inside: int, close: int, place: Place) -> Citation | None:
    """Return the citation between a bracket's `inside` offset and its `close`, None when it is none."""
    items: list[Cited] = []
    position = inside
    while position < close:
        found = _ITEM.match(text, position, close)
        if found is None or (text[found.end() - 1] == ";" and found.end() == close):
            return None
        locator = " ".join(unescape(found[2] or "").split())
        items.append(Cited(found[1], locator, place.span(found.start(1) - 1, found.end(1))))
        position = found.end()
    return Citation(tuple(items), place.span(inside - 1, close + 1)) if items else None
