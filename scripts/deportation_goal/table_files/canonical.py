"""The canonical form of a table: its bytes and its order. One table has exactly one canonical file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from deportation_goal.package.schema import TableSchema
from deportation_goal.table_files import Row

_SPECIAL: Final = re.compile('[,"\n\r]')
_POSITION: Final = re.compile(r"[0-9]{1,12}")


def quote(cell: str) -> str:
    """Return a cell as it stands in the file: in quotes only if it holds a comma, a quote or a line break."""
    if _SPECIAL.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def csv_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return the CSV of rows: UTF-8, LF, comma, minimal quoting, a header."""
    lines = [",".join(quote(column) for column in columns)]
    lines.extend(",".join(quote(row.get(column, "")) for column in columns) for row in rows)
    return ("\n".join(lines) + "\n").encode("utf-8")


def order_key(schema: TableSchema, row: Row) -> tuple[str, int, str]:
    """Return the sort key of a row.

    Statements stand by source, place in the text (empty last) and id; rows of other tables by id.
    """
    key = row.get(schema.primary_key, "")
    if not schema.has_evidence:
        return "", 0, key
    start = row.get("evidence_start", "")
    return row.get("source_id", ""), int(start) if _POSITION.fullmatch(start) else 2**63, key


def in_order(schema: TableSchema, rows: Iterable[Row]) -> list[Row]:
    """Return the rows in canonical order; rows with equal keys keep theirs."""
    return sorted(rows, key=lambda row: order_key(schema, row))
