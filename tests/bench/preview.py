"""How quickly a saved change is on the preview's page, and what the server keeps in memory.

The time is that from the write of the file to the changed words in the browser's document, in milliseconds,
with the way to the browser and back that the measuring itself takes.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

from playwright.sync_api import Page

from tests.bench.articles import write_site
from tests.browsing import chromium
from tests.previewing import Previewed, preview

ARTICLE = "article-00001"
WAIT = """word => new Promise(done => {
  const doc = document.querySelector("#page").contentDocument;
  const look = () => doc.body.textContent.includes(word) && (watch.disconnect(), done());
  const watch = new MutationObserver(look);
  watch.observe(doc.body, { subtree: true, childList: true, characterData: true });
  look();
})"""


class Saves(NamedTuple):
    """Milliseconds of some saves, and the server's memory after 10 and after all of them, in MB."""

    times: list[float]
    early: float
    late: float

    @property
    def p95(self) -> float:
        return quantiles(self.times, n=20)[-1]


@contextmanager
def opened(root: Path) -> Iterator[tuple[Previewed, Page]]:
    """A preview of a site, and its page in a browser."""
    with preview(root, ARTICLE, "-a", "patient") as running, chromium() as browser:
        page = browser.new_page()
        page.goto(running.address)
        page.locator("#status[data-shown]").wait_for()
        yield running, page


def saves(root: Path, count: int, more: int = 0) -> Saves:
    """Save an article so often, watching the page each time, then `more` times without a look."""
    file = root / f"content/{ARTICLE}.md"
    text = file.read_text("utf-8")
    times = []
    early = 0.0
    with opened(root) as (running, page):
        for number in range(count):
            word = f"saved{number}word"
            begun = perf_counter()
            file.write_text(f"{text}\n{word}\n", "utf-8")
            page.evaluate(WAIT, word)
            times.append(1000 * (perf_counter() - begun))
            early = resident(running) if number == 9 else early
        for number in range(more):
            file.write_text(f"{text}\nmore{number}word\n", "utf-8")
            page.evaluate(WAIT, f"more{number}word")
        return Saves(times, early, resident(running))


def resident(running: Previewed) -> float:
    """The memory of the server, in MB."""
    status = Path(f"/proc/{running.process.pid}/status").read_text("utf-8")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def first_page(root: Path) -> float:
    """The seconds from the command to the bytes of an article's page."""
    begun = perf_counter()
    with preview(root) as running:
        assert running.ask(f"/site/patient/{ARTICLE}/index.html").status == 200
        return perf_counter() - begun


def report(work: Path) -> Iterator[str]:
    """Yield the lines of the table."""
    sites = {count: work / f"site-{count}" for count in (3, 1000, 3000)}
    for count, site in sites.items():
        write_site(site, count)
    firsts = [(first_page(sites[3]), first_page(sites[3000])) for _ in range(5)]
    yield f"first page, a site of 3,000 / of 3: {median(many / few for few, many in firsts):.2f}   aim 1.3"
    for count in (3, 1000):
        found = saves(sites[count], 50, 950 if count == 3 else 0)
        middle, high = median(found.times), found.p95
        yield f"save to page, a site of {count:5,}: median {middle:.1f} ms, p95 {high:.1f} ms   aims 100, 200"
        if count == 3:
            yield f"memory after 1,000 saves / after 10: {found.late / found.early:.2f}   aim 1.1"
