"""When the lines of an article were changed, by git's history: the one place that runs git.

A repository may come from anybody, so nothing that its own settings name is run: the words of the last commit
are asked for, never those of the folder, so that no filter has to make them; no hook, monitor, pager or
converter is used, and nothing is fetched. What was changed and not committed is seen by comparing the lines.

Invariant: git is started with a fixed list of arguments, without a shell, for a limited time, and changes
nothing.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

_SECONDS: Final = 60
_SAFE: Final = (
    "--no-pager", "--no-optional-locks", "--literal-pathspecs",
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat",
    "-c", "protocol.allow=never", "-c", "safe.bareRepository=explicit",
)  # fmt: skip
_ENVIRONMENT: Final = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_HEADER: Final = re.compile(r"([0-9a-f]{40}|[0-9a-f]{64}) \d+ \d+")
_ZONE: Final = re.compile(r"([+-])(\d\d)(\d\d)")


class Touch(NamedTuple):
    """Who touched a line last: a commit, its author's time in seconds and day; a line that is not committed
    has no commit, no day, and a time later than all others.
    """  # noqa: D205 - one sentence

    commit: str
    when: int
    day: date | None


UNCOMMITTED: Final = Touch("", sys.maxsize, None)


class History:
    """The history of a site that lies in a git repository.

    `shallow`: the older part of it is not there, so that what lies before counts as one change.
    """

    def __init__(self, root: Path, *, shallow: bool) -> None:
        self._root = root
        self.shallow = shallow

    def touches(self, path: str, lines: Sequence[str]) -> tuple[Touch, ...] | None:
        """Return who touched each of a file's lines last, None when git does not know the file.

        `lines` are those that it has now.
        """
        blamed = _git(self._root, "blame", "--porcelain", "--no-textconv", "-w", "HEAD", "--", path)
        if blamed is None:
            return None
        known = tuple(_blamed(blamed.split("\n")))
        found = [UNCOMMITTED] * len(lines)
        matcher = SequenceMatcher(None, [text for text, _ in known], lines, autojunk=False)
        for old, new, size in matcher.get_matching_blocks():
            found[new : new + size] = [touch for _, touch in known[old : old + size]]
        return tuple(found)

    def newest(self, touches: Iterable[Touch]) -> Touch:
        """Return the newest of some touches."""
        found = tuple(dict.fromkeys(touches))
        latest = max(one.when for one in found)
        last = [one for one in found if one.when == latest]
        return last[0] if len(last) == 1 else max(last, key=self._rank)

    def is_newer(self, one: Touch, other: Touch) -> bool:
        """Whether one touch came after another: by time, at the same time by the order of commits."""
        return one.commit != other.commit and self.newest((one, other)) == one

    def _rank(self, touch: Touch) -> int:
        return self._ranks.get(touch.commit, 0)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        """The place of each commit in the order of history, later ones higher; few questions need it."""
        listed = _git(self._root, "rev-list", "--topo-order", "--reverse", "HEAD") or ""
        return {commit: place for place, commit in enumerate(listed.split(), 1)}


def history_of(root: Path) -> History | str:
    """Return the history of the repository in which a site lies, or why there is none."""
    shallow = _git(root, "rev-parse", "--is-shallow-repository")
    if shallow is None:
        return "the site lies in no git repository that can be read"
    if _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
        return "nothing is committed yet"
    return History(root, shallow=shallow.strip() == "true")


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git says, None when it cannot be asked or refuses."""
    inherited = {name: said for name, said in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed list, no shell
            ["git", *_SAFE, "-C", os.fspath(root), *arguments],  # noqa: S607 - the user's own git
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=inherited | _ENVIRONMENT,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _blamed(lines: Iterable[str]) -> Iterator[tuple[str, Touch]]:
    """Yield each line of a file and who touched it last, from git's porcelain form."""
    known: dict[str, Touch] = {}
    commit, said = "", dict[str, str]()
    for line in lines:
        if line.startswith("\t"):
            if commit not in known:
                known[commit] = _touch(commit, said)
            yield line[1:].removesuffix("\r").removeprefix("\ufeff"), known[commit]
        elif (header := _HEADER.match(line)) is not None:
            commit, said = header[1], {}
        else:
            key, _, words = line.partition(" ")
            said[key] = words


def _touch(commit: str, said: dict[str, str]) -> Touch:
    """Return a commit as its fields say it; a time that no calendar has is no day."""
    try:
        when = int(said.get("author-time", ""))
        found = _ZONE.fullmatch(said.get("author-tz", ""))
        minutes = int(f"{found[1]}{int(found[2]) * 60 + int(found[3])}") if found else 0
        day = datetime.fromtimestamp(when, timezone(timedelta(minutes=minutes))).date()
    except (ValueError, OverflowError, OSError):
        return Touch(commit, 0, None)
    return Touch(commit, when, day)
