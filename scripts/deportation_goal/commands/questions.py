"""Asks for one row on a terminal, field by field: codes with their labels, ids found as one types."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.validation import ValidationError, Validator

from deportation_goal.evidence.locator import WORDS
from deportation_goal.intake.submitted_rows import Place, Submission, SubmittedRow
from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.rules.cells import tidy
from deportation_goal.table_files import Rows
from deportation_goal.values.periods import PeriodError, parse_period

if TYPE_CHECKING:
    from deportation_goal.intake.add import Added
    from deportation_goal.intake.passages import Text

_NUMBERS: Final = {
    "number": (r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", "write a plain number, such as 1000000 or 0.7"),
    "integer": (r"-?(0|[1-9][0-9]*)", "write a whole number, such as 1000000"),
}
_UNITS: Final = ("unit_label", "unit")
"""Columns of a table that give the unit of the numbers in the rows that refer to it."""
BACK: Final = "<"
"""The answer that goes back to the question before."""
_CODE_WIDTH: Final = 26
PATH: Final = "answers"
"""What findings call the place of an answer."""


class _Checked(Validator):
    """Accepts an answer of which a function finds nothing wrong."""

    def __init__(self, problem: Callable[[str], str]) -> None:
        self.problem = problem

    def validate(self, document: Document) -> None:
        message = self.problem(document.text)
        if message:
            # The cursor stays at the end, where people go on typing.
            raise ValidationError(len(document.text), message)


class _Search(Completer):
    """Offers the values that hold what was typed, or whose meaning does; a value that begins with it first."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        self.choices = choices

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        for value in _hits(self.choices, document.text_before_cursor):
            yield Completion(value, -len(document.text_before_cursor), display_meta=self.choices[value])


def _hits(choices: Mapping[str, str], answer: str) -> list[str]:
    typed = answer.strip().casefold()
    found = [value for value, meaning in choices.items() if typed in f"{value}\n{meaning}".casefold()]
    return sorted(found, key=lambda value: not value.casefold().startswith(typed))


def meant(choices: Mapping[str, str], answer: str) -> str:
    """Return the choice that an answer means: itself, or the only one that the search finds; otherwise the answer."""
    text = tidy(answer)
    if not text or text in choices:
        return text
    hits = _hits(choices, text)
    return hits[0] if len(hits) == 1 else text


def asked_fields(schema: TableSchema, texts: Mapping[str, Text]) -> list[Field]:
    """Return the columns to ask for: not those that the tool makes itself."""
    made = {schema.primary_key} if schema.id_prefix else set()
    if texts:
        made |= {*schema.locator, *schema.text_digest}
    return [field for field in schema.entered if field.name not in made]


def choices_of(package: Package, rows: Rows, schema: TableSchema, field: Field) -> dict[str, str]:
    """Return the values that a column may hold, each with what it means; empty where any text is allowed."""
    if field.categories:
        return {item.value: f"{item.label}: {item.description}" for item in field.categories}
    if field.type == "boolean":
        return {"true": "yes", "false": "no"}
    if key := schema.references.get(field.name):
        label = package.resource(key.table).schema.label
        return {row[key.key]: row[label[0]] if label else "" for row in rows[key.table]}
    return {}


def answer_problem(field: Field, target: str, choices: Mapping[str, str], answer: str) -> str:
    """Return what is wrong with an answer by itself, in a sentence; empty if nothing is.

    Args:
        field: The column.
        target: Name of the table that the column refers to, or empty.
        choices: The values it may hold, or nothing where any text is allowed.
        answer: The answer.
    """
    text = meant(choices, answer)
    if not text:
        return "a value is needed here; Ctrl-C stops" if field.required else ""
    if target and text not in choices:
        return f"{target} has no {text}: type to search it; a new one is added first, with `add {target}`"
    if choices and text not in choices:
        return "choose one from the list: typing searches it, Tab shows it"
    if field.type in _NUMBERS and not re.fullmatch(_NUMBERS[field.type][0], text):
        return _NUMBERS[field.type][1]
    if field.notation == "EDTF":
        try:
            parse_period(text)
        except PeriodError as error:
            return str(error)
    elif not field.matches(text):
        return f"write it like {field.example}"
    if field.max_length is not None and len(text) > field.max_length:
        return f"{len(text)} characters; at most {field.max_length} are allowed"
    return ""


def ask_row(
    package: Package,
    table: str,
    texts: Mapping[str, Text],
    keep: Callable[[Mapping[str, str]], None] = lambda _values: None,
) -> Submission:
    """Ask for the cells of one row, one after the other; `BACK` goes to the question before.

    Args:
        package: The package that the row goes into.
        table: Name of the table.
        texts: The contributor's copies of the sources; with one, the words are asked for in place of the locator.
        keep: Told the answers, by column, of a contributor who breaks off.

    Raises:
        click.Abort: If the contributor breaks off.
        UserError: If a table cannot be read.
    """
    from deportation_goal.table_files.read_rows import read_rows

    schema, rows = package.resource(table).schema, read_rows(package)
    fields = asked_fields(schema, texts)
    names = [field.name for field in fields] + ([WORDS] if texts and schema.has_evidence else [])
    values: dict[str, str] = {}
    _say(f"A new row of {table}. {schema.description}")
    _say(
        f"Enter leaves a cell empty. {BACK} goes back to the question before. Ctrl-C stops and gives the answers back.\n"
    )
    place = 0
    try:
        while place < len(names):
            name, before = names[place], values.get(names[place], "")
            if name == WORDS:
                answer = _ask_words(values[schema.source], texts, before)
            else:
                field = fields[place]
                choices = choices_of(package, rows, schema, field)
                answer = _ask(field, _target(schema, field), choices, _unit(schema, rows, field, values), before)
            if answer == BACK:
                place = max(place - 1, 0)
            else:
                values[name] = answer
                place += 1
    except (EOFError, KeyboardInterrupt):
        keep(_filled(values))
        raise click.Abort from None
    filled = _filled(values)
    places = {column: Place(PATH, number) for number, column in enumerate(filled, start=1)}
    return Submission((SubmittedRow(table, filled, places, Place(PATH)),))


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {column: value for column, value in values.items() if value}


def _target(schema: TableSchema, field: Field) -> str:
    key = schema.references.get(field.name)
    return key.table if key else ""


def _unit(schema: TableSchema, rows: Rows, field: Field, values: Mapping[str, str]) -> str:
    """Return the unit of a number in words, from the row that an earlier answer refers to; empty if no row gives it."""
    if field.type != "number":
        return ""
    for column, value in values.items():
        key = schema.references.get(column)
        row = next((row for row in rows[key.table] if row[key.key] == value), {}) if key and value else {}
        if unit := next((row[name] for name in _UNITS if row.get(name)), ""):
            return unit
    return ""


def _say(text: str, indent: str = "", further: str = "") -> None:
    """Print a text, wrapped at words to the width of the terminal."""
    click.echo(
        click.wrap_text(
            text, shutil.get_terminal_size().columns, initial_indent=indent, subsequent_indent=further or indent
        )
        + "\n" * text.endswith("\n")
    )


def show(added: Added) -> None:
    """Show the one row that would be added, its id included."""
    click.echo("\nThe row:")
    for rows in added.rows.values():
        for row in rows:
            width = max(len(column) for column in row)
            for column, value in row.items():
                if value:
                    click.echo(f"  {column:<{width}}  {value}")


def confirmed() -> bool:
    """Ask whether to write the row that was shown."""
    return click.confirm("Add it?", default=True)


def _ask(field: Field, target: str, choices: Mapping[str, str], unit: str, before: str) -> str:
    _say(f"{field.title}{' (required)' if field.required else ''}: {field.description}")
    if unit:
        _say(f"The unit is {unit}.", "  ")
    if field.categories:
        for value, meaning in choices.items():
            _say(f"{value:<{_CODE_WIDTH}} {meaning}", "  ", " " * (_CODE_WIDTH + 3))
    answer = _prompt(
        field.name,
        lambda text: answer_problem(field, target, choices, text),
        before,
        completer=_Search(choices) if choices else None,
        placeholder=None if choices else f"for example {field.example}",
    )
    chosen = answer if answer == BACK else meant(choices, answer)
    if chosen != answer:
        click.echo(f"  {chosen}")
    return chosen


def _ask_words(source_id: str, texts: Mapping[str, Text], before: str) -> str:
    from deportation_goal.intake.passages import text_for, words_problem

    text = text_for(source_id, texts)
    if text is None:
        _say(f"No text was given for {source_id}, so the row gets no locator.")
        return ""
    _say(f"The sentence of {text.name} that carries the statement, copied from the text.")
    return _prompt(WORDS, lambda words: words_problem(text, words) if words.strip() else "", before)


def _prompt(
    name: str,
    problem: Callable[[str], str],
    before: str,
    *,
    completer: Completer | None = None,
    placeholder: str | None = None,
) -> str:
    """Return the answer to a question; an answer that was given before can be edited, or taken with Enter."""
    # A session for each question: one that is used again keeps the completer and placeholder of the question before.
    session: PromptSession[str] = PromptSession(
        f"{name}: ",
        completer=completer,
        complete_while_typing=True,
        validator=_Checked(lambda text: "" if text.strip() == BACK else problem(text)),
        validate_while_typing=False,
        placeholder=placeholder,
    )
    return tidy(session.prompt(default=before))
