"""The files of a build on their way into the output folder.

Invariant: no bytes stay here; what the folder does not hold as it is wanted is staged at once.
"""

from collections.abc import Callable
from hashlib import sha256

from renderer.build.record import Output, Result
from renderer.site.manifest import EditionEntry
from renderer.site.publish import Publisher


class Gathering:
    """Gathers a build: `files` are the SHA-256 of all its files in hex by path, `editions` its editions."""

    def __init__(self, publisher: Publisher, *, dry: bool = False) -> None:
        """Begin to gather; with `dry` nothing is staged."""
        self._publisher = publisher
        self._dry = dry
        self.files: dict[str, str] = {}
        self.editions: list[EditionEntry] = []

    def lacks(self, output: Output) -> bool:
        """Whether the folder does not hold an output yet."""
        return not self._publisher.holds(output.path, output.digest)

    def take(self, result: Result) -> None:
        """Take the outputs of an article or of lists; their bytes are there if the folder lacks any.

        Two articles may claim one path while that is still to be judged: the first has it.
        """
        for output, data in zip(result.record.outputs, result.data, strict=False):
            if output.path not in self.files and self.lacks(output) and not self._dry:
                self._publisher.stage(output.path, data)
        self.files.update((one.path, one.digest) for one in result.record.outputs)
        self.editions.extend(result.record.editions)

    def take_bytes(self, path: str, data: bytes) -> None:
        """Take a file."""
        self.take_file(path, sha256(data).hexdigest(), lambda: data)

    def take_file(self, path: str, digest: str, load: Callable[[], bytes]) -> None:
        """Take a file by its digest; it is loaded only if the folder does not hold it."""
        if not self._publisher.holds(path, digest) and not self._dry:
            self._publisher.stage(path, load())
        self.files[path] = digest
