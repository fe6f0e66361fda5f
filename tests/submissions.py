"""One row in every format that contributors send, with the place where each of its cells ends up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from issues import FOLDER, NO_RESPONSE, elements, form, issue_body
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
    book = book_of({"Sheet1": [list(cells), list(cells.values())]})
    for cell in book["Sheet1"][2]:
        # Typed as text: openpyxl takes what begins with = for a formula.
        cell.data_type = "s"
    return Sent("rows.xlsx", saved(book), lambda column: (2, f"Sheet1!{chr(ord('A') + list(cells).index(column))}2"))


def as_json(cells: Cells) -> Sent:
    """Return the row as a list of one object."""
    return Sent("rows.json", json.dumps([cells], indent=1).encode(), lambda column: (1, f"/0/{column}"))


def as_json_lines(cells: Cells) -> Sent:
    """Return the row as a line of JSON."""
    return Sent("rows.jsonl", json.dumps(cells).encode(), lambda _column: (1, ""))


def form_columns() -> set[str]:
    """Return the columns that the form of a figure asks for."""
    return {element["id"] for element in elements(form(FOLDER / "1-figure.yml"))}


def as_issue(cells: Cells) -> Sent:
    """Return the row of figures as an issue made from its form; a code that is no choice is typed in by hand."""
    document = form(FOLDER / "1-figure.yml")
    labels = {element["id"]: element["attributes"]["label"] for element in elements(document)}
    choices = {
        element["id"]: str(element["attributes"]["options"])
        for element in elements(document)
        if element["type"] == "dropdown"
    }
    typed = {
        name: value for name, value in cells.items() if value and f"({value})" not in choices.get(name, f"({value})")
    }
    body = issue_body(document, {name: value for name, value in cells.items() if name not in typed})
    for name, value in typed.items():
        heading = f"### {labels[name]}\n\n"
        assert f"{heading}{NO_RESPONSE}" in body
        body = body.replace(f"{heading}{NO_RESPONSE}", f"{heading}{value}")
    lines = body.split("\n")
    return Sent("issue.md", body.encode(), lambda column: (lines.index(f"### {labels[column]}") + 3, ""))


FORMATS: Final[Mapping[str, Callable[[Cells], Sent]]] = {
    "csv": as_csv,
    "xlsx": as_workbook,
    "json": as_json,
    "jsonl": as_json_lines,
    "issue": as_issue,
}
