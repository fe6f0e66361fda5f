"""Rules on references: whether they lead somewhere, never in a circle, and whether rows are referred to at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.package.schema import ForeignKey
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, table_rule
from deportation_goal.wording import nearest, short

_SUGGESTED: Final = 25
"""Names that are compared one by one: a file that misses more has one cause, not many misspellings."""


def _references(tables: CheckedTables) -> Iterator[tuple[str, ForeignKey]]:
    """Yield each reference between tables that could be read, with the table it starts from."""
    for table in tables.columns:
        for key in tables.schemas[table].foreign_keys:
            if tables.has(key.table) and (key.table, key.key) not in tables.absent:
                yield table, key


@table_rule(
    "foreign-key",
    Level.ERROR,
    Phase.REFERENCES,
    title="A reference names a row that exists.",
    why="A source, agent, area or indicator that is not there cannot be looked up. Each missing name is reported once.",
    bad=Example("An indicator that is not in the codebook.", {"figures.1.indicator_id": "removals-gaol"}),
    good=Example("An indicator of the codebook."),
)
def foreign_key(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look for names that no key has, once each for a column."""
    missing: dict[str, Counter[str]] = {}
    unknown = []
    for table, key in _references(tables):
        names = tables.distinct(table, key.column) - tables.distinct(key.table, key.key) - {""}
        rows = list(tables.rows(table, key.column, names))
        if rows:
            counts = Counter(tables.cells(table, key.column)[row] for row in rows)
            missing.setdefault(key.table, Counter()).update(counts)
            unknown.append((table, key, rows, counts))
    held = {target: _held_back(tables, target, names) for target, names in missing.items()}
    for table, key, rows, counts in unknown:
        told: set[str] = set()
        for row in rows:
            value = tables.cells(table, key.column)[row]
            if value in told or value in held[key.table]:
                continue
            told.add(value)
            choices = tables.distinct(key.table, key.key) if len(told) <= _SUGGESTED else ()
            times = "" if counts[value] == 1 else f" ({counts[value]} rows refer to it)"
            message = f'"{short(value)}" is no {key.key} of {key.table}{times}: add it there, or correct it'
            yield table, row, key.column, Breach(message, _like(value, choices))


def _like(value: str, choices: Collection[str]) -> str:
    """Return the name most like a value among those that begin or end alike: comparing with all takes seconds."""
    return nearest(value, [name for name in sorted(choices) if name[:3] == value[:3] or name[-3:] == value[-3:]])


def _held_back(tables: CheckedTables, target: str, missing: Counter[str]) -> set[str]:
    """Return the missing names that damaged keys of the target may have been: those keys have their findings already.

    A damaged key holds back the missing name it is most like, or, like none, the name most rows refer to.
    """
    key = tables.schemas[target].primary_key
    held: set[str] = set()
    for row, damaged in enumerate(tables.cells(target, key)):
        if tables.is_good(target, row, key):
            continue
        if len(held) == _SUGGESTED:
            # So many damaged keys have one cause: every missing name may be one of them.
            return set(missing)
        left = [name for name, _ in missing.most_common() if name not in held]
        folded = {re.sub(r"[^a-z0-9]+", "-", name.lower()): name for name in reversed(left)}
        near = nearest(re.sub(r"[^a-z0-9]+", "-", damaged.lower()), folded)
        if left:
            held.add(folded[near] if near else left[0])
    return held


@table_rule(
    "list-reference",
    Level.ERROR,
    Phase.REFERENCES,
    title="Every id in a list of indicators names an indicator, and not the row's own.",
    why="not_comparable_with is read by people and by the comparison; a dead name warns of nothing.",
    bad=Example("An indicator that does not exist.", {"indicators.0.not_comparable_with": "removals-to-dat"}),
    good=Example("An indicator that does.", {"indicators.0.not_comparable_with": "removals-to-date"}),
    alone_because="Table Schema has no references inside a list",
)
def list_reference(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look each name of a list up, and stop at the first that is wrong."""
    # A damaged id has its finding; whoever names it in a list is not to blame.
    if not tables.has("indicators") or not tables.are_good("indicators", "indicator_id"):
        return
    known = tables.distinct("indicators", "indicator_id")
    for row, value in enumerate(tables.cells("indicators", "not_comparable_with")):
        own = tables.cells("indicators", "indicator_id")[row]
        wrong = next((name for name in value.split(" ") if name not in known or name == own), "") if value else ""
        if not wrong or not tables.is_good("indicators", row, "not_comparable_with"):
            continue
        if wrong == own:
            breach = Breach(f'"{short(wrong)}" is the row itself: take it out')
        else:
            near = nearest(wrong, sorted(known - {own}))
            breach = Breach(
                f'"{short(wrong)}" is no indicator_id of indicators: add it there, or correct it',
                value.replace(wrong, near) if near else "",
            )
        yield "indicators", row, "not_comparable_with", breach


@table_rule(
    "loop",
    Level.ERROR,
    Phase.REFERENCES,
    title="No document derives from itself, and no agent or indicator is part of itself, by any number of steps.",
    why="A chain must end in a root, or the origin of a statement cannot be told.",
    bad=Example(
        "A report that derives from the text that retells it.",
        {"sources.1.derived_from": "example-news-2025-04-13", "sources.1.derivation": "quotes"},
    ),
    good=Example("A report that derives from nothing.", {"sources.1.derived_from": ""}),
    alone_because="Table Schema follows one reference, not a chain",
)
def loop(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Follow each reference of a table to itself."""
    for table, key in _references(tables):
        if key.table != table:
            continue
        names, parents = tables.cells(table, key.key), tables.cells(table, key.column)
        good = [row for row in tables.good_rows(table, key.column, key.key) if parents[row]]
        first = {names[row]: row for row in reversed(good)}
        for loop_names in _loops({names[row]: parents[row] for row in good}):
            way = " → ".join(short(name) for name in (*loop_names[:8], loop_names[0]))
            yield table, first[loop_names[0]], key.column, Breach(f"{way} is a loop: one of these links must go")


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


@table_rule(
    "unused-row",
    Level.WARNING,
    Phase.TABLES,
    title="Every agent, area and indicator is referred to by a row.",
    why="The reference tables hold what the statements need, no more.",
    bad=Example("An area that no row mentions.", {"areas.0+.area": "PAN", "areas.0+.name": "Panama"}),
    good=Example(
        "An area that a row mentions.",
        {
            "areas.0+.area": "PAN",
            "areas.0+.name": "Panama",
            "countries.0.area": "PAN",
            "obstacles.0.counterpart_area": "CRI",
        },
    ),
    alone_because="Table Schema does not look at a reference from its other end",
)
def unused_row(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look for keys that no reference has."""
    for target, schema in tables.schemas.items():
        referring = [
            (table, key) for table, other in tables.schemas.items() for key in other.foreign_keys if key.table == target
        ]
        if not schema.needs_reference or not tables.has(target, *(table for table, _ in referring)):
            continue
        # A misspelt reference has its finding; the row it meant is not to blame.
        if all(tables.are_good(table, key.column) for table, key in referring):
            used = frozenset().union(*(tables.distinct(table, key.column) for table, key in referring))
            for row in tables.rows(target, schema.primary_key, tables.distinct(target, schema.primary_key) - used):
                value = tables.cells(target, schema.primary_key)[row]
                message = f'no row refers to "{short(value)}": delete it, or refer to it'
                yield target, row, schema.primary_key, Breach(message)
