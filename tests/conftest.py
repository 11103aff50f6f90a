"""How hard the properties are tried, and what tests in a browser share.

HYPOTHESIS_PROFILE is `dev` (the default), `ci` or `deep`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import Environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=SLOW)
settings.register_profile(
    "ci", parent=settings.get_profile("ci"), max_examples=100, suppress_health_check=SLOW
)
settings.register_profile("deep", max_examples=10_000, deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium, started once."""
    from tests.browsing import chromium  # noqa: PLC0415  # dear, and few tests need it

    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, built, with every kind of page."""
    from tests.browsing import sample_site  # noqa: PLC0415  # as above

    return sample_site(tmp_path_factory.mktemp("a site & 100%"))


@pytest.fixture(scope="module")
def templates_compiled_once() -> Iterator[None]:
    """For a module that makes pages of very many sites, which all have the same shipped templates."""
    compiled: dict[object, Any] = {}
    make = Environment.compile

    def compile_once(environment: Environment, *args: Any, **rest: Any) -> Any:
        key = (args, tuple(rest.items()))
        if key not in compiled:
            compiled[key] = make(environment, *args, **rest)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_once)
        yield
