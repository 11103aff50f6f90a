"""The sitemap, for search engines (sitemaps.org, version 0.9).

Invariant: no file of it names more pages than the standard allows; with more pages `sitemap.xml` names files
that name them.
"""

from collections.abc import Iterable, Iterator
from html import escape

_MOST = 50_000
"""How many addresses one file may hold."""
_FORM = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(base: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the files of a sitemap, by their paths in the output.

    `base` is the address of the output's root, without `/` at its end; `paths` are those of the pages.
    """
    pages = sorted(paths)
    parts = [pages[start : start + _MOST] for start in range(0, len(pages), _MOST)]
    if len(parts) < 2:
        yield "sitemap.xml", _file("urlset", "url", base, pages)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _file("sitemapindex", "sitemap", base, names)
    for name, part in zip(names, parts, strict=True):
        yield name, _file("urlset", "url", base, part)


def _file(root: str, each: str, base: str, paths: Iterable[str]) -> str:
    """Return a file whose root element holds an element for each path."""
    lines = (f"<{each}><loc>{escape(f'{base}/{path}', quote=False)}</loc></{each}>" for path in paths)
    begin, end = f'<{root} xmlns="{_FORM}">', f"</{root}>\n"
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', begin, *lines, end))
