"""Reads one CSV into rows of strings, quickly when it is canonical, exactly when it is not.

A file is canonical when its bytes are the only ones that its rows can be written as; then row i is on line i + 2.
Any other file goes through the scanner, which says where each cell is.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.table_files.canonical import cells_of, placed_cells, quote
from deportation_goal.table_files.scan import DELIMITER, MOST_CELLS, QUOTE, Cell, scan_records

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


@dataclass(frozen=True, eq=False, repr=False)
class TableFile:
    """A CSV file as read.

    Attributes:
        lines: The content without a byte order mark, split at line ends; the last one is empty if the file is complete.
        byte_order_mark: Whether the file began with one.
        foreign_line_ends: How many lines end with CR or CRLF.
        first_foreign_line: The first of them, counted from 1; 0 if none.
        header: The cells of the first line; empty for an empty file.
        columns: The text of the cells below each cell of the header, empty where a row is too short.
        records: The cells of the rows with their places, or None for a canonical file.
        blank_lines: Numbers of the empty lines.
    """

    lines: Sequence[str]
    byte_order_mark: bool
    foreign_line_ends: int
    first_foreign_line: int
    header: Sequence[Cell]
    columns: Sequence[Sequence[str]]
    records: Sequence[Sequence[Cell]] | None
    blank_lines: Sequence[int] = field(default=())

    @property
    def canonical_bytes(self) -> bool:
        """Whether quoting, line ends and structure are canonical (order aside)."""
        return self.records is None and not self.byte_order_mark and not self.foreign_line_ends

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The text of the cells of each row, as many as the header has."""
        return list(zip(*self.columns, strict=True))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, as the header has them."""
        return tuple(cell.text for cell in self.header)

    def cells(self, row: int) -> Sequence[Cell]:
        """Return the cells of a row, counted from 0 without the header, with their places."""
        if self.records is not None:
            return self.records[row]
        return placed_cells(self.lines[row + 1], row + 2)


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
    if (file := _canonical(raw)) is not None:
        return file
    text = decode(raw)
    mark = text.startswith(BYTE_ORDER_MARK)
    text = text.removeprefix(BYTE_ORDER_MARK)
    foreign, first_foreign = text.count("\r") if "\r" in text else 0, 0
    if foreign:
        folded = text.replace("\r\n", "\n")
        first_foreign = text[: text.index("\r")].count("\n") + 1
        text = folded.replace("\r", "\n")
    return _scanned(text, mark, foreign, first_foreign)


def _canonical(raw: bytes) -> TableFile | None:
    """Return the file if its bytes are the canonical rendering of its rows, else None."""
    if raw.startswith(codecs.BOM_UTF8) or b"\r" in raw or b"\0" in raw:
        return None
    try:
        # Line by line: one character beyond ASCII makes the text around it two or four times as large.
        lines = list(map(bytes.decode, raw.split(b"\n")))
    except UnicodeDecodeError:
        return None
    columns = _canonical_columns(lines)
    return None if columns is None else TableFile(lines, False, 0, 0, next(scan_records(lines[0])), columns, None)


def _canonical_columns(lines: Sequence[str]) -> list[list[str]] | None:
    """Return the columns if the lines are the canonical rendering of them, else None."""
    header, *rows = lines
    width = header.count(DELIMITER) + 1
    # Nothing comes after the last line end, and no line is blank.
    if not rows or rows.pop() or "" in rows or not header or QUOTE in header or width > MOST_CELLS:
        return None
    cells: list[str] = []
    for line in rows:
        # Most lines have no quote, and to call something takes as long as to split one.
        row = line.split(DELIMITER) if QUOTE not in line else cells_of(line)
        if len(row) != width:
            return None
        cells += row
    return [cells[column::width] for column in range(width)]


def _scanned(text: str, mark: bool, foreign: int, first_foreign: int) -> TableFile:
    lines = text.split("\n")
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
    if width > MOST_CELLS:
        # Too wide for the header of a table: rows of this width would only fill the memory.
        return TableFile(lines, mark, foreign, first_foreign, header, [], [], tuple(blank))
    rows = [[cell.text for cell in cells[:width]] + [""] * (width - len(cells)) for cells in records]
    columns = list(zip(*rows, strict=True)) if rows else [()] * width
    return TableFile(lines, mark, foreign, first_foreign, header, columns, records, tuple(blank))


def needs_requoting(file: TableFile, cell: Cell) -> bool:
    """Whether a cell of a scanned file has other quotes than the canonical form gives it."""
    line = file.lines[cell.line - 1]
    return "\n" not in cell.text and line[cell.column - 1 : cell.end_column - 1] != quote(cell.text)
