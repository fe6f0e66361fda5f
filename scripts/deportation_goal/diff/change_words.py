"""Words that all renderers of a comparison share: for a side, a row, a cell and the version."""

from __future__ import annotations

import itertools
from typing import Final

from deportation_goal.diff.package_diff import Cell, PackageDiff, RetractedRow, Side, Step, TableRows, WholeRow
from deportation_goal.diff.step import required_step
from deportation_goal.diff.version import next_version, parse_version
from deportation_goal.wording import counted

_COMMIT_SHOWN: Final = 12
_EMPTY: Final = "(empty)"


def side_words(side: Side) -> str:
    """Return how a side is named to people."""
    commit = f" {side.commit[:_COMMIT_SHOWN]}" if side.commit else ""
    return f"{side.name} ({side.kind}{commit}, version {side.version})"


def gone_words(row: WholeRow | RetractedRow) -> str:
    """Return what became of a row that left its table."""
    if isinstance(row, RetractedRow):
        instead = f", replaced by {row.replaced_by}" if row.replaced_by else ""
        return f"{row.action}{instead}: {row.reason or 'no reason given'}"
    return "without a row of revisions that says why"


def cell_words(cell: Cell, width: int = 60) -> tuple[str, str]:
    """Return the old and the new value of a cell for people: a missing one as such, long ones where they differ."""
    if max(len(cell.old), len(cell.new)) <= width:
        return cell.old or _EMPTY, cell.new or _EMPTY
    pairs = zip(cell.old, cell.new, strict=False)
    same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
    start = max(0, same - width // 4) if same > width // 2 else 0
    return _window(cell.old, start, width), _window(cell.new, start, width)


def _window(value: str, start: int, width: int) -> str:
    if not value:
        return _EMPTY
    end = start + width
    return f"{'…' if start else ''}{value[start:end]}{'…' if len(value) > end else ''}"


def rows_words(table: TableRows) -> str:
    """Return the counts of a table in words, such as `3 added, 1 changed`."""
    if table.not_compared:
        return "not compared"
    return ", ".join(f"{count:,} {what}" for what, count in table.counts.items() if count)


def verdict(diff: PackageDiff) -> str:
    """Return the outcome in a sentence."""
    if diff.is_equal:
        return "No difference."
    differing = [table for table in diff.tables if any(table.counts.values())]
    lost = sum(1 for table in diff.tables if table.not_compared)
    parts = []
    if diff.changes:
        parts.append(f"{counted(len(diff.changes), 'change')} of schemas, descriptor or tool")
    if differing:
        rows = sum(sum(table.counts.values()) for table in differing)
        parts.append(f"{counted(rows, 'row')} of {counted(len(differing), 'table')}")
    if lost:
        parts.append(f"{counted(lost, 'table')} whose rows could not be compared")
    return f"Different: {'; '.join(parts)}."


def version_words(diff: PackageDiff) -> str:
    """Return which version the differences require, in a sentence."""
    step, last = required_step(diff), parse_version(diff.old.version)
    if step is Step.NONE:
        return "No new version is required by this."
    lowest = next_version(last, step)
    early = " (before 1.0.0 a major change raises the minor number)" if step is Step.MAJOR and last.major == 0 else ""
    return f"After {last} this requires at least {lowest}: a {step.word} change{early}."
