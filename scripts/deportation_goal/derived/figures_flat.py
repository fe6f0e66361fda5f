"""figures_flat: every figure joined with the names behind its ids, its unit, its interval and its origin."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from deportation_goal.intervals import Interval, interval_of
from deportation_goal.lineage import lineage_of
from deportation_goal.numbers import plain


def _interval(figure: Mapping[str, str], indicator: Mapping[str, str]) -> Interval:
    return interval_of(
        Decimal(figure["value"]),
        figure["qualifier"],
        value_max=Decimal(figure["value_max"]) if figure["value_max"] else None,
        approximate=figure["approximate"] == "true",
        measure=indicator["measure"],
        unit=indicator["unit"],
    )


def figures_flat(tables: Mapping[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    """Return one row a figure, by figure_id."""
    indicators = {row["indicator_id"]: row for row in tables["indicators"]}
    sources = {row["source_id"]: row for row in tables["sources"]}
    agents = {row["agent_id"]: row["name"] for row in tables["agents"]} | {"": ""}
    areas = {row["area"]: row["name"] for row in tables["areas"]} | {"": ""}
    derived_from = {row["source_id"]: row["derived_from"] for row in tables["sources"]}
    rows = []
    for figure in tables["figures"]:
        indicator, source = indicators[figure["indicator_id"]], sources[figure["source_id"]]
        interval = _interval(figure, indicator)
        lineage = lineage_of(figure, derived_from)
        rows.append(
            {
                "figure_id": figure["figure_id"],
                "indicator_id": figure["indicator_id"],
                "indicator": indicator["name"],
                "topic": indicator["topic"],
                "measure": indicator["measure"],
                "area": figure["area"],
                "area_name": areas[figure["area"]],
                "counterpart_area": figure["counterpart_area"],
                "counterpart_area_name": areas[figure["counterpart_area"]],
                "place": figure["place"],
                "period": figure["period"],
                "value": figure["value"],
                "value_max": figure["value_max"],
                "unit": indicator["unit"],
                "qualifier": figure["qualifier"],
                "value_text": figure["value_text"],
                "value_low": plain(interval.low),
                "value_high": "" if interval.high.is_infinite() else plain(interval.high),
                "interval": str(interval),
                "status": figure["status"],
                "attributed_to": figure["attributed_to"],
                "attributed_to_name": agents[figure["attributed_to"]],
                "attribution_type": figure["attribution_type"],
                "source_id": figure["source_id"],
                "publisher": agents[source["publisher"]],
                "published": source["published"],
                "origin": lineage.origin,
                "text_issue": figure["text_issue"],
                "notes": figure["notes"],
            }
        )
    return sorted(rows, key=lambda row: row["figure_id"])
