"""The block of CHANGELOG.md that is computed from a comparison, readable by people however long it is. Pure."""

from __future__ import annotations

import datetime
import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from deportation_goal.diff.change_words import cell_words
from deportation_goal.diff.package_diff import LOGS, ChangedRow, PackageDiff, RetractedRow, TableRows, WholeRow
from deportation_goal.diff.step import STEPS, change_sentence
from deportation_goal.markdown import code
from deportation_goal.wording import counted

OPEN_UP_TO: Final = 10
"""Up to how many rows a list stands open; a longer one is folded."""

LISTED: Final = 500
"""How many changed or retracted rows are listed; the others are counted, and data/changes.csv has each."""

_SOURCE: Final = "source_id"
_MARKS: Final = re.compile(r"([\\`*_{}\[\]#|~])")


def block(diff: PackageDiff | None, counts: Mapping[str, int], version: str, day: datetime.date, notes: str) -> str:
    """Return the block of a release.

    Args:
        diff: What differs from the last release; None for the first one.
        counts: Number of rows of each table, by its title; for the first release.
        version: The version.
        day: Day of the release.
        notes: What people wrote for it.
    """
    computed = _differences(diff) if diff is not None else _first(counts)
    parts = [f"## {version} ({day.isoformat()})", notes.strip(), *computed]
    return "\n\n".join(part for part in parts if part) + "\n"


def _first(counts: Mapping[str, int]) -> Iterator[str]:
    lines = [f"- {title}: {counted(count, 'row')}" for title, count in counts.items() if count]
    yield "\n".join(["### Data", "", "The first release, so everything is new:", "", *lines])


def _differences(diff: PackageDiff) -> Iterator[str]:
    changes = [
        f"- {STEPS[change.kind].word}: {_prose(change_sentence(change))}"
        for change in sorted(diff.changes, key=lambda change: -STEPS[change.kind])
    ]
    if changes:
        yield "\n".join(["### Schemas, descriptor and tool", "", *_cut(changes)])
    tables = [table for table in diff.tables if not table.is_equal and table.table not in LOGS]
    if not changes and not tables:
        yield "The data is that of the last release; only code or documents changed."
    if tables:
        yield "### Data"
        yield "\n".join(_numbers(tables))
    for table in tables:
        yield from _table(table)


def _numbers(tables: Sequence[TableRows]) -> Iterator[str]:
    """Yield the lines of a table with the number of rows by what happened to them, without empty columns."""
    kinds = [kind for kind in tables[0].counts if any(table.counts[kind] for table in tables)]
    yield f"| table | {' | '.join(kinds)} |"
    yield f"|---|{'---:|' * len(kinds)}"
    for table in tables:
        numbers = (f"{table.counts[kind]:,}" if table.counts[kind] else "" for kind in kinds)
        yield f"| {table.table} | {' | '.join(numbers)} |"


def _table(table: TableRows) -> Iterator[str]:
    if table.not_compared:
        yield f"{table.table}: {_prose(table.not_compared)}."
    gone = [*map(_retracted, table.retracted), *map(_removed, table.removed)]
    for count, words, lines in (
        (len(table.added), "added", _grouped(table)),
        (len(table.changed), "changed", _cut([_changed(row) for row in table.changed])),
        (len(gone), "retracted", _cut(gone)),
    ):
        if count > OPEN_UP_TO:
            summary = f"<summary>{table.table}: {count:,} {words}</summary>"
            yield "\n".join(["<details>", summary, "", *lines, "", "</details>"])
        elif count:
            yield "\n".join([f"{table.table}, {words}:", "", *lines])


def _cut(lines: Sequence[str]) -> list[str]:
    if len(lines) <= LISTED:
        return list(lines)
    return [*lines[:LISTED], f"- and {len(lines) - LISTED:,} more: `data/changes.csv` has each of them"]


def _grouped(table: TableRows) -> list[str]:
    """Return the added rows as a line a source; in one line for a table whose rows have none."""
    by_source: dict[str, list[str]] = defaultdict(list)
    for row in table.added:
        source = row.values.get(_SOURCE, "") if table.key != _SOURCE else ""
        by_source[source].append(row.row_id)
    return [f"- {code(source)}: {_ids(ids)}" if source else f"- {_ids(ids)}" for source, ids in by_source.items()]


def _ids(ids: Sequence[str]) -> str:
    return ", ".join(map(code, ids))


def _changed(row: ChangedRow) -> str:
    reasons = list(dict.fromkeys(cell.reason for cell in row.cells))
    cells = []
    for cell in row.cells:
        old, new = (code(value) for value in cell_words(cell))
        # One reason for all cells stands once, behind them.
        reason = f" ({_prose(cell.reason)})" if cell.reason and len(reasons) > 1 else ""
        cells.append(f"{code(cell.column)}: {old} → {new}{reason}")
    last = f" ({_prose(reasons[0])})" if len(reasons) == 1 and reasons[0] else ""
    return f"- {code(row.row_id)}: {'; '.join(cells)}{last}"


def _retracted(row: RetractedRow) -> str:
    instead = f", see {code(row.replaced_by)}" if row.replaced_by else ""
    return f"- {code(row.row_id)} ({row.action}{instead}): {_prose(row.reason)}"


def _removed(row: WholeRow) -> str:
    return f"- {code(row.row_id)}: without a row of revisions"


def _prose(text: str) -> str:
    """Return a text so that Markdown shows just that text and calls nobody by name."""
    escaped = _MARKS.sub(r"\\\1", html.escape(" ".join(text.split()), quote=False))
    return escaped.replace("@", "@<!-- -->")
