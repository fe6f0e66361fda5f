"""Reads one CSV into a frame of strings, quickly when it is canonical, exactly when it is not.

A file whose bytes equal the canonical rendering of what pyarrow read from it has no flaw of structure: row i
stands on line i + 2. Any other file goes through the scanner, which says where each cell stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from deportation_goal.errors import UserError
from deportation_goal.table_files.canonical import quote
from deportation_goal.table_files.scan import DELIMITER, Cell, scan_records

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

BYTE_ORDER_MARK: Final = "\ufeff"


class UndecodableError(UserError):
    """The bytes are not UTF-8.

    Attributes:
        guess: Name of the encoding they seem to be in.
        line: Line of the first byte that does not fit, counted from 1.
    """

    def __init__(self, guess: str, line: int) -> None:
        super().__init__(f"line {line} is not UTF-8, the file seems to be {guess}: save it as UTF-8")
        self.guess = guess
        self.line = line


@dataclass(frozen=True)
class TableFile:
    """A CSV file as read.

    Attributes:
        text: The content with line ends folded to LF and without a byte order mark.
        byte_order_mark: Whether the file began with one.
        foreign_line_ends: How many lines end with CR or CRLF.
        first_foreign_line: The first of them, counted from 1; 0 if none.
        header: The cells of the first line; empty for an empty file.
        frame: The rows, strings only, empty where missing; columns are those of the header, by position.
        records: The cells of the rows with their places, or None for a canonical file.
        blank_lines: Numbers of the empty lines.
    """

    text: str
    byte_order_mark: bool
    foreign_line_ends: int
    first_foreign_line: int
    header: Sequence[Cell]
    frame: pd.DataFrame
    records: Sequence[Sequence[Cell]] | None
    blank_lines: Sequence[int] = field(default=())

    @property
    def canonical_bytes(self) -> bool:
        """Whether quoting, line ends and structure are canonical (order aside)."""
        return self.records is None and not self.byte_order_mark and not self.foreign_line_ends

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def cells(self, row: int) -> Sequence[Cell]:
        """Return the cells of a row, counted from 0 without the header, with their places."""
        if self.records is not None:
            return self.records[row]
        (record,) = scan_records(self._lines[row + 1])
        line = row + 2
        return [Cell(cell.text, line, cell.column, cell.end_column, cell.flaw) for cell in record]


def decode(raw: bytes) -> str:
    """Decode the bytes of a table.

    Raises:
        UndecodableError: If they are not UTF-8.
    """
    for mark, name in ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if raw.startswith(mark):
            raise UndecodableError(name, 1)
    # Latin letters in UTF-16 without a mark are valid UTF-8, every other character a NUL.
    sixteen = raw[:4096].count(0) > len(raw[:4096]) // 4
    try:
        text = raw.decode("utf-8")
        if sixteen:
            raise UndecodableError("UTF-16", 1)
        return text
    except UnicodeDecodeError as error:
        guess = "UTF-16" if sixteen else "Windows-1252 or Latin-1"
        raise UndecodableError(guess, raw.count(b"\n", 0, error.start) + 1) from None


def read_table(raw: bytes) -> TableFile:
    """Read the bytes of a table.

    Raises:
        UndecodableError: If they are not UTF-8.
    """
    text = decode(raw)
    mark = text.startswith(BYTE_ORDER_MARK)
    text = text.removeprefix(BYTE_ORDER_MARK)
    foreign, first_foreign = text.count("\r") if "\r" in text else 0, 0
    if foreign:
        folded = text.replace("\r\n", "\n")
        first_foreign = text[: text.index("\r")].count("\n") + 1
        text = folded.replace("\r", "\n")
    frame = None if mark or foreign else _canonical_frame(raw)
    if frame is not None:
        (header,) = scan_records(text[: text.index("\n")])
        return TableFile(text, mark, foreign, first_foreign, header, frame, None)
    return _scanned(text, mark, foreign, first_foreign)


def _canonical_frame(raw: bytes) -> pd.DataFrame | None:
    """Return the rows if the bytes are the canonical rendering of them, else None."""
    import pyarrow as pa
    from pyarrow import csv

    end = raw.find(b"\n")
    if end <= 0 or not raw.endswith(b"\n") or b'"' in raw[:end] or b"\0" in raw:
        return None
    names = raw[:end].decode("utf-8").split(DELIMITER)
    positions = [str(position) for position in range(len(names))]
    if end + 1 == len(raw):
        empty: pd.DataFrame = pa.table({name: pa.array([], pa.string()) for name in positions}).to_pandas()
        return empty
    try:
        table = csv.read_csv(
            pa.py_buffer(raw),
            read_options=csv.ReadOptions(column_names=positions, skip_rows=1, block_size=max(1 << 22, len(raw) // 8)),
            parse_options=csv.ParseOptions(delimiter=DELIMITER, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(positions, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if raw.count(b"\n") != table.num_rows + 1:
        return None
    if not _rendered_equals(table, pa.py_buffer(raw).slice(end + 1)):
        return None
    frame: pd.DataFrame = table.to_pandas()
    return frame


def _rendered_equals(table: pa.Table, expected: pa.Buffer) -> bool:
    """Whether the canonical rendering of a table's rows is exactly these bytes."""
    from concurrent.futures import ThreadPoolExecutor

    offset = 0
    # The kernels of Arrow run beside each other: a batch a thread.
    with ThreadPoolExecutor() as pool:
        for rendered, length in pool.map(_rendered, table.to_batches()):
            if offset + length > expected.size or not expected.slice(offset, length).equals(rendered.slice(0, length)):
                return False
            offset += length
    return bool(offset == expected.size)


def _rendered(batch: pa.RecordBatch) -> tuple[pa.Buffer, int]:
    """Return the canonical rendering of some rows: a buffer, and how many of its bytes count."""
    import pyarrow.compute as pc

    columns = []
    for column in batch.columns:
        # Most columns hold none of these at all, and their bytes show it at once.
        data = column.buffers()[2]
        text = data.to_pybytes() if data else b""
        if any(mark in text for mark in (b",", b'"', b"\n", b"\r")):
            special = pc.match_substring_regex(column, '[,"\n\r]')
            doubled = pc.binary_join_element_wise('"', pc.replace_substring(column, '"', '""'), '"', "")
            columns.append(pc.if_else(special, doubled, column))
        else:
            columns.append(column)
    columns[-1] = pc.binary_join_element_wise(columns[-1], "\n", "")
    lines = pc.binary_join_element_wise(*columns, DELIMITER) if len(columns) > 1 else columns[0]
    return lines.buffers()[2], pc.sum(pc.binary_length(lines)).as_py() or 0


def _scanned(text: str, mark: bool, foreign: int, first_foreign: int) -> TableFile:
    import pandas as pd

    header: list[Cell] = []
    records: list[list[Cell]] = []
    blank: list[int] = []
    for cells in scan_records(text):
        if len(cells) == 1 and cells[0].text == "" and cells[0].end_column == cells[0].column:
            blank.append(cells[0].line)
        elif not header:
            header = cells
        else:
            records.append(cells)
    width = len(header)
    columns = {
        str(position): [cells[position].text if position < len(cells) else "" for cells in records]
        for position in range(width)
    }
    frame = pd.DataFrame(columns, dtype="str")
    return TableFile(text, mark, foreign, first_foreign, header, frame, records, tuple(blank))


def needs_requoting(file: TableFile, cell: Cell) -> bool:
    """Whether a cell of a scanned file stands in other quotes than the canonical form gives it."""
    line = file._lines[cell.line - 1]
    return "\n" not in cell.text and line[cell.column - 1 : cell.end_column - 1] != quote(cell.text)
