"""The same site gives the same bytes: for anybody, anywhere, in whatever order it is read."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from renderer.build.commands import BuildRequest, build
from tests.publishing import tree
from tests.sites import opened, site_of
from tests.test_jobs import SITE

ROOT = Path(__file__).parent.parent
SURROUNDINGS = {
    "another seed of hashes": {"PYTHONHASHSEED": "1"},
    "a third one": {"PYTHONHASHSEED": "4294967295"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "no locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "a locale of another alphabet": {"LC_ALL": "tr_TR.UTF-8"},
    "another user": {"HOME": "/nonexistent", "USER": "somebody", "LOGNAME": "somebody"},
    "a narrow terminal": {"COLUMNS": "20", "TERM": "dumb"},
    "an epoch of somebody else's": {"SOURCE_DATE_EPOCH": "1"},
}


def built(site: Path, *flags: str, **surroundings: str) -> dict[str, bytes]:
    """Build a site by a command of its own, and return what is in its folder."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **surroundings}
    command = [sys.executable, "-m", "renderer", "build", "--force", *flags]
    subprocess.run(command, cwd=site, env=env, check=True, capture_output=True)
    return tree(site / "site")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build gives here."""
    return built(site_of(tmp_path_factory.mktemp("usual"), SITE), PYTHONHASHSEED="0")


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_in_other_surroundings(tmp_path: Path, usual: dict[str, bytes], name: str) -> None:
    assert built(site_of(tmp_path, SITE), **SURROUNDINGS[name]) == usual


def test_on_another_path(tmp_path: Path, usual: dict[str, bytes]) -> None:
    assert built(site_of(tmp_path / "a b/ü/$HOME & 100%", SITE)) == usual


def test_with_other_numbers_of_processes(tmp_path: Path, usual: dict[str, bytes]) -> None:
    site = site_of(tmp_path, SITE)
    assert [built(site, "--jobs", str(jobs)) == usual for jobs in (1, 2, 5)] == [True] * 3


def test_whatever_the_order_on_the_disk(
    tmp_path: Path, usual: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, chance, scan = site_of(tmp_path, SITE), random.Random(7), os.scandir

    class Shuffled:
        """A folder's entries in an order that no disk would give."""

        def __init__(self, path: str = ".") -> None:
            with scan(path) as found:
                entries = list(found)
            chance.shuffle(entries)
            self.entries = iter(entries)

        def __enter__(self) -> "Shuffled":
            return self

        def __exit__(self, *_: object) -> None:
            self.close()

        def __iter__(self) -> "Shuffled":
            return self

        def __next__(self) -> os.DirEntry[str]:
            return next(self.entries)

        def close(self) -> None:
            self.entries = iter(())

    monkeypatch.setattr(os, "scandir", Shuffled)
    for _ in range(3):
        assert not build(opened(site), BuildRequest(force=True, jobs=1)).failed
    monkeypatch.undo()
    assert tree(site / "site") == usual


def test_whatever_was_built_before(tmp_path: Path, usual: dict[str, bytes]) -> None:
    site = site_of(tmp_path, SITE)
    text = (site / "content/folder-0/a00.md").read_text("utf-8")
    (site / "content/folder-0/a00.md").write_text(text.replace("Article 0", "Another title"), "utf-8")
    built(site)
    (site / "content/folder-0/a00.md").write_text(text, "utf-8")
    assert built(site) == usual


def test_the_time_of_files_does_not_matter(tmp_path: Path, usual: dict[str, bytes]) -> None:
    site = site_of(tmp_path, SITE)
    for path in site.rglob("*"):
        os.utime(path, (1, 1))
    assert built(site) == usual
