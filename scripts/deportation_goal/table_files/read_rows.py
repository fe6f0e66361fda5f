"""Reads the tables of a package as rows, for code that works on a package that was checked."""

from __future__ import annotations

from deportation_goal.package.descriptor import Package, PackageError
from deportation_goal.table_files.read import UndecodableError, read_table


def read_rows(package: Package) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every table, cells as strings, empty where missing.

    Raises:
        PackageError: If a table is missing, or its header is not that of its schema.
    """
    tables = {}
    for resource in package.resources:
        try:
            file = read_table(package.file(resource.path).read_bytes())
        except OSError as error:
            raise PackageError(
                f"{resource.path} cannot be read ({error.strerror}): run `deportation-goal check`"
            ) from None
        except UndecodableError:
            raise PackageError(f"{resource.path} is not UTF-8: run `deportation-goal check`") from None
        if file.names != resource.schema.columns:
            raise PackageError(f"{resource.path} has not the header of its schema: run `deportation-goal check`")
        tables[resource.name] = [dict(zip(file.names, cells, strict=True)) for cells in file.rows]
    return tables
