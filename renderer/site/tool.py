"""The tool itself as one of the things that a page depends on.

Invariant: any other version of the tool, of a library that words pass through, or of Python has another
fingerprint, and so has a checkout with a change in it.
"""

import os
import sys
from functools import lru_cache
from pathlib import Path

from renderer import __version__
from renderer.site.digest import digest_of, digest_of_values
from renderer.site.shipped import shipped

_LIBRARIES = ("bibtexparser", "jinja2", "markdown_it_py", "markupsafe", "mdurl", "pyyaml", "wcwidth")
_PACKAGE = Path(__file__).resolve().parent.parent


@lru_cache(1)
def fingerprint() -> str:
    """Return the digest of the tool: of its modules, its templates, its libraries' versions, and Python's.

    Python counts because what it knows of Unicode grows from one version to the next.
    """
    return digest_of_values(
        __version__, sys.version_info[:2], _libraries(), _files(_PACKAGE), _files(shipped("templates"))
    )


def _files(folder: Path) -> list[tuple[str, str]]:
    """Return the digest of each file below a folder that is no compiled module, by its path."""
    found: list[tuple[str, str]] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if one != "__pycache__")
        inner = os.path.relpath(place, folder)
        found.extend((f"{inner}/{one}", digest_of(f"{place}/{one}") or "") for one in sorted(files))
    return found


def _libraries() -> list[str]:
    """Return the names of the folders that say which versions of the libraries are installed."""
    names = (name for place in sys.path if os.path.isdir(place) for name in os.listdir(place))  # noqa: PTH112, PTH208
    return sorted({one for one in names if one.lower().startswith(_LIBRARIES) and one.endswith("-info")})
