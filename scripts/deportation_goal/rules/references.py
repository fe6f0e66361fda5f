"""Rules across tables: references, loops, ids used again, rows that nothing refers to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from deportation_goal.findings import Level, Problem
from deportation_goal.package.schema import ForeignKey
from deportation_goal.rules.checked_tables import Mask, Tables, rows_where
from deportation_goal.rules.rule import Edit, Example, NewRow, Rule, RuleCheck
from deportation_goal.wording import alike, short

FOREIGN_KEY: Final = Rule(
    "foreign-key",
    Level.ERROR,
    "A reference names a row that exists.",
    "A source, agent, area or indicator that is not there cannot be looked up. Each missing name is reported once.",
    bad=Example("An indicator that is not in the codebook.", (Edit("figures", 1, "indicator_id", "removals-gaol"),)),
    good=Example("An indicator of the codebook."),
    second_opinion=True,
)
LIST_REFERENCE: Final = Rule(
    "list-reference",
    Level.ERROR,
    "Every id in a list of indicators names an indicator, and not the row's own.",
    "not_comparable_with is read by people and by the comparison; a dead name warns of nothing.",
    bad=Example(
        "An indicator that does not exist.", (Edit("indicators", 0, "not_comparable_with", "removals-to-dat"),)
    ),
    good=Example("An indicator that does.", (Edit("indicators", 0, "not_comparable_with", "removals-to-date"),)),
    alone_because="Table Schema has no references inside a list",
)
LOOP: Final = Rule(
    "loop",
    Level.ERROR,
    "No document derives from itself, and no agent is part of itself, by any number of steps.",
    "A chain must end in a root, or the origin of a statement cannot be told.",
    bad=Example(
        "A report that derives from the text that retells it.",
        (Edit("sources", 1, "derived_from", "example-news-2025-04-13"), Edit("sources", 1, "derivation", "quotes")),
    ),
    good=Example("A report that derives from nothing.", (Edit("sources", 1, "derived_from", ""),)),
    alone_because="Table Schema follows one reference, not a chain",
)
RETIRED_ID: Final = Rule(
    "id-used-again",
    Level.ERROR,
    "An id that was retracted, merged or split is not used again.",
    "Somebody has cited it; it must never come to mean another row.",
    bad=Example(
        "A row with the id of a retracted one.",
        (
            NewRow(
                "revisions",
                0,
                (
                    ("revision_id", "rev-2w7e5s"),
                    ("row_id", "fig-7k2m9q"),
                    ("action", "retracted"),
                    ("field", ""),
                    ("new_value", ""),
                    ("old_value", "{}"),
                ),
            ),
        ),
    ),
    good=Example(
        "A retracted row that is gone from its table.",
        (
            NewRow(
                "revisions",
                0,
                (
                    ("revision_id", "rev-2w7e5s"),
                    ("row_id", "fig-000000"),
                    ("action", "retracted"),
                    ("field", ""),
                    ("new_value", ""),
                    ("old_value", "{}"),
                ),
            ),
        ),
    ),
    alone_because="it compares two tables",
)
REVISED_ROW: Final = Rule(
    "revised-row",
    Level.ERROR,
    "A revision names a row that exists or was retracted, and a column of its table.",
    "The history of a row is found by its id.",
    bad=Example("A correction of a row that never was.", (Edit("revisions", 0, "row_id", "fig-000001"),)),
    good=Example("A correction of a row that is there.", (Edit("revisions", 0, "row_id", "fig-8h3n1p"),)),
    alone_because="the table that row_id refers to stands in another column",
)
UNUSED: Final = Rule(
    "unused-row",
    Level.WARNING,
    "Every agent, area and indicator is referred to by a row.",
    "The reference tables hold what the statements need, no more.",
    bad=Example("An area that no row mentions.", (NewRow("areas", 0, (("area", "PAN"), ("name", "Panama"))),)),
    good=Example(
        "An area that a row mentions.",
        (
            NewRow("areas", 0, (("area", "PAN"), ("name", "Panama"))),
            Edit("countries", 0, "area", "PAN"),
            Edit("obstacles", 0, "counterpart_area", "CRI"),
        ),
    ),
    alone_because="Table Schema does not look at a reference from its other end",
)
_SUGGESTED: Final = 25
"""Names that are compared one by one: a file that misses more has one cause, not many misspellings."""

_USED_TABLES: Final = ("agents", "areas", "indicators")


def foreign_keys(tables: Tables) -> Iterator[tuple[str, ForeignKey]]:
    """Yield each reference between tables that could be read, with the table it starts from."""
    for table in tables.frames:
        for key in tables.schemas[table].foreign_keys:
            if tables.has(key.table) and (key.table, key.key) not in tables.absent:
                yield table, key


def _unknown_rows(tables: Tables, table: str, key: ForeignKey) -> Mask:
    known = tables.is_in(table, key.column, tables.array(key.table, key.key))
    return ~known & tables.filled(table, key.column) & tables.good_rows(table, key.column)


def _foreign_key(tables: Tables) -> Iterator[Problem]:
    missing: dict[str, Counter[str]] = {}
    unknown = []
    for table, key in foreign_keys(tables):
        rows = _unknown_rows(tables, table, key)
        if rows.any():
            names = tables.frames[table][key.column][rows]
            missing.setdefault(key.table, Counter()).update(names)
            unknown.append((table, key, names))
    held = {target: _held_back(tables, target, names) for target, names in missing.items()}
    for table, key, names in unknown:
        counts = names.value_counts()
        choices = tables.frames[key.table][key.key].tolist()
        firsts = names.drop_duplicates()
        for position, (row, value) in enumerate(zip(firsts.index, firsts, strict=True)):
            if value in held[key.table]:
                continue
            near = alike(value, choices, 1) if position < _SUGGESTED else []
            times = "" if counts[value] == 1 else f" ({counts[value]} rows refer to it)"
            message = f"«{short(value)}» is no {key.key} of {key.table}{times}: add it there, or correct it"
            yield Problem(FOREIGN_KEY.id, table, int(row), key.column, str(value), message, near[0] if near else "")


def _held_back(tables: Tables, target: str, missing: Counter[str]) -> set[str]:
    """Return the missing names that damaged keys of the target may have been: those keys have their findings already.

    A damaged key holds back the missing name it is most like, or, like none, the name most rows refer to.
    """
    key = tables.schemas[target].primary_key
    held: set[str] = set()
    for damaged in tables.frames[target][key][~tables.good_rows(target, key)]:
        if len(held) == _SUGGESTED:
            # So many damaged keys have one cause: every missing name may be one of them.
            return set(missing)
        left = [name for name, _ in missing.most_common() if name not in held]
        folded = {re.sub(r"[^a-z0-9]+", "-", name.lower()): name for name in reversed(left)}
        near = alike(re.sub(r"[^a-z0-9]+", "-", str(damaged).lower()), list(folded), 1)
        if left:
            held.add(folded[near[0]] if near else left[0])
    return held


def _list_reference(tables: Tables) -> Iterator[Problem]:
    if not tables.has("indicators"):
        return
    frame = tables.frames["indicators"]
    if not tables.good_rows("indicators", "indicator_id").all():
        # A damaged id has its finding; whoever names it in a list is not to blame.
        return
    known = set(frame["indicator_id"])
    for row in rows_where(
        tables.filled("indicators", "not_comparable_with")
        & tables.good_rows("indicators", "not_comparable_with", "indicator_id")
    ):
        value, own = str(frame["not_comparable_with"].iloc[row]), str(frame["indicator_id"].iloc[row])
        for name in value.split(" "):
            if name not in known or name == own:
                reason = (
                    "is the row itself: take it out"
                    if name == own
                    else "is no indicator_id of indicators: add it there, or correct it"
                )
                near = alike(name, sorted(known - {own}), 1)
                suggestion = value.replace(name, near[0]) if near and name != own else ""
                yield Problem(
                    LIST_REFERENCE.id,
                    "indicators",
                    row,
                    "not_comparable_with",
                    value,
                    f"«{short(name)}» {reason}",
                    suggestion,
                )
                break


def _loop(tables: Tables) -> Iterator[Problem]:
    for table, key in foreign_keys(tables):
        if key.table != table:
            continue
        frame = tables.frames[table]
        good = tables.good_rows(table, key.column, key.key)
        parents = dict(zip(frame[key.key][good], frame[key.column][good], strict=True))
        for loop in _loops(parents):
            row = int(np.flatnonzero((frame[key.key] == loop[0]).to_numpy(bool) & good)[0])
            message = (
                f"{' → '.join(short(name) for name in (*loop[:8], loop[0]))} is a loop: one of these links must go"
            )
            yield Problem(LOOP.id, table, row, key.column, str(frame[key.column].iloc[row]), message)


def _loops(parents: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield each loop of a graph in which a node has at most one parent, from its last name backwards."""
    done: set[str] = set()
    for start in sorted(parents, reverse=True):
        path: dict[str, None] = {}
        node = start
        while node and node in parents and node not in done and node not in path:
            path[node] = None
            node = parents[node]
        if node in path:
            names = list(path)
            yield tuple(names[names.index(node) :])
        done.update(path)


def _retired_id(tables: Tables) -> Iterator[Problem]:
    if not tables.has("revisions"):
        return
    revisions = tables.frames["revisions"]
    gone = ~tables.equals("revisions", "action", "corrected") & tables.good_rows(
        "revisions", "action", "row_id", "table_name"
    )
    for table in sorted(set(revisions["table_name"][gone]) & set(tables.frames)):
        key = tables.schemas[table].primary_key
        ids = revisions["row_id"][gone & tables.equals("revisions", "table_name", table)]
        for row in rows_where(tables.is_in(table, key, set(ids)) & tables.good_rows(table, key)):
            value = tables.value(table, key, row)
            message = f"«{short(value)}» was retracted (see revisions) and must not be used again: empty the cell and run `deportation-goal fix`"
            yield Problem(RETIRED_ID.id, table, row, key, value, message)


def _those_there(tables: Tables, table: str, ids: set[str]) -> set[str]:
    """Return which of some ids stand in a table."""
    key = tables.schemas[table].primary_key
    return set(tables.array(table, key).take(np.flatnonzero(tables.is_in(table, key, ids))).to_pylist())


def _revised_row(tables: Tables) -> Iterator[Problem]:
    if not tables.has("revisions"):
        return
    frame = tables.frames["revisions"]
    gone = set(zip(frame["table_name"], frame["row_id"], frame["action"] != "corrected", strict=True))
    ids = {
        table: _those_there(tables, table, set(frame["row_id"]))
        for table in frame["table_name"].unique()
        if tables.has(table)
    }
    good = tables.good_rows("revisions", "table_name", "row_id", "field", "action")
    for row in rows_where(good):
        table, row_id, column = (tables.value("revisions", name, row) for name in ("table_name", "row_id", "field"))
        if not tables.has(table) or not tables.good_rows(table, tables.schemas[table].primary_key).all():
            continue
        if column and column not in tables.schemas[table].by_name:
            near = alike(column, tables.schemas[table].columns, 1)
            yield Problem(
                REVISED_ROW.id,
                "revisions",
                row,
                "field",
                column,
                f"{table} has no column «{column}»",
                near[0] if near else "",
            )
        elif (table, row_id, True) not in gone and row_id not in ids[table]:
            yield Problem(
                REVISED_ROW.id,
                "revisions",
                row,
                "row_id",
                row_id,
                f"{table} has no row «{row_id}», and none was retracted",
            )


def _unused(tables: Tables) -> Iterator[Problem]:
    for target in _USED_TABLES:
        referring = [
            (table, key)
            for table, schema in tables.schemas.items()
            for key in schema.foreign_keys
            if key.table == target
        ]
        if not tables.has(target, *(table for table, _ in referring)):
            continue
        if not all(tables.good_rows(table, key.column).all() for table, key in referring):
            # A misspelt reference has its finding; the row it meant is not to blame.
            continue
        used: set[str] = set()
        for table, key in referring:
            used.update(tables.array(table, key.column).unique().to_pylist())
        primary = tables.schemas[target].primary_key
        for row in rows_where(~tables.is_in(target, primary, used) & tables.good_rows(target, primary)):
            value = tables.value(target, primary, row)
            yield Problem(
                UNUSED.id,
                target,
                row,
                primary,
                value,
                f"no row refers to «{short(value)}»: delete it, or refer to it",
            )


CHECKS: Final = (
    RuleCheck(FOREIGN_KEY, _foreign_key),
    RuleCheck(LIST_REFERENCE, _list_reference),
    RuleCheck(LOOP, _loop),
    RuleCheck(RETIRED_ID, _retired_id),
    RuleCheck(REVISED_ROW, _revised_row),
)
LATE_CHECKS: Final = (RuleCheck(UNUSED, _unused),)
