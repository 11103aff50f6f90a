"""The words of the problems that making an edition finds, one function a code.

Invariant: each speaks of one audience's edition; the same problem in several is told once, with all of them.
"""

from renderer.diagnostics import problem


@problem("stranded-text")
def stranded_text(what: str) -> tuple[str, str]:
    """Selection left something that says nothing by itself.

    A block of nothing but marks or citations, a section without its heading's words, an image without its
    alternative text, a dash with nothing after it: mending cannot guess what the author wants there. Tag the
    rest of the block too, or give this audience a variant.

        [Take one tablet]{.patient} [@label].        leaves others a bare citation
        [Take one tablet [@label].]{.patient}        goes as a whole
    """
    return what, "tag the rest of it too, or write a variant for this audience"


@problem("empty-edition")
def empty_edition() -> tuple[str, str]:
    """An edition is left without any block.

    A page with a title and nothing under it helps nobody. Leave the audience out in the front matter
    (`audiences: [clinician]`), or write something for it.
    """
    return "nothing is left of this edition", "name the audiences that it is for: `audiences: [clinician]`"
