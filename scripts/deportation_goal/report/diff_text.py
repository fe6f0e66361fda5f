"""The comparison for a terminal or a log: counts first, then some rows of each kind, or all of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from deportation_goal.diff.change_words import cell_words, gone_words, side_words, verdict, version_words
from deportation_goal.diff.package_diff import (
    ChangedRow,
    PackageDiff,
    RetractedRow,
    TableRows,
    WholeRow,
)
from deportation_goal.diff.step import STEPS, change_sentence
from deportation_goal.report.text_report import shown
from deportation_goal.wording import and_more, counted, visible

ROWS_SHOWN: Final = 5
"""How many rows of each kind a table shows, unless all are asked for."""

_CELLS_SHOWN: Final = 6
_SENTENCE_SHOWN: Final = 300
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"

AnyRow = TypeVar("AnyRow")


def render_text(diff: PackageDiff, *, rows: bool = False, colour: bool = False) -> str:
    """Render a comparison for people.

    Args:
        diff: What differs.
        rows: Whether to list every row, rather than some of each kind.
        colour: Whether to set headings off with ANSI codes.
    """
    lines = [f"old: {visible(side_words(diff.old))}", f"new: {visible(side_words(diff.new))}", ""]
    lines.extend((_heading(verdict(diff), colour), version_words(diff), ""))
    differing = [table for table in diff.tables if not table.is_equal]
    lines.extend(_counts(differing))
    lines.extend(_changes(diff, colour))
    hidden = 0
    for table in differing:
        if not table.is_log or rows:
            section, left = _table(table, colour, None if rows else ROWS_SHOWN)
            lines.extend((*section, ""))
            hidden += left
    lines.extend(f"not compared: {visible(sentence)}" for sentence in diff.not_compared)
    if hidden:
        lines.append(f"{counted(hidden, 'row')} not shown here: --rows shows every row.")
    return "\n".join(lines).rstrip("\n") + "\n"


def _heading(text: str, colour: bool) -> str:
    return f"{_BOLD}{text}{_PLAIN}" if colour else text


def _counts(tables: Sequence[TableRows]) -> Iterator[str]:
    """Yield the numbers of rows as a small table: one line per table, one column per kind."""
    if not tables:
        return
    kinds = list(tables[0].counts)
    width = max(len("rows"), *(len(visible(table.table)) for table in tables))
    yield f"{'rows':{width}}" + "".join(f"{kind:>11}" for kind in kinds)
    for table in tables:
        numbers = "".join(f"{count or '-':>11,}" if count else f"{'-':>11}" for count in table.counts.values())
        if table.not_compared:
            numbers = f"  not compared: {visible(table.not_compared)}"
        note = "  (log: never counts by itself)" if table.is_log else ""
        yield f"{visible(table.table):{width}}{numbers}{note}"
    yield ""


def _changes(diff: PackageDiff, colour: bool) -> Iterator[str]:
    if not diff.changes:
        return
    yield _heading("schemas, descriptor and tool", colour)
    for change in sorted(diff.changes, key=lambda change: -STEPS[change.kind]):
        sentence = visible(change_sentence(change))
        if len(sentence) > _SENTENCE_SHOWN:
            sentence = f"{sentence[:_SENTENCE_SHOWN]}…"
        yield f"  {STEPS[change.kind].word}: {sentence}"
    yield ""


def _table(table: TableRows, colour: bool, limit: int | None) -> tuple[list[str], int]:
    """Return the lines of a table's rows, and how many rows are left out."""
    lines, hidden = [_heading(visible(table.table), colour)], 0
    for rows, line in (
        (table.removed, _gone),
        (table.retracted, _gone),
        (table.changed, _changed),
        (table.added, _added),
    ):
        found, left = _listed(rows, line, limit)  # type: ignore[arg-type]
        lines.extend(found)
        hidden += left
    return lines, hidden


def _listed(
    rows: Sequence[AnyRow], line: Callable[[AnyRow], Iterator[str]], limit: int | None
) -> tuple[list[str], int]:
    most = len(rows) if limit is None else limit
    lines = list(itertools.chain.from_iterable(map(line, rows[:most])))
    lines.extend(f"    {rest}" for rest in and_more(rows, most))
    return lines, max(len(rows) - most, 0)


def _added(row: WholeRow) -> Iterator[str]:
    words = row.label
    yield f"  + {visible(row.row_id)}  added" + (f": {shown(words)}" if words else "")


def _gone(row: WholeRow | RetractedRow) -> Iterator[str]:
    mark = "-" if isinstance(row, RetractedRow) else "!"
    what = "" if isinstance(row, RetractedRow) else "removed "
    yield f"  {mark} {visible(row.row_id)}  {what}{visible(gone_words(row))}"


def _changed(row: ChangedRow) -> Iterator[str]:
    for cell in row.cells[:_CELLS_SHOWN]:
        old, new = cell_words(cell)
        reason = f" ({visible(cell.reason)})" if cell.reason else ""
        yield f"  ~ {visible(row.row_id)}  {visible(cell.column)}: {visible(old)} -> {visible(new)}{reason}"
    if len(row.cells) > _CELLS_SHOWN:
        yield f"  ~ {visible(row.row_id)}  and {counted(len(row.cells) - _CELLS_SHOWN, 'further cell')}"
