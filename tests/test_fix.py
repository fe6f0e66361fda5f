"""`fix` mends what it says it mends, comes to rest after one run, and never changes a meaning."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.fix import Fixed, fix_tables
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.cells import tidy
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.rules.example_package import ROWS
from deportation_goal.rules.rule import Example
from deportation_goal.table_files.read import read_table
from effort import examples
from mistakes import read
from support import REPOSITORY, changed, example_files, inputs_of

PACKAGE = load_package(REPOSITORY)
"""For Hypothesis, whose tests take no fixtures."""

FIXABLE = sorted(rule.id for rule in RULES.values() if rule.fixable)


def _fixed(inputs: list[TableInput]) -> tuple[list[TableInput], list[Fixed]]:
    """Fix tables; return them as inputs again, and what was done."""
    results = fix_tables(inputs)
    return [replace(one, content=result.content) for one, result in zip(inputs, results, strict=True)], results


@pytest.mark.parametrize("rule_id", FIXABLE)
def test_a_fixable_rule_is_mended_once_and_for_all(rule_id: str, package: Package) -> None:
    broken = inputs_of(package, example_files(package, RULES[rule_id].bad))
    mended, results = _fixed(broken)
    assert check_tables(mended).findings == ()
    assert [result.table for result in results if result.changes] == [
        before.schema.name for before, after in zip(broken, mended, strict=True) if before.content != after.content
    ]
    assert any(result.changes for result in results)
    again, results = _fixed(mended)
    assert again == mended
    assert not any(result.changes or result.left_alone for result in results)


@pytest.mark.parametrize("rule_id", sorted(RULES.keys() - set(FIXABLE)))
def test_what_fix_does_not_mend_it_leaves_as_it_is(rule_id: str, package: Package) -> None:
    broken = inputs_of(package, example_files(package, RULES[rule_id].bad))
    mended, results = _fixed([one for one in broken if one.content is not None])
    assert mended == [one for one in broken if one.content is not None]
    assert not any(result.changes for result in results)


def test_the_example_package_is_canonical(package: Package) -> None:
    _, results = _fixed(inputs_of(package, example_files(package)))
    assert not any(result.changes or result.left_alone for result in results)


@pytest.mark.parametrize(
    "content",
    [
        b"name,area,kind,m49\n",
        b"area,name,kind,m49\nUSA,United States,country\n",
        b"area,name,kind,m49\nUSA,United States,country,840,x\n",
        b'area,name,kind,m49\nUSA,"United States,country,840\n',
        b'area,name,kind,m49\nUSA,"United" States,country,840\n',
        b'area,name,kind,m49\nUSA,"United\nStates",country,840\n',
        b"area,name,kind,m49\nUSA,United \0States,country,840\n",
        b"area;name;kind;m49\n",
        b"area,name,kind,m49\nUSA,\xe9,country,840\n",
        b"",
    ],
)
@pytest.mark.parametrize("disguise", [b"", b"\xef\xbb\xbf"])
def test_a_file_of_broken_structure_is_left_alone(content: bytes, disguise: bytes, package: Package) -> None:
    broken = inputs_of(package, example_files(package, changed({}, {"areas": (b"*", disguise + content or b"\n")})))
    areas = next(one for one in broken if one.schema.name == "areas")
    (result,) = fix_tables([areas])
    assert result.content == areas.content
    assert result.changes == ()
    assert result.left_alone


def test_a_column_that_the_schema_gained_is_filled_in_empty(package: Package) -> None:
    old = b"area,name,kind\nCRI,Costa Rica,country\nUSA,United States,country\n"
    inputs = inputs_of(package, example_files(package, changed({}, {"areas": (b"*", old)})))
    areas = next(one for one in inputs if one.schema.name == "areas")
    (result,) = fix_tables([areas])
    assert result.changes == ("empty columns m49, added_in added",)
    assert result.content == b"area,name,kind,m49,added_in\nCRI,Costa Rica,country,,\nUSA,United States,country,,\n"


def test_a_column_that_may_not_be_empty_is_not_filled_in(package: Package) -> None:
    old = b"area,kind,m49\nCRI,country,188\n"
    inputs = inputs_of(package, example_files(package, changed({}, {"areas": (b"*", old)})))
    (result,) = fix_tables([one for one in inputs if one.schema.name == "areas"])
    assert result.left_alone == "its header lacks name, which may not be empty"


def test_a_missing_file_is_left_alone(package: Package) -> None:
    (result,) = fix_tables([replace(inputs_of(package, {})[0], unreadable="is missing")])
    assert result.left_alone == "the file is missing"
    assert result.changes == ()


def test_a_number_of_any_length_is_no_crash(package: Package) -> None:
    odd = changed({"figures.0.evidence_start": "1" * 5000, "obstacles.0.evidence_start": "²"})
    _, results = _fixed(inputs_of(package, example_files(package, odd)))
    assert not any(result.left_alone for result in results)


def test_new_ids_are_free_and_differ(package: Package) -> None:
    copies = changed({f"obstacles.0{plus}.obstacle_id": "" for plus in ("+", "++", "+++")})
    mended, _ = _fixed(inputs_of(package, example_files(package, copies)))
    ids = [row["obstacle_id"] for one in mended if one.schema.name == "obstacles" for row in read(one.content or b"")]
    assert len(set(ids)) == 4
    assert {finding.rule for finding in check_tables(mended).findings} == {"repeated-row"}


def test_a_retired_id_is_not_made_again(package: Package) -> None:
    blank = {"countries.0.country_role_id": ""}
    mended, _ = _fixed(inputs_of(package, example_files(package, changed(blank))))
    made = next(read(one.content or b"")[0]["country_role_id"] for one in mended if one.schema.name == "countries")
    retired = {
        "revisions.0+.revision_id": "rev-2w7e5s",
        "revisions.0+.table_name": "countries",
        "revisions.0+.row_id": made,
        "revisions.0+.action": "retracted",
        "revisions.0+.field": "",
        "revisions.0+.new_value": "",
        "revisions.0+.old_value": f'{{"country_role_id":"{made}"}}',
    }
    mended, _ = _fixed(inputs_of(package, example_files(package, changed(blank | retired))))
    assert check_tables(mended).findings == ()


PLACES = [
    f"{one.schema.name}.{row}.{column}"
    for one in inputs_of(PACKAGE, {})
    for row in range(len(ROWS.get(one.schema.name, ())))
    for column in one.schema.columns
]
CELLS = st.one_of(st.text(max_size=10), st.text(" \u00a0\u2003\u0301\u212bae-/.0123456789", max_size=12), st.just(""))
EXAMPLES = st.dictionaries(st.sampled_from(PLACES), CELLS, max_size=6).map(changed)


def _tidied(rows: list[dict[str, str]], key: str, dates: set[str]) -> Counter[tuple[str, ...]]:
    """Return rows as sets of tidy cells, without the cells that `fix` may fill or rewrite."""
    return Counter(
        tuple("" if column == key or column in dates else tidy(value) for column, value in row.items()) for row in rows
    )


@given(EXAMPLES)
@examples(30)
def test_fixing_twice_is_fixing_once_and_keeps_every_value(example: Example) -> None:
    broken = inputs_of(PACKAGE, example_files(PACKAGE, example))
    mended, results = _fixed(broken)
    assert _fixed(mended)[0] == mended
    for before, after, result in zip(broken, mended, results, strict=True):
        assert before.content is not None
        assert after.content is not None
        if result.left_alone:
            assert after.content == before.content
            continue
        assert read_table(after.content).canonical_bytes
        dates = {field.name for field in before.schema.fields if field.type == "date"} | {
            "period",
            "said_on",
            "published",
        }
        key = before.schema.primary_key
        assert _tidied(read(after.content), key, dates) == _tidied(read(before.content), key, dates)
        kept = {tidy(row[key]) for row in read(before.content)} - {""}
        assert kept <= {row[key] for row in read(after.content)}
