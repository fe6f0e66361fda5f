"""Reads an issue that was made from one of the forms: which one, and the new row it brings. Bad input gives findings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from deportation_goal.findings import Finding
from deportation_goal.intake.issue_body import Heading, Section, headings, split_sections, text_before
from deportation_goal.intake.issue_fields import (
    CORRECTION,
    LICENCE,
    LICENCE_LABEL,
    RETRACTION,
    Form,
    Schemas,
    Widget,
    forms,
    option_text,
)
from deportation_goal.intake.rows import judge
from deportation_goal.intake.submitted_rows import Place, Remark, Submission, SubmittedRow, finding_at
from deportation_goal.intake.submitted_table import SubmittedCell, SubmittedFile, SubmittedRecord, SubmittedTable
from deportation_goal.package.schema import Category, TableSchema
from deportation_goal.rules.constraints import required
from deportation_goal.rules.submission import UNKNOWN_COLUMN, UNREADABLE, WHICH_TABLE
from deportation_goal.wording import counted, listed

MAXIMUM_LENGTH: Final = 262_144
"""Longest body that is read, in code points: four times what GitHub allows."""

_TICKED: Final = re.compile(r"(?:^|\s)[-*+] \[[xX]\]")
_TITLE_WORDS: Final = 4
_HEADINGS_NAMED: Final = 5


def parse_issue(body: str, shown_path: str, schemas: Schemas) -> Submission:
    """Read the rows of an issue that was made from the form of a new row.

    The form is recognised by its headings, all of which must be there.

    Args:
        body: The body of the issue, as GitHub wrote it; people may have edited the values.
        shown_path: The file as the contributor named it.
        schemas: Schema of every table.

    Returns:
        The rows, or findings on the issue; bad input never raises.
    """
    found = headings(body[:MAXIMUM_LENGTH])
    form = recognised(body, found, shown_path, schemas)
    if isinstance(form, Finding):
        return Submission((), (form,))
    if form.name in _COMMANDS:
        return Submission((), (other_command(form, shown_path),))
    answers = Answers(form, body, found, shown_path)
    submission = _with_proposals(form, schemas, judge(_submitted(form, answers), schemas, None))
    if submission.rows:
        return submission
    empty = finding_at(Place(shown_path), required.id, "no field of the form is filled in", table=form.name)
    return replace(submission, findings=(*submission.findings, empty))


_COMMANDS: Final = {CORRECTION: "correct", RETRACTION: "retract"}


def other_command(form: Form, path: str) -> Finding:
    """Return the finding that an issue is for another command."""
    what = f"a {form.name}" if form.name in _COMMANDS else f"a new row of {form.name}"
    command = _COMMANDS.get(form.name, "add")
    message = f"this issue is {what}: use `deportation-goal {command} --from FILE`"
    return finding_at(Place(path), WHICH_TABLE.id, message)


def recognised(body: str, found: Sequence[Heading], path: str, schemas: Schemas) -> Form | Finding:
    """Return the form that an issue was made from, or the finding that it was made from none."""
    place = Place(path)
    if len(body) > MAXIMUM_LENGTH:
        message = f"the issue has {len(body):,} characters; at most {MAXIMUM_LENGTH:,} are read: send a file instead"
        return finding_at(place, UNREADABLE.id, message)
    there = {heading.text for heading in found}
    missing = {form: [label for label in form.labels if label not in there] for form in forms(schemas)}
    shared = {form: len(form.labels) - len(missing[form]) - (LICENCE_LABEL in there) for form in missing}
    most = max(shared.values())
    likely = [form for form, count in shared.items() if count == most]
    if most == 0 or len(likely) > 1:
        names = ", ".join(form.name for form in missing)
        message = f"the issue lacks the headings of a form, so its table is unknown: open a new issue from one of the forms ({names})"
        return finding_at(place, WHICH_TABLE.id, message)
    (form,) = likely
    if missing[form]:
        lost = listed([f'"{label}"' for label in missing[form]], _HEADINGS_NAMED)
        message = f"the issue lacks {counted(len(missing[form]), 'heading')} of its form ({form.name}): {lost}. Open a new issue from that form, and copy the answers into it"
        return finding_at(place, WHICH_TABLE.id, message)
    return form


class Answers:
    """The answers of an issue to the fields of its form."""

    def __init__(self, form: Form, body: str, found: Sequence[Heading], path: str) -> None:
        self.form, self.path = form, path
        self.sections = split_sections(body, found, form.labels)
        self._by_field: dict[str, Section] = {}
        for section in self.sections:
            self._by_field.setdefault(form.labels[section.heading.text].id, section)
        self._before = text_before(body, self.sections[0].heading.line)

    def section(self, field_id: str) -> Section | None:
        """Return the text under the heading of a field."""
        return self._by_field.get(field_id)

    def text(self, field_id: str) -> str:
        """Return the value of a field, a code for a drop-down; empty where nothing was answered."""
        section = self.section(field_id)
        if section is None:
            return ""
        field = self.form.labels[section.heading.text]
        return _code(field.options, section.text) if field.widget is Widget.DROPDOWN else section.text

    def place(self, field_id: str) -> Place:
        """Return where the value of a field is; the start of the issue where the field is missing."""
        section = self.section(field_id)
        if section is None:
            return Place(self.path)
        return Place(self.path, section.line, section.column, section.end_column)

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the issue, whatever the values mean."""
        return (*self._twice(), *self._foreign_headings(), *self._licence())

    def unanswered(self, *field_ids: str) -> Iterator[Finding]:
        """Yield a finding for each of these fields that has no value."""
        labels = {field.id: field.label for field in self.form.fields}
        for field_id in field_ids:
            if not self.text(field_id):
                message = f'"{labels[field_id]}" is empty: fill it in'
                yield finding_at(self.place(field_id), required.id, message, column=labels[field_id])

    def remarks(self) -> Iterator[Remark]:
        """Yield what is read although it is not as GitHub writes it, or not read at all."""
        if self._before is not None:
            line, text = self._before
            message = "text before the first heading of the form is not read"
            yield Remark(Place(self.path, line), self.form.name, "", text, "", message)
        for section in self.sections:
            field = self.form.labels[section.heading.text]
            if field.widget is Widget.INPUT and len(section.lines) > 1 and not section.inner_headings:
                message = "the value runs over several lines, which were joined"
                yield Remark(self.place(field.id), field.table, field.column, section.text, section.text, message)

    def _twice(self) -> Iterator[Finding]:
        for section in self.sections:
            field = self.form.labels[section.heading.text]
            if section is not self._by_field[field.id]:
                message = f'the heading "{section.heading.text}" occurs twice: keep one, or put a word before it if it is part of an answer'
                place = self._heading_place(section.heading)
                yield finding_at(
                    place,
                    UNKNOWN_COLUMN.id,
                    message,
                    table=field.table,
                    column=field.column,
                    value=section.heading.text,
                )

    def _foreign_headings(self) -> Iterator[Finding]:
        """Yield a finding for a heading inside a value that is not a text of several lines."""
        for section in self.sections:
            field = self.form.labels[section.heading.text]
            if field.widget is Widget.TEXTAREA:
                continue
            for heading in section.inner_headings:
                message = f'the form has no field "{heading.text}": its fields are {", ".join(self.form.labels)}'
                yield finding_at(
                    self._heading_place(heading), UNKNOWN_COLUMN.id, message, table=field.table, value=heading.text
                )

    def _heading_place(self, heading: Heading) -> Place:
        return Place(self.path, heading.line, 1, len(heading.text) + 5)

    def _licence(self) -> Iterator[Finding]:
        if _TICKED.search(self.text(LICENCE)) is None:
            message = f'the box under "{LICENCE_LABEL}" is not ticked: write `- [x]` there; without it the contribution cannot be used'
            yield finding_at(self.place(LICENCE), required.id, message, column=LICENCE_LABEL)


def _code(options: Sequence[Category], text: str) -> str:
    """Return the code that a choice means; anything else is returned as it is, for the rules to judge."""
    return next((option.value for option in options if option_text(option) == text), text)


def _submitted(form: Form, answers: Answers) -> SubmittedFile:
    """Return the answers as tables of one row each: that of a new agent, if there is one, before the form's own."""
    place = Place(answers.path, answers.sections[0].heading.line)
    cells: dict[str, dict[str, SubmittedCell]] = {}
    for field in form.fields:
        if field.table and answers.section(field.id) is not None:
            cell = SubmittedCell(answers.text(field.id), answers.place(field.id))
            cells.setdefault(field.table, {})[field.column] = cell
    tables = [_one_row(name, cells[name], place) for name in sorted(cells, key=lambda name: name == form.name)]
    return SubmittedFile(tuple(tables), answers.findings(), tuple(answers.remarks()))


def _one_row(name: str, cells: Mapping[str, SubmittedCell], place: Place) -> SubmittedTable:
    header = {position: SubmittedCell(column, cell.place) for position, (column, cell) in enumerate(cells.items())}
    row = SubmittedRecord(dict(enumerate(cells.values())), place)
    return SubmittedTable(name, SubmittedRecord(header, place), [row], place, named=True)


def _with_proposals(form: Form, schemas: Schemas, submission: Submission) -> Submission:
    """Return the submission with the names that are proposed where the reporter gave none."""
    rows, remarks = list(submission.rows), list(submission.remarks)
    own = next((row for row in rows if row.table == form.name), None)
    if own is None:
        return replace(submission, rows=())
    other = next((row for row in rows if row.table == form.new_table and row is not own), None)
    if other is not None:
        other, own, named = _with_new_row(form, schemas[other.table], own, other)
        remarks.extend(named)
    own, proposed = _with_names(schemas[own.table], own)
    return replace(submission, rows=(*([other] if other else []), own), remarks=(*remarks, *proposed))


def _with_new_row(
    form: Form, schema: TableSchema, row: SubmittedRow, other: SubmittedRow
) -> tuple[SubmittedRow, SubmittedRow, list[Remark]]:
    """Return the new row of another table with its id, and the row that refers to it."""
    column, label, key = form.new_column, schema.label[0], schema.primary_key
    wanted = row.values.get(column, "")
    identifier = _slug(wanted or other.values.get(label, ""))
    place = row.place_of(column) if wanted else other.place_of(label)
    new = replace(other, values={key: identifier, **other.values}, places={**other.places, key: place})
    row = replace(row, values={**row.values, column: identifier}, places={**row.places, column: place})
    if identifier == wanted:
        return new, row, []
    message = f"the id of the new row of {schema.name} was made from its {label}"
    return new, row, [Remark(place, row.table, column, wanted, identifier, message)]


def _with_names(schema: TableSchema, row: SubmittedRow) -> tuple[SubmittedRow, list[Remark]]:
    """Return the row with the names that are proposed where the reporter gave none."""
    remarks = []
    for field in schema.fields:
        parts = [_part(schema, group, row.values) for group in field.proposed_from]
        name = "-".join(filter(None, (part for _, part in parts)))
        if not name or row.values.get(field.name):
            continue
        place = row.place_of(next(column for column, part in parts if part))
        row = replace(row, values={**row.values, field.name: name}, places={**row.places, field.name: place})
        remarks.append(Remark(place, row.table, field.name, "", name, "left empty: a name is proposed"))
    return row, remarks


def _part(schema: TableSchema, group: Sequence[str], values: Mapping[str, str]) -> tuple[str, str]:
    """Return a part of a name, and the column it comes from: the first of a group that gives one."""
    for column in group:
        value = values.get(column, "")
        if schema.by_name[column].notation == "EDTF":
            day = re.match(r"[0-9][0-9-]*", value)
            part = day.group().rstrip("-") if day else ""
        else:
            part = _slug(value) if column in schema.references else _first_words(value)
        if part:
            return column, part
    return "", ""


def _first_words(text: str) -> str:
    return "-".join(_slug(text).split("-")[:_TITLE_WORDS])


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
