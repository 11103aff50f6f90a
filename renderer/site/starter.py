"""A site to start from: what `renderer new` writes.

Invariant: nothing is written into a folder that holds anything; what is written is a site without a problem.
"""

from collections.abc import Iterator
from pathlib import Path

from renderer.site.shipped import shipped

_STARTER = Path(__file__).resolve().parent / "starter"
_DOTTED = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
"""Named without their dot here, where they would be taken for this project's own."""


class FolderTakenError(Exception):
    """The folder holds something, or is none; the message says which."""


def start(folder: Path) -> tuple[str, ...]:
    """Write a new site into a folder, made if it is not there, and return the paths of its files.

    Raises:
        FolderTakenError: there is something already.
        OSError: the disk failed.
    """
    if folder.exists() and not folder.is_dir():
        raise FolderTakenError(f"{folder} is a file, not a folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise FolderTakenError(f"{folder} is not empty: name a folder that is not there yet")
    written = []
    for path, text in _files():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
        written.append(path)
    return tuple(written)


def _files() -> Iterator[tuple[str, bytes]]:
    for file in sorted(path for path in _STARTER.rglob("*") if path.is_file()):
        path = file.relative_to(_STARTER).as_posix()
        yield _DOTTED.get(path, path), file.read_bytes()
    for file in sorted(shipped("audiences").glob("*.toml")):
        yield f"audiences/{file.name}", file.read_bytes()
