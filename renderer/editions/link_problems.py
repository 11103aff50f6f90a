"""The words of every problem with where a link or an image leads, one function a code.

Invariant: no message says what stands in an edition that the reader of this one does not see.
"""

from renderer.diagnostics import Severity, problem
from renderer.language.nearest import meant
from renderer.language.problems import short


@problem("no-target")
def no_target() -> tuple[str, str]:
    """A link or an image leads nowhere: its target is empty.

    Write where it leads: `[words](other.md#heading)`.
    """
    return "this link has no target", "write where it leads: `[words](other.md)` or `[words](#heading)`"


@problem("bad-scheme")
def bad_scheme(target: str) -> tuple[str, str]:
    """A link's target is of a kind that pages do not follow.

    Links lead to the web (`https:`, `http:`), to `mailto:` and `tel:`, to articles and to files of the site.
    Everything else could run in a reader's browser or lead out of the page in ways that nobody checks.
    """
    return (
        f"'{short(target)}' is no target that a page may lead to",
        "write an `https:`, `mailto:` or `tel:` address",
    )


@problem("outside-site")
def outside(target: str) -> tuple[str, str]:
    """A link leads to a file outside `content/` and `static/`.

    A relative link names an article or a file in `content/`; one that begins with `/` a file of `static/`.
    Copy the file there.
    """
    return f"'{short(target)}' lies outside the site's content", "copy the file into `content/` or `static/`"


@problem("missing-file")
def missing_file(target: str, path: str) -> tuple[str, str]:
    """A link or an image names a file that is not there.

    Letters count: `Chart.svg` is not `chart.svg`. Relative links count from the article's own folder.
    """
    return f"there is no file '{short(target)}'", f"it would be `{path}`"


@problem("missing-article")
def missing_article(article: str, known: tuple[str, ...]) -> tuple[str, str]:
    """A link names an article that the site does not have.

    Links count from the article's own folder: `[words](../asthma.md)`.
    """
    return (
        f"there is no article '{short(article)}'{meant(article, known)}",
        "links count from the article's folder",
    )


@problem("missing-edition")
def missing_edition(article: str, audience: str) -> tuple[str, str]:
    """A link leads to an article that has no edition for this audience.

    Tag the link so that only those who can follow it see it, or write that edition.
    """
    return f"'{article}' has no edition for {audience}", "tag the link for those who can follow it"


@problem("missing-heading")
def missing_heading(
    fragment: str, article: str, known: tuple[str, ...], *, elsewhere: bool
) -> tuple[str, str]:
    """A link leads to a heading that this audience's edition does not have.

    The heading is misspelt, or it is tagged and this audience does not see it. Tag the link like the heading.
    """
    if elsewhere:
        message = f"this audience's edition of '{article}' has no '#{short(fragment)}'"
        return message, "tag the link like the heading that it leads to"
    message = f"'{article}' has no heading '#{short(fragment)}'{meant(fragment, known)}"
    return message, "give the heading an id, `## Words {#id}`, and use that"


@problem("link-to-draft")
def link_to_draft(article: str) -> tuple[str, str]:
    """A link leads to a draft, which has no edition.

    Take `draft: true` out of the other article, or take the link out of this one.
    """
    return f"'{article}' is a draft", "publish it first, or take the link out"


@problem("hidden-definition")
def hidden_definition(label: str) -> tuple[str, str]:
    """A link goes through a definition that stands where this audience does not read.

    What a tag hides stays hidden, link targets included. Move the line `[label]: target` out of the tagged
    part.
    """
    return (
        f"'[{short(label)}]' is defined where this audience does not read",
        "move its line out of the tagged part",
    )


@problem("not-a-picture")
def not_a_picture(target: str) -> tuple[str, str]:
    """An image names an article, an address to write to or a telephone number.

    `![words](file.png)` shows a picture; `[words](other.md)` links to an article.
    """
    return f"'{short(target)}' is no picture", "write `[words](…)` without `!` for a link"


@problem("remote-image", Severity.WARNING)
def remote_image(target: str) -> tuple[str, str]:
    """An image is fetched from another site whenever somebody reads the page.

    That site learns who reads about what, and the page breaks with it. Copy the picture beside the article.
    """
    return f"'{short(target)}' is fetched from another site", "copy the picture beside the article"
