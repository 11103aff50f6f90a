"""Folders that cannot be exchanged, and disks that are full: what is promised there, and that it is said."""

import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from renderer.site import exchange, publish
from renderer.site.output_folder import OutputRefused
from renderer.site.publish import PublishError
from tests.faults import cannot_exchange, is_a_mount_point, wrong_files
from tests.publishing import AROUND, FILES, OWN, beside, build, out, site, tree

__all__ = ["out", "site"]  # fixtures


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """Something mounted at a folder; without the right to mount, the test is skipped."""
    place.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(["mount", *options, str(place)], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"nothing can be mounted: {getattr(error, 'stderr', None) or error}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def small_disk(place: Path, size: str) -> AbstractContextManager[Path]:
    return mounted(place, "-t", "tmpfs", "-o", f"size={size}", "tmpfs")


# Two renames


def test_two_renames_where_folders_cannot_be_exchanged(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out)
    (out / "CNAME").write_text("mine")
    monkeypatch.setattr(exchange, "_exchange", cannot_exchange)
    for number in (b"2", b"3", b"4"):
        done = build(out, {"index.html": number}, keep_assets=False)
        assert "was not there for a moment" in done.note
        assert tree(out) == {"index.html": number, "CNAME": b"mine"}
    assert beside(out) == {"site", *AROUND, *OWN}


def test_nothing_is_said_where_they_can(out: Path) -> None:
    build(out)
    assert build(out, {"index.html": b"2"}).note == ""


def test_the_second_of_two_renames_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "place").mkdir()
    (tmp_path / "place/old").write_text("old")
    monkeypatch.setattr(exchange, "_exchange", cannot_exchange)
    with pytest.raises(FileNotFoundError):
        exchange.put(tmp_path / "missing", tmp_path / "place", tmp_path / "aside")
    assert (tmp_path / "place/old").read_text() == "old"
    assert {one.name for one in tmp_path.iterdir()} == {"place"}


# One by one


def check_one_by_one(out: Path) -> None:
    """Three builds into a folder that holds one, and a file of somebody else."""
    (out / "CNAME").write_text("mine")
    same = (out / "index.html").stat()
    second = {**FILES, "new/page.html": b"n", "assets/style-2.css": b"two"}
    del second["assets/style-1.css"], second["clinician/asthma/index.html"]
    done = build(out, second)
    assert "one by one" in done.note
    assert (done.written, done.unchanged, done.removed) == (4, 2, 1)
    assert done.kept == ("assets/style-1.css",)
    assert {"CNAME", "assets/style-1.css", *second} < set(tree(out))
    assert not (out / "clinician").exists()
    build(out, second)
    assert tree(out) == {**second, "CNAME": b"mine"}
    after = (out / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (same.st_ino, same.st_mtime_ns)
    build(out, {"patient": b"a file", "new/page.html/index.html": b"a folder"}, keep_assets=False)
    assert tree(out) == {"patient": b"a file", "new/page.html/index.html": b"a folder", "CNAME": b"mine"}
    assert wrong_files(out) == []
    assert build(out, {"patient": b"a file", "new/page.html/index.html": b"a folder"}).written == 0


def test_files_are_replaced_where_a_folder_cannot_be_moved(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_exchange", is_a_mount_point)
    build(out)
    check_one_by_one(out)
    assert beside(out) == {"site", *AROUND, *OWN}


def test_files_are_replaced_in_a_mounted_disk(out: Path) -> None:
    with small_disk(out, "1m"):
        assert "one by one" in build(out).note
        check_one_by_one(out)


def test_files_are_replaced_in_a_folder_mounted_from_elsewhere(out: Path, tmp_path: Path) -> None:
    (tmp_path / "volume").mkdir()
    with mounted(out, "--bind", str(tmp_path / "volume")):
        build(out)
        check_one_by_one(out)
    assert (tmp_path / "volume/manifest.json").exists()


def test_a_file_of_somebody_else_in_the_way_is_refused_there_too(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(out)
    monkeypatch.setattr(exchange, "_exchange", is_a_mount_point)
    (out / "student").write_text("mine")
    before = tree(out)
    with pytest.raises(OutputRefused, match="student"):
        build(out, {**FILES, "student/index.html": b"x"})
    assert tree(out) == before


def test_a_full_disk_is_said_as_it_is_and_mended_by_the_next_build(out: Path) -> None:
    with small_disk(out, "200k"):
        build(out)
        with pytest.raises(
            PublishError, match="the disk is full; some of its files are those of the new build"
        ):
            build(out, {**FILES, "index.html": b"2", "large.html": b"x" * 300_000})
        build(out, FILES)
        assert tree(out) == FILES


# Full disks


@pytest.mark.parametrize("size", range(4, 100, 12))
def test_a_disk_that_is_full_at_some_point(tmp_path: Path, size: int) -> None:
    """A site whose second build needs more than there is, by a little or by much."""
    with small_disk(tmp_path / "disk", "128k") as disk:
        (disk / "content").mkdir()
        out = disk / "site"
        build(out)
        (out / "CNAME").write_text("mine")
        before = tree(out)
        (disk / "filler").write_bytes(b"x" * 1024 * size)
        wide = {f"{number}/index.html": b"x" * 4096 for number in range(40)}
        with pytest.raises(PublishError, match="the disk is full; what stood there before is untouched"):
            build(out, wide)
        assert tree(out) == before
        assert wrong_files(out) == []
        (disk / "filler").unlink()
        build(out, {"index.html": b"2"}, keep_assets=False)
        assert tree(out) == {"index.html": b"2", "CNAME": b"mine"}


def test_a_disk_that_is_full_at_a_first_build(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        (disk / "content").mkdir()
        with pytest.raises(PublishError, match="the disk is full"):
            publish.publish({"index.html": b"x" * 100_000}, [], disk / "above/site", site=disk)
        assert [one.name for one in disk.iterdir()] == ["content"]
