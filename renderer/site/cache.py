"""The site's cache: what earlier builds worked out, by keys that say what it was worked out from.

It lies in `.renderer/` of the site. An entry is a file: a line with its key and the digest of its head, the
head (a line of JSON), then its bodies, whose digests are in the head. It is written beside its place and
moved there whole. Git ignores the folder; to delete it, to copy it to another machine and to let two builds
use it at once are all safe.

Invariant: what is read is what was written under that key, or nothing; and no fault of the cache is one of
the build.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

FOLDER = ".renderer"
_FORM = "renderer-cache-1"
_HEAD = 1 << 14
"""Most heads are no longer than this, in bytes, so that one look is enough."""
_BUILDS_KEPT = 8
"""The builds whose entries stay, newest first: enough for some builds of parts beside that of the whole."""


class Entry(NamedTuple):
    """The head of an entry, and where in the file its bodies begin, in bytes."""

    head: str
    start: int


class Cache:
    """The cache of one site. `fault` is the system's word for why nothing can be written, if so."""

    def __init__(self, site: Path, *, writes: bool = True) -> None:
        """Open the cache; without `writes` it is only read."""
        self._folder = site / FOLDER
        self._writes = writes
        self._made: set[Path] = set()
        self._written = 0
        self.fault = ""

    def read(self, key: str) -> Entry | None:
        """Return what lies under a key, None when nothing does that is whole."""
        try:
            with open(self._place(key), "rb") as file:  # noqa: PTH123 - a path object for each is dear
                data = file.read(_HEAD)
                end = data.find(b"\n")
                form, name, digest, length = data[:end].decode("ascii").split(" ")
                start = end + 1 + int(length)
                if start > len(data):
                    data += file.read(start - len(data))
        except (OSError, ValueError):
            return None
        head = data[end + 1 : start]
        if (form, name, sha256(head).hexdigest(), len(head)) != (_FORM, key, digest, int(length)):
            return None
        return Entry(head.decode("utf-8", "replace"), start)

    def bodies(self, key: str, start: int, sizes: Sequence[int]) -> list[bytes] | None:
        """Return the bodies of an entry by their sizes in bytes, None when they are not there any more."""
        try:
            with open(self._place(key), "rb") as file:  # noqa: PTH123 - as above
                file.seek(start)
                bodies = [file.read(size) for size in sizes]
        except OSError:
            return None
        return bodies if [len(one) for one in bodies] == list(sizes) else None

    def write(self, key: str, head: str, bodies: Iterable[bytes] = ()) -> None:
        """Put an entry under a key; where that cannot be done nothing is lost but time."""
        if self.fault or not self._writes:
            return
        data = head.encode()
        line = f"{_FORM} {key} {sha256(data).hexdigest()} {len(data)}\n".encode()
        self._written += 1
        try:
            self._put(Path(self._place(key)), b"".join((line, data, *bodies)))
        except FileNotFoundError:
            self._made.clear()  # another build swept here, or somebody deleted the folder
        except OSError as error:
            self.fault = (error.strerror or str(error)).lower()

    def _put(self, place: Path, data: bytes) -> None:
        self._make(place.parent)
        fresh = place.with_name(f"{place.name}.{os.getpid()}.new")
        try:
            fresh.write_bytes(data)
            os.replace(fresh, place)  # noqa: PTH105 - at once, so that nobody finds half of it
        except OSError:
            with suppress(OSError):
                fresh.unlink()
            raise

    def _make(self, folder: Path) -> None:
        if folder in self._made:
            return
        folder.mkdir(parents=True, exist_ok=True)
        self._made.add(folder)
        ignored = self._folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("# Made by `renderer build`, and safe to delete.\n*\n", "utf-8")

    def _place(self, key: str) -> str:
        return f"{self._folder}/cache/{key[:2]}/{key[2:]}"

    def sweep(self, build: str, used: Iterable[str]) -> None:
        """Remember which keys a build used, and remove what none of the newest builds did.

        Nothing is removed after a build that wrote nothing: then nothing was added either.
        """
        if not self._written or self.fault:
            return
        try:
            lists = self._folder / "builds"
            self._put(lists / build, "".join(f"{one}\n" for one in (build, *used)).encode())
            newest = self._newest(lists, build)
            kept = {key for name in newest for key in _lines(lists / name)}
            for path in (*self._strays(lists, newest), *self._unused(kept)):
                path.unlink(missing_ok=True)
        except OSError as error:
            self.fault = (error.strerror or str(error)).lower()

    def _newest(self, lists: Path, build: str) -> list[str]:
        """Return the newest builds, this one first, and write that down."""
        order = lists / "newest"
        newest = [build, *(one for one in _lines(order) if one != build)][:_BUILDS_KEPT]
        self._put(order, "".join(f"{one}\n" for one in newest).encode())
        return newest

    def _strays(self, lists: Path, newest: Sequence[str]) -> Iterator[Path]:
        return (one for one in lists.iterdir() if one.name not in {"newest", *newest})

    def _unused(self, kept: set[str]) -> Iterator[Path]:
        for folder in (self._folder / "cache").iterdir():
            yield from (one for one in folder.iterdir() if folder.name + one.name not in kept)


def _lines(path: Path) -> list[str]:
    """Return the lines of a small file of ours, none when it cannot be read."""
    try:
        return path.read_text("ascii").split()
    except (OSError, ValueError):
        return []
