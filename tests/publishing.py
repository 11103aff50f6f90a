"""A site, an output folder and a build, for the tests of publishing."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from renderer.site import publish
from renderer.site.manifest import EditionEntry
from renderer.site.publish import Published

FILES = {
    "index.html": b"home",
    "patient/asthma/index.html": b"for patients",
    "clinician/asthma/index.html": b"for clinicians",
    "assets/style-1.css": b"one",
}
ENTRY = EditionEntry(
    "patient/asthma/index.html",
    "asthma",
    "patient",
    "html",
    "content/asthma.md",
    "Asthma: é",
    None,
    "submitted",
)


_MEMORY = Path("/dev/shm")


def in_memory() -> tempfile.TemporaryDirectory[str]:
    """A folder for a test that makes thousands of files, on a disk in memory where there is one."""
    return tempfile.TemporaryDirectory(dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None)


@pytest.fixture
def memory() -> Iterator[Path]:
    with in_memory() as folder:
        yield Path(folder)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for name in AROUND:
        (root / name).mkdir(parents=True)
    return root


@pytest.fixture
def out(site: Path) -> Path:
    return site / "site"


def build(out: Path, files: Mapping[str, bytes] = FILES, *, keep_assets: bool = True) -> Published:
    return publish.publish(files, [ENTRY], out, site=out.parent, leaves_out=lambda _: not keep_assets)


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder but the manifest, with their bytes; a link by what it leads to."""
    return {
        str(path.relative_to(folder)): os.fsencode(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or not path.is_dir()) and path.name != "manifest.json"
    }


def beside(out: Path) -> set[str]:
    """What lies beside a folder, and in the tool's own folder there."""
    own = out.with_name(f".{out.name}.renderer")
    return {one.name for one in out.parent.iterdir()} | (
        {f"{own.name}/{one.name}" for one in own.iterdir()} if own.is_dir() else set()
    )


AROUND = {"content", "audiences", "templates", "static", "approvals"}
OWN = {".site.renderer", *(f".site.renderer/{name}" for name in (".gitignore", "lock", "signatures.json"))}
SPARE = ".site.renderer/spare"
