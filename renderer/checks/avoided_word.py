"""The check of `avoided-word`.

Invariant: a word is reported for those audiences alone whose edition says it, at each place where it stands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from unicodedata import normalize

from renderer.audiences import Audience
from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity, Span
from renderer.editions.runs import Run, runs

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
    lists = {edition.audience.id: _Avoided(edition.audience) for edition in article.editions}
    for edition in article.editions:
        avoided = lists[edition.audience.id]
        if avoided:
            for run in runs(edition, article.language):
                for span, word, instead in avoided.found(run):
                    advice = f"write '{instead}'" if instead else "take it out, or say it in other words"
                    message = f"'{word}' is a word that these readers should not meet"
                    yield Found(span, message, advice, (edition.audience.id,))


class _Avoided:
    """An audience's words to avoid, by the first token of each."""

    def __init__(self, audience: Audience) -> None:
        self._by_first: dict[str, list[tuple[Phrase, Phrase, str, str]]] = {}
        for word, instead in _longest_first(audience.avoid):
            phrase = _phrase(word)
            entry = (phrase, _phrase(instead), word.strip(), instead.strip())
            if phrase:
                self._by_first.setdefault(phrase[0], []).append(entry)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def found(self, run: Run) -> Iterator[tuple[Span, str, str]]:
        """Yield where a run says a word, the word and what to say instead; of two the longer one."""
        tokens = list(_TOKEN.finditer(run.text))
        said = [_folded(one.group()) for one in tokens]
        at = 0
        while at < len(said):
            length = 0
            for phrase, instead, word, better in self._by_first.get(said[at], ()):
                if tuple(said[at : at + len(phrase)]) == phrase:
                    length = len(phrase)
                    start, end = tokens[at].start(), tokens[at + length - 1].end()
                    if not _is_within(phrase, instead, said, at) and not run.in_term(start, end):
                        yield run.span(start, end), word, better
                    break
            at += length or 1


def _longest_first(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(words.items(), key=lambda one: (-len(_phrase(one[0])), one))


def _phrase(text: str) -> Phrase:
    return tuple([_folded(one) for one in _TOKEN.findall(text)])


def _folded(token: str) -> str:
    return token.lower() if token.isascii() else normalize("NFC", token.casefold())


def _is_within(phrase: Phrase, instead: Phrase, said: Sequence[str], at: int) -> bool:
    """Whether a phrase stands in its own replacement, as `pressure` in `blood pressure`."""
    return any(
        instead[shift : shift + len(phrase)] == phrase
        and at >= shift
        and tuple(said[at - shift : at - shift + len(instead)]) == instead
        for shift in range(len(instead))
    )
