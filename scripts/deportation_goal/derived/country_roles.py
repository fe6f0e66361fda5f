"""country_roles: one row for each country and role, since when it is reported, who reported it first, and how many people."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from deportation_goal.derived.joined import Joined, period_cells
from deportation_goal.table_files import Row

_RECEIVED: Final = "received_third_country_nationals"
_PEOPLE: Final = "third-country-removals"
"""The indicator that counts the people of that role."""


def country_roles(joined: Joined) -> list[Row]:
    """Return one row for each country and role."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in joined.tables["countries"]:
        groups[row["area"], row["role"]].append(row)
    people = _people(joined)
    return [
        _row(area, role, rows, people.get(area) if role == _RECEIVED else None, joined)
        for (area, role), rows in groups.items()
    ]


def _row(area: str, role: str, rows: list[Row], people: Row | None, joined: Joined) -> Row:
    sources = joined.background.sources
    starts = sorted(filter(None, (period_cells(row["period"])["period_start"] for row in rows)))
    first = min(rows, key=lambda row: (sources[row["source_id"]]["published"] or "9", row["country_role_id"]))
    return {
        "country_role": f"{area}:{role}",
        "area": area,
        "area_name": joined.areas[area],
        "role": role,
        "first_date": starts[0] if starts else "",
        "first_row": first["country_role_id"],
        "first_summary": first["summary"],
        "first_reported_in": joined.background.origin(first),
        **joined.source_cells[first["source_id"]],
        "people": people["value"] if people else "",
        "people_qualifier": people["qualifier"] if people else "",
        "people_period": people["period"] if people else "",
        "people_row": people["figure_id"] if people else "",
        "statements": str(len(rows)),
        "sources": str(len({row["source_id"] for row in rows})),
        "origins": str(len({joined.background.origin(row) for row in rows})),
    }


def _people(joined: Joined) -> dict[str, Row]:
    """Return the figure with the most people sent to a country, by country; none for a country without a number."""
    counts = [
        claim
        for claim in joined.claims_about(lambda indicator: indicator["indicator_id"] == _PEOPLE)
        if not (claim.forecast or claim.garbled) and claim.figure["qualifier"] != "magnitude"
    ]
    return {
        claim.figure["counterpart_area"]: claim.figure
        for claim in sorted(counts, key=lambda claim: (claim.value, claim.figure_id))
    }
