"""Made-up rows for what is computed from tables: boats, harbours and the papers that write of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from deportation_goal.package.descriptor import Package
from deportation_goal.statements.claims import claims_of
from deportation_goal.statements.comparison import Comparison, compare_claims
from deportation_goal.table_files import Rows
from deportation_goal.table_files.read_rows import read_rows

EditableRow = dict[str, str]
EditableRows = dict[str, list[EditableRow]]
"""Rows by table that a test may change; the tool itself never changes one."""

_FIGURE: Final = {
    "figure_id": "fig-000001",
    "indicator_id": "boats",
    "area": "USA",
    "counterpart_area": "",
    "place": "",
    "period_basis": "stated",
    "period": "2025-05",
    "value": "30",
    "value_max": "",
    "qualifier": "exact",
    "approximate": "",
    "value_text": "",
    "status": "reported",
    "voice": "",
    "as_of": "",
    "source_id": "paper",
    "attributed_to": "",
    "attribution_type": "unattributed",
    "said_on": "",
    "primary_source": "",
    "text_issue": "",
    "evidence_start": "",
    "evidence_end": "",
    "notes": "",
}


def figure(number: int, **cells: str) -> EditableRow:
    """Return a row of figures; `value_text` is the value unless given."""
    row = {**_FIGURE, "figure_id": f"fig-{number:06}", **cells}
    return {**row, "value_text": row["value_text"] or row["value"]}


def indicator(indicator_id: str, **cells: str) -> EditableRow:
    """Return a row of indicators."""
    return {
        "indicator_id": indicator_id,
        "name": indicator_id.replace("-", " ").capitalize(),
        "definition": "What is counted.",
        "unit": "{boat}",
        "unit_label": "boats",
        "measure": "stock",
        "topic": "outcome",
        "includes": "",
        "excludes": "",
        "parent_indicator_id": "",
        "not_comparable_with": "",
        **cells,
    }


def source(source_id: str, derived_from: str = "", **cells: str) -> EditableRow:
    """Return a row of sources."""
    return {
        "source_id": source_id,
        "title": f"On {source_id}",
        "publisher": "publisher",
        "published": "2025-05-01",
        "url": "",
        "access": "full",
        "derived_from": derived_from,
        "derivation": "summarises" if derived_from else "",
        **cells,
    }


def series(series_id: str, indicator_id: str, publisher: str = "publisher") -> EditableRow:
    """Return a row of series."""
    return {"series_id": series_id, "indicator_id": indicator_id, "name": series_id, "publisher": publisher}


def observation(number: int, series_id: str, period: str, value: str, **cells: str) -> EditableRow:
    """Return a row of observations."""
    row = {"observation_id": f"val-{number:06}", "series_id": series_id, "period": period, "value": value}
    return {**row, "status": "reported", "source_id": "workbook", **cells}


def agent(agent_id: str, name: str = "", **cells: str) -> EditableRow:
    """Return a row of agents, a person unless told otherwise."""
    return {"agent_id": agent_id, "agent_type": "person", "name": name or agent_id, "part_of": "", **cells}


def relation(operation: str, result: str, first: str, second: str, third: str = "", **cells: str) -> EditableRow:
    """Return a row of relations, every period the same unless given."""
    return {
        "relation_id": f"{result}-{operation}",
        "result_indicator_id": result,
        "operation": operation,
        "first_indicator_id": first,
        "first_period": "same",
        "second_indicator_id": second,
        "second_period": "same",
        "third_indicator_id": third,
        "third_period": "same" if third else "",
        "notes": "",
        **cells,
    }


def made(*figures: EditableRow, **tables: list[EditableRow]) -> EditableRows:
    """Return tables with these figures; indicators and sources that nobody gave are made for them."""
    indicators = {row["indicator_id"]: row for row in tables.pop("indicators", [])}
    sources = {row["source_id"]: row for row in tables.pop("sources", [])}
    for row in figures:
        indicators.setdefault(row["indicator_id"], indicator(row["indicator_id"]))
        sources.setdefault(row["source_id"], source(row["source_id"]))
    for row in tables.get("observations", []):
        sources.setdefault(row["source_id"], source(row["source_id"]))
    return {
        "figures": list(figures),
        "quotes": [],
        "obstacles": [],
        "countries": [],
        "revisions": [],
        "relations": [],
        "series": [],
        "observations": [],
        "agents": [agent("publisher", "The Publisher", agent_type="news_outlet")],
        "areas": [{"area": "USA", "name": "United States"}, {"area": "RWA", "name": "Rwanda"}],
        **tables,
        "indicators": list(indicators.values()),
        "sources": list(sources.values()),
    }


def editable_rows(package: Package) -> EditableRows:
    """Return the rows of a package, to be changed at will."""
    return {name: [dict(row) for row in rows] for name, rows in read_rows(package).items()}


def by_id(rows: list[EditableRow], key: str) -> Mapping[str, EditableRow]:
    """Return rows by a column."""
    return {row[key]: row for row in rows}


def compare(tables: Rows, indicators: Iterable[str] | None = None) -> list[Comparison]:
    """Return the figures of tables side by side, as `compare_claims` does."""
    return compare_claims(tables, claims_of(tables), indicators)
