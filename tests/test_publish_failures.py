"""Publishing that is refused, fails or is cut short: what stood there is as it was."""

import errno
import fcntl
import os
import pkgutil
import re
import threading
from pathlib import Path

import pytest

from renderer.site import publish
from renderer.site.output_folder import OutputRefused
from renderer.site.publish import PublishError
from tests.faults import before_each_write, failing_at, writes, wrong_files
from tests.publishing import FILES, SPARE, beside, build, memory, out, site, tree

__all__ = ["memory", "out", "site"]  # fixtures

# Refused folders


@pytest.mark.parametrize(
    "where",
    [".", "..", "/", "content", "content/deep/out", "audiences/x", "templates", "static/x", "approvals"],
)
def test_folders_that_hold_the_site_or_lie_in_its_sources(site: Path, where: str) -> None:
    (site / "content/deep").mkdir()
    with pytest.raises(OutputRefused):
        publish.publish(FILES, [], site / where, site=site)
    assert beside(site / "x") == {"content", "audiences", "templates", "static", "approvals"}
    assert tree(site) == {}


def test_sources_that_do_not_exist_yet_and_links_to_sources(site: Path, tmp_path: Path) -> None:
    (site / "approvals").rmdir()
    (tmp_path / "way").symlink_to(site / "content")
    for where in (site / "approvals", tmp_path / "way/out"):
        with pytest.raises(OutputRefused, match="lies in the site's"):
            publish.publish(FILES, [], where, site=site)


def test_a_link_a_file_and_a_folder_of_somebody_else(site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/thesis.tex").write_text("x")
    for name, words in (
        ("link", "symbolic link"),
        ("file", "is a file"),
        ("full", "not empty, and no build"),
    ):
        with pytest.raises(OutputRefused, match=words):
            publish.publish(FILES, [], tmp_path / name, site=site)
    assert tree(tmp_path / "full") == {"thesis.tex": b"x"}


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"name": "App", "icons": []}', b'{"files": {}, "editions": [], "more": 1}', b"\xff",
     b'{"files": {"a": "b"}, "editions": []}', b'{"files": [], "editions": []}', b"[" * 100000,
     b'{"files": {}, "editions": [1]}'],
)  # fmt: skip
def test_a_manifest_that_is_not_ours_counts_as_none(out: Path, data: bytes) -> None:
    out.mkdir()
    (out / "manifest.json").write_bytes(data)
    with pytest.raises(OutputRefused, match="not one of ours"):
        build(out)
    assert (out / "manifest.json").read_bytes() == data


# Failures halfway


def fail(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("step", "number", "words"),
    [("publish.write", errno.ENOSPC, "the disk is full"), ("spare.carry", errno.EIO, "input/output error"),
     ("publish.sync_below", errno.EIO, "input/output error"), ("publish.put", errno.ENOSPC, "disk is full"),
     ("publish.write", errno.EACCES, "no permission"), ("publish.make_next", errno.EROFS, "read-only")],
)  # fmt: skip
def test_a_failure_halfway_leaves_what_stood_there(
    out: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, words: str
) -> None:
    build(out)
    before, around, calls = tree(out), beside(out), []

    def break_off(*args: object, **_: object) -> object:
        calls.append(step)
        if step in {"publish.write", "spare.carry"} and len(calls) < 2:
            return real(*args)
        raise fail(number)

    with monkeypatch.context() as patch:
        place = f"renderer.site.{step}"
        real = pkgutil.resolve_name(place)
        patch.setattr(place, break_off)
        with pytest.raises(PublishError, match=words):
            build(out, {**FILES, "index.html": b"2", "a.html": b"3", "z.html": b"4"})
    assert (tree(out), beside(out)) == (before, around)
    assert build(out).unchanged == 5


@pytest.mark.parametrize(
    ("number", "ever_after"),
    [(errno.EIO, False), (errno.EACCES, False), (errno.ENOSPC, False), (errno.ENOSPC, True)],
    ids=["EIO", "EACCES", "ENOSPC", "ENOSPC ever after"],
)
@pytest.mark.parametrize("builds", [0, 1, 2])
def test_an_error_at_every_call_that_writes(
    memory: Path, builds: int, number: int, *, ever_after: bool
) -> None:
    """Whichever call fails: the new build whole, or the old one and a plain word; and the next one whole."""
    new = {"index.html": b"new", "a/b.html": b"new", "assets/style-1.css": b"one"}

    def start(name: str) -> Path:
        out = memory / name / "above/site"
        (memory / name / "content").mkdir(parents=True)
        for at in range(builds):
            build(out, {**FILES, "index.html": str(at).encode()})
            (out / "CNAME").write_text("mine")
        return out

    twin = start("twin")
    calls = writes(lambda: build(twin, new))
    for call in range(1, len(calls) + 1):
        out = start(str(call))
        before = tree(out) if builds else None
        failed = ""
        with before_each_write(failing_at(call, number, ever_after=ever_after)):
            try:
                build(out, new)
            except PublishError as error:
                failed = str(error)
        if failed:
            assert re.fullmatch(
                r".*: (input/output error|the disk is full|there is no permission.*);.*", failed
            )
            assert (tree(out) if out.exists() else None) == before, calls[call - 1]
        else:
            assert tree(out) == tree(twin)
        assert not out.exists() or wrong_files(out) == []
        if failed and not builds and not ever_after:
            assert not out.parent.exists()
        build(out, new)
        build(out, new)
        assert tree(out) == new | ({"CNAME": b"mine"} if builds else {})


def test_an_interrupt_leaves_what_stood_there(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out)
    around = beside(out)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "sync_below", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(out, {"index.html": b"2"})
    assert (tree(out), beside(out)) == (FILES, around)


def test_what_a_killed_build_left_is_cleared_away(out: Path) -> None:
    build(out)
    around = beside(out)
    for name in (".site.renderer/new", ".site.renderer/next", ".site.renderer/old",
                 ".site.renderer-new", ".site.renderer-old"):  # fmt: skip
        (out.parent / name / "half").mkdir(parents=True)
    (out.parent / ".site.renderer-lock").write_text("")
    build(out, {**FILES, "index.html": b"2"})
    assert beside(out) == around | {SPARE}


@pytest.mark.parametrize("aside", [".site.renderer/old", ".site.renderer-old"])
def test_a_build_killed_between_two_renames_is_mended(out: Path, aside: str) -> None:
    build(out)
    (out / "CNAME").write_text("mine")
    out.rename(out.parent / aside)
    build(out, {"index.html": b"2"}, keep_assets=False)
    assert tree(out) == {"index.html": b"2", "CNAME": b"mine"}


def test_two_builds_at_once(out: Path) -> None:
    build(out)
    with (out.parent / ".site.renderer/lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(PublishError, match="another build"):
            build(out, {"index.html": b"2"})
        assert tree(out) == FILES
    build(out, {"index.html": b"2"}, keep_assets=False)
    assert tree(out) == {"index.html": b"2"}


def test_a_reader_never_misses_a_file(out: Path) -> None:
    versions = [{"index.html": str(number).encode() * 50, "a/b.html": b"same"} for number in range(2)]
    build(out, versions[0])
    done = threading.Event()
    seen: list[bytes] = []

    def read() -> None:
        while not done.is_set():
            seen.append((out / "index.html").read_bytes())
            assert (out / "a/b.html").read_bytes() == b"same"

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 12):
            build(out, versions[number % 2])
    finally:
        done.set()
        reader.join()
    assert set(seen) <= {one["index.html"] for one in versions}
    assert len(seen) > 10
