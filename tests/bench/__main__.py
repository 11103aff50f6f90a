"""`make bench`: what builds, a look at one article and the preview cost, as ratios to what everybody has.

`python -m tests.bench [ARTICLES] [ROUNDS]`. The articles are generated: 6 KB each, for three audiences in two
formats. What is compared is timed in turn, each in a process of its own.
"""

import resource
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

from tests.bench import builds, preview
from tests.bench.articles import write_site
from tests.bench.timing import COMPILED, IMPORTS, row


def cpu(*command: str) -> float:
    """Run a command and return the processor seconds, its own and the system's for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=COMPILED)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(count: int = 1000, rounds: int = 3) -> None:
    """Print the ratios: the least, the median and the most of some rounds, and what is aimed at."""
    work = Path(mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    site, out = work / "site", work / "out"
    try:
        write_site(site, count)
        show = (
            sys.executable,
            "-m",
            "renderer",
            "show",
            "article-00000",
            "-a",
            "patient",
            "--site",
            str(site),
        )
        cpu(*show)  # once, so that every module has been compiled
        print(f"{count} articles, {rounds} rounds")
        print(f"{'':60} least  median    most    aim")
        for line in builds.report(site, out, rounds):
            print(line)
        print(
            row(
                f"show / {IMPORTS}",
                [cpu(*show) / cpu(sys.executable, "-c", IMPORTS) for _ in range(rounds)],
                1.5,
            )
        )
        for line in preview.report(work):
            print(line)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
