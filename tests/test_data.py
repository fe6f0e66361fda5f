"""The data for Python: real types, and an import that costs nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest

import deportation_goal
from deportation_goal import data
from deportation_goal.data import describe, load, tables
from deportation_goal.derived import DERIVED
from deportation_goal.package.derived_schema import derived_schema
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.root import version
from deportation_goal.package.schema import TableSchema
from derived_rows import real_derived_rows, real_rows
from effort import in_the_whole_suite

HEAVY: Final = ("pandas", "numpy", "click", "pandera", "frictionless", "pyarrow")
TOOL_ONLY: Final = ("click", "pandera", "frictionless", "pyarrow")
ALL: Final = (*tables(), *DERIVED)
# Makes some packages look as if they were not installed, then does what it is told.
WITHOUT: Final = """
import importlib.abc, json, sys
class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in sys.argv[1].split(","):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""


def _python(code: str, *arguments: str) -> str:
    """Run code in a fresh interpreter and return what it prints."""
    finished = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def _imported(code: str, names: Iterable[str]) -> set[str]:
    modules = json.loads(_python(f"{code}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"))
    return {name for name in names if name in modules}


@pytest.mark.parametrize(
    "code",
    [
        "import deportation_goal; deportation_goal.tables()",
        *in_the_whole_suite(
            "import deportation_goal",
            "import deportation_goal; deportation_goal.__version__",
            "from deportation_goal import load, tables, describe",
        ),
    ],
)
def test_the_import_brings_nothing_heavy(code: str) -> None:
    assert _imported(code, HEAVY) == set()


@pytest.mark.slow
def test_loading_a_table_brings_pandas_but_not_the_tool() -> None:
    code = "import deportation_goal; deportation_goal.load('figures'); deportation_goal.describe('figures')"
    # pandas itself brings pyarrow where that is installed.
    assert _imported(code, HEAVY) - {"pyarrow"} == {"pandas", "numpy"}


def test_the_blocked_packages_are_blocked() -> None:
    code = WITHOUT + "\ntry:\n    import click\nexcept ModuleNotFoundError as error:\n    print(error.name)\n"
    assert _python(code, "click").strip() == "click"


def test_the_version_is_that_of_the_descriptor(package: Package) -> None:
    assert deportation_goal.__version__ == version() == package.version


def test_the_module_offers_what_it_names() -> None:
    assert {name for name in deportation_goal.__all__ if getattr(deportation_goal, name) is None} == set()
    assert (deportation_goal.load, deportation_goal.describe) == (load, describe)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = deportation_goal.nothing


def test_tables_can_be_listed_after_the_tool_was_imported() -> None:
    code = "import deportation_goal, deportation_goal.table_files.read; print(deportation_goal.tables())"
    assert "figures" in _python(code)


def test_tables_are_those_of_the_descriptor(package: Package) -> None:
    assert tables() == package.table_names


@pytest.mark.parametrize("name", ["nothing", "", "../figures", "Figures"])
def test_a_table_that_there_is_not(name: str) -> None:
    with pytest.raises(
        ValueError, match=r'there is no table ".*"; there are figures, .* computed from them .*figures_flat'
    ):
        load(name)
    with pytest.raises(ValueError, match="there is no table"):
        describe(name)


def test_a_table_with_nearly_the_name_is_suggested() -> None:
    with pytest.raises(ValueError, match=r"Did you mean figures_flat\?$"):
        load("figure_flat")


@pytest.mark.slow
def test_the_key_may_be_the_index() -> None:
    plain, indexed = load("figures"), load("figures", index=True)
    assert indexed.index.name == "figure_id"
    assert list(indexed.index) == list(plain["figure_id"])
    assert list(indexed.columns) == list(plain.columns[1:])
    assert indexed.attrs == plain.attrs


@pytest.mark.slow
def test_the_plot_of_an_indicator_draws_every_figure_with_its_interval() -> None:
    import altair

    chart = deportation_goal.plot("removals-goal")
    assert isinstance(chart, altair.LayerChart)
    drawn = chart.to_dict()
    figures = load("figures_flat").query("indicator_id == 'removals-goal'")
    values = drawn["data"]["values"]
    assert [row["value"] for row in values] == list(figures["value"])
    assert [row["value_low"] for row in values if row["value_low"] is not None] == list(figures["value_low"].dropna())
    assert all(row["day"] is None or row["day"][:2] == "20" for row in values)
    assert {layer["mark"]["type"] for layer in drawn["layer"]} == {"rule", "point"}


def test_without_altair_a_plot_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(ImportError, match="pip install altair"):
        deportation_goal.plot("removals-goal")


def _same(cell: str, value: Any) -> bool:
    """Whether a value of a frame is what its table writes."""
    if cell == "" or pd.isna(value):
        return cell == "" and bool(pd.isna(value))
    if isinstance(value, bool):
        return cell == str(value).lower()
    if isinstance(value, pd.Timestamp):
        return cell == value.date().isoformat()
    if isinstance(value, float):
        return float(cell) == value
    return cell == str(value)


def _schema(name: str, package: Package) -> TableSchema:
    return derived_schema(package, name) if name in DERIVED else package.resource(name).schema


SOME: Final = ("areas", "series")
"""Tables loaded in a fast run too."""
EACH: Final = [pytest.param(name, marks=[] if name in SOME else pytest.mark.slow) for name in ALL]


@pytest.mark.parametrize("name", EACH)
def test_no_cell_is_lost_or_changed_and_columns_have_the_types_of_their_schema(name: str, package: Package) -> None:
    frame, rows = load(name), real_derived_rows(name) if name in DERIVED else real_rows()[name]
    assert tuple(frame.columns) == _schema(name, package).columns
    assert len(frame) == len(rows)
    for column, values in frame.astype(object).items():
        cells = [row[str(column)] for row in rows]
        assert [pair for pair in set(zip(cells, values, strict=True)) if not _same(*pair)] == []
    for field in _schema(name, package).fields:
        kind = frame[field.name].dtype
        if field.enum:
            assert isinstance(kind, pd.CategoricalDtype)
            assert tuple(kind.categories) == field.enum
        elif field.type == "date":
            assert pd.api.types.is_datetime64_dtype(kind)
        else:
            assert str(kind) == {"integer": "Int64", "number": "Float64", "boolean": "boolean"}.get(
                field.type, "string"
            )
        assert not (field.required and frame[field.name].isna().any())


@pytest.mark.parametrize("word", ["NA", "None", "null", "nan", "N/A", "1e3", "007", " padded "])
def test_words_for_nothing_stay_words(example_copy: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    package = load_package(example_copy)
    monkeypatch.setattr(data, "_package", lambda: package)
    path = package.file(package.resource("areas").path)
    path.write_bytes(path.read_bytes().replace(b"Costa Rica", word.encode()))
    assert load("areas")["name"].tolist() == [word, "United States"]


def test_a_missing_value_is_missing(example_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = load_package(example_copy)
    monkeypatch.setattr(data, "_package", lambda: package)
    figures = load("figures")
    assert figures["value_max"].isna().tolist() == [True, True]
    assert figures["value"].tolist() == [1_000_000.0, 1000.0]
    assert figures["place"].isna().all()


def test_each_load_is_a_frame_of_its_own() -> None:
    first = load("areas")
    first["name"] = "changed"
    assert not (load("areas")["name"] == "changed").any()


@pytest.mark.parametrize("name", ALL)
def test_every_column_is_described(name: str, package: Package) -> None:
    described = describe(name)
    schema = _schema(name, package)
    assert tuple(described.index) == schema.columns
    for field in schema.fields:
        row = described.loc[field.name]
        assert (row["title"], row["type"], row["description"]) == (field.title, field.type, field.description)
        assert (bool(row["required"]), row["codes"]) == (field.required, ", ".join(field.enum))


@pytest.mark.slow
def test_agreement_and_lineage_are_the_derived_tables_with_a_choice() -> None:
    whole = deportation_goal.agreement()
    chosen = deportation_goal.agreement("removals-goal")
    assert set(chosen["indicator_id"]) == {"removals-goal"}
    assert len(chosen) == (whole["indicator_id"] == "removals-goal").sum() > 0
    statement = deportation_goal.lineage()["row_id"].iloc[0]
    assert list(deportation_goal.lineage(statement)["row_id"]) == [statement]


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: deportation_goal.agreement("removals-gaol"), 'no indicator "removals-gaol"; near it: removals-goal'),
        (lambda: deportation_goal.plot("removals-gaol"), 'no indicator "removals-gaol"; near it: removals-goal'),
        (lambda: deportation_goal.lineage("fig-zzzzzzz"), 'no statement "fig-zzzzzzz"'),
    ],
)
def test_an_unknown_id_is_answered_with_a_sentence(
    example_copy: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[], object], says: str
) -> None:
    example = load_package(example_copy)
    monkeypatch.setattr(data, "_package", lambda: example)
    with pytest.raises(ValueError, match=says):
        ask()


def test_no_module_hides_a_function_of_the_package() -> None:
    modules = {path.stem for path in Path(deportation_goal.__file__).parent.iterdir()}
    assert not modules & set(deportation_goal.__all__)


def test_dir_names_what_there_is_before_anything_is_loaded() -> None:
    code = "import deportation_goal as dg, json, sys; print(json.dumps([dir(dg), 'pandas' in sys.modules]))"
    names, loaded = json.loads(_python(code))
    assert names == sorted(deportation_goal.__all__)
    assert not loaded


@pytest.mark.slow
def test_a_frame_says_what_it_is() -> None:
    attributes = load("figures").attrs
    assert attributes["table"] == "figures"
    assert attributes["title"] == "Figures"
    assert attributes["version"] == version()
    assert attributes["licence"] == "CC-BY-4.0"
    assert attributes["version"] in attributes["citation"]
    assert attributes["units"]["removals-goal"] == "removals"
    assert set(attributes["units"]) == set(load("figures")["indicator_id"])
    assert load("areas").attrs["units"] == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["figures", "sources", "areas", "indicators"])
def test_a_table_as_loaded_has_no_finding(name: str) -> None:
    found = deportation_goal.check(load(name))
    assert found.empty
    assert list(found.columns)[:3] == ["row", "table", "row_id"]


@pytest.mark.slow
def test_the_findings_of_a_frame_name_its_rows() -> None:
    figures = load("figures").sample(frac=1, random_state=1).reset_index(drop=True)
    figures["source_id"] = figures["source_id"].mask(figures.index == 7, "no-such-source")
    figures["value"] = figures["value"].mask(figures.index == 3)
    found = deportation_goal.check(figures)
    errors = found[found["level"] == "error"]
    told = set(zip(errors["row"], errors["field"], errors["rule"], errors["row_id"], strict=True))
    assert told >= {
        (7, "source_id", "foreign-key", figures["figure_id"][7]),
        (3, "value", "required", figures["figure_id"][3]),
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1200000.0, "1200000"),
        (0.7, "0.7"),
        (1e-7, "0.0000001"),
        (True, "true"),
        (pd.NA, ""),
        (float("nan"), ""),
        (pd.Timestamp("2025-04-12"), "2025-04-12"),
        ("a", "a"),
    ],
)
def test_values_are_read_as_they_are_written(value: object, text: str) -> None:
    from deportation_goal.rules.frame_check import _text

    assert _text(value) == text
    assert _text(pd.Series([value], dtype="object").array[0]) == text


@pytest.mark.parametrize(
    ("frame", "table", "says"),
    [
        (pd.DataFrame({"x": [1]}), "", "the columns do not show which table"),
        (pd.DataFrame({"x": [1]}), "figure", 'there is no table "figure"'),
        (pd.DataFrame({"figure_id": ["a"], "x": [1]}), "", "figures has no column x"),
        ("no-such-folder", "", "holds no datapackage.json"),
        (7, "", "takes a pandas frame"),
    ],
)
def test_what_cannot_be_checked_is_refused(frame: Any, table: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        deportation_goal.check(frame, table)


def test_a_folder_is_checked_like_by_the_command(example_copy: Path) -> None:
    assert deportation_goal.check(example_copy).empty
    table = example_copy / "data/figures.csv"
    table.write_text(table.read_text("utf-8").replace(",reported,", ",guessed,", 1), "utf-8")
    found = deportation_goal.check(str(example_copy))
    assert list(found["rule"]) == ["enum"]
    assert list(found["path"]) == ["data/figures.csv"]
    assert list(found["value"]) == ["guessed"]


@pytest.mark.slow
def test_a_check_needs_pandas_alone() -> None:
    code = WITHOUT + "import deportation_goal as dg; print(len(dg.check(dg.load('areas'))))"
    assert _python(code, ",".join(TOOL_ONLY)).strip() == "0"
