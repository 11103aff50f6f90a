"""`renderer new`: a site to start from.

Invariant: a folder that holds anything is refused before anything is written.
"""

from pathlib import Path

from renderer.build.opening import SurroundingsProblem, UsageProblem
from renderer.site.starter import FolderTakenError, start


def new(folder: Path) -> tuple[str, ...]:
    """Write a new site into a folder and return the paths of its files.

    Raises:
        UsageProblem: there is something in the folder already.
        SurroundingsProblem: the disk failed.
    """
    try:
        return start(folder)
    except FolderTakenError as refusal:
        raise UsageProblem(str(refusal)) from refusal
    except OSError as failure:
        raise SurroundingsProblem(f"{failure.filename}: {failure.strerror}") from failure
