"""Diagnostics as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code scanning.

Invariant: paths are relative, so that the same findings give the same text on every machine, and a finding
keeps its fingerprint while its line does.
"""

import json
from collections import Counter
from hashlib import sha256
from typing import TypeAlias
from urllib.parse import quote

from renderer import __version__
from renderer.diagnostics import Code, Diagnostic, Mending, codes
from renderer.reports.account import Account

Json: TypeAlias = str | int | list["Json"] | dict[str, "Json"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def write_sarif(account: Account) -> str:
    """Return a log of one run as JSON text with a line end; columns count characters."""
    named = sorted({one.code for one in account.diagnostics})
    driver: dict[str, Json] = {
        "name": "renderer",
        "version": __version__,
        "rules": [_rule(codes()[name]) for name in named],
    }
    run: dict[str, Json] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": _results(account, named),
    }
    log: dict[str, Json] = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Json]:
    """Return what is said of a code: the first paragraph of its manual, and the whole of it."""
    brief = " ".join(code.manual.partition("\n\n")[0].split())
    return {
        "id": code.name,
        "shortDescription": {"text": brief or code.name},
        "help": {"text": code.manual or code.name},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _results(account: Account, named: list[str]) -> list[Json]:
    places = {name: place for place, name in enumerate(named)}
    alike: Counter[str] = Counter()
    results: list[Json] = []
    for one in account.diagnostics:
        mark = _fingerprint(one)
        alike[mark] += 1
        result: dict[str, Json] = {
            "ruleId": one.code,
            "ruleIndex": places[one.code],
            "level": one.severity.value,
            "message": {"text": "\n".join(part for part in (one.message, one.help) if part)},
            "locations": [{"physicalLocation": _place(one, account.folder)}],
            "partialFingerprints": {"primaryLocationLineHash": f"{mark}:{alike[mark]}"},
        }
        if one.mending:
            result["fixes"] = [_fix(one, one.mending, account.folder)]
        results.append(result)
    return results


def _place(one: Diagnostic, folder: str) -> dict[str, Json]:
    return {"artifactLocation": _file(one, folder), "region": _region(one)}


def _fix(one: Diagnostic, mending: Mending, folder: str) -> dict[str, Json]:
    replacement: Json = {"deletedRegion": _region(mending), "insertedContent": {"text": mending.text}}
    return {
        "description": {"text": one.help},
        "artifactChanges": [{"artifactLocation": _file(one, folder), "replacements": [replacement]}],
    }


def _file(one: Diagnostic, folder: str) -> dict[str, Json]:
    return {"uri": quote(folder + one.path)}


def _region(place: Diagnostic | Mending) -> dict[str, Json]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fingerprint(one: Diagnostic) -> str:
    """Return what stays the same while other lines of the file change."""
    words = "\n".join((one.code, one.path, one.excerpt.strip(), *one.audiences))
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
