"""The tables of docs/quality.md: how often two readers code a statement differently, by table and column."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deportation_goal.pages.generated_blocks import with_blocks
from deportation_goal.templating import render

CODINGS: Final = "docs/quality/double_coding.csv"
"""One row is one cell that two readers coded: sample, item, table_name, source_id, column, first, second."""
PAGE: Final = "docs/quality.md"
_BLOCK: Final = "double coding"


@dataclass(frozen=True)
class Column:
    """How often two readers agree in a column.

    Attributes:
        table: Table of the column.
        name: Name of the column.
        items: Statements that both coded.
        differing: How many of them have another value in the second coding.
        kappa: Cohen's kappa, agreement beyond chance; None where both readers used one value only.
    """

    table: str
    name: str
    items: int
    differing: int
    kappa: float | None


def cohens_kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa of two codings (Educational and Psychological Measurement 20, 1960).

    Args:
        pairs: The two values of each item.
    """
    values = list(pairs)
    first, second = Counter(one for one, _ in values), Counter(other for _, other in values)
    total = len(values)
    observed = sum(one == other for one, other in values) / total
    expected = sum(first[value] * second[value] for value in first) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def columns(codings: Iterable[Mapping[str, str]]) -> list[Column]:
    """Return agreement by table and column, in the order of the file."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in codings:
        groups.setdefault((row["table_name"], row["column"]), []).append((row["first"], row["second"]))
    return [
        Column(name, column, len(pairs), sum(one != other for one, other in pairs), cohens_kappa(pairs))
        for (name, column), pairs in groups.items()
    ]


def refreshed_quality(page: str, root: Path) -> str:
    """Return docs/quality.md with its tables made anew from the codings.

    Args:
        page: The page as it is now.
        root: The package folder, in which the codings are.

    Raises:
        UserError: If the page has no markers for the tables.
    """
    with (root / CODINGS).open(encoding="utf-8", newline="") as file:
        codings = list(csv.DictReader(file))
    found = columns(codings)
    tables: dict[str, list[Column]] = {}
    for column in found:
        tables.setdefault(column.table, []).append(column)
    text = render(
        "pages/templates/quality_tables.md",
        statements=len({(row["sample"], row["item"]) for row in codings}),
        cells=len(codings),
        differing=sum(column.differing for column in found),
        tables=tables,
    )
    return with_blocks(page, PAGE, {_BLOCK: text})
