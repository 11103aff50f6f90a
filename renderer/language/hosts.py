"""What an attribute list may say of the thing it stands on.

Invariant: what a host cannot have is reported here and nowhere else, the same for every kind of host.
"""

from collections.abc import Iterator
from enum import Enum

from renderer.diagnostics import Finding
from renderer.language import problems
from renderer.language.attributes import Listed
from renderer.language.reading import Reading
from renderer.language.tree import Attributes
from renderer.language.vocabulary import KINDS


class Host(Enum):
    """What a list can stand on, by the name that an author is told."""

    WORDS = "words in a line"
    IMAGE = "an image"
    DIV = "a div"
    ITEM = "an item"
    BLOCK = "a block"
    ROW = "a row"
    COLUMN = "a column"


_NOTHING = Attributes()
_INLINES = (Host.WORDS, Host.IMAGE)


def judge(listed: Listed, host: Host, reading: Reading) -> None:
    """Report what a list says that its host cannot have; of one that cannot be read, what could be."""
    for finding in faults(listed, host):
        reading.report(finding)
    if listed.meant is not None and any(faults(listed.meant, host)):
        reading.unfit(listed)


def faults(listed: Listed, host: Host) -> Iterator[Finding]:
    """Yield what a list says that its host cannot have."""
    if listed.attributes == _NOTHING and not listed.choose:
        return
    classes = listed.attributes.classes
    if listed.choose and host is not Host.DIV:
        yield _misplaced(listed, f"makes a choice of {host.value}", "`choose` is for a div: `::: choose`")
    if host in _INLINES and any(kind in classes for kind in KINDS):
        yield _misplaced(listed, "is for blocks", "put it on a fenced div: `::: warning` … `:::`")
    if host is not Host.WORDS and "term" in classes:
        yield _misplaced(listed, "is for words in a line", "write `[word]{.term}`")
    if host is not Host.IMAGE and (listed.attributes.width or listed.attributes.height):
        advice = "put `width` and `height` right after an image: `![alt](picture.png){width=300}`"
        yield problems.bad_attributes(listed.span, listed.text, f"gives a size to {host.value}", advice)


def _misplaced(listed: Listed, why: str, advice: str) -> Finding:
    return problems.bad_tag(listed.span, listed.text, why, advice)
