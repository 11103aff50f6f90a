"""The articles of a site, worked on for a build: what is remembered of them, and the rest by jobs.

Where a link leads does not depend on what stands there, so that each article is worked on by itself; whether
its links are right is seen when all are known.

Invariant: what comes of an article is the same, whether it was remembered or not, and whoever worked on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from renderer.build.addresses import addresses_of
from renderer.build.execute import Run
from renderer.build.job import Job
from renderer.build.judge import look
from renderer.build.keys import Keys
from renderer.build.memory import Memory
from renderer.build.record import Output, Record, Result
from renderer.build.workspace import Workspace
from renderer.editions.index import Entry
from renderer.site.folder import ReadError
from renderer.site.read import Site


class Taker(Protocol):
    """Who takes what is made, as soon as it is there."""

    def lacks(self, output: Output) -> bool:
        """Whether the bytes of an output are wanted."""

    def take(self, result: Result) -> None:
        """Take what came of an article; the bytes are there if any of its outputs is wanted."""


def recall(site: Site, keys: Sequence[Keys], memory: Memory, taker: Taker) -> dict[str, Record]:
    """Return the records of the articles that are remembered under some keys, and still what they were."""
    records: dict[str, Record] = {}
    for name, path in site.articles.items():
        digest = site.folder.digests[path]
        tried = (memory.recall(each.article(name, digest), taker.lacks) for each in keys if digest)
        found = next((one for one in tried if one is not None), None)
        if found is not None:
            taker.take(found)
            records[name] = found.record
    return records


def work(
    workspace: Workspace, keys: Keys, memory: Memory, articles: Sequence[str], run: Run
) -> Iterator[tuple[str, Result]]:
    """Yield what comes of articles that are not remembered, in their order, and remember it."""
    digests: dict[str, str] = {}

    def job(article: str) -> Job:
        loaded = workspace.load(article)
        digests[article] = loaded.digest
        return Job(article, loaded)

    results = run(map(job, articles), len(articles))
    for article, result in zip(articles, results, strict=True):
        digest = digests.pop(article)
        if digest:
            memory.remember(keys.article(article, digest), result)
        if not memory.agrees(result.record):
            workspace.site.folder.changed = True
        yield article, result


def settle(site: Site, records: Mapping[str, Record]) -> dict[str, Record]:
    """Return the records of all articles with what is wrong between them, judged now that all are known."""
    entries = entries_of(records)
    workspace = Workspace(site, entries)
    disputed = [*_with_dead_links(records, entries, site.named), *_with_shared_addresses(site, entries)]
    judged = {name: _judged_again(workspace, name, records[name]) for name in dict.fromkeys(disputed)}
    return {name: judged.get(name, one) for name, one in records.items()}


def _judged_again(workspace: Workspace, name: str, record: Record) -> Record:
    """Return the record of an article that does not agree with others, with what is wrong."""
    diagnostics = look(workspace, name).diagnostics
    if diagnostics == record.diagnostics:
        raise ReadError(f"{workspace.site.articles[name]} was changed while the site was built: build again")
    return replace(record, diagnostics=diagnostics)


def entries_of(records: Mapping[str, Record]) -> dict[str, Entry]:
    """Return what articles may know of each other, of those that could be read."""
    return {name: one.entry for name, one in records.items() if one.entry is not None}


def _with_dead_links(
    records: Mapping[str, Record], entries: Mapping[str, Entry], named: frozenset[str]
) -> Iterator[str]:
    """Yield the articles with a link that leads to nothing; what could not be read may have anything."""
    for name, record in records.items():
        for want in record.wants:
            unread = want.article in named and want.article not in entries
            if not unread and not want.met_by(entries.get(want.article)):
                yield name


def _with_shared_addresses(site: Site, entries: Mapping[str, Entry]) -> Iterator[str]:
    """Yield the articles with a former address that something else has too."""
    if not any(entry.aliases for entry in entries.values()):
        return
    addresses = addresses_of(site, entries.items())
    for name, entry in entries.items():
        if any(addresses.owner(name, alias) for alias in entry.aliases):
            yield name
