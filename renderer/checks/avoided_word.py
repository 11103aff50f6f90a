"""The check of `avoided-word`.

Invariant: a word is reported for those audiences alone whose edition says it, at each place where it stands.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from itertools import accumulate
from typing import Final, NamedTuple
from unicodedata import normalize

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity, Span
from renderer.editions.runs import Run
from renderer.editions.sentences import has_address, is_address

_UNSEEN: Final = "\u00ad\u200b-\u200d\u2060\ufeff"
"""Characters that may stand in a word and are not seen: soft hyphens, places to break, joiners."""
_TOKEN: Final = re.compile(rf"[\w\u0300-\u036f{_UNSEEN}]+|[^\w\s]")
_DROPPED: Final = re.compile(f"[{_UNSEEN}]+")
_ALIKE: Final = str.maketrans("\u2018\u2019\u02bc\u2010\u2011", "'''--")
"""Apostrophes and hyphens, which are typed in several ways."""
_CHUNK: Final = re.compile(r"\S+")
_WRITTEN: Final = re.compile(r"&#?\w+;|\\[!-/:-@\[-`{-~]|.", re.DOTALL)
"""A character as it may be written in the source: named, escaped, or itself."""

Phrase = tuple[str, ...]


@check("avoided-word", Severity.WARNING)
def avoided_word(article: Article) -> Iterator[Found]:
    """An edition says a word that its audience's `[avoid]` names.

    The list says for each word what these readers know it as. Write that, in a variant for them if the others
    are to keep the word. A word is found whole, in small letters and capitals alike, over line ends and
    through emphasis, however its hyphens and apostrophes are typed; other forms of it (a plural) are words of
    their own, to be listed too. Code, addresses, references and what `[terms]` says are left alone, and so is
    a word inside its own replacement.

    ```toml
    # audiences/patient.toml
    [avoid]
    hypertension = "high blood pressure"
    ```
    """
    for edition in article.editions:
        if not edition.audience.avoid:
            continue
        avoided = _avoided(tuple(edition.audience.avoid.items()))
        for run in article.runs(edition):
            places = _Places(article, run)
            for start, end, entry in avoided.found(run):
                said = (
                    f"write '{entry.instead}'" if entry.instead else "take it out, or say it in other words"
                )
                message = f"'{entry.word}' is a word that these readers should not meet"
                yield Found(places.span(start, end), message, said, (edition.audience.id,))


class _Entry(NamedTuple):
    """A word of the list, what to say instead, and both as tokens."""

    word: str
    instead: str
    phrase: Phrase
    better: Phrase


class _Node:
    """A place in the words of a list, token by token: what can follow, and the word that ends there."""

    __slots__ = ("entry", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.entry: _Entry | None = None


class _Avoided:
    """An audience's words to avoid, as a tree of their tokens."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self._root = _Node()
        for word, instead in words:
            node = self._root
            for token in (phrase := _phrase(word)):
                node = node.following.setdefault(token, _Node())
            node.entry = _Entry(word.strip(), instead.strip(), phrase, _phrase(instead))
        self._root.entry = None

    def found(self, run: Run) -> Iterator[tuple[int, int, _Entry]]:
        """Yield where a run says a word, and which; of several that begin alike the longest."""
        text = _alike(run.text)
        marked = bool(run.raised)
        if not marked and self._root.following.keys().isdisjoint(_phrase(text)):
            return  # as of most runs
        tokens = _tokens(run, text, marked=marked)
        addresses = _addresses(text)
        at = 0
        while at < len(tokens):
            entry = self._longest(tokens, at)
            if entry is None:
                at += 1
                continue
            last = tokens[at + len(entry.phrase) - 1]
            start, end = tokens[at].start, last.end if last.said == entry.phrase[-1] else last.bare_end
            if not (_is_within(entry, tokens, at) or run.in_term(start, end) or addresses.holds(start)):
                yield start, end, entry
            at += len(entry.phrase)

    def _longest(self, tokens: "Sequence[_Token]", at: int) -> _Entry | None:
        """Return the longest word that begins at a token."""
        node, found = self._root, None
        for place in range(at, len(tokens)):
            token = tokens[place]
            following = node.following.get(token.said) or node.following.get(token.bare)
            if following is None:
                break
            node = following
            found = node.entry or found
        return found


class _Token(NamedTuple):
    """A word or mark of a run: where it stands, and how it is said, also without a raised mark at its end."""

    start: int
    end: int
    said: str
    bare: str
    bare_end: int


def _tokens(run: Run, text: str, *, marked: bool) -> list[_Token]:
    """Return the tokens of a run; `marked` when some of its words are raised."""
    found = []
    for one in _TOKEN.finditer(text):
        start, end, said = one.start(), one.end(), _folded(one.group())
        bare_end = _bare_end(run, start, end) if marked else end
        bare = said if bare_end == end else _folded(text[start:bare_end])
        if said:
            found.append(_Token(start, end, said, bare, bare_end))
    return found


def _bare_end(run: Run, start: int, end: int) -> int:
    """Return where a token ends without the raised number at its end, as that of a note is."""
    begin = run.raised_from(end - 1)
    is_note = begin is not None and start < begin and not any(map(str.isalpha, run.text[begin:end]))
    return begin if is_note and begin is not None else end


class _Addresses(NamedTuple):
    """The addresses of the web and of mail in a text, by where they begin and end."""

    starts: Sequence[int]
    ends: Sequence[int]

    def holds(self, offset: int) -> bool:
        """Whether an offset lies in an address."""
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.ends[at]


def _addresses(text: str) -> _Addresses:
    found = [one for one in _CHUNK.finditer(text) if is_address(one.group())] if has_address(text) else []
    return _Addresses([one.start() for one in found], [one.end() for one in found])


@lru_cache(maxsize=16)
def _avoided(words: tuple[tuple[str, str], ...]) -> _Avoided:
    return _Avoided(words)


def _alike(text: str) -> str:
    """Return a text of the same length whose apostrophes and hyphens are those of ASCII."""
    return text if text.isascii() else text.translate(_ALIKE)


def _phrase(text: str) -> Phrase:
    return tuple([said for one in _TOKEN.findall(_alike(text)) if (said := _folded(one))])


def _folded(token: str) -> str:
    if token.isascii():
        return token.lower()
    return normalize("NFC", _DROPPED.sub("", token).casefold())


def _is_within(entry: _Entry, tokens: Sequence[_Token], at: int) -> bool:
    """Whether a word stands in its own replacement, as `pressure` in `blood pressure`."""
    better, length = entry.better, len(entry.phrase)
    return any(
        better[shift : shift + length] == entry.phrase
        and tuple([one.said for one in tokens[at - shift : at - shift + len(better)]]) == better
        for shift in range(min(len(better), at + 1))
    )


class _Places:
    """Where the words of a run stand, also in pieces that the source writes otherwise (`&amp;`)."""

    def __init__(self, article: Article, run: Run) -> None:
        self._source = article.document.source.text
        self._run = run
        self._known: dict[int, Sequence[int] | None] = {}

    def span(self, start: int, end: int) -> Span:
        """Return the place of a stretch of the run."""
        return Span(self._one(start).start, self._one(end - 1).end)

    def _one(self, offset: int) -> Span:
        """Return the place of a character, that of its piece where it is not known."""
        begin, piece = self._run.piece(offset)
        if begin not in self._known:
            self._known[begin] = _offsets(piece.text, self._source[slice(*piece.span)])
        offsets, at = self._known[begin], offset - begin
        if offsets is None:
            return piece.span
        return Span(piece.span.start + offsets[at], piece.span.start + offsets[at + 1])


def _offsets(text: str, written: str) -> Sequence[int] | None:
    """Return where each character of a text, and its end, stands in what is written for it; None if unknown.

    A title of a link stands in it as it is.
    """
    if len(text) == len(written):
        return range(len(text) + 1)
    parts = [one.group() for one in _WRITTEN.finditer(written)]
    read = [part if len(part) == 1 else unescape(part) if part[0] == "&" else part[1] for part in parts]
    if "".join(read) != text or max(map(len, read)) > 1:
        at = written.rfind(text)
        return range(at, at + len(text) + 1) if at >= 0 else None
    return list(accumulate(map(len, parts), initial=0))
