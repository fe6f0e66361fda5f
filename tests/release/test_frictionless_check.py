"""frictionless against our own rules: they agree wherever a rule is plain Table Schema, and only there.

`second_opinion` and `alone_because` of a rule are the list of who sees what; these tests fail when it is stale.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release import frictionless_check
from deportation_goal.release.frictionless_check import frictionless_errors
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.example_package import ROWS
from deportation_goal.rules.rule import Example
from effort import examples
from second_opinion import opinion
from support import REPOSITORY, changed, check_example

pytestmark = pytest.mark.slow
"""frictionless takes a while to import and to look; a build asks it too."""

SAMPLE: Final = ("type", "unique", "foreign-key", "ragged-row", "edtf", "line-ending")
"""Rules of each kind, those among them that frictionless does not have."""


def _assert_as_declared(folder: Path, package: Package, rule_id: str) -> None:
    rule = RULES[rule_id]
    errors = opinion(folder, package, rule.bad)
    if rule.second_opinion:
        assert errors
    else:
        assert errors == [], f"frictionless sees it too, so that alone_because is stale: {rule.alone_because}"


def test_frictionless_has_nothing_against_the_example_package(example_copy: Path) -> None:
    assert frictionless_errors(example_copy) == []


@pytest.mark.parametrize("rule_id", SAMPLE)
def test_a_sample_of_rules_agrees_as_declared(rule_id: str, tmp_path: Path, package: Package) -> None:
    _assert_as_declared(tmp_path, package, rule_id)


@pytest.mark.parametrize(
    "rule_id", sorted(rule.id for rule in RULES.values() if rule.second_opinion and rule.id not in SAMPLE)
)
def test_every_other_rule_that_frictionless_has_too_agrees(rule_id: str, tmp_path: Path, package: Package) -> None:
    _assert_as_declared(tmp_path, package, rule_id)


def test_what_only_our_rules_see_is_fine_to_frictionless(tmp_path: Path, package: Package) -> None:
    _assert_fine(tmp_path, package, {rule.id: rule.bad for rule in RULES.values() if not rule.second_opinion})


def test_frictionless_has_nothing_against_a_good_example(tmp_path: Path, package: Package) -> None:
    good = {rule.id: rule.good for rule in RULES.values() if rule.good.cells or rule.good.content}
    _assert_fine(tmp_path, package, good)


def _assert_fine(folder: Path, package: Package, examples: Mapping[str, Example]) -> None:
    """Assert that frictionless sees none of some changes; those of different cells are made at once, as it is slow."""
    together: list[dict[str, Example]] = []
    for rule_id, example in examples.items():
        others = next((others for others in together if _fits(example, others.values())), None)
        if others is None:
            together.append({rule_id: example})
        else:
            others[rule_id] = example
    for number, several in enumerate(together):
        cells = {place: value for example in several.values() for place, value in example.cells.items()}
        content = {table: change for example in several.values() for table, change in example.content.items()}
        seen = opinion(folder / str(number), package, changed(cells, content))
        assert seen == [], f"frictionless sees one of these too: {', '.join(several)}"


def _fits(example: Example, others: Iterable[Example]) -> bool:
    """Whether an example changes other cells than others do, and no whole tables in which they change something."""
    return not any(
        example.cells.keys() & other.cells.keys()
        or example.content.keys() & _tables(other)
        or other.content.keys() & _tables(example)
        for other in others
    )


def _tables(example: Example) -> set[str]:
    return {*example.content, *(place.partition(".")[0] for place in example.cells)}


def test_an_error_names_its_place(tmp_path: Path, package: Package) -> None:
    (error,) = opinion(tmp_path, package, RULES["enum"].bad)
    assert error.startswith("data/figures.csv: row 2: status: ")


def test_sizes_and_hashes_of_the_descriptor_are_looked_at(example_copy: Path) -> None:
    descriptor = example_copy / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(text.replace('"path": "data/figures.csv",', '"path": "data/figures.csv", "bytes": 1,'))
    assert any("data/figures.csv" in error for error in frictionless_errors(example_copy))


@pytest.mark.parametrize(("most", "found"), [(1, 0), (2, 1)])
def test_of_a_long_table_the_first_rows_are_looked_at(
    most: int, found: int, tmp_path: Path, package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frictionless_check, "MOST_ROWS", most)
    assert len(opinion(tmp_path, package, changed({"figures.1.status": "guessed"}))) == found


def test_brackets_in_a_cell_do_not_break_the_report(tmp_path: Path, package: Package) -> None:
    assert len(opinion(tmp_path, package, changed({"figures.0.status": "[/b]"}))) == 1


CELLS = [f"{table}.{row}.{column}" for table, rows in ROWS.items() for row in range(len(rows)) for column in rows[row]]
VALUES = st.one_of(
    st.sampled_from(
        ("", "0", "-0", "1.", ".5", "1e3", "NaN", "inf", "0x10", "1_000", "true", "True", "1", "null", "NA")
    ),
    st.sampled_from(("0000-01-01", "2025-02-30", "2025-2-8", "9999-12-31", "https://", "a b", "USA", "usa", "x" * 500)),
    st.text(max_size=8),
)


@given(st.dictionaries(st.sampled_from(CELLS), VALUES, max_size=2).map(changed))
@examples(60)
def test_whatever_frictionless_sees_our_rules_see_too(example: Example) -> None:
    package = load_package(REPOSITORY)
    if check_example(package, example).failed():
        return
    with tempfile.TemporaryDirectory() as folder:
        assert opinion(Path(folder), package, example) == []
