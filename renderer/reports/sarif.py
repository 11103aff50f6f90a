"""Diagnostics as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code scanning.

What GitHub asks for beyond the standard: docs.github.com, "SARIF support for code scanning".

Invariant: paths are relative, so that the same findings give the same text on every machine, and a finding
keeps its fingerprint while the words at its place do.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from textwrap import shorten
from typing import TypeAlias
from urllib.parse import quote

from renderer import __version__
from renderer.diagnostics import Code, Diagnostic, Mending, codes
from renderer.reports.account import Account
from renderer.reports.told import other_places, told

Json: TypeAlias = str | int | list["Json"] | dict[str, "Json"]

LIMIT = 25_000
"""How many results GitHub takes; it refuses a log with more."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_DESCRIPTION = 1024
_CODE_BLOCK = re.compile(r"^```.*?^```$|^ {4}[^\n]*$", re.MULTILINE | re.DOTALL)


def write_sarif(account: Account) -> str:
    """Return a log of one run as JSON text with a line end; columns count characters.

    Its rules are the codes of the account, so that they stay the same whatever is found. Of more results than
    the limit those that are errors come first, and the rest is left out.
    """
    rules = _rules(account)
    driver: dict[str, Json] = {
        "name": "renderer",
        "version": __version__,
        "rules": [_rule(one) for one in rules],
    }
    run: dict[str, Json] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": _results(account, [one.name for one in rules]),
    }
    log: dict[str, Json] = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rules(account: Account) -> list[Code]:
    """Return the account's codes and those of its diagnostics, by name."""
    known = {one.name: one for one in account.codes}
    found = {one.code for one in account.diagnostics} - known.keys()
    return sorted((*known.values(), *(codes()[name] for name in found)), key=lambda one: one.name)


def _rule(code: Code) -> dict[str, Json]:
    """Return what is said of a code: the first paragraph of its manual, its prose, and the whole of it."""
    manual = code.manual or code.name
    return {
        "id": code.name,
        "shortDescription": {"text": " ".join(manual.partition("\n\n")[0].split())},
        "fullDescription": {"text": shorten(_CODE_BLOCK.sub("", manual), _DESCRIPTION, placeholder=" …")},
        "help": {"text": manual, "markdown": manual},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _results(account: Account, named: list[str]) -> list[Json]:
    places = {name: place for place, name in enumerate(named)}
    alike: Counter[str] = Counter()
    results: list[Json] = []
    for one in _first(account.diagnostics):
        mark = _fingerprint(one)
        alike[mark] += 1
        result: dict[str, Json] = {
            "ruleId": one.code,
            "ruleIndex": places[one.code],
            "level": one.severity.value,
            "message": {"text": told(one, account.folder, links=True)},
            "locations": [_location(one, account.folder)],
            "partialFingerprints": {"renderer/v1": f"{mark}:{alike[mark]}"},
        }
        if others := _others(one, account.folder):
            result["relatedLocations"] = others
        if one.mending:
            result["fixes"] = [_fix(one, one.mending, account.folder)]
        results.append(result)
    return results


def _first(diagnostics: tuple[Diagnostic, ...]) -> Iterable[Diagnostic]:
    """Return as many as are taken, in their order; of too many the errors before the warnings."""
    if len(diagnostics) <= LIMIT:
        return diagnostics
    return sorted(diagnostics, key=lambda one: not one.is_error)[:LIMIT]


def _location(one: Diagnostic, folder: str) -> dict[str, Json]:
    """Return the place, as far as its first line goes: GitHub shows what lies whole in a change's lines."""
    end = one.end_column if one.end_line == one.line else max(one.column, one.skipped + len(one.excerpt) + 1)
    region = _region(one.line, one.column, one.line, end)
    return {"physicalLocation": {"artifactLocation": _file(one, folder), "region": region}}


def _others(one: Diagnostic, folder: str) -> list[Json]:
    return [
        {
            "id": number,
            "physicalLocation": {
                "artifactLocation": _file(one, folder),
                "region": {"startLine": line, "startColumn": column},
            },
            "message": {"text": "the other place"},
        }
        for number, (line, column) in enumerate(other_places(one), start=1)
    ]


def _fix(one: Diagnostic, mending: Mending, folder: str) -> dict[str, Json]:
    line, column, end_line, end_column, text = mending
    region = _region(line, column, end_line, end_column)
    replacement: Json = {"deletedRegion": region, "insertedContent": {"text": text}}
    return {
        "description": {"text": one.help},
        "artifactChanges": [{"artifactLocation": _file(one, folder), "replacements": [replacement]}],
    }


def _region(line: int, column: int, end_line: int, end_column: int) -> dict[str, Json]:
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _file(one: Diagnostic, folder: str) -> dict[str, Json]:
    return {"uri": quote(_bytes(folder + one.path))}


def _bytes(path: str) -> bytes:
    """Return a path as it stands on the disk, also one that is not UTF-8."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character that stands for no byte, as other systems have them
        return path.encode("utf-8", "surrogatepass")


def _fingerprint(one: Diagnostic) -> str:
    """Return what stays the same while other places of the file change, but for blanks and line ends."""
    words = "\n".join((one.code, one.path, " ".join(one.passage.split()), *one.audiences))
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
