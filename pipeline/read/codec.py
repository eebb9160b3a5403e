"""Records to JSON and back, exactly.

Works from the declared types of frozen dataclasses, so a new field needs no code here.
Floats come back to the last bit; a value is normalised to its declared type on the way
in (an int in a float field becomes a float), so a page read now and the same page taken
from the cache are equal in every respect. No pickle: what is read back is only data.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import sys
import types
import typing
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")

Convert = Callable[[Any], Any]


def encode(record: Any) -> str:
    """Return a dataclass as JSON.

    Raises:
        TypeError: a field's type is none that is known here.
    """
    kind: Any = type(record)
    pack, _ = _converters(kind)
    return json.dumps(pack(record), ensure_ascii=True, separators=(",", ":"))


def decode(kind: type[T], text: str | bytes) -> T:
    """Return the record of class `kind` that `encode` made the text of.

    Raises:
        ValueError: the text is no JSON, or not that of such a record.
    """
    declared: Any = kind
    _, unpack = _converters(declared)
    try:
        record = unpack(json.loads(text))
    except (TypeError, KeyError, IndexError, AttributeError, InvalidOperation) as error:
        raise ValueError(f"not a {kind.__name__}") from error
    assert isinstance(record, kind)
    return record


def encode_rows(kind: type[T], rows: Iterable[T]) -> bytes:
    """Return records of one class as JSON.

    Raises:
        TypeError: a field's type is none that is known here.
    """
    declared: Any = kind
    pack, _ = _converters(declared)
    return json.dumps([pack(row) for row in rows], separators=(",", ":")).encode("ascii")


def decode_rows(kind: type[T], text: bytes) -> tuple[T, ...]:
    """Return the records of class `kind` that `encode_rows` made the text of."""
    declared: Any = kind
    _, unpack = _converters(declared)
    return tuple(unpack(row) for row in json.loads(text))


@functools.cache
def _converters(kind: Any) -> tuple[Convert, Convert]:
    """Return the functions that take a value of a declared type to JSON's types and back."""
    if kind is str:
        return str, sys.intern  # what many records say is kept once
    if kind in (int, float, bool):
        return kind, kind
    if kind is type(None):
        return _nothing, _nothing
    if kind is Decimal:
        return str, Decimal
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _of_tuple(typing.get_args(kind))
    if origin is frozenset:
        return _of_set(typing.get_args(kind))
    if origin is dict:
        return _of_dict(typing.get_args(kind))
    if origin in (typing.Union, types.UnionType):
        return _of_optional(typing.get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return (lambda member: member.value), kind
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _of_named_tuple(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _of_dataclass(kind)
    raise TypeError(f"no JSON form for {kind}")


def _nothing(value: Any) -> None:
    if value is not None:
        raise TypeError("not None")


def _of_tuple(arguments: tuple[Any, ...]) -> tuple[Convert, Convert]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        pack, unpack = _converters(arguments[0])
        return (
            (lambda values: [pack(value) for value in values]),
            (lambda values: tuple(unpack(value) for value in values)),
        )
    parts = [_converters(argument) for argument in arguments]
    return (
        (lambda values: [p(v) for (p, _), v in zip(parts, values, strict=True)]),
        (lambda values: tuple(u(v) for (_, u), v in zip(parts, values, strict=True))),
    )


def _of_set(arguments: tuple[Any, ...]) -> tuple[Convert, Convert]:
    pack, unpack = _of_tuple((*arguments, ...))
    return (lambda members: pack(sorted(members))), (lambda values: frozenset(unpack(values)))


def _of_dict(arguments: tuple[Any, ...]) -> tuple[Convert, Convert]:
    pair = types.GenericAlias(tuple, arguments)
    pack, unpack = _of_tuple((pair, ...))
    return (lambda mapping: pack(mapping.items())), (lambda values: dict(unpack(values)))


def _of_optional(arguments: tuple[Any, ...]) -> tuple[Convert, Convert]:
    others = [argument for argument in arguments if argument is not type(None)]
    if len(others) != 1 or len(arguments) != 2:
        raise TypeError(f"no JSON form for {arguments}")
    pack, unpack = _converters(others[0])
    return (
        (lambda value: None if value is None else pack(value)),
        (lambda value: None if value is None else unpack(value)),
    )


def _of_named_tuple(kind: Any) -> tuple[Convert, Convert]:
    hints = typing.get_type_hints(kind)
    pack, unpack = _of_tuple(tuple(hints[name] for name in kind._fields))
    return pack, (lambda values: kind(*unpack(values)))


def _of_dataclass(kind: Any) -> tuple[Convert, Convert]:
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    parts = [(name, *_converters(hints[name])) for name in names]

    def pack(record: Any) -> list[Any]:
        return [convert(getattr(record, name)) for name, convert, _ in parts]

    def unpack(values: Any) -> Any:
        return kind(**{n: back(v) for (n, _, back), v in zip(parts, values, strict=True)})

    return pack, unpack
