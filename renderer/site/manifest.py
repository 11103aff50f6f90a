"""The manifest of an output folder: which files the tool made there, and which editions they are.

Invariant: the same files and editions give the same bytes, in whatever order they come.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from json import JSONEncoder
from pathlib import Path
from typing import NamedTuple, TypeGuard

from renderer.site.outputs import MANIFEST


class EditionEntry(NamedTuple):
    """One edition in one format: its page's path, whose it is, and what its front matter says.

    `source` is the article's path from the site, `title` plain text, `updated` an ISO date or None.
    """

    path: str
    article: str
    audience: str
    format: str
    source: str
    title: str
    updated: str | None
    review: str


class Manifest:
    """What a manifest says: SHA-256 in hex by path, and the editions, which few ask for."""

    def __init__(self, files: Mapping[str, str], editions: Sequence[object]) -> None:
        self.files = files
        self._editions = editions

    @cached_property
    def editions(self) -> tuple[EditionEntry, ...]:
        """The editions; what does not say what an edition must say is none."""
        return tuple(entry for one in self._editions if (entry := _entry_of(one)) is not None)


def manifest_bytes(files: Mapping[str, str], editions: Iterable[EditionEntry]) -> bytes:
    """Return the manifest of these files, itself not among them, as JSON in UTF-8.

    Args:
        files: SHA-256 in hex by path.
        editions: what it says of the pages among them.
    """
    entries = [_block("{}", _entry_lines(one), 2) for one in sorted(editions, key=lambda one: one.path)]
    hashes = [f"{_said(path)}: {_said(digest)}" for path, digest in sorted(files.items())]
    keys = [f'"editions": {_block("[]", entries, 1)}', f'"files": {_block("{}", hashes, 1)}']
    return (_block("{}", keys, 0) + "\n").encode()


_said = JSONEncoder(ensure_ascii=False).encode
_KEYS = tuple((key, EditionEntry._fields.index(key)) for key in sorted(EditionEntry._fields))


def _entry_lines(entry: EditionEntry) -> list[str]:
    return [f'"{key}": {_said(entry[place])}' for key, place in _KEYS]


def _block(brackets: str, lines: list[str], depth: int) -> str:
    """Return lines in brackets, as `json.dumps(..., indent=1)` sets them; that takes ten times as long."""
    if not lines:
        return brackets
    pad = "\n" + " " * depth
    return f"{brackets[0]}{pad} {f',{pad} '.join(lines)}{pad}{brackets[1]}"


def read_manifest(data: bytes) -> Manifest | None:
    """Return what a manifest says, None when it is not one of ours."""
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or set(value) != {"files", "editions"}:
        return None
    files, editions = value["files"], value["editions"]
    return Manifest(files, editions) if _is_files(files) and _is_objects(editions) else None


def manifest_in(folder: Path) -> Manifest | None:
    """Return the manifest that stands in an output folder, None when there is none of ours."""
    return read_manifest(manifest_data(folder))


def manifest_data(folder: Path) -> bytes:
    """Return the bytes of an output folder's manifest, none when there is none."""
    path = folder / MANIFEST
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return b""


def _is_files(value: object) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and all(map(_is_digest, value.values()))


def _is_objects(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and all(type(one) is dict for one in value)


def _is_digest(value: object) -> bool:
    return type(value) is str and len(value) == 64 and value.isalnum()


def _entry_of(value: object) -> EditionEntry | None:
    """Return an edition as a manifest says it, None when it does not say all of it."""
    if not isinstance(value, dict) or not all(
        isinstance(value.get(key), str) or (key == "updated" and value.get(key) is None)
        for key in EditionEntry._fields
    ):
        return None
    return EditionEntry(**{key: value[key] for key in EditionEntry._fields})
