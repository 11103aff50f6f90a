"""The check of `avoided-word`.

Invariant: a word is reported for those audiences alone whose edition says it, at each place where it stands.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import normalize

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity, Span
from renderer.editions.runs import Run

_TOKEN: Final = re.compile(r"[\w\u0300-\u036f]+|[^\w\s]")

Phrase = tuple[str, ...]


@check("avoided-word", Severity.WARNING)
def avoided_word(article: Article) -> Iterator[Found]:
    """An edition says a word that its audience's `[avoid]` names.

    The list says for each word what these readers know it as. Write that, in a variant for them if the others
    are to keep the word. A word is found whole, in small letters and capitals alike, over line ends and
    through emphasis; other forms of it (a plural) are words of their own, to be listed too. Code, link
    targets, references and what `[terms]` says are left alone, and so is a word inside its own replacement.

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
            for start, end, entry in avoided.found(run):
                said = (
                    f"write '{entry.instead}'" if entry.instead else "take it out, or say it in other words"
                )
                message = f"'{entry.word}' is a word that these readers should not meet"
                span = _place(article, run, start, end)
                yield Found(span, message, said, (edition.audience.id,))


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
        if self._root.following.keys().isdisjoint(_TOKEN.findall(_folded(run.text))):
            return  # as of most runs
        tokens = list(_TOKEN.finditer(run.text))
        said = [_folded(one.group()) for one in tokens]
        at = 0
        while at < len(said):
            entry = self._longest(said, at)
            if entry is None:
                at += 1
                continue
            start, end = tokens[at].start(), tokens[at + len(entry.phrase) - 1].end()
            if not _is_within(entry, said, at) and not run.in_term(start, end):
                yield start, end, entry
            at += len(entry.phrase)

    def _longest(self, said: Sequence[str], at: int) -> _Entry | None:
        """Return the longest word that begins at a token."""
        node, found = self._root, None
        for place in range(at, len(said)):
            following = node.following.get(said[place])
            if following is None:
                break
            node = following
            found = node.entry or found
        return found


@lru_cache(maxsize=16)
def _avoided(words: tuple[tuple[str, str], ...]) -> _Avoided:
    return _Avoided(words)


def _phrase(text: str) -> Phrase:
    return tuple([_folded(one) for one in _TOKEN.findall(text)])


def _folded(token: str) -> str:
    return token.lower() if token.isascii() else normalize("NFC", token.casefold())


def _is_within(entry: _Entry, said: Sequence[str], at: int) -> bool:
    """Whether a word stands in its own replacement, as `pressure` in `blood pressure`."""
    better, length = entry.better, len(entry.phrase)
    return any(
        better[shift : shift + length] == entry.phrase
        and tuple(said[at - shift : at - shift + len(better)]) == better
        for shift in range(min(len(better), at + 1))
    )


def _place(article: Article, run: Run, start: int, end: int) -> Span:
    """Return where words stand; those in a piece that is written otherwise are looked for in it."""
    span, words = run.span(start, end), run.text[start:end]
    written = article.document.source.text[span.start : span.end]
    if len(written) > len(words) and written.count(words) == 1:
        at = span.start + written.index(words)
        return Span(at, at + len(words))
    return span
