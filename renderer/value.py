"""Values: classes whose instances are made once and never changed.

They are the standard library's dataclasses with slots, made cheaply. A command imports a hundred of them, and
to compile equality, `repr` and what forbids a change for each anew takes three quarters of the time that it
takes; so those are written here once, and that nothing changes is seen to by the type checker.

Invariant: two values are equal exactly if they are of one class and all their fields are equal.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field
from typing import ClassVar, Protocol, TypeVar, dataclass_transform

T = TypeVar("T")


class _Value(Protocol):
    __dataclass_fields__: ClassVar[Mapping[str, Field[object]]]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """Make a class of values."""
    _common(cls)
    return dataclass(slots=True, eq=False, repr=False)(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def named_value(cls: type[T]) -> type[T]:
    """Make a class of values whose fields are given by name."""
    _common(cls)
    return dataclass(slots=True, eq=False, repr=False, kw_only=True)(cls)


def _common(cls: type) -> None:
    """Give a class the methods that all values have in common."""
    for name, method in _METHODS.items():
        setattr(cls, name, method)


def _equal(one: _Value, other: object) -> bool:
    if one is other:
        return True
    return type(one) is type(other) and all(
        getattr(one, name) == getattr(other, name) for name in one.__dataclass_fields__
    )


def _hashed(one: _Value) -> int:
    return hash(tuple([getattr(one, name) for name in one.__dataclass_fields__]))


def _written(one: _Value) -> str:
    fields = [f"{name}={getattr(one, name)!r}" for name in one.__dataclass_fields__]
    return f"{type(one).__qualname__}({', '.join(fields)})"


_METHODS = {"__eq__": _equal, "__hash__": _hashed, "__repr__": _written}
