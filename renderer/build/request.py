"""What a build is asked for, and what it has to say.

Invariant: both are values, so that a build can be asked for and told of by anything.
"""

from pathlib import Path

from renderer.diagnostics import Diagnostic
from renderer.site.publish import Published
from renderer.value import named_value


class Watch:
    """Is told of a build while it goes on. This one listens to nothing."""

    def step(self, name: str) -> None:
        """Hear that a step begins: `read`, `recall`, `articles`, `lists` or `publish`."""

    def article(self, name: str, done: int, count: int) -> None:
        """Hear that an article was worked on, and how many of how many are done."""


@named_value
class BuildRequest:
    """What a build is asked for: a folder, None for `site/` in the site; audiences and formats, () for all.

    `jobs` is how many processes work at once, None for as many as pay; `scheduler` is the address of a Dask
    scheduler whose workers do it instead. `force` makes everything anew,
    whatever is remembered. With `require_approved` an edition that is not approved is an error. With `dry`
    nothing is written, and the outcome says what would be.
    """

    out: Path | None = None
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    jobs: int | None = None
    scheduler: str = ""
    force: bool = False
    strict: bool = False
    require_approved: bool = False
    dry: bool = False


@named_value
class Changes:
    """What a build would change in its output folder, as paths from there."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@named_value
class BuildOutcome:
    """A build: its diagnostics, and what it made. `failed`: nothing was published.

    `reused` is how many of the articles were not worked on, because they were remembered. `changes` are told
    of a build that only tried. `cache_fault` is the system's word for why nothing could be remembered, if so.
    """

    diagnostics: tuple[Diagnostic, ...]
    out: Path
    failed: bool = False
    articles: int = 0
    editions: int = 0
    reused: int = 0
    published: Published = Published(0, 0, 0)
    changes: Changes | None = None
    cache_fault: str = ""

    @property
    def written(self) -> int:
        """How many files of the output were written."""
        return self.published.written

    @property
    def made(self) -> int:
        """How many articles were worked on and published."""
        return self.articles - self.reused
