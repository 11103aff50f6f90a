"""How good the checks of facts are, on thirty labelled passages and on our own articles."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from tests.door import outcomes

PASSAGES = Path(__file__).parent / "fixtures/facts.md"
CODES = ("numbers-differ", "citations-differ")
SAID = re.compile(r"this says '(?P<later>.*)', and its counterpart at \S+ says '(?P<earlier>.*)'")
CITED = re.compile(r"'(?P<later>.*)' is cited here and not in its counterpart at \S+")


@dataclass
class Passage:
    """A labelled passage: what it is called, its words, and what an editor wants to be warned of."""

    name: str
    text: str
    wanted: Counter[str]


def passages() -> Iterator[Passage]:
    """The passages of the file, in their order."""
    name, found = "", list[Passage]()
    tokens = MarkdownIt().parse(PASSAGES.read_text("utf-8"))
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            name = tokens[place + 1].content
        elif token.info == "md":
            found.append(Passage(name, token.content, Counter()))
        elif token.info == "text wanted":
            found[-1].wanted.update(token.content.splitlines())
    yield from found


def warnings_of(text: str) -> Counter[str]:
    """What the two checks say of a passage, in the form of its labels."""
    found: Counter[str] = Counter()
    for line in outcomes({"article.md": text}, ["diagnostics"])["diagnostics"].splitlines():
        code = re.search(r"\[([a-z-]+)\]", line)
        if code and code[1] in CODES:
            said = SAID.search(line) or CITED.search(line)
            assert said, line
            found[f"{code[1]}: {said['later']} / {said.groupdict().get('earlier', 'nothing')}"] += 1
    return found


def judged() -> tuple[Counter[str], list[str]]:
    """How many warnings are right, false and missing, and what went wrong where."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for one in passages():
        found = warnings_of(one.text)
        counts["right"] += (found & one.wanted).total()
        counts["false"] += (found - one.wanted).total()
        counts["missing"] += (one.wanted - found).total()
        wrong += [f"{one.name}: false {line}" for line in found - one.wanted]
        wrong += [f"{one.name}: missing {line}" for line in one.wanted - found]
    return counts, wrong
