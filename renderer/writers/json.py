"""JSON: an edition's tree as data, for other programs (`renderer show -f json`).

A node is an object: its `type` (`bullet-list`), then its fields by their names in `language.tree`. References
have the names that CSL-JSON gives their fields.

Invariant: keys come in one order, so that the same edition gives the same bytes; no position is among them.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass

from renderer.editions.edition import Edition, Target, ToArticle, ToFile, ToWeb
from renderer.language.references import Name, PartialDate, Reference
from renderer.language.tree import Attributes, Cited, Image, Inline, Link
from renderer.writers.words import words

_INNER_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")
_HIDDEN = frozenset({"span", "tagged", "definition"})  # of the source or of selection, not of the edition
_CSL = {"doi": "DOI", "pmid": "PMID", "url": "URL"}


def write_json(edition: Edition) -> str:
    """Return the edition as JSON with a line end; the same title is there as plain words and as nodes."""
    dump = _Dump(edition)
    tree = {
        "article": edition.article,
        "audience": edition.audience.id,
        "title": dump.phrase(edition.title),
        "summary": dump.phrase(edition.summary),
        "updated": edition.updated.isoformat() if edition.updated else None,
        "review": edition.review.value,
        "blocks": dump.value(edition.blocks),
        "references": [
            {"number": edition.numbers.get(reference.id), **_reference(reference)}
            for reference in edition.references
        ],
    }
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


class _Dump:
    """What turns values of the tree into values of JSON, with the edition's numbers and targets."""

    def __init__(self, edition: Edition) -> None:
        self._numbers = edition.numbers
        self._targets = edition.targets

    def phrase(self, nodes: Sequence[Inline]) -> dict[str, object]:
        return {"words": words(nodes), "nodes": self.value(tuple(nodes))}

    def value(self, value: object) -> object:
        if isinstance(value, Attributes):
            return {name: given for name, given in value._asdict().items() if given}
        if isinstance(value, Cited):
            return {"key": value.key, "locator": value.locator, "number": self._numbers.get(value.key)}
        if isinstance(value, tuple):
            return [self.value(one) for one in value]
        if is_dataclass(value):
            return self.node(value)
        return value

    def node(self, node: object) -> dict[str, object]:
        written: dict[str, object] = {"type": _INNER_CAPITAL.sub("-", type(node).__name__).lower()}
        for name in _fields(type(node)):
            written[name] = self.value(getattr(node, name))
            if name == "target" and isinstance(node, Link | Image):
                written["leads_to"] = _target(self._targets.get(node.target))
        return written


def _fields(kind: type) -> list[str]:
    return [field.name for field in fields(kind) if field.name not in _HIDDEN]


def _target(target: Target | None) -> dict[str, object] | None:
    match target:
        case ToWeb(url):
            return {"url": url}
        case ToArticle(article, fragment):
            return {"article": article, "fragment": fragment}
        case ToFile(path, fragment=fragment):
            return {"file": path, "fragment": fragment} if fragment else {"file": path}
        case None:
            return None


def _reference(reference: Reference) -> dict[str, object]:
    """Return a reference by CSL-JSON's names, without what the source does not say; `kind` is ours."""
    given = {field.name: getattr(reference, field.name) for field in fields(reference)}
    return {_CSL.get(name, name.replace("_", "-")): _csl(value) for name, value in given.items() if value}


def _csl(value: object) -> object:
    match value:
        case PartialDate():
            return {"date-parts": [[part for part in value if part]]}
        case Name(family, "", "", ""):
            return {"literal": family}
        case Name():
            parts = ("family", "given", "suffix", "non-dropping-particle")
            return {name: part for name, part in zip(parts, value, strict=True) if part}
        case tuple():
            return [_csl(one) for one in value]
        case object():
            return str(value)
