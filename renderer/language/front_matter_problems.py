"""What can be wrong with an article's front matter: the words of each problem and its manual.

Invariant: one function a code; it words the problem and does not look for it.
"""

from collections.abc import Sequence

from renderer.diagnostics import problem
from renderer.language.nearest import meant


@problem("no-front-matter")
def no_front_matter(advice: str) -> tuple[str, str]:
    """An article does not begin with front matter, so that it has no title.

    Write the front matter first: a line `---`, what there is to say about the article, and a line `---`.

    ```yaml
    ---
    title: Asthma
    ---
    ```
    """
    return "the article has no front matter", advice


@problem("unclosed-front-matter")
def unclosed_front_matter() -> tuple[str, str]:
    """The front matter has no line `---` at its end, so that it would take in the article.

    ```yaml
    ---
    title: Asthma

    Asthma makes breathing hard.
    ```

    Write a line `---` below its last key.
    """
    return "the front matter is never closed", "write a line `---` below its last key"


@problem("missing-title")
def missing_title(reason: str) -> tuple[str, str]:
    """An article has no title, or an empty one. The title is the one thing that every article must say.

    Write it as the front matter's first key.

    ```yaml
    title: Asthma
    ```
    """
    return f"the article {reason}", "write `title: ` and the article's title"


@problem("title-cut")
def title_cut(key: str, kept: str, advice: str) -> tuple[str, str]:
    """A title or summary without quotes holds a space and a `#`, where YAML ends it: the rest is a comment.

    ```yaml
    title: Vitamin B12 # how much?
    ```

    Put the whole in quotes.

    ```yaml
    title: "Vitamin B12 # how much?"
    ```
    """
    end = f"after '{kept}'" if kept else "before its first word"
    return (
        f"YAML ends this {key} {end}: what follows `#` is a comment",
        f"put the whole {key} in quotes{advice}",
    )


@problem("unquoted-words")
def unquoted_words(key: str, said: str, advice: str) -> tuple[str, str]:
    """A title or summary begins with `[` or `{` and has no quotes, so that YAML takes it for a list or a map.

    ```yaml
    title: [Heart attack]
    ```

    Put the whole in quotes.

    ```yaml
    title: "[Heart attack]{.patient}[Myocardial infarction]{.else}"
    ```
    """
    return f"YAML takes this {key} for {said}", f"put the whole {key} in quotes{advice}"


@problem("unknown-audience")
def unknown_audience(written: str, known: Sequence[str]) -> tuple[str, str]:
    """The front matter names an audience that the site does not have.

    ```yaml
    audiences: [patiant]
    ```

    Name the audiences of the site: the files in `audiences/`, without `.toml`.

    ```yaml
    audiences: [patient]
    ```
    """
    return f"'{written}' is no audience of this site{meant(written, known)}", (
        f"the audiences are {', '.join(known)}" if known else "the site has no audiences yet"
    )


@problem("review-approved")
def review_approved() -> tuple[str, str]:
    """The front matter says `approved`. An approval belongs to words that somebody has read, not to a file.

    ```yaml
    review: approved
    ```

    Write `submitted` or `under-review`, or leave the key out; whoever has read the edition approves it.

    ```console
    renderer approve asthma -a patient --by "A. Reader"
    ```
    """
    return "an article cannot approve itself", "leave `approved` out; approvals come from `renderer approve`"


@problem("unknown-review")
def unknown_review(written: str, known: Sequence[str]) -> tuple[str, str]:
    """`review` says something that is no step of a review.

    ```yaml
    review: in progress
    ```

    Write `submitted` or `under-review`, for all audiences or for each.

    ```yaml
    review: under-review
    review: {patient: under-review, clinician: submitted}
    ```
    """
    return f"'{written}' is no step of a review{meant(written, known)}", "write `submitted` or `under-review`"


@problem("bad-alias")
def bad_alias(written: str, reason: str, better: str) -> tuple[str, str]:
    """A former id in `aliases` is none that an article can have, so that no redirect can stand there.

    ```yaml
    aliases: [/Asthma.md]
    ```

    An id is made of lower-case ASCII letters, digits, `-` and `/`, has no `.md`, and its first part is
    neither an audience nor `assets`.

    ```yaml
    aliases: [asthma]
    ```
    """
    return f"'{written}' {reason}", (
        f"write '{better}'" if better else "an id has lower-case ASCII letters, digits, `-` and `/` alone"
    )
