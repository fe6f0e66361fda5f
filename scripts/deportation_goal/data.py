"""The data for Python: tables as pandas frames with real types. Nothing but pandas is needed."""

from __future__ import annotations

import csv
from collections.abc import Collection, Hashable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from deportation_goal.package.cycles import no_search_for_cycles
from deportation_goal.package.derived_schema import derived_schema
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.facts import citation_sentence, dataset_facts
from deportation_goal.package.root import installed_package
from deportation_goal.package.schema import TableSchema
from deportation_goal.package.typed_frame import typed_frame
from deportation_goal.wording import alike, nearest

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


@lru_cache(maxsize=1)
def _package() -> Package:
    return load_package(installed_package())


def tables() -> tuple[str, ...]:
    """Return the names of the tables that people edit.

    `load` and `describe` also know the tables computed from them: agreement, country_summary, figures_flat and others,
    as a release holds them in derived/.
    """
    return _package().table_names


def _schema(name: str) -> TableSchema:
    from deportation_goal.derived import DERIVED

    if name in DERIVED:
        return derived_schema(_package(), name)
    try:
        return _package().resource(name).schema
    except KeyError:
        near = nearest(name, [*tables(), *DERIVED])
        hint = f". Did you mean {near}?" if near else ""
        raise ValueError(
            f'there is no table "{name}"; there are {", ".join(tables())}, and computed from them '
            f"{', '.join(DERIVED)}{hint}"
        ) from None


def load(name: str, *, index: bool = False) -> pd.DataFrame:
    """Return a table as a frame, the key as a column like the others, or as its index.

    Numbers are nullable (Float64, Int64), dates datetime64, booleans nullable, coded columns categories, all other
    text strings; a missing value is NA. Periods stay text: they are EDTF, which has no pandas type.

    `attrs` of the frame says what it is: table, title, version, citation, licence (SPDX), and units: in words, by
    indicator, for tables whose rows are about indicators.

    Args:
        name: One of `tables()`, or a derived table such as figures_flat, which is computed now.
        index: Whether the key is the index of the frame.

    Raises:
        ValueError: If there is no such table, or the installed data was damaged.
    """
    import pandas as pd

    from deportation_goal.derived import DERIVED

    schema = _schema(name)
    if name in DERIVED:
        from deportation_goal.derived.joined import Joined
        from deportation_goal.table_files.canonical import in_order

        with no_search_for_cycles():
            rows = in_order(schema, DERIVED[name](Joined({table: _rows(table) for table in tables()})))
        frame = pd.DataFrame(rows, columns=list(schema.columns), dtype="string")
        frame = frame.mask(frame == "")
    else:
        frame = pd.read_csv(_path(name), dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8")
    typed, wrong = typed_frame(schema, frame)
    if wrong:
        column, row = wrong[0]
        raise ValueError(
            f"{name}: {frame[column].iloc[row]!r} is not of the type of {column} (row {row + 1}): the installed data was "
            "changed; install it again"
        )
    typed = typed.set_index(schema.primary_key) if index else typed
    typed.attrs = _attributes(name, schema.title, frame)
    return typed


def _attributes(name: str, title: str, frame: pd.DataFrame) -> dict[Hashable | None, Any]:
    facts = dataset_facts(_package().descriptor)
    units = {row["indicator_id"]: row["unit_label"] or row["unit"] for row in _rows("indicators")}
    used = set(frame["indicator_id"]) if "indicator_id" in frame.columns else set()
    return {
        "table": name,
        "title": title,
        "version": facts.version,
        "citation": citation_sentence(facts),
        "licence": facts.licence.name,
        "units": {indicator: unit for indicator, unit in units.items() if indicator in used},
    }


def check(frame_or_folder: pd.DataFrame | str | Path, table: str = "") -> pd.DataFrame:
    """Return the findings of all rules, as the command `deportation-goal check` gives them, a row for each.

    Args:
        frame_or_folder: A table as a frame, such as `load` gives, which is checked in the place of the installed table;
            or the folder of a package, all of whose tables are checked.
        table: The table that the frame is, where neither its `attrs` nor its columns say so.

    Returns:
        A frame with table, row_id, field, value, level, rule, message and suggestion; before them the number of the row,
        from 0, or path, line and column. It is empty if nothing was found.

    Raises:
        ValueError: If the folder holds no package, there is no such table, or the frame has other columns.
    """
    from pathlib import Path

    from deportation_goal.rules.frame_check import check_folder, check_frame

    if isinstance(frame_or_folder, str | Path):
        return check_folder(frame_or_folder)
    if not hasattr(frame_or_folder, "columns"):
        raise ValueError("check takes a pandas frame, or the path of a folder")
    return check_frame(_package(), frame_or_folder, table)


def schema(name: str, library: str = "pandas") -> Any:
    """Return the schema of a table for frames with real types, as `load` gives them: a `pandera.DataFrameSchema`.

    It checks types, required values, codes, patterns, ranges, lengths and unique keys, as the Table Schema says them.
    Rules across columns and tables are the business of `check`.

    Args:
        name: One of `tables()`, or a derived table.
        library: `pandas`, or `polars` for frames of that library.

    Raises:
        ValueError: If there is no such table, or no schema for such a library.
        ImportError: If pandera, or that library, is not installed.
    """
    from deportation_goal.package.pandera_schema import pandera_schema

    return pandera_schema(_schema(name), library)


def _path(name: str) -> Path:
    return _package().file(_package().resource(name).path)


def _rows(name: str) -> list[dict[str, str]]:
    with _path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def describe(name: str) -> pd.DataFrame:
    """Return the columns of a table with type, meaning, example, whether a value is required, and the codes.

    Raises:
        ValueError: If there is no such table.
    """
    import pandas as pd

    rows = [
        {
            "column": field.name,
            "title": field.title,
            "type": field.type,
            "required": field.required,
            "description": field.description,
            "example": field.example,
            "codes": ", ".join(field.enum),
        }
        for field in _schema(name).fields
    ]
    return pd.DataFrame(rows).set_index("column")


def agreement(*indicators: str) -> pd.DataFrame:
    """Return figures side by side: one row for each indicator, area, place and period, with the verdict.

    The verdict is conflict, not_comparable, close, same, compatible or single, once hedges, rounding and time are read;
    beside it are the gap in percent, what excuses a difference, the counts of bodies, statements, sources, origins and
    claimants, and how hedges drift from carrier to carrier.

    Args:
        indicators: Ids of indicators; all if none is given.

    Raises:
        ValueError: If there is no such indicator.
    """
    frame = load("agreement")
    return _only(frame, "indicator_id", indicators, {row["indicator_id"] for row in _rows("indicators")}, "indicator")


def plot(indicator: str) -> Any:
    """Return the figures of an indicator over time as an `altair.Chart`: each number with the interval that it means.

    Figures without a period are at the day on which they were said. An open end of an interval is not drawn.

    Args:
        indicator: Id of the indicator.

    Raises:
        ValueError: If there is no such indicator.
        ImportError: If altair is not installed; the message says how to install it.
    """
    try:
        import altair
    except ImportError:
        raise ImportError("plot draws with altair: python -m pip install altair") from None
    flat = load("figures_flat")
    names = {row["indicator_id"]: row["name"] for row in _rows("indicators")}
    found = _only(flat, "indicator_id", (indicator,), names.keys(), "indicator")
    # The beginning of a time in EDTF is a day, a month or a year, which a chart reads as its first day.
    said = found["said"].str.extract(r"^(\d{4}(?:-\d{2})?(?:-\d{2})?)", expand=False)
    days = found["period_end"].dt.strftime("%Y-%m-%d").astype("string").fillna(said)
    shown = ["value", "value_low", "value_high", "value_text", "qualifier", "attributed_to_name", "publisher"]
    rows = found[shown].assign(day=days).astype(object)
    chart = altair.Chart(altair.Data(values=rows.where(rows.notna(), None).to_dict("records"))).encode(
        x=altair.X("day:T", title="counted to, or said on"),
        color=altair.Color("qualifier:N", title="hedge"),
        tooltip=[altair.Tooltip(column, type="nominal") for column in (*shown[3:], "day")],
    )
    unit = flat.attrs["units"].get(indicator, "")
    means = chart.mark_rule().encode(y=altair.Y("value_low:Q", title=unit), y2="value_high:Q")
    return (means + chart.mark_point(filled=True).encode(y=altair.Y("value:Q", title=unit))).properties(
        title=names[indicator]
    )


def lineage(*row_ids: str) -> pd.DataFrame:
    """Return for every statement who said it, where it was first reported, who carries it, and on what it rests.

    Args:
        row_ids: Ids of figures, quotes, obstacles and country roles; all if none is given.

    Raises:
        ValueError: If there is no such statement.
    """
    frame = load("lineage")
    return _only(frame, "row_id", row_ids, set(frame["row_id"]), "statement")


def _only(frame: pd.DataFrame, column: str, wanted: tuple[str, ...], known: Collection[str], what: str) -> pd.DataFrame:
    for value in wanted:
        if value not in known:
            near = alike(value, known, 3)
            hint = f"; near it: {', '.join(near)}" if near else ""
            raise ValueError(f'there is no {what} "{value}"{hint}')
    return frame[frame[column].isin(list(wanted))].reset_index(drop=True) if wanted else frame
