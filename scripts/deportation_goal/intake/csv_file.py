"""Reads a CSV as contributors write it into a table of cells with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from deportation_goal.intake.submitted_rows import Place, Remark
from deportation_goal.intake.submitted_table import (
    Stored,
    SubmittedCell,
    SubmittedFile,
    SubmittedRecord,
    SubmittedTable,
    refused,
)
from deportation_goal.table_files.read import BYTE_ORDER_MARK, UndecodableError, decode
from deportation_goal.table_files.scan import Cell, scan_records

MAXIMUM_BYTES: Final = 64 * 1024 * 1024
"""Largest file that is read: far above any honest contribution."""

_BROKEN: Final = ("unclosed", "text_after_quote")
_SEPARATORS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_EXCEL_LINE: Final = re.compile(r'"?sep=(.)"?[,;\t]*', re.IGNORECASE)


def decoded(content: bytes, path: str) -> str | SubmittedFile:
    """Return the text of a file with its line ends folded to LF, or the refusal to read it."""
    if len(content) > MAXIMUM_BYTES:
        message = f"the file has {len(content):,} bytes; at most {MAXIMUM_BYTES:,} are read: send it in parts"
        return refused(path, message)
    try:
        text = decode(content).removeprefix(BYTE_ORDER_MARK)
    except UndecodableError as error:
        hint = 'save it as "CSV UTF-8 (comma delimited)", or send the workbook itself (.xlsx)'
        return refused(path, f"the file is not UTF-8 (it looks like {error.guess}): {hint}", error.line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_csv(content: bytes, path: str) -> SubmittedFile:
    """Read a CSV.

    Args:
        content: The bytes.
        path: The file as the contributor named it.

    Returns:
        One table called after the file, or a finding; bad content never raises.
    """
    text = decoded(content, path)
    if isinstance(text, SubmittedFile):
        return text
    records = [record for record in scan_records(text) if any(cell.text for cell in record)]
    remarks: list[Remark] = []
    if records and (excel := _EXCEL_LINE.fullmatch(text.split("\n")[records[0][0].line - 1].strip())):
        line = records.pop(0)[0].line
        remarks.append(_passed_over(path, line, excel[0]))
    if not records:
        return refused(path, "the file is empty: it needs a header with the names of the columns, and rows below it")
    separator = _other_separator(records)
    if separator:
        message = f"the cells are separated by {separator}: save the file with commas, or send the workbook (.xlsx)"
        return refused(path, message, records[0][0].line)
    header, *rows = (_record(record, path) for record in records)
    table = SubmittedTable(PurePosixPath(path.replace("\\", "/")).stem, header, rows, Place(path))
    return SubmittedFile((table,), remarks=tuple(remarks))


def _passed_over(path: str, line: int, text: str) -> Remark:
    message = f'the line "{text}" is for Excel alone and is not read: you can delete it'
    return Remark(Place(path, line, 1, len(text) + 1), "", "", text, "", message)


def _other_separator(records: Sequence[Sequence[Cell]]) -> str:
    """Return what separates the cells of a file that does not use commas; empty if commas do."""
    if len(records[0]) > 1:
        return ""
    (only,) = records[0]
    return next((word for mark, word in _SEPARATORS.items() if mark in only.text), "")


def _record(record: Sequence[Cell], path: str) -> SubmittedRecord:
    cells = {
        position: SubmittedCell(
            cell.text,
            Place(path, cell.line, cell.column, cell.end_column),
            Stored.BROKEN if cell.flaw in _BROKEN else Stored.TEXT,
        )
        for position, cell in enumerate(record)
    }
    return SubmittedRecord(cells, Place(path, record[0].line, 1, record[-1].end_column), len(record))
