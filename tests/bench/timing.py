"""Timing for the bench: what things are set against, and the lines of its table."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

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


def bare_parse(site: Path) -> float:
    """Return the processor seconds of markdown-it-py's parse of a site's sources, without its start-up."""
    done = subprocess.run([sys.executable, "-c", BARE, str(site)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def row(name: str, figures: list[float], aim: float | None) -> str:
    """Return one line of the table."""
    aimed = "" if aim is None else f"{aim:6.1f}"
    return f"{name:56} {min(figures):7.2f} {median(figures):7.2f} {max(figures):7.2f} {aimed}"
