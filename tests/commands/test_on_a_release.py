"""The commands that only read work on a release, folder or zip, as on the package that it was built from."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from deportation_goal.derived.agreement_table import agreement_row
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.unpacked import unpacked
from deportation_goal.report.row_text import render_row
from deportation_goal.statements.row_card import row_card
from deportation_goal.statements.word_search import Match, search_rows
from deportation_goal.table_files import Row
from deportation_goal.table_files.read_rows import read_rows
from made_tables import compare
from support import run_command

pytestmark = pytest.mark.slow

KINDS = ("folder", "zip")
STATEMENTS = ("figures", "quotes", "obstacles", "countries")


def release_of(build: Path, kind: str) -> Path:
    """Return the release of a package as a folder or as a zip."""
    return build / "dist" if kind == "folder" else next((build / "dist").glob("*.zip"))


@dataclass(frozen=True)
class Said:
    """What the commands say of some rows: the card of each, what the words of each find, all their comparisons."""

    shown: list[str]
    found: list[list[Match]]
    compared: list[Row]


def said_of(folder: Path, ids: list[str]) -> Said:
    package = load_package(folder)
    tables = read_rows(package)
    rows = {row[key_of(package, name)]: (name, row) for name in STATEMENTS for row in tables[name]}
    chosen = [rows[row_id] for row_id in ids]
    indicators = {row.get("indicator_id", "") for _, row in chosen} - {""}
    return Said(
        [render_row(row_card(package, tables, row_id), colour=False) for row_id in ids],
        [search_rows(package, tables, words_of(row), (name,)) for name, row in chosen],
        [agreement_row(comparison) for comparison in compare(tables, sorted(indicators))],
    )


def key_of(package: Package, table: str) -> str:
    return package.resource(table).schema.primary_key


def words_of(row: Row) -> str:
    text = row.get("value_text") or row.get("text") or row.get("summary") or ""
    return " ".join(re.findall(r"\w+", text)[:4])


@pytest.fixture(scope="module")
def ids(real_build: Path) -> list[str]:
    """Fifty statements."""
    package = load_package(real_build)
    tables = read_rows(package)
    return random.Random(50).sample([row[key_of(package, name)] for name in STATEMENTS for row in tables[name]], 50)


@pytest.fixture(scope="module")
def said(real_build: Path, ids: list[str]) -> Said:
    """What the commands say of them in the package."""
    said = said_of(real_build, ids)
    assert all(row_id in {match.row_id for match in found} for row_id, found in zip(ids, said.found, strict=True))
    assert len(said.compared) > 10
    return said


@pytest.mark.parametrize("kind", KINDS)
def test_fifty_rows_are_shown_found_and_compared_as_in_the_package(
    kind: str, real_build: Path, ids: list[str], said: Said
) -> None:
    with unpacked(release_of(real_build, kind)) as folder:
        assert said_of(folder, ids) == said


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "fig-7k2m9q"),
        ("search", "migrants", "--table", "figures"),
        ("compare", "removals-goal"),
    ],
    ids=lambda arguments: str(arguments[0]),
)
def test_a_command_says_the_same_of_a_release(kind: str, arguments: tuple[str, ...], example_build: Path) -> None:
    release = run_command(*arguments, "--package", release_of(example_build, kind))
    package = run_command(*arguments, "--package", example_build)
    assert (release.code, release.out, release.err) == (package.code, package.out, package.err)
    assert release.out


@pytest.mark.parametrize("kind", KINDS)
def test_a_release_is_checked_with_its_derived_tables(kind: str, example_build: Path) -> None:
    run = run_command("check", "--package", release_of(example_build, kind))
    assert run.code == 0
    tables = int(run.out.split(" tables, ")[0].rsplit("\n", 1)[-1])
    assert tables > len(load_package(example_build).resources)


def test_what_is_no_release_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_text("not a zip", encoding="utf-8")
    for path in (tmp_path / "notes.zip", tmp_path / "nothing.zip", tmp_path):
        run = run_command("show", "fig-7k2m9q", "--package", path)
        assert run.code == 2
        assert run.err.startswith("deportation-goal: ")
        assert path.name in run.err


def test_a_command_that_writes_takes_no_zip(example_build: Path) -> None:
    run = run_command("fix", "--package", release_of(example_build, "zip"))
    assert run.code == 2
    assert "is a file" in run.err
