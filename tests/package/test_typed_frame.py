"""Frames with real types: every value of its type, and wrong cells named."""

from __future__ import annotations

import pandas as pd

from deportation_goal.package.schema import parse_schema
from deportation_goal.package.typed_frame import typed_frame

SCHEMA = parse_schema(
    "things",
    {
        "fields": [
            {"name": "id", "type": "string"},
            {"name": "code", "type": "string", "constraints": {"enum": ["a", "b"]}},
            {"name": "number", "type": "number"},
            {"name": "integer", "type": "integer"},
            {"name": "boolean", "type": "boolean"},
            {"name": "date", "type": "date"},
        ],
        "primaryKey": "id",
    },
)


def texts(*rows: tuple[str | None, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(SCHEMA.columns), dtype="string")


def test_every_value_has_its_type_and_what_is_missing_is_na() -> None:
    frame, wrong = typed_frame(SCHEMA, texts(("x", "b", "0.5", "7", "true", "2025-04-12"), (None,) * 6))
    assert wrong == []
    assert [str(dtype) for dtype in frame.dtypes] == [
        "string",
        "category",
        "Float64",
        "Int64",
        "boolean",
        "datetime64[us]",
    ]
    first = frame.iloc[0].tolist()
    assert first == ["x", "b", 0.5, 7, True, pd.Timestamp("2025-04-12")]
    assert frame.iloc[1].isna().all()


def test_a_cell_of_another_form_is_named_and_becomes_na() -> None:
    frame, wrong = typed_frame(
        SCHEMA, texts(("x", "a", "1e3", "0x10", "True", "2025-02-30"), ("y", "a", "1", "1", "false", "2025-02-28"))
    )
    assert wrong == [("number", 0), ("integer", 0), ("boolean", 0), ("date", 0)]
    assert frame.loc[0, ["number", "integer", "boolean", "date"]].isna().all()
    assert frame.loc[1, "integer"] == 1
