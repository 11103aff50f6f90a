"""The signatures of the files that a manifest speaks of, kept so that the next build need not read them.

Invariant: what cannot be read as ours, or belongs to another manifest, counts as nothing known.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from renderer.site.disk import write


def load(path: Path, manifest: str) -> dict[str, str]:
    """Return the signatures by path that were kept for the manifest with this SHA-256."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            kept: object = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict) or kept.get("manifest") != manifest:
        return {}
    files = kept.get("files")
    return files if isinstance(files, dict) and _all_texts(files) else {}


def _all_texts(files: Mapping[object, object]) -> bool:
    return all(type(one) is str for one in files.values())


def save(path: Path, manifest: str, files: Mapping[str, str]) -> None:
    """Keep signatures; where that cannot be done the next build reads the files."""
    part = part_of(path)
    with suppress(OSError):
        part.unlink(missing_ok=True)
        write(part, json.dumps({"manifest": manifest, "files": files}).encode())
        part.replace(path)


def part_of(path: Path) -> Path:
    """Return the name under which they are written before they have their own."""
    return path.with_name(f"{path.name}.part")
