"""The block structure: CommonMark's, read by markdown-it-py, with the rules that the markup adds.

A rule a file. Each looks at a line and says whether its block begins there; none guesses at what the words
mean. What a rule cannot read is left to the tree's builder, which has the words for it.

Invariant: every line of the source is in exactly one block, and every block knows its lines.
"""

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.token import Token

from renderer.language.rules.attribute_line import attribute_line
from renderer.language.rules.comment import comment
from renderer.language.rules.depth import depth
from renderer.language.rules.fence_line import fence_line
from renderer.language.rules.paragraph import paragraph
from renderer.language.rules.table import table

_ENDS_PARAGRAPHS: Final[RuleOptionsType] = {"alt": ["paragraph", "reference", "blockquote"]}
_ENDS_ANYTHING: Final[RuleOptionsType] = {"alt": ["paragraph", "reference", "blockquote", "list"]}


class _Engine(MarkdownIt):
    """markdown-it-py with targets left as typed.

    Writers encode them, and every one is judged with its links.
    """

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # markdown-it's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802  # markdown-it's name
        return True


def _engine() -> MarkdownIt:
    """Return the parser with its rules in their order."""
    md = _Engine("commonmark", {"inline_definitions": True, "maxNesting": 1000})
    md.block.ruler.disable(["lheading", "html_block"])
    md.block.ruler.before("code", "depth", depth)
    md.block.ruler.after("code", "fence_line", fence_line, _ENDS_ANYTHING)
    md.block.ruler.after("fence_line", "comment", comment, _ENDS_PARAGRAPHS)
    md.block.ruler.before("paragraph", "table_", table, {"alt": ["paragraph", "reference"]})
    md.block.ruler.before("paragraph", "attribute_line", attribute_line)
    md.block.ruler.at("paragraph", paragraph)
    return md


ENGINE: Final = _engine()


def block_tokens(text: str) -> list[Token]:
    """Return the blocks of a text as markdown-it's flat tokens; lines count from 0."""
    tokens: list[Token] = []
    ENGINE.block.parse(text, ENGINE, {}, tokens)
    return tokens
