"""What the commands do, as functions from a site to an outcome: a module each, imported when it is used.

The command line only reads arguments, calls one of these and prints what comes back.

Invariant: to name a command here costs nothing; what one command needs, another does not wait for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from renderer.build.opening import OpenSite, SurroundingsProblem, UsageProblem, open_site

if TYPE_CHECKING:
    from renderer.build.approve import ApproveOutcome, Consent, approve
    from renderer.build.build import build
    from renderer.build.check import CheckOutcome, check
    from renderer.build.compare import CompareOutcome, compare_editions, comparison_as
    from renderer.build.explain import ExplainOutcome, all_codes, code_named, explain
    from renderer.build.fix import FixOutcome, fix
    from renderer.build.names import Names, code_names, names_in
    from renderer.build.new import new
    from renderer.build.prune import lost, prune
    from renderer.build.report.reporter import report
    from renderer.build.request import BuildOutcome, BuildRequest
    from renderer.build.review import ReviewOutcome, review, waiting
    from renderer.build.schema import schema
    from renderer.build.show import ShowOutcome, show
    from renderer.build.stale import StaleOutcome, stale

__all__ = [
    "ApproveOutcome",
    "BuildOutcome",
    "BuildRequest",
    "CheckOutcome",
    "CompareOutcome",
    "Consent",
    "ExplainOutcome",
    "FixOutcome",
    "Names",
    "OpenSite",
    "ReviewOutcome",
    "ShowOutcome",
    "StaleOutcome",
    "SurroundingsProblem",
    "UsageProblem",
    "all_codes",
    "approve",
    "build",
    "check",
    "code_named",
    "code_names",
    "compare_editions",
    "comparison_as",
    "explain",
    "fix",
    "lost",
    "names_in",
    "new",
    "open_site",
    "prune",
    "report",
    "review",
    "schema",
    "show",
    "stale",
    "waiting",
]

_MODULES = {
    "ApproveOutcome": "approve",
    "BuildOutcome": "request",
    "BuildRequest": "request",
    "CheckOutcome": "check",
    "CompareOutcome": "compare",
    "Consent": "approve",
    "ExplainOutcome": "explain",
    "FixOutcome": "fix",
    "Names": "names",
    "ReviewOutcome": "review",
    "ShowOutcome": "show",
    "StaleOutcome": "stale",
    "all_codes": "explain",
    "approve": "approve",
    "build": "build",
    "check": "check",
    "code_named": "explain",
    "code_names": "names",
    "compare_editions": "compare",
    "comparison_as": "compare",
    "explain": "explain",
    "fix": "fix",
    "lost": "prune",
    "names_in": "names",
    "new": "new",
    "prune": "prune",
    "report": "report.reporter",
    "review": "review",
    "schema": "schema",
    "show": "show",
    "stale": "stale",
    "waiting": "review",
}


def __getattr__(name: str) -> object:
    """Return a command or its outcome from its module (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"renderer.build.{_MODULES[name]}"), name)
