"""What can be typed: the names of a site's articles and audiences, and those of the codes.

Invariant: no file of a site is read for it and no module imported; a site that is not there has no names.
"""

import re
from pathlib import Path
from typing import Final, NamedTuple

import renderer
from renderer.site.audience_files import ids_of
from renderer.site.folder import Folder, find_site
from renderer.site.outputs import sort_content

_CODE: Final = re.compile(r'^@(?:problem|check)\(\s*"([a-z0-9-]+)"', re.MULTILINE)


class Names(NamedTuple):
    """The ids of a site's articles and of its audiences, each sorted."""

    articles: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()


def names_in(folder: Path | None, cwd: Path) -> Names:
    """Return the names in a site: in the given folder, if it is one, or in the nearest one upward."""
    root = find_site(cwd) if folder is None else cwd / folder
    if root is None or not (root / "audiences").is_dir():
        return Names()
    files = Folder(root)
    audiences = ids_of(files.audiences.files)
    return Names(tuple(sort_content(files.content.files, audiences).articles), audiences)


def code_names() -> tuple[str, ...]:
    """Return the names of all codes, found in the text of the modules: to import them takes a second."""
    modules = sorted(Path(renderer.__path__[0]).rglob("*.py"))
    return tuple(sorted(name for one in modules for name in _CODE.findall(one.read_text("utf-8"))))
