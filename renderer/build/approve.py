"""`renderer approve`: somebody says that the words of one edition may stand.

Invariant: what is approved is what a build would publish now, word for word.
"""

from datetime import date
from unicodedata import normalize

from renderer.build.chrome import Chrome
from renderer.build.judge import presentable
from renderer.build.opening import OpenSite, SurroundingsProblem, UsageProblem, surroundings
from renderer.build.show import edition_for
from renderer.comparison.canonical import digest
from renderer.diagnostics import Diagnostic
from renderer.language.nearest import meant
from renderer.language.values import NO_TEXT
from renderer.site.approval_files import Signed, write_approval
from renderer.site.approvals import UNSEEN, Approval, is_name, later_than, may_approve
from renderer.value import named_value, value


@named_value
class Consent:
    """Who approves, on which day, and what they want to say of it; `today` is the day that it is."""

    by: str
    on: date
    today: date
    note: str = ""


@value
class ApproveOutcome:
    """What came of it. `path` is that of the record, empty when there is no edition to approve.

    `before` are the records that approved these very words already; nothing is `written` when one of them is
    by the same person, of that day or a later one. `future` are those of the edition that are dated later
    than today.
    """

    diagnostics: tuple[Diagnostic, ...]
    path: str = ""
    written: bool = False
    before: tuple[Approval, ...] = ()
    future: tuple[Approval, ...] = ()


def approve(site: OpenSite, article: str, audience: str, consent: Consent) -> ApproveOutcome:
    """Write down that somebody approves an edition's words, unless the same person did, then or later.

    Raises:
        UsageProblem: an unknown article, audience or reviewer, an article that is not for that audience or is
            a draft, a day that is yet to come.
        SurroundingsProblem: the disk failed.
    """
    workspace, name, reader = site.workspace, site.article(article), site.audience(audience)
    _check(site, consent)
    with surroundings():
        found = presentable(Chrome(workspace, site.scope()), name)
        if found.article is None:
            return ApproveOutcome(found.diagnostics)
        if found.article.prepared.draft:
            raise UsageProblem(f"'{name}' is a draft: take `draft` out of its front matter first")
        words = workspace.words(edition_for(found.article, reader))
    told = tuple(one for one in found.diagnostics if one.code != "changed-words")  # this mends it
    known = workspace.site.approvals.of.get((name, reader.id), ())
    future, mark = later_than(known, consent.today), digest(words)
    before = tuple(one for one in known if one.digest == mark)
    own = [one for one in before if _same(one.by, consent.by) and one.on <= consent.today]
    if own and own[-1].on >= consent.on:
        return ApproveOutcome(told, own[-1].path, written=False, before=before, future=future)
    signed = Signed(consent.by, consent.on, consent.note)
    try:
        path = write_approval(workspace.site.root, (name, reader.id), mark, signed, words, again=bool(own))
    except OSError as failure:
        raise SurroundingsProblem(f"{failure.filename}: {failure.strerror}") from failure
    return ApproveOutcome(told, path, written=True, before=before, future=future)


def _same(one: str, other: str) -> bool:
    return normalize("NFC", one) == normalize("NFC", other)


def _check(site: OpenSite, consent: Consent) -> None:
    """Raise UsageProblem for somebody who may not approve, and for a day that is yet to come."""
    reviewers = site.workspace.site.settings.reviewers
    if fault := _fault(consent.by):
        raise UsageProblem(fault)
    for words in (consent.by, consent.note):
        if found := NO_TEXT.search(words):
            raise UsageProblem(f"U+{ord(found.group()[0]):04X} is no text: a name and a note are words")
    if not may_approve(consent.by, reviewers):
        raise UsageProblem(f"'{consent.by}' is none of the site's reviewers{meant(consent.by, reviewers)}")
    if consent.on > consent.today:
        raise UsageProblem(f"{consent.on.isoformat()} is yet to come")


def _fault(name: str) -> str:
    """Return why a text is nobody's name, nothing when it may be one."""
    if not name:
        return "somebody must approve it: give a name with --by"
    if "\n" in name:
        return "a name stands on one line: say the rest with --note"
    if unseen := UNSEEN.search(name):
        return f"U+{ord(unseen.group()):04X} is a character that cannot be seen: leave it out of the name"
    return "" if is_name(name) else f"a name has letters, and {name!a} has none"
