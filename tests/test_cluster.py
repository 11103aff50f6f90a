"""Articles on a Dask cluster: a real one, of two workers on this machine."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from renderer.build import work
from renderer.build.commands import BuildOutcome, BuildRequest, SurroundingsProblem, UsageProblem, build
from renderer.build.job import Job
from renderer.build.request import Watch
from renderer.language.source import Source
from renderer.site.load import Loaded
from tests.publishing import tree
from tests.sites import article, opened, put, site_of
from tests.test_jobs import COUNT, SITE

distributed = pytest.importorskip("distributed", reason="there is no Dask: `pip install 'renderer[dask]'`")
pytestmark = pytest.mark.filterwarnings("default")

if TYPE_CHECKING:
    from distributed import LocalCluster


@pytest.fixture(scope="module")
def cluster() -> "Iterator[LocalCluster]":
    import dask  # noqa: PLC0415 - as distributed

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as started,
    ):
        yield started


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return site_of(tmp_path / "site", SITE)


def made(site: Path, name: str, watch: Watch | None = None, **request: Any) -> BuildOutcome:
    return build(opened(site), BuildRequest(out=site.parent / name, force=True, **request), watch)


def test_a_cluster_gives_the_same_bytes_and_says_the_same(site: Path, cluster: "LocalCluster") -> None:
    put(site, {"content/warned.md": article("# Title")})
    here = made(site, "here", jobs=1)
    there = made(site, "there", scheduler=cluster.scheduler_address)
    assert there.diagnostics == here.diagnostics
    assert tree(there.out) == tree(here.out)
    assert len(tree(there.out)) > COUNT


def test_a_worker_that_is_killed_half_way_costs_time_alone(site: Path, cluster: "LocalCluster") -> None:
    class Killing(Watch):
        def article(self, name: str, done: int, count: int) -> None:  # noqa: ARG002 - what it is told
            if done == count // 2:
                (first, *_) = cluster.workers.values()
                os.kill(first.process.pid, signal.SIGKILL)

    here = made(site, "here", jobs=1)
    there = made(site, "there", Killing(), scheduler=cluster.scheduler_address)
    assert there.diagnostics == here.diagnostics
    assert tree(there.out) == tree(here.out)


class Deadly(Source):
    """A source that ends every process but the one that it was read in."""

    def __init__(self, source: Source) -> None:
        self.home = os.getpid()
        super().__init__(source.path, source.text)

    def __getattribute__(self, name: str) -> Any:
        if name == "text" and os.getpid() != object.__getattribute__(self, "home"):
            os._exit(1)
        return object.__getattribute__(self, name)


def test_an_article_that_kills_its_worker_is_named(
    site: Path, cluster: "LocalCluster", monkeypatch: pytest.MonkeyPatch
) -> None:
    def job(name: str, loaded: Loaded) -> Job:
        deadly = name.endswith("a07") and loaded.source
        return Job(name, loaded._replace(source=Deadly(deadly)) if deadly else loaded)

    monkeypatch.setattr(work, "Job", job)
    outcome = made(site, "there", scheduler=cluster.scheduler_address)
    assert outcome.failed
    assert [(one.code, one.path) for one in outcome.diagnostics] == [
        ("lost-article", "content/folder-1/a07.md")
    ]


def test_what_is_remembered_asks_no_cluster(site: Path) -> None:
    made(site, "here", jobs=1)
    request = BuildRequest(out=site.parent / "here", scheduler="tcp://127.0.0.1:1")
    assert build(opened(site), request).made == 0


def test_where_nobody_answers(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renderer.build.cluster._TIMEOUT", "0.2s")
    with pytest.raises(SurroundingsProblem, match="no Dask scheduler answers at tcp:"):
        made(site, "there", scheduler="tcp://127.0.0.1:1")


def test_without_dask(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "renderer.build.cluster", None)
    with pytest.raises(UsageProblem, match=r"install the tool with Dask: `renderer\[dask\]`"):
        made(site, "there", scheduler="tcp://127.0.0.1:1")
