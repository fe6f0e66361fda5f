"""Links in the workbook: from an address to the page, from an id to its row on another sheet."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import Field
from deportation_goal.release.artefacts.typed_cells import csv_rows

_MOST: Final = 60_000
"""Links of a sheet: Excel opens no more than 65,530."""
_LONGEST: Final = 2_000
"""Characters of an address: Excel takes 2,079."""
_SAFE: Final = re.compile(r"https?://[^\s\"<>]+")
_TARGET: Final = re.compile(rb'Target="([^"]*)" TargetMode="External"')
_URI: Final = "uri"
INTERNAL: Final = "internal:"
"""What a place in the workbook begins with where the writer of workbooks is told an address."""
Places = Mapping[str, Mapping[str, int]]
"""The row of each key on its sheet, from 1, by table."""


@dataclass(frozen=True)
class Links:
    """Where the cells of one sheet lead.

    Attributes:
        addresses: Columns of addresses.
        keys: By column, the sheets to whose rows its ids lead, with the places there.
    """

    addresses: frozenset[int]
    keys: Mapping[int, Places]

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns with links."""
        return tuple(sorted({*self.addresses, *self.keys}))

    def target(self, column: int, cell: str) -> str:
        """Return where a filled cell leads, as the writer of workbooks takes it; empty for a cell without a link."""
        if column in self.addresses:
            return cell if _SAFE.fullmatch(cell) and len(cell) <= _LONGEST else ""
        for sheet, places in self.keys.get(column, {}).items():
            if cell in places:
                return f"{INTERNAL}'{sheet}'!A{places[cell] + 1}"
        return ""


def places_of(package: Package, rows: Mapping[str, Iterable[Sequence[str]]]) -> Places:
    """Return where each row of each table is.

    Args:
        package: The tables and their schemas.
        rows: The rows of each table.

    Raises:
        KeyError: If a table is missing.
    """
    found: dict[str, dict[str, int]] = {}
    for resource in package.resources:
        at = resource.schema.columns.index(resource.schema.primary_key)
        found[resource.name] = {row[at]: number for number, row in enumerate(rows[resource.name], start=1)}
    return found


def made_keys(package: Package, places: Places) -> Places:
    """Return the places of the rows of tables whose ids the tool makes: such an id names its table."""
    return {resource.name: places[resource.name] for resource in package.resources if resource.schema.id_prefix}


def links_of(resource: Resource, places: Places, made: Places) -> Links:
    """Return the links of a sheet: of as many columns as Excel can open, addresses first.

    Args:
        resource: The table of the sheet.
        places: Where each row of each table is.
        made: Those of the tables whose ids the tool makes. The key of a derived table may be an id of any of them.
    """
    room, rows = _MOST, max(1, len(places[resource.name]))
    addresses: set[int] = set()
    keys: dict[int, Places] = {}
    for column in address_columns(resource.schema.fields):
        if rows <= room:
            addresses.add(column)
            room -= rows
    for reference in resource.schema.foreign_keys:
        if reference.table in places and reference.table != resource.name and rows <= room:
            keys[resource.schema.columns.index(reference.column)] = {reference.table: places[reference.table]}
            room -= rows
    key = resource.schema.columns.index(resource.schema.primary_key)
    if resource.is_derived and key not in keys and rows <= room:
        keys[key] = made
    return Links(frozenset(addresses), keys)


def address_columns(fields: tuple[Field, ...]) -> list[int]:
    """Return the columns that hold addresses (the format `uri` of Table Schema)."""
    return [column for column, field in enumerate(fields) if field.format == _URI]


def foreign_targets(relations: bytes, package: Package, resource: Resource) -> Iterator[str]:
    """Yield the addresses to which a sheet leads that its table does not have.

    Args:
        relations: The part of the workbook with the relations of the sheet (Open Packaging Conventions).
        package: The release.
        resource: The table of the sheet.
    """
    columns = address_columns(resource.schema.fields)
    rows = csv_rows(package, resource) if columns else ()
    known = {row[column] for row in rows for column in columns}
    targets = (html.unescape(target.decode("utf-8", "replace")) for target in _TARGET.findall(relations))
    # Nearly all are there as they are.
    if others := [address for address in targets if address not in known]:
        plain = set(map(_plain, known))
        yield from (address for address in others if _plain(address) not in plain)


def _plain(address: str) -> str:
    """Return an address without its fragment, which a workbook keeps elsewhere, and without escapes."""
    return unquote(address.partition("#")[0])
