"""The files of a site's folder: their paths, links followed within the site and never out of it.

Invariant: a walk ends, whatever links lead where, and every path that it gives is a regular file that can be
opened.
"""

import os
import re
import stat
from collections.abc import Iterator
from os.path import realpath
from pathlib import Path
from typing import NamedTuple

from renderer.diagnostics import Diagnostic, Finding, Span
from renderer.language.source import Source
from renderer.site.read_problems import bad_file_name, link_outside_site, unreadable_file
from renderer.value import value

_START = Span(0, 0)
_HOPS = 3  # linked folders within linked folders; a handful that link to one another would have no end


@value
class Walk:
    """The files below a folder, in sorted order, as paths from the site with `/`, and what was wrong.

    `exists` says whether the folder is there at all.
    """

    files: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    exists: bool = True


class _Folder(NamedTuple):
    """A folder to look into: its path from the site, its real path, the real folders that links led from."""

    path: str
    real: str
    linked_from: tuple[str, ...] = ()


_Found = str | _Folder | Diagnostic


def walk(root: Path, folder: str, *, hidden: bool = False) -> Walk:
    """Return the files below a folder of the site; with `hidden` also those whose names begin with a dot."""
    site = realpath(root)
    if not os.path.lexists(root / folder):
        return Walk(exists=False)
    files: list[str] = []
    diagnostics: list[Diagnostic] = []
    waiting = [_look(root, site, folder, _Folder("", site))]
    while waiting:
        match waiting.pop():
            case str() as path if path == folder:
                diagnostics.append(at(path, unreadable_file(_START, "it is no folder")))
            case str() as path:
                files.append(path)
            case Diagnostic() as diagnostic:
                diagnostics.append(diagnostic)
            case _Folder() as inner:
                waiting.extend(_entries(root, site, inner, hidden=hidden))
    return Walk(tuple(sorted(files)), tuple(sorted(diagnostics, key=lambda one: one.order)))


def single(root: Path, path: str) -> Walk:
    """Return one file of the site's own folder as if it had been walked to."""
    site = realpath(root)
    if not os.path.lexists(root / path):
        return Walk(exists=False)
    match _look(root, site, path, _Folder("", site)):
        case str() as file:
            return Walk((file,))
        case Diagnostic() as diagnostic:
            return Walk(diagnostics=(diagnostic,))
        case _Folder():
            return Walk(diagnostics=(at(path, unreadable_file(_START, "it is a folder")),))


def _entries(root: Path, site: str, folder: _Folder, *, hidden: bool) -> Iterator[_Found]:
    try:
        with os.scandir(f"{root}/{folder.path}") as found:
            entries = sorted(found, key=lambda one: one.name)
    except OSError as error:
        yield at(folder.path, unreadable_file(_START, reason(error)))
        return
    for entry in entries:
        name = entry.name
        if not hidden and name.startswith("."):
            continue
        if _is_unwritable(name):
            yield at(f"{folder.path}/{ascii(name)[1:-1]}", bad_file_name(_START))
        elif _opens(entry, f"{folder.real}/{name}"):
            yield f"{folder.path}/{name}"
        elif entry.is_dir(follow_symlinks=False):
            yield _Folder(f"{folder.path}/{name}", f"{folder.real}/{name}", folder.linked_from)
        else:
            yield _look(root, site, f"{folder.path}/{name}", folder)


def _is_unwritable(name: str) -> bool:
    """Whether a name holds controls, separators of lines or what is no character."""
    plain = name.isascii() and name.isprintable()
    return not plain and bool(re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", name))


def _opens(entry: os.DirEntry[str], real: str) -> bool:
    """Whether a folder's entry is a file, no link, that can be opened; most are, and are soon told."""
    try:
        if not entry.is_file(follow_symlinks=False):
            return False
        os.close(os.open(real, os.O_RDONLY))
    except OSError:
        return False  # `_look` says why
    return True


def _look(root: Path, site: str, path: str, parent: _Folder) -> _Found:
    """Return what lies at a path: a file that can be opened, a folder, or what is wrong."""
    try:
        linked = os.path.islink(f"{root}/{path}")  # noqa: PTH114 - a path object for each is dear
        real = realpath(root / path, strict=True) if linked else f"{parent.real}/{path.rpartition('/')[2]}"
        if not _within(real, site):
            return at(path, link_outside_site(_START))
        mode = os.stat(real).st_mode  # noqa: PTH116 - as above
        if stat.S_ISREG(mode):
            os.close(os.open(real, os.O_RDONLY))
            return path
    except OSError as error:
        return at(path, unreadable_file(_START, reason(error)))
    links = (*parent.linked_from, parent.real) if linked else parent.linked_from
    if not stat.S_ISDIR(mode):
        why = "it is neither a file nor a folder"
    elif linked and any(_within(one, real) for one in links):
        why = "the link leads back to a folder that it lies in"
    elif len(links) > _HOPS:
        why = f"more than {_HOPS} linked folders lie in one another"
    else:
        return _Folder(path, real, links)
    return at(path, unreadable_file(_START, why))


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def at(path: str, finding: Finding) -> Diagnostic:
    """Return a finding about a file as a whole, or about what cannot be read, at its path."""
    return Source(path, "").diagnose(finding)


def reason(error: OSError) -> str:
    """Return what the system says, in its own words, without the path on this machine."""
    return (error.strerror or type(error).__name__).lower()
