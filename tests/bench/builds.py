"""What builds cost: of everything, of nothing, and of one change, as ratios to things that everybody has.

A build on one core is set against markdown-it-py's bare parse of the same sources by processor time; all else
goes by time on the wall: a build on all cores against `cp -r` of what it wrote, a build of nothing against
importing the libraries, a build of one change against a build of nothing.
"""

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.timing import COMPILED, IMPORTS, bare_parse, row


class Run(NamedTuple):
    """What a command took: seconds of the processor and on the wall, and the most memory it had, in MB."""

    cpu: float
    wall: float
    memory: float


def run(*command: str) -> Run:
    """Run a command."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=COMPILED
    ) as child:
        status = Path(f"/proc/{child.pid}/status")
        peak = 0.0
        while child.poll() is None:
            peak = max(peak, _memory(status))
            time.sleep(0.01)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert child.returncode == 0, command
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(cpu, time.perf_counter() - begun, peak)


def _memory(status: Path) -> float:
    """Return the most memory that a process has had, in MB, as far as the system tells."""
    try:
        lines = status.read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(one.split()[1]) / 1024 for one in lines if one.startswith("VmHWM")), 0.0)


def report(site: Path, out: Path, rounds: int) -> Iterator[str]:
    """Yield the table of a site's builds: the least, the median and the most of some rounds."""
    build = (sys.executable, "-m", "renderer", "build", "--site", str(site), "--out", str(out))
    copy, some = out.with_name("copy"), site / "content/article-00000.md"
    one, all_cores, nothing, change, memory, seconds = [], [], [], [], [], []
    changes: list[float] = []
    for number in range(rounds):
        _clear(site, out)
        one.append(run(*build, "--jobs", "1").cpu / bare_parse(site))
        _clear(site, out)
        cold = run(*build)
        shutil.rmtree(copy, ignore_errors=True)
        all_cores.append(cold.wall / run("cp", "-r", str(out), str(copy)).wall)
        idle = run(*build).wall
        nothing.append(idle / run(sys.executable, "-c", IMPORTS).wall)
        for step in ("first", "second"):  # the first makes the spare tree that later ones profit from
            some.write_text(some.read_text("utf-8") + f"\nThe {step} change of round {number}.\n", "utf-8")
            changes.append(run(*build).wall)
        change.append(changes[-1] / idle)
        memory.append(cold.memory)
        seconds.append(cold.wall)
    yield row("build on one core / bare parse", one, 1.6)
    yield row("build on all cores / cp -r of its output", all_cores, None)
    yield row(f"build of nothing / {IMPORTS}", nothing, 2.0)
    yield row("build of one change / build of nothing", change, 1.5)
    yield row("memory of the process that builds, MB", memory, 400)
    yield f"(a build on all cores took {median(seconds):.1f} s)"


def _clear(site: Path, out: Path) -> None:
    for folder in (site / ".renderer", out, out.with_name(f".{out.name}.renderer")):
        shutil.rmtree(folder, ignore_errors=True)
