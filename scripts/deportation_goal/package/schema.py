"""Table Schemas as frozen dataclasses. Reading them, nothing else: checking is in `rules`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

FIELD_TYPES: Final = ("string", "integer", "number", "boolean", "date")
"""The types that this project's schemas use; a subset that Data Package v1 and v2 clients share."""


class SchemaError(ValueError):
    """A Table Schema that this project cannot read; the message says which member is wrong."""


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


def _field(member: Mapping[str, Any], table: str) -> Field:
    if not isinstance(member, Mapping) or not isinstance(member.get("name"), str):
        raise SchemaError(f"the schema of {table} has a field without a name")
    kind = member.get("type", "string")
    if kind not in FIELD_TYPES:
        raise SchemaError(
            f"the schema of {table}: field {member['name']} has the type «{kind}»; allowed are {', '.join(FIELD_TYPES)}"
        )
    constraints = member.get("constraints", {})
    if not isinstance(constraints, Mapping):
        raise SchemaError(f"the schema of {table}: the constraints of field {member['name']} are no object")
    categories = tuple(
        Category(str(item["value"]), str(item.get("label", item["value"])), str(item.get("description", "")))
        for item in member.get("categories", ())
    )
    return Field(
        name=member["name"],
        title=str(member.get("title", member["name"])),
        type=kind,
        description=str(member.get("description", "")),
        example=str(member.get("example", "")),
        categories=categories,
        required=bool(constraints.get("required", False)),
        unique=bool(constraints.get("unique", False)),
        pattern=constraints.get("pattern"),
        enum=tuple(str(value) for value in constraints.get("enum", ())),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        max_length=constraints.get("maxLength"),
    )


def parse_schema(name: str, document: Mapping[str, Any]) -> TableSchema:
    """Read a Table Schema (Data Package v1 or v2).

    Args:
        name: Name of the table.
        document: The parsed JSON.

    Raises:
        SchemaError: If a member that this project needs is missing or of the wrong kind.
    """
    members = document.get("fields")
    if not isinstance(members, list) or not members:
        raise SchemaError(f"the schema of {name} has no list of fields")
    fields = tuple(_field(member, name) for member in members)
    names = {field.name for field in fields}
    key = document.get("primaryKey", [])
    keys = [key] if isinstance(key, str) else list(key)
    if len(keys) != 1 or keys[0] not in names:
        raise SchemaError(f"the schema of {name} needs a primaryKey of one of its columns")
    references = []
    for item in document.get("foreignKeys", []):
        try:
            (column,) = item["fields"]
            (target,) = item["reference"]["fields"]
            table = item["reference"].get("resource") or name
        except (KeyError, TypeError, ValueError) as error:
            raise SchemaError(f"the schema of {name} has a foreign key that is not of one column") from error
        if column not in names:
            raise SchemaError(f"the schema of {name} has a foreign key on «{column}», which is no column")
        references.append(ForeignKey(column, table, target))
    return TableSchema(
        name=name,
        title=str(document.get("title", name)),
        description=str(document.get("description", "")),
        fields=fields,
        primary_key=keys[0],
        foreign_keys=tuple(references),
    )
