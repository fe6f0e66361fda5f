"""country_roles: since when a role is reported, by whom first, and how many people were sent."""

from __future__ import annotations

import itertools

from derived_rows import country_roles
from made_tables import EditableRow, figure, indicator, made, source

_NUMBERS = itertools.count(1)


def _role(source_id: str, role: str = "received_third_country_nationals", **cells: str) -> EditableRow:
    number = next(_NUMBERS)
    return {
        "country_role_id": f"cty-{number:06}",
        "area": "PAN",
        "place": "",
        "counterpart_area": "",
        "role": role,
        "period": "",
        "summary": f"Told by {source_id}.",
        "attributed_to": "",
        "source_id": source_id,
        "primary_source": "",
        "notes": "",
        **cells,
    }


def test_a_role_has_its_first_date_its_oldest_document_and_the_most_people() -> None:
    tables = made(
        figure(1, indicator_id="third-country-removals", counterpart_area="PAN", value="119", source_id="old"),
        figure(2, indicator_id="third-country-removals", counterpart_area="PAN", value="299", source_id="new"),
        figure(3, indicator_id="third-country-removals", counterpart_area="PAN", value="900", status="forecast"),
        indicators=[indicator("third-country-removals", measure="flow")],
        sources=[source("old", published="2025-02-13"), source("new", published="2025-03-01"), source("paper")],
        areas=[{"area": "PAN", "name": "Panama", "kind": "country"}],
        countries=[_role("new", period="2025-02-12"), _role("old", period="2025-02"), _role("new", role="transit")],
    )
    received, transit = country_roles(tables)
    assert received["country_role"] == "PAN:received_third_country_nationals"
    assert (received["first_date"], received["first_summary"]) == ("2025-02-01", "Told by old.")
    assert (received["people"], received["people_row"]) == ("299", "fig-000002")
    assert (received["statements"], received["sources"], received["origins"]) == ("2", "2", "2")
    assert (transit["role"], transit["people"], transit["first_date"]) == ("transit", "", "")
