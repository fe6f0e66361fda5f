"""The page of an indicator: do the sources agree on this number? And of an official series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from deportation_goal.site.chart_lines import charted_lines
from deportation_goal.site.site_model import VERDICTS, SiteModel
from deportation_goal.site.site_templates import Page, Renderer
from deportation_goal.site.time_plot import Line, time_plot
from deportation_goal.site.value_axis import Axis, value_axis
from deportation_goal.statements.claims import Claim
from deportation_goal.statements.hedge_drift import Drift, drifts
from deportation_goal.table_files import Row
from deportation_goal.table_files.canonical import csv_bytes
from deportation_goal.values.numbers import grouped

_MOST_BARS: Final = 60
"""Statements of one comparison that a page draws; the rest is in its CSV."""
_TITLE: Final = "{}: what was stated, and what is counted officially"


def indicator_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the list of indicators, and a page and a CSV for each of them."""
    model = renderer.model
    charts = charted_lines(model)
    for indicator_id, indicator in model.indicators.items():
        rows = model.figures_of.get(indicator_id, [])
        yield _page(indicator, rows, charts.get(indicator_id), renderer)
        if rows:
            yield f"indicators/{indicator_id}.csv", csv_bytes(list(rows[0]), rows)
    listed = [
        (row, len(model.figures_of.get(row["indicator_id"], ())), _verdicts(row["indicator_id"], model))
        for row in model.indicators.values()
    ]
    yield renderer.page(
        "indicators/index.html",
        "indicators.html",
        topics=[
            (words, [entry for entry in listed if entry[0]["topic"] == topic])
            for topic, words in _topics(model)
            if any(entry[0]["topic"] == topic for entry in listed)
        ],
        count=len(listed),
    )


def series_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield a page for each official series."""
    model = renderer.model
    for series_id, series in model.series.items():
        rows = model.observations_of.get(series_id, [])
        yield renderer.page(
            f"series/{series_id}.html",
            "series.html",
            series=series,
            indicator=model.indicators[series["indicator_id"]],
            observations=[(row, grouped(Decimal(row["value"]))) for row in reversed(rows)],
            source=model.sources[series["source_id"]],
        )


def _topics(model: SiteModel) -> list[tuple[str, str]]:
    field = model.schemas["indicators"].by_name["topic"]
    return [(value, model.code("indicators", "topic", value)) for value in field.enum]


def _verdicts(indicator: str, model: SiteModel) -> Counter[str]:
    return Counter(row["verdict"] for row in model.comparisons.get(indicator, ()))


def _page(indicator: Row, figures: Sequence[Row], lines: Sequence[Line] | None, renderer: Renderer) -> Page:
    model, indicator_id = renderer.model, indicator["indicator_id"]
    plot = None
    if lines:
        unit = indicator["unit_label"] or indicator["unit"]
        plot = time_plot("chart", _TITLE.format(indicator["name"]), unit, lines)
    compared = model.comparisons.get(indicator_id, [])
    several = [row for row in compared if int(row["n_statements"]) > 1]
    alone = [row for row in compared if int(row["n_statements"]) <= 1]
    return renderer.page(
        f"indicators/{indicator_id}.html",
        "indicator.html",
        row=indicator,
        plot=plot,
        **({"card": indicator_id} if plot else {}),
        several=[(row, axis_of(row, model), _tree(row, model), _drifts(row, model)) for row in several],
        measure=model.code_meaning("indicators", "measure", indicator["measure"]),
        alone=alone,
        parts=[other for other in model.indicators.values() if other["parent_indicator_id"] == indicator_id],
        n_figures=len(figures),
        verdicts=VERDICTS,
    )


def axis_of(comparison: Row, model: SiteModel) -> Axis | None:
    """Return the statements of a comparison on an axis; None where there are none."""
    figures = comparison["figure_ids"].split()[:_MOST_BARS]
    return value_axis([model.statements[figure].flat for figure in figures]) if figures else None


def _drifts(comparison: Row, model: SiteModel) -> list[Drift]:
    """Return the numbers of a comparison that carriers of one document hedge differently."""
    if not comparison["hedge_drift"]:
        return []
    figures = [model.statements[figure].row for figure in comparison["figure_ids"].split()]
    return list(drifts([Claim(row, model.indicators[row["indicator_id"]], model.background) for row in figures]))


def _tree(comparison: Row, model: SiteModel) -> list[tuple[str, list[Any]]]:
    """Return the statements of a comparison by the origin they rest on, the widest spread first."""
    groups: dict[str, list[Any]] = {}
    for figure in comparison["figure_ids"].split():
        statement = model.statements[figure]
        groups.setdefault(statement.flat["origin"], []).append(statement)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
