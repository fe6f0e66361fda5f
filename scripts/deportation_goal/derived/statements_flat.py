"""quotes_flat, obstacles_flat, countries_flat: every statement beside its names and its document."""

from __future__ import annotations

from deportation_goal.derived.joined import Joined, period_cells
from deportation_goal.table_files import Row


def quotes_flat(joined: Joined) -> list[Row]:
    """Return one row for each quote."""
    return [in_its_document(quote, joined) for quote in joined.tables["quotes"]]


def obstacles_flat(joined: Joined) -> list[Row]:
    """Return one row for each obstacle."""
    return [
        {
            **in_its_document(obstacle, joined),
            **period_cells(obstacle["period"]),
            "counterpart_area_name": joined.areas[obstacle["counterpart_area"]],
        }
        for obstacle in joined.tables["obstacles"]
    ]


def countries_flat(joined: Joined) -> list[Row]:
    """Return one row for each role of a country."""
    return [
        {
            **in_its_document(country, joined),
            **period_cells(country["period"]),
            "area_name": joined.areas[country["area"]],
            "counterpart_area_name": joined.areas[country["counterpart_area"]],
        }
        for country in joined.tables["countries"]
    ]


def in_its_document(statement: Row, joined: Joined) -> dict[str, str]:
    """Return the cells of a statement, who says it by name, which document carries it, and where it was first reported."""
    return {
        **statement,
        **joined.document_cells[statement["source_id"]],
        "attributed_to_name": joined.name(statement["attributed_to"]),
    }
