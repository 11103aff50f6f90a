"""Articles as jobs: whoever works on them, the build and what is said of it are the same."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

import pytest

from renderer.build import crew, execute, pool
from renderer.build.commands import BuildOutcome, BuildRequest, SurroundingsProblem, build
from renderer.build.job import Job, Worker
from renderer.build.record import Record, Result
from renderer.site.load import Loaded
from tests.publishing import tree
from tests.sites import SQUARE, article, opened, put, site_of

COUNT = 40
SITE = {
    "site.toml": 'base_url = "https://example.org"\nadvisory_board = "By [us](c.svg)."\n',
    "content/c.svg": SQUARE.format("c"),
    "content/draft.md": article("Not yet.", draft="true"),
    "static/robots.txt": "User-agent: *\n",
    **{
        f"content/folder-{number % 3}/a{number:02}.md": article(
            f"## One {{#one}}\n\n[p]{{.patient}}[c]{{.else}} {number} ![plot](../c.svg)"
            f"\n\n[next](../folder-{(number + 1) % COUNT % 3}/a{(number + 1) % COUNT:02}.md#one)",
            title=f"Article {number}",
            aliases=f"[old-{number}]",
        )
        for number in range(COUNT)
    },
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return site_of(tmp_path / "site", SITE)


def made(site: Path, jobs: int, **request: object) -> BuildOutcome:
    out = site.parent / f"out-{jobs}"
    return build(opened(site), BuildRequest(jobs=jobs, out=out, **request))  # type: ignore[arg-type]  # any flag


@pytest.mark.parametrize("request_", [{}, {"audiences": ("patient",)}, {"formats": ("text",)}], ids=str)
def test_one_process_and_several_give_the_same_bytes(site: Path, request_: dict[str, object]) -> None:
    outcomes = [made(site, jobs, **request_) for jobs in (1, 3)]
    assert tree(outcomes[0].out) == tree(outcomes[1].out)
    assert len(tree(outcomes[0].out)) > COUNT
    assert outcomes[0].diagnostics == outcomes[1].diagnostics


def test_and_say_the_same(site: Path) -> None:
    put(site, {f"content/bad-{number}.md": article("[x]{.patiant} [y](gone.md)") for number in range(9)})
    put(site, {"content/warned.md": article("# Title"), "templates/article.html": "{{ page.titel }}"})
    outcomes = [made(site, jobs, audiences=("patient",)) for jobs in (1, 3)]
    assert outcomes[0].failed
    assert len(outcomes[0].diagnostics) > 18
    assert outcomes[0].diagnostics == outcomes[1].diagnostics


def test_where_no_pool_can_be_made_one_process_does_it_all(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("multiprocessing.context.BaseContext.Semaphore", refused)
    assert not pool.can_copy()
    assert made(site, 3).articles == COUNT


def test_few_articles_are_not_worth_a_process() -> None:
    assert execute._processes(10, None) < 2
    assert execute._processes(10, 3) == 3


class Deadly(Worker):
    """Dies of some articles, and of one of them once."""

    def run(self, job: Job) -> Result:
        if job.article.endswith(DEADLY):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().run(job)


DEADLY = ("a07", "folder-0/a00")


def test_an_article_whose_process_dies_is_named_and_the_rest_is_reported(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(site, {"content/bad.md": article("[x]{.patiant}")})
    monkeypatch.setattr("renderer.build.maker.Worker", Deadly)
    outcome = made(site, 2)
    assert outcome.failed
    assert [(one.code, one.path) for one in outcome.diagnostics] == [
        ("unknown-class", "content/bad.md"),
        ("lost-article", "content/folder-0/a00.md"),
        ("lost-article", "content/folder-1/a07.md"),
    ]
    assert not outcome.out.exists()


class Idle(Executor):
    """Takes what is submitted, and never does it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":  # noqa: ARG002
        return Future()


def test_nobody_waits_for_workers_who_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(_: Executor) -> None:
        raise SurroundingsProblem("they are gone")

    monkeypatch.setattr(crew, "_LONG", 0.01)
    team = crew.Team(lambda _: Idle(), lambda _: [], 2, look=look)
    with pytest.raises(SurroundingsProblem, match="they are gone"):
        list(crew.run_in(team, iter([Job("a", Loaded(None))]), 1))


class Hasty(Executor):
    """Loses the first batch that it is given, and never answers for those after it; `alone`, it does all."""

    def __init__(self, *, alone: bool) -> None:
        self.alone, self.given = alone, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        self.given += 1
        if self.alone:
            future.set_result(fn(*args, **kwargs))
        elif self.given == 1:
            future.set_exception(BrokenExecutor())
        return future


def test_batches_of_workers_who_were_lost_are_done_by_others() -> None:
    def work(batch: Sequence[Job]) -> list[Result]:
        return [Result(Record(line=job.article)) for job in batch]

    jobs = [Job(str(number), Loaded(None)) for number in range(9)]
    team = crew.Team(lambda workers: Hasty(alone=workers == 1), work, 2)
    done = list(crew.run_in(team, iter(jobs[:4]), 4))
    assert [one.record.line for one in done] == ["0", "1", "2", "3"]


def test_ctrl_c_ends_all_of_them(site: Path) -> None:
    command = [sys.executable, "-m", "renderer", "build", "--site", str(site), "--jobs", "2"]
    put(site, {f"content/more-{number}.md": article("Words. " * 4000) for number in range(60)})
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        while not (children := _children(process.pid)) and process.poll() is None:
            pass
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == ""
    assert not [one for one in children if Path(f"/proc/{one}").exists()]
    assert not (site / "site").exists()


def _children(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    if not path.exists():
        pytest.skip("this system does not tell of children")
    return [int(one) for one in path.read_text().split()]
