from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.generate import MISTAKES_FILE, Generated, generate
from benchmarks.mistakes import KINDS, TABLE_SCHEMA_RULES

from deportation_goal.findings import CheckResult
from deportation_goal.package.descriptor import load_package
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.engine import check_tables, package_inputs
from support import REPOSITORY

ROWS = 2000


def checked(folder: Path) -> CheckResult:
    return check_tables(package_inputs(load_package(folder)))


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmarks") / "clean"
    generate(folder, ROWS, seed=3)
    return folder


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Generated]:
    folder = tmp_path_factory.mktemp("benchmarks") / "faulty"
    return folder, generate(folder, ROWS, seed=3, bad_share=0.02)


def test_a_clean_package_has_no_finding(clean: Path) -> None:
    result = checked(clean)
    assert result.findings == ()
    assert result.rows["figures"] == ROWS


@pytest.mark.slow
@pytest.mark.parametrize("rows", [1, 2, 21, 71, 200])
def test_small_packages_are_clean_too(tmp_path: Path, rows: int) -> None:
    generate(tmp_path / "package", rows)
    result = checked(tmp_path / "package")
    assert result.findings == ()
    assert result.rows["figures"] == rows


def test_rows_are_varied(clean: Path) -> None:
    with (clean / "data" / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {field.name: set(field.enum) for field in load_package(clean).resource("figures").schema.fields}
    assert {row["qualifier"] for row in rows} == codes["qualifier"]
    assert {row["attribution_type"] for row in rows} == codes["attribution_type"]
    assert {row["status"] for row in rows} == codes["status"]
    assert len({row["source_id"] for row in rows}) > ROWS / 100
    assert any("million" in row["value_text"] for row in rows)


@pytest.mark.slow
def test_the_figures_found_are_exactly_the_mistakes_made(faulty: tuple[Path, Generated]) -> None:
    folder, package = faulty
    found = {(one.line, one.field, one.rule, one.value) for one in checked(folder).findings}
    assert found == {(one.line, one.column, one.rule, one.wrong) for one in package.mistakes}
    assert len(package.mistakes) == ROWS * 0.02


@pytest.mark.slow
def test_every_kind_of_mistake_is_made_and_found(tmp_path: Path) -> None:
    package = generate(tmp_path / "package", 500, bad_share=0.3)
    assert {(one.column, one.rule) for one in package.mistakes} == {(kind.column, kind.rule) for kind in KINDS}
    found = sorted((one.line, one.field, one.rule) for one in checked(tmp_path / "package").findings)
    assert found == [(one.line, one.column, one.rule) for one in package.mistakes]


def test_mistakes_of_the_table_schema_are_those_with_a_second_opinion() -> None:
    assert {rule for rule in TABLE_SCHEMA_RULES if not RULES[rule].second_opinion} == set()
    others = {kind.rule for kind in KINDS if not kind.table_schema}
    assert {rule for rule in others if RULES[rule].second_opinion} == set()


def test_the_list_of_mistakes_names_what_differs_from_the_clean_package(
    clean: Path, faulty: tuple[Path, Generated]
) -> None:
    folder, _ = faulty
    with (folder / MISTAKES_FILE).open(encoding="utf-8", newline="") as file:
        listed = {int(row["line"]): row for row in csv.DictReader(file)}
    rows = [
        list(csv.DictReader((place / "data" / "figures.csv").read_text(encoding="utf-8").splitlines()))
        for place in (clean, folder)
    ]
    for line, (right, wrong) in enumerate(zip(*rows, strict=True), start=2):
        differs = {column for column in right if right[column] != wrong[column]}
        if line not in listed:
            assert differs == set()
        else:
            mistake = listed[line]
            column = mistake["column"]
            assert differs == {column}
            assert (right[column], wrong[column]) == (mistake["right"], mistake["wrong"])


@pytest.mark.slow
def test_equal_arguments_give_equal_bytes_in_any_process(tmp_path: Path) -> None:
    for name in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "benchmarks", "generate", tmp_path / name, "--rows", "300", "--bad-share", "0.05"],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": name},
            check=True,
            capture_output=True,
        )
    assert digests(tmp_path / "1") == digests(tmp_path / "2")


def test_another_seed_gives_other_rows(tmp_path: Path) -> None:
    tables = []
    for seed in (1, 2):
        generate(tmp_path / str(seed), 50, seed=seed)
        tables.append((tmp_path / str(seed) / "data" / "figures.csv").read_bytes())
    assert tables[0] != tables[1]


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not empty"):
        generate(tmp_path, 10)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
