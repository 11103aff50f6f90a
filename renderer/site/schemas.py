"""The JSON Schemas of `site.toml` and of an audience's file, made of the tables that check them.

Invariant: a schema has a property for each key of its table, and no other.
"""

import tomllib
from collections.abc import Mapping, Sequence

from renderer.language.schemas import FILLED, Json, Object, audience, by_audience, closed, document, whole
from renderer.site import audience_files, settings
from renderer.site.shapes import (
    NAME,
    Above,
    AudienceId,
    Field,
    Judged,
    Several,
    Shape,
    Texts,
    Whole,
    Wordings,
    Words,
)


def site_schema(ids: Sequence[str], strings: Mapping[str, str]) -> Object:
    """Return the schema of `site.toml`; the ids are the site's audiences, `strings` the pages' own words."""
    body = _table(settings.FIELDS, ids)
    known: Object = {name: {"type": "string", "default": words} for name, words in strings.items()}
    properties = dict(_properties(settings.FIELDS, ids))
    properties["strings"] = {**_described(settings.FIELDS["strings"]), **closed(known)}
    return document("site", "The settings of a site (site.toml)", {**body, "properties": properties})


def audience_schema(ids: Sequence[str]) -> Object:
    """Return the schema of a file in `audiences/`; the ids are the site's audiences."""
    return document("audience", "An audience (audiences/*.toml)", _table(audience_files.FIELDS, ids))


def _table(fields: Mapping[str, Field], ids: Sequence[str]) -> Object:
    return closed(_properties(fields, ids), [name for name, one in fields.items() if one.required])


def _properties(fields: Mapping[str, Field], ids: Sequence[str]) -> Object:
    return {
        name: {**_described(one), **_form(one.shape, ids), **_examples(name, one)}
        for name, one in fields.items()
    }


def _described(field: Field) -> Object:
    return {"description": f"{field.does} It is {field.must_be}."}


def _examples(name: str, field: Field) -> Object:
    """Return the example as a value; that of a table with a heading of its own is for people alone."""
    try:
        return {"examples": [tomllib.loads(field.example)[name]]}
    except tomllib.TOMLDecodeError:
        return {}


def _form(shape: Shape, ids: Sequence[str]) -> Object:
    match shape:
        case Words() | AudienceId():
            return _text(shape, ids)
        case Whole() | Above():
            return _number(shape)
        case Several(each, id_form):
            taken: Object = {"not": {"enum": ids}} if ids else {}
            item = {"type": "string", "pattern": whole(id_form), **taken} if id_form else _text(each, ids)
            return {"type": "array", "items": item, "uniqueItems": True}
        case Texts() | Wordings():
            each_one: Object = {"type": "string"} if isinstance(shape, Texts) else _wordings(shape, ids)
            names: Json = {"pattern": FILLED}
            return {"type": "object", "propertyNames": names, "additionalProperties": each_one}
        case Judged():
            return {}


def _text(shape: Words | AudienceId, ids: Sequence[str]) -> Object:
    if isinstance(shape, AudienceId):
        return audience(ids)
    return {"type": "string", "pattern": whole(shape.form)} if shape.form else {"type": "string"}


def _number(shape: Whole | Above) -> Object:
    match shape:
        case Above():
            return {"type": "number", "exclusiveMinimum": 0}
        case Whole(least, most):
            bounds = {"minimum": least, "maximum": most}
            return {"type": "integer", **{name: one for name, one in bounds.items() if one is not None}}


def _wordings(shape: Wordings, ids: Sequence[str]) -> Object:
    return by_audience(ids, {"anyOf": [_text(NAME, ids), _table(shape.fields, ids)]})
