"""Names to authors and editors, as CSL and as people write them.

Invariant: a text that is not plainly a person's name stays as it is typed.
"""

import re

from renderer.diagnostics import Finding
from renderer.language import csl
from renderer.language.entry_problems import bad_name, unknown_field
from renderer.language.references import Name
from renderer.language.values import Field, Fields, Items, Scalar, Value, as_text, said

OTHERS = Name("et al.")
"""Stands last for the names that the list leaves out."""

_OTHERS = frozenset({"et al", "et al.", "others", "and others"})
_SUFFIXES = r"(?:Jr|Sr|[2-9](?:nd|rd|th)|II|III|IV)\.?"
_INITIALS = re.compile(r"(?P<family>\S.*?) (?P<given>(?:[^\W\d_]\.-?){1,4}|[A-Z]{2})")
_SHORT = re.compile(rf"\S+(?: \S+)? [A-Z]{{1,3}}(?: {_SUFFIXES})?")
_SUFFIX = re.compile(_SUFFIXES)
_EXAMPLE = "list the names: `- {family: Smith, given: Jane}`, `- Smith, Jane`, `- World Health Organization`"


def read_names(field: Field) -> list[Name | Finding]:
    """Return the names of a field, in the place of each that is none a finding."""
    values = field.value.values if isinstance(field.value, Items) else (field.value,)
    return [name for value in values for name in _names(value)]


def _names(value: Value) -> list[Name | Finding]:
    match value:
        case Fields():
            return _from_fields(value)
        case Items():
            return [bad_name(value.span, said(value), _EXAMPLE)]
        case Scalar():
            return [_from_text(value)]


def _from_text(text: Scalar) -> Name | Finding:
    """Return the name in a text: "Family, Given", "Family, Given, Jr", "Family F.", an organisation."""
    words = " ".join(text.text.split())
    if text.is_null or not words:
        return bad_name(text.span, "nothing", _EXAMPLE)
    if words.lower() in _OTHERS:
        return OTHERS
    parts = [part.strip() for part in words.split(",")]
    if len(parts) > 1 and all(_SHORT.fullmatch(part) or part.lower() in _OTHERS for part in parts):
        return bad_name(text.span, f"'{words}'", _EXAMPLE)
    if len(parts) == 2 and all(parts):
        return Name(parts[0], parts[1])
    if len(parts) == 3 and all(parts) and _SUFFIX.fullmatch(parts[2]):
        return Name(parts[0], parts[1], parts[2])
    initials = _INITIALS.fullmatch(words)
    return Name(initials["family"], initials["given"]) if initials else Name(words)


def _from_fields(fields: Fields) -> list[Name | Finding]:
    """Return the name that CSL's parts make."""
    findings: list[Name | Finding] = []
    parts: dict[str, str] = {}
    for field in fields.fields:
        if field.key.text not in csl.NAME_PARTS:
            findings.append(unknown_field(field.key.span, field.key.text, sorted(csl.NAME_PARTS)))
        elif not (isinstance(field.value, Scalar) and field.value.is_null):
            text = as_text(field)
            if isinstance(text, Finding):
                findings.append(text)
            else:
                parts[field.key.text] = " ".join(text.text.split())
    family = parts.get("literal") or parts.get("family", "")
    if not family and not findings:
        findings.append(bad_name(fields.span, "a name without `family` or `literal`", _EXAMPLE))
    if findings or parts.get("literal"):
        return findings or [OTHERS if family.lower() in _OTHERS else Name(family)]
    particles = " ".join(filter(None, (parts.get("dropping-particle"), parts.get("non-dropping-particle"))))
    return [Name(family, parts.get("given", ""), parts.get("suffix", ""), particles)]
