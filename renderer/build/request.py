"""What a build is asked for, and what it has to say.

Invariant: both are values, so that a build can be asked for and told of by anything.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from renderer.diagnostics import Diagnostic
from renderer.site.publish import Published
from renderer.value import named_value

Tell: TypeAlias = Callable[[int, int], None]
"""Is told how many articles are done, and how many there are to do."""


@named_value
class BuildRequest:
    """What a build is asked for: a folder, None for `site/` in the site; audiences and formats, () for all.

    `jobs` is how many processes work at once, None for as many as pay. `force` makes everything anew,
    whatever is remembered.
    """

    out: Path | None = None
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    jobs: int | None = None
    force: bool = False
    strict: bool = False


@named_value
class BuildOutcome:
    """A build: its diagnostics, and what it made. `failed`: nothing was published.

    `reused` is how many articles were not worked on, because they were remembered. `cache_fault` is the
    system's word for why nothing could be remembered, if so.
    """

    diagnostics: tuple[Diagnostic, ...]
    out: Path
    failed: bool = False
    articles: int = 0
    editions: int = 0
    reused: int = 0
    published: Published = Published(0, 0, 0)
    cache_fault: str = ""

    @property
    def written(self) -> int:
        """How many files of the output were written."""
        return self.published.written
