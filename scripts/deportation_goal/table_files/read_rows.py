"""Reads the tables of a package as rows, for code that works on a package that was checked."""

from __future__ import annotations

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package
from deportation_goal.table_files import Row
from deportation_goal.table_files.read import UndecodableError, read_table


def read_rows(package: Package) -> dict[str, list[Row]]:
    """Return the rows of every table, cells as strings, empty where missing.

    Raises:
        UserError: If a table is missing, or its header is not that of its schema.
    """
    tables: dict[str, list[Row]] = {}
    for resource in package.resources:
        try:
            file = read_table(package.read(resource.path))
        except OSError as error:
            raise UserError(
                f"{resource.path} cannot be read ({error.strerror}): run `deportation-goal check`"
            ) from None
        except UndecodableError:
            raise UserError(f"{resource.path} is not UTF-8: run `deportation-goal check`") from None
        if file.names != resource.schema.columns:
            raise UserError(f"{resource.path} lacks the header of its schema: run `deportation-goal check`")
        tables[resource.name] = [dict(zip(file.names, cells, strict=True)) for cells in file.rows]
    return tables
