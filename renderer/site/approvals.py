"""Approvals: who approved which words of which edition, and when; a file for each, to be committed.

`approvals/<article>/<audience>/<digest>.toml` holds the canonical words that were approved, whose digest it
is, and who approved them: a name, a day, perhaps a note. Others who approve the same words have a file of
their own beside it.

Invariant: an approval whose words are not those of its digest is an error, and counts for nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Final, NamedTuple
from unicodedata import normalize

from renderer.diagnostics import Diagnostic, Finding, Severity, Span, problem
from renderer.language.nearest import meant
from renderer.language.source import Source
from renderer.site.approval_files import FOLDER, Signed, as_written
from renderer.site.fields import faults, missing_setting, text, texts
from renderer.site.folder import Folder
from renderer.site.load import Loaded
from renderer.site.shapes import NAME, TEXT, Field, Judged, Several
from renderer.site.toml import Array, Item, Scalar, Table, Text, read_toml
from renderer.site.verified import Verified
from renderer.value import value

_PATH: Final = re.compile(rf"{FOLDER}/(.+)/([a-z][a-z0-9-]*)/([0-9a-f]{{64}})(?:-[0-9a-f]{{16}})?\.toml")
_START: Final = Span(0, 0)
_BLANK: Final = "\u115f\u1160\u3164\uffa0"
"""Letters that fill a place and show nothing."""
UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""What has no place in a name: it cannot be seen, and joins no letters."""


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
    """An approval is for an article, an audience or an edition that the site does not have any more.

    It does no harm. Delete all that are lost with `renderer review --prune`, or bring back what it is for.
    """
    return f"there is no {what}", "bring it back, or delete what is lost with `renderer review --prune`"


def may_approve(name: str, reviewers: Collection[str]) -> bool:
    """Whether a name is a reviewer's, however letters are made up; where no reviewer is named, any is."""
    return not reviewers or normalize("NFC", name) in {normalize("NFC", one) for one in reviewers}


def is_name(words: str) -> bool:
    """Whether a text can be somebody's name: it has a letter, stands on one line, and can be seen."""
    return not UNSEEN.search(words) and any(one.isalpha() and one not in _BLANK for one in words)


def is_somebody(item: Item) -> bool:
    """Whether it is a name."""
    return isinstance(item, Text) and is_name(item.words.text)


def is_day(item: Item) -> bool:
    """Whether it is a date without a time."""
    return isinstance(item, Scalar) and type(item.value) is date


def is_people(item: Item) -> bool:
    """Whether it is a list of tables, one at least."""
    return isinstance(item, Array) and bool(item.items) and all(isinstance(one, Table) for one in item.items)


PERSON: Final[Mapping[str, Field]] = {
    "by": Field("Who approved.", "a name", 'by = "Dr Ada Example"', Judged(is_somebody), required=True),
    "on": Field("The day.", "a date", "on = 2025-10-29", Judged(is_day), required=True),
    "note": Field("What they said of it.", "a text", 'note = "Doses checked."', TEXT),
}
"""What is said of somebody who approved."""

FIELDS: Final[Mapping[str, Field]] = {
    **{name: one._replace(required=False) for name, one in PERSON.items()},
    "approved": Field(
        "Who approved.",
        "a list of who approved",
        'approved = [{ by = "Dr Ada Example", on = 2025-10-29 }]',
        Judged(is_people),
    ),
    "words": Field("What was approved.", "a list of lines", 'words = ["title: Asthma"]', Several(NAME)),
}
"""The keys of a file of approvals: a list of people, or one of them at the top."""


class Approval(NamedTuple):
    """Who approved an edition's words, and when; the words lie in the file at its path."""

    digest: str
    by: str
    on: date
    note: str = ""
    path: str = ""


@value
class Approvals:
    """The approvals of a site, by article and audience, in the order of their days.

    `lost` are the paths of those whose article or audience is not there. `verified` are the files of which
    nothing is wrong, by their paths, and `remembered` says whether just these were known before.
    """

    of: Mapping[tuple[str, str], tuple[Approval, ...]] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    verified: Mapping[str, Verified] = field(default_factory=dict)
    remembered: bool = True


def read_approvals(
    folder: Folder,
    articles: Collection[str],
    audiences: Collection[str],
    reviewers: Collection[str],
    known: Mapping[str, Verified],
) -> Approvals:
    """Return the approvals of a site.

    Args:
        folder: the site's folder.
        articles: the ids of its articles.
        audiences: the ids of its audiences.
        reviewers: who may approve; nobody for everybody.
        known: the files that were read before and found right, by their paths.
    """
    found: dict[tuple[str, str], list[Approval]] = {}
    lost, diagnostics = list[str](), list[Diagnostic]()
    verified: dict[str, Verified] = {}
    for path in (one for one in folder.approvals.files if one.endswith(".toml")):
        place = _PATH.fullmatch(path)
        misplaced = _misplaced(place, articles, audiences)
        if misplaced and place is not None:
            lost.append(path)
        seen = None if misplaced else _seen(folder, path, known.get(path), reviewers)
        read = _Read(seen.people, (), seen) if seen else _read(folder.load(path), place, misplaced, reviewers)
        diagnostics.extend(read.diagnostics)
        if place is not None:
            approvals = (Approval(place[3], *one, path) for one in read.people)
            found.setdefault((place[1], place[2]), []).extend(approvals)
        if read.verified:
            verified[path] = read.verified
    ordered = {key: tuple(sorted(each, key=_age)) for key, each in found.items() if each}
    return Approvals(ordered, tuple(lost), tuple(diagnostics), verified, verified == known)


def _age(one: Approval) -> tuple[date, str, str]:
    return one.on, one.digest, one.by


def _misplaced(
    place: re.Match[str] | None, articles: Collection[str], audiences: Collection[str]
) -> tuple[Finding, ...]:
    if place is None:
        return (bad_approval(_START, f"its path is not {FOLDER}/<article>/<audience>/<digest>.toml"),)
    if place[1] not in articles:
        return (lost_approval(_START, f"article '{place[1]}'"),)
    return () if place[2] in audiences else (lost_approval(_START, f"audience '{place[2]}'"),)


class _Read(NamedTuple):
    """What came of a file: whose approvals count, what is wrong, and what to remember if nothing is."""

    people: tuple[Signed, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    verified: Verified | None = None


def _seen(folder: Folder, path: str, known: Verified | None, reviewers: Collection[str]) -> Verified | None:
    """Return what is known of a file, if it is that file still and its people may approve."""
    if known is None or folder.digest(path) != known.digest:
        return None
    return known if all(may_approve(one.by, reviewers) for one in known.people) else None


def _read(
    loaded: Loaded, place: re.Match[str] | None, misplaced: Sequence[Finding], reviewers: Collection[str]
) -> _Read:
    if loaded.source is None:
        return _Read(diagnostics=loaded.diagnostics)
    people, wrong = _counted(loaded.source, place[3], reviewers) if place else ((), ())
    findings = (*misplaced, *wrong)
    if findings:
        return _Read(people, loaded.source.diagnoses(findings))
    return _Read(people, (), Verified(loaded.digest, people))


class _Person(NamedTuple):
    """Somebody who approved, and where their name stands."""

    signed: Signed
    span: Span


class _File(NamedTuple):
    """What a file says: who approved which words, where these stand, and what is wrong with its form."""

    people: tuple[_Person, ...] = ()
    words: tuple[str, ...] = ()
    span: Span = _START
    findings: tuple[Finding, ...] = ()


def _counted(
    source: Source, name: str, reviewers: Collection[str]
) -> tuple[tuple[Signed, ...], tuple[Finding, ...]]:
    """Return who approved in a file, those that count, and what is wrong with it."""
    quick = _quickly(source)
    people, wrong = _judged(quick, name, reviewers) if quick else ((), ())
    return (people, wrong) if quick and not wrong else _judged(_with_places(source), name, reviewers)


def _judged(
    file: _File, name: str, reviewers: Collection[str]
) -> tuple[tuple[Signed, ...], tuple[Finding, ...]]:
    from renderer.comparison.canonical import digest  # noqa: PLC0415 - few commands meet an approval

    if file.findings:
        return (), file.findings
    if digest(file.words) != name:
        return (), (bad_approval(file.span, "its words are not those of its name"),)
    known = [one for one in file.people if may_approve(one.signed.by, reviewers)]
    wrong = tuple(
        unknown_reviewer(one.span, one.signed.by, reviewers) for one in file.people if one not in known
    )
    return tuple(one.signed for one in known), wrong


def approved_words(source: Source) -> tuple[str, ...]:
    """Return the canonical words in a file of approvals, none when it is no such file."""
    return (_quickly(source) or _with_places(source)).words


def _quickly(source: Source) -> _File | None:
    """Return what a file says that is as we write it, without places."""
    people, words = as_written(source.text) or ((), ())
    if not people or not all(is_name(one.by) for one in people):
        return None
    return _File(tuple(_Person(one, _START) for one in people), words)


def _with_places(source: Source) -> _File:
    """Return what a file says, as any TOML."""
    toml = read_toml(source)
    findings = toml.findings or tuple(_faults(toml.table))
    if findings:
        return _File(findings=findings)
    words = tuple(one.text for one in texts(toml.table, "words"))
    return _File(tuple(map(_person, _people(toml.table))), words, toml.table.at("words"))


def _faults(table: Table) -> Iterator[Finding]:
    if not table.items:
        yield bad_approval(_START, "it is empty")
        return
    yield from faults(table, FIELDS)
    listed = table.items.get("approved")
    if listed is None or table.items.keys() & {"by", "on"}:
        yield from (
            missing_setting(table.key, key, PERSON[key].example)
            for key in ("by", "on")
            if key not in table.items
        )
    for one in listed.items if isinstance(listed, Array) else ():
        if isinstance(one, Table):
            yield from faults(one, PERSON)


def _people(table: Table) -> Iterator[Table]:
    """Yield the tables that speak of somebody who approved."""
    listed = table.items.get("approved")
    yield from (one for one in (listed.items if isinstance(listed, Array) else ()) if isinstance(one, Table))
    if "by" in table.items:
        yield table


def _person(table: Table) -> _Person:
    by, item = text(table, "by"), table.items["on"]
    assert isinstance(item, Scalar)
    assert isinstance(item.value, date)
    return _Person(Signed(by.text, item.value, text(table, "note").text), by.span)


def later_than(approvals: Iterable[Approval], today: date) -> tuple[Approval, ...]:
    """Return the approvals that are dated later than a day."""
    return tuple(one for one in approvals if one.on > today)
