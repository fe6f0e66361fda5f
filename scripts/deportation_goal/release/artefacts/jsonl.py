"""JSON Lines: a file for each table, an object for each row, keys in the order of the columns, null where missing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from json.encoder import encode_basestring
from typing import Any, Final

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import Field
from deportation_goal.release.artefacts.release_format import CellRows, Format
from deportation_goal.release.artefacts.typed_cells import by_column, canonical, cell_rows, csv_rows

_AT_ONCE: Final = 2_000
"""Lines that are compared together."""


def write(package: Package) -> None:
    """Write the file of every table."""
    for resource in package.resources:
        target = package.file(FORMAT.path(resource.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_lines(resource, csv_rows(package, resource)))


def _lines(resource: Resource, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    fields = resource.schema.fields
    keys = [encode_basestring(field.name).replace("%", "%%") for field in fields]
    line = "{" + ",".join(f"{key}:%s" for key in keys) + "}\n"
    return map(line.__mod__, by_column(fields, rows, _written))


def _written(field: Field, cells: Iterable[str]) -> list[str]:
    if _is_text(field):
        return [encode_basestring(cell) if cell else "null" for cell in cells]
    # A number, like true and false, is written as in the CSV: digits that JSON allows, none of them lost.
    return [cell or "null" for cell in cells]


def _is_text(field: Field) -> bool:
    return field.type in ("string", "date")


class _Digits(str):
    """A number of JSON, with the digits it was written with."""

    __slots__ = ()


def read(package: Package, resource: Resource) -> Iterator[tuple[str, ...]]:
    """Read a table back.

    Raises:
        UserError: If a line is not an object with the columns as its keys.
    """
    fields = resource.schema.fields
    try:
        with package.file(FORMAT.path(resource.name)).open(encoding="utf-8", newline="\n") as file:
            yield from cell_rows(fields, _values(file, resource), _cell)
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(f"cannot be read: {error}") from None


def _values(lines: Iterable[str], resource: Resource) -> Iterator[Sequence[Any]]:
    decode = json.JSONDecoder(parse_int=_Digits, parse_float=_Digits).decode
    for number, line in enumerate(lines, start=1):
        row = decode(line)
        if not isinstance(row, dict) or tuple(row) != resource.schema.columns:
            raise UserError(f"has other keys than the columns of {resource.name} in line {number}")
        yield tuple(row.values())


def _cell(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, _Digits) and field.type in ("number", "integer"):
        return canonical(field, value)
    if isinstance(value, bool) and field.type == "boolean":
        return "true" if value else "false"
    if type(value) is str and value and _is_text(field):
        return value
    return json.dumps(value)


def structure(package: Package, as_written: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the files with a line of the same values in another notation: other spaces, escapes or digits."""
    for resource in package.resources:
        if resource.name in as_written:
            continue
        path = FORMAT.path(resource.name)
        with package.file(path).open(encoding="utf-8", errors="replace", newline="\n") as file:
            for number, (line, expected) in enumerate(
                zip(file, _lines(resource, csv_rows(package, resource)), strict=False), start=1
            ):
                # Other values are reported where the values are compared.
                if line != expected and _value(line) == _value(expected):
                    yield path, f"line {number:,} has the right values in another notation"
                    break


def as_written(package: Package, rows: CellRows) -> list[str]:
    """Return the tables whose file is byte for byte what `write` makes of the rows of the CSV."""
    return [name for name in rows if _is_as_written(package, package.resource(name), rows[name])]


def _is_as_written(package: Package, resource: Resource, rows: Sequence[Sequence[str]]) -> bool:
    try:
        with package.file(FORMAT.path(resource.name)).open("rb") as file:
            lines = _lines(resource, rows)
            while expected := "".join(islice(lines, _AT_ONCE)).encode():
                if file.read(len(expected)) != expected:
                    return False
            return not file.read(1)
    except OSError:
        # Why it cannot be read is said where the values are compared.
        return False


def _value(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def named_version(_package: Package, _resource: Resource) -> str | None:
    """Return nothing: a line is a row, and there is no place for more."""


FORMAT: Final = Format(
    title="JSON Lines",
    place=40,
    folder="formats/jsonl",
    extension=".jsonl",
    media_type="application/jsonl",
    write=write,
    read=read,
    named_version=named_version,
    as_written=as_written,
    structure=structure,
)
