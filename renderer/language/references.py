"""What a reference to a source says: the entry behind a citation's key, in CSL's fields.

Invariant: a reference has an id, a title and a kind; whatever else a source does not say is empty or None.
"""

from enum import StrEnum
from typing import NamedTuple

from renderer.value import value


class SourceKind(StrEnum):
    """What kind of source it is: shown to readers beside the reference."""

    GUIDELINE = "guideline"
    RESEARCH = "research"
    REVIEW = "review"
    BOOK = "book"
    REPORT = "report"
    LABEL = "label"
    LAW = "law"
    WEB = "web"


class Name(NamedTuple):
    """An author or editor: family and given names, or a literal name of an organisation in `family`."""

    family: str
    given: str = ""
    suffix: str = ""
    particle: str = ""


class PartialDate(NamedTuple):
    """A year, or a year and a month, or a whole date; 0 stands for a part that is not known."""

    year: int
    month: int = 0
    day: int = 0


@value
class Reference:
    """One entry. The names of the fields are CSL's, in snake case.

    `title` and `container_title` may hold `<i>`, `<sup>`, `<sub>` and `<b>` as CSL allows them; the
    bibliography turns those marks into inlines.
    """

    id: str
    kind: SourceKind
    title: str
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    container_title: str = ""
    publisher: str = ""
    publisher_place: str = ""
    issued: PartialDate | None = None
    accessed: PartialDate | None = None
    edition: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
