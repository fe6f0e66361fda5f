"""Every value of every format is that of the CSV, however hard the value."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.schema import parse_schema
from deportation_goal.release.artefacts import formats
from deportation_goal.release.artefacts.release_format import Format
from deportation_goal.release.artefacts.typed_cells import csv_rows, is_exact
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.rule import Phase
from made_packages import CODES, COLUMNS, TABLE, made_package
from made_tables import EditableRow

EACH = pytest.mark.parametrize("form", formats(), ids=lambda form: form.title)

HARD_TEXTS = (
    "=1+1",
    "+49 30",
    "-",
    "@name",
    "2025-03",
    "2025-03-01",
    "1e5",
    "00012",
    "0x10",
    "TRUE",
    "NA",
    "null",
    "None",
    "nan",
    "_x0041_",
    "_x000D_ _x005F_",
    "http://example.org/?a=b&c=d#e",
    "mailto:a@example.org",
    "internal:Sheet!A1",
    '"quoted", and ""doubled""',
    "a\\nb \\u0041 \\",
    "<b>&amp;</b> ]]>",
    "'; DROP TABLE things; --",
    "%s %% {}",
    "Guantánamo “…” – 漢字 עברית 😀 𝒳",
    "{=SUM(1)}",
    "x" * 15_999,
    "😀" * 15_999,
)


def _texts() -> st.SearchStrategy[str]:
    """Every text that the rules on characters let into a table, and the formulas that they do not."""
    texts = st.one_of(
        st.sampled_from(HARD_TEXTS), st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=40)
    )
    number = parse_schema("things", {"fields": [{"name": "id", "type": "number"}], "primaryKey": "id"}).fields[0]
    rules = [rule.detect for rule in RULES.values() if rule.phase is Phase.CHARACTERS and rule.detect]
    return texts.filter(lambda text: not any(detect(text, number) for detect in rules))


def _numbers() -> st.SearchStrategy[str]:
    digits = st.integers(-(10**15) + 1, 10**15 - 1).map(str)
    decimals = st.decimals(-(10**9), 10**9, places=5).map(lambda number: f"{number:f}")
    edges = st.sampled_from(
        (
            "0",
            "-0",
            "0.0",
            "-0.00",
            "1.50",
            "0.1",
            "100.000",
            "9007199254740992",
            "1" + "0" * 22,
            "0." + "0" * 30 + "1",
        )
    )
    return st.one_of(st.just(""), digits, decimals, edges)


_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "text": _texts(),
            "code": st.sampled_from(("", *CODES)),
            "number": _numbers(),
            "integer": st.one_of(
                st.just(""),
                st.sampled_from(("-0", str(2**53 - 1), str(1 - 2**53))),
                st.integers(-(10**9), 10**9).map(str),
            ),
            "boolean": st.sampled_from(("", "true", "false")),
            "date": st.one_of(
                st.just(""),
                st.dates().map(str),
                st.sampled_from(("1900-02-28", "1900-03-01", "1904-01-01", "0001-01-01", "9999-12-31")),
            ),
        }
    ),
    max_size=8,
)


def _numbered(rows: list[EditableRow]) -> list[EditableRow]:
    """Give rows ids, and every row but the first the one before as its parent."""
    return [
        row | {"thing_id": f"thing-{number}", "parent": f"thing-{number - 1}" if number else ""}
        for number, row in enumerate(rows)
    ]


def _assert_equal(package: Package, form: Format) -> int:
    """Assert that a format holds what the CSVs do, and return the number of cells."""
    cells = 0
    for resource in package.resources:
        fields = resource.schema.fields
        for row, found in zip(csv_rows(package, resource), form.read(package, resource), strict=True):
            assert [form.keeps(field, cell) for field, cell in zip(fields, row, strict=True)] == list(found)
            cells += len(row)
    return cells


@EACH
@given(_ROWS)
@example([])
@example([{"text": text, "code": "", "number": "", "integer": "", "boolean": "", "date": ""} for text in HARD_TEXTS])
def test_every_value_comes_back(form: Format, rows: list[EditableRow]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        package = made_package(Path(folder), _numbered(rows))
        form.write(package)
        assert _assert_equal(package, form) == len(rows) * len(COLUMNS)


def test_the_hard_numbers_are_those_that_survive(tmp_path: Path) -> None:
    field = made_package(tmp_path, []).resource(TABLE).schema.by_name["number"]
    assert is_exact(field, "9007199254740992")
    assert not is_exact(field, "0.30000000000000004")
    assert not is_exact(field, "0.12345678901234567890")
    assert not is_exact(field, "9007199254740993")


@pytest.mark.slow
@EACH
def test_every_value_of_the_real_data_comes_back(form: Format, real_release: Path) -> None:
    package = load_package(real_release)
    assert _assert_equal(package, form) > 1_000
    assert {form.named_version(package, resource) for resource in package.resources} <= {package.version, None}


@pytest.fixture(scope="module")
def real_release(real_build: Path) -> Path:
    """The release of the real package; not to be changed."""
    return real_build / "dist"


@EACH
def test_a_missing_file_is_told_as_an_error_of_the_format(form: Format, tmp_path: Path) -> None:
    package = made_package(tmp_path, [])
    with pytest.raises(UserError):
        list(form.read(package, package.resource(TABLE)))


@pytest.mark.slow
@EACH
def test_writing_twice_gives_the_same_bytes(form: Format, tmp_path: Path) -> None:
    rows = _numbered([{"text": text, "number": "1.50", "date": "2025-01-20"} for text in HARD_TEXTS])
    contents = []
    for name in ("one", "another folder"):
        package = made_package(tmp_path / name, rows)
        form.write(package)
        contents.append(package.file(form.path(TABLE)).read_bytes())
    assert contents[0] == contents[1]
