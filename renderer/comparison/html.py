"""A comparison as HTML: a table with a column for each audience and a line for each passage.

Invariant: every word of the content is escaped, and nothing is told by colour alone.
"""

from collections.abc import Iterator
from html import escape
from typing import Final

from renderer.comparison.compare import Comparison, Opposite, Run, Said
from renderer.comparison.passages import spoken
from renderer.language.source import Source

COLOURS: Final = """\
:root { --line: #c5cad3; --soft: #555b66; --mark: #fff0b3; --figure: #b3261e; --head: #e8effb; }
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --line: #454b56; --soft: #a9b0bc; --mark: #4a3d00; --figure: #ff8a80; --head: #1c2738; }
}
body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem; }
"""
"""The colours and letters of a comparison that stands by itself."""

STYLE: Final = """\
.comparison { border-collapse: collapse; width: 100%; table-layout: fixed; }
.comparison :is(th, td) { border: 1px solid var(--line); padding: .4rem .6rem; }
.comparison :is(th, td) { text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.comparison thead th { position: sticky; top: 0; background: var(--head); }
.comparison .place { width: 3.5rem; font-weight: normal; color: var(--soft); }
.comparison .gap { color: var(--soft); font-style: italic; border-style: dashed; }
.comparison :is(.title, .heading, .header) { font-weight: bold; }
.comparison .code { font-family: ui-monospace, monospace; }
.comparison .within { display: block; font-size: .8em; font-weight: normal; color: var(--soft); }
.comparison mark { background: var(--mark); color: inherit; text-decoration: underline; }
.comparison mark.figure { outline: 2px solid var(--figure); font-weight: bold; }
"""
"""The look of the table, in the colours that stand round it."""


def write_html(comparison: Comparison, source: Source) -> str:
    """Return a whole page with a comparison; `source` is its article's."""
    names = ", ".join(one.name for one in comparison.audiences)
    title = escape(f"{comparison.article}: {names}")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{COLOURS}{STYLE}</style>\n"
        f"</head>\n<body>\n<h1>{title}</h1>\n{write_table(comparison, source)}</body>\n</html>\n"
    )


def write_table(comparison: Comparison, source: Source) -> str:
    """Return a comparison as a table alone."""
    names = "".join(f'<th scope="col">{escape(one.name)}</th>' for one in comparison.audiences)
    lines = "".join(_line(line, source) for line in comparison.lines)
    return (
        f"<p>{_summary(comparison)}</p>\n"
        '<table class="comparison">\n<thead>\n<tr><th scope="col" class="place">Line</th>'
        f"{names}</tr>\n</thead>\n<tbody>\n{lines}</tbody>\n</table>\n"
    )


def _summary(comparison: Comparison) -> str:
    figures = comparison.figures
    return (
        f"{len(comparison.different)} of {len(comparison.lines)} passages differ; "
        f"{figures} {'difference' if figures == 1 else 'differences'} in figures, outlined. "
        "Words that not all editions have are underlined."
    )


def _line(line: Opposite, source: Source) -> str:
    number, _ = source.place(line.first.span.start)
    state = "alike" if line.alike else "different"
    return f'<tr class="{state}"><th scope="row" class="place">{number}</th>{"".join(_cells(line))}</tr>\n'


def _cells(line: Opposite) -> Iterator[str]:
    for said in line.said:
        yield _cell(said)


def _cell(said: Said) -> str:
    passage = said.passage
    if passage is None:
        return '<td class="gap">not in this edition</td>'
    within = f'<span class="within">{escape(passage.within)}</span>' if passage.within else ""
    return f'<td class="{passage.kind}">{within}{"".join(map(_run, said.runs)).strip()}</td>'


def _run(run: Run) -> str:
    space = " " if run.words[0].spaced else ""
    words = escape(spoken(run.words))
    if not run.differs:
        return space + words
    kind = ' class="figure"' if run.figure else ""
    return f"{space}<mark{kind}>{words}</mark>"
