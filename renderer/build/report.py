"""`renderer report`: how every edition of a site stands, and which article needs an editor first.

Invariant: an edition is called approved here exactly when a build would call it so, and every diagnostic of
`check` is in the report once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import IntEnum, StrEnum

from renderer.audiences import Audience
from renderer.build.check import check
from renderer.build.opening import OpenSite, surroundings
from renderer.build.request import Watch
from renderer.build.review import EditionReview, reviewed
from renderer.build.workspace import Finished, Workspace
from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Edition, Review
from renderer.editions.grade import Grade, grade_of, is_read, prose
from renderer.editions.runs import runs
from renderer.editions.share import Share, shares
from renderer.site.approvals import Approval, later_than, may_approve
from renderer.value import named_value
from renderer.writers.words import plain

_NAMED = 3
"""So many reviewers are named as those whom an edition waits for; more are counted."""
_AUTHOR = "the author"


class State(StrEnum):
    """How an edition stands. `CHANGED`: somebody approved it, and its words are others now."""

    ERRORS = "errors"
    CHANGED = "changed"
    UNDER_REVIEW = "under-review"
    SUBMITTED = "submitted"
    DRAFT = "draft"
    APPROVED = "approved"


class Need(IntEnum):
    """What is to be done about an edition, the most pressing first."""

    MEND = 1
    APPROVE_AGAIN = 2
    LOOK = 3
    APPROVE = 4
    FINISH = 5
    NOTHING = 6


@named_value
class EditionReport:
    """How one edition of an article stands.

    `since` is since when it stands so, `last` its newest approval, `waits_for` who is to do something about
    it, empty for nobody. `limit` is its audience's `reading_grade`. `share` and `grade` are None where the
    edition has errors, `grade` also where a text is too short for one. Diagnostics for all audiences count
    for each.
    """

    article: str
    audience: str
    state: State
    since: date | None = None
    last: Approval | None = None
    waits_for: str = ""
    share: Share | None = None
    grade: Grade | None = None
    limit: float | None = None
    errors: int = 0
    warnings: int = 0

    @property
    def need(self) -> Need:
        """What is to be done about it."""
        match self.state:
            case State.ERRORS:
                return Need.MEND
            case State.CHANGED:
                return Need.APPROVE_AGAIN
            case State.DRAFT:
                return Need.FINISH
            case State.UNDER_REVIEW | State.SUBMITTED:
                return Need.LOOK if self.warnings else Need.APPROVE
            case State.APPROVED:
                return Need.LOOK if self.warnings else Need.NOTHING

    @property
    def is_too_hard(self) -> bool:
        """Whether its reading grade is above its audience's limit."""
        return self.grade is not None and self.limit is not None and self.grade.is_above(self.limit)


@named_value
class ArticleReport:
    """How the editions of one article stand; it has none where its file cannot be read."""

    id: str
    path: str
    title: str = ""
    updated: date | None = None
    editions: tuple[EditionReport, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def need(self) -> Need:
        """What its neediest edition needs."""
        return min((one.need for one in self.editions), default=Need.MEND)

    @property
    def order(self) -> tuple[Need, date, int, str]:
        """What articles are sorted by: the need, since when, how many editions have it, the id."""
        need = self.need
        needy = [one for one in self.editions if one.need is need]
        return need, min((one.since or date.max for one in needy), default=date.min), -len(needy), self.id


@named_value
class Report:
    """How a site stands on a day. `diagnostics` are those of no article; `future` are dated after the day."""

    today: date
    title: str
    audiences: tuple[Audience, ...]
    articles: tuple[ArticleReport, ...]
    diagnostics: tuple[Diagnostic, ...]
    future: tuple[Approval, ...]

    @property
    def editions(self) -> tuple[EditionReport, ...]:
        """All editions, those of the neediest article first."""
        return tuple(edition for one in self.articles for edition in one.editions)

    @property
    def failed(self) -> bool:
        """Whether there is an error anywhere."""
        found = (*self.diagnostics, *(one for article in self.articles for one in article.diagnostics))
        return any(one.is_error for one in found)

    def waiting(self) -> Mapping[str, tuple[EditionReport, ...]]:
        """Return who is waited for, with the editions that wait, the longest wait first."""
        found: dict[str, list[EditionReport]] = {}
        for one in sorted(self.editions, key=lambda one: (one.since or date.max, one.article)):
            if one.waits_for:
                found.setdefault(one.waits_for, []).append(one)
        return {who: tuple(editions) for who, editions in found.items()}


def report(site: OpenSite, audiences: Sequence[str], today: date, watch: Watch | None = None) -> Report:
    """Return how the editions of a site stand, for some audiences, () for all.

    Raises:
        UsageProblem: an unknown audience.
        SurroundingsProblem: the disk failed.
    """
    workspace = site.workspace
    named = {site.audience(one).id for one in audiences}
    readers = tuple(one for one in workspace.site.audiences if not named or one.id in named)
    found = _by_path(check(site, ()).diagnostics)
    reporter = _Reporter(workspace, readers, found)
    names = workspace.names
    articles = []
    with surroundings():
        for done, name in enumerate(names, 1):
            articles.append(reporter.article(name))
            (watch or Watch()).article(name, done, len(names))
    paths = {one.path for one in articles}
    return Report(
        today=today,
        title=workspace.site.settings.title,
        audiences=readers,
        articles=tuple(sorted(articles, key=lambda one: one.order)),
        diagnostics=tuple(one for path, some in found.items() if path not in paths for one in some),
        future=later_than((one for some in workspace.site.approvals.of.values() for one in some), today),
    )


def _by_path(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        found.setdefault(one.path, []).append(one)
    return found


class _Reporter:
    """Reports on one article after the other, and keeps none of their words."""

    def __init__(
        self, workspace: Workspace, readers: Sequence[Audience], found: Mapping[str, Sequence[Diagnostic]]
    ) -> None:
        self._workspace = workspace
        self._readers = readers
        self._found = found

    def article(self, name: str) -> ArticleReport:
        """Return how an article stands."""
        site = self._workspace.site
        path = site.articles.get(name, name)
        found = tuple(self._found.get(path, ()))
        source = self._workspace.load(name).source
        if source is None or not site.audiences:
            return ArticleReport(id=name, path=path, diagnostics=found)
        finished, _, _ = self._workspace.work_on(name, source)
        prepared = finished.prepared
        broken = not prepared.draft and any(one.is_error for one in found)
        return ArticleReport(
            id=name,
            path=path,
            title=_title(prepared.editions),
            updated=prepared.document.front_matter.updated,
            editions=tuple(self._broken(finished, found) if broken else self._editions(finished, found)),
            diagnostics=found,
        )

    def _broken(self, finished: Finished, found: Sequence[Diagnostic]) -> Iterator[EditionReport]:
        """Yield the editions that an article would have, if it had no error."""
        for edition in finished.prepared.editions:
            if edition.audience in self._readers:
                errors, warnings = _counts(found, edition.audience)
                yield EditionReport(
                    article=edition.article,
                    audience=edition.audience.id,
                    state=State.ERRORS,
                    since=edition.updated,
                    waits_for=_AUTHOR,
                    limit=edition.audience.reading_grade,
                    errors=errors,
                    warnings=warnings,
                )

    def _editions(self, finished: Finished, found: Sequence[Diagnostic]) -> Iterator[EditionReport]:
        language = self._workspace.site.settings.language
        said = [tuple(runs(one, language)) for one in finished.editions]
        for edition, running, share in zip(finished.editions, said, shares(said), strict=True):
            if edition.audience not in self._readers:
                continue
            review = None if finished.prepared.draft else reviewed(self._workspace, finished, edition)
            state = State.DRAFT if review is None else _state(review)
            last = review.last if review is not None else None
            errors, warnings = _counts(found, edition.audience)
            yield EditionReport(
                article=edition.article,
                audience=edition.audience.id,
                state=state,
                since=_since(review) if review is not None else edition.updated,
                last=last,
                waits_for=self._waits_for(state, last),
                share=share if finished.sound else None,
                grade=grade_of(prose(running)) if finished.sound and is_read(language) else None,
                limit=edition.audience.reading_grade,
                errors=errors,
                warnings=warnings,
            )

    def _waits_for(self, state: State, last: Approval | None) -> str:
        reviewers = self._workspace.site.settings.reviewers
        match state:
            case State.ERRORS | State.DRAFT:
                return _AUTHOR
            case State.CHANGED if last is not None and may_approve(last.by, reviewers):
                return last.by
            case State.CHANGED | State.UNDER_REVIEW | State.SUBMITTED:
                return _anybody(reviewers)
            case State.APPROVED:
                return ""


def _state(review: EditionReview) -> State:
    if review.last is not None and not review.holding:
        return State.CHANGED
    match review.status:
        case Review.APPROVED:
            return State.APPROVED
        case Review.UNDER_REVIEW:
            return State.UNDER_REVIEW
        case Review.SUBMITTED:
            return State.SUBMITTED


def _since(review: EditionReview) -> date | None:
    return review.holding[0].on if review.holding else review.since


def _anybody(reviewers: Sequence[str]) -> str:
    if not reviewers:
        return "a reviewer"
    return " or ".join(reviewers) if len(reviewers) <= _NAMED else f"one of {len(reviewers)} reviewers"


def _title(editions: Iterable[Edition]) -> str:
    return next((title for one in editions if (title := plain(one.title))), "")


def _counts(found: Iterable[Diagnostic], audience: Audience) -> tuple[int, int]:
    """Return how many errors and warnings concern an audience."""
    mine = [one.is_error for one in found if not one.audiences or audience.id in one.audiences]
    return sum(mine), len(mine) - sum(mine)
