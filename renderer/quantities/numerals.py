"""Numerals: numbers in a text, in digits and in words.

Invariant: a number that is part of a word or a name (`B12`, `COVID-19`, `1.2.3`) is no numeral.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from renderer.quantities.hint import COUNTS, GLYPHS, PARTS, SCALES, SMALL, TENS


class Form(Enum):
    """How a numeral is written, as far as it matters: a share is `half`, `a third of`; often is `twice`."""

    DIGITS = auto()
    WORDS = auto()
    SHARE = auto()
    OFTEN = auto()


class Numeral(NamedTuple):
    """A number and where it stands. `other` is what it means elsewhere in the world: `1.000` may be 1000."""

    start: int
    end: int
    value: float
    form: Form
    other: float | None = None


_VALUES: Final = {word: n for n, word in enumerate(SMALL)} | {word: n * 10 for n, word in enumerate(TENS, 2)}
_GLYPHS: Final = dict(zip(GLYPHS, (1 / 2, 1 / 4, 3 / 4, 1 / 3, 2 / 3), strict=True))

_WORD: Final = "|".join(sorted((*_VALUES, *SCALES), key=len, reverse=True))
_SCALE: Final = "|".join(SCALES)
_COUNTED: Final = "people|patients|participants|adults|children|women|men|babies|cases|deaths|births"
_DIVIDED: Final = "(?:tablet|pill|capsule|sachet|cup|glass|teaspoon|tablespoon|hour|litre|liter)s?"
_NUMBER: Final = re.compile(
    rf"""
    (?=[\d.{GLYPHS}a-z]) (?:
    (?P<fraction>(?=\d) (?<![\w.,:/^]) (?:(?P<whole>\d{{1,2}})\s)?(?P<over>[123])/(?P<under>[234])
        (?=\s(?:of\s|an?\s|of\san?\s)?(?:{_DIVIDED})\b | \sof\b))
    | (?P<digits>(?=[\d.])
        (?<![\w.,:^]) (?<![A-Za-z][-\u2010\u2011/]) (?<!\d\d\d\d/) (?<!\b24/)
        (?: \d{{1,3}}(?:[,'\u2019\u00a0\u2009\u202f]\d{{3}})+(?:\.\d{{1,6}})?
          | \d{{1,3}}(?:\x20\d{{3}}){{1,3}}(?:(?<=\x20000)|(?=\s(?:{_COUNTED})\b))
          | \d{{1,9}}(?:[.,]\d{{1,6}})? | \.\d{{1,6}} )
        (?!\d | [.,:]\d | /\d{{3}} | /7\b | ['\u2019]s) )
      (?:\s?(?P<glyph>[{GLYPHS}]) | \s(?P<and>and\sa\shalf)\b | \s(?P<scale>{_SCALE})\b)?
    | (?P<lone>(?<!\w)[{GLYPHS}])
    | (?<!\w)(?=[zotfsenahdmbq]) (?:
        (?P<share>(?:(?P<top>an?|one|two|three|four|\d)[\s-])?(?P<part>half|halves|(?:third|quarter|fifth|tenth)s?))
      | (?P<often>once|twice|thrice)
      | (?P<words>(?:a\s(?=(?:{_SCALE})\b))?(?:{_WORD})(?:[\s-](?:and\s)?(?:{_WORD})){{0,12}})
          (?:\s(?P<half>and\sa\shalf))?
    )\b(?!-life) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,'\u2019\s]\d{3})+(?:\.\d+)?")
_PARTING: Final = re.compile(r"[,'\u2019\s]")
_MINUS: Final = re.compile(r"(?:^|[\s(])(?P<sign>[-\u2212]|minus\s)$", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[a-z]+", re.IGNORECASE)
_A_PART: Final = re.compile(r"\s(?:of|as)\b|[,.;)]|\s*$", re.IGNORECASE)


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numerals of a text in their order."""
    for found in _NUMBER.finditer(text):
        if found["fraction"]:
            yield from _fraction(found)
        elif found["digits"]:
            yield _digits(text, found)
        elif found["lone"]:
            yield Numeral(found.start(), found.end(), _GLYPHS[found["lone"]], Form.SHARE)
        elif found["share"]:
            if share := _share(text, found):
                yield share
        elif found["often"]:
            yield Numeral(found.start(), found.end(), float(COUNTS[found["often"].lower()]), Form.OFTEN)
        else:
            yield from _words(found)


def _digits(text: str, found: re.Match[str]) -> Numeral:
    said = found["digits"]
    start, other = found.start(), None
    if _GROUPED.fullmatch(said) and not said.startswith("0,"):
        value = float(_PARTING.sub("", said))
    else:
        value = float(said.replace(",", "."))
        if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", said):
            other = float(said.replace(".", ""))
    if found["glyph"]:
        value += _GLYPHS[found["glyph"]]
    elif found["and"]:
        value += 1 / 2
    elif found["scale"]:
        value *= SCALES[found["scale"].lower()]
    if minus := _MINUS.search(text[max(0, start - 7) : start]):
        start, value = start - len(minus["sign"]), -value
    return Numeral(start, found.end(), value, Form.DIGITS, other)


def _fraction(found: re.Match[str]) -> Iterator[Numeral]:
    """Yield `1/2`, `1 1/2`."""
    part = int(found["over"]) / int(found["under"])
    if part < 1:
        whole = found["whole"]
        form = Form.DIGITS if whole else Form.SHARE
        yield Numeral(found.start(), found.end(), float(whole or 0) + part, form)


def _share(text: str, found: re.Match[str]) -> Numeral | None:
    """Return `half`, `a quarter`, `two thirds of`; None for what may be an ordinal (`a third dose`)."""
    part = found["part"].lower()
    top = (found["top"] or "").lower()
    many = part.endswith("s") and part != "halves"
    parts = PARTS[part.removesuffix("s") if many else part]
    number = float(int(top)) if top.isdigit() else float(_VALUES.get(top, 1))
    if parts != 2:
        if (many and number < 2) or not top:
            return None
        if not many and not _A_PART.match(text, found.end()):
            return None
    return Numeral(found.start(), found.end(), number / parts, Form.SHARE)


def _words(found: re.Match[str]) -> Iterator[Numeral]:
    """Yield the numbers of a run of number words, more than one where they do not add up to one."""
    first = begin = found.start("words")
    end, sum_ = begin, _Sum()
    for word in _LETTERS.finditer(found["words"]):
        said = word[0].lower()
        if said in ("a", "and"):
            continue
        more = sum_.with_word(said)
        if more is None:
            yield Numeral(begin, end, sum_.number, Form.WORDS)
            begin, more = first + word.start(), _Sum().with_word(said) or _Sum()
        sum_, end = more, first + word.end()
    if found["half"]:
        yield Numeral(begin, found.end(), sum_.number + 1 / 2, Form.WORDS)
    else:
        yield Numeral(begin, end, sum_.number, Form.WORDS)


class _Sum(NamedTuple):
    """What number words come to: thousands and more, what is below them, and the last word."""

    total: int = 0
    below: int = 0
    last: str = ""

    @property
    def number(self) -> float:
        return float(self.total + self.below)

    def with_word(self, said: str) -> "_Sum | None":
        """Return the sum with one word more; None when the word begins another number."""
        if said in SCALES:
            return self._scaled(SCALES[said], said)
        value = _VALUES[said]
        fits = self.below % 100 == 0 or (self.last in TENS and 0 < value < 10)
        if self.last and (not fits or value == 0 or self.last in ("zero", "dozen")):
            return None
        return _Sum(self.total, self.below + value, said)

    def _scaled(self, scale: int, said: str) -> "_Sum | None":
        above = 1000 if scale >= 1000 else 100
        if self.below >= above or (self.last and self.below == 0) or self.last == "dozen":
            return None
        if scale < 1000:
            return _Sum(self.total, max(self.below, 1) * scale, said)
        if self.total % (scale * 1000):
            return None
        return _Sum(self.total + max(self.below, 1) * scale, 0, said)
