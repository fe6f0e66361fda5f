"""The GitHub issue forms as data: which fields each has and what column a field fills.

Read from the schemas, so that a new column is a new field. `pages.issue_forms` writes the forms, `issue_form`
reads an issue that was made from one.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from deportation_goal.evidence.locator import WORDS
from deportation_goal.package.schema import Category, Field, TableSchema

Schemas = Mapping[str, TableSchema]

CORRECTION: Final = "correction"
"""Name of the form that corrects a row; those of new rows are called after their table."""

RETRACTION: Final = "retraction"
"""Name of the form that asks to retract a row."""

ROW_ID: Final = "row_id"
REPLACED_BY: Final = "replaced_by"
COLUMN: Final = "column"
NEW_VALUE: Final = "new_value"
FURTHER: Final = "further_changes"
REASON: Final = "reason"
LICENCE: Final = "licence"

LICENCE_LABEL: Final = "Licence of this contribution"
"""Heading that every form has, and by which the workflow tells an issue made from a form from any other."""

ROW_ID_LABEL: Final = "Id of the row"
"""Heading that only the correction has, and by which the workflow chooses the command."""

RETRACTED_ID_LABEL: Final = "Id of the row to retract"
"""Heading that only the retraction has, and by which the workflow chooses the command."""

LICENCE_TEXT: Final = "I publish what I wrote here under CC BY 4.0, the licence of the data."

_LONG: Final = 200
_BOOLEANS: Final = (Category("true", "Yes", ""), Category("false", "No", ""))


class Widget(enum.StrEnum):
    """How GitHub shows a field (`type` of the form schema)."""

    INPUT = "input"
    TEXTAREA = "textarea"
    DROPDOWN = "dropdown"
    CHECKBOXES = "checkboxes"


@dataclass(frozen=True)
class FormField:
    """A field of a form.

    Attributes:
        id: Name of the field inside the form.
        label: What GitHub shows above it, and its heading in the issue.
        widget: How GitHub shows it.
        required: Whether GitHub refuses the form without it.
        table: The table it fills; empty for a field that is about the contribution.
        column: The column it fills; equals the id where there is no table.
        description: What is meant.
        example: A good value, shown while the field is empty.
        options: The codes of a drop-down.
        refers_to: The table whose ids it takes; empty if it takes none.
    """

    id: str
    label: str
    widget: Widget
    required: bool
    table: str
    column: str
    description: str
    example: str = ""
    options: tuple[Category, ...] = ()
    refers_to: str = ""


@dataclass(frozen=True)
class Form:
    """A form.

    Attributes:
        name: Name of its table, or `CORRECTION`.
        fields: Its fields in their order.
        new_column: The column that may refer to a row which is not there yet; empty if there is none.
        new_table: The table of that row, which the form then asks for.
    """

    name: str
    fields: tuple[FormField, ...]
    new_column: str = ""
    new_table: str = ""

    @property
    def labels(self) -> Mapping[str, FormField]:
        """The fields by label."""
        return {field.label: field for field in self.fields}


def option_text(category: Category) -> str:
    """Return how a code is written in a drop-down: for people first, with the code for the parser."""
    return f"{category.label} ({category.value})"


def forms(schemas: Schemas) -> tuple[Form, ...]:
    """Return the forms: a new row for each table whose schema asks for a form, a correction and a retraction.

    Args:
        schemas: Schema of every table.
    """
    rows = [
        Form(schema.name, (*_row_fields(schemas, schema), _licence()), *_new_row(schemas, schema))
        for schema in schemas.values()
        if schema.form
    ]
    correction = Form(CORRECTION, (*_correction_fields(schemas), _licence()))
    return (*rows, correction, Form(RETRACTION, (*_retraction_fields(), _licence())))


def _row_fields(schemas: Schemas, schema: TableSchema) -> Iterator[FormField]:
    skipped = {*schema.locator, *schema.text_digest}
    if schema.id_prefix:
        skipped.add(schema.primary_key)
    fields = {field.name: field for field in schema.entered if field.name not in skipped}
    if schema.has_evidence:
        # What the reporter has at hand comes first: the source and its sentence.
        yield _of_column(schema, fields.pop(schema.source))
        yield _words(schema.name)
    for column, field in fields.items():
        yield _named(schema, field) if field.proposed_from else _of_column(schema, field)
        new_column, new_table = _new_row(schemas, schema)
        if column == new_column:
            yield from _new_fields(schemas[new_table], field.title)


def _new_row(schemas: Schemas, schema: TableSchema) -> tuple[str, str]:
    """Return the column that may refer to a row which is not there yet, and the table of that row."""
    keys = (key for key in schema.foreign_keys if key.table in schemas and schemas[key.table].in_forms)
    return next(((key.column, key.table) for key in keys), ("", ""))


def _of_column(schema: TableSchema, field: Field) -> FormField:
    options = field.categories or (_BOOLEANS if field.type == "boolean" else ())
    widget = Widget.DROPDOWN if options else Widget.INPUT
    if not options and field.max_length is not None and field.max_length >= _LONG:
        widget = Widget.TEXTAREA
    target = next((key.table for key in schema.foreign_keys if key.column == field.name), "")
    return FormField(
        id=field.name,
        label=field.title,
        widget=widget,
        required=field.required,
        table=schema.name,
        column=field.name,
        description=_description(field, target),
        example="" if options else field.example,
        options=options,
        refers_to=target,
    )


def _description(field: Field, target: str) -> str:
    parts = [field.description]
    if target:
        parts.append(f"An id of the table {target}.")
    elif field.max_length is not None:
        parts.append(f"At most {field.max_length} characters.")
    parts.extend(f"**{item.label}**: {item.description}" for item in field.categories if item.description)
    return " ".join(part for part in parts if part)


def _named(schema: TableSchema, field: Field) -> FormField:
    """Return the field of a name that the project proposes where the reporter has none."""
    whole = _of_column(schema, field)
    return replace(whole, required=False, description=f"{whole.description} If left empty, one is proposed.")


def _words(table: str) -> FormField:
    return FormField(
        id=WORDS,
        label="Passage",
        widget=Widget.TEXTAREA,
        required=True,
        table=table,
        column=WORDS,
        description="The sentence that carries it, copied from the text letter for letter. It is used to find the place and is not stored in the data.",
    )


def _new_fields(schema: TableSchema, title: str) -> Iterator[FormField]:
    where = f'Only if what "{title}" names is not in the table {schema.name} yet.'
    for column, label in schema.in_forms:
        field = _of_column(schema, schema.by_name[column])
        yield replace(
            field, id=f"new_{column}", label=label, required=False, description=f"{where} {field.description}"
        )


def _licence() -> FormField:
    return FormField(
        LICENCE, LICENCE_LABEL, Widget.CHECKBOXES, True, "", LICENCE, "Without it the contribution cannot be used."
    )


def _correction_fields(schemas: Schemas) -> Iterator[FormField]:
    columns: dict[str, Category] = {}
    for schema in schemas.values():
        if not schema.takes_rows:
            continue
        for field in schema.entered:
            if field.name != schema.primary_key:
                columns.setdefault(field.name, Category(field.name, field.title, ""))
    text, area, choice = Widget.INPUT, Widget.TEXTAREA, Widget.DROPDOWN
    yield FormField(
        ROW_ID, ROW_ID_LABEL, text, True, "", ROW_ID, "The first cell of the row in its table.", "fig-7k2m9q"
    )
    yield FormField(
        COLUMN,
        "Column",
        choice,
        True,
        "",
        COLUMN,
        "The column whose cell is wrong.",
        options=tuple(sorted(columns.values(), key=option_text)),
    )
    yield FormField(NEW_VALUE, "New value", area, False, "", NEW_VALUE, "What the cell should hold; empty if nothing.")
    yield FormField(
        FURTHER,
        "Further changes of the same row",
        area,
        False,
        "",
        FURTHER,
        "One per line: the name of the column, a colon, the new value.",
        "qualifier: about",
    )
    yield FormField(
        REASON,
        "Reason",
        area,
        True,
        "",
        REASON,
        "Why the row is wrong, and where that can be seen, in one sentence. It is published with the correction.",
        "The text says about 4,000, not 4,000.",
    )


def _retraction_fields() -> Iterator[FormField]:
    text, area = Widget.INPUT, Widget.TEXTAREA
    id_text = "The first cell of the row in its table."
    yield FormField(ROW_ID, RETRACTED_ID_LABEL, text, True, "", ROW_ID, id_text, "fig-7k2m9q")
    yield FormField(
        REPLACED_BY,
        "Replaced by",
        text,
        False,
        "",
        REPLACED_BY,
        "The id of the row that takes its place, if there is one.",
        "fig-8h3n1p",
    )
    yield FormField(
        REASON,
        "Reason",
        area,
        True,
        "",
        REASON,
        "Why the row cannot stay, and where that can be seen, in one sentence. It is published with the row.",
        "The sentence is about another year.",
    )
