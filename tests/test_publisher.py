"""The publisher as a build uses it: what it holds, what it takes, and what it believes."""

import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from renderer.site import disk, publish, trees
from renderer.site.beside import Beside
from renderer.site.digest import digest_of
from renderer.site.output_folder import OutputRefused
from renderer.site.publish import Published, PublishError, publishing
from renderer.site.trees import Clock
from tests.publishing import AROUND, ENTRY, FILES, OWN, SPARE, beside, build, out, site, tree

__all__ = ["out", "site"]  # fixtures


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


DIGESTS = {path: digest(data) for path, data in FILES.items()}


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read to know what is in them, as they are."""
    seen: list[str] = []
    real = digest_of

    def read(path: str) -> str | None:
        seen.append(path)
        return real(path)

    monkeypatch.setattr("renderer.site.live.digest_of", read)
    return seen


def settled(out: Path) -> None:
    """Let the clock of the disk go on after a build, and the next one see that all is well."""
    time.sleep(0.02)
    with publishing(out, site=out.parent) as publisher:
        assert publisher.stands()


# One file at a time


def test_what_is_staged_is_published_with_what_is_held(out: Path) -> None:
    build(out)
    with publishing(out, site=out.parent) as publisher:
        assert publisher.manifest is not None
        assert publisher.manifest.files == DIGESTS
        assert publisher.holds("index.html", DIGESTS["index.html"])
        assert not publisher.holds("index.html", digest(b"other"))
        assert not publisher.holds("other.html", digest(b"other"))
        publisher.stage("other.html", b"other")
        assert tree(out) == FILES
        done = publisher.finish({**DIGESTS, "other.html": digest(b"other")}, [ENTRY])
    assert done == Published(2, 4, 0)
    assert tree(out) == {**FILES, "other.html": b"other"}


def test_what_is_staged_lies_on_the_disk_and_not_in_memory(out: Path) -> None:
    with publishing(out, site=out.parent) as publisher:
        publisher.stage("a/b.html", b"words")
        assert (out.parent / ".site.renderer/new/a/b.html").read_bytes() == b"words"


def test_a_file_that_is_staged_though_it_is_held_is_left_as_it_is(out: Path) -> None:
    build(out)
    before = (out / "index.html").stat()
    with publishing(out, site=out.parent) as publisher:
        for path, data in FILES.items():
            publisher.stage(path, data)
        publisher.stage("more.html", b"more")
        assert publisher.finish({**DIGESTS, "more.html": digest(b"more")}, []).unchanged == 4
    after = (out / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_is_staged_and_not_wanted_goes(out: Path) -> None:
    with publishing(out, site=out.parent) as publisher:
        publisher.stage("draft/x.html", b"x")
        publisher.finish(publisher.take({"index.html": b"home"}), [])
    assert tree(out) == {"index.html": b"home"}


@pytest.mark.parametrize("builds", [0, 1, 2])
@pytest.mark.parametrize("error", [None, OSError(5, "theirs"), KeyboardInterrupt()])
def test_left_without_finish_all_is_as_it_was(site: Path, builds: int, error: BaseException | None) -> None:
    out = site / "above/and/site"
    for number in range(builds):
        build(out, {**FILES, "index.html": str(number).encode()})
    found, around = tree(site), beside(out) if builds else set()

    def leave() -> None:
        with publishing(out, site=site) as publisher:
            publisher.stage("new/x.html", b"x")
            if error is not None:
                raise error

    if error is None:
        leave()
    else:
        with pytest.raises(type(error)) as raised:
            leave()
        assert raised.value is error
    assert tree(site) == found
    assert (site / "above").exists() == bool(builds)
    assert (beside(out) if builds else set()) == around


@pytest.mark.parametrize("path", ["", "/a", "../a", "a/../b", "a//b", "a/", "./a", "a\0b"])
def test_a_path_out_of_the_folder_is_not_staged(out: Path, path: str) -> None:
    with publishing(out, site=out.parent) as publisher, pytest.raises(ValueError, match="no path within"):
        publisher.stage(path, b"x")


def test_a_file_is_staged_once(out: Path) -> None:
    with publishing(out, site=out.parent) as publisher:
        publisher.stage("a", b"x")
        with pytest.raises(ValueError, match="staged before"):
            publisher.stage("a", b"x")
        with pytest.raises(PublishError, match="'a/b' cannot be written"):
            publisher.stage("a/b", b"x")


@pytest.mark.parametrize("said", [digest(b"other"), "0" * 64])
def test_a_file_that_is_neither_staged_nor_held_is_a_mistake(out: Path, said: str) -> None:
    build(out)
    with publishing(out, site=out.parent) as publisher:
        publisher.stage("staged.html", b"words")
        for path in ("staged.html", "index.html", "unknown.html"):
            with pytest.raises(ValueError, match=f"'{path}' is neither staged nor held"):
                publisher.finish({path: said}, [])
    assert tree(out) == FILES


def test_a_page_that_somebody_removes_after_it_was_held(out: Path) -> None:
    build(out)
    with publishing(out, site=out.parent) as publisher:
        assert all(publisher.holds(path, one) for path, one in DIGESTS.items())
        (out / "index.html").unlink()
        with pytest.raises(PublishError, match=r"index\.html was changed while the site was built"):
            publisher.finish(DIGESTS, [])


def test_two_publishers_at_once(out: Path) -> None:
    build(out)
    with publishing(out, site=out.parent) as publisher:
        with pytest.raises(PublishError, match="another build"), publishing(out, site=out.parent):
            pass
        publisher.finish(publisher.take({"index.html": b"2"}), [])
    assert build(out).written == 5


def test_a_copy_of_the_process_does_not_keep_the_lock(out: Path) -> None:
    """A worker may outlive a build that was killed."""
    build(out)
    (reading, writing), (begun, begins) = os.pipe(), os.pipe()
    with publishing(out, site=out.parent):
        worker = os.fork()
        if worker == 0:
            os.close(writing)
            os.write(begins, b".")
            os.read(reading, 1)
            os._exit(0)
        os.read(begun, 1)
    try:
        assert build(out).unchanged == 5
    finally:
        for end in (reading, writing, begun, begins):
            os.close(end)
        os.waitpid(worker, 0)


def test_the_folder_beside_is_removed_meanwhile(out: Path) -> None:
    build(out)
    with publishing(out, site=out.parent) as publisher:
        files = publisher.take({"index.html": b"2"})
        own = out.parent / ".site.renderer"
        own.rename(out.parent / "away")
        (own / "new").mkdir(parents=True)
        (own / "new/index.html").write_bytes(b"of another build")
        with pytest.raises(PublishError, match=r"(was removed while it was used|could not be written)"):
            publisher.finish(files, [])
    assert tree(out) == FILES


@pytest.mark.parametrize("kind", ["file", "link"])
def test_something_else_has_the_name_of_the_folder_beside(out: Path, tmp_path: Path, kind: str) -> None:
    own, elsewhere = out.parent / ".site.renderer", tmp_path / "elsewhere"
    elsewhere.mkdir()
    own.write_text("mine") if kind == "file" else own.symlink_to(elsewhere)
    with pytest.raises(OutputRefused, match="in the way"):
        build(out)
    assert list(elsewhere.iterdir()) == []


# What is believed


def rewrite(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])


def rewrite_in_secret(path: Path) -> None:
    """Other bytes, as many as before, with the time of before."""
    before = path.stat()
    rewrite(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_in_secret(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes()[::-1])
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)


def cut_off(path: Path) -> None:
    os.truncate(path, 1)


def remove(path: Path) -> None:
    path.unlink()


def link_elsewhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


TAMPERING = [
    rewrite,
    rewrite_in_secret,
    replace_in_secret,
    cut_off,
    remove,
    link_elsewhere,
    make_a_folder,
    make_a_pipe,
]


@pytest.mark.parametrize("settle", [True, False])
@pytest.mark.parametrize("tamper", TAMPERING)
def test_what_somebody_did_to_a_page_is_noticed(
    out: Path, tamper: Callable[[Path], object], *, settle: bool
) -> None:
    build(out)
    build(out, {**FILES, "patient/asthma/index.html": b"2"})
    build(out)
    if settle:
        settled(out)
    tamper(out / "index.html")
    with publishing(out, site=out.parent) as publisher:
        assert not publisher.holds("index.html", DIGESTS["index.html"])
        assert publisher.holds("assets/style-1.css", DIGESTS["assets/style-1.css"])
        assert not publisher.stands()
        if (out / "index.html").is_dir():
            (out / "index.html").rmdir()
        publisher.finish(publisher.take(FILES), [ENTRY])
    assert tree(out) == FILES
    assert not (out / "index.html").is_symlink()


def test_nothing_is_read_when_nothing_changed(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out)
    settled(out)
    seen = reads(monkeypatch)
    with publishing(out, site=out.parent) as publisher:
        assert publisher.stands()
    assert seen == []
    build(out, {**FILES, "index.html": b"2"})
    assert seen == []
    build(out, {**FILES, "index.html": b"3"})
    assert {path.removeprefix(f"{out}/") for path in seen} <= {*FILES}  # younger than the clock's tick


def test_a_file_that_changes_within_a_tick_of_the_clock_is_noticed(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As git: what is as young as the look at it is read the next time, for its signature may lie."""

    def of_a_slow_clock(said: os.stat_result) -> str:
        return f"{said.st_dev}:{said.st_ino} {said.st_size} 1000 1000"

    monkeypatch.setattr(trees, "_of_file", of_a_slow_clock)
    monkeypatch.setattr(Beside, "clock", lambda _: Clock(out.parent.stat().st_dev, 1000))
    build(out, FILES)
    with publishing(out, site=out.parent) as publisher:
        assert publisher.stands()
    (out / "index.html").write_bytes(b"HOME")
    with publishing(out, site=out.parent) as publisher:
        assert not publisher.holds("index.html", DIGESTS["index.html"])
    build(out, FILES)
    assert tree(out) == FILES


def test_what_a_build_carried_over_is_known_to_the_next(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(_: Path) -> None:
        time.sleep(0.02)

    monkeypatch.setattr(publish, "sync_below", slowly)
    build(out)
    for number in (b"2", b"3"):
        build(out, {**FILES, "index.html": number})
        seen = reads(monkeypatch)
        with publishing(out, site=out.parent) as publisher:
            assert publisher.stands()
        assert seen == []


def test_a_page_that_somebody_changes_while_it_is_carried_over(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(out)
    real = disk.carry

    def change_and_carry(old: str, new: str) -> None:
        if old.endswith("style-1.css"):
            Path(old).write_bytes(b"!!!!")
        real(old, new)

    monkeypatch.setattr("renderer.site.spare.carry", change_and_carry)
    with pytest.raises(PublishError, match=r"style-1\.css was changed while the site was built"):
        build(out, {**FILES, "index.html": b"2"})
    assert tree(out) == {**FILES, "assets/style-1.css": b"!!!!"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"manifest": "x"}',
        b"null",
        b'{"files": {"index.html": 1}}',
    ],
)
def test_signatures_that_cannot_be_read_cost_reading_alone(
    out: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(out)
    (out.parent / ".site.renderer/signatures.json").write_bytes(data)
    seen = reads(monkeypatch)
    assert build(out) == Published(0, 5, 0)
    assert len(seen) == len(FILES)


def test_signatures_of_another_build_are_not_believed(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out)
    settled(out)
    kept = (out.parent / ".site.renderer/signatures.json").read_bytes()
    build(out, {**FILES, "index.html": b"2"})
    (out.parent / ".site.renderer/signatures.json").write_bytes(kept)
    seen = reads(monkeypatch)
    with publishing(out, site=out.parent) as publisher:
        assert publisher.stands()
    assert len(seen) == len(FILES)


def test_a_manifest_that_somebody_changed_is_not_believed(out: Path) -> None:
    build(out)
    settled(out)
    lie = (out / "manifest.json").read_text().replace(DIGESTS["index.html"], digest(b"other"))
    (out / "manifest.json").write_text(lie)
    with publishing(out, site=out.parent) as publisher:
        assert not publisher.holds("index.html", digest(b"other"))
        assert not publisher.stands()


def test_signatures_that_lead_elsewhere_are_not_followed(out: Path, tmp_path: Path) -> None:
    build(out)
    kept = out.parent / ".site.renderer/signatures.json"
    (tmp_path / "theirs").write_text("theirs")
    kept.unlink()
    kept.symlink_to(tmp_path / "theirs")
    build(out, {**FILES, "index.html": b"2"})
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert not kept.is_symlink()


def test_a_folder_that_was_copied_here_is_known_by_reading_it(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from a cache of CI, or by rsync."""
    build(out)
    os.system(f"cp -r '{out}' '{out}.copy' && rm -r '{out}' && mv '{out}.copy' '{out}'")
    seen = reads(monkeypatch)
    with publishing(out, site=out.parent) as publisher:
        assert publisher.stands()
    assert len(seen) == len(FILES)
    time.sleep(0.02)
    assert build(out) == Published(0, 5, 0)
    build(out, {**FILES, "index.html": b"2"})
    assert tree(out) == {**FILES, "index.html": b"2"}


def test_the_folder_beside_may_be_removed_between_builds(out: Path) -> None:
    build(out)
    build(out, {**FILES, "index.html": b"2"})
    os.system(f"rm -r '{out.parent}/.site.renderer'")
    assert build(out, FILES) == Published(2, 3, 0)
    assert tree(out) == FILES
    assert beside(out) == {"site", SPARE, *AROUND, *OWN}


# The spare tree


def test_an_update_is_made_of_the_spare_tree(out: Path) -> None:
    beside_it = out.parent / ".site.renderer/spare"
    build(out)
    build(out, {**FILES, "index.html": b"2"})
    both = {out.stat().st_ino, beside_it.stat().st_ino}
    for number in (b"3", b"4", b"5"):
        assert build(out, {**FILES, "index.html": number}) == Published(2, 3, 0)
        assert {out.stat().st_ino, beside_it.stat().st_ino} == both
        assert tree(out) == {**FILES, "index.html": number}


def change_a_page(old: Path) -> None:
    (old / "index.html").write_text("harm")


def remove_a_page(old: Path) -> None:
    (old / "patient/asthma/index.html").unlink()


def add(old: Path) -> None:
    (old / "more").mkdir()
    (old / "more.html").write_text("harm")
    (old / "CNAME").unlink(missing_ok=True)
    (old / "CNAME").write_text("harm")


def link_a_folder_elsewhere(old: Path) -> None:
    (old / "patient/asthma/index.html").unlink()
    (old / "patient/asthma").rmdir()
    (old / "patient/asthma").symlink_to("/etc")


def replace_by_a_file(old: Path) -> None:
    old.rename(old.with_name("x"))
    old.write_text("a file")


def replace_by_a_link(old: Path) -> None:
    old.rename(old.with_name("x"))
    old.symlink_to("x")


@pytest.mark.parametrize(
    "harm",
    [change_a_page, remove_a_page, add, link_a_folder_elsewhere, replace_by_a_file, replace_by_a_link],
)
def test_whatever_happened_to_the_spare_tree_reaches_no_reader(
    out: Path, harm: Callable[[Path], object]
) -> None:
    build(out)
    (out / "CNAME").write_text("mine")
    build(out, {**FILES, "index.html": b"2"})
    harm(out.parent / ".site.renderer/spare")
    for number in (b"3", b"4"):
        build(out, {**FILES, "index.html": number})
        assert tree(out) == {**FILES, "index.html": number, "CNAME": b"mine"}
        assert not (out / "more").exists()


def test_a_page_that_was_harmed_in_both_trees_at_once_is_made_anew(out: Path) -> None:
    """It is one file with two names."""
    build(out)
    build(out, {**FILES, "index.html": b"2"})
    (out / "assets/style-1.css").write_bytes(b"!!!")
    build(out, {**FILES, "index.html": b"3"})
    assert tree(out) == {**FILES, "index.html": b"3"}


def test_nothing_of_what_is_left_out_lies_beside_the_folder(out: Path) -> None:
    build(out)
    build(out, {**FILES, "index.html": b"2"})
    assert SPARE in beside(out)
    build(out, {"index.html": b"3"}, keep_assets=False)
    assert beside(out) == {"site", *AROUND, *OWN}


def test_a_build_that_waits_to_take_something_away_does_not_stand(out: Path) -> None:
    build(out)
    second = {"index.html": b"2"}
    build(out, second)
    with publishing(out, site=out.parent) as publisher:
        assert not publisher.stands()
    build(out, second)
    with publishing(out, site=out.parent) as publisher:
        assert publisher.stands()


# Files of others


def test_their_files_are_taken_as_they_are_now(out: Path) -> None:
    build(out)
    (out / "CNAME").write_text("one")
    (out / "old").mkdir()
    (out / "old/page").write_text("old")
    build(out, {**FILES, "index.html": b"2"})
    (out / "CNAME").unlink()
    (out / "CNAME").write_text("two")
    (out / "old/page").unlink()
    (out / "old").rmdir()
    build(out, {**FILES, "index.html": b"3"})
    assert tree(out) == {**FILES, "index.html": b"3", "CNAME": b"two"}
    assert not (out / "old").exists()
    with (out / "CNAME").open("a") as file:
        file.write(" and more")
    build(out, {**FILES, "index.html": b"4"})
    assert (out / "CNAME").read_text() == "two and more"


def test_what_is_done_to_them_meanwhile_is_done_to_the_new_tree(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(out)
    for name in ("removed", "replaced", "edited", "deep/removed"):
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text("before")
    (out / "empty").mkdir()

    def meanwhile(_: Path) -> None:
        (out / "removed").unlink()
        (out / "deep/removed").unlink()
        (out / "empty").rmdir()
        (out / "new-folder/inner").mkdir(parents=True)
        (out / "added").write_text("after")
        (out / "replaced").unlink()
        (out / "replaced").write_text("after")
        (out / "edited").write_text("after")
        (out / "clinician/asthma/index.html").write_text("theirs now")

    monkeypatch.setattr(publish, "sync_below", meanwhile)
    build(out, {"index.html": b"2"})
    assert (
        (out / "added").read_text()
        == (out / "replaced").read_text()
        == (out / "edited").read_text()
        == "after"
    )
    assert (out / "clinician/asthma/index.html").read_text() == "theirs now"
    assert (out / "new-folder/inner").is_dir()
    assert not any((out / name).exists() for name in ("removed", "deep/removed", "empty"))
    monkeypatch.undo()
    build(out, {"index.html": b"3"})
    assert set(tree(out)) == {"index.html", "added", "replaced", "edited", "clinician/asthma/index.html"}
