"""JSON Lines: a file a table, an object a row, keys in the order of the columns, null where missing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from json.encoder import encode_basestring
from typing import Any, Final

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import Field
from deportation_goal.release.artefacts.release_format import Format
from deportation_goal.release.artefacts.typed_cells import canonical, csv_rows


def write(package: Package) -> None:
    """Write the file of every table."""
    for resource in package.resources:
        target = package.file(FORMAT.path(resource.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_lines(package, resource))


def _lines(package: Package, resource: Resource) -> Iterator[str]:
    fields = resource.schema.fields
    keys = [encode_basestring(field.name).replace("%", "%%") for field in fields]
    line = "{" + ",".join(f"{key}:%s" for key in keys) + "}\n"
    # A number, like true and false, stands as in the CSV: digits that JSON allows, none of them lost.
    writers: list[Callable[[str], str]] = [encode_basestring if _is_text(field) else str for field in fields]
    for row in csv_rows(package, resource):
        yield line % tuple([write(cell) if cell else "null" for write, cell in zip(writers, row, strict=True)])


def _is_text(field: Field) -> bool:
    return field.type in ("string", "date")


class _Digits(str):
    """A number of JSON, with the digits it was written with."""

    __slots__ = ()


def read(package: Package, resource: Resource) -> Iterator[tuple[str, ...]]:
    """Read a table back.

    Raises:
        UserError: If a line is no object with the columns as its keys.
    """
    fields = resource.schema.fields
    decoder = json.JSONDecoder(parse_int=_Digits, parse_float=_Digits)
    try:
        with package.file(FORMAT.path(resource.name)).open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                row = decoder.decode(line)
                if not isinstance(row, dict) or tuple(row) != resource.schema.columns:
                    raise UserError(f"has other keys than the columns of {resource.name} in line {number}")
                yield tuple(_cell(field, row[field.name]) for field in fields)
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(f"cannot be read: {error}") from None


def _cell(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, _Digits) and field.type in ("number", "integer"):
        return canonical(field, value)
    if isinstance(value, bool) and field.type == "boolean":
        return "true" if value else "false"
    if type(value) is str and _is_text(field):
        return value
    return json.dumps(value)


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
)
