"""`deportation-goal check` as a process: exit codes, what is checked, where reports go."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from deportation_goal.findings import Finding
from deportation_goal.package.descriptor import Package
from deportation_goal.rules.catalogue import RULES
from support import Edits, copy_package, example_files, run_command, write_files


@pytest.fixture
def folders(example_copy: Path, package: Package) -> dict[str, Path]:
    """Packages without findings, with a warning, with an error: by name."""
    folders = {"clean": example_copy}
    for name, rule in (("warning", "outer-quotation-marks"), ("error", "enum")):
        folders[name] = _broken(example_copy.with_name(name), package, RULES[rule].bad.edits)
    return folders


def _broken(folder: Path, package: Package, edits: Edits) -> Path:
    copy_package(folder, with_data=False)
    write_files(folder, example_files(package, edits))
    return folder


def test_exit_codes(folders: dict[str, Path]) -> None:
    plain = {name: run_command("check", folder=folder).code for name, folder in folders.items()}
    strict = {name: run_command("check", "--strict", folder=folder).code for name, folder in folders.items()}
    assert plain == {"clean": 0, "warning": 0, "error": 1}
    assert strict == {"clean": 0, "warning": 1, "error": 1}


def test_json_has_every_member_of_a_finding(folders: dict[str, Path]) -> None:
    run = run_command("check", "--report", "json", folder=folders["error"])
    document = json.loads(run.out)
    assert run.code == 1
    assert run.err == ""
    assert document["counts"] == {"error": 1, "warning": 0, "note": 0}
    (finding,) = document["findings"]
    assert {field.name for field in dataclasses.fields(Finding)} | {"fingerprint"} <= set(finding)
    assert (finding["path"], finding["line"], finding["rule"]) == ("data/figures.csv", 2, "enum")


def test_several_reports_of_one_run(folders: dict[str, Path], tmp_path: Path) -> None:
    json_file, text_file = tmp_path / "a.json", tmp_path / "a.txt"
    run = run_command(
        "check", "--report", f"json={json_file}", "--report", "text", "--report", f"text={text_file}",
        folder=folders["error"],
    )  # fmt: skip
    assert run.code == 1
    assert text_file.read_text(encoding="utf-8") == run.out
    assert json.loads(json_file.read_bytes())["counts"]["error"] == 1


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        (["text", "json"], "two reports go to standard output"),
        (["yaml"], "text, json"),
        (["json="], "names no file"),
        (["json=nosuch/folder/x.json"], "does not exist"),
        (["json=data"], "folder"),
    ],
)
def test_a_wrong_report_is_refused_before_anything_is_done(
    reports: list[str], expected: str, example_copy: Path
) -> None:
    run = run_command(
        "check", *(argument for report in reports for argument in ("--report", report)), folder=example_copy
    )
    assert run.code == 2
    assert run.out == ""
    assert expected in run.err


@pytest.mark.parametrize("name", ["figure", "figures.csv", "data/nosuch.csv", "", "figures,quotes"])
def test_an_unknown_table_is_answered_with_those_there_are(name: str, example_copy: Path, package: Package) -> None:
    run = run_command("check", name, folder=example_copy)
    assert run.code == 2
    assert f"«{name}»" in run.err
    assert ", ".join(package.table_names) in " ".join(run.err.split())


def test_one_table_is_checked_by_name_or_path(folders: dict[str, Path]) -> None:
    folder = folders["error"]
    assert run_command("check", "quotes", folder=folder).code == 0
    by_name = run_command("check", "figures", folder=folder)
    by_path = run_command("check", "figures.csv", folder=folder / "data")
    from_outside = run_command("check", "figures", "--package", folder, folder=folder.parent)
    assert by_name.code == 1
    assert by_name == by_path == from_outside


def test_a_file_of_ones_own_takes_the_place_of_a_table(folders: dict[str, Path], tmp_path: Path) -> None:
    own = tmp_path / "mine" / "figures.csv"
    own.parent.mkdir()
    own.write_bytes((folders["error"] / "data/figures.csv").read_bytes())
    run = run_command("check", own, folder=folders["clean"])
    assert run.code == 1
    assert f"{own.as_posix()}:2:" in run.out
    assert run_command("check", folder=folders["clean"]).code == 0


def test_an_own_file_that_is_no_file_is_a_finding(example_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "figures.csv").mkdir()
    run = run_command("check", tmp_path / "figures.csv", folder=example_copy)
    assert run.code == 1
    assert "missing-file" in run.out


def test_check_changes_nothing(folders: dict[str, Path]) -> None:
    for folder in folders.values():
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        run_command("check", folder=folder)
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
