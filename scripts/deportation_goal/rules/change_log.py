"""Rules on the log of changes and on versions: what a release wrote about itself is consistent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.rules.agreement import odd_rows
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, row_rule, table_rule
from deportation_goal.wording import short

CHANGE: Final = {
    "changes.0.change_id": "1.0.0:figures:fig-7k2m9q:value",
    "changes.0.version": "1.0.0",
    "changes.0.date": "2025-06-02",
    "changes.0.table_name": "figures",
    "changes.0.row_id": "fig-7k2m9q",
    "changes.0.change": "changed",
    "changes.0.field": "value",
    "changes.0.old_value": "100000",
    "changes.0.new_value": "1000000",
}


@row_rule(
    "change-id",
    Level.ERROR,
    table="changes",
    column="change_id",
    title="change_id is made of version, table, row and column, joined by colons.",
    why="A change is then listed only once, and its id shows what it changed.",
    bad=Example("The id of another row.", CHANGE | {"changes.0.change_id": "1.0.0:figures:fig-8h3n1p:value"}),
    good=Example("The id of the change.", CHANGE),
    alone_because="it compares several columns",
)
def change_id(change_id: str, version: str, table_name: str, row_id: str, field: str) -> Breach | None:
    """Compare the id with the cells that it is made of."""
    made = f"{version}:{table_name}:{row_id}:{field}" if field else f"{version}:{table_name}:{row_id}"
    return None if change_id == made else Breach(f'the id should be "{made}", made of the cells beside it', made)


@row_rule(
    "change-fields",
    Level.ERROR,
    table="changes",
    column="field",
    title="A changed cell names its column and two different values; a row that was retracted or recomputed names neither.",
    why="Users need to know what changed, from which value to which.",
    bad=Example("A cell that did not change.", CHANGE | {"changes.0.old_value": "1000000"}),
    good=Example("A cell that changed.", CHANGE),
    alone_because="it compares several columns",
)
def change_fields(change: str, field: str, old_value: str, new_value: str) -> Breach | None:
    """Compare the kind of change with the cells that it needs."""
    if change != "changed":
        wrong = next(
            (name for name, cell in (("field", field), ("old_value", old_value), ("new_value", new_value)) if cell), ""
        )
        return Breach(f"the whole row was {change}: empty {wrong}", column=wrong) if wrong else None
    if not field:
        return Breach(f"the cell was {change}, but field is empty: name its column")
    if old_value == new_value:
        return Breach("old_value and new_value are the same: run `deportation-goal release` again", column="new_value")
    return None


@table_rule(
    "changed-row",
    Level.ERROR,
    Phase.ACROSS,
    title="A listed change names a row that is in its table or was retracted.",
    why="A user looks the row up by its id.",
    bad=Example(
        "A row that never existed.",
        CHANGE | {"changes.0.change_id": "1.0.0:figures:fig-000001:value", "changes.0.row_id": "fig-000001"},
    ),
    good=Example("A row that is there.", CHANGE),
    alone_because="the table that row_id refers to is named in another column",
)
def changed_row(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look each row up in its table, in revisions and among the rows that were retracted.

    A computed row is left out: what it was made from may have been retracted in the same release.
    """
    if not tables.has("changes", "revisions"):
        return
    gone = set(zip(tables.cells("revisions", "table_name"), tables.cells("revisions", "row_id"), strict=True))
    named = [tables.cells("changes", column) for column in ("table_name", "row_id", "change")]
    changes = set(zip(*named, strict=True))
    gone |= {(table, row_id) for table, row_id, change in changes if change == "retracted"}
    keys = {
        table: tables.distinct(table, schema.primary_key)
        for table, schema in tables.schemas.items()
        if tables.has(table) and tables.are_good(table, schema.primary_key)
    }
    lost = {
        (table, row_id, change)
        for table, row_id, change in changes
        if change != "computed" and table in keys and row_id not in keys[table] and (table, row_id) not in gone
    }
    if not lost:
        return
    good = set(tables.good_rows("changes", "table_name", "row_id", "change", "field", "change_id"))
    for row, (table, row_id, change) in enumerate(zip(*named, strict=True)):
        if (table, row_id, change) in lost and row in good:
            yield "changes", row, "row_id", Breach(f'{table} has no row "{short(row_id)}", and none was retracted')


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


@table_rule(
    "known-version",
    Level.ERROR,
    Phase.ACROSS,
    title="No version in the tables is later than that of the package, and the changes list the version of each revision.",
    why="Only a release writes versions; a version that does not exist leads readers nowhere.",
    bad=Example("A version that is still to come.", {"revisions.0.version": "99.0.0"}),
    good=Example("The version of a release.", CHANGE | {"revisions.0.version": "1.0.0"}),
    alone_because="it compares several tables with the descriptor",
)
def known_version(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare versions with that of the package, and those of revisions with those of the changes too."""
    good = tables.has("changes") and tables.are_good("changes", "version")
    listed = tables.distinct("changes", "version") if good else None
    last = _number(tables.version) if tables.version else None
    for table, cells in tables.columns.items():
        for column in ("version", "added_in"):
            if column not in cells or not tables.are_good(table, column):
                continue
            wrong = {
                value
                for value in tables.distinct(table, column) - {"", tables.version}
                if (last and _number(value) > last)
                or (table == "revisions" and listed is not None and value not in listed)
            }
            for row in tables.rows(table, column, wrong):
                value = tables.cells(table, column)[row]
                message = f"there is no release {value}: leave the cell as `deportation-goal release` writes it"
                yield table, row, column, Breach(message)


@table_rule(
    "release-day",
    Level.ERROR,
    Phase.ACROSS,
    title="A version has one release date, and no revision in it is later.",
    why="All changes of a release are published on the same day.",
    bad=Example(
        "A revision of the day after its release.",
        CHANGE | {"revisions.0.version": "1.0.0", "changes.0.date": "2025-05-31"},
    ),
    good=Example("A revision of the day before.", CHANGE | {"revisions.0.version": "1.0.0"}),
    alone_because="it compares rows of two tables",
)
def release_day(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare the days of the changes of a version with each other, and those of its revisions with them."""
    if not tables.has("changes", "revisions"):
        return
    versions, dates = tables.cells("changes", "version"), tables.cells("changes", "date")
    good = tables.good_rows("changes", "version", "date")
    released = list(dict.fromkeys(tables.cells_of("changes", ("version", "date"), good)))
    # Of two days of a version the first counts.
    days: dict[str, str] = {}
    for version, date in released:
        days.setdefault(version, date)
    odd = odd_rows((row, versions[row], dates[row]) for row in good) if len(days) < len(released) else ()
    for row, usual, _ in odd:
        yield "changes", row, "date", Breach(f"the other changes of {versions[row]} have the date {usual}", usual)
    versions, dates = tables.cells("revisions", "version"), tables.cells("revisions", "date")
    late = {
        (version, date)
        for version, date in set(zip(versions, dates, strict=True))
        if date > (days.get(version) or date)
    }
    for row in tables.good_rows("revisions", "version", "date") if late else ():
        day = days.get(versions[row], "")
        if (versions[row], dates[row]) in late:
            message = f"the revision has the date {dates[row]}, but its version {versions[row]} was released on {day}"
            yield "revisions", row, "date", Breach(message)
