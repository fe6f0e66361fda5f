"""The tables under check: what rules ask of them, and which cells already have a finding.

A rule looks only at cells without one, so the first cause wins and one mistake gives one finding. Tables are lists of
strings; each question is asked once for every distinct value or tuple, however many rows have it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from deportation_goal.findings import Problem
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.rules.unusual import unusual_cells

if TYPE_CHECKING:
    from deportation_goal.rules.rule import Breach, CellRule, RowRule

REFERENCE: Final = "__"
"""Stands between a reference and a column of the row that it refers to: `source_id__published`."""


@dataclass
class CheckedTables:
    """Columns of strings by table, as the schemas name them, and the marks of cells with a finding.

    Attributes:
        schemas: Schema of every table of the package.
        today: The day of the check.
        version: The version of the package (SemVer); empty if it is not known.
        columns: Cells by table and column, for every table that could be read; empty where missing.
        absent: Tables and columns of theirs that the file does not have: none of their cells is looked at.
    """

    schemas: Mapping[str, TableSchema]
    today: datetime.date
    version: str = ""
    columns: dict[str, dict[str, Sequence[str]]] = field(default_factory=dict)
    absent: set[tuple[str, str]] = field(default_factory=set)
    _marked: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    _distinct: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    _unusual: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _rows: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def put(self, schema: TableSchema, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Take the rows of a table; `names` are the columns that its file has."""
        cells = list(zip(*rows, strict=True)) if rows else [()] * len(names)
        # Of two columns of a name the first counts.
        found = dict(zip(reversed(names), reversed(cells), strict=True))
        self.columns[schema.name] = {column: found.get(column, [""] * len(rows)) for column in schema.columns}
        self.absent.update((schema.name, column) for column in schema.columns if column not in found)

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

    def distinct(self, table: str, column: str) -> frozenset[str]:
        """Return the distinct values of a column; an empty cell is the value ''."""
        key = (table, column)
        if key not in self._distinct:
            self._distinct[key] = frozenset(self.cells(*key))
        return self._distinct[key]

    def unusual(self, table: str, column: str) -> Collection[str]:
        """Return the distinct values of a column that may have a flaw in their characters."""
        key = (table, column)
        if key not in self._unusual:
            self._unusual[key] = unusual_cells(self.distinct(*key))
        return self._unusual[key]

    def rows(self, table: str, column: str, values: Collection[str]) -> Iterator[int]:
        """Yield the rows that have one of some values in a column and no finding there."""
        if values:
            for row, value in enumerate(self.cells(table, column)):
                if value in values and self.is_good(table, row, column):
                    yield row

    def row_of(self, table: str, key: str) -> int | None:
        """Return the row with a key, the last one of several; None if there is none."""
        where = (table, self.schemas[table].primary_key)
        if where not in self._rows:
            self._rows[where] = {value: row for row, value in enumerate(self.cells(*where))}
        return self._rows[where].get(key)

    def is_good(self, table: str, row: int, *columns: str) -> bool:
        """Whether a row has no finding in any of some columns."""
        return not any(
            (table, column) in self.absent or row in self._marked.get((table, column), ()) for column in columns
        )

    def are_good(self, table: str, *columns: str) -> bool:
        """Whether no row of a table has a finding in any of some columns."""
        return not any((table, column) in self.absent or self._marked.get((table, column)) for column in columns)

    def good_rows(self, table: str, *columns: str) -> Collection[int]:
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
        self, rule: str, detect: CellRule, applies: Callable[[Field], bool], *, unusual: bool
    ) -> Iterator[Problem]:
        """Yield what a rule finds in single cells; if `unusual`, it is asked about unusual ones only."""
        for table in self.columns:
            for one in filter(applies, self.schemas[table].fields):
                values = self.unusual(table, one.name) if unusual else self.distinct(table, one.name)
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
        wrong = {
            cells: breach
            for cells in set(zip(*columns, strict=True))
            if None not in cells and (breach := detect(*cells)) is not None
        }
        if wrong:
            for row, cells in enumerate(zip(*columns, strict=True)):
                breach = wrong.get(cells)
                if breach is not None and all(
                    self._is_good_joined(table, row, name) for name in (*names, *unless_wrong)
                ):
                    yield self.problem(rule, table, row, column, breach)

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
        key = self.schemas[target].primary_key
        found: dict[str, str | None] = dict(zip(self.cells(target, key), self.cells(target, column), strict=True))
        found[""] = ""
        return [found.get(value) for value in self.cells(table, reference)]

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
