"""A process of the command line never looks for cycles, so no article may leave one."""

import gc
from pathlib import Path

from renderer.audiences import Audience, Audiences
from renderer.build.commands import BuildRequest, build, open_site
from renderer.editions.number import number
from renderer.editions.select import select
from renderer.language.parse import parse
from renderer.language.source import Source
from renderer.language.vocabulary import Vocabulary
from renderer.writers import WRITERS
from renderer.writers.view import View
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


AUDIENCES = Audiences(
    (
        Audience("patient", "Patients"),
        Audience("clinician", "Clinicians"),
        Audience("student", "Students", falls_back_to=("clinician",)),
    )
)
ARTICLE = Path("content/high-blood-pressure.md")


def once() -> int:
    """Take a sample article from its source to all its bodies, and return how long they are together."""
    vocabulary = Vocabulary(AUDIENCES.ids)
    document = parse(Source(ARTICLE.as_posix(), ARTICLE.read_text("utf-8")), vocabulary)
    known = {one.id: one for one in document.front_matter.references}
    editions = [number(select(document, "article", one), known) for one in AUDIENCES]
    return sum(
        len(writer.blocks(one.blocks, View(writer.file, one.audience.id, one.numbers)))
        for one in editions
        for writer in WRITERS.values()
    )


def test_the_steps_leave_no_garbage_at_all() -> None:
    once()  # what is remembered for good has been made
    gc.collect()
    gc.disable()
    try:
        assert once() > 0
        assert gc.collect() == 0
    finally:
        gc.enable()
