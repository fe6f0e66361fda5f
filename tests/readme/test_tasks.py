"""docs/tasks.md: the code of the page, as it is there, gives the same rows in DuckDB, polars, R and JavaScript."""

from __future__ import annotations

import csv
import datetime
import json
import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from programs import require_path, require_program
from support import REPOSITORY

pytestmark = pytest.mark.slow
"""A whole release is read, by programs of others too."""

PAGE: Final = (REPOSITORY / "docs/tasks.md").read_text(encoding="utf-8")
CLIENTS: Final = REPOSITORY / "tests/clients/node_modules"
NUMBERS: Final = {"value", "value_max", "figures"}
DATES: Final = {"counted_to", "period_end"}
COLUMNS: Final = {
    "headline": ("body_name", "qualifier", "value", "value_max", "indicator", "counted_to"),
    "hedges": ("publisher", "qualifier", "figures"),
    "detention": ("period_end", "qualifier", "value", "attributed_to_name", "publisher", "origin"),
}
"""The tasks, by the name of their result, and the columns that it has."""

Cell = str | float | datetime.date | None
Answers = dict[str, list[tuple[Cell, ...]]]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


def answers(found: Mapping[str, Iterable[Sequence[Any]]]) -> Answers:
    """Return the results of the tasks with one type for each kind of cell."""
    return {
        task: [tuple(_cell(*pair) for pair in zip(COLUMNS[task], row, strict=True)) for row in rows]
        for task, rows in found.items()
    }


def _cell(column: str, value: Any) -> Cell:
    if value is None or value == "":
        return None
    if column in NUMBERS:
        return float(value)
    if column in DATES and isinstance(value, str):
        return datetime.date.fromisoformat(value[:10])
    if column in DATES:
        assert type(value) is datetime.date
        return value
    assert isinstance(value, str)
    return value


@pytest.fixture(scope="module")
def release(real_build: Path) -> Path:
    """A release; not to be changed."""
    return real_build / "dist"


@pytest.fixture(scope="module")
def expected(release: Path) -> Answers:
    """What DuckDB answers."""
    import duckdb

    with pytest.MonkeyPatch.context() as patched, duckdb.connect() as database:
        patched.chdir(release)
        found = {task: database.execute(query).fetchall() for task, query in zip(COLUMNS, blocks("sql"), strict=True)}
    return answers(found)


def test_the_answers_of_duckdb_are_those_of_the_tables(expected: Answers, release: Path) -> None:
    def rows(table: str) -> list[dict[str, str]]:
        with (release / f"derived/{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    assert sorted(row[5] for row in expected["headline"]) == sorted(  # type: ignore[type-var]
        datetime.date.fromisoformat(row["counted_to"]) for row in rows("first_year")
    )
    figures = rows("figures_flat")
    goal = [row for row in figures if row["indicator_id"] == "removals-goal"]
    assert sum(row[2] for row in expected["hedges"]) == len(goal) > 0  # type: ignore[misc]
    of_all = [row for row in figures if row["indicator_id"] == "people-detained" and not row["counterpart_area"]]
    held = [row for row in of_all if row["period_end"]]
    assert len(held) > 30
    assert [row[0] for row in expected["detention"]] == sorted(
        datetime.date.fromisoformat(row["period_end"]) for row in held
    )


def test_polars(expected: Answers, release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release)
    names: dict[str, Any] = {}
    for block in blocks("python"):
        exec(block, names)  # noqa: S102 - the code of our own page
    assert answers({task: names[task].rows() for task in COLUMNS}) == expected


def test_r(expected: Answers, release: Path, tmp_path: Path) -> None:
    tail = 'stopifnot(inherits(headline$counted_to, "Date"), inherits(detention$period_end, "Date"))\n' + "".join(
        f'write.csv({task}, file("{(tmp_path / task).as_posix()}.csv", encoding = "UTF-8"), na = "", row.names = FALSE)\n'
        for task in COLUMNS
    )
    script = tmp_path / "tasks.R"
    script.write_text("".join(blocks("r")) + tail, encoding="utf-8")
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    rscript = require_program("Rscript")
    run = subprocess.run(
        [rscript, "--vanilla", script], cwd=release, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    found = {}
    for task in COLUMNS:
        with (tmp_path / f"{task}.csv").open(encoding="utf-8", newline="") as file:
            header, *found[task] = csv.reader(file)
        assert tuple(header) == COLUMNS[task]
    assert answers(found) == expected


def test_javascript(expected: Answers, release: Path, tmp_path: Path) -> None:
    node = require_program("node", "nodejs")
    (tmp_path / "node_modules").symlink_to(require_path(CLIENTS, "`npm ci` in tests/clients installs it"))
    script = tmp_path / "tasks.mjs"
    # A date that is no Date would be told without its time.
    tail = f'\nimport {{ writeFileSync }} from "node:fs";\nwriteFileSync({json.dumps((tmp_path / "found.json").as_posix())}, JSON.stringify({{ {", ".join(COLUMNS)} }}));\n'
    script.write_text("".join(blocks("js")) + tail, encoding="utf-8")
    run = subprocess.run([node, script], cwd=release, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert all(row["counted_to"].endswith("T00:00:00.000Z") for row in found["headline"])
    assert {tuple(row) for task in COLUMNS for row in found[task]} == set(COLUMNS.values())
    assert answers({task: [list(row.values()) for row in found[task]] for task in COLUMNS}) == expected
