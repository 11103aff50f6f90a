"""Small sites on the disk, for the tests of the commands."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from renderer.build.commands import BuildOutcome, BuildRequest, OpenSite, build, check, open_site, show
from renderer.site.load import Loaded
from renderer.site.read import Site

AUDIENCES = {
    "audiences/patient.toml": 'name = "Patients"\norder = 1\n',
    "audiences/clinician.toml": 'name = "Clinicians"\norder = 2\n',
    "audiences/student.toml": 'name = "Students"\norder = 3\nfalls_back_to = ["clinician"]\n',
}
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{}</title></svg>'


def article(words: str = "Words.", **front: str) -> str:
    """An article's source; its front matter by keys, as YAML."""
    keys = "".join(f"{key}: {value}\n" for key, value in ({"title": "T"} | front).items())
    return f"---\n{keys}---\n\n{words}\n"


def put(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, and return it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def site_of(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a site: the files, and three audiences unless they have some."""
    has = any(name.startswith("audiences/") for name in files)
    return put(root, {**({} if has else AUDIENCES), **files})


def opened(root: Path) -> OpenSite:
    """The site as a command finds it."""
    return open_site(root, root)


def built(root: Path, **request: object) -> BuildOutcome:
    """Build a site that has no errors into `site/` in it."""
    outcome = build(opened(root), BuildRequest(**request))  # type: ignore[arg-type]  # any of its flags
    assert not outcome.failed, outcome.diagnostics
    return outcome


def found(root: Path, *articles: str, strict: bool = False) -> list[str]:
    """What `check` finds, in short: `path:line severity[code]`."""
    outcome = check(opened(root), articles, strict=strict)
    return [f"{one.path}:{one.line} {one.severity}[{one.code}]" for one in outcome.diagnostics]


def shown(root: Path, name: str, audience: str, *, form: str = "text", fragment: bool = True) -> str | None:
    """What `show` shows."""
    return show(opened(root), name, audience=audience, format=form, fragment=fragment).text


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by their paths."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def articles_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles that are read from now on, by id, in their order."""
    names: list[str] = []
    read = Site.read_article

    def noted(site: Site, name: str) -> Loaded:
        names.append(name)
        return read(site, name)

    monkeypatch.setattr(Site, "read_article", noted)
    return names
