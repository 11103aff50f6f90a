"""The words of an edition in a form that only a change of what it says can change: what an approval is for.

Version 1 is a line for the title, the summary and each passage: its kind, then its words in NFC with single
spaces, alternative texts, where links lead and the keys of citations among them. Then a line for each file
that is shown or linked to, with the SHA-256 of its bytes, and one for each reference that is cited. Emphasis,
dates and the page round the words are not in it. Its digest is the SHA-256 of these lines, each with a line
end, in UTF-8.

Invariant: editions that say the same have the same form, and the form says all that a reader reads.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final
from unicodedata import normalize

from renderer.comparison.passages import Passage, passages
from renderer.editions.bibliography import format_reference
from renderer.editions.edition import Edition, ToFile
from renderer.writers.words import plain

VERSION: Final = "words of an edition, version 1"


def canonical(edition: Edition, pictures: Mapping[str, str]) -> tuple[str, ...]:
    """Return the canonical lines of an edition whose targets are resolved.

    `pictures` maps the path of a file in the output to the SHA-256 of its bytes, in hex.
    """
    shown = sorted({to.path for to in edition.targets.values() if isinstance(to, ToFile)})
    return (
        VERSION,
        *map(_line, passages(edition)),
        *(f"file: {pictures[path]}" for path in shown if path in pictures),
        *(
            f"reference {one.id}: {one.kind.value}. {_tidy(plain(format_reference(one)))}"
            for one in edition.references
        ),
    )


def digest(lines: Iterable[str]) -> str:
    """Return the SHA-256 of canonical lines, in hex."""
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _line(passage: Passage) -> str:
    words = "".join([f" {word.key}" if word.spaced else word.key for word in passage.words])
    level = f" {passage.level}" if passage.level else ""
    within = f"{passage.within}, " if passage.within else ""
    return f"{within}{passage.kind}{level}: {_tidy(words)}".rstrip()


def _tidy(words: str) -> str:
    return " ".join(normalize("NFC", words).split())
