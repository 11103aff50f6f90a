"""What `renderer build --require-approved` refuses: editions that nobody has approved as they are.

Invariant: an edition of the build whose status is not `approved` is an error, whether its article was
remembered or worked on.
"""

from collections.abc import Iterable, Iterator, Mapping

from renderer.build.record import Record
from renderer.build.workspace import Workspace
from renderer.diagnostics import Diagnostic, Finding, Span
from renderer.editions.edition import Review
from renderer.editions.review import not_approved
from renderer.language.front_matter import read_front_matter
from renderer.site.manifest import EditionEntry


def unapproved(workspace: Workspace, records: Mapping[str, Record]) -> Iterator[Diagnostic]:
    """Yield an error for each edition among what was made that is not approved, at its article's title."""
    for name, record in records.items():
        states = dict(_states(record.editions))
        if states:
            yield from _refused(workspace, name, states)


def _states(editions: Iterable[EditionEntry]) -> Iterator[tuple[str, str]]:
    """Yield the audience and the status of each edition that is not approved."""
    return ((one.audience, one.review) for one in editions if one.review != Review.APPROVED)


def _refused(workspace: Workspace, name: str, states: Mapping[str, str]) -> Iterator[Diagnostic]:
    source = workspace.read(name).source
    if source is None:  # it went while the build went on, which then fails by itself
        return
    title = read_front_matter(source, workspace.site.audiences.ids).title
    span = title.span if title else Span(0, 0)
    for audience, state in states.items():
        found = not_approved(span, name, audience, state)
        yield source.diagnose(Finding(found.code, found.span, found.message, found.help, (audience,)))
