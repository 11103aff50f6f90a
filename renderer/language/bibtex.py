"""BibTeX to entries: a .bib file's values in CSL's fields, with their places.

bibtexparser splits the file into entries and fields. Strings and joins (`nejm # " Suppl"`) are resolved here,
because its own resolver knows no joins and its values have no places.

Invariant: reading never raises, and an entry that cannot be read is a finding at its line. The module is
imported when a .bib file is read, because importing the parser is dear.
"""

import re
from collections.abc import Iterator

from bibtexparser import splitter
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)

from renderer.diagnostics import Finding, Span
from renderer.language import bibtex_fields as known
from renderer.language.bibtex_csl import ToCsl, Written
from renderer.language.entry_problems import broken_bibtex, duplicate_reference, unknown_field, unread_field
from renderer.language.latex import LONGEST
from renderer.language.nearest import nearest
from renderer.language.source import Source
from renderer.language.value_problems import duplicate_key
from renderer.language.values import NO_TEXT, Fields, Items, Reading, Scalar

_LOST = re.compile(r"^[ \t]*(?:@(?!comment\b)\w|[A-Za-z]+[ \t]*\{[^\s,{}]+,).*$", re.MULTILINE)
_PIECE = re.compile(r'\s*(?:(?P<word>[^\s#{}",=]+)|(?P<open>[{"]))')
_JOIN = re.compile(r"\s*(?:#|\Z)")
_EDGE = {"{": re.compile(r"(?<!\\)[{}]"), '"': re.compile(r"(?<!\\)[{}\"]")}


def read_bibtex(source: Source) -> Reading:
    """Return the entries of a .bib file as a list of maps in CSL's fields, and what cannot be read."""
    strange = tuple(
        broken_bibtex(Span(*one.span()), f"the character U+{ord(one.group()[0]):04X} is no text", "delete it")
        for one in NO_TEXT.finditer(source.text)
    )
    if strange:
        return Reading(None, strange)
    splitter.logger.disabled = True  # it logs each block that fails; the findings say so
    library = parse_string(source.text, parse_stack=())
    reader = _Reader(source)
    values = [one for block in library.blocks for one in reader.block(block)]
    return Reading(Items(tuple(values), Span(0, len(source.text))), tuple(reader.findings))


class _Reader:
    """Reads block after block; strings are known from where they stand on."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self._strings: dict[str, str] = {month: month for month in known.MONTHS}
        self._csl = ToCsl(self.findings)

    def block(self, block: Block) -> Iterator[Fields]:
        """Yield the entry that a block holds, or keep what is wrong with it."""
        match block:
            case Entry():
                yield self._entry(block)
            case String():
                value = self._resolved(block.value, self._place(block))
                self._strings[block.key.lower()] = value or ""
            case DuplicateFieldKeyBlock(ignore_error_block=Entry() as entry):
                yield self._entry(entry)
            case DuplicateBlockKeyBlock(key=key):
                self.findings.append(duplicate_reference(self._place(block), key))
            case ParsingFailedBlock(error=error):
                reason = getattr(error, "abort_reason", str(error)).strip().rstrip(".")
                advice = "give every `{` its `}` and put a comma between fields"
                reason = reason[:1].lower() + " ".join(reason[1:].split())
                self.findings.append(broken_bibtex(self._place(block), reason, advice))
            case ImplicitComment(comment=comment, start_line=int(line)):
                self._lost(comment, line)
            case _:
                pass  # a preamble and a comment say nothing to a reader

    def _place(self, block: Block) -> Span:
        return self.source.line_span((block.start_line or 0) + 1)

    def _lost(self, comment: str, line: int) -> None:
        """Find what stands between entries and looks like one."""
        start = self.source.text.find(comment, self.source.line_starts[line])
        for found in _LOST.finditer(comment):
            span = Span(start + found.start(), start + found.end())
            advice = "an entry begins with `@`, its type and `{`, and its id"
            self.findings.append(broken_bibtex(span, "this is outside of every entry", advice))

    def _entry(self, entry: Entry) -> Fields:
        raw = entry.raw or ""
        start = max(self.source.text.find(raw, self.source.line_starts[entry.start_line or 0]), 0)
        opened = re.search(r"[{(]\s*", raw)
        at = opened.end() if opened else 0
        key = Scalar(entry.key, Span(start + at, start + at + len(entry.key)))
        fields = self._fields(entry, raw, start, at + len(entry.key))
        return self._csl.entry(entry.entry_type.lower(), key, fields, Span(start, start + len(raw)))

    def _fields(self, entry: Entry, raw: str, start: int, at: int) -> dict[str, Written]:
        """Return the entry's fields by their names in lower case, the first of each."""
        fields: dict[str, Written] = {}
        for one in entry.fields:
            name = one.key.lower()
            found = raw.find(one.key, at)
            key = Span(start + found, start + found + len(one.key))
            begins = raw.find(one.value, found + len(one.key))
            at = begins + len(one.value)
            span = Span(start + begins, start + at)
            self._judge(one.key, name, key)
            if name in fields:
                line, _ = self.source.place(fields[name].key.start)
                self.findings.append(duplicate_key(key, one.key, f"on line {line}"))
            elif name in known.READ:
                text = self._resolved(one.value, span)
                fields[name] = Written(name, one.value if text is None else text, key, span)
        return fields

    def _judge(self, written: str, name: str, key: Span) -> None:
        if name in {"crossref", "xdata"}:
            self.findings.append(unread_field(key, written))
        elif name not in known.READ and name not in known.IGNORED:
            meant = nearest(name, known.READ, 0.8)
            if meant:  # any other is a reference manager's own, and BibTeX ignores it
                self.findings.append(unknown_field(key, written, (), meant))

    def _resolved(self, value: str, span: Span) -> str | None:
        """Return a value with its quotes or braces gone, its strings put in and its joins made."""
        pieces: list[str] = []
        at, length, ends = 0, 0, False
        while not ends:
            piece = _PIECE.match(value, at)
            text = self._piece(value, piece) if piece else None
            joined = _JOIN.match(value, text[1]) if text else None
            if text is None or joined is None or length > LONGEST:
                reason = f"the value '{value[:40]}' is no text in braces, number or known string"
                self.findings.append(broken_bibtex(span, reason, "put the value in braces: `{…}`"))
                return None
            pieces.append(text[0])
            length += len(text[0])
            at = joined.end()
            ends = not joined.group().endswith("#")
        return "".join(pieces)

    def _piece(self, value: str, found: re.Match[str]) -> tuple[str, int] | None:
        """Return the text of one piece of a value and the offset after it; None when it is none."""
        word, opener = found["word"], found["open"]
        if word is not None:
            text = word if word.isdigit() else self._strings.get(word.lower())
            return None if text is None else (text, found.end())
        depth = 1 if opener == "{" else 0
        for edge in _EDGE[opener].finditer(value, found.end()):
            depth += {"{": 1, "}": -1}.get(edge.group(), 0)
            if depth == 0 and (opener == "{" or edge.group() == '"'):
                return value[found.end() : edge.start()], edge.end()
        return None
