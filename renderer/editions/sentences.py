"""The sentences of running words, with what a reading grade counts in them.

A sentence ends at `.`, `!`, `?` or an ellipsis before a word that begins with no small letter, and at the end
of its block. The stop of an abbreviation (`e.g.`, `Dr.`), of an initial (`J. Smith`), and one inside a number
(`2.5`) ends none; that of a unit (`5 mg.`) or of `a.m.` only before a capital. A word has a letter in it; one
with hyphens or an apostrophe is one word; numbers, addresses of the web and of mail are none.

Invariant: a sentence lies in one run and has a word; the time that it takes is in line with the text.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from renderer.diagnostics import Span
from renderer.editions.runs import BARRIER, Run
from renderer.editions.syllables import syllables

_MARKS: Final = f"\"'\u2019\u201d\u00bb)\\]*{BARRIER}"
_OPENERS: Final = f"\"'\u2018\u201c\u00ab([*{BARRIER}"
_END: Final = re.compile(rf"[.!?\u2026][{_MARKS}]*\s+")
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\u2010\u2011-][^\W_]+)*")
_DOTTED: Final = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}")
_BEFORE_MARK: Final = re.compile(r" (?=[.,;:!?])")
_LOOK: Final = 48  # characters back from a stop, and a few on
_NEVER: Final = frozenset(
    ["approx", "ca", "cf", "dr", "e.g", "eg", "esp", "gen", "hon", "i.e", "ie", "incl", "messrs", "mr",
     "mrs", "ms", "prof", "ref", "refs", "rev", "sr", "st", "viz", "vs"]
)  # fmt: skip
"""Abbreviations that end no sentence; `etc.` and `a.m.` may."""
_NUMBERED: Final = frozenset(["eq", "fig", "figs", "max", "min", "no", "nos", "p", "pp", "vol", "vols"])
"""What is an abbreviation before a number, and may be a word elsewhere."""
_LETTERED: Final = frozenset(
    ["appendix", "case", "class", "drug", "factor", "figure", "grade", "group", "hepatitis", "influenza",
     "part", "phase", "plan", "stage", "step", "table", "type", "vitamin"]
)  # fmt: skip
"""What a single capital can close: `hepatitis B.` ends a sentence, `J.` before a name does not."""


class Sentence(NamedTuple):
    """One sentence: a stretch of a run, and how many words, syllables and long words it has.

    A long word (`polysyllables`) has three syllables or more.
    """

    run: Run
    start: int
    end: int
    words: int
    syllables: int
    polysyllables: int

    @property
    def text(self) -> str:
        """What it says, without citations and code."""
        said = " ".join(self.run.text[self.start : self.end].replace(BARRIER, "").split())
        return _BEFORE_MARK.sub("", said)  # a citation may have stood there

    @property
    def span(self) -> Span:
        """Where it stands in the source."""
        text = self.run.text[self.start : self.end]
        blank = len(text) - len(text.lstrip())
        return self.run.span(self.start + blank, self.start + len(text.rstrip()))


def sentences(run: Run) -> Iterator[Sentence]:
    """Yield the sentences of a run."""
    text, begin = run.text, 0
    for stop in _END.finditer(text):
        if _ends(text, stop.start(), stop.end()):
            yield from _sentence(run, begin, stop.end())
            begin = stop.end()
    yield from _sentence(run, begin, len(text))


def _sentence(run: Run, start: int, end: int) -> Iterator[Sentence]:
    counts = list(map(syllables, _words(run.text[start:end])))
    if counts:
        long = len([one for one in counts if one > 2])
        yield Sentence(run, start, end, len(counts), sum(counts), long)


def _words(text: str) -> list[str]:
    """Return the words of a text: none of numbers and addresses, one of `e.g.`, two of `mg/day`."""
    if has_address(text):
        text = " ".join([one for one in text.split() if not is_address(one)])
    if text.count(".") > 1:
        text = _DOTTED.sub(lambda found: found.group().replace(".", "").upper() + " ", text)
    return [word for word in _WORD.findall(text) if word.isalpha() or any(map(str.isalpha, word))]


def has_address(text: str) -> bool:
    """Whether a text may hold an address of the web or of mail."""
    return "@" in text or "://" in text or "www." in text


def is_address(token: str) -> bool:
    """Whether what stands between two blanks is an address."""
    return "://" in token or "@" in token or token.lstrip(_OPENERS).startswith("www.")


def _ends(text: str, stop: int, following: int) -> bool:
    """Whether a sentence ends at a stop; `following` is where the next word begins."""
    after = text[following : following + _LOOK].lstrip(_OPENERS)
    if after[:1].islower():
        return False
    if text[stop] != "." or text[stop - 1 : stop] == ".":
        return True
    before = text[max(0, stop - _LOOK) : stop]
    if before[-1:].isspace():
        return True
    return not _abbreviates(before.split(), after)


def _abbreviates(before: list[str], after: str) -> bool:
    """Whether the stop after some words is that of an abbreviation and of nothing else."""
    token = before[-1].lstrip(_OPENERS) if before else ""
    word = token.lower()
    if word in _NEVER or (word in _NUMBERED and after[:1].isdigit()):
        return True
    if _DOTTED.fullmatch(f"{token}."):
        return token.isupper()
    if len(token) == 1 and token.isupper():
        return word != "i" and (len(before) < 2 or before[-2].lstrip(_OPENERS).lower() not in _LETTERED)
    return False
