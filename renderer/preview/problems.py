"""What is wrong with what is shown, as the preview's page says it.

Invariant: every character of a source is escaped.
"""

from html import escape
from typing import Final, TypedDict

from renderer.diagnostics import Diagnostic
from renderer.preview.live import Seen
from renderer.reports.human import shown_source

_PAGE: Final = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Not to be shown yet</title>\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n'
)


class Problem(TypedDict):
    """A diagnostic as the preview's page shows it.

    `excerpt` is its source line, `caret` the marks under what is meant.
    """

    severity: str
    code: str
    message: str
    path: str
    line: int
    column: int
    help: str
    audiences: list[str]
    excerpt: str
    caret: str


def problem(one: Diagnostic) -> Problem:
    """Return a diagnostic as data."""
    words, caret = shown_source(one) if one.excerpt.strip() else ("", "")
    return Problem(
        severity=one.severity.value,
        code=one.code,
        message=one.message,
        path=one.path,
        line=one.line,
        column=one.column,
        help=one.help,
        audiences=list(one.audiences),
        excerpt=words,
        caret=caret,
    )


def problem_page(seen: Seen) -> str:
    """Return a page that says why there is none, for an output that could never be made."""
    if seen.trouble:
        said = f"<p>{escape(seen.trouble)}</p>\n"
    else:
        said = f"<ul>\n{''.join(map(_item, seen.problems))}</ul>\n"
    return _PAGE.format(f"<h1>This page cannot be shown yet</h1>\n{said}")


def _item(one: Diagnostic) -> str:
    said = problem(one)
    place = f"{said['path']}:{said['line']}:{said['column']}"
    source = f"<pre>{escape(said['excerpt'])}\n{escape(said['caret'])}</pre>" if said["excerpt"] else ""
    what = f"{said['severity']}[{said['code']}]: {escape(said['message'])}"
    return f"<li><p><code>{escape(place)}</code> {what}</p>{source}<p>{escape(said['help'])}</p></li>\n"
