"""The check of `reading-grade`.

Invariant: it counts only for audiences that have a limit, and says nothing of a language that is not English.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity
from renderer.editions.edition import Edition

if TYPE_CHECKING:
    from renderer.editions.grade import Grade
    from renderer.editions.sentences import Sentence

_SHOWN: Final = 3
_QUOTED: Final = 6


@check("reading-grade", Severity.WARNING)
def reading_grade(article: Article) -> Iterator[Found]:
    """An edition asks for more years of school than its audience's `reading_grade` allows.

    The grade is that of Flesch and Kincaid, by the length of sentences and of words; SMOG stands beside it.
    Titles, headings, tables, references and code do not count, and of fewer than 100 words, or of a text that
    is not in English, nothing is said. Split the hardest sentences, which the help names, at their joints;
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
    from renderer.editions.grade import grade_of, is_read, prose  # noqa: PLC0415 - few audiences have a limit

    some = prose(article.runs(edition)) if is_read(article.language) else ()
    grade = grade_of(some)
    if grade is not None and grade.is_above(limit):
        yield _found(article, edition, limit, grade, some)


def _found(
    article: Article, edition: Edition, limit: float, grade: "Grade", some: "Sequence[Sentence]"
) -> Found:
    from renderer.editions.grade import hardest  # noqa: PLC0415 - as above

    hard = hardest(some, _SHOWN)
    beside = "" if grade.smog is None else f", SMOG {grade.smog:.1f}"
    message = (
        f"this edition's reading grade is {grade.flesch_kincaid:.1f} (Flesch-Kincaid{beside}), "
        f"and {edition.audience.id}'s limit is {limit:g}"
    )
    places = ", ".join(_place(article, one) for one in hard)
    advice = f"shorten its hardest sentences: {places}{_hardest_section(article, edition, some)}"
    return Found(hard[0].span, message, advice, (edition.audience.id,))


def _hardest_section(article: Article, edition: Edition, some: "Sequence[Sentence]") -> str:
    """Name the hardest section of those long enough to have a grade."""
    from renderer.editions.grade import graded_sections  # noqa: PLC0415 - as above

    grades = [(one.grade.flesch_kincaid, one) for one in graded_sections(edition, some)]
    if not grades:
        return ""
    grade, hard = max(grades, key=lambda one: one[0])
    return f"; its hardest section ({_line(article, hard.section.heading.span.start)}) has {grade:.1f}"


def _place(article: Article, sentence: "Sentence") -> str:
    """Return where a sentence stands, and how it begins."""
    words = sentence.text.split()
    dots = " \u2026" if len(words) > _QUOTED else ""
    return f"{_line(article, sentence.span.start)} ({' '.join(words[:_QUOTED])}{dots})"


def _line(article: Article, offset: int) -> str:
    source = article.document.source
    return f"{source.path}:{source.place(offset)[0]}"
