"""Diagnostics as the lines by which GitHub marks them in a change ("workflow commands").

GitHub shows ten errors and ten warnings of a step, so the last line, which is no command, says how many there
are. Form: docs.github.com, "Workflow commands for GitHub Actions".

Invariant: a message or path can neither end its line early nor begin another command.
"""

from renderer.diagnostics import Diagnostic
from renderer.reports.account import Account
from renderer.reports.human import summary
from renderer.reports.told import told


def write_github(account: Account) -> str:
    """Return a line a diagnostic, and one that counts them."""
    lines = [_command(one, account.folder) for one in account.diagnostics]
    return "\n".join([*lines, summary(account)]) + "\n"


def _command(one: Diagnostic, folder: str) -> str:
    fields = {
        "file": folder + one.path,
        "line": one.line,
        "col": one.column,
        "endLine": one.end_line,
        "endColumn": one.end_column,
        "title": one.code,
    }
    written = ",".join(f"{name}={_field(str(value))}" for name, value in fields.items())
    return f"::{one.severity.value} {written}::{_message(told(one, folder))}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _field(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
