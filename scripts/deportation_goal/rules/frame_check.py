"""Checks what an analyst holds: a package in a folder, or a table as a pandas frame; the findings are a frame too."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deportation_goal.findings import CheckResult
from deportation_goal.package.descriptor import DESCRIPTOR, Package, load_package
from deportation_goal.package.schema import TableSchema
from deportation_goal.package.system import user_path
from deportation_goal.rules.engine import TableInput, check_tables, package_inputs
from deportation_goal.rules.order import row_order
from deportation_goal.table_files.canonical import csv_bytes, quote

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS: Final = ("table", "row_id", "field", "value", "level", "rule", "message", "suggestion")


def check_folder(folder: str | Path) -> pd.DataFrame:
    """Check the package in a folder against all rules.

    Returns:
        A row for each finding, with path, line and column.

    Raises:
        ValueError: If the folder holds no package.
        UserError: If the package is broken.
    """
    import pandas as pd

    root = user_path(str(folder))
    if not (root / DESCRIPTOR).is_file():
        raise ValueError(f"{root} holds no {DESCRIPTOR}: name the folder of a package, or pass a frame")
    result = check_tables(package_inputs(load_package(root)))
    places = ("path", "line", "column")
    rows = [[getattr(finding, name) for name in (*places, *_COLUMNS)] for finding in result.findings]
    return _frame(pd.DataFrame(rows, columns=[*places, *_COLUMNS]), result)


def check_frame(package: Package, frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Check a frame against all rules, in the place of a table of a package; the order of its rows does not matter.

    Args:
        package: The package whose other tables the rows refer to.
        frame: The rows; columns that it lacks count as empty.
        table: Name of the table; empty where the columns tell it.

    Returns:
        A row for each finding, with the number of the row of the frame, from 0; -1 for the table as a whole.

    Raises:
        ValueError: If there is no such table, or the frame has columns that the table lacks.
    """
    import pandas as pd

    schema = _schema(package, frame, table)
    rows = list(_rows(schema, frame))
    content = TableInput(schema, schema.name, csv_bytes(schema.columns, rows))
    result = check_tables(package_inputs(package, {schema.name: content}), [schema.name])
    lines: dict[int, int] = {}
    line = 2
    for number, row in enumerate(rows):
        lines[line] = number
        line += 1 + sum(quote(cell).count("\n") for cell in row.values())
    found = [
        [lines.get(finding.line, -1) if finding.row_id or finding.field else -1]
        + [getattr(finding, name) for name in _COLUMNS]
        for finding in result.findings
        if finding.rule != row_order.id
    ]
    return _frame(pd.DataFrame(found, columns=["row", *_COLUMNS]), result)


def _frame(frame: pd.DataFrame, result: CheckResult) -> pd.DataFrame:
    frame["level"] = frame["level"].map(str)
    frame.attrs["rows_checked"] = sum(result.rows.values())
    return frame


def _schema(package: Package, frame: pd.DataFrame, table: str) -> TableSchema:
    schemas = {resource.name: resource.schema for resource in package.resources}
    name = table or str(frame.attrs.get("table", ""))
    if not name:
        name = next((name for name, schema in schemas.items() if schema.primary_key in frame.columns), "")
    if name not in schemas:
        what = f'there is no table "{name}"' if name else "the columns do not show which table the frame is"
        raise ValueError(f"{what}: name one of {', '.join(schemas)}, such as table={next(iter(schemas))!r}")
    unknown = [str(column) for column in frame.columns if column not in schemas[name].columns]
    if unknown:
        raise ValueError(f"{name} has no column {', '.join(unknown)}: leave it out of the frame")
    return schemas[name]


def _rows(schema: TableSchema, frame: pd.DataFrame) -> Iterator[dict[str, str]]:
    columns = {name: [_text(value) for value in frame[name].array] for name in schema.columns if name in frame.columns}
    for number in range(len(frame)):
        yield {name: columns[name][number] if name in columns else "" for name in schema.columns}


def _text(value: Any) -> str:
    """Return a value as it is in a file."""
    import pandas as pd

    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
