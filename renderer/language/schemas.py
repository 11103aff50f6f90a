"""What the JSON Schemas of our files share: the form of a document, and of an audience's id.

Invariant: a schema is plain JSON values, and the same definitions always give the same one.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from renderer.language.vocabulary import RESERVED

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Object: TypeAlias = Mapping[str, Json]

ID_FORM: Final = rf"(?!not-)(?!(?:{'|'.join(RESERVED)})$)[a-z][a-z0-9-]*"
"""The form of an audience's id, and of one of the site's own classes."""

FILLED: Final = r"\S"
"""Found in each text that has something in it."""


def whole(form: str) -> str:
    """Return the pattern of texts that have a form from their first character to the last."""
    return f"^(?:{form})$"


def audience(ids: Sequence[str]) -> Object:
    """Return the schema of an audience's id: one of these, or whatever may be one where there are none."""
    return {"type": "string", "enum": ids} if ids else {"type": "string", "pattern": whole(ID_FORM)}


def by_audience(ids: Sequence[str], each: Object) -> Object:
    """Return the schema of a map from audiences to something."""
    if ids:
        return {"type": "object", "properties": dict.fromkeys(ids, each), "additionalProperties": False}
    return {"type": "object", "patternProperties": {whole(ID_FORM): each}, "additionalProperties": False}


def closed(properties: Object, required: Sequence[str] = ()) -> Object:
    """Return the schema of a map that has these keys and no other."""
    body: Object = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**body, "required": required} if required else body


def document(name: str, title: str, body: Object) -> Object:
    """Return a schema that stands by itself."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:renderer:schema:{name}",
        "title": title,
        **body,
    }
