"""Writers: from the blocks of an edition to a string, one module a format.

Knows which formats a site is written in, and nothing of how. A new format is a module and a line in `_ALL`.

Invariant: a writer is a pure function of blocks and a view, and says every word that they hold.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from renderer.language.tree import Block, Inline
from renderer.value import value
from renderer.writers import html, text
from renderer.writers.view import View


@value
class Writer:
    """A format: its name (`-f`), the file that an edition becomes, and how blocks and inlines are written.

    `template` is the page chrome round a body, None where the body is the file.
    """

    name: str
    file: str
    blocks: Callable[[Sequence[Block], View], str]
    inlines: Callable[[Sequence[Inline], View], str]
    template: str | None


_ALL = (
    Writer("html", "index.html", html.write_blocks, html.write_inlines, "article.html"),
    Writer("text", "index.txt", text.write_blocks, text.write_inlines, "article.txt"),
)

WRITERS: Mapping[str, Writer] = MappingProxyType({writer.name: writer for writer in _ALL})
"""The formats of a site, by name."""
