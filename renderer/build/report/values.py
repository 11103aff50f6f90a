"""What a report says: how each edition of a site stands, what is to be done about it, who is waited for.

Invariant: what an article needs is what its neediest edition needs; one without editions needs mending.
"""

from collections.abc import Mapping
from datetime import date
from enum import IntEnum, StrEnum
from typing import Final, NamedTuple

from renderer.audiences import Audience
from renderer.diagnostics import Diagnostic
from renderer.editions.grade import Grade
from renderer.editions.share import Share
from renderer.site.approvals import Approval
from renderer.value import named_value

AUTHOR: Final = "the author"
MENDER: Final = "whoever mends the site"
"""Who is waited for while something is wrong round the articles."""


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

    `since` is since when it stands so, None where nobody says or the day is yet to come. `holding` are the
    approvals of its words, `last` is the newest of any of its words, and `later` the day of one that is dated
    later than the report. `waits_for` is who is to do something about it, empty for nobody. `limit` is its
    audience's `reading_grade`. `share` and `grade` are None where the edition has errors, `grade` also where
    a text is too short for one. Diagnostics for all audiences count for each.
    """

    article: str
    audience: str
    state: State
    since: date | None = None
    holding: tuple[Approval, ...] = ()
    last: Approval | None = None
    later: date | None = None
    waits_for: str = ""
    share: Share | None = None
    grade: Grade | None = None
    limit: float | None = None
    errors: int = 0
    warnings: int = 0

    @property
    def need(self) -> Need:
        """What is to be done about it."""
        doubtful = self.warnings or self.later is not None
        match self.state:
            case State.ERRORS:
                return Need.MEND
            case State.CHANGED:
                return Need.APPROVE_AGAIN
            case State.DRAFT:
                return Need.FINISH
            case State.UNDER_REVIEW | State.SUBMITTED:
                return Need.LOOK if doubtful else Need.APPROVE
            case State.APPROVED:
                return Need.LOOK if doubtful else Need.NOTHING

    @property
    def is_too_hard(self) -> bool:
        """Whether its reading grade is above its audience's limit."""
        return self.grade is not None and self.limit is not None and self.grade.is_above(self.limit)

    @property
    def is_stopped(self) -> bool:
        """Whether all its errors are those of the article's other editions, which stop this one too."""
        return self.state is State.ERRORS and not self.errors


@named_value
class ArticleReport:
    """How the editions of one article stand; it has none where its file cannot be read.

    `is_read` says whether it could be read; errors may leave one that was read without editions too.
    """

    id: str
    path: str
    title: str = ""
    updated: date | None = None
    is_read: bool = True
    editions: tuple[EditionReport, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def need(self) -> Need:
        """What its neediest edition needs."""
        return min((one.need for one in self.editions), default=Need.MEND)

    @property
    def order(self) -> tuple[Need, date, int, str]:
        """What articles are sorted by: the need, since when, how many editions have it, the id.

        What has no date may be the oldest, and stands before what has one.
        """
        need = self.need
        needy = [one for one in self.editions if one.need is need]
        return need, min((one.since or date.min for one in needy), default=date.min), -len(needy), self.id


class Waiting(NamedTuple):
    """What waits for somebody: an edition, or an article (without an audience) that cannot be read."""

    article: str
    audience: str
    since: date | None

    @property
    def order(self) -> tuple[date, str]:
        """What waits are sorted by: what has no date may wait longest."""
        return self.since or date.min, self.article


@named_value
class Report:
    """How a site stands on a day.

    `diagnostics` are those of no article, `found` are all that a check finds. `blocked` says that there are
    errors round the articles, with which nothing is published. `reviewers` are those whom the site names,
    `language` is that of its words, and `future` are approvals that are dated after the day.
    """

    today: date
    title: str
    language: str
    audiences: tuple[Audience, ...]
    reviewers: tuple[str, ...]
    articles: tuple[ArticleReport, ...]
    diagnostics: tuple[Diagnostic, ...]
    found: tuple[Diagnostic, ...]
    blocked: bool
    future: tuple[Approval, ...]

    @property
    def editions(self) -> tuple[EditionReport, ...]:
        """All editions, those of the neediest article first."""
        return tuple(edition for one in self.articles for edition in one.editions)

    @property
    def unread(self) -> tuple[ArticleReport, ...]:
        """The articles that have no edition to report on."""
        return tuple(one for one in self.articles if not one.editions)

    @property
    def failed(self) -> bool:
        """Whether there is an error anywhere."""
        return any(one.is_error for one in self.found)

    def waiting(self) -> Mapping[str, tuple[Waiting, ...]]:
        """Return who is waited for, with what waits, the longest wait first."""
        waits = [(AUTHOR, Waiting(one.id, "", None)) for one in self.unread if one.diagnostics]
        waits += [
            (one.waits_for, Waiting(one.article, one.audience, one.since))
            for one in self.editions
            if one.waits_for
        ]
        found: dict[str, list[Waiting]] = {}
        for who, what in sorted(waits, key=lambda pair: pair[1].order):
            found.setdefault(who, []).append(what)
        return {who: tuple(some) for who, some in found.items()}
