"""What a format of a release can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import Field


class FormatError(Exception):
    """A file of a format cannot be read; the message is the end of a sentence that begins with its path."""


@dataclass(frozen=True)
class Format:
    """A format beside the CSVs, with every table of the release.

    Attributes:
        name: Its name, for people.
        path: Where the file of a table lies in the release, with `/`; one file may hold all tables.
        write: Writes its files into the folder of a release, from the CSVs there. The same CSVs and descriptor give
            the same bytes in one environment.
        read: Reads a table back: rows of the strings that stand for the values (`values.cell_of`), in the order of
            the file and of the schema's columns. Raises FormatError.
        keeps: What the format keeps of a cell of the CSV, as such a string.
        told_version: The version that its file for a table names; None where the format has no place for it.
    """

    name: str
    path: Callable[[str], str]
    write: Callable[[Package], None]
    read: Callable[[Package, Resource], Iterator[tuple[str, ...]]]
    keeps: Callable[[Field, str], str]
    told_version: Callable[[Package, Resource], str | None]
