"""A BibTeX entry in CSL's fields: names, dates and numbers as CSL has them, LaTeX as plain text.

Invariant: every value keeps the span of the BibTeX field that it was made from.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from renderer.diagnostics import Finding, Span
from renderer.language import bibtex_fields as known
from renderer.language.entry_problems import broken_bibtex
from renderer.language.latex import Decoder
from renderer.language.values import Field, Fields, Items, Scalar, Value

_ADDRESS = re.compile(r"https?://[^\s{}]+")
_ESCAPED = re.compile(r"\\([_%&#~])")


class Written(NamedTuple):
    """A field of an entry: its name, and its value with strings and joins resolved, still LaTeX."""

    name: str
    text: str
    key: Span
    span: Span


class ToCsl:
    """Turns entries into maps in CSL's fields; what is wrong with them goes into the reader's findings."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self._decoder = Decoder()

    def entry(self, entry_type: str, key: Scalar, fields: Mapping[str, Written], span: Span) -> Fields:
        """Return one entry; `fields` are by their names in lower case."""
        made = [Field(Scalar("id", key.span), key)]
        if entry_type in known.TYPES and "kind" not in fields:
            made.append(Field(Scalar("type", key.span), Scalar(known.TYPES[entry_type], key.span)))
        for name, written in known.SOURCES:
            one = next((fields[one] for one in written if one in fields), None)
            if one is not None:
                made.append(_field(name, one, self._whole(name, one, fields)))
        made += [_field(name, one, text) for name, one, text in self._apart(entry_type, fields)]
        for name in ("author", "editor"):
            if name in fields:
                names = Items(tuple(self._names(fields[name])), fields[name].span)
                made.append(Field(Scalar(name, fields[name].key), names))
        unique = {one.key.text: one for one in reversed(made)}
        return Fields(tuple(reversed(unique.values())), span)

    def _whole(self, name: str, written: Written, fields: Mapping[str, Written]) -> str:
        text = self._text(written)
        if name == "title" and "subtitle" in fields:
            return f"{text}: {self._text(fields['subtitle'])}"
        return text.partition("/")[0] if name == "accessed" else text

    def _text(self, written: Written) -> str:
        """Return a field's value without LaTeX."""
        if written.name in known.VERBATIM:
            return _ESCAPED.sub(r"\1", written.text.strip().removeprefix("\\url").strip("{} \n"))
        return self._decoded(written.text, written)

    def _decoded(self, latex: str, written: Written) -> str:
        text = self._decoder.decode(latex)
        if text is None:
            reason = f"the LaTeX of '{written.name}' is more than is read"
            self.findings.append(broken_bibtex(written.span, reason, "write it shorter, with fewer braces"))
        return latex if text is None else text

    def _apart(self, entry_type: str, fields: Mapping[str, Written]) -> Iterator[tuple[str, Written, str]]:
        """Yield what takes more than one field, or depends on another, to say."""
        if "date" in fields:
            yield "issued", fields["date"], self._text(fields["date"]).partition("/")[0].rstrip("?~%")
        elif "year" in fields:
            yield "issued", fields["year"], self._issued(fields)
        if "number" in fields:
            in_journal = entry_type in {"article", "periodical"} and "issue" not in fields
            yield "issue" if in_journal else "number", fields["number"], self._text(fields["number"])
        if "howpublished" in fields:
            yield from self._published(fields["howpublished"], fields)
        if {"eprint", "eprinttype"} <= fields.keys() and fields["eprinttype"].text.lower() == "pubmed":
            yield "PMID", fields["eprint"], self._text(fields["eprint"])

    def _published(
        self, written: Written, fields: Mapping[str, Written]
    ) -> Iterator[tuple[str, Written, str]]:
        address = _ADDRESS.search(written.text)
        if address and "url" not in fields:
            yield "URL", written, _ESCAPED.sub(r"\1", address.group())
        elif not address and "publisher" not in fields:
            yield "publisher", written, self._text(written)

    def _issued(self, fields: Mapping[str, Written]) -> str:
        """Return year, month and day as an ISO date, as far as the month and the day are plain."""
        year = self._text(fields["year"])
        month = _month(self._text(fields["month"])) if "month" in fields else ""
        day = self._text(fields["day"]) if "day" in fields else ""
        if not month:
            return year
        return f"{year}-{month}-{day.zfill(2)}" if day.isdecimal() else f"{year}-{month}"

    def _names(self, written: Written) -> Iterator[Value]:
        for name in split_multiple_persons_names(written.text):
            if name.strip().lower() == "others":
                yield Scalar("et al.", written.span, exact=False)
                continue
            parts = parse_single_name_into_parts(name, strict=False)
            texts = {
                "family": parts.last,
                "given": parts.first,
                "suffix": parts.jr,
                "non-dropping-particle": parts.von,
            }
            found = {key: self._decoded(" ".join(words), written) for key, words in texts.items() if words}
            yield Fields(
                tuple(
                    Field(Scalar(key, written.key), Scalar(text, written.span)) for key, text in found.items()
                ),
                written.span,
            )


def _field(name: str, written: Written, text: str) -> Field:
    return Field(Scalar(name, written.key), Scalar(text, written.span, exact=False))


def _month(text: str) -> str:
    """Return a month's two digits, an empty string for what is no single month."""
    if text.isdecimal() and 1 <= int(text) <= 12:
        return text.zfill(2)
    start = text[:3].lower()
    return f"{known.MONTHS.index(start) + 1:02}" if start in known.MONTHS and text.isalpha() else ""
