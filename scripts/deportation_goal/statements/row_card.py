"""One row of any table with all that belongs to it: names behind its ids, its lineage, its history, rows that refer to it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import TableSchema
from deportation_goal.statements.beside import sentences_beside
from deportation_goal.statements.claims import claims_of
from deportation_goal.statements.comparison import Comparison, compare_claims
from deportation_goal.statements.derivation import Lineage, lineage_of
from deportation_goal.statements.utterances import Utterance, utterances
from deportation_goal.table_files import Row, Rows
from deportation_goal.table_files.revision_rows import RETIRING
from deportation_goal.wording import alike


@dataclass(frozen=True)
class CardField:
    """One filled cell.

    Attributes:
        column: Its column.
        value: As the table has it.
        words: What an id or a code means, in words; otherwise empty.
    """

    column: str
    value: str
    words: str


@dataclass(frozen=True)
class RowCard:
    """A row and what belongs to it.

    Attributes:
        table: Its table.
        row_id: Its key.
        fields: Its filled cells in the order of the columns.
        lineage: The attribution chain of a statement; None for other rows.
        comparison: The figures compared with a figure; None for other rows.
        utterance: All wordings of the utterance that a quote belongs to; None for other rows.
        history: The rows of revisions about it, oldest first.
        referring: How many rows of which tables refer to it.
        beside: The official count or the outcome that belongs to a figure, in a sentence; empty where nothing does.
        retired: Whether it left its table and is only in revisions.
    """

    table: str
    row_id: str
    fields: tuple[CardField, ...]
    lineage: Lineage | None
    comparison: Comparison | None
    utterance: Utterance | None
    history: tuple[Row, ...]
    referring: Mapping[str, int]
    retired: bool = False
    beside: str = ""

    def value(self, column: str) -> str:
        """Return a cell, empty where it is not filled."""
        return next((field.value for field in self.fields if field.column == column), "")


def find_row(package: Package, tables: Rows, wanted: str) -> tuple[str, Row, bool]:
    """Return the table and the row of an id, and whether the row was retired.

    Args:
        package: The package, for its keys.
        tables: Rows of every table.
        wanted: The id, or TABLE:ID where two tables have it.

    Raises:
        UserError: If no row has the id, or several have.
    """
    name, colon, row_id = wanted.strip().rpartition(":")
    keys = {resource.name: resource.schema.primary_key for resource in package.resources}
    # Ids of changes hold colons themselves.
    everywhere = [
        (table, row)
        for table, rows in tables.items()
        for row in rows
        if row[keys[table]] == wanted.strip() or (row[keys[table]] == row_id and (not colon or table == name))
    ]
    # The derived tables of a release repeat ids of the others.
    derived = {resource.name for resource in package.resources if resource.is_derived}
    found = [(table, row) for table, row in everywhere if table not in derived] or everywhere
    if len(found) > 1:
        choices = " or ".join(f"{table}:{row_id}" for table, _row in found)
        raise UserError(f'several tables have a row "{row_id}": write {choices}')
    if found:
        return (*found[0], False)
    for revision in tables["revisions"]:
        if revision["row_id"] == row_id and revision["action"] in RETIRING:
            return revision["table_name"], json.loads(revision["old_value"]), True
    every = [row[keys[table]] for table, rows in tables.items() for row in rows]
    near = alike(row_id, every, 3)
    hint = f"Near it: {', '.join(near)}." if near else "`deportation-goal search WORDS` finds rows by their words."
    raise UserError(f'no table has a row "{wanted}". {hint}')


def _words(schema: TableSchema, column: str, value: str, tables: Rows, schemas: Mapping[str, TableSchema]) -> str:
    if key := schema.references.get(column):
        row = next((row for row in tables[key.table] if row[key.key] == value), None)
        label = schemas[key.table].label
        return row[label[0]] if row and label else ""
    return next((item.label for item in schema.by_name[column].categories if item.value == value), "")


def _fields(schema: TableSchema, row: Row, tables: Rows, schemas: Mapping[str, TableSchema]) -> tuple[CardField, ...]:
    return tuple(
        CardField(column, row[column], _words(schema, column, row[column], tables, schemas))
        for column in schema.columns
        if row.get(column)
    )


def _referring(package: Package, tables: Rows, table: str, row_id: str) -> dict[str, int]:
    """Count the rows that refer to a row, but not those of derived tables, which repeat it anyway."""
    counts: Counter[str] = Counter()
    for resource in package.resources:
        if resource.is_derived:
            continue
        columns = [key.column for key in resource.schema.foreign_keys if key.table == table]
        counts[resource.name] += sum(any(row[column] == row_id for column in columns) for row in tables[resource.name])
    return {name: number for name, number in counts.items() if number}


def _side_by_side(tables: Rows, row: Row) -> tuple[Comparison | None, str]:
    """Return the comparison of a figure, and what belongs beside it."""
    claims = claims_of(tables)
    own = next(claim for claim in claims if claim.figure_id == row["figure_id"])
    found = next(
        (
            comparison
            for comparison in compare_claims(tables, claims, [row["indicator_id"]])
            if own in (*comparison.claims, *comparison.left_out)
        ),
        None,
    )
    return found, sentences_beside(tables, [own], claims).get(own.figure_id, "")


def row_card(package: Package, tables: Rows, wanted: str) -> RowCard:
    """Return a row with all that belongs to it.

    Args:
        package: The package.
        tables: Rows of every table of it, checked.
        wanted: The id, or TABLE:ID where two tables have it.

    Raises:
        UserError: If no row has the id, or several have.
    """
    table, row, retired = find_row(package, tables, wanted)
    schema = package.resource(table).schema
    schemas = {resource.name: resource.schema for resource in package.resources}
    row_id = row[schema.primary_key]
    derived_from = {source["source_id"]: source["derived_from"] for source in tables["sources"]}
    history: Sequence[Row] = [
        revision
        for revision in tables["revisions"]
        if revision["replaced_by"] == row_id or (revision["table_name"] == table and revision["row_id"] == row_id)
    ]
    whole = {column: row.get(column, "") for column in schema.columns}
    is_figure = table == "figures" and not retired
    comparison, beside = _side_by_side(tables, row) if is_figure else (None, "")
    return RowCard(
        table,
        row_id,
        _fields(schema, row, tables, schemas),
        lineage_of(whole, derived_from) if schema.has_evidence else None,
        comparison,
        utterances(tables["quotes"]).get(row["utterance"]) if table == "quotes" else None,
        tuple(sorted(history, key=lambda revision: (revision["date"], revision["revision_id"]))),
        _referring(package, tables, table, row_id),
        retired,
        beside,
    )
