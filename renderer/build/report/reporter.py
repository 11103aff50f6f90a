"""`renderer report`: how every edition of a site stands, and which article needs an editor first.

Invariant: an edition is called approved here exactly when a build would call it so, and every diagnostic of
`check` is in the report once, but for those of articles that it leaves out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from renderer.audiences import Audience
from renderer.build.check import check
from renderer.build.opening import OpenSite, surroundings
from renderer.build.report.values import AUTHOR, MENDER, ArticleReport, EditionReport, Report, State
from renderer.build.request import Watch
from renderer.build.review import EditionReview, reviewed
from renderer.build.workspace import Finished, Workspace
from renderer.diagnostics import Diagnostic
from renderer.editions.edition import Edition, Review
from renderer.editions.grade import grade_of, is_read, prose
from renderer.editions.runs import runs
from renderer.editions.share import replacements, shares
from renderer.site.approval_files import FOLDER
from renderer.site.approvals import Approval, later_than, may_approve
from renderer.writers.words import plain

_NAMED = 3
"""So many reviewers are named as those whom an edition waits for; more are counted."""


def report(site: OpenSite, audiences: Sequence[str], today: date, watch: Watch | None = None) -> Report:
    """Return how the editions of a site stand, for some audiences, () for all.

    An article that is for none of these audiences is left out.

    Raises:
        UsageProblem: an unknown audience.
        SurroundingsProblem: the disk failed.
    """
    workspace = site.workspace
    named = {site.audience(one).id for one in audiences}
    readers = tuple(one for one in workspace.site.audiences if not named or one.id in named)
    found = check(site, ()).diagnostics
    reporter = _Reporter(workspace, readers, found, today)
    with surroundings():
        articles = list(reporter.articles(watch or Watch()))
    settings = workspace.site.settings
    return Report(
        today=today,
        title=settings.title,
        language=settings.language,
        audiences=readers,
        reviewers=settings.reviewers,
        articles=tuple(sorted(articles, key=lambda one: one.order)),
        diagnostics=tuple(reporter.elsewhere()),
        found=found,
        blocked=reporter.blocked,
        future=_future(workspace, readers, today),
    )


def _future(workspace: Workspace, readers: Sequence[Audience], today: date) -> tuple[Approval, ...]:
    ids = {one.id for one in readers}
    approvals = workspace.site.approvals.of.items()
    return later_than((one for (_, audience), some in approvals if audience in ids for one in some), today)


def _by_path(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        found.setdefault(one.path, []).append(one)
    return found


class _Reporter:
    """Reports on one article after the other, and keeps none of their words."""

    def __init__(
        self, workspace: Workspace, readers: Sequence[Audience], found: Iterable[Diagnostic], today: date
    ) -> None:
        self._workspace = workspace
        self._readers = readers
        self._today = today
        site = workspace.site
        self._found = _by_path(found)
        paths = {*site.articles.values(), *site.refused}
        self._elsewhere = {path: some for path, some in self._found.items() if path not in paths}
        self.blocked = any(one.is_error for some in self._elsewhere.values() for one in some)
        self._records: dict[tuple[str, str], list[str]] = {}
        for path in self._elsewhere:
            self._records.setdefault(_edition_of(path), []).append(path)

    def articles(self, watch: Watch) -> Iterator[ArticleReport]:
        """Yield how the articles stand; those that have editions, but none for the readers, are left out."""
        names = self._workspace.names
        for done, name in enumerate(names, 1):
            one = self._article(name)
            if one is not None:
                yield one
            watch.article(name, done, len(names))

    def elsewhere(self) -> Iterator[Diagnostic]:
        """Yield what was found in no article, and in no record of an edition that there is."""
        for some in self._elsewhere.values():
            yield from some

    def _article(self, name: str) -> ArticleReport | None:
        site = self._workspace.site
        path = site.articles.get(name, name)
        found = tuple(self._found.get(path, ()))
        source = self._workspace.load(name).source
        if source is None or not site.audiences:
            return ArticleReport(id=name, path=path, is_read=source is not None, diagnostics=found)
        finished, _, _ = self._workspace.work_on(name, source)
        prepared = finished.prepared
        mine = [one for one in prepared.editions if one.audience in self._readers]
        of_records = {one.audience.id: self._of_record(one) for one in prepared.editions}
        if prepared.editions and not mine:
            return None
        broken = not prepared.draft and any(one.is_error for one in found)
        make = self._broken if broken else self._editions
        return ArticleReport(
            id=name,
            path=path,
            title=_title(mine),
            updated=prepared.document.front_matter.updated,
            editions=tuple(make(finished, found, of_records)),
            diagnostics=(*found, *(one for some in of_records.values() for one in some)),
        )

    def _of_record(self, edition: Edition) -> tuple[Diagnostic, ...]:
        """Return what is wrong with the records of an edition, as what concerns it alone."""
        audience = edition.audience.id
        paths = self._records.get((edition.article, audience), ())
        some = [one for path in paths for one in self._elsewhere.pop(path)]
        return tuple(replace(one, audiences=(audience,)) for one in some)

    def _broken(
        self, finished: Finished, found: Sequence[Diagnostic], of_records: Mapping[str, Sequence[Diagnostic]]
    ) -> Iterator[EditionReport]:
        """Yield the editions that an article would have, if it had no error."""
        for edition in finished.prepared.editions:
            audience = edition.audience
            if audience in self._readers:
                errors, warnings = _counts((*found, *of_records[audience.id]), audience)
                yield EditionReport(
                    article=edition.article,
                    audience=audience.id,
                    state=State.ERRORS,
                    since=self._known(edition.updated),
                    waits_for=AUTHOR,
                    limit=audience.reading_grade,
                    errors=errors,
                    warnings=warnings,
                )

    def _editions(
        self, finished: Finished, found: Sequence[Diagnostic], of_records: Mapping[str, Sequence[Diagnostic]]
    ) -> Iterator[EditionReport]:
        prepared, language = finished.prepared, self._workspace.site.settings.language
        said = [tuple(runs(one, None)) for one in finished.editions]
        instead = replacements(prepared.document, prepared.audiences)
        counted = shares(said, [instead[one.audience.id] for one in finished.editions])
        for edition, share in zip(finished.editions, counted, strict=True):
            if edition.audience not in self._readers:
                continue
            one = self._edition(finished, edition, (*found, *of_records[edition.audience.id]))
            if finished.sound:
                grade = grade_of(prose(runs(edition, language))) if is_read(language) else None
                one = replace(one, share=share, grade=grade)
            yield one

    def _edition(self, finished: Finished, edition: Edition, found: Sequence[Diagnostic]) -> EditionReport:
        """Return how an edition stands that a build would have, or a draft's."""
        review = None if finished.prepared.draft else reviewed(self._workspace, finished, edition)
        errors, warnings = _counts(found, edition.audience)
        one = EditionReport(
            article=edition.article,
            audience=edition.audience.id,
            state=_state(review) if not errors else State.ERRORS,
            since=self._known(_since(review) if review is not None else edition.updated),
            holding=review.holding if review is not None else (),
            last=review.last if review is not None else None,
            later=self._later(review),
            limit=edition.audience.reading_grade,
            errors=errors,
            warnings=warnings,
        )
        return replace(one, waits_for=self._waits_for(one))

    def _known(self, day: date | None) -> date | None:
        """Return a day, None for one that is yet to come: it says nothing of since when."""
        return day if day is None or day <= self._today else None

    def _later(self, review: EditionReview | None) -> date | None:
        """Return the last day, yet to come, on which an edition is said to have been approved."""
        if review is None or review.last is None:
            return None
        return max((one.on for one in later_than((*review.holding, review.last), self._today)), default=None)

    def _waits_for(self, one: EditionReport) -> str:
        match one.state:
            case State.ERRORS:
                return MENDER
            case State.DRAFT:
                return AUTHOR
            case State.APPROVED:
                return AUTHOR if one.warnings else self._approver(one) if one.later else ""
            case State.CHANGED:
                return self._approver(one)
            case State.UNDER_REVIEW | State.SUBMITTED:
                return self._anybody()

    def _approver(self, one: EditionReport) -> str:
        """Return who is to approve again: whoever did last, if they still may."""
        known = one.last is not None and may_approve(one.last.by, self._workspace.site.settings.reviewers)
        return one.last.by if known and one.last is not None and not self.blocked else self._anybody()

    def _anybody(self) -> str:
        """Return who may approve; while something is wrong round the articles nobody can."""
        reviewers = self._workspace.site.settings.reviewers
        if self.blocked:
            return MENDER
        if not reviewers:
            return "a reviewer"
        return " or ".join(reviewers) if len(reviewers) <= _NAMED else f"one of {len(reviewers)} reviewers"


def _edition_of(path: str) -> tuple[str, str]:
    """Return the article and the audience of which a path in `approvals/` is a record; empty for another."""
    first, _, rest = path.partition("/")
    edition, _, _ = rest.rpartition("/")
    article, _, audience = edition.rpartition("/")
    return (article, audience) if first == FOLDER else ("", "")


def _state(review: EditionReview | None) -> State:
    if review is None:
        return State.DRAFT
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


def _title(editions: Iterable[Edition]) -> str:
    return next((title for one in editions if (title := plain(one.title))), "")


def _counts(found: Iterable[Diagnostic], audience: Audience) -> tuple[int, int]:
    """Return how many errors and warnings concern an audience."""
    mine = [one.is_error for one in found if not one.audiences or audience.id in one.audiences]
    return sum(mine), len(mine) - sum(mine)
