"""Reads an issue that was made from the form of a correction or a retraction. Bad input gives findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from deportation_goal.findings import Finding
from deportation_goal.intake.issue_body import headings
from deportation_goal.intake.issue_fields import (
    COLUMN,
    CORRECTION,
    FURTHER,
    NEW_VALUE,
    REASON,
    REPLACED_BY,
    RETRACTION,
    ROW_ID,
    Form,
    Schemas,
)
from deportation_goal.intake.issue_form import MAXIMUM_LENGTH, Answers, other_command, recognised
from deportation_goal.intake.submitted_rows import Place, finding_at
from deportation_goal.rules.submission import UNKNOWN_COLUMN
from deportation_goal.wording import nearest

_CHANGE: Final = re.compile(r"\s*(?:[-*]\s+)?`?(?P<column>[A-Za-z_][A-Za-z0-9_ ]*?)`?\s*[:=](?P<value>.*)")


@dataclass(frozen=True)
class Correction:
    """A correction as asked for.

    Attributes:
        row_id: Id of the row.
        values: New values by column; an empty one empties the cell.
        reason: Why, in a sentence.
        findings: What is wrong with the issue; with any error nothing is corrected.
        places: Place of each new value by column.
    """

    row_id: str
    values: Mapping[str, str]
    reason: str
    findings: tuple[Finding, ...]
    places: Mapping[str, Place]


@dataclass(frozen=True)
class Retraction:
    """A retraction as asked for.

    Attributes:
        row_id: Id of the row.
        replaced_by: Id of the row that takes its place; empty if none does.
        reason: Why, in a sentence.
        findings: What is wrong with the issue; with any error nothing is retracted.
        places: Place of the reason and of the other id.
    """

    row_id: str
    replaced_by: str
    reason: str
    findings: tuple[Finding, ...]
    places: Mapping[str, Place]


def _answers(body: str, shown_path: str, schemas: Schemas, wanted: str) -> Answers | Finding:
    """Return the answers of an issue made from the wanted form, or the finding that it was not."""
    found = headings(body[:MAXIMUM_LENGTH])
    form = recognised(body, found, shown_path, schemas)
    if not isinstance(form, Finding) and form.name != wanted:
        form = other_command(form, shown_path)
    return form if isinstance(form, Finding) else Answers(form, body, found, shown_path)


def parse_correction(body: str, shown_path: str, schemas: Schemas) -> Correction:
    """Read an issue that was made from the form of a correction.

    Args:
        body: The body of the issue.
        shown_path: The file as the contributor named it.
        schemas: Schema of every table.

    Returns:
        The correction, with findings on the issue; bad input never raises.
    """
    answers = _answers(body, shown_path, schemas, CORRECTION)
    if isinstance(answers, Finding):
        return Correction("", {}, "", (answers,), {})
    values: dict[str, str] = {}
    places: dict[str, Place] = {}
    findings = [*answers.findings(), *answers.unanswered(ROW_ID, COLUMN, REASON)]
    for column, value, place in _changes(answers):
        problem = _problem(answers.form, column, column in values)
        if problem:
            findings.append(finding_at(place, UNKNOWN_COLUMN.id, problem, column=column, value=value))
        else:
            values[column], places[column] = value, place
    return Correction(answers.text(ROW_ID), values, answers.text(REASON), tuple(findings), places)


def parse_retraction(body: str, shown_path: str, schemas: Schemas) -> Retraction:
    """Read an issue that was made from the form of a retraction.

    Args:
        body: The body of the issue.
        shown_path: The file as the contributor named it.
        schemas: Schema of every table.

    Returns:
        The retraction, with findings on the issue; bad input never raises.
    """
    answers = _answers(body, shown_path, schemas, RETRACTION)
    if isinstance(answers, Finding):
        return Retraction("", "", "", (answers,), {})
    findings = (*answers.findings(), *answers.unanswered(ROW_ID, REASON))
    places = {column: answers.place(column) for column in (REASON, REPLACED_BY)}
    return Retraction(answers.text(ROW_ID), answers.text(REPLACED_BY), answers.text(REASON), findings, places)


def _changes(answers: Answers) -> Iterator[tuple[str, str, Place]]:
    """Yield column, new value and place of every change that a correction asks for; an empty column if none can be read."""
    if answers.text(COLUMN):
        place = answers.place(NEW_VALUE if answers.text(NEW_VALUE) else COLUMN)
        yield answers.text(COLUMN), answers.text(NEW_VALUE), place
    further = answers.section(FURTHER)
    for number, line in further.lines if further is not None else ():
        match = _CHANGE.fullmatch(line)
        place = Place(answers.path, number, len(line) - len(line.lstrip()) + 1, len(line.rstrip()) + 1)
        if match is None:
            yield "", line.strip(), place
        else:
            yield match["column"].strip().lower().replace(" ", "_"), match["value"].strip(), place


def _problem(form: Form, column: str, changed_already: bool) -> str:
    """Return what is wrong with the column of a change; empty if nothing is."""
    columns = [option.value for field in form.fields if field.id == COLUMN for option in field.options]
    if not column:
        return 'this is not a change: write the name of a column, a colon and the new value, such as "qualifier: about"'
    if column not in columns:
        near = nearest(column, columns)
        hint = f": did you mean {near}?" if near else f"; there are {', '.join(columns)}"
        return f'no column that can be corrected is called "{column}"{hint}'
    return f"{column} is changed twice: keep one of the two" if changed_already else ""
