"""Rules on the history of rows: what a revision holds, which row it is about, and ids that are never reused."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from deportation_goal.derived import DERIVED
from deportation_goal.findings import Level
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, row_rule, table_rule
from deportation_goal.table_files.revision_rows import EVERY_ROW, RETIRING, replaced_words
from deportation_goal.wording import nearest, short


def _retracted(row_id: str) -> dict[str, str]:
    return {
        "revisions.0+.revision_id": "rev-2w7e5s",
        "revisions.0+.row_id": row_id,
        "revisions.0+.action": "retracted",
        "revisions.0+.field": "",
        "revisions.0+.new_value": "",
        "revisions.0+.old_value": f'{{"figure_id":"{row_id}"}}',
    }


@row_rule(
    "revision-fields",
    Level.ERROR,
    table="revisions",
    column="field",
    title="A correction, or a change of wording, names its field and new value; a retraction, merger or split leaves both empty and keeps the whole row in old_value.",
    why="A reader of the history must see what changed, or the whole row that left.",
    bad=Example("A correction of no field.", {"revisions.0.field": ""}),
    good=Example("A correction that empties a cell.", {"revisions.0.field": "place", "revisions.0.new_value": ""}),
    alone_because="it compares several columns",
)
def revision_fields(action: str, field: str, old_value: str, new_value: str) -> Breach | None:
    """Compare the action with the cells that it needs, and those that it leaves empty."""
    if action not in RETIRING:
        if field:
            return None
        return Breach(f"the action is {action}, but field is empty: name the column")
    if not field and not new_value and old_value.startswith("{"):
        return None
    return Breach(
        f"the action is {action}: empty field and new_value, and keep the whole row as a JSON object in old_value"
    )


@row_rule(
    "revised-column",
    Level.ERROR,
    table="revisions",
    column="row_id",
    title="A revision of every row (row_id is *) is a correction, and old_value gives the words to remove.",
    why="If one revision changes a whole column, a reader must be able to tell which cells it changed.",
    bad=Example(
        "A change of every row that does not say what is removed.",
        {"revisions.0.row_id": "*", "revisions.0.old_value": ""},
    ),
    good=Example(
        "Words that were taken out of the whole column.",
        {
            "revisions.0.row_id": "*",
            "revisions.0.field": "notes",
            "revisions.0.old_value": "Excerpt only.",
            "revisions.0.new_value": "",
        },
    ),
    alone_because="it compares several columns",
)
def revised_column(row_id: str, action: str, old_value: str) -> Breach | None:
    """Look for a change of every row that cannot be read back."""
    if row_id != EVERY_ROW or (action not in RETIRING and old_value):
        return None
    if action in RETIRING:
        return Breach(f'the action is {action}, which is about one row: name the row in place of "{EVERY_ROW}"')
    return Breach("the revision is about every row, but old_value is empty: write the words to remove")


@row_rule(
    "revision-changes",
    Level.ERROR,
    table="revisions",
    column="new_value",
    title="The old and the new value of a correction differ.",
    why="A correction that changes nothing is a mistake: one of the two values was mistyped.",
    bad=Example("The same value twice.", {"revisions.0.old_value": "USA"}),
    good=Example("Two values.", {"revisions.0.old_value": "CRI"}),
    alone_because="it compares two columns",
)
def revision_changes(action: str, old_value: str, new_value: str) -> Breach | None:
    """Compare the two values."""
    if action in RETIRING or old_value != new_value:
        return None
    return Breach("old_value and new_value are the same: correct the wrong one, or delete the revision")


@row_rule(
    "whole-row",
    Level.ERROR,
    table="revisions",
    column="old_value",
    unless_wrong=("field", "table_name"),
    title="A retraction, merger or split keeps the whole row in old_value: a JSON object of strings that begins with the id of the row.",
    why="The row is stored nowhere else. If the object is cut short or belongs to another row, it is lost.",
    bad=Example("A row that is cut short.", _retracted("fig-000000") | {"revisions.0+.old_value": '{"figure_id":'}),
    good=Example("The row with its id.", _retracted("fig-000000")),
    alone_because="Table Schema does not look into the text of a cell",
)
def whole_row(action: str, row_id: str, old_value: str) -> Breach | None:
    """Read the object, and look for the id as its first member."""
    if action not in RETIRING:
        return None
    try:
        whole = json.loads(old_value)
    except (ValueError, RecursionError):
        return Breach("old_value is not a whole JSON object: `deportation-goal retract` writes it")
    if not isinstance(whole, dict) or not all(isinstance(value, str) and value for value in whole.values()):
        return Breach(
            "old_value is not a JSON object whose values are filled strings: `deportation-goal retract` writes it"
        )
    if next(iter(whole.values()), "") != row_id:
        return Breach(f'old_value is not the row "{short(row_id)}": its first member must be that id')
    return None


@row_rule(
    "replacement",
    Level.ERROR,
    table="revisions",
    column="replaced_by",
    title="A merged row names the row that replaces it; a corrected row does not, and no row replaces itself.",
    why="Anyone who cited the old row must find the row that holds the statement now.",
    bad=Example("A correction that replaces the row.", {"revisions.0.replaced_by": "fig-8h3n1p"}),
    good=Example(
        "A merger and the row that is kept.",
        _retracted("fig-000000") | {"revisions.0+.action": "merged", "revisions.0+.replaced_by": "fig-8h3n1p"},
    ),
    alone_because="it compares several columns",
)
def replacement(action: str, row_id: str, replaced_by: str) -> Breach | None:
    """Compare the action with the row that takes its place."""
    if action not in RETIRING and replaced_by:
        return Breach("a corrected row stays in its table, so nothing replaces it: empty replaced_by")
    if action == "merged" and not replaced_by:
        return Breach("the row was merged with another: name that one in replaced_by")
    if replaced_by and replaced_by == row_id:
        return Breach("the row cannot replace itself: name another, or empty replaced_by")
    return None


@table_rule(
    "replaced-by",
    Level.ERROR,
    Phase.REFERENCES,
    title="replaced_by names a row of any table, or a row that was itself retracted.",
    why="The new row may be in another table, but it must exist.",
    bad=Example(
        "A row that never existed.",
        _retracted("fig-000000") | {"revisions.0+.replaced_by": "fig-000001"},
    ),
    good=Example(
        "A row of another table.",
        _retracted("fig-000000") | {"revisions.0+.replaced_by": "quo-3f8d0z"},
    ),
    alone_because="the table that replaced_by refers to is not named",
)
def replaced_by(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look each row up among the keys of all tables and the rows that left."""
    if not tables.has("revisions") or not (named := tables.distinct("revisions", "replaced_by") - {""}):
        return
    known = set(tables.cells("revisions", "row_id"))
    for table, schema in tables.schemas.items():
        if not tables.has(table) or not tables.are_good(table, schema.primary_key):
            return
        if not schema.is_log:
            known |= tables.distinct(table, schema.primary_key)
    for row in tables.rows("revisions", "replaced_by", named - known):
        value = tables.cells("revisions", "replaced_by")[row]
        message = f'no table has a row "{short(value)}", and none was retracted'
        yield "revisions", row, "replaced_by", Breach(message, nearest(value, sorted(known)))


@table_rule(
    "newest-value",
    Level.ERROR,
    Phase.ACROSS,
    title="A corrected cell holds the newest new_value of its revisions.",
    why="If a cell was changed by hand, its history ends with another value.",
    bad=Example("A cell that was changed by hand.", {"figures.0.area": "CRI"}),
    good=Example("A cell as it was corrected.", {"figures.0.area": "USA"}),
    alone_because="it compares two tables",
)
def newest_value(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare each corrected cell with the last of its revisions, or with what a change of the column made of it."""
    if not tables.has("revisions"):
        return
    named, told = ("table_name", "row_id", "field"), ("date", "old_value", "new_value", "revision_id")
    corrected = list(zip(*(tables.cells("revisions", column) for column in named), strict=True))
    revisions = list(zip(*(tables.cells("revisions", column) for column in told), strict=True))
    actions = tables.cells("revisions", "action")
    known = {(table, column) for table, cells in tables.columns.items() for column in cells}
    history: dict[tuple[str, str, str], list[tuple[str, ...]]] = defaultdict(list)
    column_changes: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for row in tables.good_rows("revisions", *named, *told, "action"):
        table, row_id, column = corrected[row]
        if actions[row] in RETIRING or (table, column) not in known:
            continue
        if row_id == EVERY_ROW:
            column_changes[table, column].append(revisions[row])
        else:
            history[corrected[row]].append(revisions[row])
    for (table, row_id, column), entries in history.items():
        position = tables.row_of(table, row_id)
        # Nearly all cells were corrected once, and hold what the revision says.
        if position is None or (len(entries) == 1 and entries[0][2] == tables.columns[table][column][position]):
            continue
        last = max(entry[0] for entry in entries)
        newest = [entry for entry in entries if entry[0] == last]
        # Of several corrections of a day the last is the one whose value no other of them replaced.
        replaced = {entry[1] for entry in newest} if len(newest) > 1 else set()
        ends = [entry for entry in newest if entry[2] not in replaced] or newest
        cell = tables.cells(table, column)[position]
        newer = [entry for entry in column_changes.get((table, column), ()) if entry[0] >= last]
        if cell not in _after_column_changes({entry[2] for entry in ends}, newer) and tables.is_good(
            table, position, column
        ):
            _, _, value, name = ends[0]
            message = (
                f'revision {name} made the cell "{short(value)}": run `deportation-goal correct`, '
                "which keeps the history, or put that value back"
            )
            yield table, position, column, Breach(message, value)


def _after_column_changes(values: set[str], changes: Iterable[tuple[str, ...]]) -> set[str]:
    """Return values of a cell, and all that changes of the whole column, in order of date, can have made of them."""
    reached = set(values)
    for _, words, replacement, *_ in sorted(changes):
        reached |= {replaced_words(value, words, replacement) for value in reached}
    return reached


@table_rule(
    "table-name",
    Level.ERROR,
    Phase.REFERENCES,
    title="A revision, and an accepted finding, names a table of the package.",
    why="The row is looked up in that table.",
    bad=Example("A table that is not there.", {"revisions.0.table_name": "figure"}),
    good=Example("The table of the row.", {"revisions.0.table_name": "figures"}),
    alone_because="Table Schema cannot refer to the list of tables",
)
def table_name(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look each name up among the tables."""
    for log in ("revisions", "accepted"):
        if tables.has(log):
            unknown = tables.distinct(log, "table_name") - tables.schemas.keys() - DERIVED.keys() - {""}
            for row in tables.rows(log, "table_name", unknown):
                name = tables.cells(log, "table_name")[row]
                message = f'there is no table "{short(name)}"; there are {", ".join(tables.schemas)}'
                yield log, row, "table_name", Breach(message, nearest(name, tables.schemas))


@table_rule(
    "id-used-again",
    Level.ERROR,
    Phase.REFERENCES,
    title="An id that was retracted, merged or split is never reused.",
    why="Somebody may have cited it, so it must never mean another row.",
    bad=Example("A row with the id of a retracted one.", _retracted("fig-7k2m9q")),
    good=Example("A retracted row that is gone from its table.", _retracted("fig-000000")),
    alone_because="it compares two tables",
)
def id_used_again(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look for the ids of rows that left."""
    if not tables.has("revisions"):
        return
    columns = ("table_name", "row_id", "action")
    gone = defaultdict(set)
    cells = list(zip(*(tables.cells("revisions", column) for column in columns), strict=True))
    for row in tables.good_rows("revisions", *columns):
        table, row_id, action = cells[row]
        if action in RETIRING and tables.has(table):
            gone[table].add(row_id)
    for table, ids in gone.items():
        key = tables.schemas[table].primary_key
        for row in tables.rows(table, key, ids):
            value = tables.cells(table, key)[row]
            message = f'"{short(value)}" was retracted (see revisions) and must not be reused: empty the cell and run `deportation-goal fix`'
            yield table, row, key, Breach(message)


@table_rule(
    "revised-row",
    Level.ERROR,
    Phase.REFERENCES,
    title="A revision names a row that exists or was retracted, and a column of its table.",
    why="The history of a row is found by its id.",
    bad=Example("A correction of a row that never existed.", {"revisions.0.row_id": "fig-000001"}),
    good=Example("A correction of a row that is there.", {"revisions.0.row_id": "fig-8h3n1p"}),
    alone_because="the table that row_id refers to is named in another column",
)
def revised_row(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look each row up in the table that the revision names."""
    if not tables.has("revisions"):
        return
    columns = ("table_name", "row_id", "field", "action")
    rows = list(zip(*(tables.cells("revisions", column) for column in columns), strict=True))
    gone = {(table, row_id) for table, row_id, _, action in rows if action in RETIRING}
    keys = {
        table: tables.distinct(table, schema.primary_key)
        for table, schema in tables.schemas.items()
        if tables.has(table) and tables.are_good(table, schema.primary_key)
    }
    for row in tables.good_rows("revisions", *columns):
        table, row_id, column, _ = rows[row]
        if table not in keys:
            continue
        schema = tables.schemas[table]
        if column and column not in schema.by_name:
            message = f'{table} has no column "{column}"'
            yield "revisions", row, "field", Breach(message, nearest(column, schema.columns))
        elif row_id != EVERY_ROW and row_id not in keys[table] and (table, row_id) not in gone:
            message = f'{table} has no row "{row_id}", and none was retracted'
            yield "revisions", row, "row_id", Breach(message)
