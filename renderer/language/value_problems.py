"""What can be wrong with a data file, whatever it is for: the words of each problem and its manual.

Invariant: one function a code; it words the problem and does not look for it.
"""

from collections.abc import Sequence

from renderer.diagnostics import problem
from renderer.language.nearest import meant


@problem("broken-yaml")
def broken_yaml(reason: str, advice: str) -> tuple[str, str]:
    """The YAML cannot be read from this place on, so that nothing of it is known.

    Most often a value holds a colon and a space, or begins with a character that YAML keeps for itself:
    one of ``[ ] { } * & ! | > @ ` % # ' "``.

    ```yaml
    title: Asthma: what helps
    ```

    Put the whole value in quotes. Inside double quotes a backslash goes before a quote.

    ```yaml
    title: "Asthma: what helps"
    ```

    `renderer check --fix` puts a title or a summary of one line in quotes.
    """
    return f"this is not YAML: {reason}", advice


@problem("broken-json")
def broken_json(reason: str) -> tuple[str, str]:
    """The file is not JSON, so that nothing of it is known.

    JSON allows no comment, no comma after the last item, and only double quotes.

    ```json
    [{"id": "smith2020", "title": "Inhalers"},]
    ```

    Write

    ```json
    [{"id": "smith2020", "title": "Inhalers"}]
    ```
    """
    return (
        f"this is not JSON: {reason}",
        "mend the JSON here: double quotes, no comma at the end, no comments",
    )


@problem("duplicate-key")
def duplicate_key(key: str, first: str) -> tuple[str, str]:
    """A key stands twice in one map, so that one of its values would be lost in silence.

    ```yaml
    title: Asthma
    title: Asthma in children
    ```

    Keep one of the two.
    """
    return f"'{key}' stands twice", f"keep one of the two; the first is {first}"


@problem("yaml-alias")
def yaml_alias(written: str) -> tuple[str, str]:
    """An anchor (`&name`), an alias (`*name`) or a merge key (`<<`) stands in the YAML. They are not read.

    They hide what a value is from whoever reads the file, and a few lines of them can make a value of any
    size. Most often none was meant: the words of a title begin with `*` or `&`.

    ```yaml
    title: *Helicobacter*
    ```

    Write the value out at each place, and put words that begin so in quotes.

    ```yaml
    title: "*Helicobacter*"
    ```
    """
    return (
        f"'{written}' is a YAML anchor, alias or merge key, which are not read here",
        "write the value out; put it in quotes if these are words",
    )


@problem("yaml-tag")
def yaml_tag(written: str) -> tuple[str, str]:
    """A YAML tag (`!name`) stands before a value. Tags are not read.

    ```yaml
    title: !important Read this first
    ```

    Leave the tag out, or put words that begin with `!` in quotes.

    ```yaml
    title: "!important Read this first"
    ```
    """
    return (
        f"'{written}' is a YAML tag, which is not read here",
        "leave it out, or put the whole value in quotes",
    )


@problem("yaml-key")
def yaml_key(written: str) -> tuple[str, str]:
    """A key of the YAML is not a word: it is a list, a map, a number, `true`, `false` or nothing.

    ```yaml
    review:
      1: submitted
    ```

    Write a word as the key, or put it in quotes if it is one.
    """
    return f"'{written}' is no key", "a key is a word, such as `title`"


@problem("deep-values")
def deep_values(deepest: int) -> tuple[str, str]:
    """Lists and maps are nested deeper than they are read.

    Nothing here needs more than six levels; a deeper file is a mistake, such as a row of brackets.

    ```yaml
    audiences: [[[[[[[[[[[[[[[[[[[[patient]]]]]]]]]]]]]]]]]]]]
    ```

    Write the values flatter.

    ```yaml
    audiences: [patient]
    ```
    """
    return f"lists and maps are nested deeper than {deepest} levels", "write the values flatter"


@problem("unknown-key")
def unknown_key(written: str, of: str, known: Sequence[str], advice: str = "") -> tuple[str, str]:
    """The front matter, or a file of references, has a key that means nothing there.

    What it says would be lost in silence.

    ```yaml
    titel: Asthma
    ```

    The keys of the front matter are `title`, `summary`, `updated`, `audiences`, `references`, `review`,
    `draft` and `aliases`; a file of references is a list, or has the one key `references`.

    ```yaml
    title: Asthma
    ```
    """
    hint = "" if advice else meant(written, known)
    return f"'{written}' is no key of {of}{hint}", advice or f"what can stand here: {', '.join(known)}"


@problem("wrong-type")
def wrong_type(key: str, wanted: str, said: str, example: str = "") -> tuple[str, str]:
    """A key has a value of the wrong kind: a list where words belong, words where a list belongs.

    ```yaml
    audiences: patient
    ```

    Write what the key takes.

    ```yaml
    audiences: [patient]
    ```

    `renderer check --fix` writes the brackets round audiences' names and a former id, and `true` or `false`
    for `draft: yes` or `no`.
    """
    return (
        f"'{key}' must be {wanted}, and is {said}",
        f"write {example}" if example else f"give '{key}' {wanted}",
    )


@problem("bad-date")
def bad_date(written: str, *, exists: bool = True) -> tuple[str, str]:
    """A date is not written as a date, or there is no such day.

    ```yaml
    updated: 2026-02-30
    ```

    Write year, month and day with hyphens, `2026-02-28`. The date of a source may also be a year or a year
    and a month. `renderer check --fix` does it where the year stands first, `2026-2-28` or `2026/2/28`.
    """
    reason = "is not a date" if exists else "is a day that does not exist"
    return f"'{written}' {reason}", "write year, month and day: `2026-02-28`"


@problem("empty-value")
def empty_value(key: str, example: str) -> tuple[str, str]:
    """A key has no value, although what it is for needs one.

    ```yaml
    audiences: []
    ```

    An article for no audience would be for nobody. Leave the key out, or say what is meant.
    """
    return f"'{key}' is empty", f"leave '{key}' out, or write {example}"


@problem("listed-twice")
def listed_twice(key: str, word: str) -> tuple[str, str]:
    """A list names the same thing twice, and one of the two is most likely a slip for something else.

    ```yaml
    audiences: [patient, patient]
    ```

    Name each once.

    ```yaml
    audiences: [patient, student]
    ```
    """
    return f"'{word}' stands twice in '{key}'", f"name '{word}' once"
