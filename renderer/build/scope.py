"""What a build is for: the audiences and formats that exist in it, and whose words stand outside of them.

Invariant: nothing of an audience or a format outside the scope is in any output.
"""

from renderer.audiences import Audience, Audiences
from renderer.build.workspace import Finished
from renderer.editions.edition import Edition
from renderer.value import value
from renderer.writers import Writer


@value
class Scope:
    """The audiences and writers of a build; `default` is the site's `default_audience`, or empty."""

    audiences: Audiences
    writers: tuple[Writer, ...]
    default: str = ""

    @property
    def html(self) -> bool:
        """Whether pages are written."""
        return any(writer.name == "html" for writer in self.writers)

    @property
    def speaker(self) -> Audience:
        """Whose words stand outside the audiences' folders: the default audience, else the first."""
        return next((one for one in self.audiences if one.id == self.default), self.audiences.members[0])

    def editions(self, article: Finished) -> tuple[Edition, ...]:
        """Return the editions of an article that exist in this build."""
        ids = self.audiences.ids
        return tuple([one for one in article.editions if one.audience.id in ids])

    def spoken(self, article: Finished) -> Edition:
        """Return the edition whose words stand for an article outside the audiences' folders."""
        editions = self.editions(article)
        return next((one for one in editions if one.audience.id == self.speaker.id), editions[0])


@value
class Extent:
    """How far a build goes: its scope, and that of everything.

    `tries_all` says that the pages of everything are made as well, to find what is wrong with own templates.
    """

    scope: Scope
    whole: Scope
    tries_all: bool = False
