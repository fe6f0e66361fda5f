"""A row of each table as it is in data/, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from deportation_goal.package.descriptor import Package
from deportation_goal.templating import render

Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]

GOAL: Final = "removals-goal"


def example_figure(rows: Rows) -> Row:
    """Return the figure that the README shows: the first one of the goal that is hedged, dated and attributed.

    One from a text that was seen whole, where there is one.
    """
    whole = {row["source_id"] for row in rows["sources"] if row["access"] == "full"}
    fitting = [
        row
        for row in rows["figures"]
        if row["indicator_id"] == GOAL and row["qualifier"] != "exact" and row["period"] and row["attributed_to"]
    ]
    return min(fitting, key=lambda row: row["source_id"] not in whole)


def example_of(name: str, rows: Rows) -> Row | None:
    """Return a row of a table, about the text of the example figure where it can be; None if the table is empty."""
    figure = example_figure(rows)
    source = figure["source_id"]

    def first(table: str, **wanted: str) -> Row | None:
        fitting = (row for row in rows[table] if all(row[key] == value for key, value in wanted.items()))
        return next(fitting, next(iter(rows[table]), None))

    quote = first("quotes", source_id=source, form="full", wording="original")
    country = first("countries", source_id=source)
    examples = {
        "figures": figure,
        "quotes": quote,
        "obstacles": first("obstacles", source_id=source),
        "countries": country,
        "sources": first("sources", source_id=source),
        "indicators": first("indicators", indicator_id=GOAL),
        "agents": first("agents", agent_id=quote["attributed_to"] if quote else ""),
        "areas": first("areas", area=country["area"] if country else ""),
    }
    return examples[name] if name in examples else first(name)


def example_text(name: str, package: Package, rows: Rows) -> str:
    """Return a row of a table in Markdown, empty cells left out, and the same in words where there is something to say.

    Args:
        name: The table.
        package: The package.
        rows: Its rows by table.
    """
    row = example_of(name, rows)
    schema = package.resource(name).schema

    def find(table: str, row_id: str) -> Row:
        key = package.resource(table).schema.primary_key
        return next(found for found in rows[table] if found[key] == row_id)

    def label(column: str) -> str:
        """Return the label of the code that the row has in a column, for the middle of a sentence."""
        code = row[column] if row else ""
        return next(item.label for item in schema.by_name[column].categories if item.value == code).lower()

    hidden = () if name == "figures" else schema.locator
    cells = {column: value for column, value in (row or {}).items() if value and column not in hidden}
    return render(
        "pages/templates/example_row.md",
        name=name,
        row=row,
        key=schema.primary_key,
        cells=cells,
        width=max(map(len, cells), default=0),
        find=find,
        label=label,
    )
