"""The news that the site changed, for every browser tab that listens.

A version names the run of the server and how often the site changed in it, so that a tab that slept, or that
is older than the server, sees by it that its page is old.

Invariant: a listener is told of the newest version, however many it missed.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Final

_ALIVE: Final = 15.0
"""After so many seconds without news a sign of life is sent, by which a lost connection is noticed."""


class Hub:
    """Tells listeners of new versions; used in one event loop."""

    def __init__(self) -> None:
        self._boot = secrets.token_hex(4)
        self._count = 0
        self._news = asyncio.Event()
        self._closed = False

    @property
    def version(self) -> str:
        """The site's version now."""
        return f"{self._boot}-{self._count}"

    def announce(self) -> None:
        """Tell all listeners that there is a new version."""
        self._count += 1
        self._wake()

    def close(self) -> None:
        """Let go of all listeners: the server ends."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def stream(self) -> AsyncIterator[str]:
        """Yield server-sent events: the version now, and each new one, until the hub is closed."""
        yield "retry: 500\n\n"
        while not self._closed:
            news = self._news
            yield f"data: {self.version}\n\n"
            while not news.is_set():
                try:
                    await asyncio.wait_for(news.wait(), _ALIVE)
                except TimeoutError:
                    yield ": alive\n\n"
