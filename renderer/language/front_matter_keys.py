"""The keys of the front matter: what each does, an example, and the schema of its value.

Invariant: a key is known to the reader exactly if it stands here.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from renderer.language.entry_keys import ANY_TEXT, entry_defs, entry_schema
from renderer.language.forms import DAY_FORM
from renderer.language.schemas import FILLED, Json, Object, audience, by_audience, closed, document, whole

ALIAS_FORM: Final = "[a-z0-9-]+(?:/[a-z0-9-]+)*"


class ReviewState(StrEnum):
    """What an article can say of its own review; approvals are kept elsewhere."""

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"


class Key(NamedTuple):
    """What a key does, an example of its value, and what makes the schema of that for a site's audiences."""

    does: str
    example: Json
    form: Callable[[Sequence[str]], Object]
    required: bool = False


def _title(_: Sequence[str]) -> Object:
    return {"type": ANY_TEXT, "pattern": FILLED}


def _summary(_: Sequence[str]) -> Object:
    return {"type": (*ANY_TEXT, "null")}


def _updated(_: Sequence[str]) -> Object:
    return {"type": "string", "pattern": whole(rf"\s*{DAY_FORM}\s*")}


def _audiences(ids: Sequence[str]) -> Object:
    return {"type": "array", "items": audience(ids), "minItems": 1, "uniqueItems": True}


def _references(_: Sequence[str]) -> Object:
    return {"type": ["array", "null"], "items": {"$ref": "#/$defs/reference"}}


def _review(ids: Sequence[str]) -> Object:
    state: Object = {"enum": [one.value for one in ReviewState]}
    return {"anyOf": [state, by_audience(ids, state)]}


def _draft(_: Sequence[str]) -> Object:
    return {"type": "boolean"}


def _aliases(ids: Sequence[str]) -> Object:
    taken = "|".join(("assets", *ids))
    alias = {
        "type": ["string", "integer", "boolean"],
        "pattern": whole(f"(?!(?:{taken})(?:/|$)){ALIAS_FORM}"),
    }
    return {"type": "array", "items": alias, "uniqueItems": True}


KEYS: Final[Mapping[str, Key]] = {
    "title": Key("The article's title: inline Markdown, with variants.", "Asthma", _title, required=True),
    "summary": Key(
        "One or two sentences for lists of articles: inline Markdown, with variants.",
        "What to do, and when to call for help.",
        _summary,
    ),
    "updated": Key("The day of its last change in substance.", "2025-10-29", _updated),
    "audiences": Key("The audiences that it is for; all of them where it is left out.", [], _audiences),
    "references": Key(
        "The sources that it can cite; those of the whole site stand in content/references.yaml.",
        [{"id": "smith2020", "kind": "research", "title": "Effects of rest"}],
        _references,
    ),
    "review": Key(
        "How far its review is, for all audiences or for each; approvals are kept in approvals/.",
        "under-review",
        _review,
    ),
    "draft": Key("A draft is checked and shown, but never built.", True, _draft),  # noqa: FBT003 - a value
    "aliases": Key("Its former ids, which lead to it.", ["former-id"], _aliases),
}
"""The keys that an article may have, in the order in which they are suggested."""


def front_matter_schema(ids: Sequence[str]) -> Object:
    """Return the schema of a front matter; `ids` are the site's audiences, none where no site is known."""
    examples = {name: one.example for name, one in KEYS.items()} | {"audiences": [*(ids or ("patient",))][:1]}
    properties = {
        name: {"description": one.does, **one.form(ids), "examples": [examples[name]]}
        for name, one in KEYS.items()
    }
    body = closed(properties, [name for name, one in KEYS.items() if one.required])
    defs = {"reference": entry_schema(), **entry_defs()}
    return document("front-matter", "The front matter of an article", {**body, "$defs": defs})
