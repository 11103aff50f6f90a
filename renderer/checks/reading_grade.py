"""The check of `reading-grade`.

Invariant: it counts only for audiences that have a limit, and says nothing of a language that is not English.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity, Span
from renderer.editions.edition import Edition
from renderer.editions.runs import BARRIER, Part

if TYPE_CHECKING:
    from renderer.editions.grade import Grade, SectionGrade
    from renderer.editions.sentences import Sentence

_SHOWN: Final = 3
_QUOTED: Final = 6

_Headings: TypeAlias = Sequence[tuple[int, str]]


@check("reading-grade", Severity.WARNING)
def reading_grade(article: Article) -> Iterator[Found]:
    """An edition, or a section of it, asks for more years of school than its audience's limit allows.

    The grade is that of Flesch and Kincaid, by the length of sentences and of words; SMOG stands beside it.
    Titles, headings, tables, references and code do not count, and of fewer than 100 words, or of a text that
    is not in English, nothing is said. An edition that is too hard speaks for its sections, and a section for
    those in it. Split the hardest sentences, which the help names, at their joints;
    and say long words in short ones.

    ```toml
    # audiences/patient.toml
    reading_grade = 8
    ```
    """
    for edition in article.editions:
        limit = edition.audience.reading_grade
        if limit is not None:
            yield from _judged(article, edition, limit)


def _judged(article: Article, edition: Edition, limit: float) -> Iterator[Found]:
    from renderer.editions.grade import (  # noqa: PLC0415 - few audiences have a limit
        grade_of,
        graded_sections,
        is_read,
        prose,
    )

    some = prose(article.runs(edition)) if is_read(article.language) else ()
    grade = grade_of(some)
    if grade is None:
        return
    graded, headings = tuple(graded_sections(edition, some)), _headings(article, edition)
    if grade.is_above(limit):
        hard = max(graded, key=lambda one: one.grade.flesch_kincaid, default=None)
        more = "" if hard is None else f"; {_hardest_section(article, headings, hard)}"
        yield _found(article, edition, ("this edition's reading grade", grade), some, more)
        return
    for one in _outermost(graded, limit):
        what = f"the reading grade of the section '{_heading(headings, one)}'"
        yield _found(article, edition, (what, one.grade), one.sentences)


def _outermost(graded: "Sequence[SectionGrade]", limit: float) -> "Iterator[SectionGrade]":
    """Yield the sections that are above a limit, but for those inside another one that is."""
    end = 0
    for one in graded:
        if one.grade.is_above(limit) and one.section.span.start >= end:
            end = one.section.span.end
            yield one


def _found(
    article: Article,
    edition: Edition,
    said: "tuple[str, Grade]",
    some: "Sequence[Sentence]",
    more: str = "",
) -> Found:
    """Return a warning of some sentences: what it is that is hard, and its grade, are said."""
    from renderer.editions.grade import hardest  # noqa: PLC0415 - as above

    what, grade = said
    hard = hardest(some, _SHOWN)
    beside = "" if grade.smog is None else f", SMOG {grade.smog:.1f}"
    audience = edition.audience
    message = (
        f"{what} is {grade.flesch_kincaid:.1f} (Flesch-Kincaid{beside}), "
        f"and {audience.id}'s limit is {audience.reading_grade:g}"
    )
    advice = f"shorten its hardest sentences: {', '.join(_quoted(article, one) for one in hard)}{more}"
    return Found(hard[0].span, message, advice, (audience.id,))


def _hardest_section(article: Article, headings: _Headings, hard: "SectionGrade") -> str:
    """Name the hardest section of those long enough to have a grade."""
    line = _place(article, hard.section.heading.span).rpartition(":")[0]
    return f"its hardest section ({line}, '{_heading(headings, hard)}') has {hard.grade.flesch_kincaid:.1f}"


def _headings(article: Article, edition: Edition) -> _Headings:
    """Return an edition's headings, by where their words begin."""
    runs = (one for one in article.runs(edition) if one.part is Part.HEADING)
    return sorted((one.pieces[0].span.start, " ".join(one.text.replace(BARRIER, "").split())) for one in runs)


def _heading(headings: _Headings, graded: "SectionGrade") -> str:
    """Return the heading of a section in the words of an edition."""
    span = graded.section.heading.span
    at = bisect_left(headings, (span.start, ""))
    return headings[at][1] if at < len(headings) and headings[at][0] < span.end else ""


def _quoted(article: Article, sentence: "Sentence") -> str:
    """Return where a sentence stands, and how it begins."""
    words = sentence.text.split()
    dots = " \u2026" if len(words) > _QUOTED else ""
    return f"{_place(article, sentence.span)} ({' '.join(words[:_QUOTED])}{dots})"


def _place(article: Article, span: Span) -> str:
    source = article.document.source
    line, column = source.place(span.start)
    return f"{source.path}:{line}:{column}"
