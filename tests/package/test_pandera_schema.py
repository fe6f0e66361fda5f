"""The schemas for pandera: they take what `load` gives, in both libraries, and refuse what breaks a constraint."""

from __future__ import annotations

import sys

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors

import deportation_goal as dg
from deportation_goal.derived import DERIVED
from deportation_goal.package.descriptor import Package
from deportation_goal.package.pandera_schema import pandera_schema


@pytest.mark.slow
@pytest.mark.parametrize("table", ["figures", "sources", "agreement"])
def test_what_load_gives_is_what_the_schema_takes(table: str) -> None:
    frame = dg.load(table)
    assert dg.schema(table).validate(frame) is not None


@pytest.mark.slow
@pytest.mark.parametrize("table", [*dg.tables(), *DERIVED])
def test_every_table_is_taken(table: str) -> None:
    dg.schema(table).validate(dg.load(table), lazy=True)


@pytest.mark.slow
def test_a_polars_frame_is_taken_by_a_polars_schema(package: Package) -> None:
    # The fast run imports this file too, and needs polars nowhere.
    import polars as pl

    resource = package.resource("figures")
    types = {"integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}
    frame = pl.read_csv(
        package.file(resource.path),
        schema={field.name: types.get(field.type, pl.String) for field in resource.schema.fields},
    )
    assert pandera_schema(resource.schema, "polars").validate(frame).shape == frame.shape
    broken = frame.with_columns(pl.lit("guessed").alias("status"))
    with pytest.raises(SchemaError, match="status"):
        pandera_schema(resource.schema, "polars").validate(broken)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("value_text", "x" * 81),
        ("area", "usa"),
        ("area", "USA\n"),
        ("evidence_start", -1),
        ("figure_id", None),
        ("figure_id", "fig-zzzzzz"),
    ],
)
def test_a_wrong_value_is_refused(column: str, value: object) -> None:
    frame = dg.load("figures").head(3).copy()
    frame[column] = pd.Series([value] * 3, index=frame.index).astype(frame[column].dtype)
    with pytest.raises(SchemaErrors):
        dg.schema("figures").validate(frame, lazy=True)


def test_a_column_too_many_or_too_few_is_refused() -> None:
    frame = dg.load("areas")
    for changed in (frame.drop(columns="name"), frame.assign(more="")):
        with pytest.raises(SchemaErrors):
            dg.schema("areas").validate(changed, lazy=True)


def test_another_library_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match='not for "spark"'):
        dg.schema("areas", "spark")


def test_without_pandera_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandera.pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'deportation-goal\[tool\]'"):
        dg.schema("areas")
