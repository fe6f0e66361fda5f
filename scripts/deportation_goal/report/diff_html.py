"""The comparison for a browser: one page that needs no network, no script and no other file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from deportation_goal.diff.change_words import (
    cell_words,
    gone_words,
    rows_words,
    side_words,
    telling,
    verdict,
    version_words,
)
from deportation_goal.diff.package_diff import LOGS, ChangedRow, PackageDiff, RetractedRow, TableRows, WholeRow
from deportation_goal.diff.step import reasons
from deportation_goal.package.root import version
from deportation_goal.report.page import page_head, text
from deportation_goal.report.text_report import shown
from deportation_goal.wording import counted

LISTED: Final = 2_000
"""How many rows, and how many reasons, are listed one by one; the others are counted."""

OPEN_UP_TO: Final = 50
"""Up to how many rows the list of a table is unfolded from the start."""

VALUE_SHOWN: Final = 200
"""Longest value that stands whole; of a longer one the part that differs is shown."""

_LEVELS: Final = {"major": "error", "minor": "warning", "patch": "note"}
"""The colour of each step; the word stands beside it."""


def render_html(diff: PackageDiff) -> str:
    """Render a comparison as one HTML page."""
    differing = [table for table in diff.tables if not table.is_equal]
    lines = [
        *page_head(f"{verdict(diff)} – deportation-goal diff"),
        "<body>",
        '<a class="skip" href="#differences">Skip to the differences</a>',
        *_verdict(diff),
        '<main id="differences">',
        *_reasons(diff),
        *_counts(differing),
        *_rows(differing),
        *_not_compared(diff),
        "</main>",
        "<footer>",
        f'<p class="soft">deportation-goal {text(version())}. How the version is computed: '
        "<code>docs/releasing.md</code>.</p>",
        "</footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _verdict(diff: PackageDiff) -> Iterator[str]:
    yield f'<header class="verdict {"good" if diff.is_equal else "note"}">'
    yield f"<h1>{text(verdict(diff))}</h1>"
    yield f"<p>Old: {text(side_words(diff.old))}</p>"
    yield f"<p>New: {text(side_words(diff.new))}</p>"
    yield f"<p><strong>{text(version_words(diff))}</strong></p>"
    yield "</header>"


def _reasons(diff: PackageDiff) -> Iterator[str]:
    found = reasons(diff)
    if not found:
        return
    yield '<h2 id="version">Why this version: what differs</h2>'
    yield '<ul class="samples">'
    for reason in found[:LISTED]:
        yield f"<li>{_level(reason.step.word)} {text(reason.sentence)}</li>"
    if len(found) > LISTED:
        yield f"<li>and {len(found) - LISTED:,} more</li>"
    yield "</ul>"


def _level(step: str) -> str:
    return f'<span class="level {_LEVELS[step]}">{step}:</span>'


def _counts(tables: Sequence[TableRows]) -> Iterator[str]:
    if not tables:
        return
    yield '<h2 id="rows">Rows</h2>'
    yield '<div class="wide" role="region" tabindex="0" aria-labelledby="rows">'
    yield "<table>"
    yield "<caption>How many rows of each table differ; retracted rows stand in revisions, removed ones do not</caption>"
    heads = "".join(f'<th scope="col">{kind}</th>' for kind in tables[0].counts)
    yield f'<thead><tr><th scope="col">Table</th>{heads}</tr></thead>'
    yield "<tbody>"
    for number, table in enumerate(tables):
        cells = "".join(f"<td>{count:,}</td>" for count in table.counts.values())
        link = f'<a href="#table-{number}">{text(table.table)}</a>'
        yield f'<tr><th scope="row">{link}</th>{cells}</tr>'
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _rows(tables: Sequence[TableRows]) -> Iterator[str]:
    left = LISTED
    for number, table in enumerate(tables):
        lines = list(_table_lines(table))
        listed = lines[: max(left, 0)]
        left -= len(listed)
        yield f'<h3 id="table-{number}">{text(table.table)}: {text(rows_words(table))}</h3>'
        if table.table in LOGS:
            yield "<p>A log of the other tables: its rows never count by themselves.</p>"
        if table.not_compared:
            yield f"<p>{text(table.not_compared)}</p>"
        if listed:
            yield from _folded(table, number, listed, folded=len(lines) > OPEN_UP_TO)
        if len(lines) > len(listed):
            yield f"<p>{counted(len(lines) - len(listed), 'line')} of this table not listed here, to keep the page light: "
            yield "<code>--report json=FILE</code> has all of them.</p>"


def _folded(table: TableRows, number: int, lines: Sequence[str], *, folded: bool) -> Iterator[str]:
    yield f"<details{'' if folded else ' open'}>"
    yield f"<summary>{text(rows_words(table))}</summary>"
    yield f'<div class="wide" role="region" tabindex="0" aria-labelledby="table-{number}">'
    yield "<table>"
    yield "<caption>Row by row</caption>"
    yield '<thead><tr><th scope="col">Row</th><th scope="col">What</th><th scope="col">Values</th></tr></thead>'
    yield "<tbody>"
    yield from lines
    yield "</tbody>"
    yield "</table>"
    yield "</div>"
    yield "</details>"


def _table_lines(table: TableRows) -> Iterator[str]:
    """Yield a row of HTML for each row that came or went, and for each cell that changed."""
    for gone in table.removed:
        yield _line(gone.row_id, '<span class="level error">removed</span>', _with(gone_words(gone), gone))
    for retracted in table.retracted:
        yield _line(retracted.row_id, text(retracted.action), _with(gone_words(retracted), retracted))
    for changed in table.changed:
        yield from _cells(changed)
    for added in table.added:
        yield _line(added.row_id, "added", text(shown(telling(added.values))))


def _with(words: str, row: WholeRow | RetractedRow) -> str:
    label = shown(telling(row.values))
    return f'{text(words)}<br><span class="soft">{text(label)}</span>' if label else text(words)


def _cells(row: ChangedRow) -> Iterator[str]:
    for cell in row.cells:
        old, new = (text(value) for value in cell_words(cell, VALUE_SHOWN))
        reason = f'<br><span class="soft">{text(cell.reason)}</span>' if cell.reason else ""
        yield _line(
            row.row_id, f"<code>{text(cell.column)}</code> changed", f"<del>{old}</del> <ins>{new}</ins>{reason}"
        )


def _line(row_id: str, what: str, values: str) -> str:
    return f'<tr><th scope="row"><code>{text(shown(row_id))}</code></th><td>{what}</td><td>{values}</td></tr>'


def _not_compared(diff: PackageDiff) -> Iterator[str]:
    if not diff.not_compared:
        return
    yield '<h2 id="not-compared">Not compared</h2>'
    yield '<ul class="samples">'
    yield from (f"<li>{text(sentence)}</li>" for sentence in diff.not_compared)
    yield "</ul>"
