"""`--report`: every format, several from one run, and plain refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from deportation_goal.findings import CheckResult
from deportation_goal.report import FORMATS, render_report
from deportation_goal.report.text_report import render_text
from made_findings import ANY_RESULTS
from support import run_command


@pytest.mark.slow
def test_several_reports_from_one_run(example_copy: Path, tmp_path: Path) -> None:
    files = {name: tmp_path / f"findings.{name}" for name in FORMATS}
    wanted = [f"--report={name}={file}" for name, file in files.items()]
    run = run_command("check", *wanted, "--report", "text", folder=example_copy)
    assert run.code == 0
    assert run.out == files["text"].read_text(encoding="utf-8")
    assert all(file.stat().st_size > 10 for file in files.values())


@pytest.mark.parametrize(
    ("reports", "sentence"),
    [
        (["xml"], '"xml" is not a report format; there are text, json, sarif, junit, github, html'),
        (["json="], '"json=" names no file'),
        (["json=nowhere/findings.json"], 'the folder of "nowhere/findings.json" does not exist'),
        (["json=data"], '"data" is a folder'),
        (["text", "json"], "two reports go to standard output: give one of them a file, FORMAT=FILE"),
    ],
)
def test_refusals(example_copy: Path, reports: list[str], sentence: str) -> None:
    run = run_command("check", *(f"--report={report}" for report in reports), folder=example_copy)
    assert run.code == 2
    assert sentence in run.err


@given(ANY_RESULTS)
def test_a_finding_is_one_line_of_text(result: CheckResult) -> None:
    lines = render_text(result).split("\n")
    assert len([line for line in lines if line.startswith("  ") and "] " in line]) == len(result.findings)
    assert all(line.isprintable() for line in lines)


@given(ANY_RESULTS)
def test_every_format_can_be_written_as_utf_8(result: CheckResult) -> None:
    for form in FORMATS:
        assert render_report(form, result).encode("utf-8", "backslashreplace").decode("utf-8").endswith("\n")
