"""One row in every format that contributors send, with the place where each of its cells ends up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from issues import FOLDER, elements, form, issue_body
from workbooks import book_of, saved

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Sent:
    """A file that holds one row.

    Attributes:
        path: Its name.
        content: Its bytes.
        place: Line and cell of a column in findings; the cell is empty in text files.
    """

    path: str
    content: bytes
    place: Callable[[str], tuple[int, str]]


def as_csv(cells: Cells) -> Sent:
    """Return the row as a CSV with a header."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([list(cells), list(cells.values())])
    return Sent("rows.csv", text.getvalue().encode(), lambda _column: (2, ""))


def as_workbook(cells: Cells) -> Sent:
    """Return the row as a sheet of texts that is named after no table."""
    content = saved(book_of({"Sheet1": [list(cells), list(cells.values())]}))
    return Sent("rows.xlsx", content, lambda column: (2, f"Sheet1!{chr(ord('A') + list(cells).index(column))}2"))


def as_json(cells: Cells) -> Sent:
    """Return the row as a list of one object."""
    return Sent("rows.json", json.dumps([cells], indent=1).encode(), lambda column: (1, f"/0/{column}"))


def as_json_lines(cells: Cells) -> Sent:
    """Return the row as a line of JSON."""
    return Sent("rows.jsonl", json.dumps(cells).encode(), lambda _column: (1, ""))


def as_issue(cells: Cells) -> Sent:
    """Return the row of figures as an issue made from its form."""
    document = form(FOLDER / "1-figure.yml")
    body = issue_body(document, cells)
    for element in elements(document):
        # What no drop-down offers was typed into the body by hand.
        assert element["id"] not in cells or element["type"] in ("input", "textarea") or cells[element["id"]] in body
    lines = body.split("\n")
    labels = {element["id"]: element["attributes"]["label"] for element in elements(document)}
    return Sent("issue.md", body.encode(), lambda column: (lines.index(f"### {labels[column]}") + 3, ""))


FORMATS: Final[Mapping[str, Callable[[Cells], Sent]]] = {
    "csv": as_csv,
    "xlsx": as_workbook,
    "json": as_json,
    "jsonl": as_json_lines,
    "issue": as_issue,
}
