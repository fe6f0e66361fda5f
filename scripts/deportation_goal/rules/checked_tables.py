"""The tables under check: what rules ask of them, and which cells already have a finding.

A rule looks only at cells without one, so the first cause wins and one mistake gives one finding. Each question is asked
once for every distinct value or tuple, however many rows have it. The columns of a table are lists of strings; those of a
large table answer questions about all rows at once (`table_files.block_columns`, which nothing but a large table loads).
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain, starmap
from typing import TYPE_CHECKING, Any, Final, cast

from deportation_goal.findings import Problem
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.table_files.distinct_values import DistinctValues

if TYPE_CHECKING:
    from deportation_goal.rules.rule import AskedValues, Breach, CellRule, RowRule
    from deportation_goal.table_files.block_columns import BlockColumn
    from deportation_goal.table_files.blocks import BlockTable
    from deportation_goal.table_files.distinct_values import Values

REFERENCE: Final = "__"
"""Stands between a reference and a column of the row that it refers to: `source_id__published`."""


def _wrong_tuples(
    columns: Sequence[Sequence[str | None]], detect: RowRule, *, may_lack: bool
) -> Iterator[tuple[int, Breach]]:
    """Yield the rows in which a rule finds something, and what; each distinct tuple of cells is looked at once.

    A row that may lack a cell, since it refers to another row, is left out where it does.
    """
    tuples: Collection[tuple[Any, ...]] = set(zip(*columns, strict=True))
    if may_lack:
        tuples = [cells for cells in tuples if None not in cells]
    breaches = list(starmap(detect, tuples))
    if any(breaches):
        wrong = dict(zip(tuples, breaches, strict=True))
        for row, cells in enumerate(zip(*columns, strict=True)):
            if (breach := wrong.get(cells)) is not None:
                yield row, breach


def _rows_of(columns: Sequence[Sequence[str]]) -> Iterable[Hashable]:
    """Return the cells of each row: a tuple of them, of a single column the cell itself."""
    return zip(*columns, strict=True) if len(columns) > 1 else columns[0]


@dataclass(eq=False, repr=False)
class CheckedTables:
    """Columns of strings by table, as the schemas name them, and the marks of cells with a finding.

    Attributes:
        schemas: Schema of every table of the package.
        today: The day of the check.
        version: The version of the package (SemVer); empty if it is not known.
        columns: Cells by table and column, for every table that could be read; empty where missing.
        absent: Tables and columns of theirs that the file does not have: none of their cells is looked at.
        large: The large tables: their columns are `BlockColumn`.
    """

    schemas: Mapping[str, TableSchema]
    today: datetime.date
    version: str = ""
    columns: dict[str, dict[str, Sequence[str]]] = field(default_factory=dict)
    absent: set[tuple[str, str]] = field(default_factory=set)
    large: set[str] = field(default_factory=set)
    _marked: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    _values: dict[tuple[str, str], Values] = field(default_factory=dict)
    _rows: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    _referred: dict[tuple[str, str], Sequence[str | None]] = field(default_factory=dict)

    def put(self, schema: TableSchema, names: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
        """Take the columns that the file of a table has, and their names."""
        # Of two columns of a name the first counts.
        found = dict(zip(reversed(names), reversed(columns), strict=True))
        empty = [""] * len(columns[0])
        self.columns[schema.name] = {column: found.get(column, empty) for column in schema.columns}
        self.absent.update((schema.name, column) for column in schema.columns if column not in found)

    def put_large(self, schema: TableSchema, table: BlockTable) -> None:
        """Take the columns of a large table, which are those of its schema."""
        self.columns[schema.name] = {**table.columns}
        self.large.add(schema.name)

    def has(self, *names: str) -> bool:
        """Whether these tables could all be read."""
        return all(name in self.columns for name in names)

    def statement_tables(self) -> list[str]:
        """Return the names of the tables with the statement block that could be read."""
        return [name for name, schema in self.schemas.items() if schema.has_evidence and name in self.columns]

    def size(self, table: str) -> int:
        """Return the number of rows of a table."""
        return len(self.cells(table, self.schemas[table].primary_key))

    def cells(self, table: str, column: str) -> Sequence[str]:
        """Return the cells of a column."""
        return self.columns[table][column]

    def _block_column(self, table: str, column: str) -> BlockColumn | None:
        """Return a column of a large table; None of a small one."""
        return cast("BlockColumn", self.columns[table][column]) if table in self.large else None

    def distinct(self, table: str, column: str) -> Set[str]:
        """Return the distinct values of a column; an empty cell is the value ''."""
        return self._values_of(table, column).distinct()

    def _values_of(self, table: str, column: str) -> Values:
        """Return the distinct values of a column, to ask them questions; of a large column of texts the column itself."""
        key = (table, column)
        if key not in self._values:
            block = self._block_column(*key)
            self._values[key] = DistinctValues(self.cells(*key)) if block is None else block.distinct_values()
        return self._values[key]

    def rows(self, table: str, column: str, values: Collection[str]) -> Iterator[int]:
        """Yield the rows that have one of some values in a column and no finding there."""
        if values and (table, column) not in self.absent:
            block = self._block_column(table, column)
            if block is None:
                found: Iterable[int] = (row for row, value in enumerate(self.cells(table, column)) if value in values)
            else:
                found = block.rows_of(values).tolist()
            marked = self._marked.get((table, column), ())
            yield from (row for row in found if row not in marked) if marked else found

    def rows_above(
        self, table: str, column: str, number: Callable[[str], float], other: str, limit: Callable[[str], float]
    ) -> Iterator[int]:
        """Yield the rows in which the number of a cell is above the limit that another cell sets; NaN never is."""
        block, limiting = self._block_column(table, column), self._block_column(table, other)
        if block is not None and limiting is not None:
            yield from (block.per_row(number) > limiting.per_row(limit)).nonzero()[0].tolist()
            return
        numbers = {cell: number(cell) for cell in self.distinct(table, column)}
        limits = {cell: limit(cell) for cell in self.distinct(table, other)}
        for row, (cell, setting) in enumerate(zip(self.cells(table, column), self.cells(table, other), strict=True)):
            if numbers[cell] > limits[setting]:
                yield row

    def cells_of(self, table: str, columns: Sequence[str], rows: Sequence[int]) -> Iterator[tuple[str, ...]]:
        """Yield the cells that some rows have in some columns."""
        if table in self.large:
            blocks = [cast("BlockColumn", self.cells(table, column)) for column in columns]
            return zip(*(block.at(rows) for block in blocks), strict=True)
        cells = [self.cells(table, column) for column in columns]
        return zip(*([own[row] for row in rows] for own in cells), strict=True)

    def alike(self, tables: Sequence[str], same: Sequence[str], other: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
        """Yield the rows whose cells in some columns are those of another row that differs in others.

        Args:
            tables: Tables in which rows are looked for; a row may be like one of another table.
            same: The columns whose cells are the same.
            other: The columns of which one at least differs; none if any other row counts.
        """
        parts = [[[self.cells(table, name) for name in names] for names in (same, other)] for table in tables]
        if not self.large.isdisjoint(tables):
            from deportation_goal.table_files.block_rows import alike_rows

            for table, rows in zip(tables, alike_rows(parts, [self.size(table) for table in tables]), strict=True):
                yield from ((table, row) for row in rows)
            return
        keys = list(chain.from_iterable(_rows_of(part[0]) for part in parts))
        different: Collection[Hashable] = keys
        if other:
            wholes = chain.from_iterable(_rows_of([*part[0], *part[1]]) for part in parts)
            different = dict(zip(wholes, keys, strict=True)).values()
        if len(different) == len(set(keys)):
            return
        shared = {key for key, times in Counter(different).items() if times > 1}
        places = ((table, row) for table in tables for row in range(self.size(table)))
        yield from (place for place, key in zip(places, keys, strict=True) if key in shared)

    def are_in_order(self, table: str, columns: Sequence[str]) -> bool:
        """Whether the rows of a large table that have no finding in some columns surely are in canonical order.

        Of a small table that is not known: whoever asks looks at its rows.
        """
        if table not in self.large:
            return False
        from deportation_goal.table_files.block_rows import are_sorted

        schema = self.schemas[table]
        wrong = sorted(set().union(*(self._marked.get((table, column), ()) for column in columns)))
        blocks = [cast("BlockColumn", self.cells(table, name)) for name in schema.order]
        return are_sorted(blocks, schema.sorting, wrong)

    def row_of(self, table: str, key: str) -> int | None:
        """Return the row with a key, the last one of several; None if there is none."""
        where = (table, self.schemas[table].primary_key)
        if (rows := self._rows.get(where)) is None:
            block = self._block_column(*where)
            if block is not None:
                return max(block.rows_of((key,)).tolist(), default=None)
            rows = self._rows[where] = {value: row for row, value in enumerate(self.cells(*where))}
        return rows.get(key)

    def is_good(self, table: str, row: int, *columns: str) -> bool:
        """Whether a row has no finding in any of some columns."""
        for column in columns:
            place = (table, column)
            if place in self.absent or (place in self._marked and row in self._marked[place]):
                return False
        return True

    def are_good(self, table: str, *columns: str) -> bool:
        """Whether no row of a table has a finding in any of some columns."""
        return not any((table, column) in self.absent or self._marked.get((table, column)) for column in columns)

    def good_rows(self, table: str, *columns: str) -> Sequence[int]:
        """Return the rows that have no finding in any of some columns, in their order."""
        rows = range(self.size(table))
        return rows if self.are_good(table, *columns) else [row for row in rows if self.is_good(table, row, *columns)]

    def mark(self, problem: Problem) -> None:
        """Record that the cell of a problem has a finding; a problem of a whole row marks all its cells."""
        if problem.row is not None and problem.table in self.columns:
            for column in [problem.column] if problem.column else self.schemas[problem.table].columns:
                self._marked.setdefault((problem.table, column), set()).add(problem.row)

    def problem(self, rule: str, table: str, row: int, column: str, breach: Breach) -> Problem:
        """Return what a rule found in a cell, or in a row as a whole where the column is empty."""
        column = breach.column or column
        value = self.cells(table, column or self.schemas[table].primary_key)[row]
        return Problem(rule, table, row, column, value, breach.message, breach.suggestion)

    def wrong_cells(
        self, rule: str, detect: CellRule, applies: Callable[[Field], bool], asked: AskedValues
    ) -> Iterator[Problem]:
        """Yield what a rule finds in single cells; it is asked about some of the distinct values of a column."""
        for table in self.columns:
            for one in filter(applies, self.schemas[table].fields):
                values = asked(self._values_of(table, one.name), one)
                # Of most columns a rule asks nothing.
                if not values:
                    continue
                wrong = {value: breach for value in values if (breach := detect(value, one)) is not None}
                for row in self.rows(table, one.name, wrong):
                    yield self.problem(rule, table, row, one.name, wrong[self.cells(table, one.name)[row]])

    def wrong_rows(
        self,
        rule: str,
        table: str,
        column: str,
        names: Sequence[str],
        unless_wrong: Sequence[str],
        detect: RowRule,
    ) -> Iterator[Problem]:
        """Yield what a rule finds in the cells of rows, each tuple of cells looked at once.

        Args:
            rule: Id of the rule.
            table: The table.
            column: The column at fault, unless a breach names another.
            names: The columns whose cells the rule is given, in its order.
            unless_wrong: Further columns that must be without a finding.
            detect: The rule.
        """
        joined = [self._joined(table, name) for name in names] if self.has(table) else [None]
        columns = [cells for cells in joined if cells is not None]
        if len(columns) < len(joined):
            return
        if table in self.large:
            found = self._wrong_block_rows(rule, cast("list[BlockColumn]", columns), detect)
        else:
            found = _wrong_tuples(columns, detect, may_lack=any(REFERENCE in name for name in names))
        for row, breach in found:
            if all(self._is_good_joined(table, row, name) for name in (*names, *unless_wrong)):
                yield self.problem(rule, table, row, column, breach)

    def _wrong_block_rows(
        self, rule: str, columns: Sequence[BlockColumn], detect: RowRule
    ) -> Iterator[tuple[int, Breach]]:
        """Yield the rows of a large table in which a rule finds something, and what."""
        from deportation_goal.rules.shortcuts import SURE_ROWS
        from deportation_goal.table_files.block_rows import rows_where

        wrong: dict[tuple[str | None, ...], Breach | None] = {}

        def is_wrong(cells: tuple[str | None, ...]) -> bool:
            if cells not in wrong:
                wrong[cells] = None if None in cells else detect(*cells)
            return wrong[cells] is not None

        shortcut = SURE_ROWS.get(rule)
        sure = None if shortcut is None else shortcut(*(column.without_none() for column in columns))
        for row in rows_where(columns, is_wrong, sure):
            breach = wrong[tuple(column[row] for column in columns)]
            if breach is not None:
                yield row, breach

    def _joined(self, table: str, name: str) -> Sequence[str | None] | None:
        """Return a column, or for `reference__column` the cells of the rows referred to, None where there is none.

        The whole is None where the table that is referred to could not be read.
        """
        reference, joint, column = name.partition(REFERENCE)
        if not joint:
            return self.cells(table, name)
        target = self._target(table, reference)
        if not self.has(target):
            return None
        if (table, name) not in self._referred:
            keys = self.cells(target, self.schemas[target].primary_key)
            found = {**dict(zip(keys, self.cells(target, column), strict=True)), "": ""}.get
            block = self._block_column(table, reference)
            joined = list(map(found, self.cells(table, reference))) if block is None else block.mapped(found)
            self._referred[table, name] = joined
        return self._referred[table, name]

    def _is_good_joined(self, table: str, row: int, name: str) -> bool:
        reference, joint, column = name.partition(REFERENCE)
        if not joint:
            return self.is_good(table, row, name)
        if not self.is_good(table, row, reference):
            return False
        target = self._target(table, reference)
        referred = self.row_of(target, self.cells(table, reference)[row])
        return referred is None or self.is_good(target, referred, column, self.schemas[target].primary_key)

    def _target(self, table: str, reference: str) -> str:
        return next(key.table for key in self.schemas[table].foreign_keys if key.column == reference)
