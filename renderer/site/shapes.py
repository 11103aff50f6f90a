"""What the values of a settings file look like, as data: the check and the JSON Schema are made of it.

Invariant: whatever the check lets pass, the schema lets pass; `form` is all that the two share of a text.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeAlias

from renderer.site.toml import Array, Item, Scalar, Table, Text
from renderer.value import value


class Field(NamedTuple):
    """What a key does, and what its value must be: in words, as an example and as a shape."""

    does: str
    must_be: str
    example: str
    shape: "Shape"
    required: bool = False


@value
class Words:
    """A text. `form` is a regular expression for the whole of it, in what Python and JSON Schema both read.

    `fits` sees to what no regular expression says well.
    """

    form: str = ""
    fits: Callable[[str], bool] | None = None


@value
class AudienceId:
    """The id of an audience. That the site has it is checked where the audiences are known."""


@value
class Whole:
    """A whole number from `least` to `most`; None stands for no bound."""

    least: int | None = None
    most: int | None = None


@value
class Above:
    """A finite number above 0."""


@value
class Several:
    """A list of names, each once.

    `id_form` is the form of ids that no audience has; another check has its say too.
    """

    each: "Words | AudienceId"
    id_form: str = ""


@value
class Texts:
    """A table of texts, each with a key that is not empty."""


@value
class Wordings:
    """A table of tables, one a word; in each, by audience, a text on one line or a table of these fields."""

    fields: Mapping[str, Field]


@value
class Judged:
    """What code alone judges: a value that the tool writes itself, and no schema describes."""

    fits: Callable[[Item], bool]


Shape: TypeAlias = Words | AudienceId | Whole | Above | Several | Texts | Wordings | Judged

TEXT: Final = Words()
LINE: Final = Words(r"[^\n]*")
NAME: Final = Words(r"[^\S\n]*\S[^\n]*")
"""A text on one line with something in it."""


def fits(item: Item, shape: Shape) -> bool:
    """Whether a value has a shape."""
    match shape:
        case Words() | AudienceId():
            return isinstance(item, Text) and _text_fits(item.words.text, shape)
        case Whole() | Above():
            return isinstance(item, Scalar) and _number_fits(item.value, shape)
        case Several():
            return isinstance(item, Array) and all(fits(one, NAME) for one in item.items)
        case Texts() | Wordings():
            return isinstance(item, Table) and (isinstance(shape, Wordings) or _are_texts(item))
        case Judged(judge):
            return judge(item)


def as_number(number: object) -> float:
    """Return a number as a float; NaN for what is none."""
    try:
        if isinstance(number, int | float) and not isinstance(number, bool):
            return float(number)
    except OverflowError:  # a whole number too large for a float
        return float("inf")
    return float("nan")


def _text_fits(text: str, shape: Words | AudienceId) -> bool:
    words = NAME if isinstance(shape, AudienceId) else shape
    if words.form and not re.fullmatch(words.form, text):
        return False
    return words.fits is None or words.fits(text)


def _number_fits(number: object, shape: Whole | Above) -> bool:
    match shape:
        case Above():
            return 0 < as_number(number) < float("inf")
        case Whole(least, most):
            if not isinstance(number, int) or isinstance(number, bool):
                return False
            return (least is None or least <= number) and (most is None or number <= most)


def _are_texts(table: Table) -> bool:
    return all(map(str.strip, table.items)) and all(isinstance(one, Text) for one in table.items.values())
