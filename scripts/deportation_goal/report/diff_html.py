"""The comparison for a browser: one page that needs no network, no script and no other file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from deportation_goal.diff.change_words import (
    cell_words,
    gone_words,
    rows_words,
    side_words,
    verdict,
    version_words,
)
from deportation_goal.diff.package_diff import Cell, PackageDiff, RetractedRow, TableRows, WholeRow
from deportation_goal.diff.step import reasons
from deportation_goal.package.root import version
from deportation_goal.report.text_report import shown
from deportation_goal.templating import render

LISTED: Final = 2_000
"""How many rows, and how many reasons, are listed one by one; the others are counted."""

OPEN_UP_TO: Final = 50
"""Up to how many rows the list of a table is unfolded from the start."""

VALUE_SHOWN: Final = 200
"""Longest value that is shown in full; a longer one is cut to the part that differs."""

_LEVELS: Final = {"major": "error", "minor": "warning", "patch": "note"}
"""The colour of each step; the word is beside it."""


@dataclass(frozen=True)
class _Reason:
    """Why a version is required: the step, the level that gives its colour, and the sentence."""

    step: str
    level: str
    sentence: str


@dataclass(frozen=True)
class _Line:
    """What happened to a row, or to one cell of it; `level` gives the colour, if it has one."""

    row_id: str
    what: str
    words: str = ""
    aside: str = ""
    level: str = ""
    cell: Cell | None = None


@dataclass(frozen=True)
class _Table:
    """The rows of a table that differ; `left_out` counts the lines that are not listed."""

    name: str
    words: str
    counts: Mapping[str, int]
    is_log: bool
    not_compared: str
    lines: tuple[_Line, ...]
    is_folded: bool
    left_out: int


def render_html(diff: PackageDiff) -> str:
    """Render a comparison as one HTML page."""
    found = reasons(diff)
    return render(
        "report/templates/diff.html",
        verdict=verdict(diff),
        mood="good" if diff.is_equal else "note",
        old=side_words(diff.old),
        new=side_words(diff.new),
        next_version=version_words(diff),
        reasons=[_Reason(reason.step.word, _LEVELS[reason.step.word], reason.sentence) for reason in found[:LISTED]],
        more_reasons=max(0, len(found) - LISTED),
        tables=list(_tables(diff)),
        not_compared=diff.not_compared,
        version=version(),
    )


def _tables(diff: PackageDiff) -> Iterator[_Table]:
    left = LISTED
    for table in diff.tables:
        if table.is_equal:
            continue
        lines = tuple(_lines(table))
        listed = lines[:left]
        left -= len(listed)
        yield _Table(
            name=table.table,
            words=rows_words(table),
            counts=table.counts,
            is_log=table.is_log,
            not_compared=table.not_compared,
            lines=listed,
            is_folded=len(lines) > OPEN_UP_TO,
            left_out=len(lines) - len(listed),
        )


def _lines(table: TableRows) -> Iterator[_Line]:
    """Yield a line for each row that came or went, and for each cell that changed."""
    for removed in table.removed:
        yield _gone(removed, "removed", level="error")
    for retracted in table.retracted:
        yield _gone(retracted, retracted.action)
    for changed in table.changed:
        for cell in changed.cells:
            old, new = cell_words(cell, VALUE_SHOWN)
            yield _Line(shown(changed.row_id), "changed", aside=cell.reason, cell=replace(cell, old=old, new=new))
    for added in table.added:
        yield _Line(shown(added.row_id), "added", shown(added.label))


def _gone(row: WholeRow | RetractedRow, what: str, level: str = "") -> _Line:
    return _Line(shown(row.row_id), what, gone_words(row), aside=shown(row.label), level=level)
