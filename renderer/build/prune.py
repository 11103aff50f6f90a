"""`renderer review --prune`: records of articles and audiences that are gone, removed.

Invariant: nothing is removed while it is not certain what the site has, and never a record of what it has.
"""

from collections.abc import Iterator, Sequence

from renderer.build.opening import OpenSite, SurroundingsProblem
from renderer.build.workspace import Workspace, left_out
from renderer.diagnostics import Diagnostic
from renderer.language.front_matter import read_front_matter
from renderer.site.approval_files import FOLDER, removable, remove
from renderer.value import value


@value
class Lost:
    """The paths of records that are lost; with errors in `diagnostics` it is not certain which are."""

    diagnostics: tuple[Diagnostic, ...]
    paths: tuple[str, ...] = ()


def lost(site: OpenSite) -> Lost:
    """Return the records of articles, audiences and editions that are gone.

    An audience whose file cannot be read, or an article that may not be one, is not gone: with such an error
    round the approvals there are none. Nor are there where no article is: the folder may wait to be filled.
    For records behind a link the link stands.

    Raises:
        SurroundingsProblem: the disk failed.
    """
    found = site.workspace.site
    round_them = (one for one in found.diagnostics if not one.path.startswith(f"{FOLDER}/"))
    wrong = tuple(one for one in round_them if one.is_error or not found.articles)
    if wrong:
        return Lost(wrong)
    gone = (*found.approvals.lost, *_of_editions(site.workspace))
    return Lost((), tuple(dict.fromkeys(removable(found.root, one) for one in gone)))


def _of_editions(workspace: Workspace) -> Iterator[str]:
    """Yield the records of editions that their articles leave out, where nothing of these is in doubt."""
    audiences = workspace.site.audiences
    for (article, audience), approvals in workspace.site.approvals.of.items():
        source = workspace.read(article).source if article in workspace.site.articles else None
        if source is not None and audience in left_out(read_front_matter(source, audiences.ids), audiences):
            yield from (one.path for one in approvals)


def prune(site: OpenSite, paths: Sequence[str]) -> None:
    """Remove these records.

    Raises:
        SurroundingsProblem: the disk failed.
    """
    try:
        remove(site.files.root, paths)
    except OSError as failure:
        raise SurroundingsProblem(f"{failure.filename}: {failure.strerror}") from failure
