"""Which variants of an article are older than others of their choice: by git, by approvals, or by both.

Git tells the age of lines. A line that two variants share may have been touched for either, so that only what
a variant has for itself makes it newer than the other; approvals tell whose words have changed and whose have
not. They tell too what was looked at: an edition that is approved in the words that it has was read that day.

Invariant: a variant is called stale only with the place and the day of the one that is newer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import combinations, permutations, takewhile
from typing import Final, Literal, NamedTuple, TypeAlias

from renderer.audiences import Audience
from renderer.build.workspace import Prepared
from renderer.comparison.changes import Change
from renderer.comparison.changes_human import lines_of
from renderer.editions.reach import offered
from renderer.editions.readers import Node
from renderer.editions.trace import choices
from renderer.language.tree import Choice, Tag, Variant
from renderer.site.approvals import Approval
from renderer.site.history import History, Touch
from renderer.value import value

_NONE: Final = frozenset[str]()


class Aged(NamedTuple):
    """A variant with its age: its lines, its tag, and the day with the commit or the person of that day."""

    line: int
    end_line: int
    tag: str
    day: date | None
    commit: str = ""
    by: str = ""


@value
class Stale:
    """A variant that is older than a sibling, in the article at a path, and how that is known."""

    path: str
    variant: Aged
    sibling: Aged
    known_by: Literal["git", "approvals"]


class Unjudged(NamedTuple):
    """A choice of whose variants nobody can tell the ages, and its lines. `by_git`: git knows the article."""

    path: str
    line: int
    end_line: int
    by_git: bool


class Record:
    """How an edition was approved: at least one approval, in their order, in whatever words.

    `holding` are those of the words that it has now, and `unbroken` those of them that came after the last
    approval of other words.
    """

    def __init__(
        self,
        approvals: Sequence[Approval],
        digest: str,
        changes_since: Callable[[Approval], tuple[Change, ...]],
    ) -> None:
        self._approvals = approvals
        self._digest = digest
        self._changes_since = changes_since
        self.holding = tuple(one for one in approvals if one.digest == digest)
        self.unbroken = tuple(takewhile(lambda one: one.digest == digest, reversed(approvals)))[::-1]

    @property
    def last(self) -> Approval:
        """The approval of its words, or the newest of other words."""
        return (self.holding or self._approvals)[-1]

    def on(self, day: date) -> Approval:
        """Return the approval that was the newest on a day; the newest of all where there was none yet."""
        return next((one for one in reversed(self._approvals) if one.on <= day), self._approvals[-1])

    def changes_since(self, approval: Approval) -> tuple[Change, ...]:
        """Return what has changed since an approval."""
        return () if approval.digest == self._digest else self._changes_since(approval)


class _Read:
    """A variant that somebody reads: who, the records of their editions, and who touched its lines.

    `looked_at` is the last day on which an edition was approved in the words that it has, `as_it_is` the
    first since it had others; None where no such approval is known.
    """

    def __init__(
        self,
        variant: Variant[Node],
        audiences: Sequence[str],
        records: Sequence[Record],
        touches: Mapping[int, Touch],
    ) -> None:
        self.variant = variant
        self.audiences = audiences
        self.records = records
        self.touches = touches
        self.when = max((one.when for one in touches.values()), default=0)
        self.looked_at = max((each.on for one in records for each in one.holding), default=None)
        self.as_it_is = min((each.on for one in records for each in one.unbroken), default=None)


_Verdict: TypeAlias = Stale | Literal["not older", "not known"]


class Ages:
    """The ages of an article's variants, by its history, None without one, and its editions' records."""

    def __init__(self, prepared: Prepared, history: History | None, records: Mapping[str, Record]) -> None:
        self._prepared = prepared
        self._source = prepared.document.source
        self._history = history
        self._records = records

    def judged(self, readers: Sequence[Audience]) -> Iterator[Stale | Unjudged]:
        """Yield the variants that are stale, and the choices of which nobody can tell.

        `readers` leave out variants that none of them gets; () for all.
        """
        wanted = {one.id for one in readers} or set(self._prepared.audiences.ids)
        for choice, audiences in choices(self._prepared.document, self._prepared.audiences):
            read = self._read(choice, audiences)
            judged = {pair: self._verdict(choice, *pair) for pair in permutations(read, 2)}
            for one in read:
                found = (judged[one, other] for other in read if other is not one)
                stale = next((each for each in found if isinstance(each, Stale)), None)
                if stale is not None and not wanted.isdisjoint(one.audiences):
                    yield stale
            if any(_is_open(judged, pair, wanted) for pair in combinations(read, 2)):
                lines = lines_of(self._source, choice.span)
                yield Unjudged(self._source.path, *lines, by_git=self._history is not None)

    def _read(self, choice: Choice[Node], audiences: Iterable[Audience]) -> list[_Read]:
        """Return the variants of a choice that somebody gets, those that were touched last first."""
        got: dict[int, list[str]] = {}
        for audience in audiences:
            one = offered(choice, audience).best
            if one is not None:
                got.setdefault(one[0], []).append(audience.id)
        read = [self._one(choice.variants[place], names) for place, names in sorted(got.items())]
        return sorted(read, key=lambda one: one.when, reverse=True)

    def _one(self, variant: Variant[Node], audiences: Sequence[str]) -> _Read:
        records = [self._records[one] for one in audiences if one in self._records]
        first, last = lines_of(self._source, variant.span)
        lines = self._source.lines
        written = (one for one in range(first, last + 1) if one == first or lines[one - 1].strip())
        touches = self._history.touches if self._history is not None else ()
        return _Read(variant, audiences, records, {one: touches[one - 1] for one in written if touches})

    def _verdict(self, choice: Choice[Node], one: _Read, other: _Read) -> _Verdict:
        """Say whether a variant is older than another of its choice, by git first."""
        own = [touch for line, touch in other.touches.items() if line not in one.touches]
        history = self._history
        if history is not None and own:
            newest = history.newest(own)
            if history.is_newer(newest, history.newest(one.touches.values())):
                cleared = self._was_looked_at(one, other) or self._was_touched(one, other)
                return "not older" if cleared else self._by_git(one, other, newest)
            if len(own) == len(other.touches):
                return "not older"
        return self._by_approvals(choice, one, other)

    def _was_looked_at(self, one: _Read, other: _Read) -> bool:
        """Whether an edition with one variant was approved when the other one was already as it is."""
        days = [day for day in (self._day(other), other.as_it_is) if day is not None]
        if one.looked_at is None or not days:
            return False
        changed_since = other.records and other.as_it_is is None  # on that day it may have been otherwise
        return one.looked_at > min(days) if changed_since else one.looked_at >= min(days)

    def _was_touched(self, one: _Read, other: _Read) -> bool:
        """Whether a variant was touched after the other one was approved, whose lines alone are newer."""
        since, newest, touched = other.as_it_is, self._day(other), self._day(one)
        if since is None or touched is None or (newest is not None and newest <= since):
            return False
        return touched > since

    def _day(self, one: _Read) -> date | None:
        """Return the day of a variant's newest line, None where it is not known or not committed."""
        touches = one.touches.values()
        return self._history.newest(touches).day if self._history is not None and touches else None

    def _by_git(self, one: _Read, other: _Read, newest: Touch) -> Stale:
        assert self._history is not None
        age = self._history.newest(one.touches.values())
        return Stale(
            self._source.path,
            self._aged(one, age.day, commit=age.commit),
            self._aged(other, newest.day, commit=newest.commit),
            "git",
        )

    def _by_approvals(self, choice: Choice[Node], one: _Read, other: _Read) -> _Verdict:
        """Say whether a variant is as somebody approved it while another one is not, where both were."""
        if not one.records or not other.records:
            return "not known"
        pairs = ((held, changed) for held in one.records for changed in other.records)
        for held, changed in pairs if not self._was_looked_at(one, other) else ():
            old = held.last
            own, new = held.changes_since(old), changed.on(old.on)
            if self._touched(choice, one, own):
                continue
            if self._touched(choice, other, changed.changes_since(new), _added(choice, own)):
                return Stale(
                    self._source.path,
                    self._aged(one, old.on, by=old.by),
                    self._aged(other, new.on, by=new.by),
                    "approvals",
                )
        return "not older"

    def _touched(
        self, choice: Choice[Node], one: _Read, found: Iterable[Change], besides: Set[str] = _NONE
    ) -> bool:
        """Whether a change lies in a variant: its block in it, or the block round it with words of it added.

        `besides` are words that were added there for others too.
        """
        span = one.variant.span
        text = self._source.text[slice(*span)]
        for each in found:
            if each.kind != "removed" and span.start <= each.span.start < span.end:
                return True
            if _is_round(each, choice):
                added = _added(choice, (each,))
                if not added or any(word in text for word in added - besides):
                    return True
        return False

    def _aged(self, one: _Read, day: date | None, *, commit: str = "", by: str = "") -> Aged:
        first, last = lines_of(self._source, one.variant.span)
        return Aged(first, last, _named(one.variant.tag), day, commit, by)


def _is_open(
    judged: Mapping[tuple[_Read, _Read], _Verdict], pair: tuple[_Read, _Read], wanted: Set[str]
) -> bool:
    """Whether nobody can tell the ages of two variants, of which somebody who is asked for gets one."""
    one, other = pair
    verdicts = (judged[one, other], judged[other, one])
    return verdicts == ("not known", "not known") and not wanted.isdisjoint(
        [*one.audiences, *other.audiences]
    )


def _is_round(change: Change, choice: Choice[Node]) -> bool:
    return change.span.start <= choice.span.start and choice.span.end <= change.span.end


def _added(choice: Choice[Node], found: Iterable[Change]) -> set[str]:
    """Return the words that changes added to the block round a choice."""
    parts = [part for one in found if _is_round(one, choice) for part in one.parts]
    return {word.text for part in parts if part.state == "added" for word in part.words}


def _named(tag: Tag) -> str:
    """Return a tag's words as they are written."""
    words = [*tag.names, *(f"not-{one}" for one in tag.without)]
    return " ".join([*words, *(["only"] if tag.only else []), *(["else"] if tag.otherwise else [])])
