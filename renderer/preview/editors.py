"""Which address opens a file in an author's editor: a browser passes it on, and no server runs anything.

Invariant: an editor that has no such address has none here; its author reads the place and goes there.
"""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_ADDRESSES: Final[Mapping[str, str]] = {
    "code": "vscode://file/{path}:{line}:{column}",
    "code-insiders": "vscode-insiders://file/{path}:{line}:{column}",
    "codium": "vscodium://file/{path}:{line}:{column}",
    "cursor": "cursor://file/{path}:{line}:{column}",
    "zed": "zed://file/{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "pycharm": "pycharm://open?file={path}&line={line}&column={column}",
    "mate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "mvim": "mvim://open?url=file://{path}&line={line}&column={column}",
}


def address_of(environment: Mapping[str, str]) -> str:
    """Return the address of the editor that `$VISUAL`, else `$EDITOR`, names; empty without a known one."""
    command = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        words = shlex.split(command)
    except ValueError:
        return ""
    return _ADDRESSES.get(Path(words[0]).stem, "") if words else ""
