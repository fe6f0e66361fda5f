"""Rules on official series: the place of a number in its workbook."""

from __future__ import annotations

from deportation_goal.findings import Level
from deportation_goal.rules.rule import Breach, Example, row_rule


@row_rule(
    "workbook-cell",
    Level.ERROR,
    table="observations",
    column="cell",
    title="sheet and cell are both filled or both empty, and filled only together with file_sha256.",
    why="Nobody can look up a cell without knowing its sheet and its file.",
    bad=Example("A cell without its sheet.", {"observations.0.sheet": ""}),
    good=Example(
        "A cell of a sheet of a file.",
        {
            "observations.0.cell": "P28",
            "observations.0.sheet": "Detention",
            "observations.0.file_sha256": "7c" * 32,
        },
    ),
    alone_because="it compares three columns",
)
def workbook_cell(sheet: str, cell: str, file_sha256: str) -> Breach | None:
    """Look for places of which a part is missing."""
    if bool(sheet) != bool(cell):
        empty, filled = ("sheet", "cell") if cell else ("cell", "sheet")
        return Breach(f"{empty} is empty while {filled} is filled: fill both or neither", column=empty)
    if cell and not file_sha256:
        return Breach("file_sha256 is empty while sheet and cell are filled: hash the workbook", column="file_sha256")
    return None
