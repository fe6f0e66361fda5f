"""Asks for one row on a terminal, field by field: codes with their labels, ids found as one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import FuzzyWordCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.validation import ValidationError, Validator

from deportation_goal.contribute.submission import WORDS, Place, Submission, SubmittedRow
from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.table_files.ids import PREFIXES

if TYPE_CHECKING:
    from deportation_goal.contribute.add import Added
    from deportation_goal.contribute.passages import Text

_LOCATOR: Final = ("evidence_start", "evidence_end", "evidence_sha256")
_DIGEST: Final = ("text_sha256", "text_length")
_NAMES: Final = ("name", "title", "summary", "text")
PATH: Final = "answers"
"""What findings call the place of an answer."""


class _OneOf(Validator):
    """Accepts one of some values, or nothing where nothing is needed."""

    def __init__(self, values: Sequence[str], *, required: bool) -> None:
        self.values, self.required = frozenset(values), required

    def validate(self, document: Document) -> None:
        text = document.text.strip()
        if not text and self.required:
            raise ValidationError(message="a value is needed here")
        if text and self.values and text not in self.values:
            raise ValidationError(message="choose one of the list: Tab shows it, and typing searches it")


def asked_fields(schema: TableSchema, texts: Mapping[str, Text]) -> list[Field]:
    """Return the columns to ask for: not those that the tool makes itself."""
    made = {schema.primary_key} if schema.name in PREFIXES else set()
    if texts:
        made |= {*_LOCATOR, *_DIGEST}
    return [field for field in schema.fields if field.name not in made]


def _choices(package: Package, schema: TableSchema, field: Field) -> dict[str, str]:
    """Return the values that a column may hold, each with what it means; empty where any text may stand."""
    if field.categories:
        return {item.value: f"{item.label}: {item.description}" for item in field.categories}
    if field.type == "boolean":
        return {"true": "yes", "false": "no"}
    for key in schema.foreign_keys:
        if key.column == field.name:
            from deportation_goal.table_files.rows import read_rows

            rows = read_rows(package)[key.table]
            return {row[key.key]: next((row[name] for name in _NAMES if row.get(name)), "") for row in rows}
    return {}


def ask_row(package: Package, table: str, texts: Mapping[str, Text]) -> Submission:
    """Ask for the cells of one row.

    Args:
        package: The package that the row goes into.
        table: Name of the table.
        texts: The contributor's copies of the sources; with one, the words are asked for in place of the locator.

    Raises:
        click.Abort: If the contributor breaks off.
    """
    schema = package.resource(table).schema
    session: PromptSession[str] = PromptSession()
    values: dict[str, str] = {}
    click.echo(f"A new row of {table}. {schema.description} Enter leaves a cell empty, Ctrl-C breaks off.\n")
    try:
        for field in asked_fields(schema, texts):
            answer = _ask(session, field, _choices(package, schema, field))
            if answer:
                values[field.name] = answer
        if texts and schema.has_evidence:
            click.echo("\nThe sentence of the text that carries the statement, copied from the text.")
            values[WORDS] = session.prompt(f"{WORDS}: ").strip()
    except (EOFError, KeyboardInterrupt):
        raise click.Abort from None
    filled = {column: value for column, value in values.items() if value}
    place = Place(PATH)
    places = {column: Place(PATH, number) for number, column in enumerate(filled, start=1)}
    return Submission((SubmittedRow(table, filled, places, place),))


def confirmed(added: Added) -> bool:
    """Show the one row that would be added, its id included, and ask whether to write it."""
    click.echo("\nThe row:")
    for rows in added.rows.values():
        for row in rows:
            width = max(len(column) for column in row)
            for column, value in row.items():
                if value:
                    click.echo(f"  {column:<{width}}  {value}")
    return click.confirm("Add it?", default=True)


def _ask(session: PromptSession[str], field: Field, choices: Mapping[str, str]) -> str:
    click.echo(f"{field.title}{' (required)' if field.required else ''}: {field.description}")
    if field.categories:
        for value, meaning in choices.items():
            click.echo(f"  {value:<26} {meaning}")
    completer = FuzzyWordCompleter(list(choices), meta_dict=dict(choices)) if choices else None
    validator = _OneOf(list(choices), required=field.required)
    answer = session.prompt(
        f"{field.name}: ",
        completer=completer,
        complete_while_typing=True,
        validator=validator,
        validate_while_typing=False,
        placeholder=None if choices else f"for example {field.example}",
    )
    return answer.strip()
