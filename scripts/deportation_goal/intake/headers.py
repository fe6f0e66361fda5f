"""Judges the header of a submitted table: which column each cell belongs to, and what is not a header."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from deportation_goal.evidence.locator import WORDS
from deportation_goal.findings import Finding
from deportation_goal.intake.submitted_rows import TABLE_KEY, finding_at
from deportation_goal.intake.submitted_table import SubmittedRecord, SubmittedTable
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.submission import UNKNOWN_COLUMN, WHICH_TABLE
from deportation_goal.wording import nearest, short

_SEARCHED_ROWS: Final = 20
_FEW: Final = 2

Schemas = Mapping[str, TableSchema]


@dataclass(frozen=True)
class Header:
    """The columns of a submitted table.

    Attributes:
        columns: The known columns by position, `words` and `table` among them.
        findings: What is wrong with the header.
        readable: Whether rows can be read below it.
    """

    columns: Mapping[int, str]
    findings: tuple[Finding, ...]
    readable: bool = True


def known_columns(schema: TableSchema) -> set[str]:
    """Return the columns that a contributor may send for a table, `words` among them where there is evidence."""
    return {*schema.columns, WORDS} if schema.has_evidence else set(schema.columns)


def names_of(record: SubmittedRecord) -> dict[int, str]:
    """Return the filled cells of a record by position, without the spaces around them."""
    names = {position: cell.text.strip() for position, cell in record.cells.items()}
    return {position: name for position, name in names.items() if name}


def meant_column(schema: TableSchema, name: str) -> str:
    """Return the column that a name means, with other capitals or spaces, or by its title; empty if none."""
    known = known_columns(schema)
    if name in known:
        return name
    folded = name.casefold()
    titles = {field.title.casefold(): field.name for field in schema.fields}
    plain = re.sub(r"[\s_-]+", "_", folded)
    return titles.get(folded) or (plain if plain in known else "")


def repeats_header(schema: TableSchema, columns: Mapping[int, str], record: SubmittedRecord) -> bool:
    """Whether a record repeats the names of the columns that it is below."""
    found = 0
    names = names_of(record)
    for position, name in names.items():
        if meant_column(schema, name) != columns.get(position):
            return False
        found += 1
    return found >= min(_FEW, len(columns)) > 0


def judge_header(
    table: SubmittedTable, schema: TableSchema, schemas: Schemas, *, used: Collection[int] | None, since: str
) -> Header:
    """Judge the header of a table.

    Args:
        table: The table as sent.
        schema: The schema of the table that it goes to.
        schemas: Schema of every table.
        used: The positions that matter, where rows of several tables share a header; otherwise None.
        since: Version of the dataset that its template was made for; otherwise empty.
    """
    names = {
        position: name
        for position, name in names_of(table.header).items()
        if name == TABLE_KEY or used is None or position in used
    }
    if not table.named:
        wrong = _no_header(table, schema, schemas, names)
        if wrong is not None:
            return Header({}, (wrong,), readable=False)
    other = _other_table(schema, schemas, names)
    if other:
        columns = ", ".join(name for name in names.values() if name not in known_columns(schema))
        message = f"these are columns of {other}, not of {schema.name} ({short(columns)}): use `add {other}`"
        place = table.place_of(table.header, min(names))
        return Header({}, (finding_at(place, WHICH_TABLE.id, message, value=schema.name, suggestion=other),), False)
    columns_read: dict[int, str] = {}
    findings: list[Finding] = []
    for position, name in sorted(names.items()):
        place = table.place_of(table.header, position)
        if name in columns_read.values():
            message = f'the column "{name}" occurs twice: keep one'
            findings.append(finding_at(place, UNKNOWN_COLUMN.id, message, table=schema.name, value=name))
        elif name == TABLE_KEY or name in known_columns(schema):
            columns_read[position] = name
        else:
            message, meant = _unknown(schema, name, since)
            findings.append(
                finding_at(place, UNKNOWN_COLUMN.id, message, table=schema.name, value=name, suggestion=meant)
            )
    return Header(columns_read, tuple(findings))


def _unknown(schema: TableSchema, name: str, since: str) -> tuple[str, str]:
    """Return what to say about a name that no column has, and the column that it may be a misspelling of."""
    meant = meant_column(schema, name) or nearest(re.sub(r"[\s-]+", "_", name.casefold()), schema.columns)
    template = f"; the template is for version {since}" if since else ""
    # One likely name helps more than a list of twenty.
    columns = "" if meant else f"; its columns are {', '.join(schema.columns)}"
    return f'{schema.name} has no column "{short(name)}"{template}{columns}', meant


def _no_header(
    table: SubmittedTable, schema: TableSchema, schemas: Schemas, names: Mapping[int, str]
) -> Finding | None:
    """Return the finding that the first record is not a header; None if it is one."""
    hits = _hits(schema, names)
    if hits and (hits >= _FEW or 2 * hits >= len(names)):
        return None
    word = table.line_word
    for record in table.rows[:_SEARCHED_ROWS]:
        below = names_of(record)
        if _hits(schema, below) >= min(_FEW, len(below)) > 0 and _hits(schema, below) > hits:
            message = f"the names of the columns are in {word} {record.place.line}: delete the {word}s above it"
            return finding_at(table.place_of(table.header, min(names)), UNKNOWN_COLUMN.id, message, table=schema.name)
    if hits or _other_table(schema, schemas, names):
        return None
    message = (
        f"the header is missing: {word} {table.header.place.line} must hold the names of the columns of "
        f"{schema.name}, some or all of {', '.join(schema.columns)}"
    )
    return finding_at(
        table.place_of(table.header, min(names, default=1)), UNKNOWN_COLUMN.id, message, table=schema.name
    )


def _hits(schema: TableSchema, names: Mapping[int, str]) -> int:
    return sum(1 for name in names.values() if name == TABLE_KEY or meant_column(schema, name))


def _other_table(schema: TableSchema, schemas: Schemas, names: Mapping[int, str]) -> str:
    """Return the table that has all these columns, where two or more are not of this one; empty if there is none."""
    unknown = [name for name in names.values() if not meant_column(schema, name) and name != TABLE_KEY]
    if len(unknown) < _FEW:
        return ""
    return next(iter(tables_with(schemas, names.values())), "")


def tables_with(schemas: Schemas, names: Collection[str]) -> Iterator[str]:
    """Yield the tables that have all of some columns, leaving out those that nobody adds rows to."""
    if len(names) >= _FEW:
        for name, schema in schemas.items():
            if not schema.written_by and known_columns(schema) >= set(names):
                yield name
