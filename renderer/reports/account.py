"""What a run has to say: its diagnostics, judged, and how much it looked at.

Invariant: the diagnostics of an account are in the order of their places, each of them once.
"""

from collections.abc import Iterable
from dataclasses import replace

from renderer.diagnostics import Code, Diagnostic, Severity
from renderer.value import value


@value
class Account:
    """The diagnostics of a run over a number of articles.

    `colour` is whether their reader sees colours. `folder` leads from the repository to the site (`docs/`),
    empty where it is the site; tools that know nothing of sites need it before each path. `codes` are all
    that there are, for forms that list what can be found.
    """

    diagnostics: tuple[Diagnostic, ...]
    articles: int = 0
    colour: bool = False
    folder: str = ""
    codes: tuple[Code, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is an error among the diagnostics."""
        return any(one.is_error for one in self.diagnostics)


def judged(
    diagnostics: Iterable[Diagnostic], *, strict: bool = False, keep: frozenset[str] = frozenset()
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics sorted, each once; with `strict`, warnings become errors.

    `keep` are the paths whose warnings stay warnings all the same: drafts.
    """

    def judge(one: Diagnostic) -> Diagnostic:
        raised = strict and not one.is_error and one.path not in keep
        return replace(one, severity=Severity.ERROR) if raised else one

    return tuple(sorted(dict.fromkeys(map(judge, diagnostics)), key=lambda one: one.order))
