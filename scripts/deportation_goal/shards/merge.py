"""Joins what shards say: the findings of the whole, without reading the shards again."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from deportation_goal.findings import CheckResult, Finding, Problem
from deportation_goal.package import clock
from deportation_goal.package.descriptor import Package
from deportation_goal.rules.accepted import accepted_reasons
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.constraints import unique
from deportation_goal.rules.engine import Asked, TableInput, package_inputs, place_of, read_inputs
from deportation_goal.rules.one_cause import folded
from deportation_goal.rules.order import order_message
from deportation_goal.rules.references import missing_message
from deportation_goal.rules.suggestions import with_safe_suggestions
from deportation_goal.shards.shard import (
    MISSING,
    ORDER,
    End,
    Shard,
    ShardResult,
    ShardRow,
    SharedRows,
    check_shard,
    rows_with,
    shared_keys,
)
from deportation_goal.table_files.canonical import csv_bytes
from deportation_goal.wording import short

Given = TypeVar("Given")
Outcome = TypeVar("Outcome")
_Kept = Mapping[str, Sequence[ShardRow]]


class Mapped(Protocol):
    """Calls a function for each of some things, on this machine or on many, as `map` does."""

    def __call__(self, work: Callable[[Given], Outcome], items: Sequence[Given], /) -> Iterable[Outcome]:
        """Return the outcomes in the order of the items."""


def check_in_shards(
    package: Package, shards: Sequence[Shard], mapped: Mapped = map, today: datetime.date | None = None
) -> CheckResult:
    """Check a package whose statements are in shards; see `merge` for what it finds.

    Args:
        package: The package; its own statements are not looked at.
        shards: The statements, each shard a range of sources, in the order of the sources.
        mapped: What calls the functions for each shard: the `map` of an engine. Both functions and what they return can be
            pickled.
        today: The day of the check; the day of the system if not given.
    """
    today = today or clock.system_day()
    results = list(mapped(partial(check_shard, package, today=today), shards))
    shared = list(mapped(partial(rows_with, package, shared=shared_keys(results)), shards))
    return merge(package, results, shared, today)


def merge(
    package: Package,
    results: Sequence[ShardResult],
    shared: Sequence[SharedRows],
    today: datetime.date | None = None,
) -> CheckResult:
    """Return the findings of the whole package.

    They are those of `check_tables` on all rows, but for four things: a row is placed in the file of its shard;
    where rows are out of order across shards, the number of them is that inside the shards and one for each border; a
    suggestion for a misspelt name of a log is looked for among fewer rows; and of a table that is broken in one shard the
    other shards are checked.

    Args:
        package: The package; its own statements are not looked at.
        results: What `check_shard` said, in the order of the sources.
        shared: What `rows_with` returned for each of them.
        today: The day of the check; the day of the system if not given.
    """
    kept = _kept_rows(package, results, shared)
    asked = read_inputs(package_inputs(package, _inputs(package, kept)), today=today)
    asked.ask()
    together = frozenset[str]().union(*(rows.sources for rows in shared))
    found = [
        *_of_shards(package, results, together),
        *_together(asked, kept, together),
        *_out_of_order(results),
        *_of_other_tables(asked, kept),
    ]
    reasons, stale = accepted_reasons(
        asked.tables, ((one.rule, one.table, one.row_id, one.field) for one in found), RULES
    )
    suppressed = [found[place].accepted(reason) for place, reason in reasons.items()]
    told = [one for place, one in enumerate(found) if place not in reasons] + [asked.finding(one) for one in stale]
    rows = Counter({name: asked.tables.size(name) for name in asked.tables.columns if name not in kept})
    for result in results:
        rows.update(result.rows)
    paths = {name: table.path for name, table in asked.by_table.items() if name not in kept}
    return CheckResult(
        tuple(sorted(_folded(told, rows, asked), key=place_of)),
        dict(rows),
        paths,
        tuple(sorted(suppressed, key=place_of)),
    )


def _kept_rows(package: Package, results: Sequence[ShardResult], shared: Sequence[SharedRows]) -> _Kept:
    """Return the rows that are checked together, by table, in the order of the shards."""
    kept: dict[str, list[ShardRow]] = {
        resource.name: [] for resource in package.resources if resource.schema.has_evidence
    }
    for result, more in zip(results, shared, strict=True):
        for row in sorted({*result.kept, *more.rows}, key=lambda row: row.line):
            kept[row.table].append(row)
    return kept


def _inputs(package: Package, kept: _Kept) -> dict[str, TableInput]:
    inputs = {}
    for name, rows in kept.items():
        schema = package.resource(name).schema
        content = csv_bytes(schema.columns, (dict(zip(schema.columns, row.cells, strict=True)) for row in rows))
        inputs[name] = TableInput(schema, name, content, "", package.version)
    return inputs


def _of_shards(package: Package, results: Iterable[ShardResult], together: frozenset[str]) -> Iterator[Finding]:
    """Yield what shards found, but for the sources that are checked together; each missing name once a column."""
    rows: Counter[tuple[str, str, str]] = Counter()
    for result in results:
        rows.update(result.missing)
    told: set[tuple[str, str, str]] = set()
    for result in results:
        for source, findings in result.findings.items():
            for finding in findings:
                name = finding.table, finding.field, finding.value
                if finding.rule != MISSING and source not in together:
                    yield finding
                elif finding.rule == MISSING and name not in told:
                    told.add(name)
                    target = package.resource(finding.table).schema.references[finding.field].table
                    before, after = (
                        missing_message(finding.value, target, number) for number in (result.missing[name], rows[name])
                    )
                    yield replace(finding, message=finding.message.replace(before, after))


def _together(asked: Asked, kept: _Kept, together: frozenset[str]) -> Iterator[Finding]:
    """Yield what was found in the statements of the sources that several shards have to do with."""
    problems = [
        problem
        for problem in asked.problems
        if problem.table in kept and problem.row is not None and problem.rule not in (MISSING, ORDER)
    ]
    for problem in with_safe_suggestions(problems, asked.tables, RULES):
        rows, schema = kept[problem.table], asked.tables.schemas[problem.table]
        row = rows[problem.row or 0]
        if row.cells[schema.columns.index(schema.source)] in together:
            finding = replace(asked.finding(problem), path=row.path, line=row.line)
            if finding.rule == unique.id:
                place = schema.columns.index(problem.column)
                first = next(other for other in rows if other.cells[place] == problem.value)
                message = f'"{short(problem.value)}" is already the key of another row, in line {first.line} of {first.path}: choose another key, or delete this row'
                finding = replace(finding, message=message)
            yield finding


def _out_of_order(results: Sequence[ShardResult]) -> Iterator[Finding]:
    """Yield one finding for each table whose rows are out of order, in a shard or where one follows another."""
    late: Counter[str] = Counter()
    found: dict[str, list[Finding]] = defaultdict(list)
    before: dict[str, End] = {}
    for result in results:
        for name, (begin, end) in result.ends.items():
            last = before.get(name, begin)
            if last.key > begin.key:
                late[name] += 1
                found[name].append(last.finding if last.key > end.key else begin.finding)
            before[name] = max(last, end, key=lambda one: one.key)
        for name, (number, finding) in result.late.items():
            late[name] += number
            found[name].append(finding)
    for name, findings in found.items():
        yield replace(findings[0], message=order_message(late[name]))


def _of_other_tables(asked: Asked, kept: _Kept) -> Iterator[Finding]:
    """Yield what was found in the tables that are whole."""
    problems = [problem for problem in asked.problems if problem.table not in kept]
    yield from map(asked.finding, with_safe_suggestions(problems, asked.tables, RULES))


def _folded(findings: Sequence[Finding], rows: Mapping[str, int], asked: Asked) -> Iterator[Finding]:
    """Yield one finding for each cause."""
    problems = [
        Problem(one.rule, one.table, place, one.field, one.value, one.message, one.suggestion)
        for place, one in enumerate(findings)
        if one.row_id or RULES[one.rule].find
    ]
    yield from (one for one in findings if not one.row_id and not RULES[one.rule].find)
    for problem in folded(problems, lambda table: rows[table], lambda table: len(asked.tables.schemas[table].columns)):
        yield replace(findings[problem.row or 0], message=problem.message, suggestion=problem.suggestion)
