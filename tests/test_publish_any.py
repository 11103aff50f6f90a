"""Any builds in any order, with any harm between them: the folder is what a fresh one would be."""

import errno
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from renderer.site import exchange
from renderer.site.output_folder import OutputRefused
from renderer.site.publish import Published, PublishError
from renderer.value import value
from tests.faults import before_each_write, cannot_exchange, failing_at, is_a_mount_point, wrong_files
from tests.publishing import build, in_memory, tree

PAGES = (
    "index.html",
    "a",
    "a/b.html",
    "a/c/d.html",
    "p/q/r.html",
    "p/s.html",
    "assets/1.css",
    "assets/2.css",
)
THEIRS = ("CNAME", "p/theirs.txt", "own/deep/file", "assets/theirs.png")
WORDS = st.sampled_from([b"", b"one", b"two", b"six"])


@value
class Build:
    """A build; one call that writes fails when `fails` is a number, and with `keep_assets` none stay."""

    files: Mapping[str, bytes]
    keep_assets: bool
    fails: int | None


@value
class Theirs:
    """Somebody puts a file there, by writing it or by replacing it; None removes it."""

    path: str
    data: bytes | None
    replace: bool


@value
class Harm:
    """Somebody changes a page of ours, where it stands or by another file; None removes it."""

    path: str
    data: bytes | None
    replace: bool


@value
class Beside:
    """Somebody removes what lies beside the folder, or changes something in the spare tree."""

    what: str


Step = Build | Theirs | Harm | Beside


def can_stand(files: Mapping[str, bytes]) -> bool:
    return not any(one.startswith(f"{other}/") for one in files for other in files)


STEPS = st.one_of(
    st.builds(
        Build,
        st.dictionaries(st.sampled_from(PAGES), WORDS, max_size=8).filter(can_stand),
        st.booleans(),
        st.none() | st.integers(1, 40),
    ),
    st.builds(Theirs, st.sampled_from(THEIRS), st.none() | WORDS, st.booleans()),
    st.builds(Harm, st.sampled_from(PAGES), st.none() | st.just(b"HARM") | WORDS, st.booleans()),
    st.builds(
        Beside, st.sampled_from(["", "spare", "signatures.json", "spare/index.html", "spare/manifest.json"])
    ),
)


class Model:
    """What must stand in the folder, told without looking at how it comes there."""

    def __init__(self, root: Path, *, may_fail: bool) -> None:
        (root / "content").mkdir()
        self.out = root / "site"
        self.may_fail = may_fail  # where one that does leaves nothing of the build behind
        self.ours: dict[str, bytes] = {}
        self.found: dict[str, bytes] = {}  # of ours, as somebody left it
        self.kept: dict[str, bytes] = {}
        self.theirs: dict[str, bytes] = {}

    def take(self, step: Step) -> None:
        match step:
            case Build():
                self.build(step)
            case Theirs() if self.out.exists():
                self.put(step.path, step.data, self.theirs, replace=step.replace)
            case Harm() if step.path in self.ours:
                self.put(step.path, step.data, self.found, replace=step.replace)
            case Beside():
                self.remove_beside(step.what)
            case _:
                pass

    def put(self, path: str, data: bytes | None, where: dict[str, bytes], *, replace: bool) -> None:
        file = self.out / path
        if data is None or replace:
            file.unlink(missing_ok=True)
            where.pop(path, None)
        if data is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            where[path] = data

    def remove_beside(self, what: str) -> None:
        path = self.out.parent / ".site.renderer" / what
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def build(self, step: Build) -> None:
        left = {
            path: data
            for path, data in self.found.items()
            if path not in step.files and data != self.ours[path]
        }
        theirs = self.theirs | left
        before, stats = self.tree(), self.stats()
        try:
            done = self.attempt(step)
        except OutputRefused:
            assert not can_stand({**step.files, **theirs}) or not theirs.keys().isdisjoint(step.files)
            assert self.tree() == before
            return
        except PublishError:
            assert step.fails is not None
            assert self.tree() == before
            return
        assets = {path: data for path, data in self.found.items() if path.startswith("assets/")}
        stay = {path: data for path, data in assets.items() if path not in {*step.files, *left}}
        self.kept = stay if step.keep_assets else {}
        self.ours, self.found, self.theirs = dict(step.files), dict(step.files), theirs
        assert done.kept == tuple(sorted(self.kept))
        assert done.written + done.unchanged == len(step.files) + 1 + bool(self.kept)
        same = [path for path, one in self.stats().items() if stats.get(path) == one]
        wanted = {*step.files, "manifest.json", ".previous-assets.json"}
        assert len(wanted.intersection(same)) == done.unchanged

    def attempt(self, step: Build) -> Published:
        fails = step.fails if step.fails and self.may_fail else 0
        with before_each_write(failing_at(fails, errno.EIO, ever_after=False)):
            return build(self.out, step.files, keep_assets=step.keep_assets)

    def tree(self) -> dict[str, bytes]:
        return tree(self.out) if self.out.exists() else {}

    def stats(self) -> dict[str, tuple[int, int]]:
        names = [*self.tree(), "manifest.json"] if self.out.exists() else []
        found = {name: (self.out / name).lstat() for name in names}
        return {name: (one.st_ino, one.st_mtime_ns) for name, one in found.items()}

    def check(self) -> None:
        found = self.tree()
        listed = found.pop(".previous-assets.json", None)
        assert found == {**self.found, **self.kept, **self.theirs}
        assert (json.loads(listed)["assets"] if listed else []) == sorted(self.kept)
        if self.out.exists() and self.found == self.ours:
            assert wrong_files(self.out) == []


@pytest.mark.parametrize("way", [exchange._exchange, cannot_exchange, is_a_mount_point])
@given(steps=st.lists(STEPS, min_size=2, max_size=12))
def test_any_builds_with_any_harm_between_them(way: Callable[..., None], steps: list[Step]) -> None:
    with in_memory() as root, pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "_exchange", way)
        model = Model(Path(root), may_fail=way is not is_a_mount_point)
        for step in steps:
            model.take(step)
            model.check()
