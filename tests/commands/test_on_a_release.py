"""The commands that only read work on a release, folder or zip, as on the package that it was built from."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import load_package
from deportation_goal.package.unpacked import unpacked
from deportation_goal.report.row_text import render_row
from deportation_goal.statements.row_card import row_card
from deportation_goal.table_files.read_rows import read_rows
from support import run_command

pytestmark = pytest.mark.slow

KINDS = ("folder", "zip")
STATEMENTS = ("figures", "quotes", "obstacles", "countries")


def release_of(build: Path, kind: str) -> Path:
    """Return the release of a package as a folder or as a zip."""
    return build / "dist" if kind == "folder" else next((build / "dist").glob("*.zip"))


def shown(folder: Path, ids: list[str]) -> list[str]:
    """Return what `show` prints of some rows."""
    package = load_package(folder)
    rows = read_rows(package)
    return [render_row(row_card(package, rows, row_id), colour=False) for row_id in ids]


@pytest.mark.parametrize("kind", KINDS)
def test_fifty_rows_are_shown_as_from_the_package(kind: str, real_build: Path) -> None:
    package = load_package(real_build)
    keys = {name: package.resource(name).schema.primary_key for name in STATEMENTS}
    rows = read_rows(package)
    ids = random.Random(50).sample([row[keys[name]] for name in STATEMENTS for row in rows[name]], 50)
    with unpacked(release_of(real_build, kind)) as folder:
        assert shown(folder, ids) == shown(real_build, ids)


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
