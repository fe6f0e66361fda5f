"""The front page: how far from the million are the counts, whose counts, since when. And the plot alone, to embed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from deportation_goal.derived.goal_vs_outcome import GOAL
from deportation_goal.derived.questions import HOW_FAR, WHERE_FROM
from deportation_goal.site.chart_lines import goal_lines
from deportation_goal.site.json_ld import dataset_document
from deportation_goal.site.site_model import STATEMENTS, SiteModel, amount
from deportation_goal.site.site_templates import Page, Renderer
from deportation_goal.site.time_plot import Line, Plot, time_plot
from deportation_goal.table_files import Row
from deportation_goal.values.numbers import plain

_REMOVALS: Final = "removals"
"""The unit of the goal, in words: only a count of these has a share of the million."""
_FRAMED_CLAIMS: Final = 2
PLOT_TITLE: Final = "The reported goal against the reported counts"


def front_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the front page, and the plot alone for other sites to embed."""
    model = renderer.model
    lines = goal_lines(model)
    plot = time_plot("goal", PLOT_TITLE, _REMOVALS, lines, with_goal=True) if lines else None
    yield renderer.page(
        "index.html",
        "index.html",
        plot=plot,
        first_year=_first_year(model),
        official=_official(model),
        goal=_goal(model),
        verdicts=Counter(row["verdict"] for row in model.rows["agreement"]),
        counts={table: len(model.rows[table]) for table in STATEMENTS},
        amount=amount,
        dataset=dataset_document(model, renderer.base),
    )
    yield renderer.page("embed/goal.html", "embed_goal.html", plot=_small(plot))


def _small(plot: Plot | None) -> Plot | None:
    """Return the plot with only the lines that a frame has room for."""
    if plot is None:
        return None
    return time_plot(plot.name, plot.title, plot.unit, few_lines(plot.lines), with_goal=True)


def few_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the official counts, the claims with the most days, and the forecasts."""
    claims = [line for line in lines if not line.joined and not line.is_forecast][:_FRAMED_CLAIMS]
    return [line for line in lines if line.joined or line.is_forecast or line in claims]


def _first_year(model: SiteModel) -> list[tuple[Row, str]]:
    """Return the counts of the first year, the highest first, each with its share of a million removals."""
    rows = sorted(
        model.rows["first_year"],
        key=lambda row: (row["unit_label"] != _REMOVALS, -Decimal(row["value"]), row["body"], row["row_id"]),
    )
    return [(row, share(row)) for row in rows]


def share(row: Row) -> str:
    """Return what part of a million a count of removals is, in percent; empty for a count of anything else."""
    if row["unit_label"] != _REMOVALS:
        return ""
    low = _percent(Decimal(row["value_low"]))
    if not row["value_high"]:
        return f"more than {low}%"
    high = _percent(Decimal(row["value_high"]))
    if not Decimal(row["value_low"]):
        return f"at most {high}%"
    return f"{low}%" if low == high else f"{low} to {high}%"


def _percent(value: Decimal) -> str:
    of_it = value * 100 / GOAL
    return plain(of_it.quantize(Decimal(1) if of_it >= 1 else Decimal("0.01")))


def _official(model: SiteModel) -> list[tuple[Row, str, Row]]:
    """Return the latest number of each official count of removals, latest first, with its share and its series."""
    found = []
    for row in model.answer(HOW_FAR):
        series = model.series[model.observations[row["row_id"]]["series_id"]]
        found.append((row, share({**row, "unit_label": _REMOVALS}), series))
    return found


def _goal(model: SiteModel) -> dict[str, Any]:
    """Return how often the goal is stated, by how many, and on what these statements rest."""
    rows = [row for row in model.rows["goal_statements"] if row["value"] == str(GOAL)]
    return {
        "statements": len(rows),
        "origins": model.answer(WHERE_FROM),
        "indicator": Counter(row["indicator_id"] for row in rows).most_common(1)[0][0] if rows else "",
    }
