"""The block structure: CommonMark's, read by markdown-it-py, with the rules that the markup adds.

A rule a file. Each looks at a line and says whether its block begins there; none guesses at what the words
mean. What a rule cannot read is left to the tree's builder, which has the words for it.

Invariant: every line of the source is in exactly one block, and every block knows its lines.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, blockquote, code, fence, heading, list_block, reference
from markdown_it.token import Token

from renderer.language.rules.attribute_line import attribute_line
from renderer.language.rules.comment import comment
from renderer.language.rules.depth import depth
from renderer.language.rules.fence_line import fence_line
from renderer.language.rules.paragraph import paragraph
from renderer.language.rules.table import table
from renderer.language.rules.thematic_break import thematic_break

_LAZY: Final = ("paragraph", "reference", "blockquote")
_ANY: Final = (*_LAZY, "list")


class _Rule(NamedTuple):
    """A rule, the characters that its block can begin with (none named: all), and the blocks that it ends."""

    name: str
    read: RuleFuncBlockType
    begins: str = ""
    ends: Sequence[str] = ()


_RULES: Final = (
    _Rule("depth", depth),
    _Rule("code", code),
    _Rule("fence_line", fence_line, ":", _ANY),
    _Rule("comment", comment, "<", _LAZY),
    _Rule("fence", fence, "`~", _ANY),
    _Rule("blockquote", blockquote, ">", _ANY),
    _Rule("hr", thematic_break, "*-_", _ANY),
    _Rule("list", list_block, "*+-0123456789", _LAZY),
    _Rule("reference", reference, "["),
    _Rule("heading", heading, "#", _LAZY),
    _Rule("table", table, ends=("paragraph", "reference")),
    _Rule("attribute_line", attribute_line, "{"),
    _Rule("paragraph", paragraph),
)
"""In the order in which they are asked: CommonMark's, and ours before those that would take their lines."""


class _ByFirstCharacter(Ruler[RuleFuncBlockType]):
    """The rules behind one that asks only those which may match: few blocks begin with a letter."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: dict[str, list[RuleFuncBlockType]] = {}

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:  # noqa: N802, N803  # markdown-it's names
        """Return the rules of a chain (those that end a block of that name; all for "") as one."""
        if chainName not in self._asked:
            self._asked[chainName] = [
                _one_of([one for one in _RULES if not chainName or chainName in one.ends])
            ]
        return self._asked[chainName]


def _one_of(rules: Sequence[_Rule]) -> RuleFuncBlockType:
    """Return the rule that some rules are together."""
    named = {character for one in rules for character in one.begins}
    others = tuple(one.read for one in rules if not one.begins)
    known = {
        first: tuple(one.read for one in rules if not one.begins or first in one.begins) for first in named
    }

    def read(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's form
        at = state.bMarks[start] + state.tShift[start]
        for rule in known.get(state.src[at : at + 1], others):  # noqa: SIM110  # a generator costs more here
            if rule(state, start, end, silent):
                return True
        return False

    return read


class _Blocks(ParserBlock):
    """markdown-it-py's block parser with the rules above."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler = _ByFirstCharacter()
        for one in _RULES:
            self.ruler.push(one.name, one.read)  # the library looks up what is active, `code` above all


class _Engine(MarkdownIt):
    """markdown-it-py with targets left as typed.

    Writers encode them, and every one is judged with its links.
    """

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # markdown-it's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802  # markdown-it's name
        return True


def _engine() -> MarkdownIt:
    """Return the parser; its own limit of nesting is out of reach, since `depth` reports what lies deeper."""
    md = _Engine("commonmark", {"inline_definitions": True, "maxNesting": 1000})
    md.block = _Blocks()
    return md


ENGINE: Final = _engine()


def block_tokens(text: str) -> list[Token]:
    """Return the blocks of a text as markdown-it's flat tokens; lines count from 0."""
    tokens: list[Token] = []
    ENGINE.block.parse(text, ENGINE, {}, tokens)
    return tokens
