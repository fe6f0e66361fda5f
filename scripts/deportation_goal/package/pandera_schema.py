"""Table Schemas translated to pandera, for frames with real types; pandera's own reader of them is of no use here.

`pandera.io.from_frictionless_schema` makes texts of dates, drops keys and doubles the anchors of patterns.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.package.typed_frame import NUMPY_TYPES

if TYPE_CHECKING:
    from types import ModuleType

_POLARS_TYPES: Final = {
    "string": "String",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "Boolean",
    "date": "Date",
}
_HOW: Final = "pip install 'deportation-goal[tool]' brings it"


def pandera_schema(schema: TableSchema, library: str = "pandas") -> Any:
    """Translate a Table Schema to a `pandera.DataFrameSchema`; foreign keys are left out, as they need two tables.

    Args:
        schema: The Table Schema.
        library: `pandas` or `polars`.

    Raises:
        ValueError: If it is another library.
        ImportError: If pandera, or that library, is not installed.
    """
    if library not in ("pandas", "polars"):
        raise ValueError(f'there are schemas for "pandas" and for "polars", not for "{library}"')
    pandera = _pandera(library)
    columns = {
        field.name: pandera.Column(
            _pandas_type(field) if library == "pandas" else _polars_type(field),
            checks=list(_checks(pandera, field)),
            nullable=not field.required,
            unique=field.unique,
            **({"report_duplicates": "exclude_first"} if library == "pandas" else {}),
        )
        for field in schema.fields
    }
    return pandera.DataFrameSchema(columns, strict=True, name=schema.name)


def _pandera(library: str) -> ModuleType:
    try:
        module = importlib.import_module(f"pandera.{library}")
        importlib.import_module(library)
    except ImportError as error:
        raise ImportError(f"a schema for {library} needs pandera with {library} ({error}): {_HOW}") from None
    return module


def _pandas_type(field: Field) -> Any:
    import pandas as pd

    return pd.CategoricalDtype(list(field.enum)) if field.enum else NUMPY_TYPES.get(field.type, "string")


def _polars_type(field: Field) -> Any:
    import polars as pl

    return getattr(pl, _POLARS_TYPES[field.type])


def _checks(pandera: ModuleType, field: Field) -> Iterator[Any]:
    if field.enum:
        yield pandera.Check.isin(list(field.enum))
    if field.pattern is not None:
        bare = f"(?:{field.pattern.removeprefix('^').removesuffix('$')})"
        if pandera.__name__.endswith("polars"):
            yield pandera.Check.str_matches(f"^{bare}$")
        else:
            # `str_matches` would let a line break at the end pass.
            yield pandera.Check(lambda column: column.str.fullmatch(bare), name="pattern")
    if field.minimum is not None:
        yield pandera.Check.ge(field.minimum)
    if field.maximum is not None:
        yield pandera.Check.le(field.maximum)
    if field.max_length is not None:
        yield pandera.Check.str_length(max_value=field.max_length)
