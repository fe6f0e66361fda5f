"""Ids of rows: made once from the row as first written, never changed and never reused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from deportation_goal.package.schema import TableSchema
from deportation_goal.table_files import Row
from deportation_goal.table_files.revision_rows import RETIRING

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32, lower case
_LENGTH: Final = 6


REVISIONS: Final = "revisions"
"""The log in which the ids of rows that left their table are kept, so that none is reused."""


def gone_rows(revisions: Iterable[Row]) -> dict[tuple[str, str], str]:
    """Return table and id of every row that left its table, each with what became of it: retracted or merged.

    Args:
        revisions: The rows of `REVISIONS`.
    """
    return {(row["table_name"], row["row_id"]): row["action"] for row in revisions if row["action"] in RETIRING}


def short_hash(text: str) -> str:
    """Return the first 30 bits of the SHA-256 of a text as six characters of Crockford's base32, in lower case."""
    bits = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 2
    return "".join(_ALPHABET[(bits >> shift) & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))


def make_id(
    schema: TableSchema, row: Mapping[str, str], taken: Collection[str], counters: dict[str, int] | None = None
) -> str:
    """Return a free id for a new row.

    The first 30 bits of a SHA-256 over the row's filled columns (neither the key nor those that the schema names in
    `idWithout`), as six characters of Crockford's base32; a counter is added to the hashed text until the id is free.

    Args:
        schema: The schema of the table, which names the prefix of its ids.
        row: The row as first written.
        taken: Ids of the table and of revisions, retracted ones included.
        counters: Where the count of equal rows goes on, for a caller that makes many ids and takes each; changed.
    """
    without = (schema.primary_key, *schema.id_without)
    content = {column: value for column, value in row.items() if value and column not in without}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    counter = counters.get(text, 0) if counters is not None else 0
    while True:
        candidate = f"{schema.id_prefix}-{short_hash(text + str(counter or ''))}"
        counter += 1
        if candidate not in taken:
            if counters is not None:
                counters[text] = counter
            return candidate
