"""Files of approvals that were read before and found right, so that they need not be read as TOML again.

Invariant: what is recalled of a file holds for its bytes alone, and for this version of the tool.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from renderer.site.approval_files import Signed
from renderer.site.cache import Cache
from renderer.site.codec import BadRecord, read, write
from renderer.site.digest import digest_of_values
from renderer.site.tool import fingerprint
from renderer.value import value


class Verified(NamedTuple):
    """A file whose words are those of its name: the SHA-256 of its bytes in hex, and who approved them."""

    digest: str
    people: tuple[Signed, ...]


@value
class _Kept:
    """What is kept: by path, a file's digest, and of each person the name, the day and the note."""

    files: Mapping[str, tuple[str, tuple[tuple[str, str, str], ...]]]


def verified_key() -> str:
    """Return the key of the cache under which they lie."""
    return digest_of_values("approvals", fingerprint())


def recall_verified(cache: Cache) -> Mapping[str, Verified]:
    """Return what is remembered of files of approvals, by their paths from the site."""
    entry = cache.read(verified_key())
    try:
        found = read(_Kept, entry.head).files if entry else {}
        return {
            path: Verified(digest, tuple(Signed(by, date.fromisoformat(on), note) for by, on, note in people))
            for path, (digest, people) in found.items()
        }
    except (BadRecord, ValueError):
        return {}


def remember_verified(cache: Cache, files: Mapping[str, Verified]) -> None:
    """Remember files of approvals that were read and found right."""
    plain = {
        path: (one.digest, tuple((by, on.isoformat(), note) for by, on, note in one.people))
        for path, one in files.items()
    }
    cache.write(verified_key(), write(_Kept(plain)))
