"""The rule on the order of rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from deportation_goal.findings import Level, Problem
from deportation_goal.rules.checked_tables import Mask, Tables, as_mask
from deportation_goal.rules.rule import Edit, Example, Rule, RuleCheck
from deportation_goal.wording import counted

if TYPE_CHECKING:
    import pyarrow as pa

ROW_ORDER: Final = Rule(
    "row-order",
    Level.ERROR,
    "Rows stand in canonical order: statements by source, place in the text and id, other rows by id.",
    "With one order a diff shows what changed and nothing else.",
    bad=Example(
        "A statement before another that stands earlier in the text.",
        (Edit("figures", 0, "evidence_start", "900"), Edit("figures", 0, "evidence_end", "990")),
    ),
    good=Example("Statements in the order of the text."),
    fixable=True,
    alone_because="Table Schema knows no order of rows",
)


def _out_of_order(tables: Tables, table: str) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], Mask]:
    """Return the rows whose sort key has no finding, and for each but the first whether it belongs before the last."""
    schema = tables.schemas[table]
    columns = ["source_id", "evidence_start", schema.primary_key] if schema.has_evidence else [schema.primary_key]
    placed = [*columns, "evidence_end"] if schema.has_evidence else columns
    rows = np.flatnonzero(tables.good_rows(table, *placed))
    before, _ = _against_previous(tables.array(table, schema.primary_key).take(rows))
    if schema.has_evidence:
        start = np.nan_to_num(tables.numbers(table, "evidence_start")[rows], nan=np.inf)
        before = (start[1:] < start[:-1]) | ((start[1:] == start[:-1]) & before)
        source_before, same_source = _against_previous(tables.array(table, "source_id").take(rows))
        before = source_before | (same_source & before)
    return rows, before


def _against_previous(values: pa.Array) -> tuple[Mask, Mask]:
    """Return where a value sorts before the one above it, by code points, and where it equals that one."""
    import pyarrow.compute as pc

    later, earlier = values.slice(1), values.slice(0, max(len(values) - 1, 0))
    return as_mask(pc.less(later, earlier)), as_mask(pc.equal(later, earlier))


def _row_order(tables: Tables) -> Iterator[Problem]:
    for table in tables.frames:
        rows, before = _out_of_order(tables, table)
        if not before.any():
            continue
        first = int(rows[int(np.flatnonzero(before)[0]) + 1])
        key = tables.value(table, tables.schemas[table].primary_key, first)
        message = f"out of order: {counted(int(before.sum()), 'row')} after a row that should follow, the first of them here: `deportation-goal fix` sorts the file"
        yield Problem(ROW_ORDER.id, table, first, "", key, message)


CHECKS: Final = (RuleCheck(ROW_ORDER, _row_order),)
