"""The words of every problem that reading the markup finds, one function a code.

Invariant: each message holds the author's own word where there is one, and each help says what to type.
"""

import json
import re
from collections.abc import Collection
from typing import Final

from renderer.diagnostics import Severity, problem
from renderer.language.nearest import meant

_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")


def short(words: str) -> str:
    """Return words of the source as a message quotes them: on one line, at most 40 characters."""
    line = " ".join(words.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


@problem("unknown-class")
def unknown_class(word: str, near: str, audiences: tuple[str, ...]) -> tuple[str, str]:
    """A class is not in the vocabulary: no audience, no block kind, no class of the site.

    A misspelt audience would show its words to the wrong readers, so an article with an unknown class has no
    edition. Write the audience as it is named in `audiences/`, or allow the class in `site.toml`
    (`classes = ["wide"]`).

        [heart attack]{.patiant}    is an error
        [heart attack]{.patient}    shows its words to patients
    """
    kind = (
        "an audience or a known class" if not near else "an audience" if near in audiences else "known here"
    )
    message = f"'{word}' is not {kind}" + (f"; did you mean '{near}'?" if near else "")
    return (
        message,
        f"the audiences are {', '.join(audiences)}; `renderer explain unknown-class` lists the rest",
    )


@problem("unknown-term")
def unknown_term(words: str | None, known: Collection[str]) -> tuple[str, str]:
    """Words with `.term` are no term of the site, or are not plain words.

    `[terms]` in `site.toml` gives a term its wording for each audience. Without one its readers would be left
    with the word that was to be spared them, so the article has no edition. Write the word as it is listed (a
    capital at its start may be added), or list it. Emphasis, links and tags go round a term, not into it. On
    a site without `[terms]` the class only marks words for the look of the page.

        [hypertenson]{.term}         is an error
        **[hypertension]{.term}**    is worded for each audience, and strong

    ```toml
    # site.toml
    [terms.hypertension]
    patient = { text = "high blood pressure", explanation = "the force of the blood on the vessels" }
    ```
    """
    if words is None:
        advice = "write the marks round it: `**[hypertension]{.term}**`"
        return "a term holds plain words alone", advice
    key = words if _BARE_KEY.fullmatch(words) else json.dumps(words, ensure_ascii=False)
    return f"'{short(words)}' is no term of this site{meant(words, known)}", (
        f'list it in site.toml: `[terms.{short(key)}]`, and below it `patient = "…"`'
    )


@problem("bad-attributes")
def bad_attributes(words: str, why: str, advice: str) -> tuple[str, str]:
    r"""Something in braces cannot be read as an attribute list.

    Outside code and link targets a brace always opens one. A list holds `.class`, `#id` and `key="value"`
    with spaces between them, and nothing else; the keys are `width`, `height` (images) and `lang`.

    `renderer check --fix` writes the point before a known word, and puts commas, curled quotes and blanks of
    another kind right; it never changes a word.

        [words]{patient}     is an error: an audience is a class
        [words]{.patient}    tags the words
        \{a, b\}             writes braces
    """
    return f"{short(words)} {why}", advice


@problem("stray-attributes")
def stray_attributes(words: str, advice: str) -> tuple[str, str]:
    """An attribute list stands on nothing, or is the second one on the same thing.

    A tag that stands on nothing would tag nothing, and its words would be shown to everybody. A list stands
    right after an inline's end, first in a list item or a cell, alone on a line directly above its block, or
    last in a heading or a code fence.

        words{.patient}       is an error
        [words]{.patient}     tags the words
    """
    return f"{short(words)} stands on nothing", advice


@problem("bad-tag")
def bad_tag(words: str, why: str, advice: str) -> tuple[str, str]:
    """A tag contradicts itself, or stands where its kind cannot.

    `else` and `choose` stand without names, because an `else` is for whoever has no variant of their own;
    `only` needs a name to restrict; `choose` is for fenced divs; block kinds are for blocks.
    """
    return f"{short(words)} {why}", advice


@problem("reserved-id")
def reserved_id(name: str) -> tuple[str, str]:
    """An id begins with `page-`: those belong to the page round the article (its references, its notices).

    Choose another: `{#dose}`.
    """
    return f"the id '{name}' belongs to the page", "begin the id with anything but `page-`"


@problem("stray-bracket")
def stray_bracket(mark: str) -> tuple[str, str]:
    r"""A bracket has no partner in its block.

    A lost bracket moves the words of a tag to other readers, so it is an error. Write its partner, or
    `\[` and `\]` for the character itself.
    """
    return f"'{mark}' has no partner in its block", f"write its partner, or `\\{mark}` for the character"


@problem("stray-backtick")
def stray_backtick() -> tuple[str, str]:
    r"""A backtick is lost, and what stands between two others, a tag among it, became code.

    In code nothing is markup, so everybody would read the tag and the words that it was meant to keep from
    them. Write the backtick that is missing, or `\`` for the character itself.
    """
    why = "a backtick is missing here or has no partner, which makes code of a tag"
    return why, "write the missing backtick, or `\\`` for the character"


@problem("undefined-label")
def undefined_label(label: str) -> tuple[str, str]:
    """A link goes through a label that nothing defines.

    `[text][label]` needs a line `[label]: target` in the same article.
    """
    return f"no line defines '[{short(label)}]'", f"write `[{short(label)}]: target` on a line of its own"


@problem("duplicate-label")
def duplicate_label(label: str) -> tuple[str, str]:
    """Two lines define the same label, and which one a link takes would be a guess.

    Labels are compared without regard to case and white space. Rename one of them.
    """
    return f"'[{short(label)}]' is defined twice", "give one of the two another label"


@problem("footnote")
def footnote(words: str) -> tuple[str, str]:
    r"""Footnotes are not part of the markup yet.

    Cite a source with `[@key]`, or put the words into the text; `\[^1\]` writes the characters.
    """
    return f"'{short(words)}' is a footnote, and footnotes are not here yet", "cite with `[@key]` instead"


@problem("bad-link")
def bad_link(words: str) -> tuple[str, str]:
    r"""What follows a bracket cannot be read as a link's target.

    A target holds no spaces unless `<` and `>` stand round it, and its brackets have partners.

        [words](my file.md)      is an error
        [words](<my file.md>)    is a link
        [words] (a remark)       is text
    """
    return f"'{short(words)}' is no link target", "write `(<target with spaces>)`, or a space before `(`"


@problem("bad-title")
def bad_title(what: str) -> tuple[str, str]:
    r"""The target or the title of a link holds what looks like markup, and would be shown as it is.

    Nothing in a title is markup. Write `\{` and `\}` for braces, and take comments and `:::` out.
    """
    return f"{what} in a link's target or title would be shown", "take it out, or write `\\{` for a brace"


@problem("nested-link")
def nested_link() -> tuple[str, str]:
    """A link's text holds another link. No reader can follow both.

    End the first link before the second begins.
    """
    return "a link stands inside a link", "end one before the other begins"


@problem("bad-citation")
def bad_citation(words: str, why: str) -> tuple[str, str]:
    r"""A bracket holds a citation key and is no citation.

    The forms are `[@key]`, `[@a; @b]` and `[@a, p. 3]`. Other words belong outside the bracket; no citation
    stands in a link's text, an image's alt text, a title or a summary. `\@` writes the character.
    """
    return f"{short(words)} {why}", "write `[@key]`, `[@a; @b]` or `[@a, p. 3]`; `\\@` writes an at sign"


@problem("raw-html")
def raw_html(words: str, instead: str) -> tuple[str, str]:
    r"""HTML stands in the Markdown. It could show words past every tag, so it is an error.

    Use the Markdown for it; `\<` writes the character.
    """
    return f"'{short(words)}' is HTML", instead


@problem("unclosed-comment")
def unclosed_comment() -> tuple[str, str]:
    """A comment is opened and not closed in its block.

    A comment is an author's note and in no edition; one without its end would take everything with it. One
    that starts a line may hold empty lines and ends with `-->` at the end of a line.
    """
    return "this comment is never closed in its block", "close it with `-->`; words after it go on a new line"


@problem("underlined-heading")
def underlined_heading(marks: str) -> tuple[str, str]:
    """A line of `=` or `-` under a paragraph would make it a heading.

    Write `## Heading`; for a line across the page leave an empty line above `---`.
    """
    return (
        f"'{short(marks)}' underlines the line above as a heading",
        "write `## ` before the heading instead",
    )


@problem("unclosed-code")
def unclosed_code(marks: str) -> tuple[str, str]:
    """A code fence is opened and never closed in its container.

    Everything after it would be shown as code, tags included. Close it with the same marks.
    """
    return (
        f"the code fence '{marks}' is never closed",
        "write the same marks on a line of their own after the code",
    )


@problem("indented-code")
def indented_code() -> tuple[str, str]:
    """A line that is indented by four or more is code, and this one holds a brace or `:::`.

    What looks like a tag would be shown as it is. Indent it less, or put code between code fences.
    """
    return "this line is indented code, so its tag would be shown", "indent it less, or use ``` round code"


@problem("unclosed-fence")
def unclosed_fence(words: str) -> tuple[str, str]:
    """A fenced div is opened and never closed in the container (list item, quote) where it stands.

    Write `:::` on a line of its own, as far indented as its opening line, where its blocks end.
    """
    return f"'{short(words)}' is never closed", "write `:::` on a line of its own after its last block"


@problem("stray-fence")
def stray_fence(advice: str) -> tuple[str, str]:
    r"""`:::` stands where it opens and closes nothing.

    A closing fence needs an open div in the same container. Inside a line `\:::` writes the characters.
    """
    return "this ':::' opens and closes nothing", advice


@problem("stray-caption")
def stray_caption() -> tuple[str, str]:
    r"""A caption stands outside the div that holds its table, or in a paragraph of other words.

    A caption goes with its table and shares its tag; out here it is shown to everybody. Put it directly above
    or below the table, inside the div. For a sentence that begins so, write `Table\:`.
    """
    return (
        "this caption stands apart from its table",
        "put it above or below its table, a paragraph by itself",
    )


@problem("stray-row")
def stray_row() -> tuple[str, str]:
    r"""What looks like a row of a table stands apart from it.

    An empty line or a comment ends a table. What follows is no row: everybody would read it, bars and all, a
    tagged column's cells too. Take out what stands between. For a bar at a line's start, write `\|`.
    """
    return "this row stands apart from its table", "take out the empty line or the comment above it"


@problem("stray-indent")
def stray_indent() -> tuple[str, str]:
    """A block after a tagged list or item is indented, and not as far as the item's words.

    It looks like part of the item and is not, so everybody sees it. Write it under the item's first word, or
    at the start of the line.
    """
    return (
        "this is indented, but belongs to no list item",
        "indent it as far as the item's words, or not at all",
    )


@problem("too-deep")
def too_deep() -> tuple[str, str]:
    """Something is nested deeper than is read.

    No page needs it, and a reader loses the thread long before. Take some levels out.
    """
    return "this is nested deeper than is read", "take some levels out"


@problem("table-cells")
def table_cells(cells: int, columns: int) -> tuple[str, str]:
    r"""A row has more or fewer cells than its table's header, so words would stand in the wrong column.

    Write one cell for each column, empty ones too; `\|` writes a bar. A line that is no row needs an empty
    line before it.
    """
    return (
        f"this row has {cells} cells and the table {columns} columns",
        "write as many cells as the header has",
    )


@problem("untagged-variant")
def untagged_variant() -> tuple[str, str]:
    """A `choose` div holds something without a tag.

    Each child of a choice is a variant and says for whom: tag it, or move it out of the div.
    """
    return "a child of a 'choose' div has no tag", "tag it, for instance `{.else}`, or move it out of the div"


@problem("stray-else")
def stray_else(why: str) -> tuple[str, str]:
    """An `else` is not the last variant of a choice.

    `else` is for whoever has no variant of their own, so it needs neighbours that have names, and stands
    after them: `[heart attack]{.patient}[myocardial infarction]{.else}`.
    """
    return f"this 'else' {why}", "put a variant with an audience's name directly before it"


@problem("title-heading", Severity.WARNING)
def title_heading() -> tuple[str, str]:
    """A heading of level 1 stands in the article. The page has one already: the title.

    Write `## ` instead.
    """
    return "a level-1 heading competes with the page's title", "write `## `"
