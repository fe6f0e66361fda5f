"""Table Schemas as frozen dataclasses. Reading them, nothing else: checking is in `rules`."""

from __future__ import annotations

import contextlib
import datetime
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from deportation_goal.errors import UserError
from deportation_goal.package.pattern import LONGEST_CELL, PatternError, compile_pattern

FIELD_TYPES: Final = ("string", "integer", "number", "boolean", "date")
"""The types that this project's schemas use; a subset that Data Package v1 and v2 clients share."""


LEXICAL: Final[Mapping[str, str]] = {
    "string": r"(?s:.*)",
    "integer": r"-?(?:0|[1-9][0-9]{0,17})",
    "number": r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?",
    "boolean": r"true|false",
    "date": r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
}
"""How a value of each type is written: the strictest of the forms that Table Schema allows."""

_LONGEST_NUMBER: Final = 18
_FORMS: Final = {kind: re.compile(form) for kind, form in LEXICAL.items()}


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
        notation: How a text is written where no type says it: `EDTF` (ISO 8601-2); else empty. A property of ours.
        format: The format of Table Schema, such as `uri`; empty for the default one.
        made_id: Whether it is a key that the tool makes.
        written_by: What writes the column, where nobody fills it by hand (`writtenBy`); otherwise empty. A property of
            ours.
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
    notation: str = ""
    made_id: bool = False
    format: str = ""
    written_by: str = ""

    @cached_property
    def _matcher(self) -> re.Pattern[str]:
        return compile_pattern(self.pattern or "")

    def has_type(self, cell: str) -> bool:
        """Whether a filled cell is written as the type of the column demands."""
        if not _FORMS[self.type].fullmatch(cell):
            return False
        if self.type == "date":
            try:
                datetime.date.fromisoformat(cell)
            except ValueError:
                return False
        return self.type not in ("integer", "number") or len(cell) <= _LONGEST_NUMBER

    def matches(self, cell: str) -> bool:
        """Whether a cell matches the pattern of the column as a whole; a column without a pattern takes any."""
        if self.pattern is None:
            return True
        return len(cell) <= LONGEST_CELL and self._matcher.fullmatch(cell) is not None


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values are keys of a table (possibly its own)."""

    column: str
    table: str
    key: str


@dataclass(frozen=True)
class Likeness:
    """What makes two rows look like one: equal cells in some columns.

    Attributes:
        columns: The columns. Those that every row needs have to be filled, and at least one of all.
        reason: What the rows share, for people: "same source and number".
    """

    columns: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class TableSchema:
    """A table: its columns in order, its key and its references.

    What general code must know of a table stands in properties of ours, which Data Package v2 allows.

    Attributes:
        name: Its name.
        title: Its name for people.
        description: What a row is.
        fields: Its columns, in the order of the header.
        primary_key: Name of the key column.
        foreign_keys: Its references.
        order: The columns by which rows are sorted (`order`; the key if not given).
        id_prefix: Prefix of the ids that the tool makes (`idPrefix`); empty where people name the rows.
        locator: The columns that say where in a text the row stands: start, end, hash (`locator`); empty for none.
        written_by: What writes the table, where nobody adds rows by hand (`writtenBy`); else empty.
        needs_reference: Whether every row should be referred to by another (`needsReference`).
        is_log: Whether the table records what was done to the others, so that its rows are no data (`isLog`).
        source: The column that names the document which the locator points into (`source`, as in Web Annotation).
        text_digest: The columns with hash and length of the text of a document, in this order (`textDigest`).
        label: The columns that tell people what a row is, the one that names it first (`label`).
        searched: The columns in which `search` looks besides the key (`searched`). For a column that refers to another
            table it looks in the first label of the row referred to.
        likenesses: What makes a new row look like one that is there (`alike`); the first that applies is reported.
        id_without: Columns that have no part in the id that is made for a row (`idWithout`).
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: str
    foreign_keys: tuple[ForeignKey, ...]
    order: tuple[str, ...]
    id_prefix: str = ""
    locator: tuple[str, ...] = ()
    written_by: str = ""
    needs_reference: bool = False
    is_log: bool = False
    source: str = ""
    text_digest: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    likenesses: tuple[Likeness, ...] = ()
    id_without: tuple[str, ...] = ()

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
        return bool(self.locator)

    @cached_property
    def references(self) -> Mapping[str, ForeignKey]:
        """The references by column."""
        return {key.column: key for key in self.foreign_keys}

    @cached_property
    def entered(self) -> tuple[Field, ...]:
        """The columns that people fill, in the order of the header: all but those that only the tool writes."""
        return tuple(field for field in self.fields if not field.written_by)

    @property
    def takes_rows(self) -> bool:
        """Whether people add and correct rows: neither a log nor written by the tool."""
        return not (self.is_log or self.written_by)

    @cached_property
    def order_is_numeric(self) -> tuple[bool, ...]:
        """Of each column of `order`, whether it holds whole numbers."""
        return tuple(self.by_name[column].type == "integer" for column in self.order)


def _members(document: Mapping[str, Any], name: str, kind: type, where: str) -> Any:
    """Return a member of a JSON object, empty where it is left out.

    Raises:
        UserError: If it is not of the wanted kind.
    """
    member = document.get(name, kind())
    if not isinstance(member, kind):
        raise UserError(f'{where}: "{name}" is not {"a list" if kind is list else "an object"}')
    return member


def _number(constraints: Mapping[str, Any], name: str, where: str) -> float | None:
    value = constraints.get(name)
    with contextlib.suppress(OverflowError):
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)):
            return value
    raise UserError(f'{where}: "{name}" is no number')


def _pattern(constraints: Mapping[str, Any], where: str) -> str | None:
    pattern = constraints.get("pattern")
    if pattern is not None and not isinstance(pattern, str):
        raise UserError(f'{where}: "pattern" is no regular expression')
    try:
        if pattern is not None:
            compile_pattern(pattern)
    except PatternError as error:
        raise UserError(f'{where}: "pattern" {error}') from None
    return pattern


def _category(item: object, where: str) -> Category:
    if isinstance(item, str):
        return Category(item, item, "")
    if not isinstance(item, Mapping) or "value" not in item:
        raise UserError(f"{where}: a category has no value")
    return Category(str(item["value"]), str(item.get("label", item["value"])), str(item.get("description", "")))


def _text(document: Mapping[str, Any], name: str, where: str) -> str:
    member = document.get(name, "")
    if not isinstance(member, str):
        raise UserError(f'{where}: "{name}" is not a text')
    return member


def _field(member: object, table: str, made_id: str) -> Field:
    if not isinstance(member, Mapping) or not isinstance(member.get("name"), str) or not member["name"]:
        raise UserError(f"the schema of {table} has a field without a name")
    where = f"the schema of {table}, field {member['name']}"
    kind = member.get("type", "string")
    if kind not in FIELD_TYPES:
        raise UserError(
            f'the schema of {table}: field {member["name"]} has the type "{kind}"; allowed are {", ".join(FIELD_TYPES)}'
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
        notation=_text(member, "notation", where),
        made_id=member["name"] == made_id,
        written_by=_text(member, "writtenBy", where),
        format="" if member.get("format") == "default" else _text(member, "format", where),
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
    key = document.get("primaryKey")
    keys = [key] if isinstance(key, str) else key
    if not isinstance(keys, list) or len(keys) != 1 or not isinstance(keys[0], str):
        raise UserError(f"{where} needs a primaryKey of one of its columns")
    prefix = _text(document, "idPrefix", where)
    fields = tuple(_field(member, name, keys[0] if prefix else "") for member in members)
    names = [field.name for field in fields]
    twice = next((field for field in names if names.count(field) > 1), None)
    if twice is not None:
        raise UserError(f'{where} has two fields called "{twice}"')
    if keys[0] not in names:
        raise UserError(f"{where} needs a primaryKey of one of its columns")
    references = [_foreign_key(item, name) for item in _members(document, "foreignKeys", list, where)]
    for reference in references:
        if reference.column not in names:
            raise UserError(f'{where} has a foreign key on "{reference.column}", which is no column')
    return TableSchema(
        name=name,
        title=str(document.get("title", name)),
        description=str(document.get("description", "")),
        fields=fields,
        primary_key=keys[0],
        foreign_keys=tuple(references),
        order=_columns(document, "order", names, where) or (keys[0],),
        id_prefix=prefix,
        locator=_columns(document, "locator", names, where),
        written_by=_text(document, "writtenBy", where),
        needs_reference=document.get("needsReference") is True,
        is_log=document.get("isLog") is True,
        source=_column(document, "source", names, where),
        text_digest=_columns(document, "textDigest", names, where),
        label=_columns(document, "label", names, where),
        searched=_columns(document, "searched", names, where),
        likenesses=tuple(_likeness(item, names, where) for item in _members(document, "alike", list, where)),
        id_without=_columns(document, "idWithout", names, where),
    )


def _likeness(item: object, columns: Sequence[str], where: str) -> Likeness:
    where = f'{where}, "alike"'
    if not isinstance(item, Mapping):
        raise UserError(f"{where}: an item is not an object")
    alike = Likeness(_columns(item, "columns", columns, where), _text(item, "reason", where))
    if not alike.columns or not alike.reason:
        raise UserError(f'{where}: an item needs "columns" and a "reason"')
    return alike


def _columns(document: Mapping[str, Any], name: str, columns: Sequence[str], where: str) -> tuple[str, ...]:
    """Return a member that lists columns, empty where it is left out."""
    listed = _members(document, name, list, where)
    unknown = next((column for column in listed if column not in columns), None)
    if unknown is not None:
        raise UserError(f'{where}: "{name}" names "{unknown}", which is no column')
    return tuple(listed)


def _column(document: Mapping[str, Any], name: str, columns: Sequence[str], where: str) -> str:
    """Return a member that names a column, empty where it is left out."""
    column = _text(document, name, where)
    if column and column not in columns:
        raise UserError(f'{where}: "{name}" names "{column}", which is no column')
    return column
