"""The keys that a settings file may have: what each must look like, and the faults of those that do not.

Invariant: all faults of a file are found at once, each at its own key or value.
"""

from collections.abc import Iterator, Mapping, Sequence

from renderer.diagnostics import Finding, Span, problem
from renderer.language.nearest import meant
from renderer.language.value_problems import listed_twice
from renderer.site.shapes import NAME, Above, Field, Several, Texts, as_number, fits
from renderer.site.toml import NO_WORDS, Array, Item, Scalar, Table, Text, TomlText


@problem("unknown-setting")
def unknown_setting(key: str, known: Sequence[str]) -> tuple[str, str]:
    """The file does not know this key. It is mostly a slip, and what it sets would be lost without a word.

    ```toml
    titel = "Our articles"      # wrong
    title = "Our articles"      # right
    ```
    """
    return (
        f"'{key}' is no setting here{meant(key, known)}",
        f"the settings here are {', '.join(known)}",
    )


@problem("bad-setting")
def bad_setting(key: str, must_be: str, example: str) -> tuple[str, str]:
    """The value has the wrong type, or is one that its key does not take. It would count for nothing.

    ```toml
    text_width = "wide"         # wrong: a whole number from 20 to 200
    text_width = 72             # right
    ```
    """
    return f"'{key}' must be {must_be}", f"write `{example}`" if example else ""


@problem("missing-setting")
def missing_setting(key: str, example: str) -> tuple[str, str]:
    """A key is missing that the file cannot do without. Write it as in the example.

    ```toml
    name = "Patients"           # every audience has a name, which the chooser shows
    ```
    """
    return f"'{key}' is missing", f"write `{example}`"


def faults(table: Table, fields: Mapping[str, Field]) -> Iterator[Finding]:
    """Yield what is wrong with a table's keys: unknown, missing, or with a value that does not fit."""
    for key, item in table.items.items():
        field = fields.get(key)
        if field is None:
            yield unknown_setting(item.key, key, sorted(fields))
        elif not fits(item, field.shape):
            for span in misfits(item, field):
                yield bad_setting(span, key, field.must_be, field.example)
    for key, field in fields.items():
        if field.required and key not in table.items:
            yield missing_setting(table.key, key, field.example)


def misfits(item: Item, field: Field) -> list[Span]:
    """Return the spans to point at: the bad entries of a list or a table of texts, else the value."""
    entries: list[Item] = []
    if isinstance(field.shape, Several) and isinstance(item, Array):
        entries = [one for one in item.items if not fits(one, NAME)]
    elif isinstance(field.shape, Texts) and isinstance(item, Table):
        entries = [one for one in item.items.values() if not isinstance(one, Text)]
    return [one.span for one in entries] or [item.span]


def repeated(table: Table, key: str) -> Iterator[Finding]:
    """Yield the words that a list holds again."""
    seen: set[str] = set()
    for word in texts(table, key):
        if word.text in seen:
            yield listed_twice(word.span, key, word.text)
        seen.add(word.text)


def text(table: Table, key: str) -> TomlText:
    """Return a key's string, an empty one when there is none."""
    item = table.items.get(key)
    return item.words if isinstance(item, Text) else NO_WORDS


def texts(table: Table, key: str) -> tuple[TomlText, ...]:
    """Return the strings of a key's list that have something in them."""
    item = table.items.get(key)
    entries = item.items if isinstance(item, Array) else ()
    return tuple(one.words for one in entries if isinstance(one, Text) and fits(one, NAME))


def words(table: Table, key: str) -> tuple[str, ...]:
    """Return the strings of a key's list, each once."""
    return tuple(dict.fromkeys(one.text for one in texts(table, key)))


def whole(table: Table, key: str, default: int) -> int:
    """Return a key's whole number, the default when there is none."""
    item = table.items.get(key)
    value = item.value if isinstance(item, Scalar) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def number(table: Table, key: str) -> float | None:
    """Return a key's number above 0, None when there is none."""
    item = table.items.get(key)
    return as_number(item.value) if isinstance(item, Scalar) and fits(item, Above()) else None


def tables(table: Table, key: str) -> Mapping[str, Item]:
    """Return the items of a key's table, none when there is no such table."""
    item = table.items.get(key)
    return item.items if isinstance(item, Table) else {}


def text_table(table: Table, key: str) -> dict[str, str]:
    """Return the strings of a key's table."""
    return {name: one.words.text for name, one in tables(table, key).items() if isinstance(one, Text)}
