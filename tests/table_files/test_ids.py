"""Ids: known vectors, and what an id does and does not depend on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.table_files.ids import make_id
from support import REPOSITORY

SCHEMAS = {resource.name: resource.schema for resource in load_package(REPOSITORY).resources}
FIGURES = SCHEMAS["figures"]
MADE = sorted(name for name, schema in SCHEMAS.items() if schema.id_prefix)
ROWS = st.dictionaries(st.sampled_from(["value", "source_id", "area", "period"]), st.text(max_size=8), min_size=1)


@pytest.mark.parametrize(
    ("table", "row", "identifier"),
    [
        # The first six base32 digits of SHA-256 of {"a":"b"}, worked out with sha256sum and RFC 4648 base32.
        ("figures", {"a": "b"}, "fig-vd57xj"),
        ("quotes", {"a": "b"}, "quo-vd57xj"),
        ("obstacles", {"a": "b"}, "obs-vd57xj"),
        ("countries", {"a": "b"}, "cty-vd57xj"),
        ("revisions", {"a": "b"}, "rev-vd57xj"),
        # {"source_id":"é","value":"1"} in UTF-8: columns by name, characters as they are.
        ("figures", {"value": "1", "source_id": "é"}, "fig-078cs8"),
    ],
)
def test_known_vectors(table: str, row: dict[str, str], identifier: str) -> None:
    assert make_id(SCHEMAS[table], row, ()) == identifier


def test_a_counter_is_added_until_the_id_is_free() -> None:
    # The next two are those of {"a":"b"}1 and {"a":"b"}2.
    assert make_id(FIGURES, {"a": "b"}, {"fig-vd57xj"}) == "fig-gm7dmc"
    assert make_id(FIGURES, {"a": "b"}, {"fig-vd57xj", "fig-gm7dmc"}) == "fig-cmqj4g"


@given(ROWS, st.text(max_size=5), st.text(max_size=5))
def test_key_notes_and_empty_columns_count_for_nothing(row: dict[str, str], key: str, notes: str) -> None:
    more = {"figure_id": key, "notes": notes, "place": "", **row}
    assert make_id(FIGURES, more, ()) == make_id(FIGURES, row, ())


@given(ROWS)
def test_the_order_of_columns_counts_for_nothing(row: dict[str, str]) -> None:
    backwards = dict(reversed(row.items()))
    assert make_id(FIGURES, backwards, ()) == make_id(FIGURES, row, ())


@given(ROWS, st.sampled_from(MADE))
def test_ids_are_six_characters_that_cannot_be_misread(row: dict[str, str], table: str) -> None:
    identifier = make_id(SCHEMAS[table], row, ())
    assert re.fullmatch(rf"{SCHEMAS[table].id_prefix}-[0-9a-hjkmnp-tv-z]{{6}}", identifier)


@given(ROWS, st.integers(1, 20))
def test_equal_rows_get_different_ids(row: dict[str, str], copies: int) -> None:
    taken: list[str] = []
    for _ in range(copies):
        taken.append(make_id(FIGURES, row, taken))
    assert len(set(taken)) == copies


@given(ROWS, st.text(min_size=1, max_size=8))
def test_another_value_gives_another_id(row: dict[str, str], value: str) -> None:
    changed = {**row, "value": value}
    if changed != row:
        assert make_id(FIGURES, changed, ()) != make_id(FIGURES, row, ())


def test_every_made_id_fits_the_pattern_of_its_schema(package: Package) -> None:
    for table in MADE:
        schema = package.resource(table).schema
        pattern = schema.by_name[schema.primary_key].pattern
        assert pattern
        assert re.fullmatch(pattern, make_id(schema, {"a": "b"}, ()))


@pytest.mark.parametrize("table", MADE)
def test_the_version_that_brought_a_row_counts_for_nothing(table: str) -> None:
    row = {"a": "b"}
    if "added_in" in SCHEMAS[table].by_name:
        assert make_id(SCHEMAS[table], {**row, "added_in": "7.0.0"}, ()) == make_id(SCHEMAS[table], row, ())
    else:
        assert table == "revisions"
