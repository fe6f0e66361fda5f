"""The quick starts of the README run as they stand and give the rows that the release holds."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from programs import require_program
from support import run_command

pytestmark = pytest.mark.slow
"""Whole builds: what they rest on is tested by itself in seconds."""

Block = Callable[[str, str], str]
ReadRows = Callable[[Path], list[dict[str, str]]]
Shown = list[tuple[str, str, float, str]]

COLUMNS = ("source_id", "qualifier", "value", "value_text")


@pytest.fixture
def expected(built: Path, rows_of: ReadRows) -> Shown:
    """What each quick start shows: the figures of the goal."""
    rows = rows_of(built / "dist/derived/figures_flat.csv")
    goal = [row for row in rows if row["indicator_id"] == "removals-goal"]
    assert goal
    return shown(tuple(row[column] for column in COLUMNS) for row in goal)


def shown(rows: Iterable[Sequence[Any]]) -> Shown:
    """Return rows of the shown columns in one order, numbers as floats."""
    return sorted((source, qualifier, float(value), text) for source, qualifier, value, text in rows)


def run_python(block: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(block, names)  # noqa: S102 - the code of our own README
    return names


def test_every_block_has_its_test(readme: str) -> None:
    languages = re.findall(r"^```(\w+)$", readme, flags=re.MULTILINE)
    assert sorted(languages) == sorted([*["python"] * 5, "sql", "js", "r", "sh", "sh", "text", "text"])


def test_the_table_of_what_to_take_names_files_of_a_release_on_one_screen(readme: str, built: Path) -> None:
    table = readme.split("| to | take |")[1].split("\n\n")[0]
    named = re.findall(r"`([\w.*-]+/[\w./*-]*|[\w-]+\.json)`|\]\((docs/[^)]+)\)", table)
    assert [path for pair in named for path in pair if path and not list((built / "dist").glob(path))] == []
    assert len(named) > 15
    assert table.count("\n") < 16


def test_pandas(built: Path, code_block: Block, expected: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built)
    goal = run_python(code_block("python", "import pandas"))["goal"]
    assert shown(goal[list(COLUMNS)].itertuples(index=False, name=None)) == expected


def test_polars(built: Path, code_block: Block, expected: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built)
    goal = run_python(code_block("python", "import polars"))["goal"]
    assert shown(goal.select(*COLUMNS).rows()) == expected


def test_duckdb(built: Path, code_block: Block, expected: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    monkeypatch.chdir(built)
    assert shown(duckdb.connect().execute(code_block("sql", "SELECT")).fetchall()) == expected


def test_sqlite(built: Path, code_block: Block, expected: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built)
    names = run_python(code_block("python", "import sqlite3"))
    names["release"].close()
    assert shown(names["goal"]) == expected
    assert names["found"]
    assert all(re.search("court|judge", text, flags=re.IGNORECASE) for _, _, text in names["found"])


def test_frictionless(built: Path, code_block: Block, expected: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built)
    goal = run_python(code_block("python", "from frictionless"))["goal"]
    assert shown([row[column] for column in COLUMNS] for row in goal) == expected


def test_javascript(built: Path, code_block: Block, expected: Shown) -> None:
    node = require_program("node", "nodejs")
    tail = (
        f"\nprocess.stdout.write('\\0' + JSON.stringify(goal.map((row) => {list(COLUMNS)}.map((name) => row[name]))));"
    )
    run = subprocess.run(
        [node, "-e", code_block("js", "console.table") + tail],
        cwd=built,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    printed, _, values = run.stdout.partition("\0")
    assert shown(json.loads(values)) == expected
    assert all(source in printed for source, *_ in expected)


def test_r(built: Path, code_block: Block, expected: Shown, tmp_path: Path) -> None:
    rscript = require_program("Rscript")
    out = tmp_path / "goal.txt"
    script = tmp_path / "quick_start.R"
    # One value a line: what R read, without the layout of its tables.
    tail = 'values <- t(goal[, c("source_id", "qualifier", "value", "value_text")])\n'
    tail += f'writeLines(enc2utf8(as.vector(values)), file("{out.as_posix()}", encoding = "UTF-8"))\n'
    script.write_text(f"{code_block('r', 'read.csv')}stopifnot(is.numeric(goal$value))\n{tail}", encoding="utf-8")
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    subprocess.run([rscript, "--vanilla", script], cwd=built, env=environment, check=True, capture_output=True)
    lines = out.read_text(encoding="utf-8").splitlines()
    assert shown(lines[start : start + 4] for start in range(0, len(lines), 4)) == expected


def test_python_package(
    code_block: Block, rows_of: ReadRows, expected: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    import deportation_goal as dg

    names = run_python(code_block("python", "deportation_goal"))
    rows = rows_of(Path(__file__).parents[2] / "data/figures.csv")
    assert list(names["figures"]["figure_id"]) == [row["figure_id"] for row in rows]
    assert list(names["figures"]["value"]) == [float(row["value"]) for row in rows]
    flat = names["flat"]
    goal = flat[flat["indicator_id"] == "removals-goal"]
    assert shown(goal[list(COLUMNS)].itertuples(index=False, name=None)) == expected
    printed = capsys.readouterr().out
    assert dg.__version__ in printed
    assert "value_text" in printed


def test_the_questions_of_the_command(code_block: Block) -> None:
    lines = code_block("sh", ".venv/bin/deportation-goal compare").splitlines()
    assert len(lines) == 3
    for line in lines:
        command, *arguments = line.split()
        assert command == ".venv/bin/deportation-goal"
        run = run_command(*arguments)
        assert run.code == 0
        assert run.out
