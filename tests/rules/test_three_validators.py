"""Where a rule is plain Table Schema, our rules, pandera and frictionless say the same of any cell."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from deportation_goal.package.descriptor import load_package
from deportation_goal.package.pandera_schema import pandera_schema
from deportation_goal.package.typed_frame import typed_frame
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.example_package import ROWS, example_rows
from deportation_goal.rules.rule import Example, Phase
from effort import examples
from second_opinion import opinion
from support import REPOSITORY, changed, check_example

PACKAGE: Final = load_package(REPOSITORY)
SCHEMAS: Final = {resource.name: resource.schema for resource in PACKAGE.resources}
PLAIN: Final = {rule.id for rule in RULES.values() if rule.phase is Phase.FIELDS}
"""The rules that a Table Schema declares: types, constraints, keys."""

CELLS: Final = [
    (table, row, column)
    for table, rows in ROWS.items()
    for row in range(len(rows))
    for column in SCHEMAS[table].columns
]
VALUES: Final = st.one_of(
    st.sampled_from(["", "0", "-0", "-1", "1.", ".5", "1.5", "1e3", "NaN", "inf", "0x10", "1_000", "1,000", "null"]),
    st.sampled_from(["0000-01-01", "2025-02-30", "2025-2-8", "9999-12-31", "true", "True", "9" * 19, "9" * 18]),
    st.sampled_from(
        ["USA", "usa", "fig-7k2m9q", "exact", "jane-doe", "https://example.org", "en", "5a" * 32, "x" * 500]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z", "Mn"]), max_size=8),
)
LOOSER_IN_FRICTIONLESS: Final = {
    "date": "it takes 2025-2-8",
    "number": "it takes 1e3, NaN and inf, and a number of any length",
    "integer": "it takes 1_000, and a number of any length",
    "boolean": "it takes True, 1 and 0",
}
"""Types of which frictionless takes more forms than our rules and pandera do."""


def _example(cell: tuple[str, int, str], value: str) -> tuple[Example, bool]:
    """Return the example package with one cell changed, and whether our rules of Table Schema find it wrong."""
    table, row, column = cell
    example = changed({f"{table}.{row}.{column}": value})
    findings = [one for one in check_example(PACKAGE, example).findings if (one.table, one.field) == (table, column)]
    # Of a cell whose characters are wrong our rules say nothing more.
    assume(all(RULES[one.rule].phase is not Phase.CHARACTERS for one in findings))
    return example, any(one.rule in PLAIN for one in findings)


@given(st.sampled_from(CELLS), VALUES)
def test_of_one_cell_pandera_says_what_our_rules_say(cell: tuple[str, int, str], value: str) -> None:
    example, wrong = _example(cell, value)
    table, _, column = cell
    schema = replace(SCHEMAS[table], fields=(SCHEMAS[table].by_name[column],))
    cells = [row.cells.get(column) or None for row in example_rows(example)[table]]
    texts = pd.DataFrame({column: cells}, dtype="string")
    frame, untyped = typed_frame(schema, texts)
    try:
        pandera_schema(schema).validate(frame, lazy=True)
        refused = bool(untyped)
    except SchemaErrors:
        refused = True
    assert refused is wrong


@pytest.mark.slow
@given(st.sampled_from(CELLS), VALUES)
@examples(25)
def test_of_one_cell_frictionless_says_what_our_rules_say(cell: tuple[str, int, str], value: str) -> None:
    example, wrong = _example(cell, value)
    column = cell[2]
    with tempfile.TemporaryDirectory() as folder:
        # A wrong key makes rows of other tables refer to nothing: those errors are not of this cell.
        errors = [
            line
            for line in opinion(Path(folder), PACKAGE, example)
            if f": {column}: " in line and "foreign" not in line.lower()
        ]
    if SCHEMAS[cell[0]].by_name[column].type not in LOOSER_IN_FRICTIONLESS:
        assert bool(errors) is wrong, errors
    else:
        assert wrong or not errors, errors
