"""A set of corrections and retractions applied to the rows of all tables, before anything is checked or written."""

from __future__ import annotations

import datetime
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.intake.add import table_rows, whole_cell
from deportation_goal.intake.spreadsheet_values import read_cell
from deportation_goal.intake.submitted_rows import Place
from deportation_goal.intake.submitted_table import SubmittedCell
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.engine import TableInput
from deportation_goal.table_files import Row
from deportation_goal.table_files.ids import REVISIONS
from deportation_goal.table_files.revision_rows import CORRECTED, EVERY_ROW, RETIRING, WORDING, replaced_words
from deportation_goal.wording import listed, nearest, short

no_places: Final[Mapping[str, Place]] = MappingProxyType({})
_REFERRING_SHOWN: Final = 10
_MOST_HINTS: Final = 20


@dataclass(frozen=True)
class Correction:
    """New values for cells of a row.

    Attributes:
        row_id: Id of the row; TABLE:ID where two tables have it.
        values: New values by column, as typed, or as a cell of a file; an empty one empties the cell.
        reason: Why, in a sentence.
        place: Where it was given in a file; None outside one.
        places: Where each value was given, by column, and under `reason` the reason.
        wording: Whether the new values say the same in other words, so that nothing that rests on the row changes.
    """

    row_id: str
    values: Mapping[str, str | SubmittedCell]
    reason: str
    place: Place | None
    places: Mapping[str, Place]
    wording: bool = False


@dataclass(frozen=True)
class Retraction:
    """A row that leaves its table.

    Attributes:
        row_id: Id of the row; TABLE:ID where two tables have it.
        replaced_by: Id of the row that takes its place, of any table; or empty.
        reason: Why, in a sentence.
        place: Where it was given in a file; None outside one.
        places: Where `replaced_by` and `reason` were given.
    """

    row_id: str
    replaced_by: str
    reason: str
    place: Place | None
    places: Mapping[str, Place]


@dataclass(frozen=True)
class ColumnCorrection:
    """Words to replace in every cell of a column.

    Attributes:
        table: Name of the table.
        column: Name of the column.
        words: The words to replace.
        replacement: What takes their place.
        reason: Why, in a sentence.
        places: Where `reason` was given.
        wording: As for a `Correction`.
    """

    table: str
    column: str
    words: str
    replacement: str
    reason: str
    places: Mapping[str, Place]
    place: Place | None = None
    wording: bool = False


Change = Correction | Retraction | ColumnCorrection


@dataclass(frozen=True)
class Written:
    """A row of revisions, without its id, and where its values were given."""

    revision: Row
    places: Mapping[str, Place]


class RevisionSet:
    """The rows of all tables, and what becomes of them.

    Attributes:
        schemas: The schemas by table.
        written: The new rows of revisions, in the order of the changes.
        changed_rows: Number of rows that changed or left, by table.
        remarks: What was read in a form other than given, or changes nothing.
    """

    def __init__(self, inputs: Sequence[TableInput], day: datetime.date) -> None:
        """Read the tables.

        Raises:
            UserError: If one is not in canonical form.
        """
        self.schemas = {table.schema.name: table.schema for table in inputs}
        self.written: list[Written] = []
        self.changed_rows: Counter[str] = Counter()
        self.remarks: list[str] = []
        self._day = day
        self._hints = 0
        self._rows: dict[str, list[Row | None]] = {table.schema.name: [*table_rows(table)] for table in inputs}
        self._changed: set[tuple[str, int]] = set()
        self._corrected: set[tuple[str, str, str]] = set()
        self._retracted: list[tuple[str, str, Retraction]] = []
        self._places: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for name, schema in self.schemas.items():
            if schema.takes_rows:
                for position, row in enumerate(self._rows[name]):
                    if row is not None:
                        self._places[row[schema.primary_key]].append((name, position))

    def rows_of(self, table: str) -> list[Row]:
        """Return the rows of a table that are left."""
        return [row for row in self._rows[table] if row is not None]

    def apply(self, changes: Iterable[Change]) -> list[str]:
        """Apply changes; return why some cannot be applied, each with its place."""
        refused = []
        for change in changes:
            try:
                if isinstance(change, Correction):
                    self._correct(change)
                elif isinstance(change, Retraction):
                    self._retract(change)
                else:
                    self._correct_column(change)
            except UserError as error:
                refused.append(at_place(change.place, str(error)))
        refused.extend(self._left_behind())
        if not refused and not self.written:
            refused = [*self.remarks, "nothing to correct"]
        return refused

    def _correct(self, wanted: Correction) -> None:
        table, position, row = self._find(wanted.row_id)
        schema = self.schemas[table]
        row_id = row[schema.primary_key]
        new = dict(row)
        for column, given in wanted.values.items():
            self._refuse_column(schema, column, row_id)
            value = self._value(schema, column, given, wanted.place)
            if (table, row_id, column) in self._corrected:
                raise UserError(f"{column} of {row_id} is corrected twice: keep one of the two")
            self._corrected.add((table, row_id, column))
            if value != row[column]:
                new[column] = value
                details = {"field": column, "old_value": row[column], "new_value": value}
                action = WORDING if wanted.wording else CORRECTED
                self._write(table, row_id, action, wanted.reason, wanted.places, **details)
        if new == row:
            if wanted.place is None:
                raise UserError(f"{row_id} holds these values already: nothing to correct", EXIT_ERRORS)
            self.remarks.append(at_place(wanted.place, f"{row_id} holds this value already"))
            return
        self._rows[table][position] = new
        self._count(table, position)

    def _value(self, schema: TableSchema, column: str, given: str | SubmittedCell, place: Place | None) -> str:
        if isinstance(given, str):
            return whole_cell(given)
        read = read_cell(schema.by_name[column], given)
        if read.lost:
            raise UserError(read.message)
        if read.message:
            self.remarks.append(at_place(given.place or place, f"{column}: {read.message}"))
        return whole_cell(read.value)

    def _retract(self, wanted: Retraction) -> None:
        table, position, row = self._find(wanted.row_id)
        row_id = row[self.schemas[table].primary_key]
        whole = json.dumps(
            {column: cell for column, cell in row.items() if cell}, ensure_ascii=False, separators=(",", ":")
        )
        replaced_by = wanted.replaced_by.strip().rpartition(":")[2]
        action = "merged" if replaced_by else "retracted"
        self._rows[table][position] = None
        self._count(table, position)
        self._retracted.append((table, row_id, wanted))
        details = {"old_value": whole, "replaced_by": replaced_by}
        self._write(table, row_id, action, wanted.reason, wanted.places, **details)

    def _correct_column(self, wanted: ColumnCorrection) -> None:
        if wanted.table not in self.schemas or not self.schemas[wanted.table].takes_rows:
            names = [name for name, schema in self.schemas.items() if schema.takes_rows]
            raise UserError(f'there is no table "{short(wanted.table)}" to correct; there are {", ".join(names)}')
        schema = self.schemas[wanted.table]
        self._refuse_column(schema, wanted.column, EVERY_ROW)
        words, replacement = whole_cell(wanted.words), whole_cell(wanted.replacement)
        if not words or words == replacement:
            raise UserError("give the words to replace, and different words (or none) to put in their place")
        for position, row in enumerate(self._rows[wanted.table]):
            if (
                row is not None
                and (cell := replaced_words(row[wanted.column], words, replacement)) != row[wanted.column]
            ):
                self._rows[wanted.table][position] = {**row, wanted.column: cell}
                self._count(wanted.table, position)
        if not self.changed_rows[wanted.table]:
            raise UserError(f'no cell of {wanted.table}.{wanted.column} has "{short(words)}": nothing to correct')
        details = {"field": wanted.column, "old_value": words, "new_value": replacement}
        action = WORDING if wanted.wording else CORRECTED
        self._write(wanted.table, EVERY_ROW, action, wanted.reason, wanted.places, **details)

    def _count(self, table: str, position: int) -> None:
        if (table, position) not in self._changed:
            self._changed.add((table, position))
            self.changed_rows[table] += 1

    def _write(
        self, table: str, row_id: str, action: str, reason: str, places: Mapping[str, Place], **details: str
    ) -> None:
        empty = dict.fromkeys(("field", "old_value", "new_value", "replaced_by"), "")
        revision = {"table_name": table, "row_id": row_id, **empty, **details, "action": action}
        self.written.append(Written({**revision, "reason": whole_cell(reason), "date": self._day.isoformat()}, places))

    @staticmethod
    def _refuse_column(schema: TableSchema, column: str, row_id: str) -> None:
        if column not in schema.by_name:
            near = nearest(column, schema.columns)
            hint = f"; did you mean {near}?" if near else f"; its columns are {', '.join(schema.columns)}"
            raise UserError(f'{schema.name} has no column "{short(column)}"{hint}')
        if column == schema.primary_key:
            raise UserError(f"{column} never changes: retract {row_id}, and add the row again")
        if writer := schema.by_name[column].written_by:
            raise UserError(f"only {writer} writes {column}: it is not corrected by hand")

    def _find(self, wanted: str) -> tuple[str, int, Row]:
        named, colon, row_id = wanted.strip().rpartition(":")
        found = [
            (table, position, row)
            for table, position in self._places.get(row_id, ())
            if (not colon or table == named) and (row := self._rows[table][position]) is not None
        ]
        if len(found) > 1:
            names = " or ".join(f"{table}:{row_id}" for table, _, _ in found)
            raise UserError(f'several tables have a row "{row_id}": write {names}')
        if not found:
            raise UserError(self._not_found(named, row_id))
        return found[0]

    def _not_found(self, named: str, row_id: str) -> str:
        if any(gone_id == row_id and (not named or table == named) for table, gone_id, _ in self._retracted):
            return f'"{short(row_id)}" is retracted in this set already: keep one of the two'
        if revision := self._gone.get(row_id):
            replaced = f" (see {revision['replaced_by']})" if revision["replaced_by"] else ""
            return f'"{row_id}" was {revision["action"]} on {revision["date"]}{replaced}: {revision["reason"]}'
        # In a long list of wrong ids nobody reads a hint for each, and each takes time to find.
        self._hints += 1
        near = nearest(row_id, list(self._places)) if self._hints <= _MOST_HINTS else ""
        hint = f"did you mean {near}?" if near else "take the id from the first column of its table"
        return f'no table has a row "{short(row_id)}": {hint}'

    @cached_property
    def _gone(self) -> dict[str, Row]:
        return {row["row_id"]: row for row in self.rows_of(REVISIONS) if row["action"] in RETIRING}

    def _left_behind(self) -> Iterator[str]:
        """Yield why rows cannot go: others refer to them, or what takes their place is not there."""
        gone = {(table, row_id) for table, row_id, _ in self._retracted}
        referring = self._referring(gone) if gone else {}
        for table, row_id, wanted in self._retracted:
            if rows := referring.get((table, row_id)):
                message = (
                    f"{row_id} cannot be retracted while other rows refer to it: correct or retract them first: "
                    f"{listed(rows, _REFERRING_SHOWN)}"
                )
                yield at_place(wanted.place, message)
            named, _, replacing = wanted.replaced_by.strip().rpartition(":")
            there = [
                other
                for other, position in self._places.get(replacing, ())
                if self._rows[other][position] is not None and named in ("", other)
            ]
            if replacing and not there:
                message = f'"{short(replacing)}" cannot replace {row_id}: no table has another row with that id, so add it first'
                yield at_place(wanted.places.get("replaced_by", wanted.place), message)

    def _referring(self, gone: set[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
        """Return the rows that refer to rows that are gone, as table and id."""
        referring: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, schema in self.schemas.items():
            for row in self.rows_of(name) if schema.foreign_keys else ():
                targets = {(key.table, row[key.column]) for key in schema.foreign_keys}
                for target in targets & gone:
                    referring[target].append(f"{name} {row[schema.primary_key]}")
        return referring


def at_place(place: Place | None, message: str) -> str:
    """Return a message with the place in a file that it is about in front, if it has one."""
    if place is None:
        return message
    return (
        f"{place.path}: {place.cell}: {message}"
        if place.cell
        else f"{place.path}:{place.line}:{place.column}: {message}"
    )
