"""The tables of docs/quality.md: how two readers code statements, what later readers change, how verdicts are judged."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deportation_goal.pages.generated_blocks import with_blocks
from deportation_goal.statements.statement_time import days_of
from deportation_goal.templating import render

CODINGS: Final = "docs/quality/double_coding.csv"
"""One row is one cell that two readers coded: sample, item, table_name, source_id, column, first, second."""
_SAMPLES: Final = {
    "after-1.0.0": "Rows after 1.0.0",
    "cases-1": "The columns that differed most, after the first table of cases",
    "cases-2": "The same columns, after the second table of cases",
    "cases-3": "The same columns, after the third table of cases",
    "third-reading": "Every row after 1.0.0 whose page could be seen",
    "third-reading-1.0.0": "Every figure and quote of 1.0.0 whose page could be seen",
    "after-third-reading": "A random tenth of the rows after 1.0.0, after the third reading",
    "after-third-reading-2": "Obstacles, countries and quotes after 1.0.0, a second sample",
    "after-third-reading-3": "All obstacles and countries after 1.0.0 that were in neither sample",
}
"""What the page calls the samples that were coded after 1.0.0; all others are of the rows of 1.0.0."""
VERDICTS: Final = "docs/quality/judged_verdicts.csv"
"""One row is one drawn comparison that two readers judged without seeing the verdict's reason."""
SECOND_READING: Final = "docs/quality/second_reading.csv"
"""One row is one column of a group of texts: rows that a second reader compared with the texts, and cells changed."""
THIRD_READING: Final = "docs/quality/third_reading.csv"
"""One row is one drawn row that a third reader judged, or one wrong cell of it."""
PAGE: Final = "docs/quality.md"
_BLOCK: Final = "double coding"
_VERDICT_BLOCK: Final = "judged verdicts"
_READING_BLOCK: Final = "second reading"
_DRAW_BLOCK: Final = "third reading"
# What a reader must be able to rely on: values, hedges, speakers and dates.
_GRAVE: Final = frozenset({
    "value", "value_max", "approximate", "qualifier", "text", "attributed_to", "voice", "period", "as_of", "said_on",
})  # fmt: skip
_TIMES: Final = frozenset({"period", "as_of", "said_on"})
_CONFIDENT: Final = 1.96
"""Standard errors on either side of an estimate that hold the true value in 95 of 100 samples."""
# By question: how a reader confirms the verdict, and how the page names it.
_QUESTIONS: Final = {
    "conflict": ("conflict", "none", "Is it a conflict?"),
    "not_comparable": ("right", "wrong", "Is it rightly called not comparable?"),
    "several_origins": ("right", "wrong", "Are there several independent origins?"),
}


@dataclass(frozen=True)
class Column:
    """How often two readers agree in a column.

    Attributes:
        table: Table of the column.
        name: Name of the column.
        items: Statements that both coded.
        differing: How many of them have another value in the second coding.
        kappa: Agreement beyond chance; None where both readers used one value only.
    """

    table: str
    name: str
    items: int
    differing: int
    kappa: Kappa | None


@dataclass(frozen=True)
class Kappa:
    """Cohen's kappa with its interval.

    Attributes:
        value: Kappa.
        low: The lower end of the interval in which it lies with 95 percent confidence, at least -1.
        high: The upper end, at most 1.
    """

    value: float
    low: float
    high: float


def cohens_kappa(pairs: Iterable[tuple[str, str]]) -> Kappa | None:
    """Return Cohen's kappa of two codings and its interval, by the standard error that Cohen gives.

    Source: Educational and Psychological Measurement 20, 1960.

    Args:
        pairs: The two values of each item.
    """
    values = list(pairs)
    first, second = Counter(one for one, _ in values), Counter(other for _, other in values)
    total = len(values)
    observed = sum(one == other for one, other in values) / total
    expected = sum(first[value] * second[value] for value in first) / total**2
    if expected == 1:
        return None
    value = (observed - expected) / (1 - expected)
    reach = _CONFIDENT * math.sqrt(observed * (1 - observed) / total) / (1 - expected)
    return Kappa(value, max(-1, value - reach), min(1, value + reach))


def _as_dates(column: str, value: str) -> str:
    """Return what is compared of a coding: for a time its first and its last day, however it is written."""
    days = days_of(value) if column in _TIMES else None
    return f"{days[0]}/{days[1]}" if days else value


def columns(codings: Iterable[Mapping[str, str]]) -> list[Column]:
    """Return agreement by table and column, in the order of the file."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in codings:
        column = row["column"]
        pair = _as_dates(column, row["first"]), _as_dates(column, row["second"])
        groups.setdefault((row["table_name"], column), []).append(pair)
    return [
        Column(name, column, len(pairs), sum(one != other for one, other in pairs), cohens_kappa(pairs))
        for (name, column), pairs in groups.items()
    ]


@dataclass(frozen=True)
class Judged:
    """How two readers judged the verdicts of one kind.

    Attributes:
        words: The question that they answered.
        judged: Comparisons drawn.
        agree: How many of them both readers confirm.
        disagree: How many of them both readers reject.
    """

    words: str
    judged: int
    agree: int
    disagree: int


def judged(rows: Iterable[Mapping[str, str]]) -> list[Judged]:
    """Return how the verdicts were judged, by question."""
    pairs: dict[str, list[set[str]]] = {}
    for row in rows:
        pairs.setdefault(row["question"], []).append({row["reader_1"], row["reader_2"]})
    return [
        Judged(words, len(pairs[question]), pairs[question].count({yes}), pairs[question].count({no}))
        for question, (yes, no, words) in _QUESTIONS.items()
        if question in pairs
    ]


@dataclass(frozen=True)
class Reading:
    """What a second reader changed in the rows of a group of texts.

    Attributes:
        texts: The texts, in words.
        cells: Cells compared with the texts.
        changed: How many of them were changed.
        columns: Rows of the file for the columns in which a cell was changed.
    """

    texts: str
    cells: int
    changed: int
    columns: tuple[Mapping[str, str], ...]


def readings(rows: Iterable[Mapping[str, str]]) -> list[Reading]:
    """Return what the second readings changed, by group of texts, in the order of the file."""
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        groups.setdefault(row["texts"], []).append(row)
    return [
        Reading(
            texts,
            sum(int(row["rows"]) for row in group),
            sum(int(row["changed"]) for row in group),
            tuple(row for row in group if row["changed"] != "0"),
        )
        for texts, group in groups.items()
    ]


@dataclass(frozen=True)
class Draw:
    """What a third reader found in a random draw of rows.

    Attributes:
        seed: Seed of the draw.
        read: Rows whose page was found and read.
        not_seen: Rows whose page was not found; the next of the draw took their place.
        grave: Wrong values, hedges, speakers and dates, each as "row: column".
        other: Other wrong cells in the same form.
    """

    seed: str
    read: int
    not_seen: int
    grave: tuple[str, ...]
    other: tuple[str, ...]


def draws(rows: Iterable[Mapping[str, str]]) -> list[Draw]:
    """Return what the third reader found, by seed, in the order of the file."""
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        groups.setdefault(row["seed"], []).append(row)
    return [
        Draw(
            seed,
            len({row["row_id"] for row in group if row["result"] != "not_seen"}),
            sum(row["result"] == "not_seen" for row in group),
            tuple(_cell(row) for row in group if row["result"] == "wrong" and row["column"] in _GRAVE),
            tuple(_cell(row) for row in group if row["result"] == "wrong" and row["column"] not in _GRAVE),
        )
        for seed, group in groups.items()
    ]


def _cell(row: Mapping[str, str]) -> str:
    return f"{row['row_id']}: `{row['column']}`"


def _csv_rows(root: Path, path: str) -> list[dict[str, str]]:
    with (root / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sample(codings: list[dict[str, str]]) -> dict[str, object]:
    """Return what the page says of one sample of codings."""
    found = columns(codings)
    tables: dict[str, list[Column]] = {}
    for column in found:
        tables.setdefault(column.table, []).append(column)
    return {
        "statements": len({(row["sample"], row["item"]) for row in codings}),
        "cells": len(codings),
        "differing": sum(column.differing for column in found),
        "tables": tables,
    }


def refreshed_quality(page: str, root: Path) -> str:
    """Return docs/quality.md with its tables made anew from the codings.

    Args:
        page: The page as it is now.
        root: The package folder, in which the codings are.

    Raises:
        UserError: If the page has no markers for the tables.
    """
    codings = _csv_rows(root, CODINGS)
    by_title: dict[str, list[dict[str, str]]] = {}
    for row in codings:
        by_title.setdefault(_SAMPLES.get(row["sample"], "Rows of 1.0.0"), []).append(row)
    samples = {title: _sample(rows) for title, rows in by_title.items()}
    text = render("pages/templates/quality_tables.md", samples=samples)
    verdicts = render("pages/templates/quality_verdicts.md", questions=judged(_csv_rows(root, VERDICTS)))
    reading = render("pages/templates/quality_second_reading.md", readings=readings(_csv_rows(root, SECOND_READING)))
    third = render("pages/templates/quality_third_reading.md", draws=draws(_csv_rows(root, THIRD_READING)))
    blocks = {_BLOCK: text, _VERDICT_BLOCK: verdicts, _READING_BLOCK: reading, _DRAW_BLOCK: third}
    return with_blocks(page, PAGE, blocks)
