"""Ways to change a release: what somebody, or some program, does to its files. Each returns what does it to a folder."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from deportation_goal.release.artefacts import sqlite, xlsx_workbook
from releases import rows_of, write_rows
from workbooks import unpacked, zipped

SQLITE: Final = sqlite.FORMAT.files
XLSX: Final = xlsx_workbook.FORMAT.files
PARQUET: Final = "formats/parquet/sources.parquet"

Change = Callable[[Path], object]


def flip_byte(path: str) -> Change:
    """Change one byte of a file."""

    def change(folder: Path) -> None:
        content = bytearray((folder / path).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / path).write_bytes(content)

    return change


def remove_file(path: str) -> Change:
    """Remove a file."""
    return lambda folder: (folder / path).unlink()


def add_file(path: str, content: bytes = b"") -> Change:
    """Write a file, whether there is one or not."""

    def change(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)

    return change


def replace_words(path: str, old: str, new: str) -> Change:
    """Replace words of a text, where they stand first."""

    def change(folder: Path) -> None:
        text = (folder / path).read_bytes().decode()
        assert old in text, path
        (folder / path).write_bytes(text.replace(old, new, 1).encode())

    return change


def append_bytes(path: str, content: bytes) -> Change:
    """Write more to the end of a file."""
    return lambda folder: (folder / path).write_bytes((folder / path).read_bytes() + content)


def add_mark(path: str) -> Change:
    """Put a byte order mark before a text."""
    return lambda folder: (folder / path).write_bytes(b"\xef\xbb\xbf" + (folder / path).read_bytes())


def convert_ends(end: bytes, *patterns: str) -> Change:
    """Give the lines of some files another end."""

    def change(folder: Path) -> None:
        for pattern in patterns:
            for path in folder.rglob(pattern):
                path.write_bytes(path.read_bytes().replace(b"\n", end))

    return change


def change_nothing(_folder: Path) -> None:
    """Write no hash again."""


def edit_json(path: str, edit: Callable[[Any], object]) -> Change:
    """Change a JSON document."""

    def change(folder: Path) -> None:
        document = json.loads((folder / path).read_bytes())
        edit(document)
        (folder / path).write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    return change


def set_member(name: str, value: object) -> Change:
    """Change a member of the descriptor."""
    return edit_json("datapackage.json", lambda document: document.update({name: value}))


def edit_rows(path: str, edit: Callable[[list[dict[str, str]]], object]) -> Change:
    """Change the rows of a table."""

    def change(folder: Path) -> None:
        rows = [dict(row) for row in rows_of(folder, path)]
        edit(rows)
        write_rows(folder, path, rows)

    return change


def run_sql(*statements: str) -> Change:
    """Change the database."""

    def change(folder: Path) -> None:
        with contextlib.closing(sqlite3.connect(folder / SQLITE, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    return change


def edit_parquet(edit: Callable[[pa.Table], pa.Table]) -> Change:
    """Change the Parquet file of the sources."""

    def change(folder: Path) -> None:
        pq.write_table(edit(pq.read_table(folder / PARQUET)), folder / PARQUET, compression="zstd")

    return change


def with_column(table: pa.Table, name: str, edit: Callable[[pa.Field], pa.Field]) -> pa.Table:
    """Return a table with a column of another type or description."""
    fields = [edit(field) if field.name == name else field for field in table.schema]
    return table.cast(pa.schema(fields, metadata=table.schema.metadata))


def with_metadata(table: pa.Table, name: bytes, value: bytes) -> pa.Table:
    """Return a table with one more, or another, member of its metadata."""
    return table.replace_schema_metadata({**table.schema.metadata, name: value})


def add_formula(parts: dict[str, bytes]) -> None:
    """Put a formula into the first sheet that holds a value: which sheets have rows depends on the release."""
    sheet = next(name for name, content in sorted(parts.items()) if "worksheets/" in name and b"<v>" in content)
    parts[sheet] = parts[sheet].replace(b"<v>", b"<f>1+1</f><v>", 1)


def edit_parts(edit: Callable[[dict[str, bytes]], object]) -> Change:
    """Change the parts of the workbook by name."""

    def change(folder: Path) -> None:
        parts = unpacked((folder / XLSX).read_bytes())
        before = dict(parts)
        edit(parts)
        assert parts != before
        (folder / XLSX).write_bytes(zipped(parts))

    return change


def replace_in_part(name: str, old: bytes, new: bytes) -> Change:
    """Replace words of a part of the workbook, where they stand first."""
    return edit_parts(lambda parts: parts.update({name: parts[name].replace(old, new, 1)}))
