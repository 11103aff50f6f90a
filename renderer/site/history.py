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
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_NOBODYS: Final = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
_NO_LIST: Final = " could not open object name list"
"""What git says where a file of commits to pass over is missing: people name one for all repositories."""
_NO_REPOSITORY: Final = " not a git repository (or any "
_NO_PATH: Final = " no such path "
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


class Refusal(NamedTuple):
    """Why git says nothing of some files."""

    why: str


_UNKNOWN: Final = Refusal("git's last commit does not hold them")


class _Repository:
    """A repository with a history. `shallow`: the older part is not there, what lies before is one change."""

    def __init__(self, top: Path, *, shallow: bool) -> None:
        self._top = top
        self.shallow = shallow

    def blamed(self, path: str) -> str | Refusal:
        """Return git's account of a file, by the path that it has in the last commit."""
        known = self._renamed.get(path, path)
        said = self._blame(known, _ENVIRONMENT)
        if isinstance(said, Refusal) and _NO_LIST in said.why:
            said = self._blame(known, _NOBODYS)
        if isinstance(said, Refusal) and _NO_PATH in said.why:
            return said if _git(self._top, "ls-tree", "HEAD", "--", known) else _UNKNOWN
        return said

    def _blame(self, path: str, more: Mapping[str, str]) -> str | Refusal:
        return _git(self._top, "blame", "--porcelain", "--no-textconv", "-w", "HEAD", "--", path, more=more)

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        """The old paths of files that `git mv` renamed since the last commit, by the new ones."""
        only = ("--cached", "--find-renames", "--diff-filter=R", "--name-status", "-z")
        listed = _git(self._top, "diff-index", *only, "HEAD", "--")
        fields = listed.split("\0") if isinstance(listed, str) else []
        return dict(zip(fields[2::3], fields[1::3], strict=False))

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """The place of each commit in the order of history, later ones higher; few questions need it."""
        listed = _git(self._top, "rev-list", "--topo-order", "--reverse", "HEAD")
        commits = listed.split() if isinstance(listed, str) else []
        return {commit: place for place, commit in enumerate(commits, 1)}


class History:
    """The history of a file: who touched each of its lines last.

    `shallow`: the older part of it is not there, so that what lies before counts as one change.
    """

    def __init__(self, repository: _Repository, touches: tuple[Touch, ...]) -> None:
        self._repository = repository
        self.touches = touches
        self.shallow = repository.shallow

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
        return self._repository.ranks.get(touch.commit, 0)


class Histories:
    """The histories of a site's files, each by the repository that the file itself lies in."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: dict[Path, Path | Refusal] = {}
        self._repositories: dict[Path, _Repository | Refusal] = {}

    def of(self, path: str, lines: Sequence[str]) -> "History | Refusal":
        """Return the history of a file, or why there is none. `lines` are those that it has now."""
        file = (self._root / path).resolve()
        top = self._folders.get(file.parent)
        if top is None:
            top = self._folders[file.parent] = _top(file.parent)
        if isinstance(top, Refusal):
            return top
        repository = self._repositories.get(top)
        if repository is None:
            repository = self._repositories[top] = _repository(top)
        if isinstance(repository, Refusal):
            return repository
        blamed = repository.blamed(file.relative_to(top).as_posix())
        return blamed if isinstance(blamed, Refusal) else History(repository, _touches(blamed, lines))


def _top(folder: Path) -> Path | Refusal:
    """Return the folder of the repository that a folder lies in, or why there is none."""
    said = _git(folder, "rev-parse", "--show-prefix")
    if isinstance(said, Refusal):
        return Refusal("they lie in no git repository") if _NO_REPOSITORY in said.why else said
    return [folder, *folder.parents][said.count("/")]


def _repository(top: Path) -> _Repository | Refusal:
    """Return a repository, or why it has no history."""
    if isinstance(_git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"), Refusal):
        return Refusal("nothing is committed yet")
    return _Repository(top, shallow=_git(top, "rev-parse", "--is-shallow-repository") == "true\n")


def _touches(blamed: str, lines: Sequence[str]) -> tuple[Touch, ...]:
    """Return who touched each line of a file last, by git's account of the last commit."""
    known = tuple(_blamed(blamed.split("\n")))
    found = [UNCOMMITTED] * len(lines)
    matcher = SequenceMatcher(None, [text for text, _ in known], lines, autojunk=False)
    for old, new, size in matcher.get_matching_blocks():
        found[new : new + size] = [touch for _, touch in known[old : old + size]]
    return tuple(found)


def _git(folder: Path, *arguments: str, more: Mapping[str, str] = _ENVIRONMENT) -> str | Refusal:
    """Return what git says, or why it says nothing: its own first line, when it has one."""
    inherited = {name: said for name, said in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed list, no shell
            ["git", *_SAFE, "-C", os.fspath(folder), *arguments],  # noqa: S607 - the user's own git
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**inherited, **_ENVIRONMENT, **more},
        )
    except OSError:
        return Refusal("git cannot be run")
    except subprocess.TimeoutExpired:
        return Refusal(f"git took longer than {_SECONDS} seconds")
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "surrogateescape")
    first = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    return Refusal(f"git says '{first or f'exit {done.returncode}'}'")


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
