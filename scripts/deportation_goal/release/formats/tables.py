"""The tables that a format is written from: streamed from the CSVs of a release."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator

from deportation_goal.package.descriptor import Package, PackageError, Resource

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def csv_rows(package: Package, resource: Resource) -> Iterator[list[str]]:
    """Yield the rows of a table, cells as strings in the order of its columns, empty where missing.

    Raises:
        PackageError: If the file is missing, or is no CSV with the columns of its schema.
    """
    try:
        with package.file(resource.path).open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            width = len(resource.schema.columns)
            if tuple(next(reader, ())) != resource.schema.columns:
                raise PackageError(f"{resource.path} has not the header of its schema")
            for row in reader:
                if len(row) != width:
                    raise PackageError(f"{resource.path}: line {reader.line_num} has {len(row)} cells, not {width}")
                yield row
    except OSError as error:
        raise PackageError(f"{resource.path} cannot be read: {error.strerror or error}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise PackageError(f"{resource.path} is no CSV in UTF-8: {error}") from None
