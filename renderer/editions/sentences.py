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

_TOKEN: Final = re.compile(r"\S+")
_BEFORE_MARK: Final = re.compile(r" (?=[.,;:!?])")
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\u2010\u2011-][^\W_]+)*")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?")
_MARKS: Final = f"\"'\u2019\u201d\u00bb)]*{BARRIER}"
_OPENERS: Final = f"\"'\u2018\u201c\u00ab([*{BARRIER}"
_ENDS: Final = ".!?\u2026"
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
    """One sentence: its words as they stand, where, and how many words, syllables and long words it has.

    A long word (`polysyllables`) has three syllables or more.
    """

    text: str
    span: Span
    words: int
    syllables: int
    polysyllables: int


def sentences(run: Run) -> Iterator[Sentence]:
    """Yield the sentences of a run."""
    tokens = list(_TOKEN.finditer(run.text))
    begin = 0
    for place, token in enumerate(tokens):
        following = tokens[place + 1].group() if place + 1 < len(tokens) else ""
        before = tokens[place - 1].group() if place > begin else ""
        if not following or _ends(token.group(), before, following):
            yield from _sentence(run, tokens[begin : place + 1])
            begin = place + 1


def _sentence(run: Run, tokens: list[re.Match[str]]) -> Iterator[Sentence]:
    counts = [syllables(word) for token in tokens for word in _words(token.group())]
    if counts:
        start, end = tokens[0].start(), tokens[-1].end()
        long = len([one for one in counts if one > 2])
        said = " ".join(run.text[start:end].replace(BARRIER, "").split())
        text = _BEFORE_MARK.sub("", said)  # a citation may have stood there
        yield Sentence(text, run.span(start, end), len(counts), sum(counts), long)


def _words(token: str) -> Iterator[str]:
    """Yield the words of a token: none of a number or an address, one of `e.g.`, two of `mg/day`."""
    if "://" in token or "@" in token or token.startswith("www."):
        return
    bare = token.strip(f"{_OPENERS}{_MARKS},;:")
    if _DOTTED.fullmatch(bare):
        yield bare.replace(".", "").upper() if len(bare) > 2 else bare.rstrip(".")
        return
    for found in _WORD.finditer(token):
        word = found.group()
        if word.isalpha() or any(map(str.isalpha, word)):
            yield word


def _ends(token: str, before: str, following: str) -> bool:
    """Whether a sentence ends with a token."""
    bare = token.rstrip(_MARKS)
    if not bare or bare[-1] not in _ENDS or _is_small(following):
        return False
    return not bare.endswith(".") or bare.endswith("..") or not _abbreviates(bare[:-1], before, following)


def _is_small(following: str) -> bool:
    """Whether a token begins, after its opening marks, with a small letter."""
    return following.lstrip(_OPENERS)[:1].islower()


def _abbreviates(token: str, before: str, following: str) -> bool:
    """Whether the stop after a token is that of an abbreviation and of nothing else."""
    word = token.lstrip(_OPENERS).lower()
    if word in _NUMBERED and following[:1].isdigit():
        return True
    if word in _NEVER or (_DOTTED.fullmatch(token) and token.isupper()):
        return True
    if len(word) == 1 and token[-1:].isupper():
        return word != "i" and before.strip(_OPENERS).lower() not in _LETTERED
    return False
