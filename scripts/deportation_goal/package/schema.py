"""Table Schemas as values that never change. Reading them, nothing else: checking is in `rules`."""

from __future__ import annotations

import contextlib
import datetime
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from deportation_goal.errors import UserError
from deportation_goal.package.own_properties import OwnProperties, member_of, own_properties, text_member
from deportation_goal.package.pattern import LONGEST_CELL, PatternError, compile_lines, compile_pattern, is_plain

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

LONGEST_NUMBER: Final = 18
"""The longest number, in characters: up to this length every number is exact."""
_SORTED_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_FORMS: Final = {kind: re.compile(form) for kind, form in LEXICAL.items()}


class Category(NamedTuple):
    """A code of a code list (Data Package v2, `categories`)."""

    value: str
    label: str
    description: str


class Field(NamedTuple):
    """A column.

    Attributes:
        name: The name in the header.
        title: The name for people.
        type: One of `FIELD_TYPES`.
        description: What the column means.
        example: An example value, as it would stand in the file.
        categories: The codes, if the column has a code list.
        required: Whether every row needs a value.
        unique: Whether a value may occur only once.
        pattern: Regular expression that a value must match as a whole.
        enum: The allowed values; equal to the values of `categories`.
        minimum: Smallest number.
        maximum: Largest number.
        max_length: Longest text, in code points.
        notation: How a text is written where no type says it: `EDTF` (ISO 8601-2); else empty. A property of ours.
        format: The format of Table Schema, such as `uri`; empty for the default one.
        proposed_from: What a name is proposed from where a form leaves it empty (`proposedFrom`, a property of ours): of
            each group of columns the first that is filled.
        made_id: Whether it is a key that the tool makes.
        separator: What is between the items, where a text is a list (`separator`); otherwise empty. A property of ours.
        written_by: What writes the column, where nobody fills it by hand (`writtenBy`); otherwise empty. A property of
            ours.
        carries_meaning: Whether the cells say what other rows mean, such as the definition of an indicator, so that
            another value makes those rows mean something else (`carriesMeaning`). A property of ours.
        announced: Whether the cells are answers that a reader relies on, so that a release tells which of them changed
            (`announced`). A property of ours.
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
    separator: str = ""
    proposed_from: tuple[tuple[str, ...], ...] = ()
    carries_meaning: bool = False
    announced: bool = False

    def has_type(self, cell: str) -> bool:
        """Whether a filled cell is written as the type of the column demands."""
        if not _FORMS[self.type].fullmatch(cell):
            return False
        if self.type == "date":
            try:
                datetime.date.fromisoformat(cell)
            except ValueError:
                return False
        return self.type not in ("integer", "number") or len(cell) <= LONGEST_NUMBER

    def matches(self, cell: str) -> bool:
        """Whether a cell matches the pattern of the column as a whole; a column without a pattern takes any."""
        if self.pattern is None:
            return True
        return len(cell) <= self.longest_matched and compile_pattern(self.pattern).fullmatch(cell) is not None

    @property
    def is_plain(self) -> bool:
        """Whether a pattern lets in nothing but printable ASCII, without spaces and without the beginning of a formula."""
        return self.pattern is not None and is_plain(self.pattern)

    @property
    def longest_matched(self) -> int:
        """The most code points of a cell that the pattern is asked about: more than usual only where the schema allows it."""
        return max(LONGEST_CELL, self.max_length or 0)


class ForeignKey(NamedTuple):
    """A column whose values are keys of a table (possibly its own)."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, eq=False, repr=False)
class TableSchema(OwnProperties):
    """A table: its columns in order, its key and its references, and the properties of ours.

    Attributes:
        name: Its name.
        title: Its name for people.
        description: What a row is.
        fields: Its columns, in the order of the header.
        primary_key: Name of the key column.
        foreign_keys: Its references.
    """

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

    @cached_property
    def references(self) -> Mapping[str, ForeignKey]:
        """The references by column."""
        return {key.column: key for key in self.foreign_keys}

    @cached_property
    def entered(self) -> tuple[Field, ...]:
        """The columns that people fill, in the order of the header: all but those that only the tool writes."""
        return tuple(field for field in self.fields if not field.written_by)

    @cached_property
    def sorting(self) -> tuple[Callable[[str], object] | None, ...]:
        """For each column of `order`, what makes a sort key of a cell; None where cells sort as they are.

        Numbers sort by value, dates by day, and codes in the order of the code list. A number or a word of a column in
        `descending` sorts from the largest or the last. What is empty or wrong comes last.
        """
        return tuple(self._sorting(self.by_name[column]) for column in self.order)

    def _sorting(self, field: Field) -> Callable[[str], object] | None:
        if field.type in ("integer", "number"):
            return _from_largest if field.name in self.descending else _from_smallest
        if field.type == "date":
            return lambda cell: cell or "~"
        if not field.enum:
            return _from_last if field.name in self.descending else None
        places = {code: place for place, code in enumerate(field.enum)}
        return lambda cell: places.get(cell, len(places))


def _from_smallest(cell: str) -> float:
    return float(cell) if _SORTED_NUMBER.fullmatch(cell) else math.inf


def _from_largest(cell: str) -> float:
    return -float(cell) if _SORTED_NUMBER.fullmatch(cell) else math.inf


def _from_last(cell: str) -> list[int]:
    """Sort words from the last to the first; the end of a word comes after any letter, so that no word is last."""
    return [*(-ord(letter) for letter in cell), 1]


def _number(constraints: Mapping[str, Any], name: str, where: str) -> float | None:
    value = constraints.get(name)
    if value is None:
        return None
    with contextlib.suppress(OverflowError):
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return value
    raise UserError(f'{where}: "{name}" is not a number')


def _pattern(constraints: Mapping[str, Any], where: str) -> str | None:
    pattern = constraints.get("pattern")
    if pattern is not None and not isinstance(pattern, str):
        raise UserError(f'{where}: "pattern" is not a regular expression')
    try:
        if pattern is not None:
            compile_lines(pattern)
    except PatternError as error:
        raise UserError(f'{where}: "pattern" {error}') from None
    return pattern


def _category(item: object, where: str) -> Category:
    if isinstance(item, str):
        return Category(item, item, "")
    if not isinstance(item, Mapping) or "value" not in item:
        raise UserError(f"{where}: a category has no value")
    return Category(str(item["value"]), str(item.get("label", item["value"])), str(item.get("description", "")))


def _groups(member: Mapping[str, Any], where: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups of columns that a value is proposed from."""
    groups = member_of(member, "proposedFrom", list, where)
    if not all(isinstance(group, list) and all(isinstance(name, str) for name in group) for group in groups):
        raise UserError(f'{where}: "proposedFrom" is not a list of lists of columns')
    return tuple(map(tuple, groups))


def _field(member: object, table: str, made_id: str) -> Field:
    if not isinstance(member, Mapping) or not isinstance(member.get("name"), str) or not member["name"]:
        raise UserError(f"the schema of {table} has a field without a name")
    where = f"the schema of {table}, field {member['name']}"
    kind = member.get("type", "string")
    if kind not in FIELD_TYPES:
        raise UserError(
            f'the schema of {table}: field {member["name"]} has the type "{kind}"; allowed are {", ".join(FIELD_TYPES)}'
        )
    constraints = member_of(member, "constraints", dict, where)
    longest = _number(constraints, "maxLength", where)
    return Field(
        name=member["name"],
        title=str(member.get("title", member["name"])),
        type=kind,
        description=str(member.get("description", "")),
        example=str(member.get("example", "")),
        categories=tuple(_category(item, where) for item in member_of(member, "categories", list, where)),
        required=bool(constraints.get("required", False)),
        unique=bool(constraints.get("unique", False)),
        pattern=_pattern(constraints, where),
        enum=tuple(str(value) for value in member_of(constraints, "enum", list, where)),
        minimum=_number(constraints, "minimum", where),
        maximum=_number(constraints, "maximum", where),
        max_length=None if longest is None else int(longest),
        notation=text_member(member, "notation", where),
        made_id=member["name"] == made_id,
        written_by=text_member(member, "writtenBy", where),
        separator=text_member(member, "separator", where),
        proposed_from=_groups(member, where),
        carries_meaning=member.get("carriesMeaning") is True,
        announced=member.get("announced") is True,
        format="" if member.get("format") == "default" else text_member(member, "format", where),
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


def parse_schema(name: str, document: object) -> TableSchema:
    """Read a Table Schema (Data Package v1 or v2).

    Args:
        name: Name of the table.
        document: The parsed JSON.

    Raises:
        UserError: If a member that this project needs is missing or of the wrong kind.
    """
    where = f"the schema of {name}"
    if not isinstance(document, Mapping):
        raise UserError(f"{where} is not a JSON object")
    members = member_of(document, "fields", list, where)
    if not members:
        raise UserError(f"{where} has no fields")
    key = document.get("primaryKey")
    keys = [key] if isinstance(key, str) else key
    if not isinstance(keys, list) or len(keys) != 1 or not isinstance(keys[0], str):
        raise UserError(f"{where} needs a primaryKey of one of its columns")
    prefix = text_member(document, "idPrefix", where)
    fields = tuple(_field(member, name, keys[0] if prefix else "") for member in members)
    names = [field.name for field in fields]
    twice = next((field for field in names if names.count(field) > 1), None)
    if twice is not None:
        raise UserError(f'{where} has two fields called "{twice}"')
    if keys[0] not in names:
        raise UserError(f"{where} needs a primaryKey of one of its columns")
    unknown = next(
        (part for field in fields for group in field.proposed_from for part in group if part not in names), None
    )
    if unknown is not None:
        raise UserError(f'{where}: "proposedFrom" names "{unknown}", which is not a column')
    references = [_foreign_key(item, name) for item in member_of(document, "foreignKeys", list, where)]
    for reference in references:
        if reference.column not in names:
            raise UserError(f'{where} has a foreign key on "{reference.column}", which is not a column')
    own = own_properties(document, names, keys[0], where)
    return TableSchema(
        name=name,
        title=str(document.get("title", name)),
        description=str(document.get("description", "")),
        fields=fields,
        primary_key=keys[0],
        foreign_keys=tuple(references),
        **{**vars(own), "label": own.label or _first_text(fields)},
    )


def _first_text(fields: Sequence[Field]) -> tuple[str, ...]:
    """Return the first column of free text that every row has, as the label of a table that names none."""
    texts = (field.name for field in fields if field.required and field.type == "string" and field.max_length)
    return tuple(texts)[:1]
