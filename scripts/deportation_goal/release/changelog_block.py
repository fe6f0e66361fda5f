"""The block of CHANGELOG.md that is computed from a comparison, readable by people however long it is. Pure."""

from __future__ import annotations

import datetime
import html
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from deportation_goal.diff.change_words import cell_words
from deportation_goal.diff.package_diff import LOGS, ChangedRow, PackageDiff, TableRows
from deportation_goal.diff.step import STEPS, change_sentence
from deportation_goal.templating import render

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
    changes = sorted(diff.changes, key=lambda change: -STEPS[change.kind]) if diff else []
    tables = [table for table in diff.tables if not table.is_equal and table.table not in LOGS] if diff else []
    return render(
        "release/templates/changelog_block.md",
        version=version,
        day=day.isoformat(),
        notes=notes.strip(),
        first=diff is None,
        counts=counts,
        changes=[(STEPS[change.kind].word, change_sentence(change)) for change in changes],
        tables=tables,
        kinds=[kind for kind in tables[0].counts if any(table.counts[kind] for table in tables)] if tables else [],
        listed=LISTED,
        open_up_to=OPEN_UP_TO,
        by_source=_by_source,
        common_reason=_common_reason,
        cell_words=cell_words,
        prose=_prose,
    )


def _by_source(table: TableRows) -> dict[str, list[str]]:
    """Return the ids of the added rows by source; under an empty one for a table whose rows have none."""
    by_source: dict[str, list[str]] = defaultdict(list)
    for row in table.added:
        source = row.values.get(_SOURCE, "") if table.key != _SOURCE else ""
        by_source[source].append(row.row_id)
    return by_source


def _common_reason(row: ChangedRow) -> str:
    """Return the reason that all cells share, which stands once, behind them; empty if they have several or none."""
    reasons = {cell.reason for cell in row.cells}
    return reasons.pop() if len(reasons) == 1 else ""


def _prose(text: str) -> str:
    """Return a text so that Markdown shows just that text and calls nobody by name."""
    escaped = _MARKS.sub(r"\\\1", html.escape(" ".join(text.split()), quote=False))
    return escaped.replace("@", "@<!-- -->")
