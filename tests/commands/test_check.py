"""`deportation-goal check`: exit codes, what is checked, where reports go."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deportation_goal.findings import Finding
from deportation_goal.package.descriptor import Package
from deportation_goal.rules.catalogue import RULES
from effort import in_the_whole_suite
from support import UNCHANGED, copy_package, example_files, run_command, write_files


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, package: Package) -> dict[str, Path]:
    """Packages without findings, with a warning, with an error: by name. No test changes them."""
    folders = {}
    for name, example in (
        ("clean", UNCHANGED),
        ("warning", RULES["outer-quotation-marks"].bad),
        ("error", RULES["enum"].bad),
    ):
        folders[name] = copy_package(tmp_path_factory.mktemp("check") / name, with_data=False)
        write_files(folders[name], example_files(package, example))
    return folders


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [("clean", ["--strict"], 0), ("warning", [], 0), ("warning", ["--strict"], 1), ("error", [], 1)],
)
def test_the_exit_code_is_by_level_and_nothing_is_changed(
    name: str, options: list[str], code: int, folders: dict[str, Path]
) -> None:
    folder = folders[name]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert run_command("check", *options, folder=folder).code == code
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_several_reports_of_one_run(folders: dict[str, Path], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    run = run_command("check", "--report", f"text={file}", "--report", "json", folder=folders["error"])
    assert (run.code, run.err) == (1, "")
    assert "data/figures.csv:2:" in file.read_text(encoding="utf-8")
    document = json.loads(run.out)
    assert document["counts"] == {"error": 1, "warning": 0, "note": 0}
    (finding,) = document["findings"]
    assert {field.name for field in dataclasses.fields(Finding)} | {"fingerprint"} <= set(finding)
    assert (finding["path"], finding["line"], finding["rule"]) == ("data/figures.csv", 2, "enum")


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
    assert f'"{name}"' in run.err
    assert ", ".join(package.table_names) in " ".join(run.err.split())


@pytest.mark.slow
def test_one_table_is_checked_by_name_or_path(folders: dict[str, Path]) -> None:
    folder = folders["error"]
    by_name = run_command("check", "figures", folder=folder)
    by_path = run_command("check", "figures.csv", folder=folder / "data")
    from_outside = run_command("check", "figures", "--package", folder, folder=folder.parent)
    assert by_name.code == 1
    assert by_name == by_path == from_outside


@pytest.mark.slow
def test_findings_of_other_tables_do_not_count(folders: dict[str, Path]) -> None:
    assert run_command("check", "quotes", "sources", folder=folders["error"]).code == 0


@pytest.mark.slow
def test_a_file_of_ones_own_takes_the_place_of_a_table(folders: dict[str, Path], tmp_path: Path) -> None:
    own = tmp_path / "mine" / "figures.csv"
    own.parent.mkdir()
    own.write_bytes((folders["error"] / "data/figures.csv").read_bytes())
    run = run_command("check", own, folder=folders["clean"])
    assert run.code == 1
    assert f"{own.as_posix()}:2:" in run.out


@pytest.mark.slow
def test_an_own_file_that_is_no_file_is_a_finding(example_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "figures.csv").mkdir()
    run = run_command("check", tmp_path / "figures.csv", folder=example_copy)
    assert run.code == 1
    assert "missing-file" in run.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        *in_the_whole_suite(["show", "fig-7k2m9q"], ["search", "plan"], ["fix", "--check"], ["compare"]),
    ],
)
def test_commands_that_only_read_load_no_data_frame_library(folders: dict[str, Path], arguments: list[str]) -> None:
    script = (
        "import sys; from deportation_goal import __main__\n"
        "sys.argv[0] = 'deportation-goal'\n"
        "try:\n    __main__.main()\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'pandas', 'pandera', 'numpy', 'pyarrow', 'polars', 'frictionless', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=folders["clean"], capture_output=True, text=True, check=False
    )
    assert finished.stderr.splitlines()[-1] == "[]"


def _cells(finding: dict[str, str]) -> tuple[str, ...]:
    return finding["rule"], finding["table"], finding["row_id"], finding["field"]


def test_against_an_older_version_what_no_revision_says_is_an_error(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "package"
    shutil.copytree(folders["clean"], folder)
    figures, agents = folder / "data/figures.csv", folder / "data/reference/agents.csv"
    _header, first, *_rest = figures.read_text(encoding="utf-8").splitlines()
    notes = first.rindex(",") + 1
    figures.write_text(figures.read_text("utf-8").replace(first, first[:notes] + "By hand."), "utf-8")
    lines = agents.read_text("utf-8").splitlines(keepends=True)
    agents.write_text("".join([*lines[:2], *lines[3:]]), "utf-8")
    run = run_command("check", "--against", folders["clean"], "--report", "json", folder=folder)
    found = {_cells(finding): finding for finding in json.loads(run.out)["findings"]}
    row_id = first.split(",")[0]
    assert run.code == 1
    cell = found["unrevised-cell", "figures", row_id, "notes"]
    assert (cell["line"], cell["column"], cell["value"]) == (2, notes + 1, "By hand.")
    gone = found["unrevised-row", "agents", lines[2].split(",")[0], ""]
    assert gone["line"] == 2


def test_against_itself_nothing_is_reported(folders: dict[str, Path]) -> None:
    run = run_command("check", "--against", folders["clean"], folder=folders["clean"])
    assert (run.code, run.err) == (0, "")


def test_against_nothing_that_is_known_is_wrong_usage(folders: dict[str, Path], tmp_path: Path) -> None:
    run = run_command("check", "--against", "no-such-revision", folder=folders["clean"])
    assert run.code == 2
    assert "no-such-revision" in run.err


@pytest.mark.slow
def test_a_correction_is_no_difference_without_a_revision(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "package"
    shutil.copytree(folders["clean"], folder)
    row_id = (folder / "data/figures.csv").read_text("utf-8").splitlines()[1].split(",")[0]
    run_command("correct", row_id, "--set", "notes=By a tool.", "--reason", "It was missing.", folder=folder)
    assert run_command("check", "--against", folders["clean"], folder=folder).code == 0
