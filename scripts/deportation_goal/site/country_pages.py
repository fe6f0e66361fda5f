"""Countries: the map and the table of who is named in what role, and a page for each country with its roles in time."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from deportation_goal.derived.questions import WHO_TOOK_OTHERS
from deportation_goal.site.site_model import SiteModel, Statement
from deportation_goal.site.site_templates import Page, Renderer

_OUTLINES: Final = Path(__file__).parent / "world.json"
_SHADES: Final = (3, 8, 20)
"""At each of these numbers of statements a country on the map gets darker."""


@dataclass(frozen=True)
class Shape:
    """A country of the map: its outline, its code (empty where nothing is said of it) and how dark it is, 1 to 4."""

    path: str
    area: str
    shade: int


def country_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the map with its table, and a page for each country."""
    model = renderer.model
    shapes = _shapes(model)
    drawn = {shape.area for shape in shapes}
    rows = sorted(model.rows["country_summary"], key=lambda row: (-int(row["role_statements"]), row["name"]))
    yield renderer.page(
        "countries/index.html",
        "countries.html",
        shapes=shapes,
        width=_world()["width"],
        height=_world()["height"],
        rows=rows,
        missing=sorted((row for row in rows if row["area"] not in drawn), key=lambda row: row["name"]),
        took_others=model.answer(WHO_TOOK_OTHERS),
        roles={row["area"]: _roles(model.by_area[row["area"]]) for row in rows},
    )
    figures, obstacles = _naming(model)
    for area, statements in model.by_area.items():
        yield renderer.page(
            f"countries/{area}.html",
            "country.html",
            row=model.areas[area],
            roles=_roles(statements).most_common(),
            statements=sorted(statements, key=_when),
            figures=figures[area],
            obstacles=obstacles[area],
        )


def _roles(statements: list[Statement]) -> Counter[str]:
    return Counter(statement.row["role"] for statement in statements)


def _when(statement: Statement) -> tuple[str, str, str]:
    flat = statement.flat
    return flat["period_start"] or flat["published"], flat["published"], statement.row_id


def _naming(model: SiteModel) -> tuple[dict[str, list[Statement]], dict[str, list[Statement]]]:
    """Return figures and obstacles by the countries that they name."""
    figures: dict[str, list[Statement]] = defaultdict(list)
    obstacles: dict[str, list[Statement]] = defaultdict(list)
    for statement in model.statements.values():
        row = statement.row
        if statement.table == "figures":
            # Nearly all figures are about the United States: their own pages list them.
            for area in {row["area"], row["counterpart_area"]} - {"", "USA"}:
                figures[area].append(statement)
        elif statement.table == "obstacles" and row["counterpart_area"]:
            obstacles[row["counterpart_area"]].append(statement)
    return figures, obstacles


def _shapes(model: SiteModel) -> list[Shape]:
    codes = {row["m49"].zfill(3): row["area"] for row in model.rows["areas"] if row["m49"]}
    shapes = []
    for country in _world()["countries"]:
        area = codes.get(country["m49"], "")
        count = len(model.by_area.get(area, ()))
        shade = 1 + sum(count >= step for step in _SHADES)
        shapes.append(Shape(country["path"], area if count else "", shade if count else 0))
    return shapes


@cache
def _world() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_OUTLINES.read_text(encoding="utf-8"))
    return found
