"""What the template and its reader agree on: names of sheets, order of columns, the example row, the stored marks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from deportation_goal.evidence.locator import WORDS
from deportation_goal.package.schema import Field, TableSchema

READ_ME: Final = "read me"
CODES: Final = "codes"
KNOWN_IDS: Final = "known ids"
LISTS: Final = "lists"
"""The hidden sheet: the lists behind the drop-downs, and the marks."""

FIRST_CELLS: Final = {
    READ_ME: "Rows for the dataset on the goal of one million deportations in a year",
    CODES: "The codes and what they mean",
    KNOWN_IDS: "The ids that are known so far",
    LISTS: "deportation-goal template",
}
"""Cell A1 of each sheet that the template makes beside those for rows: by it the reader knows the sheet."""

EXAMPLE: Final = "(example)"
"""Stands in the first column of the example row, where no id can look like it."""

WORDS_FIELD: Final = Field(
    name=WORDS,
    title="Words of the passage",
    type="string",
    description=(
        "The sentence of the source that carries the statement, copied from your text. The tool makes the locator "
        "from it; the words themselves are not kept."
    ),
    example="(the whole sentence, copied from your text of the source)",
    categories=(),
    required=False,
    unique=False,
    pattern=None,
    enum=(),
    minimum=None,
    maximum=None,
    max_length=None,
)
"""The column that no table has; the tool takes the three columns of the locator from it."""


@dataclass(frozen=True)
class TableMark:
    """What a template stores about a table: the fingerprints of its schema and of its example row."""

    schema: str
    example: str


@dataclass(frozen=True)
class Marks:
    """What a template stores about itself: the version of the dataset, and its tables."""

    version: str
    tables: Mapping[str, TableMark]


def sheet_fields(schema: TableSchema) -> tuple[Field, ...]:
    """Return the columns of a sheet: those of the table that people fill, with `words` before the locator."""
    fields: list[Field] = []
    for field in schema.entered:
        if field.name in schema.locator[:1]:
            fields.append(WORDS_FIELD)
        fields.append(field)
    return tuple(fields)


def filled_by_tool(schema: TableSchema, field: Field) -> bool:
    """Whether a contributor leaves a column empty: an id that is made, and the locator."""
    return bool(schema.id_prefix) and field.name in (schema.primary_key, *schema.locator)


def must_fill(schema: TableSchema, field: Field) -> bool:
    """Whether a contributor has to fill a column."""
    return field.required and not filled_by_tool(schema, field)


def example_row(schema: TableSchema) -> dict[str, str]:
    """Return the filled cells of the example row: what is required, and what shows a habit of the dataset."""
    row = {schema.primary_key: EXAMPLE}
    also = (*(schema.template or ()), WORDS)
    for field in sheet_fields(schema):
        shown = must_fill(schema, field) or field.name in also
        if shown and field.name != schema.primary_key:
            row[field.name] = field.example
    return row


def is_example_row(schema: TableSchema, values: Mapping[str, str]) -> bool:
    """Whether the filled cells of a row are those of the example row, untouched."""
    return {column: value.strip() for column, value in values.items() if value.strip()} == example_row(schema)


def schema_fingerprint(schema: TableSchema) -> str:
    """Return the SHA-256 of what decides which rows a table takes; titles and descriptions do not."""
    fields = [
        {
            name: value
            for name, value in field._asdict().items()
            if name not in ("title", "description", "example", "categories", "format", "proposed_from")
        }
        for field in schema.fields
    ]
    keys = [key._asdict() for key in schema.foreign_keys]
    return _sha256([schema.name, fields, schema.primary_key, keys])


def row_fingerprint(values: Mapping[str, str]) -> str:
    """Return the SHA-256 of the filled cells of a row, whatever their order."""
    return _sha256(sorted([column, value.strip()] for column, value in values.items() if value.strip()))


def _sha256(document: object) -> str:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def mark_lines(version: str, schemas: Iterable[TableSchema]) -> list[tuple[str, str, str]]:
    """Return the marks as the first three cells of the first rows of the hidden sheet."""
    lines = [(FIRST_CELLS[LISTS], version, "")]
    lines += [(schema.name, schema_fingerprint(schema), row_fingerprint(example_row(schema))) for schema in schemas]
    return lines


def read_marks(lines: Iterable[tuple[str, str, str]]) -> Marks | None:
    """Return the marks that `mark_lines` wrote, or None if the first line is another."""
    first, *rest = list(lines) or [("", "", "")]
    if first[0] != FIRST_CELLS[LISTS]:
        return None
    return Marks(first[1], {name: TableMark(schema, example) for name, schema, example in rest if name})


LONGEST_MESSAGE: Final = 255
"""Most characters that Excel shows in an input message or an alert."""

_LEAVE_EMPTY: Final = "Leave it empty: the tool fills it in."
_SHOWN_CODES: Final = 30


def _standing(schema: TableSchema, field: Field) -> str:
    if filled_by_tool(schema, field):
        return _LEAVE_EMPTY
    return "Required." if must_fill(schema, field) else "May stay empty."


def _reference(schema: TableSchema, field: Field) -> str:
    return next((key.table for key in schema.foreign_keys if key.column == field.name), "")


def note(schema: TableSchema, field: Field) -> str:
    """Return the note on the heading of a column: everything there is to say."""
    lines = [f"{field.title}. {_standing(schema, field)}", "", field.description]
    table = _reference(schema, field)
    if table:
        lines.append(f"An id of {table}: choose one from the list, or add a row for a new one to the sheet {table}.")
    if field.enum:
        lines.append(f"One of: {', '.join(field.enum[:_SHOWN_CODES])}. The sheet “codes” says what they mean.")
    if field.max_length is not None:
        lines.append(f"At most {field.max_length} characters.")
    if field.type in ("number", "integer"):
        lines.append("Digits, without the sign % and without a unit.")
    if not filled_by_tool(schema, field) and field.example:
        lines.append(f"Example: {field.example}")
    return "\n".join(lines)


def input_message(schema: TableSchema, field: Field) -> str:
    """Return what is shown when a cell is chosen, within the limit of Excel."""
    standing = _standing(schema, field)
    if standing == _LEAVE_EMPTY:
        return standing
    example = f" Example: {field.example}" if field.example and len(field.example) <= 60 and not field.enum else ""
    return _within(f"{standing} {field.description}", LONGEST_MESSAGE - len(example)) + example


def alert(field: Field) -> tuple[str, str]:
    """Return title and text of what is said when a value does not fit."""
    if field.enum or field.type == "boolean":
        return "Not in the list", "Choose a code from the list. The sheet “codes” says what each of them means."
    if field.type in ("number", "integer"):
        kind = "a whole number" if field.type == "integer" else "a number"
        return "Not a number", f"Write {kind} in digits, such as {field.example}, without words or a unit."
    if field.max_length is not None:
        return "Too long", f"Write at most {field.max_length} characters."
    return "Not known yet", "This id is not among the known ones. Keep it if you add a row for it in its own sheet."


def _within(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:(") + "…"
