"""GitHub: annotations within its limits that no text can forge, and a summary that stays a table."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given

from deportation_goal.findings import CheckResult, Level
from deportation_goal.report.github_report import SHOWN_A_LEVEL, render_github
from deportation_goal.report.github_summary import LARGEST, escaped, render_github_summary
from made_findings import ANY_RESULTS, NASTY, finding, result_of
from support import run_command

# What the runner takes for a workflow command, after its documentation.
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def commands(result: CheckResult) -> list[tuple[str, dict[str, str], str]]:
    """Return level, properties and message of every annotation, as the runner reads them."""
    read = []
    for line in render_github(result).splitlines()[:-1]:
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.partition("=") for pair in match[2].split(","))
        read.append((match[1], {name: decoded(value) for name, _, value in pairs}, decoded(match[3])))
    return read


def decoded(text: str) -> str:
    for escape, mark in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, mark)
    return text


def closing(result: CheckResult) -> str:
    return render_github(result).splitlines()[-1]


def test_an_annotation() -> None:
    ((level, properties, message),) = commands(result_of([finding()]))
    assert level == "error"
    assert properties == {
        "file": "data/figures.csv",
        "line": "2",
        "endLine": "2",
        "col": "112",
        "endColumn": "121",
        "title": "enum, fig-7k2m9q",
    }
    assert message.startswith('status: "projected" is not one of the codes of this column')


def test_escaping() -> None:
    line = render_github(result_of([finding(path="a:b,c%.csv", message="50% of\nit", value="")])).splitlines()[0]
    assert line.startswith("::error file=a%3Ab%2Cc%25.csv,line=2,")
    assert "::status: 50%25 of" in line


def test_a_note_is_a_notice_and_a_workbook_has_no_line() -> None:
    ((level, properties, message),) = commands(
        result_of([finding(level=Level.NOTE, path="mine.xlsx", cell="figures!H7")])
    )
    assert level == "notice"
    assert set(properties) == {"file", "title"}
    assert message.startswith("figures!H7: status: ")


def test_first_one_of_each_rule_and_file_then_others_up_to_the_limit() -> None:
    many = [finding(line=line) for line in range(2, 42)]
    late = [finding(line=50, rule="pattern"), finding(path="data/quotes.csv", line=3)]
    read = commands(result_of([*many, *late]))
    assert [(properties["file"], properties["line"]) for _, properties, _ in read[:3]] == [
        ("data/figures.csv", "2"),
        ("data/figures.csv", "50"),
        ("data/quotes.csv", "3"),
    ]
    assert len(read) == SHOWN_A_LEVEL
    assert read[0][2].endswith("(39 more of this rule in the file.)")
    assert "more of this rule" not in read[3][2]
    assert closing(result_of([*many, *late])).startswith("42 errors; 32 findings without an annotation")


def test_each_level_has_its_own_ten() -> None:
    read = commands(result_of(finding(line=line, level=level) for level in Level for line in range(2, 20)))
    assert [level for level, _, _ in read] == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10


def test_closing_line_without_findings() -> None:
    assert render_github(result_of()) == "no findings\n"


@given(ANY_RESULTS)
def test_no_text_can_forge_a_command(result: CheckResult) -> None:
    """Every line but the last is one of our commands, and the last holds no text of a file."""
    assert len(commands(result)) == len(result.findings)
    assert re.fullmatch(r"[a-z0-9, ;:]+", closing(result))


@given(ANY_RESULTS)
def test_the_summary_stays_a_table(result: CheckResult) -> None:
    for line in render_github_summary(result).split("\n"):
        if line.startswith("| "):
            cells = re.split(r"(?<!\\)(?:\\\\)*\|", line)
            assert len(cells) == 5 + 2
        assert "<" not in line.replace("<details>", "").replace("</details>", "").replace("<summary>", "").replace(
            "</summary>", ""
        )


def test_a_rule_of_the_summary_has_the_gravest_level_of_its_findings() -> None:
    summary = render_github_summary(result_of(finding(level=level) for level in (Level.NOTE, Level.WARNING)))
    assert "\n| 2 | warning | enum | " in summary


@pytest.mark.parametrize("text", NASTY)
def test_escaped_marks_mean_nothing(text: str) -> None:
    """No ASCII punctuation is left without a backslash, save that of the references for `<`, `>` and `&`."""
    bare = re.sub(r"&(?:lt|gt|amp);|\\[!-/:-@\[-`{-~]", "", escaped(text))
    assert not re.search(r"[!-/:-@\[-`{-~\n\r]", bare)


def test_the_summary_stays_below_the_limit_of_github() -> None:
    summary = render_github_summary(result_of(finding(line=line, message="<&|𝔘" * 9999) for line in range(2, 502)))
    assert len(summary.encode()) < LARGEST + 100_000 < 2**20
    assert "more are not listed here" in summary


@pytest.mark.slow
def test_the_command_appends_the_summary_of_the_step(example_copy: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("of another tool\n", encoding="utf-8")
    environment = {**os.environ, "GITHUB_STEP_SUMMARY": str(summary)}
    run = run_command("check", "--report", "github", folder=example_copy, environment=environment)
    assert (run.code, run.out) == (0, "no findings\n")
    assert summary.read_text(encoding="utf-8").startswith("of another tool\n## deportation-goal check: no findings\n")
    run_command("check", folder=example_copy, environment=environment)
    assert summary.read_text(encoding="utf-8").count("## ") == 1
