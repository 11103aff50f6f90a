"""Numbering: an edition's citations and its list of references.

Numbers follow the order of first citation within the edition (the citation-sequence system of NLM and ICMJE).

Invariant: the list holds exactly what the edition cites.
"""

from collections.abc import Mapping
from dataclasses import replace

from renderer.editions.edition import Edition
from renderer.language.references import Reference


def number(edition: Edition, known: Mapping[str, Reference]) -> Edition:
    """Return the edition with the numbers of its citations; a key that is not known gets none."""
    uses: dict[str, int] = {}
    for citation in edition.contents.citations:
        for item in citation.items:
            if item.key in known:
                uses[item.key] = uses.get(item.key, 0) + 1
    numbers = {key: place for place, key in enumerate(uses, 1)}
    return replace(edition, references=tuple(known[key] for key in uses), numbers=numbers, uses=uses)
