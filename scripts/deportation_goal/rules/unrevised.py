"""Differences from an older version that no revision accounts for: rows that are gone, ids and cells that changed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.rule import FileRule, FileRuleGroup
from deportation_goal.table_files import Row, Rows
from deportation_goal.table_files.ids import REVISIONS
from deportation_goal.table_files.revision_rows import EVERY_ROW, RETIRING, replaced_words
from deportation_goal.wording import short

ROW_GONE: Final = FileRule(
    "unrevised-row",
    Level.ERROR,
    "A row of the older version is still there, or a revision says that it was retracted, merged or split.",
    "Somebody may have cited the row; anyone who looks for it must find out what happened to it.",
    bad="A line of figures.csv was deleted in an editor.",
    good="`deportation-goal retract ID` takes the row out and keeps it in revisions.",
)
ID_CHANGED: Final = FileRule(
    "changed-id",
    Level.ERROR,
    "A row keeps the id that it had in the older version.",
    "An id that changes breaks every citation and every reference to the row.",
    bad="fig-7k2m9q became fig-8h3n1p, and nothing else changed.",
    good="The id stays, whatever else is corrected.",
)
CELL_CHANGED: Final = FileRule(
    "unrevised-cell",
    Level.ERROR,
    "A cell has the value of the older version, or revisions lead from that value to the present one.",
    "A reader who used the old value must be able to see that it changed, and why.",
    bad="A value of figures.csv was changed in an editor.",
    good="`deportation-goal correct ID --set COLUMN=VALUE` changes the cell and writes the revision.",
)
HISTORY_CHANGED: Final = FileRule(
    "changed-history",
    Level.ERROR,
    "A revision of the older version is still there, as it was.",
    "Revisions are only added, never changed or removed.",
    bad="A line of revisions.csv was deleted, or its reason rewritten.",
    good="A new revision, which says what was wrong with the earlier one.",
)
GROUP: Final = FileRuleGroup(
    "Against an older version",
    "`deportation-goal check --against REVISION` applies these rules to the differences from an older version, in addition to all rules above.",
    (ROW_GONE, ID_CHANGED, CELL_CHANGED, HISTORY_CHANGED),
)


@dataclass(frozen=True)
class Unrevised:
    """A difference between two versions that no revision accounts for.

    Attributes:
        rule: The rule that it breaks.
        table: Name of the table.
        row_id: Id of the row; of a row with a changed id the present one.
        column: The column; empty for a whole row.
        value: The present cell; empty for a row that is gone.
        after: Id of the row that the missing row came after, and that is still there; empty if there is none.
        message: What is wrong and what to do, without the place.
    """

    rule: FileRule
    table: str
    row_id: str
    column: str
    value: str
    after: str
    message: str


def unrevised_changes(old: Rows, new: Rows, schemas: Mapping[str, TableSchema]) -> Iterator[Unrevised]:
    """Yield what differs from an older version without a revision that says so.

    `check --against` reports these, and `release` can ask the same of the version before it. A table or a column that
    only one side has is not compared, nor is one that only a release writes.

    Args:
        old: The rows of the older version, by table.
        new: The rows of the newer version, by table.
        schemas: The schemas of the newer version.
    """
    known = {row["revision_id"] for row in old.get(REVISIONS, ())}
    fresh = [row for row in new.get(REVISIONS, ()) if row["revision_id"] not in known]
    for name, schema in schemas.items():
        key = schema.primary_key
        if name not in old or name not in new or any(key not in row for row in old[name][:1]):
            continue
        if name == REVISIONS:
            yield from _changed_history(old[name], new[name], schema)
        elif not (schema.is_log or schema.written_by):
            revised = _Revised.of(name, fresh)
            yield from _missing_rows(old[name], new[name], schema, revised)
            yield from _changed_cells(old[name], new[name], schema, revised)


@dataclass(frozen=True)
class _Revised:
    """What new revisions say of one table.

    Attributes:
        gone: Ids of the rows that they took out.
        cells: Old and new value of each correction, by row and column.
        columns: Words and their replacement of each correction of a whole column, by column.
    """

    gone: frozenset[str]
    cells: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    columns: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def of(cls, table: str, revisions: Iterable[Row]) -> _Revised:
        gone: set[str] = set()
        cells: dict[tuple[str, str], tuple[tuple[str, str], ...]] = defaultdict(tuple)
        columns: dict[str, tuple[tuple[str, str], ...]] = defaultdict(tuple)
        for row in revisions:
            step = ((row["old_value"], row["new_value"]),)
            if row["table_name"] != table:
                continue
            if row["action"] in RETIRING:
                gone.add(row["row_id"])
            elif row["row_id"] != EVERY_ROW:
                cells[row["row_id"], row["field"]] += step
            else:
                columns[row["field"]] += step
        return cls(frozenset(gone), cells, columns)

    def lead_to(self, row_id: str, column: str, before: str, now: str) -> bool:
        """Whether a chain of all corrections of a cell, and any of its column, leads from one value to another.

        Corrections that end in the first value are older than it: a reason may be written down after the version that
        it explains.
        """
        steps, rules = self.cells.get((row_id, column), ()), self.columns.get(column, ())
        seen: set[tuple[str, frozenset[int], frozenset[int]]] = set()
        ahead = [(before, frozenset(range(len(steps))), frozenset(range(len(rules))))]
        while ahead:
            state = ahead.pop()
            if state in seen:
                continue
            seen.add(state)
            value, left, open_rules = state
            if value == now and _leads_up([steps[step] for step in left], before):
                return True
            ahead.extend((steps[step][1], left - {step}, open_rules) for step in left if steps[step][0] == value)
            ahead.extend(
                (after, left, open_rules - {rule})
                for rule in open_rules
                if (after := replaced_words(value, *rules[rule])) != value
            )
        return False


def _leads_up(steps: Sequence[tuple[str, str]], value: str) -> bool:
    """Whether all of these steps make a chain that ends in a value."""
    return not steps or any(
        after == value and _leads_up([*steps[:position], *steps[position + 1 :]], before)
        for position, (before, after) in enumerate(steps)
    )


def _missing_rows(
    old: Sequence[Row], new: Sequence[Row], schema: TableSchema, revised: _Revised
) -> Iterator[Unrevised]:
    key = schema.primary_key
    there, before = {row[key] for row in new}, {row[key] for row in old}
    columns = [column for column in _compared(schema) if all(column in row for row in old[:1])]
    added = {tuple(row[column] for column in columns): row[key] for row in new if row[key] not in before}
    last = ""
    for row in old:
        row_id = row[key]
        if row_id in there:
            last = row_id
        elif row_id not in revised.gone:
            if now := added.get(tuple(row[column] for column in columns)):
                message = f'the id was "{short(row_id)}": an id never changes, put it back'
                yield Unrevised(ID_CHANGED, schema.name, now, key, now, last, message)
            else:
                message = (
                    f'the row "{short(row_id)}" of the older version is gone and no revision says why: put it back, '
                    f"then run `deportation-goal retract {short(row_id)}` if it has to go"
                )
                yield Unrevised(ROW_GONE, schema.name, row_id, "", "", last, message)


def _compared(schema: TableSchema) -> list[str]:
    """Return the columns that people fill, without the key."""
    return [field.name for field in schema.fields if not field.written_by and field.name != schema.primary_key]


def _changed_cells(
    old: Sequence[Row], new: Sequence[Row], schema: TableSchema, revised: _Revised
) -> Iterator[Unrevised]:
    key = schema.primary_key
    before = {row[key]: row for row in old}
    columns = _compared(schema)
    for row in new:
        was = before.get(row[key])
        if was is None or was == row:
            continue
        for column in columns:
            if column in was and was[column] != row[column]:
                if revised.lead_to(row[key], column, was[column], row[column]):
                    continue
                message = (
                    f"the cell was {_told(was[column])} and no chain of revisions leads to {_told(row[column])}: put it "
                    f"back, then run `deportation-goal correct {short(row[key])} --set {column}=…`"
                )
                yield Unrevised(CELL_CHANGED, schema.name, row[key], column, row[column], "", message)


def _changed_history(old: Sequence[Row], new: Sequence[Row], schema: TableSchema) -> Iterator[Unrevised]:
    key = schema.primary_key
    now = {row[key]: row for row in new}
    last = ""
    for was in old:
        row = now.get(was[key])
        if row is None:
            message = (
                f'the revision "{short(was[key])}" of the older version is gone: put it back, history is not removed'
            )
            yield Unrevised(HISTORY_CHANGED, schema.name, was[key], "", "", last, message)
            continue
        last = was[key]
        for column in schema.columns:
            # A release fills what was empty, such as the version that brought the revision.
            if was.get(column) and was[column] != row[column]:
                message = f"the revision had {_told(was[column])} here: put it back, history does not change"
                yield Unrevised(HISTORY_CHANGED, schema.name, was[key], column, row[column], "", message)


def _told(value: str) -> str:
    return f'"{short(value)}"' if value else "empty"
