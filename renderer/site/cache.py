"""The site's cache: what earlier builds worked out, by keys that say what it was worked out from.

It lies in `.renderer/` of the site. An entry is a file: a line with its key and the digest of its head, the
head (a line of JSON), then its bodies, whose digests are in the head. It is written beside its place and
moved there whole. Git ignores the folder; to delete it, to copy it to another machine and to let two builds
use it at once are all safe.

Invariant: what is read is what was written under that key, or nothing; and no fault of the cache is one of
the build.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

FOLDER = ".renderer"
_FORM = "renderer-cache-1"
_HEAD = 1 << 14
"""Most heads are no longer than this, in bytes, so that one look is enough."""
_LONGEST = 1 << 26
"""No head of ours is longer, in bytes."""
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
            with _opened(self._place(key)) as file:
                data = file.read(_HEAD)
                line, _, rest = data.partition(b"\n")
                form, name, digest, length = line.decode("ascii").split(" ")
                missing = min(int(length), _LONGEST) - len(rest)
                head = rest + file.read(missing) if missing > 0 else rest[: int(length)]
            if (form, name, digest) != (_FORM, key, sha256(head).hexdigest()):
                return None
            return Entry(head.decode("utf-8"), len(line) + 1 + len(head))
        except (OSError, ValueError, OverflowError):
            return None

    def bodies(self, key: str, start: int, sizes: Sequence[int]) -> list[bytes] | None:
        """Return the bodies of an entry by their sizes in bytes, None when they are not there any more."""
        try:
            with _opened(self._place(key)) as file:
                if os.fstat(file.fileno()).st_size != start + sum(sizes) or min(sizes, default=0) < 0:
                    return None
                file.seek(start)
                return [file.read(size) for size in sizes]
        except (OSError, OverflowError):
            return None

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
        except FileNotFoundError:
            return  # another build swept here just now
        except OSError as error:
            self.fault = (error.strerror or str(error)).lower()
            return
        for path in (*self._strays(lists, newest), *self._unused(kept)):
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108 - a path object for each is dear

    def _newest(self, lists: Path, build: str) -> list[str]:
        """Return the newest builds, this one first, and write that down."""
        order = lists / "newest"
        newest = [build, *(one for one in _lines(order) if one != build)][:_BUILDS_KEPT]
        self._put(order, "".join(f"{one}\n" for one in newest).encode())
        return newest

    def _strays(self, lists: Path, newest: Sequence[str]) -> Iterator[str]:
        return (one.path for one in _files(lists) if one.name not in {"newest", *newest})

    def _unused(self, kept: set[str]) -> Iterator[str]:
        for number in range(256):
            folder = self._folder / "cache" / f"{number:02x}"
            yield from (one.path for one in _files(folder) if folder.name + one.name not in kept)


def _opened(path: str) -> BinaryIO:
    """Open a regular file to read; OSError for anything else, which nobody waits for."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(path)
    return os.fdopen(handle, "rb")


def _lines(path: Path) -> list[str]:
    """Return the lines of a file of ours, none when it cannot be read."""
    try:
        with _opened(str(path)) as file:
            return file.read(_LONGEST).decode("ascii").split()
    except (OSError, ValueError):
        return []


def _files(folder: Path) -> list[os.DirEntry[str]]:
    """Return the files in a folder of ours, none when there is no such folder; what else lies there stays."""
    try:
        with os.scandir(folder) as found:
            return [one for one in found if one.is_file(follow_symlinks=False)]
    except OSError:
        return []
