"""The output folder as readers have it: what is in it, and whether it is what its manifest says.

A file is believed to be as it was made while its signature is the one that was kept of it; any other is read.

Invariant: nothing here changes the disk, and no file counts as ours whose bytes were not known to be at the
time of its signature.
"""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from renderer.site.digest import digest_of
from renderer.site.manifest import manifest_data, read_manifest
from renderer.site.trees import NEVER, NOTHING, Clock, look, older, still_holds


class Live:
    """An output folder; it need not be there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        data = manifest_data(folder)
        self.manifest = read_manifest(data)
        self.manifest_digest = sha256(data).hexdigest()
        self.tree = NOTHING
        self.clock = NEVER
        self._believed: dict[str, str] = {}
        self._read: set[str] = set()

    def believe(self, signatures: Mapping[str, str]) -> None:
        """Take signatures under which the files were once known to be as the manifest says."""
        self._believed.update(signatures)

    def look(self, clock: Clock) -> None:
        """See what is there; `clock` is the disk's time, taken just now."""
        self.clock = clock
        self._read.clear()
        self.tree = look(self.folder) if os.path.lexists(self.folder) else NOTHING

    def look_again(self, clock: Clock) -> None:
        """See what is there now; nearly always that is what was there before."""
        if not (os.path.lexists(self.folder) and still_holds(self.folder, self.tree, self.clock)):
            self.look(clock)

    def holds(self, path: str, digest: str) -> bool:
        """Whether this file of the build before is there with exactly these bytes."""
        return self.manifest is not None and self.manifest.files.get(path) == digest and self.is_as_made(path)

    def is_as_made(self, path: str) -> bool:
        """Whether a file that the manifest lists is there as it says."""
        seen = self.tree.files.get(path)
        if seen is None or self.manifest is None:
            return False
        if path in self._read or self._believed.get(path) == seen:
            return True
        if digest_of(f"{self.folder}/{path}") != self.manifest.files[path]:
            return False
        self._read.add(path)
        if older(seen, self.clock):
            self._believed[path] = seen
        return True

    def stands(self) -> bool:
        """Whether every file is there as the manifest says."""
        return self.manifest is not None and all(map(self.is_as_made, self.manifest.files))

    @property
    def has_read(self) -> bool:
        """Whether a file had to be read since the last look."""
        return bool(self._read)

    def signature(self, path: str) -> str | None:
        """Return the signature under which a file may be believed to be as it was made, None for others."""
        seen = self.tree.files.get(path)
        return seen if self._believed.get(path) == seen else None
