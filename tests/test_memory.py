"""A process of the command line never looks for cycles, so no article may leave one."""

import gc
from pathlib import Path

from renderer.build.commands import BuildRequest, build, open_site
from tests.bench.articles import write_site


def left_behind(folder: Path, count: int) -> int:
    """Build a site of that many articles, and return how many objects only the collector could free."""
    write_site(folder, count)
    site = open_site(folder, folder)
    gc.collect()
    gc.disable()
    try:
        assert not build(site, BuildRequest(out=folder / "site")).failed
        return gc.collect()
    finally:
        gc.enable()


def test_an_article_leaves_no_garbage(tmp_path: Path) -> None:
    left_behind(tmp_path / "first", 1)  # what is made once, whatever the site
    few, many = left_behind(tmp_path / "few", 1), left_behind(tmp_path / "many", 9)
    assert many - few < 2 * 8  # a title each, which a filter of the templates remembers
