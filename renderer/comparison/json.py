"""A comparison as JSON, for other tools: every line, alike or not, with what each edition says in it.

Invariant: the keys of an object and their meaning never change.
"""

import json
from collections.abc import Iterator
from typing import TypeAlias

from renderer.comparison.compare import Comparison, Opposite, Said
from renderer.comparison.passages import spoken
from renderer.language.source import Source

Value: TypeAlias = str | int | bool | list["Value"] | dict[str, "Value"] | None


def write_json(comparison: Comparison, source: Source) -> str:
    """Return a comparison as JSON text with a line end; `source` is its article's."""
    whole: Value = {
        "article": comparison.article,
        "audiences": [one.id for one in comparison.audiences],
        "passages": [_line(line, source) for line in comparison.lines],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _line(line: Opposite, source: Source) -> Value:
    return {"alike": line.alike, "editions": [_said(one, source) for one in line.said]}


def _said(said: Said, source: Source) -> Value:
    """Return one edition's passage; null for a gap."""
    passage = said.passage
    if passage is None:
        return None
    number, column = source.place(passage.span.start)
    return {
        "kind": passage.kind,
        "line": number,
        "column": column,
        "text": passage.text,
        "differences": list(_differences(said)),
    }


def _differences(said: Said) -> Iterator[Value]:
    for run in said.runs:
        if run.differs:
            yield {"text": spoken(run.words), "figure": run.figure}
