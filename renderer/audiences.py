"""Who reads: the audiences of a site, their order and their fallbacks.

Invariant: every name in a fallback chain is an audience of the same site; reading a site sees to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field

from renderer.value import value


@value
class Audience:
    """One kind of reader, as `audiences/<id>.toml` describes it.

    `falls_back_to` holds audience ids, nearest first: the whole chain, not followed further. `disclaimer` is
    Markdown. `reading_grade` is the highest school grade that its text may need, None for no limit. `avoid`
    maps a word to what to say instead.
    """

    id: str
    name: str
    description: str = ""
    order: int = 0
    falls_back_to: tuple[str, ...] = ()
    disclaimer: str = ""
    reading_grade: float | None = None
    avoid: Mapping[str, str] = field(default_factory=dict)


@value
class Audiences:
    """The audiences of a site in their order (by `order`, then by id)."""

    members: tuple[Audience, ...]

    def __iter__(self) -> Iterator[Audience]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)

    def __contains__(self, name: object) -> bool:
        return any(one.id == name for one in self.members)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple([one.id for one in self.members])

    def named(self, name: str) -> Audience:
        """Return the audience with that id; KeyError when the site has none."""
        for one in self.members:
            if one.id == name:
                return one
        raise KeyError(name)

    def only(self, ids: tuple[str, ...]) -> "Audiences":
        """Return those of the given ids, in the site's order."""
        return Audiences(tuple(one for one in self.members if one.id in ids))
