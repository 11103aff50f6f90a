"""Where in a repository a site lies, for tools that know nothing of sites.

Invariant: nothing is read but whether a folder holds `.git`, and git is not run.
"""

import os
from pathlib import Path


def way_to_site(root: Path, cwd: Path, workspace: str) -> str:
    """Return the way down to a site, ending in `/`, or nothing where it begins at the site.

    It begins at the folder that a code host calls its work space, where that holds the site; else at the
    nearest folder upward that holds `.git`; else at `cwd`, where that holds the site.
    """
    site = root.resolve()
    for base in (workspace and Path(workspace).resolve(), _repository(site), cwd.resolve()):
        if base and site.is_relative_to(base):
            below = site.relative_to(base).as_posix()
            return "" if below == "." else f"{below}/"
    return ""


def _repository(site: Path) -> Path | None:
    """Return the nearest folder upward that holds `.git`: a folder, or a file (a work tree, a submodule)."""
    return next((one for one in (site, *site.parents) if os.path.lexists(one / ".git")), None)
