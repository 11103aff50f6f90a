"""Checks: what is wrong with an article although each of its words can be read. One file a code.

Invariant: a file in this folder is a check; nothing else has to be told of it.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from renderer.checks.check import Article, Check
from renderer.diagnostics import Finding


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check, by the names of their modules."""
    names = sorted(module.name for module in iter_modules(__path__) if module.name != "check")
    modules = (import_module(f"{__name__}.{name}") for name in names)
    return tuple(one for module in modules for one in vars(module).values() if isinstance(one, Check))


def findings(article: Article) -> tuple[Finding, ...]:
    """Return what all checks find in an article."""
    return tuple(finding for one in all_checks() for finding in one.findings(article))
