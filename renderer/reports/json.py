"""Diagnostics as JSON, for editors and scripts: a list of objects, `[]` when there is nothing to say.

Invariant: the keys of an object and their meaning never change; what was found is all that is in the list.
"""

import json

from renderer.diagnostics import Diagnostic
from renderer.reports.account import Account


def write_json(account: Account) -> str:
    """Return the diagnostics of an account as JSON text with a line end."""
    return json.dumps(objects(account), ensure_ascii=False, indent=2) + "\n"


def objects(account: Account) -> list[dict[str, str | int | list[str]]]:
    """Return the diagnostics of an account as what JSON knows."""
    return [_object(one) for one in account.diagnostics]


def _object(one: Diagnostic) -> dict[str, str | int | list[str]]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message,
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "end_line": one.end_line,
        "end_column": one.end_column,
        "help": one.help,
        "audiences": list(one.audiences),
    }
