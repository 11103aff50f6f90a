"""What begins with `<`: autolinks, comments and raw HTML, told apart as CommonMark does.

Invariant: a comment without an end is looked for once in a text, however often one is opened.
"""

import re
from typing import Final, Literal, NamedTuple

AUTOLINK: Final = re.compile(r"<([A-Za-z][A-Za-z0-9+.\-]{1,31}:[^<>\x00-\x20]*)>")
EMAIL: Final = re.compile(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)
_ATTRIBUTE: Final = r"""(?:\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\s*=\s*(?:[^"'=<>`\s]+|'[^']*'|"[^"]*"))?)"""
_TAG: Final = re.compile(rf"<[A-Za-z][A-Za-z0-9\-]*{_ATTRIBUTE}*\s*/?>|</[A-Za-z][A-Za-z0-9\-]*\s*>")
_BLOCK: Final = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|"
    r"dt|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|"
    r"li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|pre|script|search|section|style|summary|"
    r"table|tbody|td|textarea|tfoot|th|thead|title|tr|track|ul)(?=[\s/>]|$)",
    re.IGNORECASE,
)
_OTHER: Final = (("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
_INSTEAD: Final = {
    "b": "write `**words**`", "strong": "write `**words**`", "i": "write `*words*`", "em": "write `*words*`",
    "sup": "write `^2^`", "sub": "write `~2~`", "br": "end the line with a backslash", "hr": "write `---`",
    "a": "write `[words](target)`", "img": "write `![alt](file.png)`", "code": "write backticks round it",
    "div": "write `::: patient` … `:::`", "span": "write `[words]{.patient}`", "p": "leave an empty line",
    "table": "write a table with `|`", "li": "write `- words`", "ul": "write `- words`",
    "ol": "write `1. words`",
}  # fmt: skip

What = Literal["comment", "open comment", "html", "text"]


class Read(NamedTuple):
    """What begins at a `<`, and the offset after it."""

    what: What
    end: int


class Html:
    """Reads what begins with `<` in one text."""

    __slots__ = ("_text", "_without")

    def __init__(self, text: str) -> None:
        self._text = text
        self._without: set[str] = set()

    def read(self, at: int) -> Read:
        """Return what begins at the offset of a `<`."""
        text = self._text
        if text.startswith("<!--", at):
            end = self._find("-->", at + 2)
            closed = end >= 0 and text.find("<!--", at + 4, end) < 0
            return Read("comment", end) if closed else Read("open comment", at + 4)
        if found := _TAG.match(text, at):
            return Read("html", found.end())
        for opening, closing in _OTHER:
            if text.startswith(opening, at) and (opening != "<!" or text[at + 2 : at + 3].isalpha()):
                end = self._find(closing, at + len(opening))
                if end >= 0 or at == 0 or text[at - 1] == "\n":
                    return Read("html", max(end, at + len(opening)))
                return Read("text", at + 1)
        if (at == 0 or text[at - 1] == "\n") and (found := _BLOCK.match(text, at)):
            return Read("html", found.end())
        return Read("text", at + 1)

    def _find(self, mark: str, position: int) -> int:
        """Return the offset after the next mark, -1 without one."""
        found = -1 if mark in self._without else self._text.find(mark, position)
        if found < 0:
            self._without.add(mark)
            return -1
        return found + len(mark)


def instead_of(words: str) -> str:
    """Return what to write instead of a tag."""
    name = words.strip("</>").split()[0].lower() if words.strip("</> \n") else ""
    return _INSTEAD.get(name, "write Markdown instead; `\\<` writes the character")
