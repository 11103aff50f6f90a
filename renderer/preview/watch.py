"""Watching the site's folder: which of its files changed, a burst of changes at a time.

The folders of the sources are watched with all that they hold, the site's folder itself for `site.toml` and
for folders that come and go; what a build writes is watched by nobody.

Invariant: what an editor puts beside a file while it saves is no news.
"""

import asyncio
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import Final

from watchfiles import Change, awatch
from watchfiles._rust_notify import WatchfilesRustInternalError

FOLDERS: Final = ("content", "audiences", "templates", "static", "approvals")
_QUIET: Final = 10
"""A burst has ended when nothing changed for so long, in milliseconds."""
_LONGEST: Final = 200
"""A burst is told of at the latest after so long, in milliseconds."""
_POLL: Final = 200
"""Between two looks at the files where the system does not tell of changes, in milliseconds."""


class Watcher:
    """Watches one site; `poll` looks at the files again and again, for systems that tell nothing."""

    def __init__(self, root: Path, *, poll: bool) -> None:
        self._root = root
        self._poll = poll
        self._changes: asyncio.Queue[set[Path]] = asyncio.Queue()
        self._again = asyncio.Event()
        self._end = asyncio.Event()

    async def changes(self) -> AsyncIterator[set[Path]]:
        """Yield the paths of each burst of changes until `stop`."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._top())
            group.create_task(self._below())
            while not self._end.is_set():
                paths = await self._changes.get()
                if paths:
                    yield paths

    def stop(self) -> None:
        """End the watching."""
        self._end.set()
        self._again.set()
        self._changes.put_nowait(set())

    async def _top(self) -> None:
        """Watch the site's own folder; when one of the sources comes or goes, they are watched anew."""
        async for paths in self._bursts((self._root,), self._end, deep=False):
            named = {path for path in paths if path.name in {*FOLDERS, "site.toml"} or path == self._root}
            if any(path.name in FOLDERS for path in named):
                self._again.set()
            self._changes.put_nowait(named)

    async def _below(self) -> None:
        """Watch the folders of the sources."""
        while not self._end.is_set():
            if self._again.is_set():  # what was written before they are watched anew is told by nobody
                self._changes.put_nowait({self._root})
            self._again.clear()
            folders = [path for name in FOLDERS if (path := self._root / name).is_dir()]
            if folders:
                async for paths in self._bursts(folders, self._again, deep=True):
                    self._changes.put_nowait(paths)
            else:
                await self._again.wait()

    async def _bursts(
        self, paths: Collection[Path], stop: asyncio.Event, *, deep: bool
    ) -> AsyncIterator[set[Path]]:
        while not stop.is_set():
            watching = awatch(
                *paths,
                watch_filter=_counts,
                debounce=_LONGEST,
                step=_QUIET,
                stop_event=stop,
                recursive=deep,
                force_polling=self._poll,
                poll_delay_ms=_POLL,
                ignore_permission_denied=True,
            )
            try:
                async for changes in watching:
                    yield {Path(path) for _, path in changes}
            except* WatchfilesRustInternalError:  # a name that is not UTF-8, and with it the burst, is lost
                yield {self._root}


def _counts(_: Change, path: str) -> bool:
    """Whether a file can be one of the site: no copy that an editor keeps, and hidden in `static/` alone."""
    name, folders = Path(path).name, Path(path).parts
    if name.endswith(("~", ".swp", ".swx")) or name.startswith(".#"):
        return False
    return not name.startswith(".") or "static" in folders[:-1]
