"""The steps make no cycles of values, so a build needs no search for garbage (cli/ turns it off)."""

import gc
from pathlib import Path

from renderer.audiences import Audience, Audiences
from renderer.editions.number import number
from renderer.editions.select import select
from renderer.language.parse import parse
from renderer.language.source import Source
from renderer.language.vocabulary import Vocabulary
from renderer.writers import WRITERS
from renderer.writers.view import View

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


def test_an_article_leaves_no_garbage_in_cycles() -> None:
    once()  # what is remembered for good has been made
    gc.collect()
    gc.disable()
    try:
        assert once() > 0
        assert gc.collect() == 0
    finally:
        gc.enable()
