"""Review: how far each edition's has come.

`approved` comes from approvals alone, which are bound to the words that were approved; the front matter can
say no more than `submitted` and `under-review`.

Invariant: an edition is never approved because an article says so.
"""

from renderer.editions.edition import Review
from renderer.language.front_matter import FrontMatter, ReviewState


def review_of(front_matter: FrontMatter, audience: str) -> Review:
    """Return the state that an article gives the edition for an audience; without one it is submitted."""
    said = front_matter.review
    state = said if isinstance(said, ReviewState) else said.get(audience, ReviewState.SUBMITTED)
    return Review(state.value)
