"""Rules on the list of accepted warnings, and which findings it silences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from deportation_goal.findings import Level, Problem
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, Rule, row_rule
from deportation_goal.wording import nearest, short

_TABLE: Final = "accepted"
_NAMING: Final = ("rule", "table_name", "row_id", "field")
_COLUMNS: Final = ("accepted_id", *_NAMING, "reason")


def _entry(row_id: str) -> dict[str, str]:
    return {
        "accepted.0.accepted_id": f"unused-row:areas:{row_id}",
        "accepted.0.rule": "unused-row",
        "accepted.0.table_name": "areas",
        "accepted.0.row_id": row_id,
        "accepted.0.reason": "It is named in the documentation.",
    }


@row_rule(
    "accepted-id",
    Level.ERROR,
    table=_TABLE,
    column="accepted_id",
    title="accepted_id is made of rule, table, row and column, joined by colons.",
    why="A warning is then accepted only once, and the id shows what it accepts.",
    bad=Example("An id of another row.", _entry("CRI") | {"accepted.0.accepted_id": "unused-row:areas:USA"}),
    good=Example(
        "The id of the warning that it accepts.",
        _entry("PAN") | {"areas.0+.area": "PAN", "areas.0+.name": "Panama", "areas.0+.m49": "591"},
    ),
    alone_because="it compares several columns",
)
def accepted_id(accepted_id: str, rule: str, table_name: str, row_id: str, field: str) -> Breach | None:
    """Compare the id with the cells that it is made of."""
    made = ":".join(part for part in (rule, table_name, row_id, field) if part)
    return None if accepted_id == made else Breach(f'the id should be "{made}", made of the cells beside it', made)


ACCEPTED_STALE: Final = Rule(
    "accepted-stale",
    Level.ERROR,
    Phase.LAST,
    "Every accepted finding is a warning that the check still gives.",
    "An entry that accepts nothing would silence the next mistake in that row. Errors are never accepted.",
    bad=Example("An entry for a row that no rule warns of.", _entry("CRI")),
    good=Example(
        "An entry for a row that a rule warns of.",
        _entry("PAN") | {"areas.0+.area": "PAN", "areas.0+.name": "Panama", "areas.0+.m49": "591"},
    ),
    alone_because="no Table Schema validator gives warnings",
)


def accepted_entries(tables: CheckedTables) -> dict[tuple[str, ...], int]:
    """Return the rows of the list by what they accept: rule, table, key of the row, and column or an empty string."""
    if not tables.has(_TABLE):
        return {}
    named = zip(*(tables.cells(_TABLE, column) for column in _NAMING), strict=True)
    return {names: number for number, names in enumerate(named)}


def entries_for(told: tuple[str, str, str, str], entries: Mapping[tuple[str, ...], int]) -> list[int]:
    """Return the rows of the list that accept what was found: by its column, or by its row as a whole.

    Args:
        told: Rule, table, key of the row and column of what was found.
        entries: As `accepted_entries` returns them.
    """
    return [entries[names] for names in (told, (*told[:3], "")) if names in entries]


def accepted_reasons(
    tables: CheckedTables, told: Iterable[tuple[str, str, str, str]], rules: Mapping[str, Rule]
) -> tuple[dict[int, str], list[Problem]]:
    """Return the reasons of accepted warnings by their place among what was found, and the entries that are stale.

    Entries are looked at for staleness only where nothing else is wrong: an error may hide the warning that is accepted.

    Args:
        tables: The tables, with the one of accepted findings.
        told: Rule, table, key of the row and column of all that was found.
        rules: The rules by id.
    """
    if not tables.has(_TABLE):
        return {}, []
    wanted = accepted_entries(tables)
    reasons: dict[int, str] = {}
    used: set[int] = set()
    failed = False
    for place, names in enumerate(told):
        if rules[names[0]].level is Level.ERROR:
            failed = True
            continue
        for number in entries_for(names, wanted):
            used.add(number)
            reasons[place] = tables.cells(_TABLE, "reason")[number]
    stale = (number for number in range(tables.size(_TABLE)) if number not in used)
    return reasons, [] if failed else list(_stale(tables, stale, rules))


def _stale(tables: CheckedTables, entries: Iterable[int], rules: Mapping[str, Rule]) -> Iterator[Problem]:
    for number in entries:
        rule = tables.cells(_TABLE, "rule")[number]
        column, suggestion = "accepted_id", ""
        if not tables.is_good(_TABLE, number, *_COLUMNS):
            continue
        if rule not in rules:
            column, suggestion = "rule", nearest(rule, rules)
            message = f'there is no rule "{short(rule)}"'
        elif rules[rule].level is Level.ERROR:
            message = f"{rule} is an error, and errors are not accepted: correct the row"
        else:
            message = "the check no longer gives this warning: delete this row"
        yield tables.problem(ACCEPTED_STALE.id, _TABLE, number, column, Breach(message, suggestion))
