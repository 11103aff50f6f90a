"""The wheel: built, installed into an empty environment, it makes the sample site from anywhere."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.sites import built, tree

ROOT = Path(__file__).parent.parent
SITE = ("content", "audiences", "static", "approvals", "site.toml")


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command from the root of the disk, with nothing of this checkout in sight."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    env |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", **environment}
    ended = subprocess.run(command, cwd="/", env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    flags = ("--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", folder)
    run(sys.executable, "-m", "pip", "wheel", *flags, ROOT)
    (found,) = folder.glob("renderer-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment that has the wheel, and the libraries of this one."""
    folder = tmp_path_factory.mktemp("empty") / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin/python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
    where = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(where) / "libraries.pth").write_text("".join(f"{one}\n" for one in sorted(libraries)))
    return folder / "bin"


def test_it_holds_the_code_the_templates_and_the_audiences_and_nothing_else(wheel: Path) -> None:
    names = [name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name]
    shipped = {name.removeprefix("renderer/_shipped/") for name in names if "_shipped/" in name}
    expected = {
        path.relative_to(ROOT).as_posix()
        for folder in ("templates", "audiences")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert shipped == expected
    assert all(name.startswith("renderer/") for name in names)
    data = {name for name in names if "_shipped/" not in name and not name.endswith(".py")}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in ("site/starter", "preview/frame")
        for path in (ROOT / "renderer" / folder).rglob("*")
        if path.is_file()
    }
    assert data - {"renderer/py.typed", "renderer/build/report/report.css"} == wanted


def test_the_code_is_the_wheels_own(installed: Path) -> None:
    where = run(installed / "python", "-c", "import renderer; print(renderer.__file__)").stdout.strip()
    assert Path(where).is_relative_to(installed.parent)


def test_the_sample_site_is_the_same_as_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    site = tmp_path / "sample"
    site.mkdir()
    for name in SITE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, site / name)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, site / name)
    ended = run(installed / "renderer", "build", "--site", site, "--out", tmp_path / "out")
    assert ended.stdout == ""
    built(site)
    assert tree(tmp_path / "out") == tree(site / "site")
    assert run(installed / "renderer", "check", "--site", site).stdout.startswith("No problems found in ")
    assert run(installed / "renderer", "explain", "bad-template").stdout.startswith("bad-template (error)\n")
    assert run(installed / "python", "-m", "renderer", "--version").stdout.startswith("renderer ")
