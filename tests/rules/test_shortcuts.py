"""What rules are not asked about, in cells and in the rows of large tables, they pass; both stores give the same findings."""

from __future__ import annotations

import inspect
from typing import Final

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deportation_goal.package.descriptor import load_package
from deportation_goal.package.schema import Field
from deportation_goal.rules import engine
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.rule import Example
from deportation_goal.rules.shortcuts import SURE_ROWS
from deportation_goal.table_files import blocks
from deportation_goal.table_files.block_columns import TextColumn
from deportation_goal.table_files.distinct_values import DistinctValues
from effort import examples
from support import REPOSITORY, changed, check_example

PACKAGE = load_package(REPOSITORY)
SCHEMAS = {resource.name: resource.schema for resource in PACKAGE.resources}

NUMBERS = st.one_of(
    st.sampled_from(
        ["", "0", "5", "12", "1000", "44000", "1400000", "1200000000", "2.5", "1.50", "-1000", "007", "many"]
    ),
    st.integers(0, 3_000_000).map(str),
    st.decimals(0, 5000, places=2).map(str),
)
PRINTED = st.one_of(
    st.builds("{:,}".format, st.integers(0, 3_000_000)),
    st.sampled_from(["5", "12", "1,000", "44000", "44,000", "1.4", "1.2", "2,5", "2,61,000", "1.000", "1.4", "２"]),
)
_WORDS = (
    "nearly a to and - million thousand billion half five twenty hundreds percent % $ dollars people people. or more + "
)
_WORDS += "millions dozen than millionunauthorized m k net at least"
WORDS = st.sampled_from(["", " ", "hundreds of", *_WORDS.split()])
TEXTS = st.one_of(
    st.lists(st.one_of(PRINTED, WORDS), max_size=6).map(" ".join),
    st.lists(st.one_of(PRINTED, WORDS), max_size=4).map("".join),
    st.text(max_size=8).filter(lambda text: "\0" not in text),
)
PERIODS = st.sampled_from(
    [
        "",
        "2025",
        "2025-04-12",
        "2025-04-13",
        "2024-10/2025-09",
        "2025-01-20/2025-04-20",
        "2027",
        "../2025",
        "2025-13",
        "x",
    ]
)
POOLS: dict[str, st.SearchStrategy[str]] = {
    **dict.fromkeys(("value", "value_max", "evidence_start", "evidence_end", "source_id__text_length"), NUMBERS),
    "value_text": TEXTS,
    "qualifier": st.sampled_from(["", "exact", "nearly", "at_least", "more_than", "between", "magnitude", "about"]),
    **dict.fromkeys(("period", "source_id__published", "primary_source__published", "said_on"), PERIODS),
    "status": st.sampled_from(["", "reported", "forecast"]),
    "indicator_id__measure": st.sampled_from(["", "stock", "flow", "change", "target", "limit"]),
    "indicator_id__name": st.sampled_from(["Removals", "Net migration"]),
    "indicator_id__unit": st.sampled_from(["", "%", "{USD}", "{person}"]),
    **dict.fromkeys(("indicator_id", "source_id", "primary_source"), st.just("one")),
    "approximate": st.sampled_from(["", "true"]),
    "source_id__access": st.sampled_from(["", "full", "not_seen"]),
    "evidence_sha256": st.sampled_from(["", "5a" * 32]),
}


@pytest.mark.parametrize("rule_id", sorted(SURE_ROWS))
@given(data=st.data())
@examples(25)
def test_no_row_is_passed_in_which_the_rule_finds_something(rule_id: str, data: st.DataObject) -> None:
    detect = RULES[rule_id].detect
    assert detect is not None
    names = list(inspect.signature(detect).parameters)
    rows = data.draw(st.lists(st.tuples(*(POOLS[name] for name in names)), min_size=1, max_size=20))
    columns = [TextColumn([pa.array(cells, pa.string())]) for cells in zip(*rows, strict=True)]
    # Numbers and codes are coded in a large table, words are not; the shortcut must do with either.
    kinds = data.draw(st.sampled_from(["text", "coded", "large"]))
    given_columns = [
        column.coded() if kinds == "coded" or (kinds == "large" and name != "value_text") else column
        for name, column in zip(names, columns, strict=True)
    ]
    for row, sure in zip(rows, SURE_ROWS[rule_id](*given_columns).tolist(), strict=True):
        assert not sure or detect(*row) is None, row


PLAIN = {
    "value-in-text": ("44000", "", "nearly 44,000 people"),
    "hedge-in-text": ("44000", "nearly 44,000 people", "nearly", "flow"),
    "locator-inside": ("120", "one", "6000"),
    "unit-in-text": ("5 percent of those asked", "one", "%"),
}


@pytest.mark.parametrize(
    ("rule_id", "row"),
    [
        *PLAIN.items(),
        ("value-in-text", ("1400000", "", "about 1.4 million people")),
        ("value-in-text", ("70", "75", "between 70 and 75 people")),
        ("value-in-text", ("100", "", "hundreds of people")),
        ("value-in-text", ("1200000", "1500000", "1.2 to 1.5 million")),
        ("locator-length", ("0", "120")),
        ("range-in-text", ("44,000", "exact", "")),
        ("range-in-text", ("about 70 to 75", "between", "true")),
        ("value-max-order", ("70", "75")),
        ("locator-inside", ("120", "one", "")),
    ],
)
def test_usual_rows_are_passed(rule_id: str, row: tuple[str, ...]) -> None:
    columns = [TextColumn([pa.array([cell], pa.string())]) for cell in row]
    coded = [
        column if cell == row[-1] and rule_id == "value-in-text" else column.coded()
        for column, cell in zip(columns, row, strict=True)
    ]
    assert SURE_ROWS[rule_id](*coded).tolist() == [True]


def has_what_it_needs(rule_id: str, field: Field) -> bool:
    """Whether the rule can be asked about the column, as far as another answer would be none."""
    needed = {"pattern": field.pattern, "enum": field.enum, "type": field.type != "string"}
    return bool(needed.get(rule_id, True))


CELL_RULES = sorted(rule.id for rule in RULES.values() if rule.asked is not None)


@pytest.mark.slow
@pytest.mark.parametrize("rule_id", CELL_RULES)
@given(data=st.data())
@examples(25)
def test_a_rule_on_cells_finds_nothing_in_those_it_is_not_asked_about(rule_id: str, data: st.DataObject) -> None:
    rule = RULES[rule_id]
    assert rule.detect is not None
    assert rule.asked is not None
    fields = [field for schema in SCHEMAS.values() for field in schema.fields if has_what_it_needs(rule_id, field)]
    field = data.draw(st.sampled_from(fields))
    if rule_id == "max-length":
        field = field._replace(max_length=4)
    pool = st.one_of(
        TEXTS,
        NUMBERS,
        st.sampled_from(
            ["n/a", "unknown", "a?b", "<b>", "&amp;", "e3b0c442" * 8, field.example, field.example + "\u00e9"]
        ),
        st.sampled_from(["=1", " a", "a ", "a  b", "a\u00a0b", "a\u200bb", "Jose\u0301", "\u00c3\u00a9", "x" * 20_001]),
        *([st.from_regex(field.pattern, fullmatch=True)] if field.pattern else []),
    )
    cells = data.draw(st.lists(pool.filter(lambda cell: "\0" not in cell), min_size=1, max_size=10))
    for values in (DistinctValues(cells), TextColumn([pa.array(cells, pa.string())])):
        asked = set(rule.asked(values, field))
        assert asked <= set(cells)
        assert not [cell for cell in cells if cell not in asked and rule.detect(cell, field) is not None]


PLACES = sorted(
    f"{table}.{row}.{field.name}"
    for table in ("figures", "quotes", "sources", "indicators", "agents", "revisions")
    for row in (0, 1)
    for field in SCHEMAS[table].fields
    if (table, row) != ("revisions", 1)
)
ANY_CELL = st.one_of(st.text(max_size=8), TEXTS, NUMBERS, PERIODS, st.sampled_from(["USA", "exact", "removals-goal"]))


@given(st.dictionaries(st.sampled_from(PLACES), ANY_CELL, max_size=6).map(changed))
@example(changed({"figures.0+.figure_id": "fig-7k2m9r", "figures.0+.qualifier": "exact"}))
@examples(25)
def test_both_stores_give_the_same_findings(change: Example) -> None:
    with pytest.MonkeyPatch.context() as patch:
        small = check_example(PACKAGE, change)
        patch.setattr(engine, "LARGE", 0)
        assert check_example(PACKAGE, change) == small
        patch.setattr(blocks, "VERY_LARGE", 0)
        assert check_example(PACKAGE, change) == small


ASKED: Final = [rule.id for rule in RULES.values() if rule.find is not None]


@pytest.mark.slow
@pytest.mark.parametrize(
    "rule_id",
    [pytest.param(one, marks=[] if place % 5 == 0 else pytest.mark.slow) for place, one in enumerate(ASKED)],
)
def test_a_bad_example_has_the_same_findings_in_both_stores(rule_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small = check_example(PACKAGE, RULES[rule_id].bad)
    monkeypatch.setattr(engine, "LARGE", 0)
    monkeypatch.setattr(blocks, "VERY_LARGE", 0)
    assert check_example(PACKAGE, RULES[rule_id].bad) == small
    assert small.findings
