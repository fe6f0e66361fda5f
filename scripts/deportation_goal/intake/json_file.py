"""Reads JSON (a list of objects, or an object of lists by table) and JSON Lines into tables of cells with their places."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deportation_goal.findings import Finding
from deportation_goal.intake.csv_file import decoded
from deportation_goal.intake.submitted_rows import TABLE_KEY, Place, finding_at
from deportation_goal.intake.submitted_table import (
    Stored,
    SubmittedCell,
    SubmittedFile,
    SubmittedRecord,
    SubmittedTable,
    refused,
)
from deportation_goal.rules.submission import UNREADABLE
from deportation_goal.wording import short


class _Number(str):
    """A number as it is written: no digit is lost on the way through a float."""

    __slots__ = ()


def read_json(content: bytes, path: str, *, lines: bool) -> SubmittedFile:
    """Read JSON.

    Args:
        content: The bytes.
        path: The file as the contributor named it.
        lines: Whether each line is a document of its own.

    Returns:
        A table for each list, called after the member that holds it; or findings. Bad content never raises.
    """
    text = decoded(content, path)
    if isinstance(text, SubmittedFile):
        return text
    collected = _Objects(path, by_line=lines)
    numbered = enumerate(text.split("\n"), start=1) if lines else [(1, text)]
    for line, document_text in numbered:
        if not document_text.strip():
            continue
        try:
            document = json.loads(
                document_text, parse_int=_Number, parse_float=_Number, parse_constant=str, object_pairs_hook=_pairs
            )
        except (ValueError, RecursionError) as error:
            where = line if lines else getattr(error, "lineno", 1)
            return refused(path, f"this is not valid JSON: {_trouble(error)}", where)
        collected.take(document, line)
    return collected.file()


def _trouble(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "its lists are nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return str(error)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        twice = next(name for position, (name, _) in enumerate(pairs) if name in dict(pairs[:position]))
        raise ValueError(f'"{twice}" occurs twice in one object')
    return dict(pairs)


@dataclass
class _List:
    """The objects of one list: their members by position, in the order in which they first come."""

    place: Place
    names: dict[str, int] = field(default_factory=dict)
    header: dict[int, SubmittedCell] = field(default_factory=dict)
    rows: list[SubmittedRecord] = field(default_factory=list)


class _Objects:
    """Collects the objects of a file, list by list."""

    def __init__(self, path: str, *, by_line: bool) -> None:
        self._path, self._by_line = path, by_line
        self._lists: dict[str, _List] = {}
        self._findings: list[Finding] = []

    def _place(self, line: int, pointer: str) -> Place:
        """Return the place of a value: its line where each has one, otherwise its JSON Pointer (RFC 6901)."""
        return Place(self._path, line) if self._by_line else Place(self._path, line, cell=pointer)

    def take(self, document: object, line: int) -> None:
        """Read a document: a row, a list of rows, or lists of rows by table."""
        if isinstance(document, dict) and document and all(isinstance(rows, list) for rows in document.values()):
            for name, rows in document.items():
                self._list(rows, name, line, f"/{_escaped(name)}")
        elif isinstance(document, list):
            self._list(document, "", line, "")
        else:
            self._row(document, "", line, "")

    def _list(self, items: Sequence[object], name: str, line: int, pointer: str) -> None:
        for position, item in enumerate(items):
            self._row(item, name, line, f"{pointer}/{position}")

    def _row(self, document: object, name: str, line: int, pointer: str) -> None:
        place = self._place(line, pointer)
        if not isinstance(document, dict):
            message = "a row is a JSON object of columns and values"
            self._findings.append(finding_at(place, UNREADABLE.id, message, value=short(json.dumps(document))))
            return
        objects = self._lists.setdefault(name, _List(place))
        objects.rows.append(SubmittedRecord(self._cells(objects, document, line, pointer), place))

    def _cells(self, objects: _List, document: Mapping[str, Any], line: int, pointer: str) -> dict[int, SubmittedCell]:
        cells = {}
        for column, value in document.items():
            place = self._place(line, f"{pointer}/{_escaped(column)}")
            position = objects.names.setdefault(column, len(objects.names))
            if position not in objects.header:
                objects.header[position] = SubmittedCell(column, place)
            if isinstance(value, dict | list) and column != TABLE_KEY:
                message = "a cell is one text, number or truth value, not a list or an object"
                self._findings.append(finding_at(place, UNREADABLE.id, message, column=column))
            else:
                cells[position] = SubmittedCell(*_text(value, place))
        return cells

    def file(self) -> SubmittedFile:
        """Return what was read."""
        tables = [
            SubmittedTable(name, SubmittedRecord(found.header, found.place), found.rows, found.place, named=True)
            for name, found in self._lists.items()
        ]
        return SubmittedFile(tuple(tables), tuple(self._findings))


def _text(value: object, place: Place) -> tuple[str, Place, Stored]:
    if isinstance(value, bool):
        return str(value).lower(), place, Stored.TRUTH
    if isinstance(value, _Number):
        return str(value), place, Stored.NUMBER
    if isinstance(value, dict | list):
        return json.dumps(value), place, Stored.TEXT
    return "" if value is None else str(value), place, Stored.TEXT


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
