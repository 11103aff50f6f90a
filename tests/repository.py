"""Real git repositories for tests: commits on days that a test chooses, by people that it names."""

import os
import subprocess
from pathlib import Path

SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_COMMITTER_NAME": "A Committer",
    "GIT_COMMITTER_EMAIL": "committer@example.org",
    "GIT_AUTHOR_NAME": "An Author",
    "GIT_AUTHOR_EMAIL": "author@example.org",
}


class Repository:
    """A repository in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def git(self, *arguments: str, day: str = "2026-01-01") -> str:
        """Run git and return what it says; it must succeed."""
        done = self.tried(*arguments, day=day)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def tried(self, *arguments: str, day: str = "2026-01-01") -> subprocess.CompletedProcess[str]:
        """Run git, whatever comes of it."""
        when = f"{day}T12:00:00+0000"
        env = {**os.environ, **SETTINGS, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        return subprocess.run(
            ["git", *arguments], cwd=self.root, env=env, capture_output=True, text=True, check=False
        )

    def commit(self, day: str = "2026-01-01", words: str = "Work") -> str:
        """Commit everything that lies in the folder, and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", words, day=day)
        return self.git("rev-parse", "HEAD").strip()


def repository(root: Path) -> Repository:
    """Begin a repository in a folder."""
    root.mkdir(parents=True, exist_ok=True)
    made = Repository(root)
    made.git("init", "--quiet", "--initial-branch=main")
    return made
