"""The audiences of a site, read from `audiences/<id>.toml`.

Invariant: every name in a fallback chain that leaves here is another audience of the site, once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import chain
from posixpath import basename

from renderer.audiences import Audience, Audiences
from renderer.diagnostics import Diagnostic, Finding, Severity, Span, problem
from renderer.language.source import Source
from renderer.language.vocabulary import one_edit_apart
from renderer.site.fields import faults, number, repeated, text, text_table, texts, whole, words
from renderer.site.ids import id_fault, no_audience
from renderer.site.shapes import NAME, TEXT, Above, AudienceId, Field, Several, Texts, Whole
from renderer.site.toml import NOTHING, Table, TomlText, read_toml
from renderer.value import value

FIELDS: Mapping[str, Field] = {
    "name": Field(
        "What readers choose the audience by.",
        "a text that is not empty",
        'name = "Patients"',
        NAME,
        required=True,
    ),
    "description": Field(
        "Says below the name who they are.", "a text", 'description = "People who have the condition"', TEXT
    ),
    "order": Field(
        "The audience's place among the others, the smallest number first.",
        "a whole number",
        "order = 1",
        Whole(),
    ),
    "falls_back_to": Field(
        "Whose words its readers get where there are none of their own.",
        "a list of audience ids, nearest first",
        'falls_back_to = ["clinician"]',
        Several(AudienceId()),
    ),
    "disclaimer": Field(
        "Stands in each of its editions.",
        "a text (Markdown)",
        'disclaimer = "This page does not replace advice."',
        TEXT,
    ),
    "reading_grade": Field(
        "The highest school grade (Flesch-Kincaid) that its editions may need.",
        "a number above 0, a school grade",
        "reading_grade = 8",
        Above(),
    ),
    "avoid": Field(
        "Words that its readers do not know.",
        "a table that says for each word what to write instead",
        'avoid = { "myocardial infarction" = "heart attack" }',
        Texts(),
    ),
}
"""The keys of an audience's file."""


@problem("bad-audience-id")
def bad_audience_id(name: str, why: str) -> tuple[str, str]:
    """A file in `audiences/` whose name is no audience id, although the name is the id.

    An id is written in the markup and is a folder of the output: `a` to `z`, `0` to `9` and `-`, first a
    letter. Words that the markup has a meaning for (`else`, `note`, …), words that begin with `not-` and
    `assets` are taken.

    ```text
    audiences/Patient.toml      # wrong
    audiences/patient.toml      # right
    ```
    """
    return f"'{name}' cannot be an audience: it {why}", "rename the file, for example to `patient.toml`"


@problem("audiences-alike", Severity.WARNING)
def audiences_alike(name: str, other: str) -> tuple[str, str]:
    """Two audiences whose ids are one slip of a finger apart.

    A slip in a tag is an error because no audience is called so. Between `nurse` and `nurses` it is none: the
    words go to other readers, and nothing says so. Give one of the two another id.
    """
    return (
        f"'{name}' and '{other}' are one edit apart: a slip in a tag would go unseen",
        "rename one of the two files",
    )


@problem("bad-fallback")
def bad_fallback(message: str) -> tuple[str, str]:
    """An audience falls back on itself, or on one that the site does not have.

    Its readers would be shown the wrong words, or none. Name audiences of the site, nearest first.

    ```toml
    # audiences/student.toml
    falls_back_to = ["student"]         # wrong
    falls_back_to = ["clinician"]       # right
    ```
    """
    return message, "name other audiences of the site, nearest first, or leave it out"


@problem("no-audiences")
def no_audiences() -> tuple[str, str]:
    """A site without an audience: there is nobody to write for, and so no edition.

    Each file `audiences/<id>.toml` is one audience. The shortest one is

    ```toml
    name = "Patients"
    ```
    """
    return "the site has no audience", 'write `audiences/patient.toml` with `name = "Patients"` in it'


@value
class AudienceFiles:
    """The audiences, and what is wrong with their files.

    A file that cannot be read still gives its audience, with its id for a name, so that tags with that name
    are not called misspelt as well; there is an error then. `sources` are the files by audience id, and
    `disclaimers` the Markdown in them with its place.
    """

    audiences: Audiences
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    disclaimers: Mapping[str, TomlText] = field(default_factory=dict)


@value
class _File:
    id: str
    source: Source
    table: Table
    findings: tuple[Finding, ...]


def read_audiences(sources: Sequence[Source], unread: Sequence[str] = ()) -> AudienceFiles:
    """Return the audiences that the files describe; a file's name, without `.toml`, is the id.

    `unread` are the paths of files that are there and could not be read, which is an error already.
    """
    lost = (_File(_id_of(path), Source(path, ""), NOTHING, ()) for path in unread)
    files = sorted((*map(_read, sources), *lost), key=lambda one: one.id)
    good = [one for one in files if not _name_fault(one.id)]
    ids = tuple(one.id for one in good)
    diagnostics = [*chain.from_iterable(one.source.diagnoses(_faults(one, ids)) for one in files)]
    if not files:
        diagnostics.append(Source("audiences", "").diagnose(no_audiences(_START)))
    audiences = sorted((_audience(one, ids) for one in good), key=lambda one: (one.order, one.id))
    return AudienceFiles(
        Audiences(tuple(audiences)),
        tuple(sorted(diagnostics, key=lambda one: one.order)),
        {one.id: one.source for one in good},
        {one.id: text(one.table, "disclaimer") for one in good},
    )


_START = Span(0, 0)


def _read(source: Source) -> _File:
    toml = read_toml(source)
    findings = toml.findings or tuple(faults(toml.table, FIELDS))
    return _File(_id_of(source.path), source, toml.table, findings)


def ids_of(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the audiences whose files these are, sorted; a name that is no id is left out."""
    files = (path for path in paths if path.endswith(".toml") and path.count("/") == 1)
    return tuple(sorted(name for name in map(_id_of, files) if not _name_fault(name)))


def _id_of(path: str) -> str:
    return basename(path).removesuffix(".toml")


def _name_fault(name: str) -> str:
    return id_fault(name) or ("is the folder of the pictures and style sheets" if name == "assets" else "")


def _faults(file: _File, ids: tuple[str, ...]) -> Iterator[Finding]:
    why = _name_fault(file.id)
    if why:
        yield bad_audience_id(_START, file.id, why)
    for other in ids:
        if other < file.id and one_edit_apart(other, file.id):
            yield audiences_alike(_START, file.id, other)
    yield from file.findings
    yield from repeated(file.table, "falls_back_to")
    for name in texts(file.table, "falls_back_to"):
        if name.text == file.id:
            yield bad_fallback(name.span, f"'{file.id}' falls back on itself")
        elif name.text not in ids:
            yield bad_fallback(name.span, no_audience(name.text, (one for one in ids if one != file.id)))


def _audience(file: _File, ids: tuple[str, ...]) -> Audience:
    table = file.table
    return Audience(
        file.id,
        text(table, "name").text.strip() or file.id,
        text(table, "description").text,
        whole(table, "order", 0),
        tuple(one for one in words(table, "falls_back_to") if one in ids and one != file.id),
        text(table, "disclaimer").text,
        number(table, "reading_grade"),
        text_table(table, "avoid"),
    )
