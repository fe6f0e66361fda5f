"""Rules on what stands more than once: one utterance in several wordings, one statement in several rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from deportation_goal.findings import Level, Problem
from deportation_goal.rules.checked_tables import Tables, rows_where
from deportation_goal.rules.rule import Edit, Example, NewRow, Rule, RuleCheck

SPEAKERS: Final = Rule(
    "utterance-speakers",
    Level.WARNING,
    "All wordings of one utterance have the same speaker.",
    "Two speakers cannot have made one utterance: either the name of the utterance or a speaker is wrong.",
    bad=Example("Two wordings, two speakers.", (Edit("quotes", 1, "attributed_to", "example-news"),)),
    good=Example(
        "Two utterances, two speakers.",
        (Edit("quotes", 1, "attributed_to", "example-news"), Edit("quotes", 1, "utterance", "another-plan")),
    ),
    alone_because="it compares rows",
)
NEAR_DUPLICATE: Final = Rule(
    "near-duplicate",
    Level.WARNING,
    "No figure is recorded twice: same source, indicator, area, place, period and value, at overlapping places of the text.",
    "One statement is one row.",
    bad=Example(
        "A second row for the same words.",
        (
            NewRow(
                "figures",
                0,
                (("figure_id", "fig-7k2m9r"), ("qualifier", "exact"), ("value_text", "one million migrants")),
            ),
        ),
    ),
    good=Example(
        "The same value at another place of the text.",
        (NewRow("figures", 0, (("figure_id", "fig-7k2m9r"), ("evidence_start", "130"), ("evidence_end", "230"))),),
    ),
    alone_because="it compares rows",
)


def _speakers(tables: Tables) -> Iterator[Problem]:
    if not tables.has("quotes"):
        return
    frame = tables.frames["quotes"]
    good = tables.good_rows("quotes", "utterance", "attributed_to", "attribution_type")
    rows = frame.loc[good, ["utterance", "attributed_to"]]
    first = rows.groupby("utterance")["attributed_to"].transform("first")
    for row in rows.index[(rows["attributed_to"] != first).to_numpy(bool)]:
        value, utterance = str(rows.at[row, "attributed_to"]), str(rows.at[row, "utterance"])
        message = f"the speaker is «{value}», but another wording of «{utterance}» has «{first.at[row]}»"
        yield Problem(SPEAKERS.id, "quotes", int(row), "attributed_to", value, message, str(first.at[row]))


_SAME: Final = (
    "source_id",
    "indicator_id",
    "area",
    "counterpart_area",
    "place",
    "period",
    "value",
    "value_max",
    "attributed_to",
)


def _near_duplicate(tables: Tables) -> Iterator[Problem]:
    if not tables.has("figures"):
        return
    start, end = tables.numbers("figures", "evidence_start"), tables.numbers("figures", "evidence_end")
    placed = tables.good_rows("figures", *_SAME, "qualifier", "figure_id") & ~np.isnan(start) & ~np.isnan(end)
    rows = np.flatnonzero(placed)
    keys = np.zeros(len(rows), dtype=np.int64)
    for column in _SAME:
        codes = tables.array("figures", column).take(rows).dictionary_encode().indices.to_numpy(zero_copy_only=False)
        # Renumbered at each column, so that the pairs of key and code never run out of integers.
        keys = np.unique(keys * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)[1]
    # Hardly a statement is made twice, so hardly a row is left to be sorted.
    repeated = np.bincount(keys)[keys] > 1
    rows, keys = rows[repeated], keys[repeated]
    order = np.lexsort((rows, end[rows], start[rows], keys))
    alike = keys[order[1:]] == keys[order[:-1]]
    overlapping = start[rows[order[1:]]] < end[rows[order[:-1]]]
    for position in rows_where(alike & overlapping):
        before, row = int(rows[order[position]]), int(rows[order[position + 1]])
        other = tables.value("figures", "figure_id", before)
        message = f"the row states the same as {other}, at the same place of the text: keep one"
        yield Problem(NEAR_DUPLICATE.id, "figures", row, "value", tables.value("figures", "value", row), message)


CHECKS: Final = (
    RuleCheck(SPEAKERS, _speakers),
    RuleCheck(NEAR_DUPLICATE, _near_duplicate),
)
