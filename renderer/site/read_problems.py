"""What can be wrong with the files of a site before anything in them is understood: words and manuals.

Invariant: one function a code; it words the problem and does not look for it.
"""

from renderer.diagnostics import Severity, problem


@problem("unreadable-file")
def unreadable_file(reason: str) -> tuple[str, str]:
    """A file or a folder of the site that cannot be read.

    What cannot be read cannot be checked, and leaving it out in silence would publish a site with a hole. The
    message says what the system answered: no permission, a link to nothing, a folder called `x.md`.
    """
    return f"this cannot be read: {reason}", "mend it, or take it out of the site's folder"


@problem("link-outside-site")
def link_outside_site() -> tuple[str, str]:
    """A symbolic link leads out of the site's folder. Copy the file into the site instead.

    What lies out there would be published with the site, and nobody sees it from the site's files. Links
    within the site are followed.
    """
    return "this symbolic link leads out of the site's folder", "copy what it points at into the site"


@problem("bad-file-name")
def bad_file_name() -> tuple[str, str]:
    """A file has a name that no page can link to: with a control character in it, or not in UTF-8.

    Rename the file; letters of any language will do.
    """
    return "this name holds a control character, or is not in UTF-8", "rename it"


@problem("not-utf-8")
def not_utf_8(byte: int, more: int) -> tuple[str, str]:
    """A file that is not text in UTF-8, the one encoding that is read.

    Guessing another encoding would change letters and signs: a dose of `5 µg` is not to be guessed. Open the
    file in an editor and save it as UTF-8. A byte-order mark does no harm.
    """
    others = f", nor are {more} more" if more > 1 else ", nor is one more" if more else ""
    return f"this is not UTF-8: the byte {byte:#04x} is no character{others}", "save the file as UTF-8"


@problem("nul-character")
def nul_character() -> tuple[str, str]:
    """A NUL in a text: a sign of a damaged file, or of one in UTF-16.

    Save the file as UTF-8, and look whether words of it are lost.
    """
    return "a NUL character stands here", "take it out; if the file is in UTF-16, save it as UTF-8"


@problem("control-character")
def control_character(character: str) -> tuple[str, str]:
    """A control character in a text: one that no page can hold and no reader sees.

    It comes along when words are copied from a terminal or a word processor. Delete it.
    """
    name = f"U+{ord(character):04X}"
    return f"the control character {name} stands here", f"delete {name}; it shows nothing"


@problem("too-large")
def too_large(limit: int) -> tuple[str, str]:
    """A text file larger than is read: 2 MiB.

    No article is that long. Most often a picture stands in the text as data: put it beside the article as a
    file of its own and link to it.
    """
    return (
        f"this file is larger than {limit:,} bytes",
        "split it, or move pictures in it to files of their own",
    )


@problem("not-an-article")
def not_an_article(name: str) -> tuple[str, str]:
    """A Markdown file has a name that does not end in `.md`. It would be left out of the site in silence.

    ```text
    content/asthma.markdown     # wrong
    content/asthma.md           # right
    content/_asthma.markdown    # on purpose no article
    ```
    """
    return (
        f"'{name}' is no article: an article's name ends in '.md'",
        "rename it; a name that begins with '_' is left out on purpose",
    )


@problem("bad-article-id")
def bad_article_id(name: str, why: str) -> tuple[str, str]:
    """An article whose path gives it an id that it cannot have.

    The id is the path in `content/` without `.md` (and without `/index`), and the place of its pages on the
    site: lower-case letters `a` to `z`, `0` to `9`, `-`, and `/` between folders. Its first part is no
    audience and not `assets`: those are folders of the output.

    ```text
    content/High Blood Pressure.md      # wrong
    content/high-blood-pressure.md      # right
    ```
    """
    return f"'{name}' cannot be an article's id: it {why}", "rename the file or its folder"


@problem("article-id-taken")
def article_id_taken(name: str, other: str) -> tuple[str, str]:
    """Two files that are the same article: `x.md` and `x/index.md` both have the id `x`. Keep one."""
    return f"'{name}' is already the id of {other}", "rename one of the two files"


@problem("static-clash")
def static_clash(name: str, why: str) -> tuple[str, str]:
    """A file in `static/` that would stand where a page of the site stands.

    Static files are copied as they are to the root of the output. Taken there: `index.html`, `404.html`,
    `manifest.json`, `sitemap.xml` (and `sitemap-1.xml` and so on), `assets/`, a folder for each audience, and
    `index.html` in a folder for each article. A name that differs in its case alone is taken too: some disks
    know no case.
    """
    return f"'{name}' cannot be copied to the output: {why}", "rename the file or its folder"


@problem("references-file")
def references_file(name: str, why: str) -> tuple[str, str]:
    """More than one list of references for the whole site, or one whose name is not read.

    The list is `content/references.yaml`, `content/references.json` or `content/references.bib`: one of them,
    so that a key has one meaning.
    """
    return f"'{name}' {why}", "keep one of references.yaml, references.json and references.bib"


@problem("no-content")
def no_content() -> tuple[str, str]:
    """A site without its `content/` folder: it was not copied, or the site is another folder.

    Building it would put an empty site in the place of the one before.
    """
    return "the site has no content/ folder", "make one, or give the site's folder with `--site`"


@problem("no-articles", Severity.WARNING)
def no_articles() -> tuple[str, str]:
    """The `content/` folder holds no article, so the site has nothing to show.

    Every file in it that ends in `.md` is an article: write `content/asthma.md`.
    """
    return "there is no article in content/", "write one, for example `content/asthma.md`"
