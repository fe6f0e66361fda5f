"""How many single mistakes the check finds: a seeded run of several hundred kinds over a part of the real data."""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Final

import pytest

from deportation_goal.findings import Finding
from deportation_goal.package.descriptor import Package
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.table_files.canonical import csv_bytes
from effort import EVERYTHING
from made_tables import EditableRow, EditableRows
from mutation_kinds import Kind, kinds_of_schema
from mutation_meanings import BY_HAND
from mutation_sample import sample_inputs, sample_rows

SEED: Final = 12
TIMES: Final = 4 if EVERYTHING else 1
"""Rows in which each kind of mistake is made."""
FEWEST_KINDS: Final = 250
MOST_UNTELLABLE: Final = 0.15
FEWEST_FOUND: Final = 0.99


def _kinds(package: Package) -> list[Kind]:
    made = [kind for resource in package.resources for kind in kinds_of_schema(resource.name, resource.schema)]
    return [*made, *BY_HAND]


def test_the_kinds_are_many_and_touch_every_column(package: Package) -> None:
    kinds = _kinds(package)
    assert len({(kind.table, kind.column, kind.name) for kind in kinds}) == len(kinds) >= FEWEST_KINDS
    columns = {(resource.name, name) for resource in package.resources for name in resource.schema.columns}
    assert {(kind.table, kind.column) for kind in kinds} == columns
    assert sum(bool(kind.untellable) for kind in kinds) <= MOST_UNTELLABLE * len(kinds)


class _Run:
    """The sample, what the check says of it, and the mistakes that are made in it."""

    def __init__(self, package: Package) -> None:
        self.rows: EditableRows = sample_rows(package, SEED)
        for finding in check_tables(sample_inputs(package, self.rows).values()).findings:
            # A warning that the sample does not give needs no one to accept it.
            if finding.table == "accepted":
                self.rows["accepted"] = [row for row in self.rows["accepted"] if row["accepted_id"] != finding.row_id]
        self.inputs: dict[str, TableInput] = sample_inputs(package, self.rows)
        self.known = {finding.fingerprint for finding in check_tables(self.inputs.values()).findings}

    def wrong(self, kind: Kind) -> list[tuple[EditableRow, str]]:
        """Return rows in which a mistake can be made, and the wrong value."""
        rng = random.Random(f"{SEED} {kind.table} {kind.column} {kind.name}")
        found: list[tuple[EditableRow, str]] = []
        for row in rng.sample(self.rows[kind.table], len(self.rows[kind.table])):
            value = kind.wrong(rng, row, self.rows)
            if value is not None and value != row[kind.column]:
                found.append((row, value))
            if len(found) == TIMES:
                break
        return found

    def findings(self, kind: Kind, row: EditableRow, value: str) -> list[Finding]:
        """Return what the check says of the sample with one wrong cell, and not without it."""
        schema = self.inputs[kind.table].schema
        rows = [{**other, kind.column: value} if other is row else other for other in self.rows[kind.table]]
        changed = replace(self.inputs[kind.table], content=csv_bytes(schema.columns, rows))
        result = check_tables({**self.inputs, kind.table: changed}.values())
        return [finding for finding in result.findings if finding.fingerprint not in self.known]


def _where(kind: Kind, row: EditableRow, value: str, key: str, findings: list[Finding]) -> str:
    """Return where the mistake is found: at its cell, at its row, by the name of its row; empty if it is not.

    Of two rows that contradict each other only one has the finding, and it names the other.
    """
    ids = {row[key], value} if kind.column == key else {row[key]}
    at_row = [finding for finding in findings if finding.table == kind.table and finding.row_id in ids]
    if any(finding.field == kind.column for finding in at_row):
        return "cell"
    if at_row or any(finding.table == kind.table and kind.column == key and not finding.row_id for finding in findings):
        return "row"
    named = any(name and (name in finding.message or name == finding.value) for name in ids for finding in findings)
    return "name" if named else ""


@pytest.mark.slow
def test_of_the_mistakes_that_can_be_seen_nearly_all_are_found(
    package: Package, capsys: pytest.CaptureFixture[str]
) -> None:
    run = _Run(package)
    found: dict[str, list[str]] = defaultdict(list)
    for kind in _kinds(package):
        if not kind.untellable:
            key = run.inputs[kind.table].schema.primary_key
            for row, value in run.wrong(kind):
                place = _where(kind, row, value, key, run.findings(kind, row, value))
                found[f"{kind.table}.{kind.column}: {kind.name}"].append(place)
    places = Counter(place for several in found.values() for place in several)
    told = sum(places.values()) - places[""]
    lines = [
        f"{told} of {sum(places.values())} mistakes of {len(found)} kinds are found: {places['cell']} at the cell, "
        f"{places['row']} at the row, {places['name']} at a row that names it",
        *(f"missed: {name}" for name, several in found.items() if "" in several),
    ]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n  ".join(lines) + "\n")
    assert [name for name in _names(package) if name not in found] == []
    assert told >= FEWEST_FOUND * sum(places.values())


def _names(package: Package) -> list[str]:
    return [f"{kind.table}.{kind.column}: {kind.name}" for kind in _kinds(package) if not kind.untellable]
