"""Decides which table of the package each submitted table goes to, by its name, its columns and the command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from deportation_goal.findings import Finding
from deportation_goal.intake.headers import names_of, tables_with
from deportation_goal.intake.submitted_rows import TABLE_KEY, Place, finding_at
from deportation_goal.intake.submitted_table import SubmittedRecord, SubmittedTable
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.submission import UNSAFE_WORKBOOK, WHICH_TABLE
from deportation_goal.template.template_marks import FIRST_CELLS, LISTS, Marks, read_marks
from deportation_goal.wording import nearest, short

Schemas = Mapping[str, TableSchema]

# What programs put around the name of a sheet or file: "figures (1)", "Copy of figures", "figures - Table 1" (Numbers),
# "My workbook - figures" (Google Sheets), "my-workbook-figures" (LibreOffice).
_COPY: Final = re.compile(r"^copy of | copy(?: ?\d+)?$| ?\(\d+\)$|[-_ ]+table[-_ ]?\d+$")
_JOINT: Final = re.compile(r"\s+-\s+|-|_")


@dataclass
class PlacedTables:
    """The submitted tables with the tables that they go to.

    Attributes:
        tables: Each with the name of its table; None where its rows say it themselves.
        findings: What is wrong with the names.
        marks: What the template that was filled in says about itself; None where there was none.
    """

    tables: list[tuple[SubmittedTable, str | None]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    marks: Marks | None = None


def table_called(name: str, schemas: Schemas) -> str:
    """Return the table that a sheet or file is named after, as the usual programs name them; empty if none."""
    bare = name.strip().casefold()
    if bare in schemas:
        return bare
    while (shorter := _COPY.sub("", bare).strip()) != bare:
        bare = shorter
    parts = [part for part in _JOINT.split(bare) if part in schemas]
    return bare if bare in schemas else (parts[-1] if len(set(parts)) == 1 else "")


def place_tables(tables: Sequence[SubmittedTable], schemas: Schemas, wanted: str | None) -> PlacedTables:
    """Decide where each table goes.

    Args:
        tables: The tables as sent.
        schemas: Schema of every table.
        wanted: Name of the table on the command line, or None.
    """
    placed = PlacedTables(marks=_stored_marks(tables))
    others: list[SubmittedTable] = []
    for table in tables:
        if (placed.marks and table.name == LISTS) or _made_by_template(table):
            continue
        if table.hidden:
            message = "the sheet is hidden and holds cells: show it, or delete it"
            placed.findings.append(finding_at(table.place, UNSAFE_WORKBOOK.id, message))
            continue
        own = table_called(table.name, schemas)
        if table.place_at is None and not table.named:
            # A file with one table: the command decides, then its name.
            own = wanted or own
        if own:
            placed.tables.append((table, own))
        elif TABLE_KEY in names_of(table.header).values():
            placed.tables.append((table, wanted))
        else:
            others.append(table)
    _place_others(placed, others, schemas, wanted)
    return placed


def _place_others(placed: PlacedTables, others: Sequence[SubmittedTable], schemas: Schemas, wanted: str | None) -> None:
    """Place tables that are not named after any table: the only one of a file goes to the table of the command."""
    filled = [name for table, name in placed.tables if table.rows]
    if wanted and len(others) == 1 and not filled:
        placed.tables.append((others[0], wanted))
    else:
        placed.findings.extend(_unknown_name(table, schemas) for table in others)


def _stored_marks(tables: Sequence[SubmittedTable]) -> Marks | None:
    for table in tables:
        if table.name == LISTS and table.place_at is not None:
            return read_marks(_first_three(record) for record in (table.header, *table.rows))
    return None


def _first_three(record: SubmittedRecord) -> tuple[str, str, str]:
    first, second, third = (record.cells[position].text if position in record.cells else "" for position in (1, 2, 3))
    return first, second, third


def _made_by_template(table: SubmittedTable) -> bool:
    first = table.header.cells.get(1) if table.header.place.line == 1 else None
    return first is not None and table.name in FIRST_CELLS and first.text == FIRST_CELLS[table.name]


def _unknown_name(table: SubmittedTable, schemas: Schemas) -> Finding:
    likely = next(iter(tables_with(schemas, list(names_of(table.header).values()))), "")
    near = nearest(table.name.strip().casefold(), _open_tables(schemas)) or likely
    if table.place_at is None:
        return which_table(table.place, table.name if table.named else "", schemas, near)
    message = (
        f'the sheet "{table.name}" is not named after a table: rename it to one of {", ".join(_open_tables(schemas))}, '
        "delete it, or make it the only sheet of the workbook and use `add TABLE`"
    )
    return finding_at(table.place, WHICH_TABLE.id, message, value=table.name, suggestion=near)


def _open_tables(schemas: Schemas) -> Iterator[str]:
    """Yield the tables that rows are added to by hand."""
    return (name for name, schema in schemas.items() if not schema.written_by)


def which_table(place: Place, value: str, schemas: Schemas, near: str = "") -> Finding:
    """Return the finding on rows whose table is not known."""
    tables = list(_open_tables(schemas))
    wrong = f'"{short(value)}" is not a table' if value else "no table is named"
    message = f"{wrong}: write `add TABLE`, or give each row a `{TABLE_KEY}`, one of {', '.join(tables)}"
    return finding_at(place, WHICH_TABLE.id, message, value=value, suggestion=near or nearest(value.lower(), tables))
