"""What a format of a release declares."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import Field
from deportation_goal.release.artefacts.typed_cells import canonical

CellRows = Mapping[str, Sequence[tuple[str, ...]]]
"""The rows of tables, cells in the order of the columns, by name of the table."""


def _nothing_more(_package: Package, _as_written: Collection[str]) -> Iterator[tuple[str, str]]:
    """A format that has rows and nothing else."""
    yield from ()


def _unknown(_package: Package, _rows: CellRows) -> Collection[str]:
    """A format that is not made again: its values have to be read."""
    return ()


@dataclass(frozen=True)
class Format:
    """A format beside the CSVs, with every table of the release.

    Attributes:
        title: Its name, for people.
        place: Its place in lists: formats come by this number, then by title.
        folder: Folder of its files in the release, with `/`.
        extension: Ending of their names, with the dot.
        media_type: Their media type, registered with IANA where there is one.
        write: Writes its files into the folder of a release, from the CSVs there. The same CSVs and descriptor give
            the same bytes in one environment.
        read: Reads a table back: rows of the strings that stand for the values (`typed_cells.cell_of`), in the order
            of the file and of the schema's columns. Raises `UserError`, with the end of a sentence that begins with
            the path of the file.
        named_version: The version that the file of a table names; None where the format has no place for it. Raises
            `UserError` as `read`.
        as_written: Given the rows of CSVs, returns the names of the tables whose rows its files surely hold as `write`
            puts them there, which saves reading their values. Never raises: a table is left out where that cannot be told.
        structure: Yields path and sentence for what differs in its files from what `write` makes, rows aside: types,
            descriptions, pages, indexes. Given the tables of `as_written`. Asked of a release of the tool's own version.
            Raises `UserError` as `read`.
        keeps: What the format keeps of a cell of the CSV, as such a string.
        one_file: Name of the file, without its ending, that holds all tables; empty where each table has its own.
        is_packed: Whether its files are compressed already, so that a zip gains nothing by packing them.
        is_slow: Whether writing takes so long that it is done in a process of its own, beside the checks.
    """

    title: str
    place: int
    folder: str
    extension: str
    media_type: str
    write: Callable[[Package], None]
    read: Callable[[Package, Resource], Iterator[tuple[str, ...]]]
    named_version: Callable[[Package, Resource], str | None]
    as_written: Callable[[Package, CellRows], Collection[str]] = _unknown
    structure: Callable[[Package, Collection[str]], Iterator[tuple[str, str]]] = _nothing_more
    keeps: Callable[[Field, str], str] = canonical
    one_file: str = ""
    is_packed: bool = False
    is_slow: bool = False

    @property
    def files(self) -> str:
        """The pattern of the paths of its files, which is the path itself where one file holds all tables."""
        return self.path("*")

    def path(self, table: str) -> str:
        """Return the path of the file of a table in the release, with `/`."""
        return f"{self.folder}/{self.one_file or table}{self.extension}"
