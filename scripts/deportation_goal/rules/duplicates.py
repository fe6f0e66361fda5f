"""Rules on rows that say the same: statements, names and codes, addresses of sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, table_rule
from deportation_goal.values.periods import PeriodError, overlap, parse_period
from deportation_goal.wording import short

_OWN: Final = (
    ("areas", "name"),
    ("areas", "m49"),
    ("indicators", "name"),
    ("indicators", "definition"),
    ("agents", "name"),
    ("agents", "wikidata_id"),
)
"""Columns whose values belong to one row."""

_DATA_SETS: Final = ("official_statistics", "dataset")
"""Types of sources of which one page offers several."""


@table_rule(
    "repeated-row",
    Level.ERROR,
    Phase.ACROSS,
    title="No two rows of a table are the same except for their id and notes.",
    why="One statement is one row; a second id for it counts the statement twice.",
    bad=Example("The same obstacle twice.", {"obstacles.0+.obstacle_id": "obs-5x1c4w"}),
    good=Example(
        "Two obstacles from one passage.",
        {"obstacles.0+.obstacle_id": "obs-5x1c4w", "obstacles.0+.obstacle_type": "funding"},
    ),
    alone_because="Table Schema compares keys, not whole rows",
)
def repeated_row(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare the rows of each table whose ids are made by the tool."""
    for table, columns in tables.columns.items():
        schema = tables.schemas[table]
        # A log may say the same twice: a cell that was corrected, put back and corrected again.
        if not schema.id_prefix or schema.is_log:
            continue
        aside = {schema.primary_key, "notes", *schema.id_without}
        names = [name for name in schema.columns if name not in aside]
        first: dict[tuple[str, ...], int] = {}
        for _, row in tables.alike([table], names):
            if tables.is_good(table, row, *schema.columns):
                other = first.setdefault(tuple(columns[name][row] for name in names), row)
                if other != row:
                    name = columns[schema.primary_key][other]
                    yield table, row, schema.primary_key, Breach(f"the row says the same as {name}: delete one of them")


@table_rule(
    "repeated-name",
    Level.ERROR,
    Phase.ACROSS,
    title="No two areas, indicators or agents share a name, definition or code; only unnamed agents may share a name.",
    why="Two rows with one name are one thing entered twice, or a name copied to the wrong row.",
    bad=Example("Two areas with one name.", {"areas.1.name": "Costa Rica"}),
    good=Example("Each area with its own name.", {"areas.1.name": "United States of America"}),
    alone_because="Table Schema compares keys only",
)
def repeated_name(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare names and codes, whatever their case."""
    for table, column in _OWN:
        if not tables.has(table) or len({value.casefold() for value in tables.cells(table, column)}) == tables.size(
            table
        ):
            continue
        key = tables.schemas[table].primary_key
        keys = tables.cells(table, key)
        first: dict[str, int] = {}
        for row, value in enumerate(tables.cells(table, column)):
            unnamed = column == "name" and table == "agents" and tables.cells(table, "agent_type")[row] == "unnamed"
            if not value or unnamed or not tables.is_good(table, row, column, key, "agent_type"):
                continue
            other = first.setdefault(value.casefold(), row)
            if other != row:
                message = f'"{short(value)}" is also the {column} of {keys[other]}: correct it, or keep one of the rows'
                yield table, row, column, Breach(message)


@table_rule(
    "repeated-address",
    Level.WARNING,
    Phase.ACROSS,
    title="One address belongs to one source, unless its publisher offers several data sets there or replaces the document from time to time.",
    why="Two sources with one address are one document entered twice, or an address copied to the wrong row.",
    bad=Example(
        "Two publishers, one address.",
        {"sources.0.url": "https://example.org/report", "sources.1.url": "https://example.org/report"},
    ),
    good=Example(
        "Two addresses.",
        {"sources.0.url": "https://example.org/report", "sources.1.url": "https://example.org/original"},
    ),
    alone_because="Table Schema compares keys only",
)
def repeated_address(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare addresses; documents of one publisher may share one, if they are data sets or their dates do not overlap."""
    if not tables.has("sources"):
        return
    columns = ("source_id", "publisher", "source_type", "published", "url", "archive_url")
    rows = list(zip(*(tables.cells("sources", column) for column in columns), strict=True))
    for column, position in (("url", 4), ("archive_url", 5)):
        if len(tables.distinct("sources", column)) == len(rows):
            continue
        first: dict[str, list[int]] = {}
        for row in tables.good_rows("sources", *columns):
            address = rows[row][position]
            earlier = first.setdefault(address, []) if address else []
            same = next((other for other in earlier if not _may_share(rows[other], rows[row])), None)
            if same is not None:
                message = f"{rows[same][0]} has the same address: correct it, or keep one of the two sources"
                yield "sources", row, column, Breach(message)
            earlier.append(row)


def _may_share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two documents of one publisher are data sets, or were published at different times."""
    if one[1] != other[1]:
        return False
    if one[2] == other[2] and one[2] in _DATA_SETS:
        return True
    try:
        return not overlap(parse_period(one[3]), parse_period(other[3]))
    except PeriodError:
        return False
