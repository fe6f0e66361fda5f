"""Data of the two big lists, as scripts that call a function: a page opened from a folder may load nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from deportation_goal.site.safe_links import shown
from deportation_goal.site.site_assets import hashed_name
from deportation_goal.site.site_model import STATEMENTS, VERDICTS, SiteModel
from deportation_goal.site.site_templates import Page, Renderer, script_json
from deportation_goal.table_files import Row
from deportation_goal.table_files.canonical import csv_bytes
from deportation_goal.values.periods import period_words
from deportation_goal.wording import shortened

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
"""Columns whose cells nearly all differ; of the other columns each value is written once."""
_IN_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "period": period_words,
    "published": period_words,
    "qualifier": lambda code: code.replace("_", " "),
    "status": lambda code: code.replace("_", " "),
    "verdict": lambda code: VERDICTS[code],
}
_LONGEST: Final = 160
KINDS: Final = {
    **dict(zip("FQOC", STATEMENTS.values(), strict=True)),
    "I": "What is counted",
    "A": "Speaker or publisher",
    "P": "Country",
    "S": "Source",
    "N": "Official series",
}
"""What the search finds, in words, by the letter for it in the data."""
_LETTERS: Final = dict(zip(STATEMENTS, "FQOC", strict=True))


def list_data(renderer: Renderer) -> Iterator[Page]:
    """Yield the list of figures and the search, with their data."""
    model = renderer.model
    figures = model.rows["figures_flat"]
    content = f"dg.table({script_json(columnar(figures))});\n".encode()
    table = hashed_name("data/figures.js", content)
    yield table, content
    yield renderer.page("figures.html", "figures.html", data=table, count=len(figures))
    found = {"kinds": KINDS, "entries": entries(model)}
    content = f"dg.search({script_json(found)});\n".encode()
    search = hashed_name("data/search.js", content)
    yield search, content
    yield renderer.page("search.html", "search.html", data=search)
    for name in ("goal_vs_outcome", "figures_flat", "first_year"):
        yield f"data/{name}.csv", csv_bytes(model.schemas[name].columns, model.rows[name])


def columnar(rows: Sequence[Row]) -> dict[str, Any]:
    """Return rows as columns: a list of cells, or `d`, the values in order, and `i`, the place of each cell in it.

    Columns with codes or dates also have `w`, what a reader sees of each value.
    """
    found: dict[str, Any] = {}
    for column in _COLUMNS:
        cells = [shown(row[column]) for row in rows]
        if column in _ONE_EACH:
            found[column] = cells
            continue
        values = sorted(set(cells))
        places = {value: place for place, value in enumerate(values)}
        found[column] = {"d": values, "i": [places[cell] for cell in cells]}
        if column in _IN_WORDS:
            found[column]["w"] = [_IN_WORDS[column](value) for value in values]
    return found


def entries(model: SiteModel) -> list[list[str]]:
    """Return what can be found: for each row its path, kind, name, further words, and who carries it."""
    found = [
        [
            f"s/{statement.row_id}",
            _LETTERS[statement.table],
            shortened(model.words(statement), _LONGEST),
            ". ".join(
                filter(None, (model.subject(statement), model.speaker(statement.row), statement.row.get("value", "")))
            ),
            model.publisher(statement.row["source_id"]),
        ]
        for statement in model.statements.values()
    ]
    found += [
        [f"indicators/{key}", "I", row["name"], shortened(row["definition"], _LONGEST), ""]
        for key, row in model.indicators.items()
    ]
    found += [[f"agents/{key}", "A", row["name"], row["role"], ""] for key, row in model.agents.items()]
    found += [[f"countries/{area}", "P", model.areas[area]["name"], "", ""] for area in model.by_area]
    found += [
        [f"sources/{key}", "S", shortened(row["title"], _LONGEST), row["published"], model.name(row["publisher"])]
        for key, row in model.sources.items()
    ]
    found += [
        [f"series/{key}", "N", row["name"], shortened(row["definition"], _LONGEST), ""]
        for key, row in model.series.items()
    ]
    return [[shown(text) for text in entry] for entry in found]
