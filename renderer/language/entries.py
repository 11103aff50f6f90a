"""Entries to references: what a list of CSL-shaped entries says, whatever file it comes from.

Invariant: reading never raises; an entry whose fields have a fault is in no list of references, but its id is
in `places`, so that a citation of it is not called unknown.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import TypeVar
from urllib.parse import unquote

from renderer.diagnostics import Finding, Span
from renderer.language import csl
from renderer.language.entry_keys import DOI_ADDRESS, DOI_FORM, PMID_FORM, URL_FORM
from renderer.language.entry_names import read_names
from renderer.language.entry_problems import (
    bad_doi,
    bad_id,
    bad_pmid,
    bad_url,
    duplicate_reference,
    missing_field,
    missing_kind,
    unknown_field,
    unknown_kind,
)
from renderer.language.forms import CITATION_KEY, ISO_DATE
from renderer.language.front_matter_problems import title_cut
from renderer.language.references import Name, PartialDate, Reference, SourceKind
from renderer.language.source import Source
from renderer.language.value_problems import bad_date, duplicate_key, unknown_key, wrong_type
from renderer.language.values import (
    Field,
    Fields,
    Items,
    Scalar,
    Value,
    as_items,
    as_text,
    no_date,
    not_a,
    said,
)
from renderer.language.yaml_values import read_yaml
from renderer.value import value

T = TypeVar("T")

"""What a citation can name: Pandoc's keys, without its leading `*`."""

_DOI = re.compile(DOI_FORM)
_DOI_ADDRESS = re.compile(DOI_ADDRESS)
_PMID = re.compile(PMID_FORM)
_URL = re.compile(URL_FORM)
_DASH = re.compile(r"\s*[-\N{EN DASH}\N{EM DASH}]+\s*")
_KINDS = {one.value: one for one in SourceKind}


@value
class References:
    """The entries of one list, in its order, each id once.

    `places` maps every id that stands in the list, those of faulty entries included, to its span. `unread`
    says that there may be more: the file could not be read whole.
    """

    entries: tuple[Reference, ...] = ()
    places: Mapping[str, Span] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unread: bool = False


def read_references(source: Source) -> References:
    """Return the references of a file, read as its name ends: .bib, .json, .yaml or .yml."""
    if source.path.endswith(".bib"):
        from renderer.language.bibtex import read_bibtex  # noqa: PLC0415 - the parser is dear to import

        reading = read_bibtex(source)
    elif source.path.endswith(".json"):
        from renderer.language.json_values import read_json  # noqa: PLC0415 - few sites have such a file

        reading = read_json(source)
    else:
        reading = read_yaml(source, Span(0, len(source.text)))
    found = _entries_in(reading.value, source)
    unread = bool(reading.findings)
    return References(found.entries, found.places, (*reading.findings, *found.findings), unread)


def _entries_in(value: Value | None, source: Source) -> References:
    """Return the references of a whole file's value: a list, or a map with the key `references`."""
    if isinstance(value, Items):
        return entries_of(value.values)
    if value is None:
        return References()
    field = value.named("references") if isinstance(value, Fields) else None
    if not isinstance(value, Fields) or field is None:
        example = "`- id: smith2020` with the other fields below it"
        place = source.line_span(source.place(value.span.start)[0])
        return References(
            findings=(wrong_type(place, source.path, "a list of entries", said(value), example),)
        )
    found = read_entries(field)
    others = (key for key, _ in value.fields if key.text != "references")
    unknown = (unknown_key(key.span, key.text, "a file of references", ("references",)) for key in others)
    return References(found.entries, found.places, (*found.findings, *unknown))


def read_entries(field: Field | None) -> References:
    """Return the references of a field that holds a list of entries; none for no field."""
    if field is None or (isinstance(field.value, Scalar) and field.value.is_null):
        return References()
    items = as_items(field, f"`{field.key.text}:` and a list, each entry after a `- `")
    if isinstance(items, Finding):
        return References(findings=(items,))
    return entries_of(items)


def entries_of(items: tuple[Value, ...]) -> References:
    """Return the references of a list of entries."""
    entries: list[Reference] = []
    places: dict[str, Span] = {}
    findings: list[Finding] = []
    for item in items:
        if not isinstance(item, Fields):
            example = "`- id: smith2020` with the other fields below it"
            findings.append(wrong_type(item.span, "references", "a list of entries", said(item), example))
            continue
        reader = _Entry(item)
        entry = reader.whole()
        if reader.id is not None and reader.id.text in places:
            findings.append(duplicate_reference(reader.id.span, reader.id.text))
        elif reader.id is not None:
            places[reader.id.text] = reader.id.span
            entries += () if entry is None else (entry,)
        findings += reader.findings
    return References(tuple(entries), places, tuple(findings))


class _Entry:
    """Reads the fields of one entry and gathers what is wrong with them."""

    def __init__(self, fields: Fields) -> None:
        self.findings: list[Finding] = []
        self.start = fields.fields[0].key.span if fields.fields else fields.span
        self.fields = self._by_name(fields)
        self.id = self._id()

    def whole(self) -> Reference | None:
        """Return the reference, None when the entry has a fault."""
        kind, title = self._kind(), self._title()
        container = self._text("container-title-short") or self._text("journalAbbreviation")
        dates = {name: self._take(name, _date, None) for name in ("issued", "accessed")}
        reference = Reference(
            id=self.id.text if self.id else "",
            kind=kind or SourceKind.WEB,
            title=title,
            author=self._names("author"),
            editor=self._names("editor"),
            container_title=container or self._text("container-title"),
            publisher=self._text("publisher"),
            publisher_place=self._text("publisher-place"),
            issued=dates["issued"],
            accessed=dates["accessed"],
            edition=self._text("edition"),
            volume=self._text("volume"),
            issue=self._text("issue"),
            page=_DASH.sub("-", self._text("page")),
            number=self._text("number"),
            doi=self._take("DOI", _doi, ""),
            pmid=self._take("PMID", _pmid, ""),
            url=self._take("URL", _url, ""),
        )
        return None if self.findings else reference

    @property
    def name(self) -> str:
        """What to call the entry in a message."""
        return f"'{self.id.text}'" if self.id else "this entry"

    @property
    def place(self) -> Span:
        """Where to say that the entry lacks something."""
        return self.id.span if self.id else self.start

    def _by_name(self, fields: Fields) -> dict[str, Field]:
        """Return the fields by CSL's names; null ones are left out."""
        found: dict[str, Field] = {}
        for one in fields.fields:
            name = csl.SPELT.get(one.key.text.lower(), one.key.text)
            if name not in csl.VARIABLES and name != "kind":
                better = csl.MEANT.get(name.lower(), "")
                self.findings.append(
                    unknown_field(one.key.span, name, sorted(csl.VARIABLES | {"kind"}), better)
                )
            elif name in found:
                self.findings.append(duplicate_key(one.key.span, one.key.text, f"'{found[name].key.text}'"))
            elif not (isinstance(one.value, Scalar) and one.value.is_null):
                found[name] = one
        return found

    def _take(self, name: str, reader: Callable[[Field], T | Finding], otherwise: T) -> T:
        """Return what a reader makes of a field, or keep its finding and return `otherwise`."""
        field = self.fields.get(name)
        result = otherwise if field is None else reader(field)
        if isinstance(result, Finding):
            self.findings.append(result)
            return otherwise
        return result

    def _text(self, name: str) -> str:
        return self._take(name, _words, "")

    def _id(self) -> Scalar | None:
        text = self._take("id", as_text, None)
        if text is None or not text.text.strip():
            if text or "id" not in self.fields:
                self.findings.append(missing_field(self.start, "id", "an entry"))
            return None
        if not CITATION_KEY.fullmatch(text.text):
            self.findings.append(bad_id(text.span, text.text))
        return text

    def _title(self) -> str:
        before = len(self.findings)
        title = self._text("title")
        written = self.fields["title"].value if title else None
        if isinstance(written, Scalar) and written.cut is not None:
            self.findings.append(title_cut(written.cut, "title", written.text, ""))
        if not title and len(self.findings) == before:
            self.findings.append(missing_field(self.place, "title", self.name))
        return title

    def _kind(self) -> SourceKind | None:
        """Return the kind that the entry says, else the one that its type says, else None and a finding."""
        kind, entry_type = self._take("kind", as_text, None), self._take("type", as_text, None)
        by_type = self._by_type(entry_type) if entry_type else None
        if kind is None:
            if (
                by_type is None
                and "kind" not in self.fields
                and (entry_type is None or entry_type.text in csl.OTHER_TYPES)
            ):
                self.findings.append(
                    missing_kind(self.place, self.name, entry_type.text if entry_type else "")
                )
            return by_type
        if kind.text in _KINDS:
            return _KINDS[kind.text]
        self.findings.append(unknown_kind(kind.span, "kind", kind.text, list(_KINDS)))
        return None

    def _by_type(self, entry_type: Scalar) -> SourceKind | None:
        if entry_type.text not in csl.KINDS and entry_type.text not in csl.OTHER_TYPES:
            known = (*csl.KINDS, *csl.OTHER_TYPES)
            self.findings.append(unknown_kind(entry_type.span, "type", entry_type.text, known))
        return csl.KINDS.get(entry_type.text)

    def _names(self, name: str) -> tuple[Name, ...]:
        field = self.fields.get(name)
        names = () if field is None else read_names(field)
        self.findings += [one for one in names if isinstance(one, Finding)]
        return tuple(one for one in names if isinstance(one, Name))


def _words(field: Field) -> str | Finding:
    text = as_text(field)
    return text if isinstance(text, Finding) else " ".join(text.text.split())


def _doi(field: Field) -> str | Finding:
    text = as_text(field)
    if isinstance(text, Finding):
        return text
    written = text.text.strip()
    address = _DOI_ADDRESS.match(written)
    doi = unquote(written[address.end() :]) if address else written
    return doi if _DOI.fullmatch(doi) else bad_doi(text.span, written)


def _pmid(field: Field) -> str | Finding:
    text = as_text(field)
    if isinstance(text, Finding):
        return text
    return text.text.strip() if _PMID.fullmatch(text.text.strip()) else bad_pmid(text.span, text.text)


def _url(field: Field) -> str | Finding:
    text = as_text(field)
    if isinstance(text, Finding):
        return text
    return text.text.strip() if _URL.fullmatch(text.text.strip()) else bad_url(text.span, text.text)


def _date(field: Field) -> PartialDate | Finding:
    """Return a date of CSL's: `2015`, `2015-11`, `2015-11-26`, or a map with `date-parts` or `raw`."""
    value = field.value
    if isinstance(value, Fields):
        parts, raw = value.named("date-parts"), value.named("raw")
        if parts is None and raw is None:
            return not_a(field, "a date", f"`{field.key.text}: 2015-11-26`")
        return _parts(parts) if parts else _date(Field(field.key, raw.value if raw else value))
    text = as_text(field)
    if isinstance(text, Finding):
        return text
    found = ISO_DATE.fullmatch(text.text.strip())
    if found is None:
        return no_date(text)
    return _real(text.span, text.text, [int(one) for one in found.groups() if one])


def _parts(field: Field) -> PartialDate | Finding:
    """Return the first date of `date-parts`: `[[2015, 11, 26]]`."""
    dates = field.value
    first = dates.values[0] if isinstance(dates, Items) and dates.values else None
    if not isinstance(first, Items) or not 1 <= len(first.values) <= 3:
        return not_a(field, "a date", "`date-parts: [[2015, 11, 26]]`")
    parts: list[int] = []
    for one in first.values:
        if (
            not isinstance(one, Scalar)
            or not one.text.isascii()
            or not one.text.isdecimal()
            or len(one.text) > 4
        ):
            return not_a(Field(field.key, one), "a date in numbers", "`date-parts: [[2015, 11, 26]]`")
        parts.append(int(one.text))
    return _real(first.span, "-".join(map(str, parts)), parts)


def _real(span: Span, written: str, parts: list[int]) -> PartialDate | Finding:
    """Return the date if there is such a day."""
    year, month, day = (*parts, 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return bad_date(span, written, exists=False)
    return PartialDate(*parts)
