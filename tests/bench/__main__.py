"""`make bench`: what a build and a look at one article cost, as ratios to things that everybody has.

A build of generated articles for three audiences in two formats, against markdown-it-py's bare parse of the
same sources; `renderer show` of one article, against importing the libraries that it needs. Each pair is
timed in turn, in processes of its own, by the processor time that the system accounts to them.
"""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

from tests.bench import preview
from tests.bench.articles import write_site

BARE = """
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from markdown_it import MarkdownIt
md = MarkdownIt("commonmark").enable("table")
texts = [path.read_text() for path in sorted(Path(sys.argv[1]).glob("content/*.md"))]
before = getrusage(RUSAGE_SELF).ru_utime
for text in texts:
    md.parse(text)
print(getrusage(RUSAGE_SELF).ru_utime - before)
"""
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
IMPORTS = "import click, jinja2, markdown_it"


def cpu(*command: str) -> float:
    """Run a command and return the processor seconds, its own and the system's for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=COMPILED)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bare_parse(site: Path) -> float:
    """Return the processor seconds of markdown-it-py's parse of a site's sources, without its start-up."""
    done = subprocess.run([sys.executable, "-c", BARE, str(site)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def row(name: str, ratios: list[float], aim: float) -> str:
    """Return one line of the table."""
    return f"{name:44} {min(ratios):5.2f} {median(ratios):6.2f} {max(ratios):5.2f}   {aim:4.1f}"


def main(count: int = 1000, rounds: int = 3) -> None:
    """Print the ratios: the least, the median and the most of some rounds, and what is aimed at."""
    work = Path(mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    site, out = work / "site", work / "out"
    try:
        write_site(site, count)
        run = (sys.executable, "-m", "renderer")
        show = (*run, "show", "article-00000", "-a", "patient", "--site", str(site))
        builds, shows = [], []
        cpu(*show)  # once, so that every module has been compiled
        for _ in range(rounds):
            shutil.rmtree(out, ignore_errors=True)
            command = (*run, "build", "--site", str(site), "--out", str(out), "--jobs")
            builds.append(cpu(*command, "1") / bare_parse(site))
            shows.append(cpu(*show) / cpu(sys.executable, "-c", IMPORTS))
        files = sum(path.is_file() for path in out.rglob("*"))
        print(f"{count} articles, {files} files, {rounds} rounds; ratios of CPU time")
        print(f"{'':50} min median   max    aim")
        print(row("build / bare parse of the same sources", builds, 2.0))
        print(row(f"show / {IMPORTS}", shows, 1.5))
        for line in preview.report(work):
            print(line)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
