"""Values of a data file (YAML, JSON, BibTeX), each with its place in the source.

A value is a scalar, a list of values or a map of them; readers of front matter and of references ask it for
what they need and get the value or a finding.

Invariant: a value's span lies in the source that it was read from, and no key stands twice in one map.
"""

from collections.abc import Sequence
from datetime import date
from re import compile as pattern
from typing import NamedTuple, TypeAlias

from renderer.diagnostics import Finding, Span
from renderer.language.forms import ISO_DAY
from renderer.language.value_problems import bad_date, wrong_type
from renderer.value import value

NO_TEXT = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]+")
"""Characters that no value may hold: what YAML 1.1, section 5.1, leaves out."""


class Scalar(NamedTuple):
    """A text, as the file's format reads it, and where it stands.

    `exact` says that the source holds this very text at the span (which then leaves quotes out), so that
    offsets in the one are offsets in the other. `plain` says that it stands without quotes. `cut` is the span
    of a `#` and what follows it on the line, where that ended the text; None where nothing did.
    """

    text: str
    span: Span
    exact: bool = True
    plain: bool = False
    cut: Span | None = None

    @property
    def is_null(self) -> bool:
        """Whether it is no value at all: nothing, `~` or `null`."""
        return self.plain and self.text in {"", "~", "null"}

    @property
    def is_boolean(self) -> bool:
        """Whether it is `true` or `false`; `yes` and `no` are words."""
        return self.plain and self.text in {"true", "false"}

    @property
    def is_number(self) -> bool:
        """Whether it is a number of plain digits."""
        return self.plain and self.text.isascii() and self.text.isdecimal()


class Items(NamedTuple):
    """A list of values."""

    values: "tuple[Value, ...]"
    span: Span


class Field(NamedTuple):
    """One key of a map and its value."""

    key: Scalar
    value: "Value"


class Fields(NamedTuple):
    """A map: its fields in the order of the source, each key once."""

    fields: tuple[Field, ...]
    span: Span

    def named(self, key: str) -> Field | None:
        """Return the field with that key, None when there is none."""
        return next((one for one in self.fields if one.key.text == key), None)


Value: TypeAlias = Scalar | Items | Fields


@value
class Reading:
    """What a file's text says, None when it says nothing or cannot be read, and what is wrong with it."""

    value: Value | None
    findings: tuple[Finding, ...] = ()


def as_text(field: Field) -> Scalar | Finding:
    """Return a field's text, of whatever kind of scalar, or the finding that it is empty, a list or a map."""
    value = field.value
    return value if isinstance(value, Scalar) and not value.is_null else not_a(field, "text")


def as_items(field: Field, example: str) -> tuple[Value, ...] | Finding:
    """Return a field's list, or the finding that it is none; `example` shows what to write."""
    return field.value.values if isinstance(field.value, Items) else not_a(field, "a list", example)


def as_texts(field: Field, example: str) -> Sequence[Scalar | Finding] | Finding:
    """Return a field's list of texts, in the place of anything else in it a finding."""
    items = as_items(field, example)
    if isinstance(items, Finding):
        return items
    key = field.key._replace(text=f"an item of {field.key.text}")
    return [as_text(Field(key, one)) for one in items]


def not_a(field: Field, wanted: str, example: str = "") -> Finding:
    """Return the finding that a field's value is not what it must be."""
    return wrong_type(field.value.span, field.key.text, wanted, said(field.value), example)


def said(value: Value) -> str:
    """Return what kind of value it is, in an author's words."""
    match value:
        case Items():
            return "a list"
        case Fields():
            return "a map"
        case Scalar():
            return "empty" if value.is_null or not value.text.strip() else f"'{value.text}'"


_YEAR_FIRST = pattern(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")


def as_day(scalar: Scalar) -> date | Finding:
    """Return the day that an ISO date (`2025-10-29`) names, or the finding that it names none."""
    text = scalar.text.strip()
    try:
        if ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        return bad_date(scalar.span, text, exists=False)
    return no_date(scalar)


def no_date(scalar: Scalar) -> Finding:
    """Return the finding that a text is no date; one that begins with its year can be read in one way."""
    finding = bad_date(scalar.span, scalar.text.strip())
    found = _YEAR_FIRST.fullmatch(scalar.text)
    if found is None or not scalar.exact:
        return finding
    try:
        return finding.mended(date(int(found[1]), int(found[3]), int(found[4])).isoformat())
    except ValueError:
        return finding
