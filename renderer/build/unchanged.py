"""A whole build that need not be made again, because everything that it was made from is as it was.

Invariant: a build is taken for unchanged only while its output folder holds exactly what it made.
"""

from collections.abc import Iterable

from renderer.diagnostics import Diagnostic
from renderer.site.cache import Cache
from renderer.site.codec import BadRecord, read, write
from renderer.site.digest import digest_of_values
from renderer.site.folder import Folder
from renderer.site.tool import fingerprint
from renderer.value import value


@value
class Built:
    """What a build said: the SHA-256 of its manifest in hex, its diagnostics, and how much it made."""

    manifest: str
    diagnostics: tuple[Diagnostic, ...]
    articles: int
    editions: int
    files: int


def build_key(folder: Folder, asked: Iterable[object]) -> str:
    """Return the key of a whole build that was asked for in some way; empty for a folder without one."""
    whole = folder.fingerprint
    return digest_of_values("build", fingerprint(), whole, *asked) if whole else ""


def recall_build(cache: Cache, key: str) -> Built | None:
    """Return what is remembered of a whole build, None when nothing is."""
    entry = cache.read(key) if key else None
    if entry is None:
        return None
    try:
        return read(Built, entry.head)
    except BadRecord:
        return None


def remember_build(cache: Cache, key: str, built: Built) -> None:
    """Remember a whole build."""
    if key:
        cache.write(key, write(built))
