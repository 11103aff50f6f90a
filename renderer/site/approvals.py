"""Approvals: who approved which words of which edition, and when; a file for each, to be committed.

`approvals/<article>/<audience>/<digest>.toml` holds a name, a day, perhaps a note, and the canonical words
that were approved; the digest is theirs.

Invariant: an approval whose words are not those of its digest is an error, and counts for nothing.
"""

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import normalize

from renderer.diagnostics import Diagnostic, Finding, Severity, Span, problem
from renderer.language.nearest import meant
from renderer.language.source import Source
from renderer.site.fields import Field, faults, is_name, is_names, is_text, text, texts
from renderer.site.load import Loaded
from renderer.site.toml import Item, Scalar, Table, read_toml
from renderer.value import value

FOLDER: Final = "approvals"
_PATH: Final = re.compile(rf"{FOLDER}/(.+)/([a-z][a-z0-9-]*)/([0-9a-f]{{64}})\.toml")
_START: Final = Span(0, 0)


@problem("bad-approval")
def bad_approval(why: str) -> tuple[str, str]:
    """A file in `approvals/` that is no approval: misplaced, or with words that are not those of its name.

    A record that was changed by hand approves nothing. Delete the file, and let somebody approve the edition
    again: `renderer approve ARTICLE -a AUDIENCE --by NAME`.
    """
    return f"this is no approval: {why}", "delete it, and approve the edition again"


@problem("unknown-reviewer")
def unknown_reviewer(name: str, known: Collection[str]) -> tuple[str, str]:
    """An approval is by somebody whom `reviewers` in site.toml does not name.

    Add the name there, or delete the file.
    """
    return (
        f"'{name}' is none of the site's reviewers{meant(name, known)}",
        "add the name to `reviewers` in site.toml, or delete the file",
    )


@problem("lost-approval", Severity.WARNING)
def lost_approval(what: str) -> tuple[str, str]:
    """An approval is for an article or an audience that the site does not have any more.

    It does no harm. Delete it, or give the article its name back.
    """
    return f"there is no {what}", "delete the file, or give back the name"


def may_approve(name: str, reviewers: Collection[str]) -> bool:
    """Whether a name is a reviewer's, however letters are made up; where no reviewer is named, any is."""
    return not reviewers or normalize("NFC", name) in {normalize("NFC", one) for one in reviewers}


def is_day(item: Item) -> bool:
    """Whether it is a date without a time."""
    return isinstance(item, Scalar) and type(item.value) is date


FIELDS: Final[Mapping[str, Field]] = {
    "by": Field("a name", 'by = "Dr Ada Example"', is_name, required=True),
    "on": Field("a date", "on = 2025-10-29", is_day, required=True),
    "note": Field("a text", 'note = "Doses checked."', is_text),
    "words": Field("a list of lines", 'words = ["title: Asthma"]', is_names, required=True),
}
"""The keys of an approval."""


class Approval(NamedTuple):
    """Who approved an edition's words, and when."""

    digest: str
    by: str
    on: date
    note: str = ""
    words: tuple[str, ...] = ()
    path: str = ""


@value
class Approvals:
    """The approvals of a site, by article and audience, in the order of their days."""

    of: Mapping[tuple[str, str], tuple[Approval, ...]] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def read_approvals(
    files: Mapping[str, Loaded],
    articles: Collection[str],
    audiences: Collection[str],
    reviewers: Collection[str],
) -> Approvals:
    """Return the approvals in some files; `reviewers` are those who may approve, nobody for everybody."""
    found: dict[tuple[str, str], list[Approval]] = {}
    diagnostics: list[Diagnostic] = []
    for path, loaded in files.items():
        diagnostics.extend(loaded.diagnostics)
        if loaded.source is None:
            continue
        place = _PATH.fullmatch(path)
        findings = _misplaced(place, articles, audiences)
        approval = None
        if place is not None:
            approval, wrong = _read(loaded.source, place[3], reviewers)
            findings = (*findings, *wrong)
        diagnostics.extend(loaded.source.diagnoses(findings))
        if place is not None and approval is not None:
            found.setdefault((place[1], place[2]), []).append(approval)
    ordered = {key: tuple(sorted(each, key=lambda one: (one.on, one.digest))) for key, each in found.items()}
    return Approvals(ordered, tuple(diagnostics))


def _misplaced(
    place: re.Match[str] | None, articles: Collection[str], audiences: Collection[str]
) -> tuple[Finding, ...]:
    if place is None:
        return (bad_approval(_START, f"its path is not {FOLDER}/<article>/<audience>/<digest>.toml"),)
    if place[1] not in articles:
        return (lost_approval(_START, f"article '{place[1]}'"),)
    return () if place[2] in audiences else (lost_approval(_START, f"audience '{place[2]}'"),)


def _read(
    source: Source, name: str, reviewers: Collection[str]
) -> tuple[Approval | None, tuple[Finding, ...]]:
    """Return the approval that a file holds, None when it counts for nothing, and what is wrong with it."""
    file = read_toml(source)
    findings = file.findings or tuple(faults(file.table, FIELDS))
    if findings:
        return None, findings
    from renderer.comparison.canonical import digest  # noqa: PLC0415 - few commands meet an approval

    by, lines = text(file.table, "by"), tuple(one.text for one in texts(file.table, "words"))
    if digest(lines) != name:
        return None, (bad_approval(file.table.at("words"), "its words are not those of its name"),)
    if not may_approve(by.text, reviewers):
        return None, (unknown_reviewer(by.span, by.text, reviewers),)
    return Approval(name, by.text, _day(file.table), text(file.table, "note").text, lines, source.path), ()


def _day(table: Table) -> date:
    item = table.items["on"]
    assert isinstance(item, Scalar)
    assert isinstance(item.value, date)
    return item.value


def write_approval(root: Path, article: str, audience: str, approval: Approval) -> str:
    """Write an approval into the site, and return its path there.

    Raises:
        OSError: the disk failed.
    """
    path = f"{FOLDER}/{article}/{audience}/{approval.digest}.toml"
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_text("".join(_lines(approval)), "utf-8")
    os.replace(fresh, file)  # noqa: PTH105 - at once, so that nobody finds half of it
    return path


def _lines(approval: Approval) -> Iterator[str]:
    yield "# Written by `renderer approve`. Its name is the words' digest: leave them as they are.\n"
    yield f"by = {_quoted(approval.by)}\n"
    yield f"on = {approval.on.isoformat()}\n"
    if approval.note:
        yield f"note = {_quoted(approval.note)}\n"
    yield "words = [\n"
    yield from (f"  {_quoted(line)},\n" for line in approval.words)
    yield "]\n"


def _quoted(words: str) -> str:
    """Return words as a TOML string, whose escapes are JSON's."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def later_than(approvals: Iterable[Approval], today: date) -> tuple[Approval, ...]:
    """Return the approvals that are dated later than a day."""
    return tuple(one for one in approvals if one.on > today)
