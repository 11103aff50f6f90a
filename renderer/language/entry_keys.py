"""The fields of a reference that are read: what each does, an example, and the form of its value.

Invariant: the forms of identifiers and addresses here are those that the reader of entries asks for.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from renderer.language import csl
from renderer.language.forms import DATE_FORM, KEY_FORM
from renderer.language.references import SourceKind
from renderer.language.schemas import FILLED, Json, Object, closed, whole

DOI_FORM: Final = r"10\.[0-9]{1,9}(?:\.[0-9]+)*/\S+"
DOI_ADDRESS: Final = (
    r"(?:[hH][tT][tT][pP][sS]?://(?:[dD][xX]\.|[wW][wW][wW]\.)?[dD][oO][iI]\.[oO][rR][gG]/|[dD][oO][iI]:\s*)"
)
PMID_FORM: Final = "[1-9][0-9]{0,7}"
URL_FORM: Final = r"[hH][tT][tT][pP][sS]?://[^\s/?#]\S*"
ANY_TEXT: Final = ("string", "number", "boolean")
"""YAML's types for what is read as text: `71` and `true` are words here."""

_FILLED: Final[Object] = {"type": ANY_TEXT, "pattern": FILLED}
_OPTIONAL: Final[Object] = {"type": (*ANY_TEXT, "null")}
_DATE: Final[Object] = {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/date"}]}
_NAMES: Final[Object] = {
    "anyOf": [
        {"type": "null"},
        {"$ref": "#/$defs/name"},
        {"type": "array", "items": {"$ref": "#/$defs/name"}},
    ]
}


class EntryKey(NamedTuple):
    """What a field does, an example of its value, and the schema of that."""

    does: str
    example: Json
    form: Object


def _in_blanks(form: str) -> str:
    return whole(rf"\s*(?:{form})\s*")


READ: Final[Mapping[str, EntryKey]] = {
    "id": EntryKey(
        "What a citation calls it: `[@smith2020]`.",
        "smith2020",
        {"type": ANY_TEXT, "pattern": whole(KEY_FORM), "minimum": 0},
    ),
    "title": EntryKey("Its title.", "Effects of rest", _FILLED),
    "kind": EntryKey(
        "What kind of source it is, shown to readers; where it is left out, the type says it.",
        "research",
        {"enum": [*(one.value for one in SourceKind), None]},
    ),
    "type": EntryKey(
        "CSL's type of the source.",
        "article-journal",
        {"enum": [*csl.KINDS, *sorted(csl.OTHER_TYPES), None]},
    ),
    "author": EntryKey("Who wrote it.", [{"family": "Smith", "given": "Jane"}], _NAMES),
    "editor": EntryKey("Who edited it.", ["World Health Organization"], _NAMES),
    "container-title": EntryKey("The journal, the book or the site that it is in.", "Lancet", _OPTIONAL),
    "container-title-short": EntryKey("The journal's short name, shown if given.", "Lancet", _OPTIONAL),
    "journalAbbreviation": EntryKey("The same, as some tools write it.", "Lancet", _OPTIONAL),
    "publisher": EntryKey("Who published it.", "Example Press", _OPTIONAL),
    "publisher-place": EntryKey("Where it was published.", "London", _OPTIONAL),
    "issued": EntryKey("When it was published: a year, a month or a day.", "2015-11-26", _DATE),
    "accessed": EntryKey("When it was looked at.", "2025-10-29", _DATE),
    "edition": EntryKey("Which edition.", 2, _OPTIONAL),
    "volume": EntryKey("The journal's volume.", 26, _OPTIONAL),
    "issue": EntryKey("The volume's issue.", 12, _OPTIONAL),
    "page": EntryKey("Its pages.", "1427-1437", _OPTIONAL),
    "number": EntryKey("The number of a report or a law.", "WHO/2019.4", _OPTIONAL),
    "DOI": EntryKey(
        "Its DOI, with or without `https://doi.org/`.",
        "10.1089/tmj.2019.0158",
        {
            "type": ["string", "null"],
            "pattern": _in_blanks(rf"(?:{DOI_ADDRESS})?{DOI_FORM}|{DOI_ADDRESS}\S*%\S*"),
        },
    ),
    "PMID": EntryKey(
        "Its number in PubMed.",
        32049608,
        {
            "type": ["string", "integer", "null"],
            "pattern": _in_blanks(PMID_FORM),
            "minimum": 1,
            "maximum": 99_999_999,
        },
    ),
    "URL": EntryKey(
        "Its address.",
        "https://example.org/rest",
        {"type": ["string", "null"], "pattern": _in_blanks(URL_FORM)},
    ),
}
"""The fields that an entry's reference is made of."""


def entry_schema() -> Object:
    """Return the schema of one entry; it asks for the definitions of `entry_defs`."""
    read: Object = {
        name: {"description": one.does, **one.form, "examples": [one.example]} for name, one in READ.items()
    }
    rest = sorted(csl.VARIABLES - READ.keys())
    unread: Object = {name: {"description": "A field of CSL's; no page shows it."} for name in rest}
    properties = {**read, **unread}
    return {
        **closed(properties, ["id", "title"]),
        "patternProperties": {_any_case(name): properties[name] for name in csl.SPELT.values()},
        "anyOf": [
            {"required": ["kind"], "properties": {"kind": {"type": "string"}}},
            {"required": ["type"], "properties": {"type": {"enum": [*csl.KINDS]}}},
        ],
    }


def entry_defs() -> Object:
    """Return the definitions of what several fields have: a name, and a date."""
    return {"name": _name(), "date": _date()}


def _any_case(name: str) -> str:
    return whole("".join(f"[{one.lower()}{one.upper()}]" for one in name))


def _name() -> Object:
    parts: Object = dict.fromkeys(sorted(csl.NAME_PARTS), _OPTIONAL)
    with_one: Json = [{"required": [part], "properties": {part: _FILLED}} for part in ("literal", "family")]
    return {
        "description": "A person (family and given name) or an organisation.",
        "anyOf": [_FILLED, {**closed(parts), "anyOf": with_one}],
    }


def _date() -> Object:
    written: Object = {
        "type": ["string", "integer"],
        "pattern": _in_blanks(DATE_FORM),
        "minimum": 1,
        "maximum": 9999,
    }
    number: Object = {"type": ["string", "integer"], "pattern": "^[0-9]{1,4}$", "minimum": 0, "maximum": 9999}
    parts: Object = {"type": "array", "items": number, "minItems": 1, "maxItems": 3}
    first: Object = {"type": "array", "prefixItems": [parts], "minItems": 1}
    return {
        "description": "A year, a month or a day; or a map of CSL's.",
        "anyOf": [
            written,
            {"type": "object", "required": ["date-parts"], "properties": {"date-parts": first}},
            {
                "type": "object",
                "required": ["raw"],
                "properties": {"raw": {"$ref": "#/$defs/date"}, "date-parts": False},
            },
        ],
    }
