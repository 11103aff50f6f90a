"""Reading grades: how many years of school (in the United States) a text asks of its readers.

Two formulas, made for English prose:

- Flesch-Kincaid: 0.39 words/sentences + 11.8 syllables/words - 15.59. Kincaid, Fishburne, Rogers and Chissom:
  Derivation of new readability formulas for Navy enlisted personnel. Research Branch Report 8-75, Naval
  Technical Training Command, 1975.
- SMOG: 3.1291 + 1.0430 sqrt(30 long words/sentences), a long word having three syllables or more.
  McLaughlin: SMOG grading, a new readability formula. Journal of Reading 12 (1969), 639-646. It foretells who
  understands everything, and so lies a year or two above the other.

Paragraphs are counted, those of lists and quotes too; titles, headings, tables, alternative texts, references
and code are not.

Invariant: of fewer than `ENOUGH_WORDS` words nothing is said, for one syllable would move the grade.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from math import sqrt
from typing import Final, NamedTuple

from renderer.editions.edition import Edition
from renderer.editions.runs import Part, Run, sections
from renderer.editions.sentences import Sentence, sentences
from renderer.language.tree import Block, Inline, Section

ENOUGH_WORDS: Final = 100
ENOUGH_SENTENCES: Final = 10
"""SMOG was made on thirty sentences; of fewer than these it says nothing."""
_AVERAGE: Final = 10
"""A sentence's long words count against so many words at least, so that two long words alone are not hard."""


class Grade(NamedTuple):
    """The grades of some sentences; `smog` is None where they are too few for it."""

    words: int
    flesch_kincaid: float
    smog: float | None

    def is_above(self, limit: float) -> bool:
        """Whether it is above a limit as both are said, with one decimal."""
        return round(self.flesch_kincaid, 1) > limit


class SectionGrade(NamedTuple):
    """The grade of a section and its sentences, the sections in it included."""

    section: Section[Inline, Block]
    grade: Grade
    sentences: Sequence[Sentence]


def is_read(language: str) -> bool:
    """Whether texts in a language (`en-GB`) can be graded: the formulas and the syllables are English."""
    return language.lower().partition("-")[0] == "en"


def prose(runs: Iterable[Run]) -> tuple[Sentence, ...]:
    """Return the sentences of an edition's runs that count."""
    return tuple([one for run in runs if run.part is Part.PARAGRAPH for one in sentences(run)])


def graded_sections(edition: Edition, some: Iterable[Sentence]) -> Iterator[SectionGrade]:
    """Yield the grades of an edition's sections, by its sentences, of those that are long enough for one."""
    placed = sorted([(one.span.start, place, one) for place, one in enumerate(some)])
    starts, ordered = [one[0] for one in placed], [one[2] for one in placed]
    counts = [(one.words, one.syllables, one.polysyllables) for one in ordered]
    totals = [list(accumulate([one[index] for one in counts], initial=0)) for index in range(3)]
    for section in sections(edition.blocks):
        first, last = bisect_left(starts, section.span.start), bisect_left(starts, section.span.end)
        words, syllables, long = [total[last] - total[first] for total in totals]
        grade = _grade(last - first, words, syllables, long)
        if grade is not None:
            yield SectionGrade(section, grade, ordered[first:last])


def grade_of(some: Sequence[Sentence]) -> Grade | None:
    """Return the grades of sentences, None when they have too few words."""
    words = sum([one.words for one in some])
    long = sum([one.polysyllables for one in some])
    return _grade(len(some), words, sum([one.syllables for one in some]), long)


def _grade(sentences: int, words: int, syllables: int, polysyllables: int) -> Grade | None:
    if words < ENOUGH_WORDS:
        return None
    by_long_words = smog(polysyllables, sentences) if sentences >= ENOUGH_SENTENCES else None
    return Grade(words, flesch_kincaid(words, sentences, syllables), by_long_words)


def flesch_kincaid(words: int, sentences: int, syllables: int) -> float:
    """Return the grade by Flesch and Kincaid."""
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def smog(polysyllables: int, sentences: int) -> float:
    """Return the grade by McLaughlin."""
    return 3.1291 + 1.0430 * sqrt(30 * polysyllables / sentences)


def hardest(some: Iterable[Sentence], count: int) -> list[Sentence]:
    """Return the hardest sentences, the hardest first."""
    return sorted(some, key=_hardness, reverse=True)[:count]


def _hardness(sentence: Sentence) -> float:
    return 0.39 * sentence.words + 11.8 * sentence.syllables / max(sentence.words, _AVERAGE)
