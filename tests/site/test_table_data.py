"""Data of the two big lists."""

from __future__ import annotations

import json
from collections.abc import Mapping

from deportation_goal.site.site_model import SiteModel
from deportation_goal.site.table_data import KINDS, columnar, entries


def test_columns_give_the_rows_back(model: SiteModel) -> None:
    rows = model.rows["figures_flat"]
    columns = columnar(rows)
    for column, cells in columns.items():
        given = [cells["d"][place] for place in cells["i"]] if isinstance(cells, dict) else cells
        assert given == [row[column] for row in rows], column


def test_codes_and_dates_have_words(model: SiteModel) -> None:
    columns = columnar(model.rows["figures_flat"])
    periods = dict(zip(columns["period"]["d"], columns["period"]["w"], strict=True))
    assert periods["2025-01-20/2026-01-19"] == "20 January 2025 to 19 January 2026"
    assert all("_" not in words for words in columns["qualifier"]["w"])


def test_what_can_be_found_has_a_page(model: SiteModel, files: Mapping[str, bytes]) -> None:
    found = entries(model)
    assert {entry[1] for entry in found} == set("FQOCIAPSN") == KINDS.keys()
    assert all(f"{entry[0]}.html" in files for entry in found)
    assert all(len(entry) == 5 for entry in found)


def test_the_data_is_a_call_of_one_function(files: Mapping[str, bytes]) -> None:
    for name in ("table", "search"):
        page = files["figures.html" if name == "table" else "search.html"].decode()
        (path,) = [path for path in files if path.startswith("data/") and path.endswith(".js") and path in page]
        text = files[path].decode()
        assert text.startswith(f"dg.{name}(") and text.endswith(");\n")
        json.loads(text[len(f"dg.{name}(") : -3])
