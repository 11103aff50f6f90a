"""Publishing: one whole build or the other, and nobody else's files touched."""

import errno
import json
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from renderer.site import exchange, publish
from renderer.site.manifest import manifest_bytes, manifest_in, read_manifest
from renderer.site.output_folder import OutputRefused
from renderer.site.publish import Published, PublishError
from tests.publishing import ENTRY, FILES, OWN, SPARE, beside, build, out, site, tree

__all__ = ["out", "site"]  # fixtures

# The build itself


def test_a_first_build(out: Path) -> None:
    before = beside(out)
    assert build(out) == Published(5, 0, 0)
    assert tree(out) == FILES
    assert beside(out) == before | {"site"} | OWN


def test_the_manifest_lists_what_was_made_and_not_itself(out: Path) -> None:
    build(out)
    data = (out / "manifest.json").read_bytes()
    value = json.loads(data)
    assert value == {
        "editions": [ENTRY._asdict()],
        "files": {path: sha256(one).hexdigest() for path, one in FILES.items()},
    }
    assert "é".encode() in data
    assert data.endswith(b"}\n")
    assert list(value["files"]) == sorted(FILES)
    assert data == manifest_bytes(dict(reversed(value["files"].items())), [ENTRY])


def test_editions_are_sorted_by_their_path() -> None:
    entries = [ENTRY._replace(path=path) for path in ("b", "a", "c")]
    manifest = read_manifest(manifest_bytes({}, entries))
    assert manifest is not None
    assert [one.path for one in manifest.editions] == ["a", "b", "c"]


def test_the_next_build_replaces_what_changed_and_takes_away_what_went(out: Path) -> None:
    build(out)
    same = (out / "index.html").stat()
    files = {**FILES, "patient/asthma/index.html": b"new"}
    del files["clinician/asthma/index.html"]
    assert build(out, files) == Published(written=2, unchanged=2, removed=1)
    assert tree(out) == files
    assert not (out / "clinician").exists()
    after = (out / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (same.st_ino, same.st_mtime_ns)


def test_a_build_that_changes_nothing_touches_nothing(out: Path) -> None:
    build(out)
    folder = out.stat().st_ino
    assert build(out) == Published(0, 5, 0)
    assert out.stat().st_ino == folder


def test_a_file_of_ours_that_somebody_changed_is_made_anew(out: Path) -> None:
    build(out)
    (out / "index.html").write_bytes(b"HOME")
    (out / "patient/asthma/index.html").unlink()
    (out / "patient/asthma/index.html").symlink_to("/etc/hostname")
    assert build(out).written == 2
    assert tree(out) == FILES
    assert not (out / "patient/asthma/index.html").is_symlink()


def test_modes_follow_the_umask(out: Path) -> None:
    mask = os.umask(0o022)
    try:
        build(out)
    finally:
        os.umask(mask)
    assert stat.S_IMODE((out / "index.html").stat().st_mode) == 0o644
    assert stat.S_IMODE((out / "patient").stat().st_mode) == 0o755
    assert stat.S_IMODE(out.stat().st_mode) == 0o755


def test_the_folders_above_are_made(site: Path, tmp_path: Path) -> None:
    publish.publish(FILES, [], tmp_path / "a/b/c", site=site)
    assert tree(tmp_path / "a/b/c") == FILES


def test_an_empty_folder_is_taken(out: Path) -> None:
    out.mkdir(mode=0o750)
    build(out)
    assert tree(out) == FILES
    assert stat.S_IMODE(out.stat().st_mode) == 0o750


@pytest.mark.parametrize("path", ["", "/a", "../a", "a/../b", "a//b", "a/", "./a", "a\0b"])
def test_a_path_out_of_the_folder_is_never_written(out: Path, path: str) -> None:
    with pytest.raises(ValueError, match="no path within"):
        build(out, {path: b"x"})
    assert not out.exists()


@pytest.mark.parametrize(
    ("one", "other"), [("a/x", "A/x"), ("a", "a/b"), ("A/b", "a"), ("\u00e9", "e\u0301")]
)
def test_paths_that_cannot_stand_in_one_folder(out: Path, one: str, other: str) -> None:
    with pytest.raises(PublishError, match="cannot both be written"):
        build(out, {one: b"1", other: b"2"})
    assert not out.exists()


# Foreign files


def test_foreign_files_are_carried_over(out: Path) -> None:
    build(out)
    (out / "CNAME").write_text("example.org")
    (out / ".git/refs").mkdir(parents=True)
    (out / ".git/HEAD").write_text("ref")
    (out / ".git").chmod(0o700)
    (out / "patient/asthma/mine.txt").write_text("mine")
    (out / "assets/logo.png").write_text("logo")
    (out / "link").symlink_to("/nowhere")
    (out / "folder-link").symlink_to("patient")
    inode = (out / "CNAME").stat().st_ino
    for files in ({**FILES, "index.html": b"2"}, {"index.html": b"3"}, FILES):
        build(out, files, keep_assets=False)
        assert tree(out) == {
            **files,
            "CNAME": b"example.org",
            ".git/HEAD": b"ref",
            "patient/asthma/mine.txt": b"mine",
            "assets/logo.png": b"logo",
            "link": b"/nowhere",
            "folder-link": b"patient",
        }
        assert (out / ".git/refs").is_dir()
        assert stat.S_IMODE((out / ".git").stat().st_mode) == 0o700
        assert (out / "CNAME").stat().st_ino == inode
    listed = manifest_in(out)
    assert listed is not None
    assert set(listed.files) == set(FILES)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("keep_assets", [True, False])
@pytest.mark.parametrize("closed", ["mine", "patient/asthma", "clinician", "index.html", "."])
def test_what_is_closed_to_writing_stops_no_later_build(out: Path, closed: str, *, keep_assets: bool) -> None:
    build(out)
    (out / "mine").mkdir()
    (out / "mine/words.txt").write_text("mine")
    (out / closed).chmod(0o555)
    same = {path: FILES[path] for path in ("index.html", "patient/asthma/index.html")}
    for number in (b"2", b"3", b"4"):
        files = {**same, "patient/new.html": number}
        build(out, files, keep_assets=keep_assets)
        build(out, files, keep_assets=keep_assets)
        assert tree(out) == {**files, "mine/words.txt": b"mine"}
        assert closed == "clinician" or stat.S_IMODE((out / closed).stat().st_mode) == 0o555
        assert (SPARE in beside(out)) is keep_assets


def test_what_somebody_put_in_the_place_of_a_page_that_went_is_theirs(out: Path) -> None:
    build(out)
    (out / "patient/asthma/index.html").write_text("mine")
    build(out, {"index.html": b"2"}, keep_assets=False)
    assert tree(out) == {"index.html": b"2", "patient/asthma/index.html": b"mine"}


def test_foreign_files_are_copied_where_they_cannot_be_linked(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(out)
    (out / "CNAME").write_text("example.org")

    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    build(out, {**FILES, "index.html": b"2"})
    assert tree(out) == {**FILES, "index.html": b"2", "CNAME": b"example.org"}


@pytest.mark.parametrize(
    ("foreign", "new"),
    [("robots.txt", "robots.txt"), ("student", "student/index.html"),
     ("heart/index.html/x", "heart/index.html"), ("student/asthma", "student/asthma/index.html")],
)  # fmt: skip
def test_a_foreign_file_in_the_way_is_a_refusal_that_names_it(out: Path, foreign: str, new: str) -> None:
    build(out)
    (out / foreign).parent.mkdir(parents=True, exist_ok=True)
    (out / foreign).write_text("mine")
    before = tree(out)
    with pytest.raises(OutputRefused, match=foreign):
        build(out, {**FILES, new: b"ours"})
    assert tree(out) == before


def test_a_foreign_file_in_the_place_of_a_folder_of_ours(out: Path) -> None:
    build(out)
    (out / "patient/asthma/index.html").unlink()
    (out / "patient/asthma").rmdir()
    (out / "patient").rmdir()
    (out / "patient").write_text("mine")
    with pytest.raises(OutputRefused, match="patient"):
        build(out)
    assert (out / "patient").read_text() == "mine"


def test_a_link_to_a_folder_elsewhere_is_not_written_through(out: Path, tmp_path: Path) -> None:
    build(out)
    (tmp_path / "elsewhere").mkdir()
    (out / "student").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputRefused, match="student"):
        build(out, {**FILES, "student/index.html": b"x"})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_is_put_there_meanwhile_is_kept(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out)
    synced = exchange.sync_below

    def drop_a_file(folder: Path) -> None:
        (out / "late").mkdir()
        (out / "late/CNAME").write_text("late")
        synced(folder)

    monkeypatch.setattr(publish, "sync_below", drop_a_file)
    build(out, {**FILES, "index.html": b"2"})
    assert (out / "late/CNAME").read_text() == "late"


# Assets of the build before


def test_assets_of_the_build_before_stay_for_one_more_build(out: Path) -> None:
    second = {"index.html": b"2", "assets/style-2.css": b"two"}
    build(out)
    assert build(out, second).kept == ("assets/style-1.css",)
    kept = tree(out)
    assert kept.pop(".previous-assets.json")
    assert kept == {**second, "assets/style-1.css": b"one"}
    manifest = manifest_in(out)
    assert manifest is not None
    assert set(manifest.files) == set(second)
    assert build(out, second).removed == 2  # the old asset and the list of it
    assert tree(out) == second


def test_an_asset_that_comes_back_is_listed_again(out: Path) -> None:
    build(out)
    build(out, {"assets/style-2.css": b"two"})
    build(out, FILES)
    assert set(tree(out)) == {*FILES, "assets/style-2.css", ".previous-assets.json"}
    build(out, FILES)
    assert tree(out) == FILES


def test_nothing_of_what_is_left_out_stays(out: Path) -> None:
    build(out, {**FILES, "assets/clinician-only.png": b"x"})
    build(out, FILES)
    assert (out / "assets/clinician-only.png").exists()
    build(out, {"patient/index.html": b"p"}, keep_assets=False)
    assert tree(out) == {"patient/index.html": b"p"}
