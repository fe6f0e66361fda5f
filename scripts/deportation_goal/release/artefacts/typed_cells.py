"""What a cell is as a value, and which string stands for a value: the one measure of whether formats are equal.

A string, a code and an EDTF period are the cell itself. A number is compared by value: `1.50` in the CSV and 1.5 in
a format without trailing zeros are equal. Text in the place of a number is not.
"""

from __future__ import annotations

import csv
import datetime
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, Final, TypeVar

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.package.system import require_plain
from deportation_goal.wording import short

T = TypeVar("T")
Value = str | int | float | bool | datetime.date | None

BOOLEANS: Final = {"true": True, "false": False}
LARGEST_INTEGER: Final = 2**53 - 1
"""Largest whole number that every format and every reader of JSON keeps (RFC 7493)."""

_ALWAYS_EXACT: Final = 15
"""A decimal of this many digits survives the way into an IEEE 754 double and back."""


def is_coded(field: Field) -> bool:
    """Whether a column holds codes of a list."""
    return field.type == "string" and bool(field.enum)


def canonical(field: Field, cell: str) -> str:
    """Return the string that stands for a cell of a CSV in comparisons."""
    if field.type == "number" and "." in cell:
        cell = cell.rstrip("0").rstrip(".")
    return "0" if cell == "-0" and field.type in ("number", "integer") else cell


def typed(field: Field, cell: str) -> Value:
    """Return the value of a cell: None where missing, a float for a number, a date for a date.

    Raises:
        ValueError: If the cell is not of its type.
    """
    if cell == "":
        return None
    if field.type == "number":
        return float(cell)
    if field.type == "integer":
        return int(cell)
    if field.type == "boolean":
        if cell not in BOOLEANS:
            raise ValueError(f"{cell!r} is not a boolean")
        return BOOLEANS[cell]
    return datetime.date.fromisoformat(cell) if field.type == "date" else cell


def cell_of(field: Field, value: object) -> str:
    """Return the string that represents a value which a format gives back.

    A value of another type, and a text without characters, are written as in a program (a text in quotes), so that
    they equal no cell.
    """
    if value is None:
        return ""
    if field.type in ("number", "integer") and isinstance(value, int | float) and not isinstance(value, bool):
        return canonical(field, _plain(value))
    if field.type == "boolean" and isinstance(value, bool):
        return "true" if value else "false"
    if field.type == "date" and isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if field.type == "string" and isinstance(value, str) and value:
        return value
    return repr(value)


_BATCH: Final = 8_192
_PLAIN_TYPES: Final = (str, int, float, datetime.date, type(None))
"""Types whose equal values have equal strings, as long as a column mixes none of them but text and None."""


_TEXTS: Final = frozenset({str, type(None)})


def cell_rows(
    fields: Sequence[Field], rows: Iterable[Sequence[object]], cell: Callable[[Field, Any], str] = cell_of
) -> Iterator[tuple[str, ...]]:
    """Yield rows of values as rows of strings.

    Args:
        fields: The columns.
        rows: Rows with a value a column.
        cell: Returns the string of a value, as `cell_of`.
    """
    return by_column(fields, rows, lambda field, values: _cells(field, values, cell))


def by_column(
    fields: Sequence[Field],
    rows: Iterable[Sequence[Any]],
    made: Callable[[Field, Sequence[Any]], Iterable[T]],
) -> Iterator[tuple[T, ...]]:
    """Yield rows of what is made of columns: some rows at a time, which is several times faster than cell by cell.

    Args:
        fields: The columns.
        rows: Rows with a value a column.
        made: Given values of a column, returns as many others.
    """
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        columns = zip(fields, zip(*batch, strict=True), strict=True)
        yield from zip(*(made(field, values) for field, values in columns), strict=True)


def _cells(field: Field, values: Sequence[Any], cell: Callable[[Field, Any], str]) -> Sequence[str]:
    types = set(map(type, values))
    if field.type == "string" and types <= _TEXTS and (not cell(field, "") or "" not in values):
        # Most cells are text, which is its own string.
        return values if types == {str} else [value or "" for value in values]
    if len(types - _TEXTS) > 1 or not all(issubclass(found, _PLAIN_TYPES) for found in types):
        return [cell(field, value) for value in values]
    strings = {value: cell(field, value) for value in set(values)}
    return [strings[value] for value in values]


def _plain(value: float) -> str:
    """Return a number in digits: those of the shortest decimal that gives the same double."""
    digits = repr(value)
    return f"{Decimal(digits):f}" if "e" in digits else digits


def is_exact(field: Field, cell: str) -> bool:
    """Whether every format keeps the value of a cell: a double for a number, 53 bits for a whole number.

    A workbook has the 16 digits of a double that Excel writes, so a number must not need the 17th.
    """
    if len(cell) <= _ALWAYS_EXACT or field.type not in ("number", "integer"):
        return True
    if field.type == "integer":
        return abs(int(cell)) <= LARGEST_INTEGER
    return Decimal(repr(float(cell))) == Decimal(f"{float(cell):.16G}") == Decimal(cell)


def refuse_inexact(schema: TableSchema, path: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Refuse a table with a number that would change on its way into a format.

    Raises:
        UserError: At the first such number.
    """
    fields = [field for field in schema.fields if field.type in ("number", "integer")]
    for row in rows:
        for field in fields:
            if not is_exact(field, row[field.name]):
                raise UserError(
                    f"{path}: {row[schema.primary_key]}, {field.name}: {short(row[field.name])} has more digits than "
                    "programs keep (15 are always safe): round it; otherwise the Parquet, SQLite and XLSX files would hold another number"
                )


csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def csv_rows(package: Package, resource: Resource) -> Iterator[list[str]]:
    """Yield the rows of a table, cells as strings in the order of its columns, empty where missing.

    Raises:
        UserError: If the file is missing, or is not a CSV with the columns of its schema.
    """
    try:
        require_plain(package.file(resource.path))
        with package.file(resource.path).open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            width = len(resource.schema.columns)
            if tuple(next(reader, ())) != resource.schema.columns:
                raise UserError(f"{resource.path} lacks the header of its schema")
            for row in reader:
                if len(row) != width:
                    raise UserError(f"{resource.path}: line {reader.line_num} has {len(row)} cells, not {width}")
                yield row
    except OSError as error:
        raise UserError(f"{resource.path} cannot be read: {error.strerror or error}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{resource.path} is not a CSV in UTF-8: {error}") from None
