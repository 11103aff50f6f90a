"""Builds that are killed: whoever looks into the folder finds one whole build, and the next build goes on.

`KILLS=5000` kills so many builds at random moments instead of a few hundred.
"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from renderer.site import exchange
from renderer.value import value
from tests.faults import cannot_exchange, is_a_mount_point, killed_before, look_in, writes, wrong_files
from tests.publishing import FILES, OWN, SPARE, beside, build, memory, tree

__all__ = ["memory"]  # fixtures

ROOT = Path(__file__).parent.parent
FIRST = {
    **FILES,
    "a/page.html": b"in a folder",
    "b": b"a file",
    "gone/deep/page.html": b"goes",
    "assets/style-0.css": b"nought",
}
SECOND = {**FIRST, "index.html": b"second", "second.html": b"x"}
THIRD = {
    **FILES,
    "index.html": b"third",
    "a": b"now a file",
    "b/page.html": b"now in a folder",
    "new/deep/page.html": b"comes",
    "assets/style-2.css": b"two",
}
THEIRS = {"CNAME": b"example.org", "patient/notes.txt": b"mine", "own/page.html": b"own"}


@value
class Case:
    """A build that is killed, and what stood in the folder before it."""

    before: tuple[dict[str, bytes], ...]
    keep_assets: bool = True
    exchange: Callable[..., None] = exchange._exchange


CASES = {
    "the first build": Case(()),
    "the second, without a spare": Case((SECOND,)),
    "an update of the spare": Case((FIRST, SECOND)),
    "one that leaves something out": Case((FIRST, SECOND), keep_assets=False),
    "one that changes nothing": Case((FIRST, THIRD, THIRD)),
    "where folders cannot be exchanged": Case((FIRST, SECOND), exchange=cannot_exchange),
    "in a mount point": Case((FIRST, SECOND), exchange=is_a_mount_point),
}


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a kill leaves is in the system's memory; only a power cut asks what is on the disk."""
    for module in ("publish", "in_place"):
        monkeypatch.setattr(f"renderer.site.{module}.sync_below", lambda _: None)


def prepare(out: Path, case: Case) -> None:
    for number, files in enumerate(case.before):
        build(out, files)
        if number == 0:
            for path, data in THEIRS.items():
                (out / path).parent.mkdir(exist_ok=True)
                (out / path).write_bytes(data)


@pytest.mark.parametrize("name", CASES)
def test_a_kill_before_every_call_that_writes(
    memory: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]
    monkeypatch.setattr(exchange, "_exchange", case.exchange)

    def start(number: int) -> Path:
        out = memory / str(number) / "site"
        (out.parent / "content").mkdir(parents=True)
        prepare(out, case)
        return out

    def work(out: Path) -> Callable[[], object]:
        return lambda: build(out, THIRD, keep_assets=case.keep_assets)

    twin = start(0)
    old = tree(twin) if twin.exists() else None
    calls = writes(work(twin))
    new, around = tree(twin), beside(twin)
    work(twin)()
    after = tree(twin)
    for call in range(1, len(calls) + 1):
        out = start(call)
        assert killed_before(call, work(out)), f"{call} {calls[call - 1]}"
        found = tree(out) if out.exists() else None
        check_found(case, out, found, (old, new))
        work(out)()
        if case.exchange is not is_a_mount_point:
            assert tree(out) == (after if found == new else new)
        work(out)()
        assert tree(out) == after
        assert wrong_files(out) == []
        assert beside(out) <= around | OWN | {SPARE}


def check_found(
    case: Case, out: Path, found: dict[str, bytes] | None, whole: tuple[dict[str, bytes] | None, ...]
) -> None:
    """What a reader may find after a kill, by what the manual promises for such a folder."""
    if case.exchange is is_a_mount_point:
        assert found is not None
        assert found.items() >= THEIRS.items()
    elif case.exchange is cannot_exchange:
        assert found in (*whole, None)
    else:
        assert found in whole
        assert found is None or wrong_files(out) == []


# By the system itself, where strace is

_CALLS = (
    "openat mkdir mkdirat link linkat rename renameat renameat2 unlink unlinkat rmdir write "
    "fsync syncfs flock utimensat chmod fchmodat"
)
_TRACED = "trace=" + ",".join(f"?{name}" for name in _CALLS.split())
_BUILD = """
import json, sys
from functools import partial
from pathlib import Path
from renderer.site.publish import publish
out = Path(sys.argv[1])
publish({path: data.encode() for path, data in json.loads(sys.argv[2]).items()}, [], out, site=out.parent)
"""


def traced(out: Path, *options: str) -> int:
    """Update a folder in a process of its own under strace; what that ended with."""
    files = json.dumps({path: data.decode() for path, data in THIRD.items()})
    command = ["strace", "-f", "-qq", *options, sys.executable, "-c", _BUILD, str(out), files]
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=ROOT, env=surroundings, check=False, capture_output=True).returncode


def calls_in(log: Path) -> list[tuple[str, int]]:
    """The calls in a log of strace that write, each with its number among those of its name."""
    counts: Counter[str] = Counter()
    found = []
    for line in log.read_text().splitlines():
        if call := re.match(r"(?:\d+ +)?(\w+)\(", line):
            counts[call[1]] += 1
            if call[1] != "openat" or "O_CREAT" in line:
                found.append((call[1], counts[call[1]]))
    return found


@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
def test_a_kill_by_the_system_at_every_call_that_writes(memory: Path) -> None:
    case = CASES["an update of the spare"]

    def start(name: str) -> Path:
        out = memory / name / "site"
        (out.parent / "content").mkdir(parents=True)
        prepare(out, case)
        return out

    log, twin = memory / "log", start("twin")
    old = tree(twin)
    if traced(twin, "-o", str(log), "-e", _TRACED) != 0:
        pytest.skip("strace may not trace here")
    new, calls = tree(twin), calls_in(log)
    assert "renameat2" in {name for name, _ in calls}
    for name, number in calls:
        out = start(f"{name}-{number}")
        ended = traced(out, "-e", f"trace={name}", "-e", f"inject={name}:signal=KILL:when={number}")
        assert ended == -signal.SIGKILL, (name, number)
        found = tree(out)
        assert found in (old, new), (name, number)
        assert wrong_files(out) == []
        build(out, THIRD)
        build(out, THIRD)
        assert tree(out) == {**THIRD, **THEIRS}


# At any moment, while somebody reads

_KILLS = int(os.environ.get("KILLS", "300"))


def version(number: int) -> dict[str, bytes]:
    """Files of which some change with every build, some come and go, and most stay."""
    chance = random.Random(number)
    files = {f"p/{one}/index.html": b"the same" for one in range(20)}
    files |= {f"q/{one}/index.html": str(chance.random()).encode() for one in chance.sample(range(20), 6)}
    return {**files, f"assets/{number % 5}.css": b"style"}


def build_for_ever(out: Path, number: int) -> None:
    while True:
        build(out, version(number))
        number += 1


def read_for_ever(out: Path, report: int) -> None:
    """Say `.` each time that all was as the manifest said, and what was wrong the first time it was not."""
    while True:
        wrong = look_in(out)
        if wrong:
            os.write(report, f"wrong: {wrong}".encode())
            return
        if wrong is not None:
            os.write(report, b".")


def copy_of_this_process(work: Callable[[], object]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(1)
    return pid


def begin(tell: int, work: Callable[[], object]) -> None:
    os.write(tell, b".")
    work()


def test_kills_at_random_moments_while_somebody_reads(memory: Path) -> None:
    out = memory / "site"
    (memory / "content").mkdir()
    build(out, version(0))
    for path, data in THEIRS.items():
        (out / path).parent.mkdir(exist_ok=True)
        (out / path).write_bytes(data)
    told, report = os.pipe()
    begun, tell = os.pipe()
    reader = copy_of_this_process(lambda: read_for_ever(out, report))
    os.close(report)
    chance, cut_short = random.Random(0), 0
    try:
        for number in range(_KILLS):
            builder = copy_of_this_process(partial(begin, tell, partial(build_for_ever, out, 7 * number)))
            os.read(begun, 1)
            time.sleep(chance.uniform(0, 0.03))
            os.kill(builder, signal.SIGKILL)
            os.waitpid(builder, 0)
            assert wrong_files(out) == []
            assert tree(out).items() >= THEIRS.items()
            cut_short += not beside(out).isdisjoint({".site.renderer/new", ".site.renderer/next"})
    finally:
        os.kill(reader, signal.SIGKILL)
        os.waitpid(reader, 0)
    with os.fdopen(told, "rb") as file:
        said = file.read().decode()
    assert said == "." * len(said)
    assert len(said) > _KILLS / 10
    assert cut_short > _KILLS / 10
    build(out, FILES)
    build(out, FILES)
    assert tree(out) == {**FILES, **THEIRS}
    assert beside(out) == {"content", "site", SPARE, *OWN}
