"""Files that pages show or link to: their names in the output, their sizes, and whether they are safe.

A file is called by its content alone, so two articles with the same picture share one, and no name tells a
reader of one edition what another one shows.

Invariant: the same bytes have the same name, and a file is read once.
"""

from hashlib import sha256
from posixpath import splitext

from renderer.diagnostics import Diagnostic, Span, problem
from renderer.editions.edition import ToFile
from renderer.editions.pictures import picture_size
from renderer.editions.svg import svg_faults
from renderer.language.source import Source
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
    """The files of one site that editions use."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._places: dict[str, ToFile] = {}
        self.data: dict[str, bytes] = {}
        self.diagnostics: list[Diagnostic] = []

    def place(self, path: str) -> ToFile:
        """Return where a file of the site (`content/x/chart.svg`) lies in the output."""
        if path not in self._places:
            data = self._site.read_bytes(path)
            ending = splitext(path)[1].lower()
            name = f"{ASSETS}/{sha256(data).hexdigest()[:16]}{ending}"
            self.data[name] = data
            size = picture_size(data)
            self._places[path] = ToFile(name, *(size or (None, None)))
            if ending == ".svg":
                self._judge(path, data)
        return self._places[path]

    def _judge(self, path: str, data: bytes) -> None:
        source = Source(path, data.decode("utf-8", "replace"))
        for offset, what in svg_faults(source.text):
            self.diagnostics.append(source.diagnose(unsafe_svg(Span(offset, offset + 1), what)))
