"""The words of the template on a column: its note, its input message, and what is said of a value that does not fit."""

from __future__ import annotations

from typing import Final

from deportation_goal.contribute.template_marks import filled_by_tool, must_fill
from deportation_goal.package.schema import Field, TableSchema

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
