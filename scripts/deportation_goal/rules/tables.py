"""The tables under check, and which of their cells already have a finding.

A rule looks only at cells without one, so the first cause wins and one mistake gives one finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from deportation_goal.findings import Problem
from deportation_goal.package.schema import TableSchema

if TYPE_CHECKING:
    import pandas as pd

_NUMBER: Final = r"^-?[0-9]{1,18}(\.[0-9]{1,18})?$"

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass
class Tables:
    """Frames of strings by table, with the schema's columns, and the marks of bad cells.

    Attributes:
        schemas: Schema of every table of the package.
        frames: Rows of every table that could be read; columns as in the schema, empty where missing.
        bad: By table and column, which rows have a finding in that cell.
    """

    schemas: Mapping[str, TableSchema]
    frames: dict[str, pd.DataFrame]
    bad: dict[str, dict[str, Mask]] = field(default_factory=dict)

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

    def filled(self, table: str, column: str) -> Mask:
        """Return which rows have a value in a column."""
        return np.asarray(self.frames[table][column] != "", dtype=bool)

    def numbers(self, table: str, column: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return a column as numbers, NaN where it is empty, no number, or has a finding."""
        import pyarrow as pa
        import pyarrow.compute as pc

        values = pa.array(self.frames[table][column], type=pa.string())
        usable = pc.and_(pc.match_substring_regex(values, _NUMBER), pa.array(self.good_rows(table, column)))
        numbers = pc.cast(pc.if_else(usable, values, None), pa.float64())
        return np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)

    def mark(self, problem: Problem) -> None:
        """Record that the cell of a problem has a finding; a problem of a whole row marks all its cells."""
        if problem.row is None or problem.table not in self.frames:
            return
        columns = [problem.column] if problem.column else self.schemas[problem.table].columns
        for column in columns:
            self.bad_cells(problem.table, column)[problem.row] = True

    def statement_tables(self) -> list[str]:
        """Return the names of the tables with the statement block that could be read."""
        return [name for name, schema in self.schemas.items() if schema.has_evidence and name in self.frames]


def rows_where(mask: Mask) -> list[int]:
    """Return the numbers of the rows that a mask selects."""
    return [int(row) for row in np.flatnonzero(mask)]
