"""Computes the step of the version number that a comparison requires, with every reason. Pure.

The recipe of Data Package ("Data Package version") on the terms of Semantic Versioning, with what this dataset adds:
the commands and functions of the tool count like columns, and a row may go if its revision stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from deportation_goal.diff.package_diff import Change, Kind, PackageDiff, Step, TableRows
from deportation_goal.wording import counted, listed

STEPS: Final[Mapping[Kind, Step]] = {
    Kind.TABLE_ADDED: Step.MINOR,
    Kind.TABLE_REMOVED: Step.MAJOR,
    Kind.TABLE_FORM_CHANGED: Step.MAJOR,
    Kind.COLUMN_ADDED: Step.MAJOR,
    Kind.COLUMN_REMOVED: Step.MAJOR,
    Kind.COLUMN_RENAMED: Step.MAJOR,
    Kind.COLUMN_MOVED: Step.MAJOR,
    Kind.TYPE_CHANGED: Step.MAJOR,
    Kind.CONSTRAINT_TIGHTENED: Step.MAJOR,
    Kind.CONSTRAINT_LOOSENED: Step.MINOR,
    Kind.CODE_ADDED: Step.MINOR,
    Kind.CODE_REMOVED: Step.MAJOR,
    Kind.CODE_MEANING_CHANGED: Step.MAJOR,
    Kind.COLUMN_MEANING_CHANGED: Step.MAJOR,
    Kind.DESCRIPTION_CHANGED: Step.PATCH,
    Kind.LICENCE_CHANGED: Step.MAJOR,
    Kind.TOOL_ADDED: Step.MINOR,
    Kind.TOOL_REMOVED: Step.MAJOR,
    Kind.RULE_TIGHTENED: Step.MINOR,
    Kind.RULE_LOOSENED: Step.PATCH,
    Kind.PYTHON_RAISED: Step.MAJOR,
}
"""The step that each kind of change requires."""

ROW_STEPS: Final[Mapping[str, Step]] = {
    "added": Step.MINOR,
    "changed": Step.PATCH,
    "retracted": Step.MINOR,
    "removed": Step.MAJOR,
}
"""The step that each kind of difference between rows requires; a release refuses removed rows altogether."""

COMPUTED_STEP: Final = Step.MINOR
"""The least step that is required when the code changed a derived row: its reader gets another answer."""

_COMPUTED: Final = "computed in another way by the new code from the tables of the last release"

_NAMED: Final = 5

_ROW_WORDS: Final[Mapping[str, str]] = {
    "added": "added",
    "changed": "with corrected values",
    "retracted": "retracted, with the row of revisions that says why",
    "removed": "gone without a row of revisions that says why",
}


@dataclass(frozen=True)
class Reason:
    """Why a version needs at least a step.

    Attributes:
        step: The step.
        sentence: The reason.
    """

    step: Step
    sentence: str


def reasons(diff: PackageDiff) -> tuple[Reason, ...]:
    """Return every reason for a step, the greatest step first, else in the order of the comparison.

    The rows of revisions and changes are no reason: they say what happened to other rows.
    """
    found = [*_schema_reasons(diff), *_row_reasons(diff), *_computed_reasons(diff)]
    return tuple(sorted(found, key=lambda reason: -reason.step))


def required_step(diff: PackageDiff) -> Step:
    """Return the smallest step that a comparison allows; `NONE` if nothing that counts differs."""
    return max((reason.step for reason in reasons(diff)), default=Step.NONE)


def change_sentence(change: Change) -> str:
    """Return a change as a sentence with its table and column."""
    place = ".".join(part for part in (change.table, change.column) if part)
    return f"{place}: {change.message}" if place else change.message


def _schema_reasons(diff: PackageDiff) -> Iterator[Reason]:
    for change in diff.changes:
        yield Reason(STEPS[change.kind], change_sentence(change))


def _row_reasons(diff: PackageDiff) -> Iterator[Reason]:
    for table in diff.tables:
        if table.is_log:
            continue
        if table.not_compared:
            yield Reason(Step.MAJOR, f"{table.table}: {table.not_compared}")
        for what, count in table.counts.items():
            if count:
                yield Reason(ROW_STEPS[what], f"{table.table}: {_rows(table, what, count)}")
        for sentence in meaning_sentences(table):
            yield Reason(Step.MAJOR, sentence)


def meaning_sentences(table: TableRows) -> list[str]:
    """Return what changed the meaning of rows that keep their id, a sentence for each cause; each is a major change."""
    cells = [
        f"{row.row_id} ({', '.join(columns)})"
        for row in table.changed
        if (columns := [cell.column for cell in row.cells if cell.other_meaning])
    ]
    others = [row.row_id for row in table.changed if row.is_another]
    sentences = []
    if cells:
        sentences.append(
            f"{table.table}: {counted(len(cells), 'row')} with another meaning, on which other rows rest: "
            f"{listed(cells, _NAMED)}"
        )
    if others:
        sentences.append(
            f"{table.table}: {counted(len(others), 'row')} in which more than half the cells differ, so perhaps another "
            f"thing under the same id: {listed(others, _NAMED)}"
        )
    return sentences


def _computed_reasons(diff: PackageDiff) -> Iterator[Reason]:
    for table in diff.computed:
        yield Reason(COMPUTED_STEP, f"{table.table}: {counted(table.count, 'derived row')} {_COMPUTED}")


def _rows(table: TableRows, what: str, count: int) -> str:
    sentence = f"{counted(count, 'row')} {_ROW_WORDS[what]}"
    if what != "removed":
        return sentence
    return f"{sentence} ({listed([row.row_id for row in table.removed], _NAMED)})"
