"""The page that shows why: an edition with every variant in place, each with who reads it and by which rule.

It is the built page with other words in it, and a style sheet and a script of the preview's own, which open
what is hidden and say what `explain` says.

Invariant: what is said of a variant is `explain`'s own data.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from html import escape

from renderer.build.chrome import Chrome
from renderer.build.edition_pages import edition_page
from renderer.build.explanation import because
from renderer.build.lookup import Found, Lookup
from renderer.build.workspace import Finished
from renderer.diagnostics import Diagnostic
from renderer.editions.annotate import MARK, Note, annotate
from renderer.editions.contents import contents_of
from renderer.editions.edition import Edition
from renderer.editions.number import number
from renderer.editions.resolve import Resolver
from renderer.language.source import Source
from renderer.writers import WRITERS

_PLACE = re.compile(rf'id="({MARK}-[0-9]+)"')


def why(lookup: Lookup, article: str, audience: str) -> Found | None:
    """Return an edition's page with every variant in place, None when there is no such edition."""
    return lookup.edition(article, audience, partial(_page, lookup.chrome))


def _page(chrome: Chrome, finished: Finished, edition: Edition) -> str | Diagnostic:
    prepared = finished.prepared
    annotated = annotate(prepared.document, edition.audience, prepared.audiences)
    whole = replace(
        edition,
        title=annotated.title,
        summary=annotated.summary,
        blocks=annotated.blocks,
        contents=contents_of(annotated.blocks),
    )
    resolver = Resolver(chrome.workspace.index, prepared.path, chrome.workspace.assets.place)
    targets, _ = resolver.resolve(whole)
    whole = _numbered(replace(whole, targets=targets), number(whole, prepared.references))
    page = edition_page(chrome, finished, whole, WRITERS["html"])
    if isinstance(page, Diagnostic):
        return page
    notes = {note.id: note for note in annotated.notes}
    marked = _PLACE.sub(lambda found: _attributes(notes[found[1]], notes, prepared.document.source), page)
    root = "../" * (prepared.id.count("/") + 3)
    style, script = f'<link rel="stylesheet" href="{root}-/why.css">', f'<script src="{root}-/why.js" defer>'
    whole_head = f"{style}\n{script}</script>\n</head>"
    return marked.replace("</head>", whole_head, 1)


def _numbered(edition: Edition, counted: Edition) -> Edition:
    """Return an edition with the numbers of its own citations, and more for those of the hidden variants."""
    more = [one for one in counted.references if one.id not in edition.numbers]
    references = (*edition.references, *more)
    numbers = {one.id: place for place, one in enumerate(references, 1)}
    return replace(edition, references=references, numbers=numbers, uses=counted.uses)


def _attributes(note: Note, notes: Mapping[str, Note], source: Source) -> str:
    """Return the attributes of a variant's element: its id, its readers, its place, and what to say of it."""
    step = note.step
    line, column = source.place(step.span.start)
    said = [f"{one.audience}: {because(one.reason)}" for one in step.verdicts]
    others = [
        f"{_readers(other)} reads: {_words(other, source)}"
        for other in notes.values()
        if step.choice is not None and other.step.choice == step.choice and other is not note
    ]
    values = {
        "id": note.id,
        "data-readers": _readers(note),
        "data-place": f"{source.path}:{line}:{column}",
        "data-why": "\n".join((*said, *others)),
    }
    return " ".join(f'{name}="{escape(value)}"' for name, value in values.items())


def _readers(note: Note) -> str:
    return ", ".join(one.audience for one in note.step.verdicts if one.reason is not None) or "nobody"


def _words(note: Note, source: Source) -> str:
    """Return the source of a variant on one line."""
    words = " ".join(source.text[slice(*note.step.span)].split())
    return words if len(words) <= 300 else f"{words[:299]}…"
