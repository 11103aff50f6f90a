"""What a writer needs to know besides the words: where the page lies, where links lead, its labels.

Invariant: a view holds values alone, so that the same words with the same view give the same string; what is
`shared` spares the work of writing and changes nothing of what is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import NamedTuple, TypeAlias

from renderer.editions.edition import Target, ToArticle, ToFile, ToWeb
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

Shared: TypeAlias = dict[tuple[int, int], tuple[object, list[str]]]
"""Lines that were written, by the identity of their block and the width; the block is kept with them, so
that no other one can have its identity."""


@value
class View:
    """A page as a writer sees it.

    `path` is the page's path from the output's root (`patient/asthma/index.html`); links are relative to it.
    `audience` is the id whose editions links lead to. `width` is the text's width in display columns.
    `labels` are the words that writers say themselves. `shared` is what was written of blocks that other
    editions hold too: pages may have it in common that are equal in all else but their path, and whose links
    are the same seen from there.
    """

    path: str
    audience: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    width: int = 72
    labels: Labels = _LABELS
    shared: Shared = field(default_factory=dict)

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

    def sharing(self, other: "View") -> "View":
        """Return this view with what was written for another, if a block is written alike for both."""
        alike = (
            self.numbers == other.numbers
            and self.targets == other.targets
            and (self.width, self.labels) == (other.width, other.labels)
            and all(self.href(target) == other.href(target) for target in self.targets)
        )
        return replace(self, shared=other.shared) if alike else self
