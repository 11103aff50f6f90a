"""Link definitions: learnt before any words are read, and what stands in the tree where each was written.

Invariant: of two definitions of one label the first counts, and the second is reported.
"""

from markdown_it.token import Token

from renderer.diagnostics import Span
from renderer.language import problems
from renderer.language.inlines.brackets import title_fault
from renderer.language.reading import Reading
from renderer.language.source import Source
from renderer.language.tree import Definition


def learn(token: Token, span: Span, source: Source, reading: Reading) -> None:
    """Learn a definition, since a link may stand before its line."""
    label, target, title = (str(token.meta[key]) for key in ("id", "url", "title"))
    written = str(token.meta["label"])
    if written.startswith("^"):
        reading.report(problems.footnote(span, f"[{written}]"))
    written = source.text[slice(*span)].partition(target)[2] if target else ""
    if why := title_fault(target, written or title):
        reading.report(problems.bad_title(span, why))
    reading.definitions.setdefault(label, Definition(label, target, title, span))


def read_definition(token: Token, span: Span, reading: Reading) -> Definition:
    """Return the definition that stands at a span."""
    label = str(token.meta["id"])
    known = reading.definitions.get(label)
    if known is not None and known.span == span:
        return known
    reading.report(problems.duplicate_label(span, str(token.meta["label"])))
    return Definition(label, str(token.meta["url"]), str(token.meta["title"]), span)
