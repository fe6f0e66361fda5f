"""Tables as pandas frames with real types, from the text of their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from deportation_goal.package.schema import Field, TableSchema

if TYPE_CHECKING:
    import pandas as pd

NUMPY_TYPES: Final[dict[str, Any]] = {
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
}
"""The types of a frame; texts are strings, codes categories."""


def typed_frame(schema: TableSchema, texts: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, int]]]:
    """Return a table with real types, and the cells that are not written as their type demands.

    Numbers are nullable (Float64, Int64), dates datetime64, booleans nullable, coded columns categories, all other text
    strings; a missing value is NA, and so is a cell that holds no value of its type or none of its codes.

    Args:
        schema: Its schema.
        texts: Its cells as text (dtype string), NA where they are empty.

    Returns:
        The frame; column and number of the row, from 0, of each cell that is not of its type or not one of its codes.
    """
    import pandas as pd

    columns: dict[Any, pd.Series[Any]] = dict(texts.items())
    wrong: list[tuple[str, int]] = []
    for field in schema.fields:
        column = texts[field.name]
        # Every text is a text: there is nothing to look for in most columns.
        values = () if field.type == "string" and not field.enum else column.dropna().unique()
        odd = {value for value in values if not field.has_type(value) or (field.enum and value not in field.enum)}
        if odd:
            is_odd = column.isin(odd)
            wrong.extend((field.name, int(row)) for row in is_odd.to_numpy(bool).nonzero()[0])
            column = column.mask(is_odd)
        columns[field.name] = _typed(column, field)
    return pd.DataFrame(columns, copy=False), wrong


def _typed(column: pd.Series[Any], field: Field) -> pd.Series[Any]:
    import pandas as pd

    if field.type == "boolean":
        return column.map({"true": True, "false": False}).astype("boolean")
    if field.type == "date":
        return pd.to_datetime(column, format="%Y-%m-%d").astype("datetime64[us]")
    if field.type in NUMPY_TYPES:
        return column.astype(NUMPY_TYPES[field.type])
    if field.enum:
        return column.astype(pd.CategoricalDtype(list(field.enum)))
    return column
