"""Files that pages show or link to: their names in the output, their sizes, and whether they are safe.

A file is called by its content alone, so two articles with the same picture share one, and no name tells a
reader of one edition what another one shows.

Invariant: the same bytes have the same name, and a file is read once.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from posixpath import splitext

from renderer.diagnostics import Diagnostic, Span, problem
from renderer.editions.contents import Contents
from renderer.editions.edition import Edition, ToFile
from renderer.language.source import Source
from renderer.language.tree import Link
from renderer.site.folder import ReadError
from renderer.site.outputs import ASSETS
from renderer.site.read import Site


@problem("unsafe-svg")
def unsafe_svg(what: str) -> tuple[str, str]:
    """An SVG picture holds something that could run or fetch something in a reader's browser.

    Pictures are published from the site's own address, so a script in one is a script of the site. Export the
    picture again as plain SVG, or as PNG.
    """
    return f"this SVG holds {what}", "export it as plain SVG, without scripts and links to other files"


class Assets:
    """The files of one site that editions use.

    By their path in the output: `digests` are the SHA-256 of their bytes in hex, and `sources` their paths in
    the site, more than one where files are alike. The bytes themselves are read again where they are wanted.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._places: dict[str, ToFile] = {}
        self._faults: dict[str, tuple[Diagnostic, ...]] = {}
        self.sources: dict[str, list[str]] = {}
        self.digests: dict[str, str] = {}

    def place(self, path: str) -> ToFile:
        """Return where a file of the site (`content/x/chart.svg`) lies in the output.

        Raises:
            ReadError: the file could be read when the site was, and cannot be read now.
        """
        if path not in self._places:
            from renderer.editions.pictures import picture_size  # noqa: PLC0415 - many articles show none

            data = self._site.read_bytes(path)
            ending = splitext(path)[1].lower()
            digest = sha256(data).hexdigest()
            name = f"{ASSETS}/{digest[:16]}{ending}"
            self.digests[name] = digest
            self.sources.setdefault(name, []).append(path)
            size = picture_size(data)
            self._places[path] = ToFile(name, *(size or (None, None)))
            if ending == ".svg":
                self._faults[path] = tuple(_unsafe(path, data))
        return self._places[path]

    def digest(self, name: str) -> str:
        """Return the SHA-256, in hex, of a file of the output: one that was placed, or one of `static/`."""
        return self.digests.get(name) or self._site.folder.digest(f"static/{name}")

    def data(self, name: str) -> bytes:
        """Return the bytes of a file of the output that was placed.

        Raises:
            ReadError: it is not what was placed any more, or cannot be read now.
        """
        return load(self._site, self.sources[name][0], self.digests[name])

    def faults(self, paths: Iterable[str]) -> tuple[Diagnostic, ...]:
        """Return what is wrong with files that were placed, by their paths in the site."""
        return tuple(one for path in paths for one in self._faults.get(path, ()))


class Placing:
    """Places the files that one text leads to; `paths` are theirs in the site, each once, in their order."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        self.paths: dict[str, None] = {}

    def __call__(self, path: str) -> ToFile:
        """Return where a file lies in the output; ReadError as `Assets.place` raises it."""
        self.paths[path] = None
        return self._assets.place(path)

    def faults(self) -> tuple[Diagnostic, ...]:
        """Return what is wrong with the files that were placed for the text."""
        return self._assets.faults(self.paths)


def load(site: Site, path: str, digest: str) -> bytes:
    """Return the bytes of a file of the site, which are those of a digest (SHA-256 in hex).

    Raises:
        ReadError: they are others now, or cannot be read.
    """
    data = site.read_bytes(path)
    if sha256(data).hexdigest() != digest:
        raise ReadError(f"{path} was changed while the site was built")
    return data


def used_files(edition: Edition, *, pictures: bool) -> Iterator[str]:
    """Yield the files of the output that an edition links to and, where they are wanted, shows."""
    around = Contents()
    around.inlines((*edition.title, *edition.summary))
    for node in (*around.links, *edition.contents.links):
        to = edition.targets.get(node.target)
        if isinstance(to, ToFile) and (pictures or isinstance(node, Link)):
            yield to.path


def _unsafe(path: str, data: bytes) -> Iterator[Diagnostic]:
    from renderer.editions.svg import svg_faults  # noqa: PLC0415 - as above

    source = Source(path, data.decode("utf-8", "replace"))
    for offset, what in svg_faults(source.text):
        yield source.diagnose(unsafe_svg(Span(offset, offset + 1), what))
