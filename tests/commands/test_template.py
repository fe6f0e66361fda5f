"""The command that writes the spreadsheet to fill in."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from support import REPOSITORY, run_command


def sheets(file: Path) -> list[str]:
    return openpyxl.load_workbook(io.BytesIO(file.read_bytes())).sheetnames


@pytest.mark.slow
def test_all_tables_without_a_name(tmp_path: Path) -> None:
    run = run_command("template", "--package", REPOSITORY, folder=tmp_path)
    assert run.code == 0
    assert "read me" in run.out
    names = sheets(tmp_path / "deportation-goal-template.xlsx")
    assert {"figures", "quotes", "obstacles", "countries", "sources", "agents", "indicators"} < set(names)
    assert not {"areas", "revisions", "changes"} & set(names)


def test_the_named_tables_and_file(tmp_path: Path) -> None:
    run = run_command("template", "quotes", "areas", "quotes", "-o", "q.xlsx", "--package", REPOSITORY, folder=tmp_path)
    assert run.code == 0
    assert sheets(tmp_path / "q.xlsx")[1:3] == ["quotes", "areas"]


@pytest.mark.slow
def test_a_file_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    file.write_bytes(b"rows of somebody")
    arguments = ("template", "agents", "-o", file, "--package", REPOSITORY)
    run = run_command(*arguments, folder=tmp_path)
    assert run.code == 2
    assert "--force" in run.err
    assert file.read_bytes() == b"rows of somebody"
    assert run_command(*arguments, "--force", folder=tmp_path).code == 0
    assert "agents" in sheets(file)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("figure",), "Did you mean figures?"),
        (("revisions",), "not a table that takes new rows"),
        (("-o", "rows.csv"), ".xlsx"),
        (("-o", "nowhere/rows.xlsx"), "no folder"),
    ],
)
def test_what_cannot_be_written(tmp_path: Path, arguments: tuple[str, ...], named: str) -> None:
    run = run_command("template", *arguments, "--package", REPOSITORY, folder=tmp_path)
    assert run.code == 2
    assert named in run.err
    assert not list(tmp_path.iterdir())
