"""Values as JSON, and back, by the types of their fields.

A value is the list of its fields, in their order, without their names: what is written is read again by the
same version of the tool or not at all. A page's finished HTML (`Markup`) is told from plain words.

Invariant: reading makes nothing but values of the type that was asked for, whatever the text holds.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import Enum
from functools import lru_cache
from sys import intern
from types import NoneType, UnionType
from typing import TYPE_CHECKING, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from markupsafe import Markup

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
_Reader = Callable[[object], object]
_HTML = "html"
_SHORT = 40
"""Texts shorter than so many characters come again and again: each is held once."""


class BadRecord(Exception):  # noqa: N818  # it is the record that is bad
    """A text that is not what `write` makes of a value of that type."""


def write(value: object) -> str:
    """Return a value as JSON; TypeError for one that is none."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def read(kind: type[T], text: str) -> T:
    """Return the value of a type that a text holds.

    Raises:
        BadRecord: it holds none.
    """
    try:
        return cast("T", _reader(cast("object", kind))(json.loads(text)))
    except (ValueError, RecursionError) as error:
        raise BadRecord(str(error)) from error


def _plain(value: object) -> object:
    """Return a value as what JSON knows."""
    match value:
        case Markup():
            return {_HTML: str(value)}
        case None | str() | int():  # a StrEnum too
            return value
        case frozenset():
            return sorted(map(str, value))
        case tuple():
            return list(map(_plain, value))
        case Mapping():
            return {key: _plain(inner) for key, inner in value.items()}
        case _:
            return [_plain(getattr(value, field.name)) for field in fields(cast("DataclassInstance", value))]


@lru_cache(None)
def _reader(kind: object) -> _Reader:
    """Return what makes a value of a type of what JSON knows, or raises ValueError."""
    if kind is str:
        return _words
    if kind in {int, bool, NoneType}:
        return _exactly(cast("type", kind))
    if get_origin(kind) is not None or isinstance(kind, UnionType):
        return _generic(get_origin(kind), get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    inner = [_reader(one) for one in get_type_hints(kind).values()]
    return _each(lambda values: cast("type", kind)(*values), inner)


def _generic(origin: object, inner: tuple[object, ...]) -> _Reader:
    """Return the reader of a type that is made of others; TypeError for one that no value has."""
    match origin:
        case _ if origin in {Union, UnionType}:
            return _either([_reader(one) for one in inner])
        case _ if origin is tuple and inner[1:] == (...,):
            return _all(tuple, _reader(inner[0]))
        case _ if origin is tuple:
            return _each(tuple, [_reader(one) for one in inner])
        case _ if origin is frozenset:
            return _all(frozenset, _reader(inner[0]))
        case _ if origin is Mapping:
            return _mapping(_reader(inner[1]))
        case _:
            raise TypeError(origin)


def _words(data: object) -> object:
    if type(data) is str:
        return intern(data) if len(data) < _SHORT else data
    if isinstance(data, dict) and isinstance(html := data.get(_HTML), str):
        return Markup(html)  # noqa: S704  # a page's own words, made by the version that reads them
    raise ValueError("no words")


def _exactly(kind: type) -> _Reader:
    def reader(data: object) -> object:
        if type(data) is kind:
            return data
        raise ValueError(kind.__name__)

    return reader


def _either(readers: list[_Reader]) -> _Reader:
    def reader(data: object) -> object:
        for one in readers:
            try:
                return one(data)
            except ValueError:
                continue
        raise ValueError("none of them")

    return reader


def _all(make: Callable[[list[object]], object], inner: _Reader) -> _Reader:
    def reader(data: object) -> object:
        if isinstance(data, list):
            return make([inner(one) for one in data])
        raise ValueError("no list")

    return reader


def _each(make: Callable[[list[object]], object], readers: list[_Reader]) -> _Reader:
    def reader(data: object) -> object:
        if isinstance(data, list) and len(data) == len(readers):
            return make([one(item) for one, item in zip(readers, data, strict=True)])
        raise ValueError("not as many")

    return reader


def _mapping(inner: _Reader) -> _Reader:
    def reader(data: object) -> object:
        if isinstance(data, dict):
            return {intern(key): inner(one) for key, one in data.items()}
        raise ValueError("no mapping")

    return reader
