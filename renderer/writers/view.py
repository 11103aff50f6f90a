"""What a writer needs to know besides the words: where the page lies, where links lead, its labels.

Invariant: a view holds values alone, so that the same words with the same view give the same string.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import NamedTuple

from renderer.editions.edition import Edition, Target, ToArticle, ToFile, ToWeb
from renderer.language.tree import Kind
from renderer.value import value


class Labels(NamedTuple):
    """What writers say themselves: the words above the blocks of a kind, and before an alternative text."""

    note: str = "Note"
    warning: str = "Warning"
    key_points: str = "Key points"
    image: str = "Image"

    def above(self, classes: Sequence[str]) -> list[tuple[Kind, str]]:
        """Return the block kinds among a div's classes that have a label, each with it."""
        labels: tuple[tuple[Kind, str], ...] = (
            ("note", self.note), ("warning", self.warning), ("key-points", self.key_points),
        )  # fmt: skip
        return [one for one in labels if one[0] in classes] if classes else []


_LABELS = Labels()


@value
class View:
    """A page as a writer sees it.

    `path` is the page's path from the output's root (`patient/asthma/index.html`); links are relative to it.
    `audience` is the id whose editions links lead to. `width` is the text's width in display columns.
    `labels` are the words that writers say themselves.
    """

    path: str
    audience: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    width: int = 72
    labels: Labels = _LABELS

    def href(self, target: str) -> str:
        """Return what a link to a target, as the author wrote it, leads to from this page."""
        match self.targets.get(target):
            case ToWeb(url):
                return url
            case ToArticle(article, fragment):
                page = f"{self.audience}/{article}/{self.path.rpartition('/')[2]}"
                place = "" if page == self.path else self.relative(page)
                return f"{place}#{fragment}" if fragment else place or self.path.rpartition("/")[2]
            case ToFile(path):
                return self.relative(path)
            case None:
                return target

    def relative(self, path: str) -> str:
        """Return the way from this page to a path from the output's root."""
        here, there = self.path.split("/")[:-1], path.split("/")
        shared = 0
        while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
            shared += 1
        return "../" * (len(here) - shared) + "/".join(there[shared:])

    def of(self, edition: Edition) -> "View":
        """Return this view with the numbers and targets of an edition."""
        return replace(self, numbers=edition.numbers, targets=edition.targets)
