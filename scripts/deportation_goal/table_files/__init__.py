"""Tables as files: reading CSV with true positions, writing canonical CSV, atomic writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Row = Mapping[str, str]
"""A row of a table: the cells by column, as strings, empty where missing."""

Rows = Mapping[str, Sequence[Row]]
"""The rows of tables, by name of the table."""
