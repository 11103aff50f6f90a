"""Review: how far each edition's has come.

`approved` comes from approvals alone, which are bound to the words that were approved; the front matter can
say no more than `submitted` and `under-review`.

Invariant: an edition is never approved because an article says so.
"""

from renderer.diagnostics import Severity, problem
from renderer.editions.edition import Review
from renderer.language.front_matter import FrontMatter
from renderer.language.front_matter_keys import ReviewState


@problem("changed-words", Severity.WARNING)
def changed_words(article: str, by: str, on: str) -> tuple[str, str]:
    """An edition was approved, and its words have changed since. It is under review again.

    Its page shows the caution notice until somebody has read the new words, which `renderer review ARTICLE -a
    AUDIENCE` shows, and approves them: `renderer approve ARTICLE -a AUDIENCE --by NAME`.
    """
    return (
        f"the words have changed since {by} approved them on {on}: this is under review again",
        f"read what is new with `renderer review {article}`, then `renderer approve` it",
    )


@problem("not-approved")
def not_approved(article: str, audience: str, state: str) -> tuple[str, str]:
    """A build with `--require-approved` holds an edition that nobody has approved in these words.

    Nothing is built. Read the edition and approve it, take the article out of the build with `draft: true`,
    or build without that flag.
    """
    return (
        f"the edition for {audience} is not approved: it is {state.replace('-', ' ')}",
        f"read what is new with `renderer review {article} -a {audience}`, then `renderer approve` it",
    )


def review_of(front_matter: FrontMatter, audience: str) -> Review:
    """Return the state that an article gives the edition for an audience; without one it is submitted."""
    said = front_matter.review
    state = said if isinstance(said, ReviewState) else said.get(audience, ReviewState.SUBMITTED)
    return Review(state.value)
