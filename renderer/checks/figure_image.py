"""The check of `figure-image`.

Invariant: a figure is judged in each edition that has it.
"""

from collections.abc import Iterator

from renderer.checks.check import Article, Found, check
from renderer.editions.contents import contents_of
from renderer.language.tree import Image


@check("figure-image")
def figure_image(article: Article) -> Iterator[Found]:
    """A figure does not hold exactly one image in an edition that has it.

    The rest of a figure is the caption of its image, so it needs one, and one alone. Put each image into a
    figure of its own, or tag them so that each audience sees one.
    """
    for edition in article.editions:
        for figure in edition.contents.figures:
            count = sum(isinstance(node, Image) for node in contents_of(figure.blocks).links)
            if count != 1:
                message = f"this figure holds {count} images"
                advice = "write one image in it: `![alt](picture.png)`"
                yield Found(figure.span, message, advice, (edition.audience.id,))
