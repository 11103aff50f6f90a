"""`renderer review`: what changed since the words of an edition were approved, and what waits for approval.

Invariant: an edition is called approved here exactly when a build would call it so.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from renderer.build.chrome import Chrome
from renderer.build.judge import around, presentable
from renderer.build.opening import OpenSite, UsageProblem, surroundings
from renderer.build.show import edition_for
from renderer.build.workspace import Finished, Workspace
from renderer.comparison.canonical import digest, located
from renderer.comparison.changes import Change, changes
from renderer.comparison.changes_human import Origin
from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Edition, Review
from renderer.reports.account import judged
from renderer.site.approvals import Approval, later_than
from renderer.value import value


@value
class EditionReview:
    """How far the review of an edition has come.

    `holding` are the approvals of the words that it has now, `last` is the newest of any of its words, and
    `changes` is what changed since, when it holds no more. `origin` is where its words come from.
    """

    article: str
    audience: str
    origin: Origin
    status: Review
    holding: tuple[Approval, ...] = ()
    last: Approval | None = None
    changes: tuple[Change, ...] = ()
    updated: date | None = None

    @property
    def since(self) -> date | None:
        """Since when it waits: the day of the approval that holds no more, else that of its text."""
        return self.last.on if self.last is not None else self.updated


@value
class ReviewOutcome:
    """What came of it: the editions that were asked for, or those that wait, oldest first.

    `diagnostics` are what is wrong, `count` is how many editions were looked at, and `future` are approvals
    among theirs that are dated later than today. `whole` is false where errors leave editions out.
    """

    diagnostics: tuple[Diagnostic, ...]
    editions: tuple[EditionReview, ...] = ()
    count: int = 0
    future: tuple[Approval, ...] = ()
    whole: bool = True


def review(site: OpenSite, article: str, audiences: Sequence[str], today: date) -> ReviewOutcome:
    """Return how far the review of an article's editions has come, for some audiences, () for all of its own.

    Raises:
        UsageProblem: an unknown article or audience, an article that is not for it or is a draft.
        SurroundingsProblem: the disk failed.
    """
    workspace, name = site.workspace, site.article(article)
    readers = [site.audience(one) for one in dict.fromkeys(audiences)]
    with surroundings():
        found = presentable(Chrome(workspace, site.scope()), name)
        finished = found.article
        if finished is None:
            return ReviewOutcome(found.diagnostics, whole=False)
        if finished.prepared.draft:
            raise UsageProblem(f"'{name}' is a draft: it is reviewed when `draft` is out of its front matter")
        asked = [edition_for(finished, one) for one in readers] or finished.editions
        editions = tuple(reviewed(workspace, finished, one) for one in asked)
    told = tuple(one for one in found.diagnostics if one.code != "changed-words")  # the result tells it
    return ReviewOutcome(told, editions, len(editions), _future(workspace, asked, today))


def waiting(site: OpenSite, audiences: Sequence[str], today: date) -> ReviewOutcome:
    """Return the editions that wait for an approval, oldest first, for some audiences, () for all.

    Raises:
        UsageProblem: an unknown audience.
        SurroundingsProblem: the disk failed.
    """
    workspace = site.workspace
    ids = tuple(site.audience(one).id for one in audiences) or workspace.site.audiences.ids
    with surroundings():
        chrome = Chrome(workspace, site.scope())
        wrong = [one for one in around(chrome) if one.is_error]
        articles = list(_sound(workspace, wrong)) if not wrong else []
        pairs = [(one, edition) for one in articles for edition in one.editions if edition.audience.id in ids]
        found = [reviewed(workspace, *pair) for pair in pairs if pair[1].review is not Review.APPROVED]
    order = sorted(found, key=lambda one: (one.since or date.max, one.article, ids.index(one.audience)))
    future = _future(workspace, [edition for _, edition in pairs], today)
    return ReviewOutcome(judged(wrong), tuple(order), len(pairs), future, not wrong)


def _sound(workspace: Workspace, wrong: list[Diagnostic]) -> Iterator[Finished]:
    """Yield the articles that a build would have; of the others, what is wrong is added to a list."""
    for name in workspace.names:
        loaded = workspace.read(name)
        if loaded.source is None:
            wrong.extend(loaded.diagnostics)
            continue
        finished = workspace.finish(name)
        if finished.prepared.draft:
            continue
        if finished.sound:
            yield finished
        else:
            wrong.extend(one for one in finished.diagnostics if one.is_error)


def reviewed(workspace: Workspace, finished: Finished, edition: Edition) -> EditionReview:
    """Return how far the review of one edition of an article has come."""
    approvals = workspace.site.approvals.of.get((edition.article, edition.audience.id), ())
    last = approvals[-1] if approvals else None
    holding: tuple[Approval, ...] = ()
    changed: tuple[Change, ...] = ()
    if last is not None:
        mark = digest(workspace.words(edition))
        holding = tuple(one for one in approvals if one.digest == mark)
        if not holding:
            changed = changes_since(workspace, edition, last)
    return EditionReview(
        article=edition.article,
        audience=edition.audience.id,
        origin=_origin(workspace, finished) if changed else Origin(finished.prepared.document.source),
        status=edition.review,
        holding=holding,
        last=last,
        changes=changed,
        updated=edition.updated,
    )


def changes_since(workspace: Workspace, edition: Edition, approval: Approval) -> tuple[Change, ...]:
    """Return what differs between the words that somebody approved and those of an edition."""
    return changes(workspace.site.words_of(approval), located(edition, workspace.assets.digest))


def _origin(workspace: Workspace, finished: Finished) -> Origin:
    """Return where the words of an article come from; its own references win."""
    document = finished.prepared.document
    lists = [(one, workspace.references.places) for one in workspace.site.references[:1]]
    lists.append((document.source, document.front_matter.places))
    return Origin(document.source, {key: (one, at) for one, places in lists for key, at in places.items()})


def _future(workspace: Workspace, editions: Iterable[Edition], today: date) -> tuple[Approval, ...]:
    of = workspace.site.approvals.of
    found = (of.get((one.article, one.audience.id), ()) for one in editions)
    return tuple(one for approvals in found for one in later_than(approvals, today))
