"""Data of the two big lists, as scripts that call a function: a page opened from a folder may load nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from deportation_goal.site.safe_links import shown
from deportation_goal.site.site_assets import hashed_name
from deportation_goal.site.site_model import SiteModel
from deportation_goal.site.site_templates import Page, Renderer, script_json
from deportation_goal.table_files import Row
from deportation_goal.table_files.canonical import csv_bytes

_COLUMNS: Final = (
    "figure_id",
    "value_text",
    "indicator",
    "value",
    "value_max",
    "qualifier",
    "unit_label",
    "period",
    "area_name",
    "attributed_to_name",
    "publisher",
    "published",
    "status",
    "verdict",
    "source_id",
    "url",
)
_ONE_EACH: Final = frozenset({"figure_id", "value_text", "value", "value_max"})
"""Columns of which nearly every cell is another; of the others each value is written once."""
_LONGEST: Final = 160
_KINDS: Final = {"figures": "F", "quotes": "Q", "obstacles": "O", "countries": "C"}


def list_data(renderer: Renderer) -> Iterator[Page]:
    """Yield the list of figures and the search, with their data."""
    model = renderer.model
    figures = model.rows["figures_flat"]
    content = f"dg.table({script_json(columnar(figures))});\n".encode()
    table = hashed_name("data/figures.js", content)
    yield table, content
    yield renderer.page("figures.html", "figures.html", data=table, count=len(figures))
    content = f"dg.search({script_json(entries(model))});\n".encode()
    search = hashed_name("data/search.js", content)
    yield search, content
    yield renderer.page("search.html", "search.html", data=search)
    for name in ("goal_vs_outcome", "figures_flat", "first_year"):
        yield f"data/{name}.csv", csv_bytes(model.schemas[name].columns, model.rows[name])


def columnar(rows: Sequence[Row]) -> dict[str, Any]:
    """Return rows as columns: a list of cells, or `d`, the values in order, and `i`, the place of each cell in it."""
    found: dict[str, Any] = {}
    for column in _COLUMNS:
        cells = [shown(row[column]) for row in rows]
        if column in _ONE_EACH:
            found[column] = cells
            continue
        values = sorted(set(cells))
        places = {value: place for place, value in enumerate(values)}
        found[column] = {"d": values, "i": [places[cell] for cell in cells]}
    return found


def entries(model: SiteModel) -> list[list[str]]:
    """Return what can be found: for each row its path, kind, name, further words, and who carries it."""
    found = [
        [
            f"s/{statement.row_id}",
            _KINDS[statement.table],
            model.words(statement)[:_LONGEST],
            ". ".join(
                filter(None, (model.subject(statement), model.speaker(statement.row), statement.row.get("value", "")))
            ),
            model.publisher(statement.row["source_id"]),
        ]
        for statement in model.statements.values()
    ]
    found += [
        [f"indicators/{key}", "I", row["name"], row["definition"][:_LONGEST], ""]
        for key, row in model.indicators.items()
    ]
    found += [[f"agents/{key}", "A", row["name"], row["role"], ""] for key, row in model.agents.items()]
    found += [[f"countries/{area}", "P", model.areas[area]["name"], "", ""] for area in model.by_area]
    found += [
        [f"sources/{key}", "S", row["title"][:_LONGEST], row["published"], model.name(row["publisher"])]
        for key, row in model.sources.items()
    ]
    found += [
        [f"series/{key}", "N", row["name"], row["definition"][:_LONGEST], ""] for key, row in model.series.items()
    ]
    return [[shown(text) for text in entry] for entry in found]
