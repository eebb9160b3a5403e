"""Tables as CSV and JSON, and back.

One record class is one table (see `schemas.records`); its fields are the columns.
Both files hold the same rows in the same order, and the same rows always give the
same bytes.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO, TypeVar

from pipeline.emit.result import IsiTabel
from pipeline.emit.text import clean, guard, unguard

R = TypeVar("R")

LONGEST_CELL = 2**31 - 1
"""Letters; the most that every system takes for a limit (the library's own is 131.072)."""
FLOAT_PLACES = 4
"""Decimal places of boxes (points) and of keyakinan: finer differences are noise of the machine."""


def write_table(isi: IsiTabel, folder: Path) -> tuple[Path, Path]:
    """Write `<table>.csv` and `<table>.json` into a folder and return their paths."""
    csv_path = folder / f"{isi.nama}.csv"
    json_path = folder / f"{isi.nama}.json"
    with csv_path.open("w", encoding="utf-8", newline="") as file:
        _write_csv(isi, file)
    with json_path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(_json_parts(isi))
    return csv_path, json_path


def plain(value: Decimal | float) -> str:
    """Write a number with a decimal point and without exponent or grouping.

    A Decimal keeps its digits (`2911311160.40`); a float is cut to `FLOAT_PLACES`.
    What is no number (NaN, infinity) is unknown: the empty string.
    """
    if not math.isfinite(value):
        return ""
    if isinstance(value, Decimal):
        return format(value if value else abs(value), "f")
    text = format(value, f".{FLOAT_PLACES}f").rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def column_names(rekaman: type[Any]) -> tuple[str, ...]:
    """Return the names of a table's columns, in order."""
    return tuple(field.name for field in dataclasses.fields(rekaman))


def cell_text(value: Any) -> str:
    """Return a value as the text of a CSV or XLSX cell: guarded if text, empty if unknown."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(clean(value))
    return _number_text(value)


def _number_text(value: Any) -> str:
    return str(value) if isinstance(value, int) else plain(value)


def csv_text(isi: IsiTabel) -> str:
    """Return a table as the text of its CSV file."""
    buffer = io.StringIO(newline="")
    _write_csv(isi, buffer)
    return buffer.getvalue()


def _write_csv(isi: IsiTabel, file: TextIO) -> None:
    names = column_names(isi.rekaman)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([cell_text(getattr(row, name)) for name in names] for row in isi.baris)


def guarded_csv(text: str) -> str:
    """Return a CSV whose cells stand as printed as one that can be opened: see `cell_text`."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([cell_text(cell) for cell in row] for row in csv_rows(text))
    return buffer.getvalue()


def csv_rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of a CSV, however long a cell is."""
    csv.field_size_limit(LONGEST_CELL)
    yield from csv.reader(io.StringIO(text, newline=""))


def json_text(isi: IsiTabel) -> str:
    """Return a table as the text of its JSON file."""
    return "".join(_json_parts(isi))


def _json_parts(isi: IsiTabel) -> Iterator[str]:
    """Yield the text row by row, so that a large table is never there twice."""
    names = column_names(isi.rekaman)
    yield "["
    for place, row in enumerate(isi.baris):
        yield (",\n" if place else "\n") + _json_row(row, names)
    yield "\n]\n" if isi.baris else "]\n"


def _json_row(row: Any, names: Sequence[str]) -> str:
    # Written by hand, a row a line: the json module would put a Decimal through a float.
    fields = (f"{json.dumps(name)}: {_json_value(getattr(row, name))}" for name in names)
    return "{" + ", ".join(fields) + "}"


def _json_value(value: Any) -> str:
    if isinstance(value, str):
        text = clean(value)
        return json.dumps(text, ensure_ascii=False) if text else "null"
    return ("" if value is None else _number_text(value)) or "null"


def read_table(path: Path, rekaman: type[R]) -> tuple[R, ...]:
    """Read the rows of a table back from its CSV or JSON file, by the file's suffix.

    Columns that the record class does not know are passed over; a column that the
    file lacks takes the field's default.

    Raises:
        ValueError: a cell does not hold what its column must, with table, row and column.
    """
    rows = _csv_rows(path) if path.suffix == ".csv" else _json_rows(path)
    readers = _cell_readers(rekaman)
    return tuple(_record(rekaman, readers, row, place) for place, row in enumerate(rows, start=1))


def _csv_rows(path: Path) -> Iterable[dict[str, Any]]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: unguard(cell or "") for name, cell in row.items() if name}


def _json_rows(path: Path) -> Iterable[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return rows


def _record(
    rekaman: type[R], readers: dict[str, Callable[[Any], Any]], row: dict[str, Any], place: int
) -> R:
    values = {}
    for name, read in readers.items():
        if name not in row:
            continue
        try:
            values[name] = read(row[name])
        except (ValueError, ArithmeticError) as error:
            table = getattr(rekaman, "TABEL", rekaman.__name__)
            message = f"tabel {table}, baris {place}, kolom {name}: {row[name]!r} tidak sah"
            raise ValueError(message) from error
    return rekaman(**values)


def _cell_readers(rekaman: type[Any]) -> dict[str, Callable[[Any], Any]]:
    hints = typing.get_type_hints(rekaman)
    return {name: _cell_reader(hints[name]) for name in column_names(rekaman)}


def _cell_reader(hint: Any) -> Callable[[Any], Any]:
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    optional = types.NoneType in options
    base = next(option for option in options if option is not types.NoneType)

    def read(cell: Any) -> Any:
        if cell is None or cell == "":
            if base is str:
                return ""
            if optional:
                return None
        return _parse(base, cell)

    return read


def _parse(base: Any, cell: Any) -> Any:
    if base is str or issubclass(base, StrEnum):
        return base(cell)
    number = Decimal(str(cell if cell is not None else ""))
    if base is int and number != int(number):
        raise ValueError(f"not a whole number: {cell}")
    return number if base is Decimal else base(number)
