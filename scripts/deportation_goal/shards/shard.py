"""Checks one shard: the statements of a range of sources, beside all other tables.

A rule compares statements of one source, or asks whether another row has the same id, excerpt or utterance. So a shard
is checked alone, and returns a hash of each key that another shard may have too. Where shards share a key, `rows_with`
takes the sources that have it out of each, and `merge` checks these together.

Everything is pure and can be pickled: any engine that maps a function over many machines may run it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from deportation_goal.findings import Finding, Problem
from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.engine import LARGE, Asked, TableInput, package_inputs, read_bytes, read_inputs
from deportation_goal.rules.order import late_rows, row_order, rows_to_order
from deportation_goal.rules.references import foreign_key, rows_missing
from deportation_goal.rules.suggestions import with_safe_suggestions
from deportation_goal.table_files.canonical import csv_bytes, sort_keys

if TYPE_CHECKING:
    from deportation_goal.table_files.arrays import Bytes
    from deportation_goal.table_files.block_columns import BlockColumn

ORDER: Final = row_order.id
MISSING: Final = foreign_key.id
_NAMING: Final = ("row_id", "replaced_by")
"""Columns of the logs that name a row of any table."""
_TYING: Final = ("utterance",)
"""Columns whose values rows of several sources share, besides those that the schema names."""


@dataclass(frozen=True)
class Shard:
    """The statements of a range of sources.

    Attributes:
        files: A CSV or Parquet file by table; a table without a file has no row in this range.
    """

    files: Mapping[str, Path]


@dataclass(frozen=True)
class ShardRow:
    """A row that matters outside its shard.

    Attributes:
        table: Its table.
        path: The file that it is in.
        line: Its line there.
        cells: Its cells, in the order of the schema.
    """

    table: str
    path: str
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class End:
    """The first or last row of a table in a shard, as `merge` compares it with the next shard.

    Attributes:
        key: What rows are sorted by.
        finding: The finding that it gets if it is out of order.
    """

    key: tuple[Any, ...]
    finding: Finding


@dataclass(frozen=True)
class ShardResult:
    """What one shard says.

    Attributes:
        findings: What was found in its statements, by source; what is about a file as a whole under "".
        rows: Number of rows by table.
        keys: Hashes (uint64) of the values that another shard may have too, by what they are.
        ends: First and last row by table, of those in order.
        late: Number of rows out of order by table, and the finding of the first of them.
        missing: How many rows refer to a name that is not there, by table, column and name.
        kept: Rows that answer for the others where rules look at all tables: one for each name that is referred to, the
            rows that logs name, those with the hash of a text, and the first with each kind of finding.
    """

    findings: Mapping[str, tuple[Finding, ...]]
    rows: Mapping[str, int]
    keys: Mapping[str, Bytes]
    ends: Mapping[str, tuple[End, End]]
    late: Mapping[str, tuple[int, Finding]]
    missing: Mapping[tuple[str, str, str], int]
    kept: tuple[ShardRow, ...]


@dataclass(frozen=True)
class SharedRows:
    """The rows of a shard that have to be checked together with rows of other shards.

    Attributes:
        sources: The sources whose statements they are.
        rows: All statements of these sources.
    """

    sources: frozenset[str]
    rows: tuple[ShardRow, ...]


def check_shard(package: Package, shard: Shard, today: datetime.date | None = None) -> ShardResult:
    """Check the statements of a range of sources.

    Args:
        package: The package; its own statements are not looked at.
        shard: The statements.
        today: The day of the check; the day of the system if not given.

    Raises:
        UserError: If a Parquet file cannot be read, or a schema lacks a column that a rule is about.
    """
    asked = read_inputs(package_inputs(package, _statements(package, shard)), today=today)
    asked.ask()
    tables, names = asked.tables, asked.tables.statement_tables()
    problems = [problem for problem in asked.problems if problem.table in shard.files and problem.rule != ORDER]
    findings: dict[str, list[Finding]] = defaultdict(list)
    for problem in with_safe_suggestions(problems, tables, RULES):
        findings[_source(tables, problem)].append(asked.finding(problem))
    out_of_order = {one.table: asked.finding(one) for one in asked.problems if one.rule == ORDER and one.table in names}
    kept = _kept(tables, problems)
    return ShardResult(
        {source: tuple(found) for source, found in findings.items()},
        {name: tables.size(name) for name in names},
        _keys(tables),
        {name: ends for name in names if (ends := _ends(asked, name))},
        # `late_rows` leaves the first of them out: it has its finding already.
        {name: (1 + len(late_rows(tables, name)), finding) for name, finding in out_of_order.items()},
        {
            (problem.table, problem.column, problem.value): rows_missing(problem.message)
            for problem in problems
            if problem.rule == MISSING
        },
        tuple(row for name, rows in kept.items() for row in _rows(asked, name, rows)),
    )


def shared_keys(results: Iterable[ShardResult]) -> dict[str, Bytes]:
    """Return the hashes of the keys that more than one shard has, by what they are."""
    from deportation_goal.table_files.block_rows import shared_hashes

    several: dict[str, list[Bytes]] = defaultdict(list)
    for result in results:
        for kind, hashes in result.keys.items():
            several[kind].append(hashes)
    shared = {kind: shared_hashes(hashes) for kind, hashes in several.items()}
    return {kind: hashes for kind, hashes in shared.items() if len(hashes)}


def rows_with(package: Package, shard: Shard, shared: Mapping[str, Bytes]) -> SharedRows:
    """Return all statements of the sources that have a key which another shard has too.

    Sources of the shard that share a key with one of these belong to them.
    """
    from deportation_goal.table_files.block_rows import rows_of_hashes

    if not shared:
        return SharedRows(frozenset(), ())
    asked = read_inputs(_statements(package, shard).values())
    tables, reached = asked.tables, set[str]()
    for name, kind, column in _ties(tables):
        if kind in shared:
            rows = rows_of_hashes(tables.cells(name, column), shared[kind])
            reached.update(*tables.cells_of(name, (tables.schemas[name].source,), rows))
    sources = set[str]()
    while reached - sources:
        sources |= reached
        held: dict[str, set[str]] = defaultdict(set)
        for name, kind, column in _ties(tables):
            rows = _rows_of(tables, name, tables.schemas[name].source, sources)
            held[kind].update(*tables.cells_of(name, (column,), rows))
        for name, kind, column in _ties(tables):
            rows = _rows_of(tables, name, column, held[kind] - {""})
            reached.update(*tables.cells_of(name, (tables.schemas[name].source,), rows))
    own = {name: _rows_of(tables, name, tables.schemas[name].source, sources) for name in tables.columns}
    rows_of_all = tuple(row for name, rows in own.items() for row in _rows(asked, name, rows))
    return SharedRows(frozenset(sources), rows_of_all)


def _statements(package: Package, shard: Shard) -> dict[str, TableInput]:
    """The tables of statements, with the rows of a shard."""
    return {
        resource.name: _input(resource.schema, shard.files.get(resource.name), package.version)
        for resource in package.resources
        if resource.schema.has_evidence
    }


def _input(schema: TableSchema, file: Path | None, version: str) -> TableInput:
    if file is None:
        return TableInput(schema, "", csv_bytes(schema.columns, ()), "", version)
    if file.suffix == ".parquet":
        from deportation_goal.release.artefacts.parquet import as_csv

        return TableInput(schema, file.as_posix(), as_csv(file, schema), "", version)
    if file.is_file() and file.stat().st_size >= LARGE:
        return TableInput(schema, file.as_posix(), None, "", version, file)
    content, reason = read_bytes(file)
    return TableInput(schema, file.as_posix(), content, reason, version)


def _source(tables: CheckedTables, problem: Problem) -> str:
    if problem.row is None:
        return ""
    return tables.cells(problem.table, tables.schemas[problem.table].source)[problem.row]


def _ties(tables: CheckedTables) -> Iterator[tuple[str, str, str]]:
    """Yield the columns of statements whose values tie rows of several sources: table, what the values are, column."""
    for name in tables.statement_tables():
        schema = tables.schemas[name]
        yield name, "source", schema.source
        yield name, "excerpt", schema.locator[2]
        for field in schema.fields:
            if field.unique:
                yield name, f"{name} {field.name}", field.name
            elif field.name in _TYING:
                yield name, field.name, field.name


def _keys(tables: CheckedTables) -> dict[str, Bytes]:
    from deportation_goal.table_files.block_rows import key_hashes

    columns: dict[str, list[Sequence[str]]] = defaultdict(list)
    for name, kind, column in _ties(tables):
        columns[kind].append(tables.cells(name, column))
    return {kind: key_hashes(cells) for kind, cells in columns.items()}


def _ends(asked: Asked, name: str) -> tuple[End, End] | None:
    tables = asked.tables
    schema, late = tables.schemas[name], set(late_rows(tables, name))
    rows = [row for row in rows_to_order(tables, name) if row not in late]
    if not rows:
        return None

    def end(row: int) -> End:
        (key,) = sort_keys(schema, [[tables.cells(name, column)[row]] for column in schema.order])
        row_id = tables.cells(name, schema.primary_key)[row]
        return End(key, asked.finding(Problem(ORDER, name, row, "", row_id, "")))

    return end(rows[0]), end(rows[-1])


def _kept(tables: CheckedTables, problems: Iterable[Problem]) -> dict[str, set[int]]:
    """Return the rows that answer for others where rules look at all tables, by table."""
    kept: dict[str, set[int]] = {name: set() for name in tables.statement_tables()}
    texts, named = set[str](), set[str]()
    for name, schema in tables.schemas.items():
        if tables.has(name) and not schema.has_evidence:
            texts.update(*(tables.distinct(name, column) for column in schema.text_digest[:1]))
            named.update(*(tables.distinct(name, column) for column in _NAMING if column in schema.by_name))
    for name, rows in kept.items():
        schema = tables.schemas[name]
        rows.update(_rows_of(tables, name, schema.locator[2], texts - {""}))
        rows.update(_rows_of(tables, name, schema.primary_key, named - {""}))
        for key in schema.foreign_keys:
            if tables.schemas[key.table].needs_reference:
                rows.update(dict(zip(tables.cells(name, key.column), range(tables.size(name)), strict=True)).values())
    first: dict[tuple[str, str, str], int] = {}
    for problem in problems:
        if problem.row is not None:
            first.setdefault((problem.table, problem.rule, problem.column), problem.row)
    for (name, _, _), row in first.items():
        kept[name].add(row)
    return kept


def _rows_of(tables: CheckedTables, name: str, column: str, values: Collection[str]) -> list[int]:
    """Return the rows that have one of some values in a column, whatever was found there."""
    cells = tables.cells(name, column)
    if name in tables.large:
        return cast("BlockColumn", cells).rows_of(values).tolist() if values else []
    return [row for row, value in enumerate(cells) if value in values]


def _rows(asked: Asked, name: str, rows: Collection[int]) -> Iterator[ShardRow]:
    ordered = sorted(rows)
    cells = asked.tables.cells_of(name, asked.tables.schemas[name].columns, ordered)
    path = asked.by_table[name].path
    for row, own in zip(ordered, cells, strict=True):
        yield ShardRow(name, path, asked.line(name, row), own)
