"""Slips of the pen: what a hurried author does to a document that was right.

Each slip is a place in the source and what stands there instead. Slips that make another right document (a
heading one level up, a line outside its list, a code fence that closes elsewhere) are not among them: no
reader of Markdown can tell them from intent.

Invariant: a damaged document differs from the right one in one place.
"""

import re
from collections.abc import Callable
from random import Random
from re import Match

Write = str | Callable[[Match[str], Random], str]


def misspell(found: Match[str], random: Random) -> str:
    """A word with a letter dropped, doubled, exchanged or in capitals."""
    word = found[0]
    place = random.randrange(len(word))
    letter = word[place]
    return random.choice((
        word[:place] + word[place + 1:] if len(word) > 2 else word + "x",
        word[:place] + letter + word[place:],
        word[:place] + ("x" if letter != "x" else "y") + word[place + 1:],
        word[:place] + "\u200b" + word[place:],
        word.capitalize(),
        word + "s",
    ))  # fmt: skip


def emptied(found: Match[str], random: Random) -> str:
    """A line without its words: gone at the top, blank in a quote."""
    del random
    return found[1] + "\n" if found[1].strip() else ""


SLIPS: tuple[tuple[str, str, Write], ...] = (
    ("a class misspelt in a list", r"(?<=\.)(?!md|svg)[a-z][a-z0-9-]*(?=[ }])", misspell),
    ("a class misspelt at a fence", r"(?<=::: )[a-z][a-z0-9-]*", misspell),
    ("a class without its dot", r"(?<=[{ ])\.(?=[a-z])", ""),
    ("a class with two dots", r"(?<=[{ ])\.(?=[a-z])", ".."),
    ("a class as a key", r"\{\.([a-z0-9-]+)\}", lambda found, _: f'{{class="{found[1]}"}}'),
    ("classes with a comma", r"(?<=[a-z]) (?=\.[a-z])", ","),
    ("a list never opened", r"\{(?=[.#])", ""),
    ("a list never closed", r"\}", ""),
    ("a list opened twice", r"\{(?=[.#])", "{{"),
    ("a list closed twice", r"\}", "}}"),
    ("a list in round brackets", r"(?<=\])\{(\.[^}\n]*)\}", lambda found, _: f"({found[1]})"),
    ("a list twice", r"\{\.[^}\n]*\}", lambda found, _: found[0] * 2),
    ("a list apart from its span", r"(?<=[\])*`^~])(?=\{[.#])", " "),
    ("a list on the next line", r"(?m)^(?![> ]*\|)(.*[\])*`^~])(?=\{[.#])", r"\1\n"),
    ("a list behind a space that does not show", r"(?<=[\])*`^~])(?=\{[.#])", "\u200b"),
    ("a list behind a space that does not break", r"(?<=[\])*`^~])(?=\{[.#])", "\u00a0"),
    ("a span never opened", r"\[(?![^\]\n]*\]\()", ""),
    ("a span never closed", r"\](?=\{)", ""),
    ("a span opened twice", r"\[(?=[w*`^])", "[["),
    ("a span closed twice", r"\](?=\{)", "]]"),
    ("a span with an escaped bracket", r"\[(?=[w*`^])", r"\\["),
    ("a star too few", r"\*(?=[^ ])|(?<=[^ \n])\*", ""),
    ("a star too many", r"\*(?=[^ ])|(?<=[^ \n])\*", "**"),
    ("a fence never opened", r"(?m)^([> ]*)::: .*\n", emptied),
    ("a fence never closed", r"(?m)^([> ]*):::\n", emptied),
    ("a fence of two colons", r":::", "::"),
    ("a fence with gaps", r":::", ": : :"),
    ("a fence escaped", r":::", r"\\:::"),
    ("a fence in the text", r"(?m)(?<=::: )(?=[a-z{])", "and "),
    ("a fence far in", r"(?m)^(?=:::)", "    "),
    ("a fence behind a space that does not show", r"(?m)^(?=:::)", "\u200b"),
    ("a fence's words apart by a space that does not break", r"(?<=:::) (?=[a-z{])", "\u00a0"),
    ("a line of attributes far in", r"(?m)^(?=\{\.)", "    "),
    ("a line of attributes and a blank one", r"(?m)^ *\{\.[^}\n]*\}\n", lambda found, _: found[0] + "\n"),
    ("a line of attributes with its block", r"(?m)^([> ]*\{\.[^}\n]*\})\n[> ]*", r"\1 "),
    ("no blank line", r"(?m)^[> ]*\n", ""),
    ("no space after a marker", r"(?m)(?<=[-*+.)#]) (?=\{\.)", ""),
    ("no space in a heading", r"(?m)^(#+) ", lambda found, _: found[1]),
    ("no space before a heading's list", r"(?m)(?<=q) (?=\{[.#][^}\n]*\}$)", ""),
    ("a cell too few", r" \| ", " "),
    ("a cell too many", r" \| ", " | | "),
    ("a comment never closed", r" -->", ""),
)  # fmt: skip


def damage(text: str, random: Random) -> tuple[str, str]:
    """Return the name of a slip and the text with it."""
    fitting = [(name, list(re.finditer(pattern, text)), write) for name, pattern, write in SLIPS]
    name, places, write = random.choice([each for each in fitting if each[1]])
    place = random.choice(places)
    instead = place.expand(write) if isinstance(write, str) else write(place, random)
    return name, text[: place.start()] + instead + text[place.end() :]
