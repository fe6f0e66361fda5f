"""How many single mistakes the check finds: a seeded run of several hundred kinds over a part of the real data.

Most are found at their very cell, so several are made at once, in different rows and columns; each that is not found at
its cell is made again alone. A search makes each alone.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
AT_ONCE: Final = 0 if EVERYTHING else 4
"""Mistakes that are made at once in a table."""
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


@dataclass(frozen=True)
class Mistake:
    """A wrong value in a cell of a row."""

    kind: Kind
    row: EditableRow
    value: str

    def goes_with(self, others: Iterable[Mistake]) -> bool:
        """Whether it can be made together with others: few of its table, none in its row or column."""
        beside = [other for other in others if other.kind.table == self.kind.table]
        return len(beside) < AT_ONCE and not any(
            other.row is self.row or other.kind.column == self.kind.column for other in beside
        )


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

    def mistakes(self, kind: Kind) -> list[Mistake]:
        """Return mistakes of a kind."""
        rng = random.Random(f"{SEED} {kind.table} {kind.column} {kind.name}")
        found: list[Mistake] = []
        for row in rng.sample(self.rows[kind.table], len(self.rows[kind.table])):
            value = kind.wrong(rng, row, self.rows)
            if value is not None and value != row[kind.column]:
                found.append(Mistake(kind, row, value))
            if len(found) == TIMES:
                break
        return found

    def findings(self, mistakes: Sequence[Mistake]) -> list[Finding]:
        """Return what the check says of the sample with these mistakes, and not without them."""
        wrong = {id(mistake.row): {mistake.kind.column: mistake.value} for mistake in mistakes}
        inputs = dict(self.inputs)
        for table in {mistake.kind.table for mistake in mistakes}:
            rows = [{**row, **wrong.get(id(row), {})} for row in self.rows[table]]
            inputs[table] = replace(inputs[table], content=csv_bytes(inputs[table].schema.columns, rows))
        return [finding for finding in check_tables(inputs.values()).findings if finding.fingerprint not in self.known]

    def where(self, mistake: Mistake, findings: Iterable[Finding]) -> str:
        """Return where a mistake is found: at its cell, at its row, by the name of its row; empty if it is not.

        Of two rows that contradict each other only one has the finding, and it names the other.
        """
        kind, row = mistake.kind, mistake.row
        key = self.inputs[kind.table].schema.primary_key
        ids = {row[key], mistake.value} if kind.column == key else {row[key]}
        at_row = [finding for finding in findings if finding.table == kind.table and finding.row_id in ids]
        if any(finding.field == kind.column for finding in at_row):
            return "cell"
        if at_row or any(
            finding.table == kind.table and kind.column == key and not finding.row_id for finding in findings
        ):
            return "row"
        named = any(name and (name in finding.message or name == finding.value) for name in ids for finding in findings)
        return "name" if named else ""

    def places(self, mistakes: Iterable[Mistake]) -> list[tuple[Mistake, str]]:
        """Return mistakes, and where each is found."""
        batches: list[list[Mistake]] = []
        for mistake in mistakes:
            batch = next((batch for batch in batches if mistake.goes_with(batch)), None)
            if batch is None:
                batches.append([mistake])
            else:
                batch.append(mistake)
        found = []
        for batch in batches:
            findings = self.findings(batch)
            for mistake in batch:
                place = self.where(mistake, findings)
                if place != "cell" and len(batch) > 1:
                    place = self.where(mistake, self.findings([mistake]))
                found.append((mistake, place))
        return found


@pytest.mark.slow
def test_of_the_mistakes_that_can_be_seen_nearly_all_are_found(
    package: Package, capsys: pytest.CaptureFixture[str]
) -> None:
    run = _Run(package)
    found: dict[str, list[str]] = defaultdict(list)
    kinds = [kind for kind in _kinds(package) if not kind.untellable]
    for mistake, place in run.places(mistake for kind in kinds for mistake in run.mistakes(kind)):
        found[_name(mistake.kind)].append(place)
    places = Counter(place for several in found.values() for place in several)
    told = sum(places.values()) - places[""]
    lines = [
        f"{told} of {sum(places.values())} mistakes of {len(found)} kinds are found: {places['cell']} at the cell, "
        f"{places['row']} at the row, {places['name']} at a row that names it",
        *(f"missed: {name}" for name, several in found.items() if "" in several),
    ]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n  ".join(lines) + "\n")
    assert [_name(kind) for kind in kinds if _name(kind) not in found] == []
    assert told >= FEWEST_FOUND * sum(places.values())


def _name(kind: Kind) -> str:
    return f"{kind.table}.{kind.column}: {kind.name}"
