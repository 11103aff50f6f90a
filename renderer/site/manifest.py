"""The manifest of an output folder: which files the tool made there, and which editions they are.

Invariant: the same files and editions give the same bytes, in whatever order they come.
"""

import json
from collections.abc import Iterable, Mapping
from json import JSONEncoder
from pathlib import Path
from typing import NamedTuple, TypeGuard

from renderer.site.outputs import MANIFEST
from renderer.value import value


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


@value
class Manifest:
    """What a manifest says: SHA-256 in hex by path, and the editions."""

    files: Mapping[str, str]
    editions: tuple[EditionEntry, ...]


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
    if not _is_files(files) or not isinstance(editions, list) or not all(map(_is_entry, editions)):
        return None
    return Manifest(
        files, tuple(EditionEntry(**{key: one[key] for key in EditionEntry._fields}) for one in editions)
    )


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
    return isinstance(value, dict) and all(
        isinstance(one, str) and len(one) == 64 and one.isalnum() for one in value.values()
    )


def _is_entry(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(value.get(key), str) or (key == "updated" and value.get(key) is None)
        for key in EditionEntry._fields
    )
