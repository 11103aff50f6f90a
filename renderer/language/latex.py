"""LaTeX to text: accents, dashes and the few marks that a reference's title may hold.

Invariant: decoding never raises; what cannot be decoded is None.
"""

import re

from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import String

LONGEST = 20_000
"""The longest text that is decoded, in characters."""

_LATEX = re.compile(r"[\\{}$~&]|--|``|''")
_PERCENT = re.compile(r"(?<!\\)%")
_MARKED = re.compile(r"\\(emph|textit|textbf|textsuperscript|textsubscript)\s*\{([^{}]*)\}")
_TAGS = {"emph": "i", "textit": "i", "textbf": "b", "textsuperscript": "sup", "textsubscript": "sub"}
_MATH = re.compile(r"(?<!\\)\$([^$]{1,200})(?<!\\)\$")
_SHIFTED = re.compile(r"([_^])\s*(?:\{([^{}$]*)\}|(\w))")


class Decoder:
    """Decodes LaTeX; one serves a whole file, because making one is dear."""

    def __init__(self) -> None:
        self._middleware = LatexDecodingMiddleware(keep_math_mode=False)
        self._library = Library()

    def decode(self, text: str) -> str | None:
        """Return the text without LaTeX and superfluous white space; None when it is too much to decode."""
        if _LATEX.search(text):
            if len(text) > LONGEST:
                return None
            decoded = self._middleware.transform_string(String("text", _prepared(text)), self._library)
            if not isinstance(decoded, String):
                return None
            text = decoded.value
        return " ".join(text.split())


def _prepared(text: str) -> str:
    """Return a text in which `%` begins no comment, and what LaTeX sets apart has CSL's marks."""
    text = _PERCENT.sub(r"\\%", text)
    text = _MARKED.sub(lambda found: f"<{_TAGS[found[1]]}>{found[2]}</{_TAGS[found[1]]}>", text)
    return _MATH.sub(lambda found: f"${_SHIFTED.sub(_shifted, found[1])}$", text)


def _shifted(found: re.Match[str]) -> str:
    tag = "sup" if found[1] == "^" else "sub"
    return f"<{tag}>{found[2] or found[3]}</{tag}>"
