"""The tables under check, and which of their cells already have a finding.

A rule looks only at cells without one, so the first cause wins and one mistake gives one finding. Questions about
a whole column are answered by Arrow kernels and remembered, since several rules ask the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from deportation_goal.findings import Problem
from deportation_goal.package.schema import TableSchema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_NUMBER: Final = r"^-?[0-9]{1,18}(\.[0-9]{1,18})?$"

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]


def as_mask(answer: pa.Array) -> Mask:
    """Return an Arrow array of truth values as a mask, null as false."""
    return np.asarray(answer.fill_null(False).to_numpy(zero_copy_only=False), dtype=bool)


@dataclass
class Tables:
    """Frames of strings by table, with the schema's columns, and the marks of bad cells.

    Attributes:
        schemas: Schema of every table of the package.
        frames: Rows of every table that could be read; columns as in the schema, empty where missing.
        bad: By table and column, which rows have a finding in that cell.
        absent: Tables and columns of theirs that the file does not have.
    """

    schemas: Mapping[str, TableSchema]
    frames: dict[str, pd.DataFrame]
    bad: dict[str, dict[str, Mask]] = field(default_factory=dict)
    absent: set[tuple[str, str]] = field(default_factory=set)
    _arrays: dict[tuple[str, str], pa.Array] = field(default_factory=dict)
    _filled: dict[tuple[str, str], Mask] = field(default_factory=dict)
    _numbers: dict[tuple[str, str], Numbers] = field(default_factory=dict)

    def has(self, *names: str) -> bool:
        """Whether these tables could all be read."""
        return all(name in self.frames for name in names)

    def bad_cells(self, table: str, column: str) -> Mask:
        """Return the mask of cells of a column that have a finding; change it to mark more."""
        columns = self.bad.setdefault(table, {})
        if column not in columns:
            columns[column] = np.zeros(len(self.frames[table]), dtype=bool)
        return columns[column]

    def good_rows(self, table: str, *columns: str) -> Mask:
        """Return which rows have no finding in any of these columns."""
        bad = np.zeros(len(self.frames[table]), dtype=bool)
        for column in columns:
            if column in self.bad.get(table, {}):
                bad |= self.bad[table][column]
        return ~bad

    def array(self, table: str, column: str) -> pa.Array:
        """Return a column as an Arrow array of strings."""
        key = (table, column)
        if key not in self._arrays:
            self._arrays[key] = as_array(self.frames[table][column])
        return self._arrays[key]

    def filled(self, table: str, column: str) -> Mask:
        """Return which rows have a value in a column."""
        import pyarrow.compute as pc

        key = (table, column)
        if key not in self._filled:
            self._filled[key] = as_mask(pc.not_equal(self.array(*key), ""))
        return self._filled[key]

    def equals(self, table: str, column: str, value: str) -> Mask:
        """Return which rows have exactly this value in a column."""
        import pyarrow.compute as pc

        return as_mask(pc.equal(self.array(table, column), value))

    def is_in(self, table: str, column: str, values: Collection[str] | pa.Array) -> Mask:
        """Return which rows have one of some values in a column."""
        import pyarrow as pa
        import pyarrow.compute as pc

        allowed = values if isinstance(values, pa.Array) else pa.array(list(values), type=pa.string())
        return as_mask(pc.is_in(self.array(table, column), value_set=allowed))

    def matches(self, table: str, column: str, pattern: str) -> Mask:
        """Return which rows have a value in which a regular expression (RE2) is found."""
        import pyarrow.compute as pc

        return as_mask(pc.match_substring_regex(self.array(table, column), pattern))

    def numbers(self, table: str, column: str) -> Numbers:
        """Return a column as numbers, NaN where it is empty, no number, or has a finding."""
        import pyarrow as pa
        import pyarrow.compute as pc

        key = (table, column)
        if key not in self._numbers:
            values = self.array(*key)
            usable = pc.and_(pc.match_substring_regex(values, _NUMBER), pa.array(self.good_rows(*key)))
            numbers = pc.cast(pc.if_else(usable, values, None), pa.float64())
            self._numbers[key] = np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)
        return self._numbers[key]

    def value(self, table: str, column: str, row: int) -> str:
        """Return one cell."""
        return str(self.array(table, column)[row].as_py())

    def mark(self, problem: Problem) -> None:
        """Record that the cell of a problem has a finding; a problem of a whole row marks all its cells."""
        if problem.row is None or problem.table not in self.frames:
            return
        columns = [problem.column] if problem.column else self.schemas[problem.table].columns
        for column in columns:
            self.bad_cells(problem.table, column)[problem.row] = True
            self._numbers.pop((problem.table, column), None)

    def statement_tables(self) -> list[str]:
        """Return the names of the tables with the statement block that could be read."""
        return [name for name, schema in self.schemas.items() if schema.has_evidence and name in self.frames]


def as_array(values: pd.Series[str]) -> pa.Array:
    """Return a column of strings as one Arrow array."""
    import pyarrow as pa

    array: Any = pa.array(values, type=pa.string())
    if not isinstance(array, pa.ChunkedArray):
        return array
    return array.combine_chunks() if array.num_chunks != 1 else array.chunk(0)


def rows_where(mask: Mask) -> list[int]:
    """Return the numbers of the rows that a mask selects."""
    rows: list[int] = np.flatnonzero(mask).tolist()
    return rows
