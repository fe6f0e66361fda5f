"""Rules on references: whether they lead somewhere, never in a circle, and whether rows are referred to at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.package.schema import ForeignKey
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, row_rule, table_rule
from deportation_goal.wording import nearest, short

_SUGGESTED: Final = 25
"""How many names are compared one by one: a file that misses more has one cause, not many misspellings."""

_RELATION: Final = {
    "relations.0.relation_id": "goal-reached",
    "relations.0.result_indicator_id": "removals-goal",
    "relations.0.operation": "sum",
    "relations.0.first_indicator_id": "removals-to-date",
    "relations.0.first_period": "same",
    "relations.0.second_indicator_id": "removals-to-date",
    "relations.0.second_period": "earlier",
}


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
    why="Nobody can look up a source, agent, area or indicator that does not exist. Each missing name is reported once.",
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
            yield table, row, key.column, Breach(missing_message(value, key.table, counts[value]))


def missing_message(value: str, table: str, rows: int) -> str:
    """Return the message about a name that a table lacks and a number of rows refer to."""
    times = "" if rows == 1 else f" ({rows} rows refer to it)"
    return f'"{short(value)}" is not in {table}{times}: add a row for it to {table}, or correct the id'


def rows_missing(message: str) -> int:
    """Return how many rows refer to a name, read from the text of `missing_message`."""
    found = re.search(r" \(([0-9]+) rows refer to it\): add a row", message)
    return int(found[1]) if found else 1


def _held_back(tables: CheckedTables, target: str, missing: Counter[str]) -> set[str]:
    """Return the missing names that damaged keys of the target may have been: those keys have their findings already.

    A damaged key holds back the missing name that it resembles most; if it resembles none, the one that most rows
    refer to.
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
    title="Every id in a list of indicators names an indicator, once, and not the row's own.",
    why="not_comparable_with is read by people and by the comparison; an unknown name warns of nothing.",
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
        names = value.split(" ") if value else []
        again = {name for place, name in enumerate(names) if name in names[:place]}
        wrong = next((name for name in names if name not in known or name == own or name in again), "")
        if not wrong or not tables.is_good("indicators", row, "not_comparable_with"):
            continue
        if wrong == own:
            breach = Breach(f'"{short(wrong)}" is the row itself: remove it')
        elif wrong in again:
            breach = Breach(f'"{short(wrong)}" is in the list twice: remove one', " ".join(dict.fromkeys(names)))
        else:
            near = nearest(wrong, sorted(known - {own}))
            breach = Breach(
                f'"{short(wrong)}" is not an indicator_id of indicators: add it there, or correct it',
                value.replace(wrong, near) if near else "",
            )
        yield "indicators", row, "not_comparable_with", breach


@table_rule(
    "list-both-ways",
    Level.ERROR,
    Phase.ACROSS,
    title="If one indicator names another as not comparable, the other names it too.",
    why="Anyone who looks up one of the two must be warned.",
    bad=Example("A warning in one direction only.", {"indicators.1.not_comparable_with": ""}),
    good=Example("A warning in both directions.", {"indicators.1.not_comparable_with": "removals-goal"}),
    alone_because="Table Schema has no references inside a list",
)
def list_both_ways(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare each list with the lists of the indicators that it names."""
    column = "not_comparable_with"
    if not tables.has("indicators") or not tables.are_good("indicators", "indicator_id", column):
        return
    names = tables.cells("indicators", "indicator_id")
    lists = {name: set(cell.split()) for name, cell in zip(names, tables.cells("indicators", column), strict=True)}
    one_way = {(one, other) for one, named in lists.items() for other in named if one not in lists[other]}
    rows = {name: row for row, name in enumerate(names)}
    while one_way:
        # A list that many others contradict is wrong; of two that contradict each other, the one that lacks the name.
        times = Counter(name for pair in one_way for name in pair)
        lacking = {other for _, other in one_way}
        worst = max(sorted(times), key=lambda name: (times[name], name in lacking))
        missing = sorted(one for one, other in one_way if other == worst)
        surplus = sorted(other for one, other in one_way if one == worst)
        said = [f"{short(name)} names this indicator, but is not in its list" for name in missing]
        said += [f"{short(name)} is in the list, but does not name this indicator" for name in surplus]
        suggestion = " ".join(sorted(lists[worst] | set(missing))) if missing and not surplus else ""
        message = f"{'; '.join(said)}: name both in each other's list, or neither"
        yield "indicators", rows[worst], column, Breach(message, suggestion)
        one_way = {pair for pair in one_way if worst not in pair}


@table_rule(
    "loop",
    Level.ERROR,
    Phase.REFERENCES,
    title="No document derives from itself, and no agent or indicator is part of itself, by any number of steps.",
    why="A chain must end in a root; otherwise a statement has no origin.",
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
            yield table, first[loop_names[0]], key.column, Breach(f"{way} is a loop: remove one of these links")


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


@row_rule(
    "part-of-unnamed",
    Level.ERROR,
    Phase.ACROSS,
    table="agents",
    column="part_of",
    title="No agent is part of an unnamed agent.",
    why="An unnamed speaker has no members; a body that people belong to has a name.",
    bad=Example("A person as part of an official.", {"agents.1.part_of": "unnamed-official-example-news-2025-04"}),
    good=Example("A person as part of a newspaper.", {"agents.1.part_of": "example-news"}),
    alone_because="it compares two rows",
)
def part_of_unnamed(part_of: str, part_of__agent_type: str) -> Breach | None:
    """Look at the type of the agent that is named."""
    if part_of__agent_type != "unnamed":
        return None
    return Breach(f'"{short(part_of)}" is an unnamed agent: name the organisation itself, or empty the cell')


@row_rule(
    "parent-unit",
    Level.ERROR,
    Phase.ACROSS,
    table="indicators",
    column="parent_indicator_id",
    title="An indicator has the same unit as the larger count that it is part of.",
    why="Everything counted here is also counted there, so both need the same unit.",
    bad=Example(
        "A count of people as part of a count of removals.",
        {"indicators.1.parent_indicator_id": "removals-goal", "indicators.1.unit": "{person}"},
    ),
    good=Example("A count of removals as part of another.", {"indicators.1.parent_indicator_id": "removals-goal"}),
    alone_because="it compares two rows",
)
def parent_unit(unit: str, parent_indicator_id: str, parent_indicator_id__unit: str) -> Breach | None:
    """Compare the units."""
    if not parent_indicator_id or unit == parent_indicator_id__unit:
        return None
    return Breach(
        f'"{short(parent_indicator_id)}" is in {parent_indicator_id__unit}, this indicator in {unit}: name another'
    )


@row_rule(
    "third-period",
    Level.ERROR,
    table="relations",
    column="third_period",
    title="third_period is filled if and only if third_indicator_id is.",
    why="The tool cannot compute with a period without an indicator, or an indicator without a period.",
    bad=Example("A third period without an indicator.", _RELATION | {"relations.0.third_period": "same"}),
    good=Example("Neither of the two.", _RELATION),
    alone_because="it compares two columns",
)
def third_period(third_indicator_id: str, third_period: str) -> Breach | None:
    """Compare the third indicator with its period."""
    if bool(third_indicator_id) == bool(third_period):
        return None
    if third_period:
        return Breach(f"third_period is {third_period}, but third_indicator_id is empty: fill both or neither")
    return Breach(
        f'third_indicator_id is "{short(third_indicator_id)}", but third_period is empty: fill both or neither'
    )


@table_rule(
    "unused-row",
    Level.WARNING,
    Phase.TABLES,
    title="Every agent, area and indicator is referred to by a row.",
    why="The reference tables hold only what the statements need.",
    bad=Example(
        "An area that no row mentions.", {"areas.0+.area": "PAN", "areas.0+.name": "Panama", "areas.0+.m49": "591"}
    ),
    good=Example(
        "An area that a row mentions.",
        {
            "areas.0+.area": "PAN",
            "areas.0+.name": "Panama",
            "areas.0+.m49": "591",
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
