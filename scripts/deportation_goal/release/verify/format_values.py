"""Does every format hold the rows and values of the CSVs, is it of this version, and is it made as in that version?"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.findings import Finding
from deportation_goal.package.descriptor import DESCRIPTOR, Package, Resource
from deportation_goal.release.artefacts import formats
from deportation_goal.release.artefacts.release_format import CellRows, Format
from deportation_goal.release.artefacts.typed_cells import csv_rows
from deportation_goal.release.verify.verification import Release, file_finding
from deportation_goal.rules.release_files import (
    FORMAT_STRUCTURE,
    FORMAT_VALUES,
    NOT_CHECKED,
    REMOVED_FILE,
    VERSION_RULE,
)
from deportation_goal.table_files.canonical import quote
from deportation_goal.wording import counted, short

LISTED: Final = 20
"""How many cells of a table are reported one by one; the others are counted."""

_IDS: Final = 3

_BATCH: Final = 4_096

Cells = tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class _Cell:
    """A cell that differs in a format: number of its row and column, both from 0, and where it starts in the CSV."""

    row: int
    column: int
    row_id: str
    value: str
    start: int


@dataclasses.dataclass
class _Differences:
    """How one format differs from the CSV of a table."""

    cells: list[tuple[_Cell, str]] = dataclasses.field(default_factory=list)
    absent: list[str] = dataclasses.field(default_factory=list)
    foreign: list[str] = dataclasses.field(default_factory=list)
    reordered: bool = False


def compared_formats(release: Release) -> list[Format]:
    """Return the formats of which a release has any file."""
    return [form for form in formats() if any(path.startswith(_stem(form)) for path in release.present)]


def _stem(form: Format) -> str:
    return form.files.partition("*")[0]


def check_formats(release: Release, package: Package, unsound: Collection[str], rows: CellRows) -> Iterator[Finding]:
    """Yield how the formats differ from the CSVs; files that are known to be broken are left alone.

    Args:
        release: The release.
        package: Its descriptor and schemas.
        unsound: Paths of files of which something wrong is known.
        rows: The rows of its CSVs, as far as they are read already.
    """
    yield from _missing(release, package, unsound)
    yield from _other_versions(release, package, unsound)
    # A pipe in the place of a file is known to be unsound, and opening it would wait for ever.
    tables = [table for table in package.resources if table.path not in unsound and package.file(table.path).is_file()]
    readable = _readable(package, tables, rows)
    as_written: dict[Format, Collection[str]] = {}
    compared: dict[str, list[Format]] = {table.name: [] for table in tables}
    for form in compared_formats(release):
        paths = {table.name: form.path(table.name) for table in tables}
        sound = [name for name, path in paths.items() if path not in unsound and package.file(path).is_file()]
        # What is as it would be written again holds the values of the CSV: they are not read one by one.
        as_written[form] = form.as_written(package, {name: readable[name] for name in sound if name in readable})
        for name in sound:
            if name not in as_written[form]:
                compared[name].append(form)
    differing = [
        finding
        for table in tables
        for finding in _check_table(package, table, compared[table.name], readable.get(table.name))
    ]
    if release.is_own(package):
        yield from _check_structure(release, package, unsound, as_written)
    yield from differing


def _readable(package: Package, tables: Sequence[Resource], rows: CellRows) -> CellRows:
    """Return the rows of the CSVs that can be read."""
    readable = dict(rows)
    for table in tables:
        # That a CSV cannot be read is said where it is compared with a format.
        with contextlib.suppress(UserError):
            if table.name not in readable:
                readable[table.name] = _rows(package, table)
    return readable


def _rows(package: Package, resource: Resource) -> list[Cells]:
    return list(map(tuple, csv_rows(package, resource)))


def _missing(release: Release, package: Package, unsound: Collection[str]) -> Iterator[Finding]:
    there = compared_formats(release)
    for form in formats():
        paths = sorted({form.path(resource.name) for resource in package.resources} - release.present - set(unsound))
        if form not in there and not release.is_own(package):
            yield file_finding(
                NOT_CHECKED, paths[0], f"the release has no {form.title}: older versions did not have it"
            )
            continue
        for path in paths:
            yield file_finding(REMOVED_FILE, path, f"the file is missing, and a release of {package.version} has it")


def _other_versions(release: Release, package: Package, unsound: Collection[str]) -> Iterator[Finding]:
    """Yield the files that name another version: two versions of a release may have the same values."""
    for form in compared_formats(release):
        for path, resource in {form.path(resource.name): resource for resource in package.resources}.items():
            if path in unsound or path not in release.present:
                continue
            # That it cannot be read is said where the values are compared.
            with contextlib.suppress(UserError):
                version = form.named_version(package, resource)
                if version not in (None, package.version):
                    message = f'the version is "{version}" here' if version else "no version is readable here"
                    yield file_finding(VERSION_RULE, path, f"{message}, and {package.version} in {DESCRIPTOR}")


def _check_structure(
    release: Release, package: Package, unsound: Collection[str], as_written: Mapping[Format, Collection[str]]
) -> Iterator[Finding]:
    for form, tables in as_written.items():
        paths = {form.path(resource.name) for resource in package.resources}
        if not paths <= release.present - set(unsound):
            continue
        # That it cannot be read is said where the values are compared.
        with contextlib.suppress(UserError):
            for path, message in form.structure(package, tables):
                yield file_finding(FORMAT_STRUCTURE, path, message)


def _check_table(
    package: Package, resource: Resource, formats: Sequence[Format], rows: Sequence[Cells] | None
) -> Iterator[Finding]:
    """Yield how formats of a table differ from its CSV; its rows are read if not given."""
    others: dict[_Cell, dict[str, list[str]]] = {}
    for form in formats:
        path = form.path(resource.name)
        try:
            if rows is None:
                rows = _rows(package, resource)
            differences = _compare(rows, form.read(package, resource), resource, form)
        except UserError as error:
            yield file_finding(FORMAT_VALUES, path, f"{resource.name}: the file {error}")
            continue
        yield from _row_findings(resource, form, differences)
        for cell, value in differences.cells:
            others.setdefault(cell, {}).setdefault(value, []).append(form.title)
    cells = sorted(others, key=lambda cell: (cell.row, cell.column))
    for cell in cells[:LISTED]:
        yield _cell_finding(resource, cell, others[cell])
    if len(cells) > LISTED:
        more = f"{counted(len(cells) - LISTED, 'more cell')} of {resource.name} with other values in other formats"
        yield file_finding(FORMAT_VALUES, resource.path, more)


def _compare(rows: Sequence[Cells], theirs: Iterator[Cells], resource: Resource, form: Format) -> _Differences:
    """Compare the rows of the CSV with those of a format one by one; from the first row with another id on, by id.

    Raises:
        UserError: If the file of the format cannot be read.
    """
    found = _Differences()
    key = resource.schema.columns.index(resource.schema.primary_key)
    equal = 0
    # Nearly all rows are equal, which is seen of many at once.
    while (batch := list(islice(theirs, _BATCH))) and batch == rows[equal : equal + _BATCH]:
        equal += len(batch)
    theirs = chain(batch, theirs)
    own = zip(range(equal, len(rows)), rows[equal:], strict=True)
    for number, row in own:
        other = next(theirs, None)
        if row == other:
            continue
        if other is None or row[key] != other[key]:
            rest = {} if other is None else {other[key]: other} | {line[key]: line for line in theirs}
            _compare_by_id(
                resource, form, found, {row[key]: (number, row)} | {line[key]: (at, line) for at, line in own}, rest
            )
            return found
        _compare_cells(resource, form, found, (number, row), other)
    found.foreign.extend(line[key] for line in theirs)
    return found


def _compare_by_id(
    resource: Resource,
    form: Format,
    found: _Differences,
    own: dict[str, tuple[int, Cells]],
    theirs: dict[str, Cells],
) -> None:
    for row_id, numbered in own.items():
        if row_id in theirs:
            _compare_cells(resource, form, found, numbered, theirs[row_id])
    found.absent.extend(row_id for row_id in own if row_id not in theirs)
    found.foreign.extend(row_id for row_id in theirs if row_id not in own)
    found.reordered = [row_id for row_id in own if row_id in theirs] != [row_id for row_id in theirs if row_id in own]


def _compare_cells(
    resource: Resource, form: Format, found: _Differences, numbered: tuple[int, Cells], other: Cells
) -> None:
    number, row = numbered
    key = resource.schema.columns.index(resource.schema.primary_key)
    for column, (field, cell, value) in enumerate(zip(resource.schema.fields, row, other, strict=True)):
        if cell != value and form.keeps(field, cell) != value:
            found.cells.append((_Cell(number, column, row[key], cell, _start(row, column)), value))


def _row_findings(resource: Resource, form: Format, found: _Differences) -> Iterator[Finding]:
    path = form.path(resource.name)
    where = f"{resource.name} in {form.title}"
    if found.absent:
        ids, number = _listed(found.absent), counted(len(found.absent), "row")
        yield file_finding(FORMAT_VALUES, path, f"{where} lacks {number} of {resource.path}: {ids}")
    if found.foreign:
        ids, number = _listed(found.foreign), counted(len(found.foreign), "row")
        yield file_finding(FORMAT_VALUES, path, f"{where} has {number} that {resource.path} lacks: {ids}")
    if found.reordered:
        yield file_finding(FORMAT_VALUES, path, f"{where} has its rows in another order than {resource.path}")


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_IDS]) + (", …" if len(ids) > _IDS else "")


def _start(row: Cells, column: int) -> int:
    """Return where a cell begins in its line, counted from 1."""
    return 1 + sum(len(quote(cell)) + 1 for cell in row[:column])


def _cell_finding(resource: Resource, cell: _Cell, others: Mapping[str, Sequence[str]]) -> Finding:
    message = "; ".join(
        f"{_joined(names)} {'has' if len(names) == 1 else 'have'} {_shown(value)}" for value, names in others.items()
    )
    return dataclasses.replace(
        file_finding(FORMAT_VALUES, resource.path, message),
        line=cell.row + 2,
        column=cell.start,
        end_column=cell.start + len(quote(cell.value)),
        field=resource.schema.columns[cell.column],
        table=resource.name,
        row_id=cell.row_id,
        value=cell.value,
    )


def _shown(value: str) -> str:
    return f'"{short(value)}"' if value else "no value"


def _joined(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
