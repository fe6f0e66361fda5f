"""Table Schemas as frozen dataclasses. Reading them, nothing else: checking is in `rules`."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from deportation_goal.errors import UserError

FIELD_TYPES: Final = ("string", "integer", "number", "boolean", "date")
"""The types that this project's schemas use; a subset that Data Package v1 and v2 clients share."""


@dataclass(frozen=True)
class Category:
    """A code of a code list (Data Package v2, `categories`)."""

    value: str
    label: str
    description: str


@dataclass(frozen=True)
class Field:
    """A column.

    Attributes:
        name: The name in the header.
        title: The name for people.
        type: One of `FIELD_TYPES`.
        description: What the column means.
        example: An example value, as it would stand in the file.
        categories: The codes, if the column has a code list.
        required: Whether every row needs a value.
        unique: Whether no value may stand twice.
        pattern: Regular expression that a value must match as a whole.
        enum: The allowed values; equal to the values of `categories`.
        minimum: Smallest number.
        maximum: Largest number.
        max_length: Longest text, in code points.
    """

    name: str
    title: str
    type: str
    description: str
    example: str
    categories: tuple[Category, ...]
    required: bool
    unique: bool
    pattern: str | None
    enum: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    max_length: int | None


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values are keys of a table (possibly its own)."""

    column: str
    table: str
    key: str


@dataclass(frozen=True)
class TableSchema:
    """A table: its columns in order, its key and its references."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: str
    foreign_keys: tuple[ForeignKey, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the header."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The columns by name."""
        return {field.name: field for field in self.fields}

    @property
    def has_evidence(self) -> bool:
        """Whether the rows are statements, with the statement block and its locator."""
        return "evidence_start" in self.by_name


def _members(document: Mapping[str, Any], name: str, kind: type, where: str) -> Any:
    """Return a member of a JSON object, empty where it is left out.

    Raises:
        UserError: If it is not of the wanted kind.
    """
    member = document.get(name, kind())
    if not isinstance(member, kind):
        raise UserError(f"{where}: «{name}» is not {'a list' if kind is list else 'an object'}")
    return member


def _number(constraints: Mapping[str, Any], name: str, where: str) -> float | None:
    value = constraints.get(name)
    with contextlib.suppress(OverflowError):
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)):
            return value
    raise UserError(f"{where}: «{name}» is no number")


def _pattern(constraints: Mapping[str, Any], where: str) -> str | None:
    pattern = constraints.get("pattern")
    try:
        if pattern is not None:
            re.compile(pattern)
    except (re.error, TypeError, RecursionError, OverflowError):
        raise UserError(f"{where}: «pattern» is no regular expression") from None
    return pattern


def _category(item: object, where: str) -> Category:
    if isinstance(item, str):
        return Category(item, item, "")
    if not isinstance(item, Mapping) or "value" not in item:
        raise UserError(f"{where}: a category has no value")
    return Category(str(item["value"]), str(item.get("label", item["value"])), str(item.get("description", "")))


def _field(member: object, table: str) -> Field:
    if not isinstance(member, Mapping) or not isinstance(member.get("name"), str) or not member["name"]:
        raise UserError(f"the schema of {table} has a field without a name")
    where = f"the schema of {table}, field {member['name']}"
    kind = member.get("type", "string")
    if kind not in FIELD_TYPES:
        raise UserError(
            f"the schema of {table}: field {member['name']} has the type «{kind}»; allowed are {', '.join(FIELD_TYPES)}"
        )
    constraints = _members(member, "constraints", dict, where)
    longest = _number(constraints, "maxLength", where)
    return Field(
        name=member["name"],
        title=str(member.get("title", member["name"])),
        type=kind,
        description=str(member.get("description", "")),
        example=str(member.get("example", "")),
        categories=tuple(_category(item, where) for item in _members(member, "categories", list, where)),
        required=bool(constraints.get("required", False)),
        unique=bool(constraints.get("unique", False)),
        pattern=_pattern(constraints, where),
        enum=tuple(str(value) for value in _members(constraints, "enum", list, where)),
        minimum=_number(constraints, "minimum", where),
        maximum=_number(constraints, "maximum", where),
        max_length=None if longest is None else int(longest),
    )


def _foreign_key(item: object, table: str) -> ForeignKey:
    try:
        (column,) = item["fields"]  # type: ignore[index]
        reference = item["reference"]  # type: ignore[index]
        (target,) = reference["fields"]
        other = reference.get("resource") or table
    except (KeyError, TypeError, ValueError, AttributeError):
        column = target = other = None
    if not isinstance(column, str) or not isinstance(target, str) or not isinstance(other, str):
        raise UserError(f"the schema of {table} has a foreign key that is not of one column")
    return ForeignKey(column, other, target)


def parse_schema(name: str, document: Mapping[str, Any]) -> TableSchema:
    """Read a Table Schema (Data Package v1 or v2).

    Args:
        name: Name of the table.
        document: The parsed JSON.

    Raises:
        UserError: If a member that this project needs is missing or of the wrong kind.
    """
    where = f"the schema of {name}"
    members = _members(document, "fields", list, where)
    if not members:
        raise UserError(f"{where} has no fields")
    fields = tuple(_field(member, name) for member in members)
    names = [field.name for field in fields]
    twice = next((field for field in names if names.count(field) > 1), None)
    if twice is not None:
        raise UserError(f"{where} has two fields called «{twice}»")
    key = document.get("primaryKey")
    keys = [key] if isinstance(key, str) else key
    if not isinstance(keys, list) or len(keys) != 1 or keys[0] not in names:
        raise UserError(f"{where} needs a primaryKey of one of its columns")
    references = [_foreign_key(item, name) for item in _members(document, "foreignKeys", list, where)]
    for reference in references:
        if reference.column not in names:
            raise UserError(f"{where} has a foreign key on «{reference.column}», which is no column")
    return TableSchema(
        name=name,
        title=str(document.get("title", name)),
        description=str(document.get("description", "")),
        fields=fields,
        primary_key=keys[0],
        foreign_keys=tuple(references),
    )
