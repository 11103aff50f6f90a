"""What is remembered of articles, from one build to the next.

Invariant: what is recalled is what working on the article now would give, or nothing is.
"""

import re
from collections.abc import Callable, Sequence
from hashlib import sha256

from renderer.build.depends import States
from renderer.build.record import Output, Record, Result
from renderer.site.approvals import Approvals
from renderer.site.cache import Cache, Entry
from renderer.site.codec import BadRecord, read, write
from renderer.site.verified import remember_verified, verified_key

_PAGE = re.compile(r"(?:[a-z0-9-]+/)*(?:index|404)\.[a-z]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_HALF = "\\ud"
"""How JSON spells half a character, which no file can hold; we write characters as they are."""

Needed = Callable[[Output], bool]
"""Whether the bytes of an output are wanted: it is not in the output folder as it is."""


class Memory:
    """A site's cache, as records of articles and of lists, by their keys.

    `used` are the keys of all that was recalled or remembered. With `forgets` nothing is recalled; while it
    is `closed`, nothing is remembered.
    """

    def __init__(self, cache: Cache, states: States, *, forgets: bool = False) -> None:
        self._cache = cache
        self._states = states
        self._forgets = forgets
        self.used: set[str] = set()
        self.closed = False

    def recall(self, key: str, needed: Needed) -> Result | None:
        """Return what is remembered under a key, with the bytes of its outputs if any of them is needed."""
        found = None if self._forgets else self._cache.read(key)
        if found is None or _HALF in found.head.lower():
            return None
        try:
            record = read(Record, found.head)
        except BadRecord:
            return None
        used = {f"file {one.source}": one.digest for one in record.used.values()}
        if not (_plausible(record) and self._states.met_by({**used, **record.depends})):
            return None
        data: Sequence[bytes] | None = ()
        if any(map(needed, record.outputs)):
            data = self._bodies(key, found, record)
        if data is None:
            return None
        self.used.add(key)
        return Result(record, tuple(data))

    def _bodies(self, key: str, found: Entry, record: Record) -> Sequence[bytes] | None:
        """Return the bytes of a record's outputs, None when they are not those that it speaks of."""
        data = self._cache.bodies(key, found.start, [one.size for one in record.outputs])
        if data is None:
            return None
        same = (
            sha256(each).hexdigest() == one.digest for each, one in zip(data, record.outputs, strict=True)
        )
        return data if all(same) else None

    def remember_approvals(self, found: Approvals) -> None:
        """Remember the files of approvals that need not be read again."""
        self.used.add(verified_key())
        if not found.remembered:
            remember_verified(self._cache, found.verified)

    def agrees(self, record: Record) -> bool:
        """Whether what a record was made from is what the site was found to be."""
        return self._states.met_by(record.depends)

    def remember(self, key: str, result: Result) -> None:
        """Remember what was worked out under a key, unless it says nothing to a later build."""
        if result.record.complete and not self.closed:
            self.used.add(key)
            self._cache.write(key, write(result.record), result.data)


def _plausible(record: Record) -> bool:
    """Whether a record may be what a build wrote; a cache from elsewhere may say anything."""
    paths = {one.path for one in record.outputs}
    return (
        all(map(_PAGE.fullmatch, paths))
        and all(one.path in paths for one in record.editions)
        and all(one.size >= 0 and _DIGEST.fullmatch(one.digest) for one in record.outputs)
    )
