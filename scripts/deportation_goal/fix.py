"""Brings tables into canonical form: order, quoting, white space, normal form, blank ids, dates.

Never a change of meaning: what could be read in two ways is left for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.cells import tidy
from deportation_goal.rules.engine import TableInput
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.ids import REVISIONS, gone_rows, make_id
from deportation_goal.table_files.read import TableFile, UndecodableError, read_table
from deportation_goal.values.periods import suggest_day, suggest_period
from deportation_goal.wording import counted, listed

_LOOSE_DATE = re.compile(r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2}(?:[T ]00:00(?::00(?:\.0+)?)?)?)?")


_NAMED: Final = 5
_DONE: Final = {"cell": "tidied", "date": "rewritten", "id": "made"}


@dataclass(frozen=True)
class Fixed:
    """A table after fixing.

    Attributes:
        table: Name of the table.
        path: Its path.
        content: The canonical bytes; the old ones where it was left alone.
        changes: What was done, a phrase each; empty if the file was canonical.
        left_alone: Why the file cannot be fixed, or empty.
    """

    table: str
    path: str
    content: bytes
    changes: tuple[str, ...] = ()
    left_alone: str = ""


def fix_tables(inputs: Iterable[TableInput]) -> list[Fixed]:
    """Return every table in canonical form.

    A table whose structure is broken (cells too few or too many, quotes unclosed, columns unknown) is left alone:
    rewriting it could lose what a person meant.
    """
    inputs = list(inputs)
    retired = _retired_ids(inputs)
    return [_fixed(table, retired) for table in inputs]


def _retired_ids(inputs: Iterable[TableInput]) -> set[str]:
    for table in inputs:
        if table.schema.name == REVISIONS and (content := table.read()) is not None:
            try:
                file = read_table(content)
            except UndecodableError:
                return set()
            if set(file.names) >= set(table.schema.columns):
                rows = (dict(zip(file.names, cells, strict=False)) for cells in file.rows)
                return {row_id for _, row_id in gone_rows(rows)}
    return set()


def _fixed(table: TableInput, retired: set[str]) -> Fixed:
    name, content = table.schema.name, table.read()
    if content is None:
        return Fixed(name, table.path, b"", left_alone=f"the file {table.unreadable}")
    try:
        file = read_table(content)
    except UndecodableError as error:
        return Fixed(name, table.path, content, left_alone=f"the file is not UTF-8 (it looks like {error.guess})")
    broken = _broken(table.schema, file)
    if broken:
        return Fixed(name, table.path, content, left_alone=broken)
    rows, changes = _fixed_rows(table.schema, file, retired)
    if lacking := [column for column in table.schema.columns if column not in file.names]:
        changes.append(f"empty column{'s'[: len(lacking) - 1]} {listed(lacking, _NAMED)} added")
    if file.byte_order_mark:
        changes.append("byte order mark removed")
    if file.foreign_line_ends:
        changes.append("line ends set to LF")
    if file.blank_lines:
        changes.append(f"{counted(len(file.blank_lines), 'empty line')} removed")
    ordered = in_order(table.schema, rows)
    if ordered != rows:
        changes.append("rows sorted")
    fixed = csv_bytes(table.schema.columns, ordered)
    if fixed != content and not changes:
        changes.append("quoting and line ends made canonical")
    return Fixed(name, table.path, fixed, tuple(changes))


def _broken(schema: TableSchema, file: TableFile) -> str:
    names = file.names
    lacking = [column for column in schema.columns if column not in names]
    if names != tuple(column for column in schema.columns if column in names):
        return "its header is not that of the schema"
    if needed := [column for column in lacking if schema.by_name[column].required]:
        return f"its header lacks {listed(needed, _NAMED)}, which may not be empty"
    if any("\0" in line for line in file.lines):
        return "it holds NUL characters"
    for cells in file.records or ():
        if len(cells) != len(names):
            return f"line {cells[0].line} has {len(cells)} cells, but the header has {len(names)}"
        for cell in cells:
            if cell.flaw in ("unclosed", "text_after_quote"):
                return f"line {cell.line} has a broken quotation"
            if "\n" in cell.text:
                return f"line {cell.line} has a line break inside a cell"
    return ""


def _fixed_rows(schema: TableSchema, file: TableFile, retired: set[str]) -> tuple[list[dict[str, str]], list[str]]:
    empty = dict.fromkeys(schema.columns, "")
    rows = [{**empty, **dict(zip(file.names, cells, strict=True))} for cells in file.rows]
    counts = {"cell": 0, "date": 0, "id": 0}
    for row in rows:
        for column, value in row.items():
            clean = tidy(value)
            if clean != value:
                counts["cell"] += 1
            dated = _fixed_date(schema, column, clean)
            if dated != clean:
                counts["date"] += 1
            row[column] = dated
    counts["id"] = _fill_ids(schema, rows, retired)
    return rows, [f"{counted(count, noun)} {_DONE[noun]}" for noun, count in counts.items() if count]


def _fixed_date(schema: TableSchema, column: str, value: str) -> str:
    if not _LOOSE_DATE.fullmatch(value):
        return value
    if schema.by_name[column].type == "date":
        return suggest_day(value) or value
    return (suggest_period(value) or value) if schema.by_name[column].notation == "EDTF" else value


def _fill_ids(schema: TableSchema, rows: Iterable[Mapping[str, str]], retired: set[str]) -> int:
    if not schema.id_prefix:
        return 0
    key = schema.primary_key
    taken = {row[key] for row in rows} | retired
    made = 0
    counters: dict[str, int] = {}
    for row in rows:
        if not row[key] and any(row.values()):
            identifier = make_id(schema, row, taken, counters)
            taken.add(identifier)
            row[key] = identifier  # type: ignore[index]
            made += 1
    return made
